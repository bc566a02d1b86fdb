"""A list that shows the last days only, where no manifest says so: learned from what it leaves out. Pure.

| at a check that read the lists whole                              | is learned                                    |
|-------------------------------------------------------------------|-----------------------------------------------|
| an act is older than any that was shown before                    | the list goes back so far                     |
| the oldest act known is left out, older than any that was shown   | a day on which it showed the last days only   |
| the list is shorter than before, or was empty                     | it is not the number of acts that bounds it   |

After three such days the list is taken for one of so many days: it may be empty once all that is known is older, by a
day at least, for ages are kept to the day. Fewer than two days are never learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.connect.checks.continuity import below_notices
from monitor.model.activity import Activity, DaysShown, Memory

SLACK = timedelta(
    days=1
)  # ages are written down where they grew by so much: a check that brings nothing writes nothing
_DAYS = 3
_SHORTEST = timedelta(days=2)  # of fewer nothing can be said, as ages are kept


def learned(shown: DaysShown | None) -> timedelta | None:
    """How far back the list goes, None where that is not known."""
    sure = shown is not None and shown.shorter and shown.days >= _DAYS and shown.age >= _SHORTEST
    return shown.age if sure and shown is not None else None


def learn(acts: Sequence[Activity], items: int, memory: Memory, now: datetime) -> DaysShown | None:
    """What is known of the list's days after a check that read it whole; `acts` are all it showed."""
    dates = [act.published for act in below_notices(acts) if act.trusted and act.published]
    before, shown = memory.listed, memory.shown
    if not dates:
        return shown
    age = timedelta(seconds=int((now - min(dates)).total_seconds()))
    if shown is None:
        return DaysShown(age)
    if before is not None and before.oldest is not None and before.oldest < min(dates):
        if now - before.oldest > shown.age and shown.last != now.date() and shown.days < _DAYS:
            shown = replace(shown, days=shown.days + 1, last=now.date())
        shown = replace(shown, shorter=shown.shorter or items < before.items)
    return replace(shown, age=age) if age >= shown.age + SLACK else shown


def was_empty(shown: DaysShown | None) -> DaysShown | None:
    """What an empty list adds."""
    return shown and replace(shown, shorter=True)
