"""A site's own names, and which addresses are the site's."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address

from monitor.connect.manifests.addresses import at

_SECOND = frozenset({"co", "com", "org", "net", "gov", "gouv", "ac", "edu", "or", "ne", "asso"})  # acme.CO.uk
_PREFIX = frozenset({"www", "blog", "shop", "store", "m", "en", "fr", "de", "es", "it", "home", "news", "go"})
_SHORTEST = 3  # letters: shorter names are in every handle


@dataclass(frozen=True)
class Site:
    """A site by its address. `names` are what the brand is called, as declared and as its pages say."""

    root: str  # "https://www.acme.example"
    names: tuple[str, ...] = ()

    @cached_property
    def at(self) -> str:
        """Its host, with the port where one is stated, without www."""
        return at(self.root)

    @cached_property
    def domain(self) -> str | None:
        """The name that proofs can rest on; None for an IP address, a port or a local name."""
        try:
            ip_address(self.at.strip("[]"))
        except ValueError:
            return self.at if "." in self.at and ":" not in self.at else None
        return None

    @cached_property
    def label(self) -> str:
        """The word of the domain that names the brand: acme of www.acme.co.uk."""
        parts = (self.domain or "").split(".")[:-1]
        while len(parts) > 1 and parts[-1] in _SECOND:
            parts.pop()
        while len(parts) > 1 and parts[0] in _PREFIX:
            parts.pop(0)
        return parts[-1] if parts else ""

    def owns(self, url: str) -> bool:
        """Whether an address is the site's, or of a part of its domain, or of the domain that it is a usual part of."""
        other = at(url)
        if not other or self.domain is None:
            return bool(other) and other == self.at
        first, _, rest = self.at.partition(".")
        return other == self.at or other.endswith(f".{self.at}") or (first in _PREFIX and "." in rest and other == rest)

    def alike(self, handle: str) -> bool:
        """Whether a handle contains one of the site's names."""
        said = plain(handle)
        if len(said) < _SHORTEST:
            return False
        return any(name in said or (len(said) > _SHORTEST and said in name) for name in self._plain)

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        known = {plain(name) for name in (self.label, *self.names)}
        return tuple(sorted(name for name in known if len(name) >= _SHORTEST))


def plain(text: str) -> str:
    """Letters and digits alone, without accents, in lower case."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare.lower())
