"""What a digest says of the brands' own web sites: what the last discovery noted, as far as it still holds."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.connect.discovery.candidates import key
from monitor.connect.manifests.addresses import normalise
from monitor.model.discovery import Noted, Orphans
from monitor.model.settings import Settings


def current_orphans(noted: Mapping[str, Noted], settings: Settings) -> dict[str, Orphans]:
    """By brand, what still holds: what was taken over or given up since is left out."""
    still: dict[str, Orphans] = {}
    for brand, last in noted.items():
        declared = settings.brands.get(brand)
        if declared is None or declared.site != last.site:
            continue
        own = {name: account for name, account in settings.accounts.items() if account.brand == brand}
        watched = {key("", normalise(account.url)) for account in own.values()}
        still[brand] = Orphans(
            tuple(found for found in last.orphans.unwatched if key("", found.url) not in watched),
            tuple(account for account in last.orphans.unlinked if account in own),
        )
    return still
