"""Entries that stand in place of the account: what a bridge, a front end or a service says where posts should be.

Where every entry of a feed is such a notice, the check is a failure with the notice's words: the first row of NOTICES
that fits. Among posts it is a post, for people quote such words. So is an entry of other words that stands alone, links
to the front end itself, and is unknown where several acts were known: nobody's act, whatever its language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from monitor.connect.documents import text
from monitor.model.activity import AccountFacts, Memory, face, number
from monitor.model.check import Failure, Outcome

_DETAIL = 200
_ONE_ACT = 3  # numbers of one act, at most: its key and its faces


@dataclass(frozen=True, slots=True)
class Notice:
    """An entry whose title fits means `outcome`. `own`: only where it links nowhere in particular."""

    outcome: Outcome
    title: re.Pattern[str]
    own: bool = False


def _notice(outcome: Outcome, title: str, *, own: bool = False) -> Notice:
    """`title` from its beginning, after marks or the name of a feed or service."""
    return Notice(outcome, re.compile(rf"(?:\W*|[^:!?]{{1,60}}: ){title}", re.IGNORECASE), own)


_HAS = r"(?: (?:is|are|was|were|has|have|had|been|being|now|currently|temporarily|permanently))*"
_NOT = r"(?: (?:is|are|was|were|has|have|does|can|could))*(?: not|n.t| no longer)(?: be| been| yet)*"
_THE_FEED = (
    r"(?:[\w.-]+ ){0,4}(?:feed|rss|bridge)s?(?: url| link)?(?: (?:for|of|from) .{1,40}|(?: that)? you requested)?"
)
_MACHINE = r"(?:[\w.-]+ ){0,2}\w*(?:bridge|feed|rss|rsshub|scraper|crawler|parser|proxy)"
_ERROR = r"(?:\w+ ){0,2}\w*(?:error|exception|erreur|fehler|errore|fout|błąd|ошибка|エラー|错误|錯誤|오류)"
_FAULT = (
    r"time[ds]?.?out|could not|cannot|can.t|unable|failed|failure|not found|too many requests|forbidden|denied"
    r"|unauthori|invalid|exceeded|bad gateway|unavailable|exception|curl|https?\b|ssl|dns|connection|unexpected"
    r"|enotfound|econn"
)
_REASON = r"error|bad|unauthori|forbidden|not found|gone|too many|internal|service|gateway"
_OFF = r"disabled|deactivated|inactive|suspended|paused|expired|blocked|deleted|removed|discontinued|retired|shut down"
_THERE = r"available|supported|maintained|updated|active|found|valid|exist|accessible"
_PAID = r"trial|plan|subscription|licen[cs]e|access key"
_WHO = r"(?:user|account|profile|channel|page)\b"
_READ = r"(?:fetch|load|retriev|pars|read|access|reach|generat|gett?)(?:e|ed|ing|d)?"
_PAGE = r"(?:\w+ ){0,4}(?:feed|page|site|source|content|url|data|item|post|tweet|profile|timeline|website|server)s?\b"

NOTICES: tuple[Notice, ...] = (
    _notice(Outcome.TEMPORARY, rf"{_MACHINE} (?:returned|failed|error|exception)\b"),
    _notice(Outcome.BLOCKED, r".*\bnot (?:yet )?(?:white|allow).?listed"),
    _notice(Outcome.RATE_LIMITED, r".{0,40}\b(?:rate.?limit(?:ed| (?:exceeded|reached|hit))|too many requests)\b"),
    _notice(
        Outcome.BLOCKED,
        rf"(?:your|this) .{{0,40}}\b(?:{_PAID})\b(?: (?:of|for)(?: \S+){{1,4}}?)?{_HAS} (?:ended|{_OFF})\b",
    ),
    _notice(Outcome.BLOCKED, r"(?:please )?(?:upgrade|renew) (?:to|your|the|now)\b.*\b(?:plan|account|premium|pro)\b"),
    _notice(Outcome.MOVED, rf"{_THE_FEED}{_HAS} (?:moved|relocated|migrated|changed (?:its )?address)\b"),
    _notice(Outcome.BLOCKED, rf"{_THE_FEED}(?:{_HAS} (?:{_OFF})|{_NOT} (?:{_THERE}))\b"),
    _notice(Outcome.TEMPORARY, rf"(?:failed to|unable to|(?:can|could) ?(?:not|n.t)) (?:be )?{_READ} {_PAGE}"),
    _notice(Outcome.TEMPORARY, rf"{_ERROR} (?:while |when |in )?{_READ} {_PAGE}"),
    _notice(Outcome.TEMPORARY, rf"{_ERROR}s?(?: code)?\W{{1,4}}[1-5]\d\d\b(?:\s*[^\w\s]|$|\W+(?:{_REASON}))"),
    _notice(Outcome.TEMPORARY, rf"{_ERROR}s?(?: message)?\s?[^\w\s]\W{{0,3}}.{{0,60}}\b(?:{_FAULT})"),
    _notice(Outcome.TEMPORARY, rf"(?:http\S* )?(?:status )?[45]\d\d\W{{1,3}}(?:{_REASON})"),
    _notice(Outcome.TEMPORARY, r"(?:php )?(?:fatal error|uncaught |unhandled |\w*exception(?:$|:)|\w+error:)"),
    _notice(Outcome.TEMPORARY, r".{0,80}\binbox\W* created\W*$"),
    _notice(Outcome.LOGIN_REQUIRED, r"(?:please )?(?:log|sign|authenticat).{0,5}in (?:to|required|first)\b", own=True),
    _notice(Outcome.LOGIN_REQUIRED, rf".{{0,20}}\b(?:session|cookies?|token){_HAS} (?:expired|invalid)\b", own=True),
    _notice(Outcome.BLOCKED, r"(?:just a moment|attention required|access denied|.{0,30}(?:human|captcha))", own=True),
    _notice(Outcome.TEMPORARY, r".{0,40}\b(?:maintenance|(?:briefly|temporarily) unavailable)\b", own=True),
    _notice(Outcome.BLOCKED, rf"{_WHO}.{{0,40}}(?:{_NOT} (?:{_THERE})|{_HAS} not found)\b", own=True),
    _notice(Outcome.BLOCKED, rf"{_WHO}.{{0,40}}{_HAS} (?:{_OFF}|protected|private)\b", own=True),
    _notice(Outcome.BLOCKED, rf".{{0,40}}\b(?:{_PAID})\b.{{0,20}} (?:ended|over|limit|required|{_OFF})\b", own=True),
    _notice(Outcome.TEMPORARY, rf"(?:{_ERROR}\b|something went wrong)", own=True),
)


def notice(document: Mapping[str, Any], asked: str, answered: str, memory: Memory) -> Failure | None:
    """The failure where a feed holds nothing but notices. `asked` and `answered` are the feed's addresses."""
    items = document.get("items")
    if not isinstance(items, list) or not items:
        return None
    own = [_is_own(item, asked, answered) for item in items]
    found = [_outcome(item, is_own) for item, is_own in zip(items, own, strict=True)]
    alone = len(items) == 1 and _leads_to(_link(items[0]), asked, answered) and _replaces(items[0], memory)
    if found[0] is not None and None not in found:
        return _failure(found[0], items[0], own[0])
    return _failure(Outcome.TEMPORARY, items[0], True) if alone else None


