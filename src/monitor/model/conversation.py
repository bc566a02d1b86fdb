"""What others said to an account in public, as it is read and as it is kept.

Of outsiders nothing is kept but keyed hashes, the time, the link for a while, and whether they were answered.
So a `Reply` lives from a network's answer to the store and no longer; a `Received` is what is left of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """A comment, an answer, a mention or a review by somebody else. Instants are UTC.

    `author` is the network's id of who wrote it. `post` is the act of the account under which it stands. `direct`: it
    is said to the account, not to another who commented. `flat`: what answers the act answers this. `answered` is when
    the account answered, as far as a check shows; the instant of the reply itself where nobody says when.
    """

    id: str
    published: datetime
    author: str | None = field(default=None, repr=False)
    url: str | None = field(default=None, repr=False)
    in_reply_to: str | None = None
    post: str | None = None
    direct: bool = True
    flat: bool = False
    answered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What is kept of a Reply. `author` and `thread` are keyed hashes, which show what belongs together.

    `answered` is `at` itself where it is not known when.
    """

    at: datetime
    key: int
    author: int | None = None
    thread: int | None = None
    direct: bool = True
    answered: datetime | None = None
    url: str | None = None  # None once it was pruned


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one person said below one act. `url` leads to its beginning, None where that was pruned.

    `answered` is `began` itself where nobody says when it was.
    """

    began: datetime
    answered: datetime | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of the weeks up to `at`: `answered` and `unanswered` (oldest first), and `waiting`: not judged yet.

    `coverage` is the share of the judged that was answered, `median_hours` how long the first answer took, in office
    hours; both None where there are too few to judge, the latter also where nobody was answered. `given` counts the
    account's own replies of that time, whoever and however they answered.
    """

    at: datetime
    answered: int
    waiting: int
    unanswered: tuple[Exchange, ...]
    coverage: float | None
    median_hours: float | None
    given: int = 0

    @property
    def judged(self) -> int:
        return self.answered + len(self.unanswered)

    @property
    def received(self) -> int:
        return self.judged + self.waiting

    @property
    def too_few(self) -> bool:
        return self.coverage is None
