"""The outbox, as the store offers it: messages are queued once, leased, and what became of them is written down.

So are the recipients' preferences.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from monitor.model.alerting import Notified, Preference
from monitor.store.database.connection import Opened
from monitor.store.queues import alert_log, messages, preference_log
from monitor.store.rows import MessageRow, NewMessage


class Outbox(Opened):
    """The messages of a database; each method is one transaction, as all of the Store's are."""

    def notified(self) -> list[Notified]:
        """Whom alerts notified of which trouble; what is over is left out."""
        return self._database.read(alert_log.rows)

    def alerts_read(self) -> int | None:
        """The number of the last transition that was read for alerts; None where none ever was."""
        return self._database.read(alert_log.cursor)

    def newest_transition(self) -> int:
        return self._database.read(alert_log.newest)

    def queue_alerts(
        self,
        read: int | None,
        known: Collection[Notified],
        through: int,
        new: Sequence[NewMessage] = (),
        noted: Sequence[Notified] = (),
        over: Sequence[Notified] = (),
    ) -> bool:
        """Queues alerts and notes whom they notify, once; False where another run was faster, by `read` and `known`."""
        return self._database.write(alert_log.queue_alerts, read, known, through, new, noted, over)

    def preference(self, wanted: Preference) -> None:
        """Keeps how a recipient wants a report."""
        self._database.write(preference_log.preference, wanted)

    def preferences(self) -> list[Preference]:
        """The recipients' preferences, in the order in which they were stated."""
        return self._database.read(preference_log.listed)

    def queue(self, message: NewMessage) -> bool:
        """Puts a message into the outbox; False where the recipient has one of this period already."""
        return self._database.write(messages.queue, message)

    def has_message(self, recipient: str, period: str) -> bool:
        return self._database.read(messages.has, recipient, period)

    def last_message(self, recipient: str, before: str) -> MessageRow | None:
        """The recipient's last message before that of the period `before`, in its rhythm."""
        return self._database.read(messages.last, recipient, before)

    def thread(self, recipient: str, before: str, limit: int = 10) -> list[str]:
        """The Message-IDs of the recipient's last messages of that rhythm, the oldest first."""
        return self._database.read(messages.thread, recipient, before, limit)

    def messages_to(self, recipient: str) -> list[MessageRow]:
        """All messages to a recipient, whatever became of them, the newest first."""
        return self._database.read(messages.kept, recipient)

    def claim_messages(
        self,
        now: datetime,
        until: datetime,
        owner: str,
        limit: int,
        *,
        channels: bool = False,
        without: Collection[str] = (),
    ) -> list[MessageRow]:
        """Leases up to `limit` messages whose time has come, oldest first; `attempts` counts this one.

        Mails or, if `channels`, the messages to channels; none to the recipients `without`.
        """
        return self._database.write(messages.claim, now, until, owner, limit, channels, without)

    def settle(self, message: int, state: str, detail: str, now: datetime, next_try: datetime | None = None) -> None:
        """Writes down what became of a message (a word of MessageState); one that was sent stays sent."""
        self._database.write(messages.settle, message, state, detail, now, next_try)

    def send_again(self, message: int, now: datetime) -> bool:
        """Tries a message that waits or was given up once more; False where there is none such."""
        return self._database.write(messages.again, message, now)

    def messages(self, limit: int | None = 20) -> list[MessageRow]:
        """The newest messages first; all of them where `limit` is None."""
        return self._database.read(messages.listed, limit)

    def outbox_counts(self) -> dict[str, int]:
        """How many messages are in each state."""
        return self._database.read(messages.counts)
