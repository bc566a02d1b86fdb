"""`feed` and `calendar` as their users call them, to standard output and into a file that others read meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import feedparser
import icalendar
import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import NOON, Clock, write_config
from support.site import Site

Command = Callable[..., Result]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stated = Clock()
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": stated})
    return stated


@pytest.fixture
def config(site: Site, clock: Clock, tmp_path: Path, monitor: Command) -> str:
    """A blog that posted weekly, and then not for ten weeks."""
    site.feed("/blog.xml", *(NOON - timedelta(weeks=week, hours=1) for week in range(20)))
    account = f'[[accounts]]\nid = "blog"\nbrand = "acme"\nurl = "{site.base}/blog.xml"\nowner = "ada"\n'
    more = 'pauses = [{ from = 2027-02-01, to = 2027-02-07, reason = "fair" }]\nplan = { publish = "1 per week" }\n'
    path = str(write_config(tmp_path, account + more))
    for _ in range(2):
        assert monitor("--config", path, "poll", "--allow-private").exit_code == 0
        clock.forward(weeks=10)
    return path


def test_what_changed_is_a_feed(monitor: Command, config: str) -> None:
    result = monitor("--config", config, "feed")
    assert (result.exit_code, result.stderr) == (0, "")
    (entry,) = feedparser.parse(result.stdout_bytes).entries
    assert entry.title.startswith("blog (") and "→" in entry.title


def test_a_file_is_replaced_whole_and_left_alone_where_nothing_changed(
    monitor: Command, config: str, tmp_path: Path
) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("an older one", encoding="utf-8")
    assert monitor("--config", config, "feed", "--brand", "acme", "--output", str(path)).exit_code == 0
    first = path.stat()
    assert monitor("--config", config, "feed", "--brand", "acme", "--output", str(path)).exit_code == 0
    again = path.stat()
    assert (again.st_ino, again.st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert first.st_mode & 0o777 == 0o644  # a web server reads it
    assert list(tmp_path.glob("*feed.xml*")) == [path]


def test_what_is_planned_is_a_calendar_with_what_people_decided(monitor: Command, config: str) -> None:
    decided = ("accounts", "pause", "blog", "--until", "2027-05-01", "--reason", "move", "--by", "ada")
    assert monitor("--config", config, *decided).exit_code == 0
    result = monitor("--config", config, "calendar", "--brand", "acme")
    assert (result.exit_code, result.stderr) == (0, "")
    events = icalendar.Calendar.from_ical(result.stdout_bytes).walk("VEVENT")
    assert [str(event["DESCRIPTION"]) for event in events] == ["fair", "move"]


@pytest.mark.parametrize("command", ["feed", "calendar"])
def test_mistakes_are_reported(monitor: Command, config: str, tmp_path: Path, command: str) -> None:
    unknown = monitor("--config", config, command, "--brand", "acne")
    assert (unknown.exit_code, "no brand 'acne'; it has: acme" in unknown.stderr) == (2, True)
    nowhere = monitor("--config", config, command, "--output", str(tmp_path / "nowhere" / "file"))
    assert (nowhere.exit_code, "that this user may write" in " ".join(nowhere.stderr.split())) == (2, True)
