"""A replay as a table with a chart, in plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from monitor.metrics.replay import Replayed
from monitor.report.terminal.table import Row, aligned

_HEAD: Final = ("rule", "alerts", "false", "undecided", "false a year", "silent", "alerted", "delay (days)")
_BAR: Final = 40  # characters of the longest bar


def lines(rows: Sequence[Replayed]) -> list[str]:
    """The table, then false alerts a living year and delay as bars, rule by rule."""
    table: list[Row] = [_HEAD, *(_row(row) for row in rows)]
    most = max((row.false_a_year or 0 for row in rows), default=0)
    width = max(len(row.rule) for row in rows)
    chart = [
        f"{row.rule:<{width}}  {'#' * _length(row.false_a_year or 0, most)}{'' if most else '-'}"
        f" {_number(row.false_a_year)} false a year, {_number(row.delay, 0)} days"
        for row in rows
    ]
    return [*aligned(table), "", *chart]


def _row(row: Replayed) -> Row:
    counts = (row.alerts, row.false, row.undecided)
    return (
        row.rule,
        *map(str, counts),
        _number(row.false_a_year),
        str(row.silent),
        str(row.told),
        _number(row.delay, 0),
    )


def _length(value: float, most: float) -> int:
    return round(_BAR * value / most) if most else 0


def _number(value: float | None, digits: int = 2) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