def _outcome(item: Mapping[str, Any], own: bool) -> Outcome | None:
    title = text.title(item.get("title"), _DETAIL) or ""
    return next((row.outcome for row in NOTICES if (own or not row.own) and row.title.match(title)), None)


def _is_own(item: Mapping[str, Any], asked: str, answered: str) -> bool:
    """Whether an entry links nowhere in particular: not at all, to a front page, or to the feed itself."""
    link = _link(item)
    return link is None or not _place(link)[1] or _leads_to(link, asked, answered)


def _leads_to(link: str | None, *feeds: str) -> bool:
    """Whether a link leads to what answers in place of the account: the feed itself, or its host."""
    if link is None:
        return False
    host, path = _place(link)
    return any(host == own and path in ("", at) for own, at in map(_place, feeds))


def _replaces(item: Mapping[str, Any], memory: Memory) -> bool:
    """Whether an unknown entry stands where several acts were."""
    key, like = number(str(item.get("id"))), face(text.title(item.get("title")), _link(item))
    return len(memory.known) > _ONE_ACT and memory.known.isdisjoint({key, like})


def _failure(outcome: Outcome, item: Mapping[str, Any], own: bool) -> Failure:
    said = (text.title(item.get("title"), _DETAIL) or "an entry that links to the feed itself").replace("<", "‹")
    moved_to = _link(item) if outcome is Outcome.MOVED and not own else None
    detail = text.title(f"a notice in place of the account: “{said}”", _DETAIL) or ""
    return Failure(outcome, detail, facts=AccountFacts(moved_to=moved_to))


def _link(item: Mapping[str, Any]) -> str | None:
    return text.address(item.get("url"))


def _place(url: str) -> tuple[str, str]:
    """The host and the path, without what says nothing."""
    try:
        parts = urlsplit(url)
        return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
    except ValueError:
        return "", ""
