"""A pause or a farewell: how likely a silence goes on. A mixture cure model with a Lomax tail (docs/silence.md).

After each post an account either said farewell, with probability `gone`, or pauses; how long a pause lasts is Lomax:

    S(s) = (1 + s / Z)^-N,  Z = scale x N          a pause is longer than s days
    A(s) = (1 - gone) S(s) / (gone + (1 - gone) S(s))     still a pause, after s days of silence
    P(s, h) = 1 - A(s) (1 - S(s + h) / S(s))       silent for h more days

ln scale, ln N and logit gone are linear in the account's rhythm; the constants are learned. S has a falling hazard, so
that P rises with s for every account. Of fewer than 8 posting days too little is known: the three numbers lie between
those of the typical account and its own, in equal steps. Without history the plan speaks: with a rate r of posting days
a day and k = 3, S(s) = (1 + r s / k)^-k; it passes over into the learned model as history grows, which has n / (n + 8)
of the weight after n posting days.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1, log, log1p
from operator import mul
from typing import Final

from monitor.metrics.model_parameters import ModelParameters, parameters
from monitor.metrics.rhythm import ENOUGH, Rhythm

_LIMIT: Final = 12.0  # |linear predictor|: beyond it every probability is 0 or 1
_PLAN_SHAPE: Final = 3.0  # k of the plan's prior
_PLAN_WEIGHT: Final = 8.0  # posting days at which history and plan weigh the same


@dataclass(frozen=True, slots=True)
class Dropout:
    """The three numbers of one account: `scale` in days, `shape`, and `gone`, a probability."""

    scale: float
    shape: float
    gone: float

    def tail(self, silence: float) -> float:
        """ln S: the logarithm of the chance that a pause is longer than `silence` days."""
        return -self.shape * log1p(max(0.0, silence) / (self.scale * self.shape))

    def alive(self, silence: float) -> float:
        """The chance that it is a pause, after `silence` days."""
        pausing = (1 - self.gone) * exp(self.tail(silence))
        return pausing / (self.gone + pausing) if pausing else 0.0

    def silent(self, silence: float, horizon: float) -> float:
        """The chance of no post in the next `horizon` days, after `silence` days."""
        back = -expm1(self.tail(silence + horizon) - self.tail(silence))
        return min(1.0, max(0.0, 1 - self.alive(silence) * back))

    def wait(self, silence: float, quantile: float) -> float:
        """Days from now until the next post, if it is a pause: no longer than this with probability `quantile`."""
        behind = self.scale * self.shape + max(0.0, silence)
        return behind * expm1(-log1p(-quantile) / self.shape)


def dropout(rhythm: Rhythm | None, planned: float | None = None, constants: ModelParameters | None = None) -> Dropout:
    """The account's numbers from its rhythm; `planned` are posting days a day, as the plan has them."""
    known = constants or parameters()
    days = rhythm.posting_days if rhythm is not None else 0
    trust = min(1.0, days / ENOUGH)
    own = rhythm.features if rhythm is not None else known.typical
    scale, shape, gone = (_linear(row, own) for row in (known.scale, known.shape, known.gone))
    if trust < 1:
        typical = (_linear(row, known.typical) for row in (known.scale, known.shape, known.gone))
        scale, shape, gone = (
            trust * mine + (1 - trust) * usual for mine, usual in zip((scale, shape, gone), typical, strict=True)
        )
    if planned is not None and planned > 0:
        weight = days / (days + _PLAN_WEIGHT)
        scale = weight * scale + (1 - weight) * -log(planned)
        shape = weight * shape + (1 - weight) * log(_PLAN_SHAPE)
    return Dropout(exp(scale), exp(shape), 1 / (1 + exp(-gone)))


def _linear(row: tuple[float, ...], history: tuple[float, ...]) -> float:
    total: float = row[0] + sum(map(mul, row[1:], history))
    return min(_LIMIT, max(-_LIMIT, total))
