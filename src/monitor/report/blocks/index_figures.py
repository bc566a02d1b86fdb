"""The moribund index as those who manage a brand read it. Pure; the figures are metrics/moribund_index.py's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from monitor.metrics.moribund_index import Trend
from monitor.model.settings import Settings
from monitor.report.blocks.figures import Index
from monitor.report.readers.sanitise import line


def indexes(
    trends: Mapping[str, Trend], managed: Collection[str], brands: Sequence[str], settings: Settings
) -> list[Index]:
    """Of the brands that the reader manages, those whose index can be shown."""
    return [
        Index(line(settings.brands[brand].name, 60) if len(brands) > 1 else "", shown, percent(trend.week_ago))
        for brand in brands
        if (trend := trends.get(brand)) is not None and brand in managed
        if (shown := percent(trend.now.index)) is not None
    ]


def sentence(trend: Trend, name: str) -> str | None:
    """One line for a terminal; None where no account counts."""
    shown, before = percent(trend.now.index), percent(trend.week_ago)
    if shown is None:
        return None
    then = f" (a week ago {before}%)" if before is not None else ""
    names = [part.account for part in trend.now.inanimate]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"{name}: moribund index {shown}%{then}" + (f": {', '.join(names[:5])}{more}" if names else "")


def document(trend: Trend) -> dict[str, Any]:
    """The same as JSON has it, whole."""
    return {
        "brand": trend.brand,
        "index": trend.now.index,
        "parts": [
            {"account": part.account, "weight": part.weight, "share": part.share, "inanimate": part.inanimate}
            for part in trend.now.parts
        ],
        "left_out": list(trend.now.left_out),
        "history": [{"at": at, "index": index} for at, index in trend.before],
    }


def percent(index: float | None) -> int | None:
    """The index as it is shown, 0 to 100; None where no account counts."""
    return round(100 * index) if index is not None else None
