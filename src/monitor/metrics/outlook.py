"""What is to be expected of a silence: how likely it goes on, whether the account is alive, when it may post again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from monitor.metrics.dropout_model import Dropout, dropout
from monitor.metrics.rhythm import DAY, Rhythm, rhythm
from monitor.metrics.silence_score import is_off, silence_score

_SURE: Final = 0.8  # of the interval of the next post
_RAREST: Final = 4.0  # times as many pauses as are known
_FIRST_SILENCE: Final = 0.0  # days: where nothing was ever posted, a silence has no beginning


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of a silence of `silence` days. Probabilities within 0..1.

    `silent_90`, `silent_180`: nothing is posted for so many more days; both rise with the silence. `alive`: it is a
    pause, no farewell. `silence_score` ranks silences over all rates of posting. `off_rhythm`: that is above 0.5, or
    the patience with any account that posts as often is over. `once_in`: a pause so long comes once in so many pauses
    of this account. `expected`: the best guess at the next post, in days from now, None where the usual day is over;
    `earliest` and `latest` enclose that post with 80 %, if it is a pause.
    """

    silence: float
    silent_90: float
    silent_180: float
    alive: float
    silence_score: float
    off_rhythm: bool
    once_in: float
    expected: float | None
    earliest: float
    latest: float
    gaps: int  # of the account's own, that this rests on
    usual: float | None  # the median of its last gaps, in days
    longest: float | None  # the longest of them, in days


def outlook(times: Sequence[float], now: float, planned: float | None = None, first: float | None = None) -> Outlook:
    """The outlook at `now` from posts at `times` before it (unix seconds); `planned` posting days a day."""
    known = rhythm(times, first)
    silence = (now - known.last) / DAY if known is not None else _FIRST_SILENCE
    return after(known, silence, planned)


def after(known: Rhythm | None, silence: float, planned: float | None = None) -> Outlook:
    """The outlook of a silence of so many days that count, after a rhythm; None: nothing is known of the account."""
    model = dropout(known, planned)
    score = silence_score(known, model, silence) if known is not None else 0.0
    usual = known.median if known is not None else None
    guess = usual if usual is not None else 1 / planned if planned else None
    return Outlook(
        silence=silence,
        silent_90=model.silent(silence, 90),
        silent_180=model.silent(silence, 180),
        alive=model.alive(silence),
        silence_score=score,
        off_rhythm=known is not None and is_off(score, known, silence),
        once_in=_once_in(known, model, silence),
        expected=guess - silence if guess is not None and guess > silence else None,
        earliest=model.wait(silence, (1 - _SURE) / 2),
        latest=model.wait(silence, (1 + _SURE) / 2),
        gaps=len(known.gaps) if known is not None else 0,
        usual=usual,
        longest=max(known.gaps, default=None) if known is not None else None,
    )


def _once_in(known: Rhythm | None, model: Dropout, silence: float) -> float:
    """The account's own pauses are counted, and the model's tail stands for two more.

    Never more than four times as many as are known: of what is rarer nothing can be said.
    """
    tail = exp(max(-12.0, model.tail(silence)))
    if known is None or not known.gaps:
        return 1 / tail
    longer = sum(gap > silence for gap in known.gaps)
    own = (longer + 2 * tail) / (len(known.gaps) + 2)
    return min(1 / own, _RAREST * (len(known.gaps) + 1))
