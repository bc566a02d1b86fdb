"""Who spoke to which account in public and still waits for an answer: the oldest first, with links. Pure.

At most `_EACH` links an account and `_ALL` in a message, so that one account with many questions hides no other; the
rest is counted. An account comes before another where somebody waits longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from monitor.model.settings import Settings
from monitor.model.state import AccountStatus
from monitor.report.blocks.section_rows import Card, Listing, Open, Unanswered
from monitor.report.readers.audience import zone_of
from monitor.report.readers.sanitise import link

_EACH: Final = 5
_ALL: Final = 10


def unanswered(rows: Iterable[tuple[AccountStatus, Card]], settings: Settings) -> Listing[Unanswered]:
    """The accounts on which somebody waits, as many as there is room for."""
    found = [
        (talk.unanswered[0].began, card.id, account_status, card, talk)
        for account_status, card in rows
        if (talk := account_status.verdict.conversation) is not None and talk.unanswered
    ]
    shown: list[Unanswered] = []
    room = _ALL
    for _, _, account_status, card, talk in sorted(found, key=lambda each: each[:2]):
        if not room:
            break
        zone = zone_of(account_status.account, settings)
        oldest = talk.unanswered[: min(_EACH, room)]
        room -= len(oldest)
        open_ = tuple(
            Open(one.began.astimezone(zone).date(), link(one.url, account_status.account.url)) for one in oldest
        )
        rest = len(talk.unanswered) - len(oldest)
        shown.append(
            Unanswered(card, talk.answered, talk.judged, talk.coverage, talk.median_hours, Listing(open_, rest))
        )
    return Listing(tuple(shown), len(found) - len(shown))
