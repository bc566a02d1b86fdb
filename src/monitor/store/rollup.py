"""What a look adds to what is known of an account. Pure.

When an act counts (`effective`), by the date it states and the instant it was first seen:

    stated                                     counts at
    a trusted date, not in the future          that date
    in the future by at most a day             the instant it was first seen (clocks differ)
    further in the future                      never
    absent, impossible or doubtful             the instant it was first seen; never on the first observation

The first observation shows what was there before we came: nothing says that its undated acts are recent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from monitor.model.activity import Activity, Kind
from monitor.store import storable

CLOCK_SKEW = timedelta(hours=24)
KINDS = (Kind.POST, Kind.SHARE, Kind.REPLY)  # the order is the stored number: append only
NUMBERS = {kind: number for number, kind in enumerate(KINDS)}


class NewAct(NamedTuple):
    """An act that was not known before, fit to be stored.

    `at` is when it counts, None: it does not. `stated` is the date it states, where that is not `at`.
    """

    key: int
    kind: Kind
    copied: bool
    at: datetime | None
    stated: datetime | None
    first_seen: datetime
    url: str | None
    title: str | None


@dataclass(slots=True)
class Rollup:
    """The roll-ups of one account, and what is new of it, while a batch of looks is taken in."""

    known: set[int]
    last_human: datetime | None = None
    last_human_url: str | None = None
    last_human_title: str | None = None
    last_any: datetime | None = None
    acts: list[NewAct] = field(default_factory=list)
    days: dict[date, list[int]] = field(default_factory=dict)  # day -> a count for each of KINDS, then the copied

    def take(
        self, acts: Iterable[tuple[int, Activity]], seen: datetime, zone: ZoneInfo, *, first: bool, copied: bool
    ) -> int:
        """Add the acts, each with its key, that are not known yet; returns how many they were."""
        before = len(self.acts)
        for key, activity in acts:
            if key in self.known:
                continue
            self.known.add(key)
            at = effective(activity, seen, first=first)
            act = NewAct(
                key,
                activity.kind,
                copied and activity.kind is Kind.POST,
                at,
                activity.published if activity.published != at else None,
                seen,
                storable.url(activity.url),
                storable.title(activity.title),
            )
            self.acts.append(act)
            if at is not None:
                self._count(act, at, zone)
        return len(self.acts) - before

    def _count(self, act: NewAct, at: datetime, zone: ZoneInfo) -> None:
        counts = self.days.setdefault(local_day(at, zone), [0] * (len(KINDS) + 1))
        counts[NUMBERS[act.kind]] += 1
        counts[-1] += act.copied
        if self.last_any is None or at > self.last_any:
            self.last_any = at
        if not act.copied and (self.last_human is None or at > self.last_human):
            self.last_human = at
            self.last_human_url = act.url
            self.last_human_title = act.title


def effective(act: Activity, seen: datetime, *, first: bool) -> datetime | None:
    """When the act counts (see the table above), or None."""
    stated = act.published
    if stated is not None and stated > seen:
        return seen if stated - seen <= CLOCK_SKEW else None
    if stated is not None and act.trusted:
        return stated
    return None if first else seen


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day of the instant in the zone; in UTC at the ends of the calendar."""
    try:
        return at.astimezone(zone).date()
    except OverflowError:
        return at.astimezone(UTC).date()
