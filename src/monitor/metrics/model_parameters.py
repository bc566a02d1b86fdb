"""The learned constants of the silence model, as tools/fit_silence.py writes them beside this module."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("model_parameters.json")


@dataclass(frozen=True, slots=True)
class ModelParameters:
    """Rows are an intercept and a weight for each of `rhythm.FEATURES`; `silence_score` as in `silence_score.score`.

    `typical` is the rhythm of an account of which nothing is known; `threshold` is the score at which a silence is off
    rhythm.
    """

    scale: tuple[float, ...]
    shape: tuple[float, ...]
    gone: tuple[float, ...]
    typical: tuple[float, ...]
    silence_score: tuple[float, ...]
    threshold: float


@cache
def parameters() -> ModelParameters:
    """The constants that are shipped."""
    known = json.loads(_FILE.read_text(encoding="utf-8"))
    rows = {key: tuple(known[key]) for key in ("scale", "shape", "gone", "typical", "silence_score")}
    return ModelParameters(**rows, threshold=known["threshold"])
