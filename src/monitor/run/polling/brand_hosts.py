"""Which hosts are known for a brand's own: what names one of them has moved there, and is nobody else's.

its site, as the file says; the addresses of its other feeds; the feeds that its site was found to lead to
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from monitor.connect.manifests.addresses import at
from monitor.connect.manifests.catalogue import FEED
from monitor.model.account import Account
from monitor.model.discovery import Noted
from monitor.model.settings import Settings


class BrandHosts:
    """`noted` is what the discoveries on the brands' sites came to, by brand."""

    def __init__(self, settings: Settings, noted: Mapping[str, Noted]) -> None:
        self._named: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)  # by brand and host, by whom
        for brand in settings.brands.values():
            if brand.site:
                self._name(brand.id, brand.site, "the file")
            if brand.id in noted and noted[brand.id].site == brand.site:
                for found in noted[brand.id].orphans.unwatched:
                    if found.network == FEED:
                        self._name(brand.id, found.url, "the site")
        for account in settings.accounts.values():
            if account.network == FEED:
                self._name(account.brand, account.url, account.id)

    def of(self, account: Account) -> frozenset[str]:
        """Those that others than the account itself name."""
        named = self._named.get(account.brand, {})
        return frozenset(host for host, by in named.items() if by != {account.id})

    def _name(self, brand: str, url: str, by: str) -> None:
        if host := at(url):
            self._named[brand].setdefault(host, set()).add(by)
