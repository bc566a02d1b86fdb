"""The patterns by which a manifest knows its addresses and handles. Pure text: nothing is asked.

The ending of a feed after a name is no part of the name: it is the network's own feed of that account.

    https://codeberg.org/acme.rss          ->  https://codeberg.org/acme
    https://codeberg.org/acme/shop.json    ->  as it is, where the manifest says that names may end so (`endings`)
    https://pod.example/@acme/feed.xml     ->  as it is: the ending belongs to the pattern, and not to the name
    https://www.facebook.com/feed.xml      ->  nothing: a file of the site is nobody's name
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.connect.manifests.addresses import OwnFeed, own_feed
from monitor.connect.manifests.expressions import pattern
from monitor.connect.manifests.toml_tables import MatchTable

_LONGEST = 2000  # characters of an address


@dataclass(frozen=True, slots=True)
class Patterns:
    """`own` show by themselves that an address is of the network, `named` only where the account names it."""

    own: tuple[re.Pattern[str], ...]
    named: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    endings: Mapping[str, tuple[str, ...]]

    @classmethod
    def compiled(cls, table: MatchTable, values: Mapping[str, str]) -> Patterns:
        """Those of [match]; `values` are the vars that they may name. Raises ValueError."""
        groups = ((*table.url, *table.handle), table.named, table.unless)
        own, named, unless = (tuple(pattern(text, values) for text in texts) for texts in groups)
        known = {name for found in (*own, *named) for name in found.groupindex}
        if strange := [name for name in table.endings if name not in known]:
            raise ValueError(f"match.endings: no pattern has a group {strange[0]!r}")
        return cls(own, named, unless, table.endings)

    @property
    def every(self) -> tuple[re.Pattern[str], ...]:
        return (*self.own, *self.named)

    def excludes(self, target: str) -> bool:
        return any(each.match(target) for each in self.unless)

    def fit(self, target: str, *, named: bool = False) -> re.Match[str] | None:
        """How the first pattern fits the account's address, which the match holds; `named` ones only where asked."""
        if len(target) > _LONGEST:
            return None
        feed = own_feed(target)
        tried = (self._fit(found, target, feed) for found in (self.every if named else self.own))
        return next((fit for fit in tried if fit is not None), None)

    def _fit(self, found: re.Pattern[str], target: str, feed: OwnFeed | None) -> re.Match[str] | None:
        fit = self._as_it_is(found, target)
        if feed is None or (fit is not None and self._ends_so(fit, feed)):
            return fit
        bare = self._as_it_is(found, feed.account) if feed.account is not None else None
        return bare if bare is not None and _last(bare, len(bare.string)) else None

    def _as_it_is(self, found: re.Pattern[str], target: str) -> re.Match[str] | None:
        return None if self.excludes(target) else found.match(target)

    def _ends_so(self, fit: re.Match[str], feed: OwnFeed) -> bool:
        """Whether the ending belongs to the pattern itself, or to names that may end so."""
        return all(feed.ending in self.endings.get(name, ()) for name in _last(fit, feed.end))


def _last(fit: re.Match[str], end: int) -> list[str]:
    """The groups that end there."""
    return [name for name in fit.groupdict() if fit.end(name) == end]
