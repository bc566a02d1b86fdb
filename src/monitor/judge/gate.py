"""Whether to open an account: why, where, with what means? In doubt, better not there. Pure.

| question         | is answered where                                                                               |
|------------------|-------------------------------------------------------------------------------------------------|
| why              | it serves an objective that its brand has                                                       |
| where            | a community of its audience is there and not asleep, or an account of the plan that serves that |
|                  | audience is alive there                                                                         |
| with what means  | as many hours are left as it would take, of its owner or else of its brand                      |

Where one of them is not answered the account should not be opened. Without hours of its own it takes them from others:
those that would have to be parked for it are named, chosen as metrics/allocation chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from monitor.metrics.allocation import Candidate, allocate
from monitor.model.account import Objective
from monitor.model.community import Community
from monitor.model.people import Brand, BrandObjective
from monitor.model.state import Status

ASLEEP = timedelta(days=90)  # a community without a post for longer
_ALIVE = frozenset({Status.ON_PLAN, Status.BEHIND, Status.LATE, Status.RECOVERING})
_NOISE = 1e-6  # hours


class Objection(StrEnum):
    """Why it should not be opened."""

    THERE_ALREADY = "there_already"
    NO_OBJECTIVE = "no_objective"
    NO_AUDIENCE = "no_audience"
    NO_HOURS = "no_hours"


@dataclass(frozen=True, slots=True)
class CommunityEvidence:
    """A community on the network, and the audience that is said to be there."""

    audience: str
    community: Community

    def asleep(self, now: datetime) -> bool:
        """Seen, and nothing was said there for long: no evidence that anybody is there."""
        sight = self.community.sight
        if sight is None:
            return False
        return now - sight.last_post > ASLEEP if sight.last_post is not None else sight.posts_a_week == 0


@dataclass(frozen=True, slots=True)
class Fellow:
    """An account of the plan on the same network. `shares`: it serves one of the audiences that were asked about."""

    account: str
    status: Status
    shares: bool

    @property
    def alive(self) -> bool:
        return self.status in _ALIVE


@dataclass(frozen=True, slots=True)
class Purse:
    """Whose hours it would take: a person's or a brand's, a week. `available` None: nobody said how many there are.

    `fixed_hours` is taken whatever is kept; `others` are the accounts that ask for the rest.
    """

    whose: str
    available: float | None
    fixed_hours: float = 0.0
    others: tuple[Candidate, ...] = ()

    @property
    def promised(self) -> float:
        return self.fixed_hours + sum(one.hours for one in self.others)

    @property
    def left(self) -> float | None:
        return self.available - self.promised if self.available is not None else None


@dataclass(frozen=True, slots=True)
class Gate:
    """The three questions answered for one address. `places` and `fellows` are evidence for and against.

    `hours` a week is what it would take; `parked` are the accounts that are kept now and could not be any more.
    """

    url: str
    network: str | None
    brand: Brand
    at: datetime
    objective: Objective | None
    why: BrandObjective | None
    audiences: tuple[str, ...]
    places: tuple[CommunityEvidence, ...]
    fellows: tuple[Fellow, ...]
    hours: float
    purse: Purse
    parked: tuple[Candidate, ...]
    objections: tuple[Objection, ...]

    @property
    def opens(self) -> bool:
        return not self.objections


def gate(
    url: str,
    network: str | None,
    brand: Brand,
    *,
    now: datetime,
    objective: Objective | None,
    audiences: Sequence[str],
    places: Iterable[CommunityEvidence],
    fellows: Iterable[Fellow],
    hours: float | None,
    purse: Purse,
    known: str | None = None,
) -> Gate:
    """The answers for an account at `url`; `known` is the account of the plan that is this one already.

    Where `hours` are not stated, it is taken to ask the median of what the others ask.
    """
    places, fellows = tuple(places), tuple(fellows)
    why = next((one for one in brand.objectives if one.kind is objective), None)
    asked = hours if hours is not None else _usual(purse.others)
    found = {
        Objection.THERE_ALREADY: known is not None,
        Objection.NO_OBJECTIVE: why is None,
        Objection.NO_AUDIENCE: not any(not place.asleep(now) for place in places)
        and not any(fellow.alive and fellow.shares for fellow in fellows),
        Objection.NO_HOURS: purse.left is None or purse.left < asked - _NOISE,
    }
    return Gate(
        url=url,
        network=network,
        brand=brand,
        at=now,
        objective=objective,
        why=why,
        audiences=tuple(audiences),
        places=places,
        fellows=fellows,
        hours=asked,
        purse=purse,
        parked=_parked(purse, asked),
        objections=tuple(objection for objection, holds in found.items() if holds),
    )


def _usual(others: Sequence[Candidate]) -> float:
    return median(one.hours for one in others) if others else 1.0


def _parked(purse: Purse, hours: float) -> tuple[Candidate, ...]:
    if purse.available is None:
        return ()
    now, then = (allocate(purse.others, purse.available - purse.fixed_hours - less) for less in (0.0, hours))
    kept = {one.account for one in then.keep}
    return tuple(one for one in now.keep if one.account not in kept)
