"""Real answers of Reddit's API (../shared/recorded/reddit) through observe, read right.

A cassette holds exchanges; the first of each is that for a token, which does not concern observe.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.check import Outcome

API = "https://oauth.reddit.com"
ABOUT = f"{API}/user/acme/about?raw_json=1"
POSTS = f"{API}/user/acme/overview?limit=100&sort=new&raw_json=1"
PERSON = "https://www.reddit.com/user/acme"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def recorded(shared: Path) -> Any:
    def last(name: str) -> tuple[int, str]:
        """Status and body of a cassette's last exchange."""
        text = (shared / "recorded" / "reddit" / f"{name}.json").read_text(encoding="utf-8")
        cassette = json.loads(text)
        response = (cassette.get("http_interactions") or cassette["interactions"])[-1]["response"]
        return response["status"]["code"], _body(response["body"])

    return last


def _body(stored: Mapping[str, Any]) -> str:
    if "base64_string" not in stored:
        return str(stored["string"])
    packed = base64.b64decode(stored["base64_string"])
    return (gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed).decode()


def only_page(body: str) -> str:
    """The listing without its next page, which was not recorded."""
    document = json.loads(body)
    document["data"]["after"] = None
    return json.dumps(document)


def test_a_recorded_profile(recorded: Any, replay: Any, answer: Any) -> None:
    _, about = recorded("TestRedditor.test_fullname_init")
    made = '{"kind": "Listing", "data": {"after": null, "children": []}}'
    seen = replay("reddit-api", PERSON, answer(ABOUT, about) | answer(POSTS, made), now=NOW).seen
    assert (seen.facts.identity, seen.facts.name) == ("6c1xj", "PyAPITestUser3")
    assert seen.facts.url == "https://www.reddit.com/user/PyAPITestUser3"
    assert seen.facts.created == datetime(2011, 11, 29, 7, 49, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "kinds", "prefix"),
    [
        ("TestRedditorListings.test_comments__new", {"reply"}, "t1_"),
        ("TestRedditorListings.test_submissions__new", {"post"}, "t3_"),
        ("TestRedditorListings.test_upvoted", {"post"}, "t3_"),
    ],
)
def test_recorded_posts_and_comments(
    recorded: Any, replay: Any, answer: Any, name: str, kinds: set[str], prefix: str
) -> None:
    _, about = recorded("TestRedditor.test_fullname_init")
    _, listing = recorded(name)
    said = [child["data"] for child in json.loads(listing)["data"]["children"]]
    seen = replay("reddit-api", PERSON, answer(ABOUT, about) | answer(POSTS, only_page(listing)), now=NOW).seen
    assert len(said) > 30
    assert [act.id for act in seen.activities] == [one["name"] for one in said]
    assert [act.published for act in seen.activities] == [
        datetime.fromtimestamp(one["created_utc"], UTC) for one in said
    ]
    assert [act.author for act in seen.activities] == [one["author"] for one in said]
    assert {act.kind.value for act in seen.activities} == kinds
    assert all(act.id.startswith(prefix) and act.trusted for act in seen.activities)


@pytest.mark.parametrize("name", ["TestSubredditListings.test_new", "TestSubredditListings.test_comments"])
def test_what_is_new_in_a_recorded_community(recorded: Any, replay: Any, answer: Any, name: str) -> None:
    made = '{"kind": "t5", "data": {"id": "2qh1i", "display_name": "AskReddit"}}'
    _, listing = recorded(name)
    base = f"{API}/r/AskReddit"
    answers = answer(f"{base}/about?raw_json=1", made)
    answers |= answer(f"{base}/new?limit=100&raw_json=1", only_page(listing))
    seen = replay("reddit-api", "https://www.reddit.com/r/AskReddit", answers, now=NOW).seen
    assert 100 == len(seen.activities) == len({act.id for act in seen.activities})
    assert all(act.trusted and (act.url or act.kind.value == "reply") for act in seen.activities)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("TestRedditor.test_trophies__user_not_exist", Outcome.GONE),
        ("TestRedditorListings.test_upvoted__other_user", Outcome.BLOCKED),
        ("TestSubredditQuarantine.test_opt_out", Outcome.BLOCKED),
    ],
)
def test_recorded_errors(recorded: Any, replay: Any, answer: Any, name: str, outcome: Outcome) -> None:
    status, body = recorded(name)
    assert outcome is replay("reddit-api", PERSON, answer(ABOUT, body, status), now=NOW).failed.outcome


@pytest.mark.parametrize(
    ("row", "url", "get", "outcome"),
    [
        ("reddit-suspended", PERSON, ABOUT, Outcome.SUSPENDED),
        ("reddit-private", "https://www.reddit.com/r/acme", f"{API}/r/acme/about?raw_json=1", Outcome.PRIVATE),
        ("reddit-banned", "https://www.reddit.com/r/acme", f"{API}/r/acme/about?raw_json=1", Outcome.SUSPENDED),
        ("reddit-blocked-html", PERSON, ABOUT, Outcome.BLOCKED),
    ],
)
def test_account_states(shared: Path, replay: Any, answer: Any, row: str, url: str, get: str, outcome: Outcome) -> None:
    """F073: suspended, private and banned are three things (account-states suite); a block is none of them."""
    suite = shared / "suites" / "account-states"
    rows = map(json.loads, (suite / "cases.jsonl").read_text(encoding="utf-8").splitlines())
    case = next(each for each in rows if each["id"] == row)
    headers = {name.lower(): value for name, value in case["headers"].items()}
    said = answer(get, (suite / case["file"]).read_bytes(), case["status"], headers)
    assert outcome is replay("reddit-api", url, said, now=NOW).failed.outcome
