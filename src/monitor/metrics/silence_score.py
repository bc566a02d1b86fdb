"""When a silence is off an account's rhythm: a score that spreads false alerts evenly over posting rates.

    score = ln s + (a + b busy) logit P(s, 180 d) + what the rhythm adds

`steady`, `busy` and `daily` rise from 0 to 1 around 12, 52 and 150 posting days a year. The age of the silence leads;
the model's probability, and signs of slowing down, move it: recent activity buys patience, recent long gaps do not.
Whatever the score says, patience ends: at 60 days for those who post weekly or more, at 90 for those who post monthly
or more, at a year for the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, log1p
from typing import Final

from monitor.metrics.dropout_model import Dropout
from monitor.metrics.model_parameters import ModelParameters, parameters
from monitor.metrics.rhythm import FEATURES, Rhythm

# What the weights `ModelParameters.silence_score` stand for, in order.
TERMS: Final = (
    "odds",
    "odds_busy",
    "age",
    "age_busy",
    "recent",
    "longest",
    "longest_busy",
    "gap",
    "steady",
    "busy",
    "daily",
)

_STEADY, _BUSY, _DAILY, _WIDTH = log(12), log(52), log(150), 0.15
_LONGEST_PATIENCE: Final = ((52, 60.0), (12, 90.0), (0, 365.0))  # posting days a year, days
_HORIZON: Final = 180.0
_OFF: Final = 0.5  # the score above which a silence is off the rhythm
_AT: Final = {name: index for index, name in enumerate(FEATURES)}


def silence_score(rhythm: Rhythm, farewell: Dropout, silence: float, constants: ModelParameters | None = None) -> float:
    """From 0 to 1, rising with the silence in days; above 0.5 the silence is off the account's rhythm."""
    known = constants or parameters()
    over = score(rhythm, farewell, silence, known.silence_score) - known.threshold
    return 1 / (1 + exp(-min(30.0, max(-30.0, 2 * over))))


def is_off(silence_score: float, rhythm: Rhythm, silence: float) -> bool:
    """Whether a silence in days, with its score, is off the account's rhythm, or longer than patience is."""
    return silence_score > _OFF or silence > patience(rhythm)


def patience(rhythm: Rhythm) -> float:
    """Days after which a silence is off the rhythm of any account that posts as often."""
    return next(days for least, days in _LONGEST_PATIENCE if rhythm.yearly >= least)


def score(rhythm: Rhythm, farewell: Dropout, silence: float, weights: Sequence[float]) -> float:
    """The score of a silence in days; it rises with the silence."""
    odds, odds_busy, *others = weights
    busy = nearness(rhythm)[1]
    level = sum(weight * term for weight, term in zip(others, terms(rhythm), strict=True))
    return log(max(silence, 0.01)) + (odds + odds_busy * busy) * logit(farewell, silence) + level


def terms(rhythm: Rhythm) -> tuple[float, ...]:
    """What the rhythm adds, beside the odds: the terms from `age` on."""
    steady, busy, daily = nearness(rhythm)
    age, longest = rhythm.features[_AT["age"]], rhythm.features[_AT["longest_60"]]
    recent, gap = rhythm.features[_AT["recent"]], rhythm.features[_AT["gap_20"]]
    return (age, age * busy, recent, longest, longest * busy, gap, steady, busy, daily)


def nearness(rhythm: Rhythm) -> tuple[float, float, float]:
    """How far the account is `steady`, `busy` and `daily`, each from 0 to 1."""
    year = rhythm.features[_AT["year"]]
    return _rise(year - _STEADY), _rise(year - _BUSY), _rise(year - _DAILY)


def logit(farewell: Dropout, silence: float) -> float:
    """The log odds that the account stays silent for half a year more; within -20..20."""
    chance = farewell.silent(silence, _HORIZON)
    return min(20.0, log(chance + 1e-9) - log1p(-min(chance, 1 - 1e-9)))


def _rise(distance: float) -> float:
    return 1 / (1 + exp(-distance / _WIDTH))
