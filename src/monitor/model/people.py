"""Whom it concerns: brands with their objectives and audiences, people and how they are reached, what they decided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from monitor.model.account import Objective, Span

_ATEXT: Final = r"[\w!#$%&'*+/=?^`{|}~-]+"  # RFC 5322 atext; \w: letters of any script (RFC 6531)
_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_NAMED: Final = re.compile(r'(?P<name>"[^<>]*"|[^<>@"]*?) *<(?P<address>[^<>]*)>')
IDENTITY: Final = "confirm_identity"  # the decision that what answers at an account's address now is that account
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ADDRESS: Final = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*@{_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True, slots=True)
class DayOff:
    """Days that a calendar file gives its brand off; by `rule`, an RRULE (RFC 5545), they recur, except on `but`."""

    span: Span
    rule: str = ""
    but: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    email: str | None = None
    hours_per_week: float | None = None
    left: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    id: str
    name: str
    communities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrandObjective:
    kind: Objective
    statement: str = ""
    measure: str = ""
    priority: int = 3  # 1 (least) to 5 (most)


@dataclass(frozen=True, slots=True)
class Brand:
    id: str
    name: str
    zone: ZoneInfo
    language: str = "en"
    country: str | None = None
    manager: str | None = None  # a Person's id
    objectives: tuple[BrandObjective, ...] = ()
    site: str | None = None  # its web site, which leads to its accounts
    public_holidays: bool = True  # whether those of its country are left out
    days_off: tuple[DayOff, ...] = ()  # those of its calendar files


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about an account, as a row: it wins over the file until `until`."""

    account: str
    kind: str  # seen | pause | resume | close | confirm | IDENTITY | snooze | hand_over
    at: datetime
    by: str
    reason: str = ""
    on: date | None = None
    until: date | None = None
    person: str | None = None  # who is to take it over


def is_address(text: str) -> bool:
    """Whether `text` may be used as the recipient of a mail."""
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
