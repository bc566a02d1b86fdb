"""Objectives with their measures, as data for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.metrics.objectives import Measure
from monitor.model.account import Objective


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
