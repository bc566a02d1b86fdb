"""`monitor audiences`: where each audience is, as a table and as JSON, with what was not seen said as such."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import Result

from monitor.model.check import Outcome
from monitor.model.community import Community, Sight
from monitor.store import Store
from support.program import write_config

Command = Callable[..., Result]
AT = datetime(2026, 11, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GARDEN, FORUM, CLOSED, NEW = (
    "https://lemmy.example/c/garden",
    "https://forum.example/c/seeds/4",
    "https://www.facebook.com/groups/gardening",
    "https://garden.example/rss.xml",
)
KNOWN = (
    Community(GARDEN, "lemmy", AT + 30 * DAY, AT, Outcome.LIMITED, "", Sight(AT, 1200, 3.5, AT - DAY, at_least=True)),
    Community(FORUM, "discourse", AT + 31 * DAY, AT + 30 * DAY, Outcome.TEMPORARY, "HTTP 503", Sight(AT, None, 0.0)),
    Community(CLOSED, "facebook-group", AT + 30 * DAY, AT, Outcome.MANUAL, "for members only"),
)


def config(folder: Path) -> str:
    """The three that are known, and one that was listed since."""
    urls = [community.url for community in KNOWN]
    with Store(f"sqlite:///{folder}/monitor.db") as store:
        store.ensure()
        store.claim_communities(urls, AT, AT + DAY, 9)
        for community in KNOWN:
            store.note_community(community)
    listed = f'[audiences.gardeners]\nname = "Gardeners"\ncommunities = {json.dumps([*urls, NEW])}'
    return str(write_config(folder, listed))


def test_a_person_reads_a_table(monitor: Command, tmp_path: Path) -> None:
    result = monitor("--config", config(tmp_path), "audiences")
    assert result.exit_code == 0, result.stderr
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines == [
        "AUDIENCE COMMUNITY NETWORK MEMBERS POSTS A WEEK LAST POST SEEN LAST CHECK",
        f"gardeners {GARDEN} lemmy 1200 3.5 or more 2026-11-15 2026-11-16 ok",
        f"gardeners {FORUM} discourse - 0.0 - 2026-11-16 not seen on 2026-12-16 (temporary): HTTP 503",
        f"gardeners {CLOSED} facebook-group - - - never cannot be read: for members only",
        f"gardeners {NEW} - - - - never not checked yet",
        "",
        "4 communities, 2 not seen at the last check",
    ]


def test_a_program_reads_json(monitor: Command, tmp_path: Path) -> None:
    result = monitor("--config", config(tmp_path), "audiences", "--json")
    found = json.loads(result.stdout)
    assert found[0] == {
        "audience": "gardeners",
        "community": GARDEN,
        "network": "lemmy",
        "members": 1200,
        "posts_a_week": 3.5,
        "at_least": True,
        "last_post": "2026-11-15T12:00:00Z",
        "seen": "2026-11-16T12:00:00Z",
        "last_look": "2026-11-16T12:00:00Z",
        "outcome": "limited",
        "detail": None,
        "next_look": "2026-12-16T12:00:00Z",
    }
    assert [each["outcome"] for each in found] == ["limited", "temporary", "manual", None]
    assert [found[3]["seen"], found[3]["last_look"]] == [None, None]


def test_without_communities_it_says_where_they_are_listed(monitor: Command, tmp_path: Path) -> None:
    result = monitor("--config", str(write_config(tmp_path, "")), "audiences")
    assert "add communities = [URL] to [audiences.NAME]" in result.stdout
