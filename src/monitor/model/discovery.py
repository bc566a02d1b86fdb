"""What a brand's own web site says of its accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Found:
    """An account or feed that a site leads to.

    `where` says where on which page, the surest first; `confidence` is 0 to 1. `confirmed`: the account leads
    back to the site, or the site's own domain vouches for it; `proof` says how.
    """

    url: str  # the profile's address, normalised
    network: str
    handle: str | None
    where: tuple[str, ...]
    confidence: float
    confirmed: bool = False
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found on a site. `failed` says why nothing could be; then an account that is not found says nothing.

    `linked` are the keys of all accounts that any page links to, wherever, also those that are not taken for the
    brand's; `pages` those that were read, `problems` what could not be, and why. Not `complete`: a page of the site did
    not answer as it should, so that what is not found may yet be linked.
    """

    site: str
    found: tuple[Found, ...] = ()
    linked: frozenset[str] = frozenset()
    pages: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    failed: str = ""
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Orphans:
    """Found on the site and not in the plan; in the plan (account ids) and not linked from the site."""

    unwatched: tuple[Found, ...] = ()
    unlinked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """What the last discovery on a brand's `site` came to. Instants are aware, UTC.

    `seen` is when the site could be read last, and `orphans` what it said then; `next` when it is read again. `failed`
    says why it could not be since.
    """

    site: str
    next: datetime
    seen: datetime | None = None
    orphans: Orphans = Orphans()
    failed: str = ""
