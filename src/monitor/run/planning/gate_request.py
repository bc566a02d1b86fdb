"""What is known before an account is opened, gathered for the gate: the objective, who is there, the hours left.

Networks of one kind are one place: a community on another server of the fediverse is evidence, one of another forum or
another web site is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.connect.manifests.catalogue import Catalogue
from monitor.fetch.client import host_of
from monitor.judge.gate import CommunityEvidence, Fellow, Gate, Purse, gate
from monitor.model.account import Objective
from monitor.model.errors import BadInput
from monitor.report.readers.privacy import at_terminal
from monitor.run.app import App
from monitor.run.discovery.drive import identity
from monitor.run.discovery.monthly_communities import gatherings
from monitor.run.planning.plan import Scene, scene

_FEDIVERSE = frozenset(
    {
        "activitypub",
        "bookwyrm",
        "castopod",
        "friendica",
        "funkwhale",
        "lemmy",
        "mastodon",
        "misskey",
        "mobilizon",
        "peertube",
        "pixelfed",
        "writefreely",
    }
)


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """An account that somebody wants to open. `hours` a week; `owner` a person's id; None where nobody said."""

    url: str
    brand: str
    objective: Objective | None = None
    audience: str | None = None
    hours: float | None = None
    owner: str | None = None


def ask(app: App, request: AccountRequest) -> Gate:
    """The gate's answer at this instant. Raises BadInput for an address that is none."""
    known = app.catalogue.identify(request.url)
    url = known.profile or request.url
    if "://" not in url and known.network is None:
        raise BadInput(
            f"{request.url!r} is no address and no handle that a network knows: give the web address it would have"
        )
    found = scene(app, [request.brand], [request.owner] if request.owner is not None else [])
    near = _Near(app.catalogue, known.network, url)
    audiences = _audiences(found, request)
    return gate(
        url,
        known.network,
        found.settings.brands[request.brand],
        now=found.now,
        objective=request.objective,
        audiences=sorted(audiences),
        places=[
            CommunityEvidence(audience.id, community)
            for audience, community in gatherings(app)
            if audience.id in audiences and near.has(community.network, community.url)
        ],
        fellows=[
            Fellow(one.account.id, one.verdict.state.status, not audiences.isdisjoint(one.account.audience))
            for one in found.account_statuses
            if near.has(one.account.network, one.account.url)
        ],
        hours=request.hours,
        purse=_purse(found, request),
        known=near.same(found),
    )


@dataclass(frozen=True, slots=True)
class _Near:
    """What is on the same network as an address."""

    catalogue: Catalogue
    network: str | None
    url: str

    def has(self, network: str | None, url: str) -> bool:
        """`network` is None where nobody has read it yet: then a place of its own is known by its host alone."""
        if self.network in _FEDIVERSE and network in _FEDIVERSE:
            return True
        manifest = self.catalogue.manifests.get(self.network or "")
        if manifest is None or manifest.match.any_host:
            return host_of(url) == host_of(self.url)
        return self.network == (network if network is not None else self.catalogue.match(url))

    def same(self, found: Scene) -> str | None:
        """The account of the plan at this very address."""
        wanted = identity(self.network or "", self.url, self.catalogue)
        accounts = found.settings.accounts.values()
        return next((one.id for one in accounts if identity(one.network, one.url, self.catalogue) == wanted), None)


def _audiences(found: Scene, request: AccountRequest) -> frozenset[str]:
    """The one that is named; else those that the brand's accounts serve."""
    if request.audience is not None:
        return frozenset({request.audience})
    return frozenset(name for one in found.of([request.brand]) for name in one.account.audience)


def _purse(found: Scene, request: AccountRequest) -> Purse:
    """The owner's hours, where one is named; else those of the brand's people."""
    asked, settings = found.asked(), found.settings
    if request.owner is None:
        hours = asked.brands.get(request.brand)
        others = found.candidates(found.of([request.brand]), asked)
        fixed_hours = asked.fixed_hours.get(request.brand, 0.0)
        return Purse(
            settings.brands[request.brand].name, hours.available if hours else None, fixed_hours, tuple(others)
        )
    person = settings.people[request.owner]
    own = [one for one in found.account_statuses if one.account.owner == person.id]
    managed = sum(hours for name, hours in asked.fixed_hours.items() if settings.brands[name].manager == person.id)
    available = 0.0 if person.left else person.hours_per_week
    whose = (
        at_terminal(settings).person(person.id, request.brand) or f"the owner of {settings.brands[request.brand].name}"
    )
    return Purse(whose, available, managed, tuple(found.candidates(own, asked)))
