"""Whether an account serves its objectives, by what anybody can measure of it from outside. Pure.

| objective       | measures          | what they are                                                                |
|-----------------|-------------------|------------------------------------------------------------------------------|
| visibility      | followers, reach  | how many follow; how often a post of the last weeks was seen (median)        |
| recruit, retain | growth, returning | how its followers grew; who of those who spoke to it had spoken to it before |
| contacts        | contacts          | how many people spoke to it                                                  |
| interaction     | coverage, reply   | how many of those who spoke were answered, and how soon                      |

Each is of the last four weeks and stands beside that of the four weeks before. A network that shows none of it says
nothing: then the measure is missing, with the reason, and no figure takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.metrics.growth import SPAN, growth
from monitor.model.account import Objective
from monitor.model.conversation import Received

_FEWEST = 5  # people: of fewer, no share is shown


class Missing(StrEnum):
    """Why there is no figure."""

    NOT_SHOWN = "not measurable from public data"
    TOO_FEW = "too few to judge"
    TOO_EARLY = "not watched for long enough"


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"  # of 1
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: now, and four weeks before; `missing` says why there is none now. `before` is None where unknown."""

    name: str
    unit: Unit
    value: float | None = None
    before: float | None = None
    missing: Missing | None = None

    @property
    def trend(self) -> str | None:
        """ "up", "down" or "steady"; None where one of the two is not known."""
        if self.value is None or self.before is None:
            return None
        if self.value == self.before:
            return "steady"
        return "up" if self.value > self.before else "down"


@dataclass(frozen=True, slots=True)
class Answers:
    """How those who spoke in some weeks were answered; None where there are too few to judge."""

    coverage: float | None = None
    median_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Public:
    """What is known of an account from outside, at `at`; `today` is that day in the brand's zone.

    `followers`, and the `views` of a post, are by day. `received` is what others said, over as long as it is kept; None
    where the network does not show it, and then there are no `answers`: now, and four weeks before.
    """

    at: datetime
    today: date
    followers: Mapping[date, int] = field(default_factory=dict)
    views: Mapping[date, int] = field(default_factory=dict)
    received: Sequence[Received] | None = None
    answers: tuple[Answers, Answers] = (Answers(), Answers())


def measured(objectives: Iterable[Objective], public: Public) -> dict[Objective, tuple[Measure, ...]]:
    """The measures of each objective."""
    return {kind: tuple(_MEASURES[name](public) for name in _NAMES[kind]) for kind in dict.fromkeys(objectives)}


def _followers(public: Public) -> Measure:
    return _counted("followers", public.followers, public.today)


def _reach(public: Public) -> Measure:
    return _counted("reach", public.views, public.today)


def _counted(name: str, counts: Mapping[date, int], today: date) -> Measure:
    recent = max((day for day in counts if today - SPAN < day <= today), default=None)
    if recent is None:
        return Measure(name, Unit.COUNT, missing=Missing.NOT_SHOWN)
    grown = growth(counts, today)
    return Measure(name, Unit.COUNT, counts[recent], grown.before if grown is not None else None)


def _growth(public: Public) -> Measure:
    now, before = (growth(public.followers, public.today - ago) for ago in (timedelta(0), SPAN))
    if now is not None and now.share is not None:
        return Measure("growth", Unit.SHARE, now.share, before.share if before is not None else None)
    missing = Missing.TOO_EARLY if public.followers else Missing.NOT_SHOWN
    return Measure("growth", Unit.SHARE, missing=missing)


def _returning(public: Public) -> Measure:
    if public.received is None:
        return Measure("returning", Unit.SHARE, missing=Missing.NOT_SHOWN)
    now, before = (_share_returning(public.received, public.at - ago) for ago in (timedelta(0), SPAN))
    if isinstance(now, Missing):
        return Measure("returning", Unit.SHARE, missing=now)
    return Measure("returning", Unit.SHARE, now, None if isinstance(before, Missing) else before)


def _share_returning(received: Sequence[Received], at: datetime) -> float | Missing:
    """Of the people who spoke in the four weeks up to `at`, the share that had spoken before."""
    now, earlier = _people(received, at - SPAN, at), _people(received, None, at - SPAN)
    if len(now) < _FEWEST:
        return Missing.TOO_FEW
    if not any(one.at <= at - 2 * SPAN for one in received):
        return Missing.TOO_EARLY  # nobody can return to where nobody listened
    return len(now & earlier) / len(now)


def _contacts(public: Public) -> Measure:
    if public.received is None:
        return Measure("contacts", Unit.COUNT, missing=Missing.NOT_SHOWN)
    now, before = (
        len(_people(public.received, public.at - ago - SPAN, public.at - ago)) for ago in (timedelta(0), SPAN)
    )
    watched = any(one.at <= public.at - SPAN for one in public.received)
    return Measure("contacts", Unit.COUNT, now, before if watched else None)


def _coverage(public: Public) -> Measure:
    now, before = (answers.coverage for answers in public.answers)
    return _answered("coverage", Unit.SHARE, public, now, before)


def _reply(public: Public) -> Measure:
    now, before = (answers.median_hours for answers in public.answers)
    return _answered("reply", Unit.HOURS, public, now, before)


def _answered(name: str, unit: Unit, public: Public, now: float | None, before: float | None) -> Measure:
    if public.received is None:
        return Measure(name, unit, missing=Missing.NOT_SHOWN)
    return Measure(name, unit, now, before) if now is not None else Measure(name, unit, missing=Missing.TOO_FEW)


def _people(received: Iterable[Received], since: datetime | None, until: datetime) -> set[int]:
    """Who spoke to the account itself, after `since` and up to `until`."""
    return {
        one.author
        for one in received
        if one.author is not None and one.direct and one.at <= until and (since is None or one.at > since)
    }


_NAMES = {
    Objective.VISIBILITY: ("followers", "reach"),
    Objective.RECRUIT: ("growth", "returning"),
    Objective.RETAIN: ("growth", "returning"),
    Objective.CONTACTS: ("contacts",),
    Objective.INTERACTION: ("coverage", "reply"),
}
_MEASURES = {
    "followers": _followers,
    "reach": _reach,
    "growth": _growth,
    "returning": _returning,
    "contacts": _contacts,
    "coverage": _coverage,
    "reply": _reply,
}
