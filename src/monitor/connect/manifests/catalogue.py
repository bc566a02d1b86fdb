"""The networks this program can ask: one manifest each, the operator's own folders over those that came with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from monitor import resources
from monitor.connect.manifests.addresses import normalise
from monitor.connect.manifests.expressions import Template
from monitor.connect.manifests.manifest import Manifest
from monitor.model.errors import ManifestError

PERMISSION = "i_have_permission"  # the operator's option that says who gave permission
_FEED_ADDRESS = re.compile(
    r"(?:[./](?:rss|atom|xml|rdf)|/feeds?(?:\.json)?|feed\.json|[?&]feed=\w+)/?(?:\?|$)", re.IGNORECASE
)
_ORIGIN = re.compile(r"https?://[^/?#]*")
FEED = "feed"  # the network of every http(s) address that no manifest knows


@dataclass(frozen=True, slots=True)
class Identified:
    """Whose account an address is: the network's id, the handle as it is shown, the profile's address."""

    network: str | None
    handle: str | None
    profile: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Manifests by network id. `closed` are the networks whose terms forbid programs, without a stated permission.

    `others` are further routes to a network whose keys are there, by its id.
    """

    manifests: Mapping[str, Manifest]
    closed: frozenset[str] = frozenset()
    others: Mapping[str, tuple[Manifest, ...]] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        extra_folders: Sequence[Path] = (),
        networks: Mapping[str, Mapping[str, str]] | None = None,
        has: Callable[[str], bool] = lambda secret: False,
    ) -> Catalogue:
        """All manifests of the program's folder and of `extra_folders`; a later file of a name replaces an earlier one.

        `networks` are the operator's options: {"mastodon": {"base": ...}} replaces the manifest's var `base`,
        `per_network` its limit, and with `i_have_permission` a network is open whose terms forbid programs.
        `has` says whether a secret is there: only then is a further route that needs it taken.
        Raises ManifestError with every mistake of every manifest.
        """
        folders = (resources.folder("connectors"), *extra_folders)
        files = {path.stem: path for folder in folders for path in folder.glob("*.toml")}
        options = networks or {}
        loaded: dict[str, Manifest] = {}
        mistakes: list[str] = []
        for name, path in sorted(files.items()):
            try:
                loaded[name] = Manifest.load(path, options.get(name))
            except ManifestError as error:
                mistakes.append(str(error))
        if mistakes:
            raise ManifestError("\n".join(mistakes))
        manifests = {name: manifest for name, manifest in loaded.items() if manifest.reads is None}
        asked = {name: manifest for name, manifest in loaded.items() if manifest.activity}
        forbidden = {name for name, manifest in asked.items() if manifest.terms.automated == "forbidden"}
        closed = frozenset(name for name in forbidden if not options.get(name, {}).get(PERMISSION))
        others: dict[str, tuple[Manifest, ...]] = {}
        for name, route in loaded.items():
            if (
                route.reads is None
                or name in closed
                or (route.key is not None and not all(map(has, route.key.secrets)))
            ):
                continue
            others[route.reads] = (*others.get(route.reads, ()), route)
        return cls(manifests, closed, others)

    def match(self, target: str) -> str | None:
        """The network that an address or a handle belongs to; "feed" for any other http(s) address; else None.

        A network's own feed of an account (/@acme.rss) belongs to the account; where the address does not say which
        network the host is, it is read as what it is, a feed.
        """
        target = target.strip()
        name, at_any_host = self._recognised(target)
        if name is not None and not (at_any_host and _is_web(target)):
            return name
        return FEED if FEED in self.manifests and _is_web(target) else None

    def _recognised(self, target: str) -> tuple[str | None, bool]:
        """The network whose account that is; and whether it is the account's own feed, at a host of any name."""
        for name, manifest in sorted(self.manifests.items(), key=lambda each: each[1].match.any_host):
            if (account := manifest.recognises(target)) is not None:
                return name, manifest.match.any_host and account != target
        return None, False

    def identify(self, text: str) -> Identified:
        """What an address or handle as people paste it says; network None where no network knows it."""
        address = normalise(text)
        if _ORIGIN.match(address) and not _is_web(address):
            return Identified(None, None, None)
        network = self.match(address)
        manifest = self.manifests.get(network or "")
        if manifest is None or manifest.names(address) is None:
            return Identified(None, None, None)
        if network == FEED and not (_FEED_ADDRESS.search(address) or self._recognised(address)[0]):
            return Identified(None, None, None)
        return self._of(manifest, address)

    def _of(self, manifest: Manifest, address: str) -> Identified:
        names, address = manifest.names(address) or {}, manifest.account_at(address)
        handle, profile = _first(manifest.match.shown, names), _first(manifest.match.profile, names)
        return Identified(manifest.id, handle, _address(profile) or (address if _is_web(address) else None))

    def named(self, network: str, handle: str) -> Identified:
        """The account that a handle names on a known network; profile None where the handle does not give it."""
        manifest, bare = self.manifests[network], handle.strip().lstrip("@")
        for text in (handle.strip(), bare, f"@{bare}"):
            if manifest.names(text) is not None and (found := self._of(manifest, text)).profile is not None:
                return found
        for template in manifest.match.profile:
            if len(wanted := [name for name in template.names if name not in manifest.vars]) == 1:
                found = self.identify(template.text_with({**manifest.vars, wanted[0]: bare}))
                if found.network == network:
                    return found
        return Identified(network, handle, None)

    def get(self, network: str) -> Manifest | None:
        """The network's manifest; None where there is none, or it may not be used."""
        return None if network in self.closed else self.manifests.get(network)

    def routes(self, network: str) -> tuple[Manifest, ...]:
        """How the network can be asked, the richest route first; () where it cannot."""
        own = self.get(network)
        return (*self.others.get(network, ()), *((own,) if own is not None else ()))

    def names(self) -> tuple[str, ...]:
        return tuple(self.manifests)


def _first(templates: Sequence[Template], names: Mapping[str, str]) -> str | None:
    return next((template.text_with(names) for template in templates if template.ready(names)), None)


def _address(text: str | None) -> str | None:
    """An address that names were filled into as they are spelt, as it may be asked for; its host stands as it is."""
    if text is None or (origin := _ORIGIN.match(text)) is None:
        return text
    return origin[0] + quote(text[origin.end() :], safe="!#$%&'()*+,/:;=?@[]~")


def _is_web(target: str) -> bool:
    try:
        parts = urlsplit(target)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in target)
    except ValueError:
        return False
