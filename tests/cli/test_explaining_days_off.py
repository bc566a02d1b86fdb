"""A brand's country and calendar, from the file to what `explain` says and to the silence that is judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import Clock, account, write_config
from support.site import Site

Command = Callable[..., Result]
LAST = datetime(2026, 11, 6, 12, tzinfo=UTC)
CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Inventory\nDTSTART;VALUE=DATE:20261109\n"
    "DTEND;VALUE=DATE:20261111\nEND:VEVENT\nEND:VCALENDAR\n"
)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(datetime(2026, 11, 16, 12, tzinfo=UTC))
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": found})
    return found


def explained(monitor: Command, site: Site, folder: Path, brand: str) -> tuple[dict[str, Any], str]:
    site.feed("/blog.xml", LAST)
    (folder / "days.ics").write_text(CALENDAR, encoding="utf-8")
    path = write_config(folder, account("blog", f"{site.base}/blog.xml"))
    path.write_text(path.read_text(encoding="utf-8").replace('name = "Acme"', f'name = "Acme"\n{brand}', 1), "utf-8")
    monitor("--config", str(path), "poll", "--allow-private")
    said = monitor("--config", str(path), "explain", "blog")
    return json.loads(monitor("--config", str(path), "explain", "blog", "--json").stdout), said.stdout


@pytest.mark.parametrize(
    ("brand", "status", "silence", "left_out"),
    [
        ("", "late", 10, []),
        ('country = "FR"', "late", 9, ["2026-11-11"]),
        ('country = "FR"\nholidays = "none"', "late", 10, []),
        ('country = "FR"\nholidays = ["days.ics"]', "on_plan", 7, ["2026-11-09", "2026-11-11"]),
    ],
    ids=["no country", "country", "none", "calendar"],
)
def test_days_off_do_not_count_and_are_named(
    site: Site,
    monitor: Command,
    clock: Clock,
    tmp_path: Path,
    brand: str,
    status: str,
    silence: float,
    left_out: list[str],
) -> None:
    document, text = explained(monitor, site, tmp_path, brand)
    assert (document["status"], document["silence_days"]) == (status, silence)
    assert [one["from"] for one in document["measured"]["left_out"]] == left_out
    assert ("9\u00a0November 2026 to 10\u00a0November 2026 (Inventory)" in text) is ("2026-11-09" in left_out)
    assert ("Not counted:" in text) is bool(left_out)
