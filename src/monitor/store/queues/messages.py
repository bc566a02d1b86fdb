"""The outbox: messages whose bytes are fixed, each once for a recipient and a period, and what became of them.

    queued ──claim──> sending ──settle──> sent | failed | superseded
      ^  ^               │ └────settle──> queued | uncertain, to be tried again at `next_try`
      └──┴── its lease runs out: whoever held it was killed, and nobody knows whether it was handed over

A message that was sent stays sent, whatever a slower run says later.
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
from monitor.store.rows import MessageRow, MessageState, NewMessage

ALERT = "alert "  # begins the period of an alert, which is of an instant: none takes another's place
_WAITING = (MessageState.QUEUED.value, MessageState.UNCERTAIN.value)
_LEFT = (MessageState.SENT.value, MessageState.SENDING.value, MessageState.UNCERTAIN.value)
_NOT_REPORTED = (MessageState.FAILED.value, MessageState.SUPERSEDED.value)


def queue(connection: Connection, message: NewMessage) -> bool:
    """Put the message into the outbox in the place of older ones that still wait to be handed over.

    False, and nothing is done, where the recipient has one of this period.
    """
    row = {
        "recipient": message.recipient,
        "address": message.address,
        "period": message.period,
        "created": message.created,
        "message_id": message.message_id,
        "subject": storable.text(message.subject, storable.URL),
        "body": message.body,
        "numbers": codec.dump_numbers(message.numbers),
        "through_transition": message.through_transition,
        "state": message.state.value,
        "attempts": 0,
        "next_try": message.created,
        "detail": "",
    }
    once = (
        insert(connection.dialect.name, letters)
        .values(row)
        .on_conflict_do_nothing(index_elements=["recipient", "period"])
    )
    made = connection.execute(once.returning(letters.c.id)).scalar()
    if made is not None and message.state is MessageState.QUEUED and not message.period.startswith(ALERT):
        _supersede(connection, made, message.recipient, message.period)
    return made is not None


def has(connection: Connection, recipient: str, period: str) -> bool:
    mine = (letters.c.recipient == recipient) & (letters.c.period == period)
    return connection.execute(select(letters.c.id).where(mine)).first() is not None


def kept(connection: Connection, recipient: str) -> list[MessageRow]:
    """The recipient's messages, the newest first."""
    mine = select(letters).where(letters.c.recipient == recipient).order_by(letters.c.id.desc())
    return [_message(row) for row in connection.execute(mine)]


def claim(
    connection: Connection,
    now: datetime,
    until: datetime,
    owner: str,
    limit: int,
    channels: bool,
    without: Collection[str],
) -> list[MessageRow]:
    """Lease up to `limit` messages whose time has come, oldest first; each is an attempt.

    Those of people or, if `channels`, of channels, but for the recipients `without`.
    """
    to_channel = letters.c.recipient.startswith(CHANNEL, autoescape=True)
    mine = (to_channel if channels else ~to_channel) & letters.c.recipient.not_in(without)
    waiting = letters.c.state.in_(_WAITING) & (letters.c.next_try <= now)
    left = (letters.c.state == MessageState.SENDING.value) & (letters.c.lease_until <= now)
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
            state=MessageState.SENDING.value,
            lease_until=not_before(until),
            lease_by=owner,
            attempts=letters.c.attempts + 1,
        )
        .returning(letters)
    )
    return sorted((_message(row) for row in connection.execute(lease)), key=lambda message: message.id)


def settle(
    connection: Connection, message: int, state: str, detail: str, now: datetime, next_try: datetime | None
) -> None:
    """Write down what became of the message. Raises ValueError for a state that is no MessageState."""
    became = MessageState(state)
    connection.execute(
        update(letters)
        .where(letters.c.id == message, letters.c.state != MessageState.SENT.value)
        .values(
            state=became.value,
            detail=storable.text(detail, storable.DETAIL),
            next_try=not_before(next_try),
            lease_until=None,
            lease_by=None,
            sent_at=now if became is MessageState.SENT else None,
        )
    )


def _supersede(connection: Connection, message: int, recipient: str, period: str) -> None:
    """Take back the recipient's messages that were never handed over: that of `period` reports what they did."""
    older = _of_rhythm(recipient, period) & (letters.c.state == MessageState.QUEUED.value) & (letters.c.id < message)
    gone = {
        "state": MessageState.SUPERSEDED.value,
        "detail": storable.text(f"not sent in time: the message of {period} reports it", storable.DETAIL),
        "next_try": None,
    }
    connection.execute(update(letters).where(older).values(gone))


def again(connection: Connection, message: int, now: datetime) -> bool:
    """Try a message again that was given up or waits; False where there is none such."""
    mine = (letters.c.id == message) & letters.c.state.in_([*_WAITING, MessageState.FAILED.value])
    state = case((letters.c.state == MessageState.FAILED.value, MessageState.QUEUED.value), else_=letters.c.state)
    tried = update(letters).where(mine).values(state=state, next_try=now).returning(letters.c.id)
    return connection.execute(tried).first() is not None


def last(connection: Connection, recipient: str, before: str) -> MessageRow | None:
    """The recipient's newest message before that of the period `before`, of the same rhythm, that was handed over.

    One that still waits does not count where `before` has no message yet: the new one takes its place (see `queue`).
    """
    mine = select(letters).where(_of_rhythm(recipient, before), letters.c.state.not_in(_NOT_REPORTED))
    same = select(func.min(letters.c.id)).where(letters.c.recipient == recipient, letters.c.period == before)
    number = connection.execute(same).scalar()
    mine = mine.where(letters.c.id < number if number is not None else letters.c.state != MessageState.QUEUED.value)
    row = connection.execute(mine.order_by(letters.c.id.desc()).limit(1)).first()
    return None if row is None else _message(row)


def thread(connection: Connection, recipient: str, before: str, limit: int) -> list[str]:
    """The Message-IDs of the recipient's last messages of that rhythm that left, the oldest first."""
    mine = select(letters.c.message_id).where(
        _of_rhythm(recipient, before), letters.c.period != before, letters.c.state.in_(_LEFT)
    )
    return [row.message_id for row in connection.execute(mine.order_by(letters.c.id.desc()).limit(limit))][::-1]


def listed(connection: Connection, limit: int | None) -> list[MessageRow]:
    """The newest messages first; all of them where `limit` is None."""
    return [_message(row) for row in connection.execute(select(letters).order_by(letters.c.id.desc()).limit(limit))]


def counts(connection: Connection) -> dict[str, int]:
    """How many messages are in each state."""
    query = select(letters.c.state, func.count()).group_by(letters.c.state).order_by(letters.c.state)
    return {state: number for state, number in connection.execute(query) if number}


def _of_rhythm(recipient: str, period: str) -> ColumnElement[bool]:
    """The recipient's messages of days, weeks or months, as `period` is one: their keys differ in length."""
    return (letters.c.recipient == recipient) & (func.length(letters.c.period) == len(period))


def _message(row: Row[*tuple[Any, ...]]) -> MessageRow:
    return MessageRow(
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
        state=MessageState(row.state),
        attempts=row.attempts,
        next_try=row.next_try,
        sent_at=row.sent_at,
        detail=row.detail,
    )
