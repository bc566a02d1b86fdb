"""The outbox: letters whose bytes are fixed, each once for a recipient and a period, and what became of them.

    queued ──claim──> sending ──settle──> sent | failed | superseded
      ^  ^               │ └────settle──> queued | uncertain, to be tried again at `next_try`
      └──┴── its lease runs out: whoever held it was killed, and nobody knows whether it was handed over

A letter that was sent stays sent, whatever a slower run says later.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, select, update

from monitor.model.alerting import CHANNEL
from monitor.store import codec
from monitor.store.database import storable
from monitor.store.database.columns import not_before
from monitor.store.database.engine import insert
from monitor.store.database.mail_tables import letters
from monitor.store.rows import LetterRow, LetterState, NewLetter

ALERT = "alert "  # begins the period of an alert, which tells of an instant: none takes another's place
_WAITING = (LetterState.QUEUED.value, LetterState.UNCERTAIN.value)
_LEFT = (LetterState.SENT.value, LetterState.SENDING.value, LetterState.UNCERTAIN.value)
_NOT_TOLD = (LetterState.FAILED.value, LetterState.SUPERSEDED.value)


def queue(connection: Connection, letter: NewLetter) -> bool:
    """Put the letter into the outbox in the place of older ones that still wait to be handed over.

    False, and nothing is done, where the recipient has one of this period.
    """
    row = {
        "recipient": letter.recipient,
        "address": letter.address,
        "period": letter.period,
        "created": letter.created,
        "message_id": letter.message_id,
        "subject": storable.text(letter.subject, storable.URL),
        "body": letter.body,
        "numbers": codec.dump_numbers(letter.numbers),
        "through_transition": letter.through_transition,
        "state": letter.state.value,
        "attempts": 0,
        "next_try": letter.created,
        "detail": "",
    }
    once = (
        insert(connection.dialect.name, letters)
        .values(row)
        .on_conflict_do_nothing(index_elements=["recipient", "period"])
    )
    made = connection.execute(once.returning(letters.c.id)).scalar()
    if made is not None and letter.state is LetterState.QUEUED and not letter.period.startswith(ALERT):
        _supersede(connection, made, letter.recipient, letter.period)
    return made is not None


def has(connection: Connection, recipient: str, period: str) -> bool:
    mine = (letters.c.recipient == recipient) & (letters.c.period == period)
    return connection.execute(select(letters.c.id).where(mine)).first() is not None


def kept(connection: Connection, recipient: str) -> list[LetterRow]:
    """The recipient's letters, the newest first."""
    mine = select(letters).where(letters.c.recipient == recipient).order_by(letters.c.id.desc())
    return [_letter(row) for row in connection.execute(mine)]


