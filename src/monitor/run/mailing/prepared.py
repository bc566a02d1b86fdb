"""A message that was composed and rendered, before it is queued; and what queueing came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from monitor.model.people import Person
from monitor.model.settings import Settings
from monitor.report.contents.alert import AlertMessage
from monitor.report.contents.digest import Digest
from monitor.report.contents.director import DirectorReport
from monitor.report.mail.dkim import Sign
from monitor.report.mail.mime import Message, MessageError, message_id, mime
from monitor.report.readers.period import Period
from monitor.store import MessageState, NewMessage


@dataclass(frozen=True, slots=True)
class Prepared:
    """A digest in words, to be shown; its mail is made when asked for, which alone needs addresses."""

    person: Person
    period: Period
    digest: Digest | DirectorReport | AlertMessage
    message: Message
    language: str
    sender: str
    earlier: tuple[str, ...]  # the Message-IDs of the messages before, the oldest first
    through: int  # the last transition that it announces

    @property
    def quiet(self) -> bool:
        """Whether it has no news."""
        return not isinstance(self.digest, AlertMessage) and self.digest.quiet

    @property
    def numbers(self) -> dict[str, int]:
        """What the next message compares itself with."""
        return {} if isinstance(self.digest, AlertMessage) else asdict(self.digest.numbers)

    @property
    def message_id(self) -> str:
        return message_id(self.person.id, self.period.key, self._domain)

    @property
    def mail(self) -> bytes:
        """The finished message. Raises MessageError where the sender's or the recipient's address is not valid."""
        if self.person.email is None:
            who, table = (self.person.id, self.person.id) if self.digest.reader else ("its recipient", "ID")
            raise MessageError(f"{who} has no address: write email into [people.{table}]")
        return mime(
            self.message,
            sender=self.sender,
            to=self.person.email,
            language=self.language,
            message_id=self.message_id,
            references=self.earlier,
            date=self.digest.now,
            list_id=f"{'alert' if isinstance(self.digest, AlertMessage) else 'digest'}.{self._domain}",
            unsubscribe=self.digest.operator or self.sender,
        )

    def for_outbox(self, now: datetime, sign: Sign, *, skipped: bool = False) -> NewMessage:
        """The message as it is queued; one that is `skipped` has no body. Raises MessageError as `mail` and `sign`."""
        return NewMessage(
            recipient=self.person.id,
            address=self.person.email or "",
            period=self.period.key,
            created=now,
            message_id=self.message_id,
            subject=self.message.subject,
            body=b"" if skipped else sign(self.mail),
            numbers=self.numbers,
            through_transition=self.through,
            state=MessageState.SKIPPED if skipped else MessageState.QUEUED,
        )

    @property
    def _domain(self) -> str:
        return self.sender.rpartition("@")[2].rstrip("> ") or "localhost"


@dataclass(frozen=True, slots=True)
class Queued:
    """How many messages were queued, which could not be made, and why; and which accounts digests report to whom."""

    messages: int = 0
    problems: tuple[str, ...] = ()
    to: frozenset[tuple[str, str]] = frozenset()  # (person, account)
    faults: tuple[str, ...] = ()  # of the organisation's own templates

    def __add__(self, other: Queued) -> Queued:
        return Queued(
            self.messages + other.messages,
            self.problems + other.problems,
            self.to | other.to,
            self.faults + other.faults,
        )


def named(person: Person, settings: Settings) -> str:
    return "" if settings.privacy.hides_people else f" to {person.id}"
