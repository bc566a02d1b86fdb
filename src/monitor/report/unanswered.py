"""Who spoke to which account in public and still waits for an answer: the oldest first, with links. Pure.

At most `_EACH` links an account and `_ALL` in a letter, so that one account with many questions hides no other; the
rest is counted. An account comes before another where somebody waits longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from monitor.model.plan import Settings
from monitor.model.state import Standing
from monitor.report.digest import Card, Listing
from monitor.report.outside import link
from monitor.report.scope import zone_of

_EACH: Final = 5
_ALL: Final = 10


@dataclass(frozen=True, slots=True)
class Open:
    """Something said in public that nobody answered: since when, and where; None where the link is not kept."""

    since: date
    link: str | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An account on which people wait for an answer: `answered` of `judged` got one, `coverage` is their share.

    `coverage` is None where there are too few to judge; `hours` is the median first answer, in office hours.
    """

    card: Card
    answered: int
    judged: int
    coverage: float | None
    hours: float | None
    open: Listing[Open]


def unanswered(rows: Iterable[tuple[Standing, Card]], settings: Settings) -> Listing[Unanswered]:
    """The accounts on which somebody waits, as many as there is room for."""
    found = [
        (talk.unanswered[0].began, card.id, standing, card, talk)
        for standing, card in rows
        if (talk := standing.verdict.conversation) is not None and talk.unanswered
    ]
    shown: list[Unanswered] = []
    room = _ALL
    for _, _, standing, card, talk in sorted(found, key=lambda each: each[:2]):
        if not room:
            break
        zone = zone_of(standing.account, settings)
        oldest = talk.unanswered[: min(_EACH, room)]
        room -= len(oldest)
        open_ = tuple(Open(one.began.astimezone(zone).date(), link(one.url, standing.account.url)) for one in oldest)
        rest = len(talk.unanswered) - len(oldest)
        shown.append(
            Unanswered(card, talk.answered, talk.judged, talk.coverage, talk.median_hours, Listing(open_, rest))
        )
    return Listing(tuple(shown), len(found) - len(shown))