def claim(
    connection: Connection,
    now: datetime,
    until: datetime,
    owner: str,
    limit: int,
    channels: bool,
    without: Collection[str],
) -> list[LetterRow]:
    """Lease up to `limit` letters whose time has come, oldest first; each is an attempt.

    Those of people or, if `channels`, of channels, but for the recipients `without`.
    """
    to_channel = letters.c.recipient.startswith(CHANNEL, autoescape=True)
    mine = (to_channel if channels else ~to_channel) & letters.c.recipient.not_in(without)
    waiting = letters.c.state.in_(_WAITING) & (letters.c.next_try <= now)
    left = (letters.c.state == LetterState.SENDING.value) & (letters.c.lease_until <= now)
    page = (
        select(letters.c.id)
        .where(mine, waiting | left)
        .order_by(letters.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("page")
    )
    lease = (
        update(letters)
        .where(letters.c.id.in_(select(page.c.id)))
        .values(
            state=LetterState.SENDING.value,
            lease_until=not_before(until),
            lease_by=owner,
            attempts=letters.c.attempts + 1,
        )
        .returning(letters)
    )
    return sorted((_letter(row) for row in connection.execute(lease)), key=lambda letter: letter.id)


def settle(
    connection: Connection, letter: int, state: str, detail: str, now: datetime, next_try: datetime | None
) -> None:
    """Write down what became of the letter. Raises ValueError for a state that is none of LetterState."""
    became = LetterState(state)
    connection.execute(
        update(letters)
        .where(letters.c.id == letter, letters.c.state != LetterState.SENT.value)
        .values(
            state=became.value,
            detail=storable.text(detail, storable.DETAIL),
            next_try=not_before(next_try),
            lease_until=None,
            lease_by=None,
            sent_at=now if became is LetterState.SENT else None,
        )
    )


def _supersede(connection: Connection, letter: int, recipient: str, period: str) -> None:
    """Take back the recipient's letters that were never handed over: the one of `period` tells what they told."""
    older = _of_rhythm(recipient, period) & (letters.c.state == LetterState.QUEUED.value) & (letters.c.id < letter)
    gone = {
        "state": LetterState.SUPERSEDED.value,
        "detail": storable.text(f"not sent in time: the letter of {period} tells of it", storable.DETAIL),
        "next_try": None,
    }
    connection.execute(update(letters).where(older).values(gone))


def again(connection: Connection, letter: int, now: datetime) -> bool:
    """Try a letter again that was given up or waits; False where there is none such."""
    mine = (letters.c.id == letter) & letters.c.state.in_([*_WAITING, LetterState.FAILED.value])
    state = case((letters.c.state == LetterState.FAILED.value, LetterState.QUEUED.value), else_=letters.c.state)
    tried = update(letters).where(mine).values(state=state, next_try=now).returning(letters.c.id)
    return connection.execute(tried).first() is not None


def last(connection: Connection, recipient: str, before: str) -> LetterRow | None:
    """The recipient's newest letter before that of the period `before`, of the same rhythm, that was handed over.

    One that still waits is not told where `before` has no letter yet: the new one takes its place (see `queue`).
    """
    mine = select(letters).where(_of_rhythm(recipient, before), letters.c.state.not_in(_NOT_TOLD))
    same = select(func.min(letters.c.id)).where(letters.c.recipient == recipient, letters.c.period == before)
    number = connection.execute(same).scalar()
    mine = mine.where(letters.c.id < number if number is not None else letters.c.state != LetterState.QUEUED.value)
    row = connection.execute(mine.order_by(letters.c.id.desc()).limit(1)).first()
    return None if row is None else _letter(row)


def thread(connection: Connection, recipient: str, before: str, limit: int) -> list[str]:
    """The Message-IDs of the recipient's last letters of that rhythm that left, the oldest first."""
    mine = select(letters.c.message_id).where(
        _of_rhythm(recipient, before), letters.c.period != before, letters.c.state.in_(_LEFT)
    )
    return [row.message_id for row in connection.execute(mine.order_by(letters.c.id.desc()).limit(limit))][::-1]


def listed(connection: Connection, limit: int | None) -> list[LetterRow]:
    """The newest letters first; all of them where `limit` is None."""
    return [_letter(row) for row in connection.execute(select(letters).order_by(letters.c.id.desc()).limit(limit))]


def counts(connection: Connection) -> dict[str, int]:
    """How many letters are in each state."""
    query = select(letters.c.state, func.count()).group_by(letters.c.state).order_by(letters.c.state)
    return {state: number for state, number in connection.execute(query) if number}


def _of_rhythm(recipient: str, period: str) -> ColumnElement[bool]:
    """The recipient's letters of days, weeks or months, as `period` is one: their keys differ in length."""
    return (letters.c.recipient == recipient) & (func.length(letters.c.period) == len(period))


def _letter(row: Row[*tuple[Any, ...]]) -> LetterRow:
    return LetterRow(
        id=row.id,
        recipient=row.recipient,
        address=row.address,
        period=row.period,
        created=row.created,
        message_id=row.message_id,
        subject=row.subject,
        body=row.body,
        numbers=json.loads(row.numbers),
        through_transition=row.through_transition,
        state=LetterState(row.state),
        attempts=row.attempts,
        next_try=row.next_try,
        sent_at=row.sent_at,
        detail=row.detail,
    )
