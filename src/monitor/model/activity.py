"""What was seen of an account: its activities and the facts its profile states.

An act is recognised by numbers, its key and its face:

| number | made of                                                            | used                                   |
|--------|--------------------------------------------------------------------|----------------------------------------|
| key    | the id (64 bits)                                                   | the same id is the same act            |
| face   | title and path, whatever the id, date, host and query (48 bits)    | the same act again, under another id   |

A face is made of what a row of `activities` keeps of the act, so that those stored earlier have the same one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b


class Kind(StrEnum):
    """What an act is. A reply to oneself (a thread) is a post."""

    POST = "post"
    SHARE = "share"
    REPLY = "reply"


_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})  # what programs prettify
_TITLE = 79  # characters that every stored title has, whether it was cut or not


@dataclass(frozen=True, slots=True)
class Activity:
    """One public act of an account.

    `published` is the date the network states (UTC, aware), None where none can be read; for a share it is the
    share's own time. `trusted` is False where that date is absent, impossible or in the future. Where a network got the
    act a day or more after the date that its author gives, `claimed` is that date, and `published` when it got it.
    `apart` is None except where a network gives several acts one id: then it distinguishes this one. `content` is the
    text as it came, to be compared with the brand's other accounts and then dropped; `application` what it was written
    with.
    """

    id: str
    url: str | None = None
    published: datetime | None = None
    trusted: bool = False
    kind: Kind = Kind.POST
    author: str | None = None
    title: str | None = None
    in_reply_to: str | None = None
    updated: datetime | None = None
    replies: int | None = None
    likes: int | None = None
    shares: int | None = None
    views: int | None = None
    pinned: bool = False
    claimed: datetime | None = None
    apart: str | None = None
    content: str | None = field(default=None, repr=False)
    application: str | None = None

    @property
    def key(self) -> str:
        """What identifies the act: its id, with `apart` where several share that id."""
        return self.id if self.apart is None else f"{self.id}\n{self.apart}"


class BulkKind(StrEnum):
    """What many acts that appear at once are taken for, where they are nobody's doing of that day."""

    IMPORT = "import"  # old dates: an archive, or a longer list
    MIGRATION = "migration"  # known acts under other addresses
    REBUILD = "rebuild"  # undated acts in the place of a list that had stood still


@dataclass(frozen=True, slots=True)
class Bulk:
    """Acts that appeared at once and end no silence: seen at `at`, so many, the first and last date they state."""

    kind: BulkKind
    at: datetime
    count: int
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the profile says of itself; None where the network does not say."""

    identity: str | None = None  # the network's own lasting id of the account
    name: str | None = None
    url: str | None = None
    followers: int | None = None
    total: int | None = None  # posts, as the profile counts them
    last_post: datetime | None = None
    created: datetime | None = None
    moved_to: str | None = None
    finished: bool | None = None  # it says that nothing more will come
    verified: bool | None = None  # the network, or a page that links back, vouches for it


@dataclass(frozen=True, slots=True)
class Validator:
    """What a server gave to ask conditionally next time; `full_at` is the last unconditional answer (UTC)."""

    etag: str | None
    last_modified: str | None
    full_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """The lists of an account as they were last read whole; `at` is when they were first read so (UTC).

    `newest` are the newest acts, the newest first, each by its key and its face. `items` are what the first pages held,
    acts or not, 0 where they were empty since, as it should be. `oldest` is when the oldest act was published, but for
    pinned ones.
    """

    newest: tuple[tuple[int, int | None], ...]
    items: int
    at: datetime
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A list that lost its newest acts: since when it stands so, and a number that tells what is left of it."""

    since: datetime
    left: int


@dataclass(frozen=True, slots=True)
class DaysShown:
    """What is learned of a list that shows the last days only.

    `age`: the greatest age at which an act was shown. `days`: on how many days the list had left out an act that was
    known, and older than that; `last` is the last of them. `shorter`: it became shorter, or empty, meanwhile.
    """

    age: timedelta
    days: int = 0
    last: date | None = None
    shorter: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """Whose list of acts it is, by the list's own word. Hosts are in lower case, without www."""

    title: str | None = None
    home: str | None = None  # the host of the site that it names
    hosts: frozenset[str] = frozenset()  # that its acts link to
    titles: frozenset[int] = frozenset()  # numbers of its acts' titles


@dataclass(frozen=True, slots=True)
class Memory:
    """What a connector keeps of an account between checks."""

    identity: str | None = None
    resolved: dict[str, str] = field(default_factory=dict)
    validators: dict[str, Validator] = field(default_factory=dict)
    total: int | None = None  # the profile's count at the last good check
    newest: datetime | None = None  # the newest trusted activity seen so far
    seen_any: bool = False  # activities were seen once: a list that is empty now asks for a second opinion
    checked: datetime | None = None  # the last check that missed nothing
    unseen_until: datetime | None = None  # the end of the last unseen time, where a network shows the last days only
    overflowed: datetime | None = None  # the last check that found a list all new: older acts may have left it unseen
    counted: dict[str, int] = field(default_factory=dict)  # replies to an act, by its id, when they were last read
    heard: datetime | None = None  # when what others said was last read; None: never, or the network does not show it
    listed: Listed | None = None  # the lists as they were last read whole
    shrunk: Shrunk | None = None  # they lost their newest acts, and it is not sure that these were deleted
    shown: DaysShown | None = None
    publication: Publication | None = None  # whose list it was; None: not known, or the network has ids of accounts
    moved_to: str | None = None  # where the list was read at the last check, by its own word; None: where it was asked
    # keys and faces of the acts that the last observation with acts showed; the store fills it in
    known: frozenset[int] = field(default=frozenset(), compare=False)


def number(text: str, size: int = 8) -> int:
    """A signed hash of `size` bytes; texts of any length and with any characters."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()
    return int.from_bytes(digest, "big", signed=True)


def key_number(act: Activity) -> int:
    return number(act.key)


def face(title: str | None, url: str | None) -> int | None:
    """The face of an act with this title and address; None where neither says anything of its own."""
    line, path = title_line(title), _path(url)
    return number(f"{path}\n{line}", 6) if line or path else None


def title_line(title: str | None) -> str:
    """As much of a title as every stored one has, "" for none: what two titles are compared by."""
    return " ".join((title or "").split()).removesuffix("…")[:_TITLE].rstrip().translate(_TYPOGRAPHY)


def _path(url: str | None) -> str:
    """The path without a session, "" for a site's first page. By hand: every act of every check comes by here."""
    rest = (url or "").partition("://")[2]
    place = rest.partition("#")[0].partition("?")[0].partition(";")[0]
    return place[place.find("/") :].rstrip("/") if "/" in place else ""
