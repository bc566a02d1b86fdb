"""The outbox is emptied: each message is claimed, handed over, and what became of it is written down.

A message is marked sent after it was handed over. A run killed in between hands it over again, the same bytes under the
same Message-ID; a maildir and .eml files recognise it, a mail server may show it twice, and never not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.deliver import Delivery, deliver
from monitor.model.settings import Settings
from monitor.run.stopping import Stop
from monitor.store import MessageRow, Store

_BACKOFF = (  # the waits after each failed attempt; the last one repeats until the message is too old
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
_SELDOM = timedelta(minutes=10)  # between two tries of a server that takes nothing: six logins an hour that fail
_UNREACHED = 3  # messages in a row for which a server was not reached: then it is left alone
_PATIENCE = timedelta(days=5)  # a message that could not be handed over for so long has failed


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of the outbox: messages handed over, to be tried again, and given up."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    details: tuple[str, ...] = ()

    def __add__(self, other: Posted) -> Posted:
        return Posted(
            self.sent + other.sent,
            self.waiting + other.waiting,
            self.failed + other.failed,
            self.details + other.details,
        )


def deliver_outbox(
    store: Store,
    settings: Settings,
    password: str | None,
    clock: Callable[[], datetime],
    owner: str,
    stop: Stop | None = None,
) -> Posted:
    """Hands over every message whose time has come; each is tried once, and one that is begun is finished.

    Where the server takes nothing from anybody, the first messages find out, and it is left alone for a while.
    """
    server = f"mail:{settings.mail.host}:{settings.mail.port}"
    if server in store.backoffs(clock()):
        return Posted()  # why was said when it was found out
    sent = waiting = failed = unreached = 0
    details: list[str] = []
    lease = _lease(settings)
    while stop is None or stop.goes_on():
        messages = store.claim_messages(clock(), until=clock() + lease, owner=owner, limit=1)
        if not messages:
            break
        (message,) = messages
        result = deliver(message.body, message.address, message.message_id, settings.mail, password)
        if settings.privacy.hides_people:  # servers repeat the address that they refuse
            result = replace(result, detail=result.detail.replace(message.address, "the recipient"))
        now = clock()
        unreached = unreached + 1 if result.state == "unreachable" else 0
        became = settle(
            store, message, result, now, patient=result.state == "misconfigured"
        )  # wrong settings lose none
        if became == "sent":
            sent += 1
            continue
        details.append(f"{message.subject}: {result.detail}")
        if became == "failed":
            failed += 1
            continue
        waiting += 1
        if result.state == "misconfigured" or unreached >= _UNREACHED:
            store.save_backoffs({server: now + _SELDOM}, result.detail)
            waiting = sum(store.outbox_counts().get(word, 0) for word in ("queued", "uncertain"))
            break
    return Posted(sent, waiting, failed, tuple(details))


def settle(store: Store, message: MessageRow, result: Delivery, now: datetime, *, patient: bool) -> str:
    """Writes down what became of a message, sent, failed or to be tried again; one that is `patient` never gets old."""
    too_old = not patient and now - message.created > _PATIENCE
    if result.state == "sent" or result.state == "refused" or too_old:
        became = "sent" if result.state == "sent" else "failed"
        store.settle(message.id, became, result.detail, now)
        return became
    wait = _BACKOFF[min(message.attempts, len(_BACKOFF)) - 1]
    if result.state == "misconfigured":
        wait = max(wait, _SELDOM)
    state = "uncertain" if result.state == "uncertain" else "queued"
    store.settle(message.id, state, result.detail, now, next_try=now + wait)
    return "waiting"


def _lease(settings: Settings) -> timedelta:
    """How long one message may take, so that no other run takes it up meanwhile."""
    if settings.mail.deliver != "smtp":
        return settings.lease
    longest = timedelta(seconds=settings.mail.final_timeout + 10 * settings.mail.timeout)
    return max(settings.lease, longest)
