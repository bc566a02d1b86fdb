"""A real project of GitLab (../shared/recorded/gitlab) through observe, read right."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPLAYED = {"project.json"}
NOT_ASKED = {
    "issue_page_1.json": "issues of a project, by whomever",
    "issue_page_2.json": "issues of a project, by whomever",
    "merge_page_1.json": "merge requests of a project, by whomever",
    "notes_1.json": "comments on an issue",
}
PROJECT = "https://gitlab.com/api/v4/projects/fdroid%2Ffdroiddata"


def test_the_list_covers_every_file(shared: Path) -> None:
    files = {path.name for path in (shared / "recorded" / "gitlab").iterdir()}
    assert REPLAYED | set(NOT_ASKED) == files
    assert not REPLAYED & set(NOT_ASKED)


def test_a_recorded_project(shared: Path, replay: Any, answer: Any) -> None:
    body = (shared / "recorded" / "gitlab" / "project.json").read_bytes()
    answers = answer(PROJECT, body) | answer(f"{PROJECT}/releases?per_page=100", "[]")  # made: nothing released
    seen = replay("gitlab", "https://gitlab.com/fdroid/fdroiddata", answers).seen
    facts = seen.facts
    assert (facts.identity, facts.name, facts.followers) == ("36528", "F-Droid / Data", 295)
    assert (
        facts.url,
        facts.created,
    ) == ("https://gitlab.com/fdroid/fdroiddata", datetime(2014, 3, 19, 13, 18, 45, tzinfo=UTC))
    assert (seen.complete, seen.activities) == (True, ())
