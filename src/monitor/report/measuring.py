"""Objectives with their measures as plain lines for a terminal, and as data for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from monitor.metrics.objectives import Measure, Unit
from monitor.model.plan import Objective

_WORDS: Final = {
    "followers": "followers",
    "reach": "views of a post",
    "growth": "growth of followers",
    "returning": "people who come back",
    "contacts": "people who spoke to it",
    "coverage": "questions answered",
    "reply": "median first reply",
}


def lines(measures: Mapping[Objective, Sequence[Measure]]) -> Iterator[str]:
    """One line an objective: each measure in four weeks, against the four weeks before."""
    for objective, found in measures.items():
        reasons = {one.missing for one in found}
        if len(reasons) == 1 and None not in reasons:
            yield f"{objective}: {', '.join(_WORDS[one.name] for one in found)}: {found[0].missing}"
        else:
            yield f"{objective}: {'; '.join(f'{_WORDS[one.name]} {_said(one)}' for one in found)}"


def document(measures: Mapping[Objective, Sequence[Measure]]) -> dict[str, Any]:
    return {
        objective.value: [
            {
                "measure": one.name,
                "unit": one.unit.value,
                "value": one.value,
                "before": one.before,
                "trend": one.trend,
                "missing": one.missing.value if one.missing else None,
            }
            for one in found
        ]
        for objective, found in measures.items()
    }


def _said(one: Measure) -> str:
    if one.value is None:
        return f"{one.missing}"
    value = _figure(one.value, one.unit)
    if one.before is None:
        return f"{value} (nothing to compare with yet)"
    if one.trend == "steady":
        return f"{value} (as before)"
    return f"{value} ({one.trend} from {_figure(one.before, one.unit)})"


def _figure(value: float, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return f"{100 * value:.0f} %"
    return f"{value:.1f} h" if unit is Unit.HOURS else f"{value:.0f}"
