"""Recorded history under other thresholds: `monitor backtest`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from monitor.config.cadence_text import parse_cadence, parse_duration
from monitor.metrics.account_outlook import planned_days
from monitor.metrics.replay import History, Replayed, fixed, off_rhythm, replay
from monitor.metrics.thresholds import limits_or_default
from monitor.model.account import Plan, Thresholds
from monitor.model.errors import BadInput
from monitor.run.app import App

_STATES: Final = ("overdue", "dormant")
_AGES: Final = (14, 30, 45, 60, 90, 120, 180)  # days: what the chart shows beside
_LONG: Final = 3650  # days of history that are read from the database
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedHistory:
    """A history and the plan that it is compared with."""

    history: History
    plan: Plan


def of_file(path: Path) -> list[PlannedHistory]:
    """The histories of a file of JSON lines. Raises BadInput with the number of a line that is none."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            times, until = tuple(sorted(float(t) for t in row["times"])), float(row["obs_end"])
            name = str(row["account_id"])
        except (ValueError, TypeError, KeyError) as error:
            raise BadInput(
                f"{path}:{number}: no history ({type(error).__name__}: {error}): a line needs "
                '{"account_id": text, "times": [unix seconds], "obs_end": unix seconds}'
            ) from error
        found.append(PlannedHistory(History(name, tuple(t for t in times if t <= until), until), Plan()))
    return found


def of_store(app: App, target: str) -> list[PlannedHistory]:
    """What the database knows of an account, or of a brand's accounts. Raises BadInput where there is neither."""
    settings, now = app.settings, app.clock()
    chosen = [one for one in settings.accounts.values() if target in (one.id, one.brand)]
    if not chosen:
        raise BadInput(f"{target!r} is no account, no brand of {app.path} and no file: name one of them")
    known = app.store.account_statuses([one.id for one in chosen], now, _LONG)
    found = []
    for account in chosen:
        state, record = known.get(account.id, (None, None))
        if state is None or record is None or state.observation.last_ok is None:
            continue
        noon = time(12, tzinfo=UTC)
        times = sorted(datetime.combine(day, noon).timestamp() for day, count in record.days.items() if count.human > 0)
        seen_until, rate = state.observation.last_ok.timestamp(), planned_days(account.plan)
        found.append(PlannedHistory(History(account.id, tuple(times), seen_until, rate), account.plan))
    return found


def compared(histories: Sequence[PlannedHistory], cadence: str | None, changes: Sequence[str]) -> list[Replayed]:
    """A row for each state as planned, each as changed, for the rhythm, and for plain ages of silence."""
    if not any(one.history.times for one in histories):
        raise BadInput("there is no history yet to replay: check the accounts first, with: monitor poll")
    rows = [_under(f"{state}, as planned", state, histories) for state in _STATES]
    if cadence is not None or changes:
        other = [replace(one, plan=_changed(one.plan, cadence, changes)) for one in histories]
        rows += [_under(f"{state}, changed", state, other) for state in _STATES]
    plain = [one.history for one in histories]
    rows.append(replay("off rhythm", off_rhythm, plain))
    return rows + [replay(f"silent for {age} days", fixed(age), plain) for age in _AGES]


def _under(name: str, state: str, histories: Sequence[PlannedHistory]) -> Replayed:
    ages = {one.history.account: getattr(limits_or_default(one.plan), state) / _DAY for one in histories}
    return replay(name, lambda history, _known: ages[history.account], [one.history for one in histories])


def _changed(plan: Plan, cadence: str | None, changes: Sequence[str]) -> Plan:
    kinds = {field.name: field.default for field in fields(Thresholds)}
    set_: dict[str, Any] = {}
    for change in changes:
        key, _, text = change.partition("=")
        if key not in kinds or not text:
            raise BadInput(f"--set {change}: it needs KEY=VALUE, and KEY is one of {', '.join(sorted(kinds))}")
        try:
            set_[key] = _value(kinds[key], text)
        except ValueError as error:
            raise BadInput(f"--set {change}: {error}") from error
    try:
        publish = parse_cadence(cadence) if cadence is not None else plan.publish
    except ValueError as error:
        raise BadInput(f"--plan {cadence}: {error}") from error
    return replace(plan, publish=publish, thresholds=replace(plan.thresholds, **set_))


def _value(default: object, text: str) -> object:
    """As the field has it: a number, or a length of time; a bare number is days."""
    if isinstance(default, int | float):
        return type(default)(text)
    return float(text) * _DAY if text.replace(".", "", 1).isdigit() else parse_duration(text)
