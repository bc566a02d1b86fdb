"""When an act counts that was not known before. Pure; RULES is the table, its first row that applies decides.

    unknown acts of a check, what was seen for certain before -> the instant at which each counts, or None
                                                              -> what appeared in bulk, and so counts for nothing

An act that was not there at the last complete check, and is there now, took place between the two, whatever date it
states. So it counts at first sight, and never again. That many acts with old dates appear at once is an import, a
migration or a longer list: nobody was there on that day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from monitor.model.activity import Activity, Bulk, BulkKind
from monitor.store.intake.evidence import Evidence

CLOCK_SKEW: Final = timedelta(hours=24)  # dates ahead of us by no more are another clock's
_DELAY: Final = timedelta(hours=36)  # a date without a clock, in any zone, through a cache: no more than that behind
_YEAR: Final = timedelta(days=366)
_WEEK: Final = timedelta(days=7)
AT_ONCE: Final = 3  # acts that may count at another date than they state, in any seven days
_STILL: Final = 3  # periods of the plan without a change, after which a list that changes whole was rebuilt
_MANY: Final = 3  # addresses that change at once: a migration


@dataclass(frozen=True, slots=True)
class Moment:
    """A check as far as it says when its acts took place.

    `replaced`: it shows acts, and none of those of the last observation. `removed` is the date of the newest act that
    was taken away since then: below it, others come into view. `newest` is the last act that counted before.
    """

    at: datetime
    first: bool = False  # the first observation of the account
    complete: bool = True
    replaced: bool = False
    removed: datetime | None = None
    newest: datetime | None = None
    period: timedelta = timedelta(days=30)  # of the account's plan


class Counts(Enum):
    """At which instant an act counts."""

    SEEN = "the instant it was first seen"
    STATED = "its date"
    RECEIVED = "when the network got it"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class CountingRule:
    """What is said of an act, when it counts, and when it counts where more than three do so in seven days."""

    act: str
    counts: Counts
    applies: Callable[[Activity, Moment, Evidence], bool]
    many: str = ""


def _ahead(act: Activity, moment: Moment) -> timedelta:
    return act.published - moment.at if act.published is not None else timedelta.min


def _follows(act: Activity, moment: Moment, known: Evidence) -> bool:
    """Whether the act was not there at a complete check before, so far as that can be said of it."""
    return not moment.first and known.complete_at is not None and not act.pinned


def _dated(act: Activity, moment: Moment) -> bool:
    return act.trusted and act.published is not None


def _since(act: Activity, known: Evidence) -> bool:
    at = act.published
    return at is not None and (known.complete_at is None or at >= known.complete_at - _DELAY)


def _appeared(act: Activity, moment: Moment, known: Evidence) -> bool:
    """Whether the act would have been seen at the last complete check, by its date, had it been there."""
    at = act.published
    if at is None or not _follows(act, moment, known) or known.floor is None or at <= known.floor:
        return False
    return at >= moment.at - _YEAR and (moment.removed is None or moment.removed < at)


_OLDER = "an import: those older than the last act counted before, at their dates"
_OTHERS = "the first three count, the others never"

RULES: Final = (
    CountingRule(
        "dated ahead by at most 24 hours (clocks differ)",
        Counts.SEEN,
        lambda act, moment, known: timedelta(0) < _ahead(act, moment) <= CLOCK_SKEW,
    ),
    CountingRule(
        "dated ahead by at most a year, not there at the last complete check (an event, a planned post)",
        Counts.SEEN,
        lambda act, moment, known: CLOCK_SKEW < _ahead(act, moment) <= _YEAR and _follows(act, moment, known),
        _OTHERS,
    ),
    CountingRule(
        "any other that is dated ahead", Counts.NEVER, lambda act, moment, known: _ahead(act, moment) > CLOCK_SKEW
    ),
    CountingRule(
        "got by its network a day or more after the date that its author gives",
        Counts.RECEIVED,
        lambda act, moment, known: _dated(act, moment) and act.claimed is not None,
        "an import: none counts",
    ),
    CountingRule(
        "dated, on the first observation, or before anything was seen whole",
        Counts.STATED,
        lambda act, moment, known: _dated(act, moment) and (moment.first or known.complete_at is None),
    ),
    CountingRule(
        "dated after the last complete check, or in the 36 hours before it (a day without a clock, a cache)",
        Counts.STATED,
        lambda act, moment, known: _dated(act, moment) and _since(act, known),
    ),
    CountingRule(
        "dated before that, at most a year ago, after the oldest act that the last complete check showed; not pinned; "
        "none as new, or newer, vanished with it",
        Counts.SEEN,
        lambda act, moment, known: _dated(act, moment) and _appeared(act, moment, known),
        "an import: none counts",
    ),
    CountingRule("any other that is dated", Counts.STATED, lambda act, moment, known: _dated(act, moment), _OLDER),
    CountingRule(
        "undated, not there at the last complete check, in a complete check; not pinned",
        Counts.SEEN,
        lambda act, moment, known: moment.complete and _follows(act, moment, known),
        "see below, where they replace the whole list",
    ),
    CountingRule("any other that is undated", Counts.NEVER, lambda act, moment, known: True),
)  # fmt: skip
_EVENT, _CLAIMED, _BEHIND, _OLD, _UNDATED = RULES[1], RULES[3], RULES[6], RULES[7], RULES[8]


@dataclass(frozen=True, slots=True)
class Burst:
    """Undated acts that replace a whole list: what they are taken for, and how many of them count."""

    acts: str
    counts: str


BURSTS: Final = (
    Burst("one", "it counts"),
    Burst("at least three, addresses without a title, no more than there were", "a migration: none counts"),
    Burst("several, after the list had stood still for three periods of the plan", "a rebuild: none counts"),
    Burst("several, any other", "at least one act: the first counts"),
)


def counted(
    acts: Mapping[int, Activity], moment: Moment, known: Evidence
) -> tuple[dict[int, datetime | None], Evidence]:
    """When each of the unknown acts counts, in the order of the page, and what is known with them."""
    if not acts:
        return {}, known
    ruled = {key: next(rule for rule in RULES if rule.applies(act, moment, known)) for key, act in acts.items()}
    found = {key: _instant(rule.counts, acts[key], moment) for key, rule in ruled.items()}

    def by(rule: CountingRule) -> list[int]:
        return [key for key, one in ruled.items() if one is rule]

    late = [at for at in known.late if moment.at - _WEEK <= at]
    got = {key: acts[key].published or moment.at for key in by(_CLAIMED)}
    imported = [key for key, at in got.items() if _neighbours(at, [*late, *got.values()]) > AT_ONCE]
    late += [at for key, at in got.items() if key not in imported and at >= moment.at - _WEEK]

    ahead, room = by(_EVENT), max(0, AT_ONCE - len(late))
    found |= dict.fromkeys(ahead[room:])
    late += [moment.at] * min(room, len(ahead))

    behind, old = by(_BEHIND), by(_OLD)
    if len(behind) + len(old) > AT_ONCE:
        imported += behind + old
    elif len(behind) > AT_ONCE - len(late):
        imported += behind
    else:
        late += [moment.at] * len(behind)
    found |= {key: _history(acts[key], moment) if ruled[key] is _OLD else None for key in imported}

    burst = by(_UNDATED) if moment.replaced else []
    whole = _replaced([acts[key] for key in burst], moment, known)
    found |= dict.fromkeys(burst if whole is not None else burst[1:])

    bulk = Bulk(whole, moment.at, len(burst)) if whole is not None else known.bulk
    if imported:
        bulk = _joined(bulk, _import([acts[key] for key in imported], moment.at))
    return found, replace(known, late=tuple(late), bulk=bulk, changed=moment.at)


def after(known: Evidence, acts: Sequence[Activity], moment: Moment) -> Evidence:
    """What is known once all `acts` of an observation were seen; an answer without acts leaves the floor as it is."""
    if not moment.complete or (known.complete_at is not None and moment.at < known.complete_at):
        return known
    dates = [act.published for act in acts if act.trusted and act.published is not None and not act.pinned]
    floor = min(dates, default=None) if acts else known.floor
    return replace(known, complete_at=moment.at, floor=floor)


def migrated(known: Evidence, moved: int, at: datetime) -> Evidence:
    """What is known once so many acts were found under other addresses."""
    return replace(known, bulk=Bulk(BulkKind.MIGRATION, at, moved)) if moved >= _MANY else known


def _instant(counts: Counts, act: Activity, moment: Moment) -> datetime | None:
    if counts is Counts.NEVER:
        return None
    return moment.at if counts is Counts.SEEN else act.published


def _history(act: Activity, moment: Moment) -> datetime | None:
    """When an act of an import counts that would have been too old to be shown before: where that ends no silence."""
    at = act.published
    return at if at is not None and moment.newest is not None and at <= moment.newest else None


def _neighbours(at: datetime, times: Sequence[datetime]) -> int:
    """The most acts in any seven days that hold `at`, itself among them."""
    near = sorted(one for one in times if abs(one - at) <= _WEEK)
    return max(sum(start <= one <= start + _WEEK for one in near) for start in near if start <= at)


def _import(acts: Sequence[Activity], at: datetime) -> Bulk:
    dates = [date for act in acts if (date := act.claimed or act.published) is not None]
    return Bulk(BulkKind.IMPORT, at, len(acts), min(dates), max(dates))


def _joined(before: Bulk | None, more: Bulk) -> Bulk:
    """An import that comes in several checks is one."""
    if before is None or before.kind is not more.kind or more.at - before.at > _WEEK:
        return more
    first = min(at for at in (before.first, more.first) if at is not None)
    last = max(at for at in (before.last, more.last) if at is not None)
    return Bulk(more.kind, more.at, before.count + more.count, first, last)


def _replaced(acts: Sequence[Activity], moment: Moment, known: Evidence) -> BulkKind | None:
    """What a burst is taken for that replaces the whole list; None: at least one act."""
    if len(acts) < 2:
        return None
    addresses = all(act.title is None and act.id == act.url for act in acts)
    if addresses and _MANY <= len(acts) <= (known.shown or 0):
        return BulkKind.MIGRATION
    if known.changed is not None and moment.at - known.changed > _STILL * moment.period:
        return BulkKind.REBUILD
    return None
