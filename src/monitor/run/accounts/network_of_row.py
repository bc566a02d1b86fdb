"""Where an account is: what people wrote of its network and its address, read as a network, an address and a handle.

First match:

| the network that is named     | what stands as address or handle  | comes to                                   |
|-------------------------------|-----------------------------------|--------------------------------------------|
| "manual", or one not known    | anything that no network knows    | by hand                                    |
| none, or the address's own    | an account                        | that                                       |
| any that is known             | an address or a handle of it      | that                                       |
| another than the address's    | an account                        | what the address says, with a notice       |
| one that nobody can read      | anything else                     | by hand, with a notice                     |
| one that is read              | anything else                     | a mistake                                  |
| none                          | a web address                     | by hand, with a notice                     |
| none                          | anything else                     | a mistake                                  |
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.connect.manifests.catalogue import FEED, Catalogue, Identified
from monitor.model.account import MANUAL
from monitor.run.accounts.column_names import NETWORKS, plain
from monitor.run.discovery.drive import identity

_BY_HAND = "what is seen there is entered by hand (monitor accounts seen)"
_OTHERS = frozenset({MANUAL, "other", "autre"})
_PARTS = re.compile(r"[()/|,;]|\s-\s")
_WEB = re.compile(r"https?://\S+|[\w-]+(\.[\w-]+)+(/\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NetworkOfRow:
    """`notice` and `mistake` are "" where there is none."""

    network: str
    url: str
    handle: str = ""
    notice: str = ""
    mistake: str = ""


def place(said: str, given: str, catalogue: Catalogue) -> NetworkOfRow:
    """`said` is what was written for the network, "" for nothing; `given` the address or the handle."""
    named, known = network_called(said, catalogue), catalogue.identify(given)
    if named == MANUAL or (said and named is None and known.network is None):
        notice = "" if named == MANUAL else f'no connector reads "{said}": {_BY_HAND}'
        return NetworkOfRow(plain(said).replace(" ", "-") or MANUAL, given, notice=notice)
    if named is None or named == known.network:
        return _found(known, given) if known.network is not None else _unknown(given)
    identified = catalogue.named(named, given)
    if identified.profile is not None:
        return _found(identified, given)
    if known.network is not None:
        place = _found(known, given)
        notice = f"{given} is taken for what its address says: {known.network}, not {named}"
        return NetworkOfRow(place.network, place.url, place.handle, notice)
    manifest = catalogue.manifests[named]
    if not manifest.activity:
        return NetworkOfRow(MANUAL, given, notice=f"{manifest.why}: {_BY_HAND}")
    wrong = f'"{given}" is no address and no handle of {manifest.name}: give its web address'
    return NetworkOfRow(named, given, mistake=wrong)


def place_of_feed(feed: str, home: str, catalogue: Catalogue) -> NetworkOfRow:
    """Where an account is that a feed reader follows: a web address that no network knows is a feed, for it is read.

    `home`, or "", is the page beside it: the account, where the feed is the network's own feed of that account.
    """
    known, owner = catalogue.identify(feed), catalogue.identify(home)
    if known.network is None and _WEB.fullmatch(feed) and catalogue.manifests[FEED].names(feed) is not None:
        return NetworkOfRow(FEED, feed if "://" in feed else f"https://{feed}")
    if known.network == FEED and owner.network not in (None, FEED) and _key(feed, catalogue) == _key(home, catalogue):
        return _found(owner, home)
    return place("", feed, catalogue)


def network_called(said: str, catalogue: Catalogue) -> str | None:
    """The network that people call so: by its id, its name, another word for it, or a part such as "Twitter / X"."""
    if plain(said) in _OTHERS:
        return MANUAL
    known = {_bare(each.name): name for name, each in catalogue.manifests.items()}
    known |= {_bare(name): name for name in catalogue.manifests}
    for word in (said, *_PARTS.split(said)):
        if found := known.get(_bare(NETWORKS.get(_bare(word), word))):
            return found
    return None


def _found(known: Identified, given: str) -> NetworkOfRow:
    """A feed keeps its address as it was given: each part of it may matter."""
    url = given if known.network == FEED or known.profile is None else known.profile
    return NetworkOfRow(known.network or MANUAL, url if "://" in url else f"https://{url}", known.handle or "")


def _unknown(given: str) -> NetworkOfRow:
    if _WEB.fullmatch(given):
        url = given if "://" in given else f"https://{given}"
        notice = f"no connector knows {given}: {_BY_HAND}; `monitor discover` may find its feed"
        return NetworkOfRow(MANUAL, url, notice=notice)
    return NetworkOfRow(
        MANUAL, given, mistake=f'"{given}": no network is known by it: name the network, or its web address'
    )


def _key(url: str, catalogue: Catalogue) -> str:
    return identity(MANUAL, url, catalogue)


def _bare(word: str) -> str:
    return plain(word).replace(" ", "")
