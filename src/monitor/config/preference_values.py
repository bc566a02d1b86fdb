"""How a recipient wants a report, checked as the report's own entry in the file would be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.model.alerting import Preference
from monitor.model.settings import WEEKDAYS, Report


def preference(
    report: Report, said: Mapping[str, Any], subscribed: bool | None, at: datetime, by: str, reason: str
) -> Preference:
    """The preference; `said` holds what is wanted of `on`, `at`, `zone` and `language`, as a file words it.

    Raises ValueError with the first thing that cannot be.
    """
    from pydantic import ValidationError

    from monitor.config.schema import report_adapter

    try:
        entry = report_adapter().validate_python({"to": report.to, "every": report.every, **said})
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(str(first.get("ctx", {}).get("error", first["msg"]))) from error
    on = entry.get("on")
    return Preference(
        person=report.to,
        every=report.every,
        at=at,
        by=by,
        reason=reason,
        on=WEEKDAYS.index(on) if isinstance(on, str) else on,
        hour=entry.get("at"),
        zone=entry["zone"].key if "zone" in entry else None,
        language=entry.get("language"),
        subscribed=subscribed,
    )
