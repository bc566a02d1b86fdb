"""What a check adds to what is known of an account. Pure.

When an act counts (`effective`), by the date it states and the instant it was first seen:

    stated                                     counts at
    a trusted date, not in the future          that date
    in the future by at most a day             the instant it was first seen (clocks differ)
    further in the future                      never
    absent, impossible or doubtful             the instant it was first seen; never on the first observation

The first observation shows what was there before we came: nothing says that its undated acts are recent.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from monitor.metrics.applications import Publisher, publisher
from monitor.model.activity import Activity, Kind
from monitor.store.database import storable

_COPIED, _PLANNED = -2, -1  # places in COUNTS
CLOCK_SKEW = timedelta(hours=24)
KINDS = (Kind.POST, Kind.SHARE, Kind.REPLY)  # the order is the stored number: append only
COUNTS = (*(kind.value for kind in KINDS), "copied", "planned")
NUMBERS = {kind: number for number, kind in enumerate(KINDS)}


class NewAct(NamedTuple):
    """An act that was not known before, fit to be stored.

    `at` is when it counts, None: it does not. `stated` is the date it states, where that is not `at`.
    """

    key: int
    kind: Kind
    copied: bool
    planned: bool
    at: datetime | None
    stated: datetime | None
    first_seen: datetime
    url: str | None
    title: str | None


@dataclass(slots=True)
class Rollup:
    """The roll-ups of one account, and what is new of it, while a batch of checks is taken in."""

    known: set[int]
    last_human: datetime | None = None
    last_human_url: str | None = None
    last_human_title: str | None = None
    last_any: datetime | None = None
    acts: list[NewAct] = field(default_factory=list)
    days: dict[date, list[int]] = field(default_factory=dict)  # day -> a count for each of COUNTS
    settled: int = 0  # of `acts`, how many are counted
    zones: list[ZoneInfo] = field(default_factory=list)  # of `acts`

    def take(
        self,
        acts: Iterable[tuple[int, Activity]],
        seen: datetime,
        zone: ZoneInfo,
        *,
        first: bool,
        copied: bool,
        counts: bool = True,
    ) -> int:
        """Add the acts, each with its key, that are not known yet; returns how many they were.

        Those of which none `counts` are kept, so that they are known from now on.
        They are counted once it is known which of them others published first (`settle`).
        """
        before = len(self.acts)
        for key, activity in acts:
            if key in self.known:
                continue
            self.known.add(key)
            at = effective(activity, seen, first=first) if counts else None
            act = NewAct(
                key,
                activity.kind,
                activity.kind is Kind.POST and (copied or publisher(activity.application) is Publisher.COPIER),
                activity.kind is Kind.POST and publisher(activity.application) is Publisher.PLANNER,
                at,
                activity.published if activity.published != at else None,
                seen,
                storable.url(activity.url),
                storable.title(activity.title),
            )
            self.acts.append(act)
            self.zones.append(zone)
            if at is not None and (self.last_any is None or at > self.last_any):
                self.last_any = at
        return len(self.acts) - before

    def settle(self, copies: Container[int] = ()) -> None:
        """Count the acts that are new; those whose keys are among `copies` are copied."""
        for index in range(self.settled, len(self.acts)):
            act, zone = self.acts[index], self.zones[index]
            if act.key in copies and not act.copied:
                self.acts[index] = act = act._replace(copied=True)
            if act.at is None:
                continue
            counts = self._of_day(act.at, zone)
            counts[NUMBERS[act.kind]] += 1
            counts[_COPIED] += act.copied
            counts[_PLANNED] += act.planned and not act.copied
            if not act.copied:
                self._human(act.at, act.url, act.title)
        self.settled = len(self.acts)

    def revoke(self, at: datetime, zone: ZoneInfo) -> bool:
        """A stored post of that time was copied, as is known now; whether it may have been the last human act."""
        self._of_day(at, zone)[_COPIED] += 1
        return self.last_human is not None and at >= self.last_human.replace(microsecond=0)

    def restart(self, at: datetime | None, url: str | None, title: str | None) -> None:
        """The last human act is the stored one given, if any, or one of those that are new."""
        self.last_human, self.last_human_url, self.last_human_title = at, url, title
        for act in self.acts:
            if act.at is not None and not act.copied:
                self._human(act.at, act.url, act.title)

    def _of_day(self, at: datetime, zone: ZoneInfo) -> list[int]:
        return self.days.setdefault(local_day(at, zone), [0] * len(COUNTS))

    def _human(self, at: datetime, url: str | None, title: str | None) -> None:
        if self.last_human is None or at > self.last_human:
            self.last_human, self.last_human_url, self.last_human_title = at, url, title


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
