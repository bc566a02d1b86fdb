"""What the brands' own web sites say of their accounts, for those who manage the brands. Pure.

| section   | what stands there                                                        |
|-----------|--------------------------------------------------------------------------|
| unwatched | accounts and feeds that a site leads to, and that are not in the plan    |
| unlinked  | accounts of the plan that the brand's site does not, or no longer, link to |
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from monitor.model.discovery import Orphans
from monitor.model.settings import Settings
from monitor.report.blocks.section_rows import Card, Unwatched
from monitor.report.readers.sanitise import line, link


def unwatched(
    sites: Mapping[str, Orphans], managed: Collection[str], settings: Settings, *, with_brand: bool
) -> list[Unwatched]:
    """Of the brands that the reader manages, the surest first."""
    rows = [
        (found, settings.brands[brand].name if with_brand else "")
        for brand, orphans in sites.items()
        if brand in managed
        for found in orphans.unwatched
    ]
    rows.sort(key=lambda pair: (-pair[0].confidence, pair[0].network, pair[0].url))
    return [
        Unwatched(line(found.url, 200), link(found.url), line(found.network, 40), line(name, 60), found.confirmed)
        for found, name in rows
    ]


def unlinked(sites: Mapping[str, Orphans], managed: Collection[str], cards: Iterable[Card]) -> list[Card]:
    """Those among the cards, of brands that the reader manages."""
    lost = {account for brand, orphans in sites.items() if brand in managed for account in orphans.unlinked}
    return sorted((card for card in cards if card.id in lost), key=lambda card: (card.brand, card.name, card.id))
