"""Which network an account belongs to: what it says, else what its address says.

Rules:
- A network that is named and known stands; one that no connector knows is "manual", with a notice.
- One whose terms forbid programs is "manual" too, with a notice, unless the file says who gave permission.
- Where none is named, `match` decides by the address; a web address that nothing recognises is a feed.
- An address is http or https, or a handle that `match` recognises; of a manual account, any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from monitor.config.mistakes import did_you_mean
from monitor.config.url_secrets import has_password, is_web_address
from monitor.model.account import MANUAL

Match = Callable[[str], str | None]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def network_of(
    url: str, named: str | None, match: Match, known: Collection[str], closed: Collection[str] = ()
) -> tuple[str, str]:
    """The network, and a notice or "". Raises ValueError where the address cannot be checked."""
    network, notice = _stated(url, named, match, known)
    if network not in closed:
        return network, notice
    return MANUAL, (
        f'the terms of "{network}" forbid programs to read it: what is seen there is entered by hand'
        f" (monitor accounts seen); with their permission, say who gave it: [networks.{network}] i_have_permission"
    )


def _stated(url: str, named: str | None, match: Match, known: Collection[str]) -> tuple[str, str]:
    if not url.isprintable():
        raise ValueError("url: it holds a line break or a control character: write it on one line")
    if has_password(url):
        raise ValueError("url: it holds a password, and secrets never stand in the file: give the address without it")
    if named is not None and known and named not in known and named != MANUAL:
        nearest = did_you_mean(named, known)
        return (
            MANUAL,
            f'no connector reads "{named}": what is seen there is entered by hand (monitor accounts seen){nearest}',
        )
    if named == MANUAL:
        return MANUAL, ""
    if is_web_address(url):
        return named or match(url) or "feed", ""
    recognised = match(url)
    if recognised is None or _SCHEME.match(url):
        raise ValueError(f'url: "{url[:200]}" is no web address: {_remedy(url)}')
    return named or recognised, ""


def _remedy(url: str) -> str:
    if re.search(r"\s", url):
        return "remove the blanks"
    if _SCHEME.match(url) and not re.match(r"[\w.-]+\.\w+:\d", url):
        return "only http and https are read"
    if re.match(r"[\w-]+(\.[\w-]+)+", url):
        return f'did you mean "https://{url[:200]}"?'
    return 'write it as "https://social.example/@acme", or say network = "manual"'
