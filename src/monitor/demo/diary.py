"""When somebody writes what: rhythms laid over a calendar, and what of it stands written at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from monitor.model.activity import Kind

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

_FIRST = date(2026, 7, 6)  # two months before the first check, so that it finds a history
_LAST = date(2026, 12, 31)


@dataclass(frozen=True, slots=True)
class DiaryPost:
    """One act: `number` counts the acts of its diary from 1."""

    number: int
    at: datetime
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class DiaryRhythm:
    """Acts of one kind on the same weekdays, every so many weeks, from `first` to `last`; titles are used in turn."""

    titles: tuple[str, ...]
    weekdays: tuple[int, ...]
    kind: Kind = Kind.POST
    every: int = 1
    hour: int = 9
    delay: int = 0  # minutes after others that write at the same time
    first: date = _FIRST
    last: date = _LAST

    def acts(self) -> Iterator[tuple[datetime, str, Kind]]:
        used = 0
        for offset in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=offset)
            if day.weekday() in self.weekdays and (day - _FIRST).days // 7 % self.every == 0:
                minute = day.toordinal() * 7 % 60  # nobody writes on the hour
                yield (
                    datetime.combine(day, time(self.hour, minute), UTC) + timedelta(minutes=self.delay),
                    self.titles[used % len(self.titles)],
                    self.kind,
                )
                used += 1


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says below a post, and when the account answers; None: it does not."""

    at: datetime
    answered: datetime | None


@dataclass(frozen=True, slots=True)
class Questions:
    """Below each post somebody asks something three hours later, and is answered so many hours after that, in turn."""

    answers: tuple[int | None, ...]

    def below(self, post: DiaryPost) -> Comment | None:
        if post.kind is not Kind.POST:
            return None
        asked, hours = post.at + timedelta(hours=3), self.answers[post.number % len(self.answers)]
        return Comment(asked, None if hours is None else asked + timedelta(hours=hours))


@dataclass(frozen=True, slots=True)
class Diary:
    """All that one account ever writes, and who it is to its readers."""

    name: str
    about: str
    rhythms: tuple[DiaryRhythm, ...]
    followers: int = 0
    language: str = "en"
    questions: Questions | None = None

    def comment(self, post: DiaryPost, now: datetime) -> Comment | None:
        """What stands below the post at `now`."""
        found = self.questions.below(post) if self.questions is not None else None
        if found is None or found.at > now:
            return None
        return found if found.answered is None or found.answered <= now else Comment(found.at, None)

    def written(self, now: datetime) -> list[DiaryPost]:
        """What stands written at `now`, newest first."""
        acts = sorted(act for rhythm in self.rhythms for act in rhythm.acts() if act[0] <= now)
        return [DiaryPost(number, *act) for number, act in enumerate(acts, 1)][::-1]
