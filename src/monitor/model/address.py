"""What an e-mail address is here: local@domain, without quoting, comments or address literals."""

from __future__ import annotations

import re
from typing import Final

_ATEXT: Final = r"[\w!#$%&'*+/=?^`{|}~-]+"  # RFC 5322 atext; \w: letters of any script (RFC 6531)
_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_NAMED: Final = re.compile(r'(?P<name>"[^<>]*"|[^<>@"]*?) *<(?P<address>[^<>]*)>')
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ADDRESS: Final = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*@{_LABEL}(?:\.{_LABEL})*")


def is_address(text: str) -> bool:
    """Whether `text` may be used as the recipient of a letter."""
    local, _, domain = text.rpartition("@")
    return (
        _ADDRESS.fullmatch(text) is not None
        and "=?" not in local  # an encoded word: programs differ on what it says
        and len(local.encode("utf-8", "replace")) <= 64
        and len(text.encode("utf-8", "replace")) <= 254
        and ("." in domain or len(domain) == 2)  # the top domains of some countries take mail; other names are local
        and not domain.rpartition(".")[2].isdecimal()
        and _ascii(domain) is not None
    )


def split_address(text: str) -> tuple[str, str] | None:
    """(name, address on the wire) of "Name <local@domain>" or "local@domain"; None where that is no address.

    The whole text is one address or none is found: lenient readers take the first of several, or a piece of one.
    On the wire the domain is in the letters that DNS knows: bücher.example is xn--bcher-kva.example.
    """
    named = _NAMED.fullmatch(text.strip(" "))
    name, address = (named["name"].strip('"').replace('\\"', '"'), named["address"]) if named else ("", text.strip(" "))
    if _CONTROL.search(text) or not is_address(address):
        return None
    local, _, domain = address.rpartition("@")
    return name, f"{local}@{_ascii(domain)}"


def _ascii(domain: str) -> str | None:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
