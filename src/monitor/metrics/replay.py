"""History replayed under a rule: which silences it would have alerted to, how late, and how often in vain.

An alert is false where the account acts again within a year after it; undecided where that year is not over, and
nobody acted so far. An account is silent that has not acted for a year at the end of its history. Its delay is the age
of that silence at the alert; of one that was never alerted to, the whole silence, at most a year.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from monitor.metrics import silence_score
from monitor.metrics.dropout_model import dropout
from monitor.metrics.rhythm import DAY, ENOUGH, rhythm

_YEAR: Final = 365.0
_EXACT: Final = 0.1  # days


@dataclass(frozen=True, slots=True)
class History:
    """Acts of one account (unix seconds, ascending), known until `until`; `planned` posting days a day."""

    account: str
    times: tuple[float, ...]
    until: float
    planned: float | None = None


Rule = Callable[[History, int], float]  # the age in days at which the silence after so many acts is alerted to


@dataclass(frozen=True, slots=True)
class Replayed:
    """A rule's result: `years` lived, accounts `silent` at the end, those `told` of, median `delay` in days."""

    rule: str
    alerts: int
    false: int
    undecided: int
    years: float
    silent: int
    told: int
    delay: float | None

    @property
    def false_a_year(self) -> float | None:
        """False alerts a year that an account lives; None where none was lived."""
        return self.false / self.years if self.years > 0 else None


def replay(name: str, rule: Rule, histories: Sequence[History]) -> Replayed:
    """The rule over all silences of all histories, from the eighth posting day on."""
    alerts = false = undecided = silent = silent_alerted = 0
    years, delays = 0.0, []
    for history in histories:
        judged = _judged(history)
        if not judged:
            continue
        times, last = history.times, len(history.times)
        final = (history.until - times[-1]) / DAY
        ended = final >= _YEAR
        years += max(0.0, (times[-1] if ended else history.until) - times[judged[0] - 1]) / DAY / 365.25
        for known in judged:
            length = final if known == last else (times[known] - times[known - 1]) / DAY
            age = rule(history, known)
            alerted = length > age
            alerts += alerted
            if known == last and ended:
                silent += 1
                silent_alerted += alerted
                delays.append(min(age, length, _YEAR))
            elif alerted and known == last:
                undecided += 1
            else:
                false += alerted and length - age <= _YEAR
    delay = median(delays) if delays else None
    return Replayed(name, alerts, false, undecided, years, silent, silent_alerted, delay)


def fixed(days: float) -> Rule:
    """Alerts at one age of silence."""
    return lambda _history, _known: days


def off_rhythm(history: History, known: int) -> float:
    """The age at which the silence is off the account's rhythm."""
    found = rhythm(history.times[max(0, known - 1000) : known])
    if found is None:
        return _YEAR
    model = dropout(found, history.planned)
    low, high = 0.0, silence_score.patience(found)
    while high - low > _EXACT:
        middle = (low + high) / 2
        off = silence_score.is_off(silence_score.silence_score(found, model, middle), found, middle)
        low, high = (low, middle) if off else (middle, high)
    return high


def _judged(history: History) -> range:
    """How many acts are known at the start of each silence that is judged."""
    days, latest = 0, -1
    for index, time in enumerate(history.times):
        if (day := int(time // DAY)) != latest:
            days, latest = days + 1, day
        if days >= ENOUGH:
            return range(index + 1, bisect_right(history.times, history.until) + 1)
    return range(0)
