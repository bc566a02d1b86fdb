"""Real answers of GitHub (../shared/recorded/github) through observe, read right.

A file of the form .txt holds ten lines an exchange: scheme, method, host, port, path, request headers, request body,
status, headers, body. What is not recorded is hand-made and stands under `made`.
"""

from __future__ import annotations

import ast
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.model.activity import Memory
from monitor.model.check import Outcome
from monitor.model.http import Response

REPLAYED = {
    "Exceptions.testBadAuthentication.txt",
    "Exceptions.testNonJsonDataReturnedByGithub.txt",
    "Exceptions.testUnknownUser.txt",
    "GitRelease.testGetLatestRelease.txt",
    "Github.testGetEvents.txt",
    "NamedUser.testGetEvents.txt",
    "Organization.testGetEvents.txt",
    "RateLimiting.testRateLimiting.txt",
    "libraries_archived.yml",
    "perceval_abuse_rate_limit.json",
}
NOT_ASKED = {
    "libraries_unauthorized.yml": "the GraphQL API, which needs a key",
    "perceval_rate_limit.json": "what is left of the limit, which GitHub says in each answer's headers too",
}
API = "https://api.github.com"
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)


class Exchanges:
    """The recorded exchanges, found by file and number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answer(self, name: str, nth: int = 0) -> Response:
        lines = (self.folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()[11 * nth :]
        headers = {key.lower(): value for key, value in ast.literal_eval(lines[8])}
        headers.pop("content-encoding", None)  # the bodies are recorded unpacked
        return Response(int(lines[7]), headers, lines[9].encode(), f"{API}{lines[4]}")


@pytest.fixture
def recorded(shared: Path) -> Exchanges:
    return Exchanges(shared / "recorded" / "github")


def made(document: Any, path: str) -> dict[str, Response]:
    return {f"{API}{path}": Response(200, {}, json.dumps(document).encode(), f"{API}{path}")}


def user(number: int, login: str, kind: str = "User") -> dict[str, Any]:
    return {"id": number, "login": login, "type": kind, "html_url": f"https://github.com/{login}"}


def test_the_list_covers_every_file(shared: Path) -> None:
    files = {path.name for path in (shared / "recorded" / "github").iterdir()}
    assert REPLAYED | set(NOT_ASKED) == files
    assert not REPLAYED & set(NOT_ASKED)


def test_a_recorded_profile(recorded: Exchanges, replay: Any) -> None:
    profile = recorded.answer("RateLimiting.testRateLimiting", 1)
    login = json.loads(profile.body)["login"]
    events = f"/users/{login}/events/public?per_page=100"
    answers = {profile.url: profile} | made([], events)  # made: nothing public for 30 days
    played = replay("github", f"https://github.com/{login}", answers, now=NOW)
    assert [request.url for request in played.requests] == [profile.url, f"{API}{events}"]
    facts = played.seen.facts
    assert (facts.identity, facts.url, facts.followers) == ("2941035", f"https://github.com/{login}", 13)
    assert facts.created == datetime(2012, 12, 1, 21, 56, 46, tzinfo=UTC)
    assert (played.seen.complete, played.seen.activities) == (True, ())


def test_recorded_events_of_a_person(recorded: Exchanges, replay: Any) -> None:
    page = recorded.answer("NamedUser.testGetEvents")
    actor = json.loads(page.body)[0]["actor"]
    answers = made(user(actor["id"], actor["login"]), "/users/acme")
    answers |= {f"{API}/users/{actor['login']}/events/public?per_page=100": page}
    answers |= made([], f"/users/{actor['login']}/events?page=2")  # made: the end
    seen = replay("github", "https://github.com/acme", answers, now=datetime(2012, 5, 20, 13, tzinfo=UTC)).seen
    assert len(seen.activities) == 29  # of 30; one is a star
    assert Counter(act.kind.value for act in seen.activities) == {"post": 25, "reply": 4}
    assert {act.author for act in seen.activities} == {"327146"}
    first = seen.activities[0]
    assert (first.id, first.trusted) == ("1553915048", True)
    assert first.published == datetime(2012, 5, 20, 12, 14, 9, tzinfo=UTC)
    assert min(act.published for act in seen.activities if act.published) == datetime(2012, 5, 8, 7, 57, 57, tzinfo=UTC)
    assert seen.complete


def test_recorded_events_of_an_organisation(recorded: Exchanges, replay: Any) -> None:
    page, last = recorded.answer("Organization.testGetEvents"), recorded.answer("Organization.testGetEvents", 1)
    organisation = json.loads(page.body)[0]["org"]
    asked = f"{API}/orgs/{organisation['login']}/events?per_page=100"
    answers = made(user(organisation["id"], organisation["login"], "Organization"), "/users/acme")
    answers |= {asked: page, last.url: last}
    played = replay("github", "https://github.com/acme", answers, now=datetime(2012, 3, 5, tzinfo=UTC))
    assert [request.url for request in played.requests] == [f"{API}/users/acme", asked, last.url]
    acts = played.seen.activities
    assert len(acts) == 25  # of 26; one is a fork
    assert ({act.kind.value for act in acts}, {act.author for act in acts}) == ({"post"}, {"1424031"})
    assert (acts[0].id, acts[0].published) == ("1526182616", datetime(2012, 3, 4, 8, 17, 15, tzinfo=UTC))


def test_recorded_events_of_everybody_are_not_the_accounts(recorded: Exchanges, replay: Any) -> None:
    asked = f"{API}/users/acme/events/public?per_page=100"
    answers = made(user(42, "acme"), "/users/acme") | {asked: recorded.answer("Github.testGetEvents")}
    failed = replay("github", "https://github.com/acme", answers, now=NOW).failed
    assert (failed.outcome, failed.detail) == (Outcome.CHANGED_FORMAT, "a post by 2487206, not by the account (42)")


def test_a_recorded_repository_and_a_recorded_release(shared: Path, recorded: Exchanges, replay: Any) -> None:
    cassette = yaml.safe_load((shared / "recorded" / "github" / "libraries_archived.yml").read_text(encoding="utf-8"))
    (profile,) = (
        each["response"]["body"]["string"]
        for each in cassette["http_interactions"]
        if each["request"]["uri"] == f"{API}/repos/test/archived"
    )
    release = json.loads(recorded.answer("GitRelease.testGetLatestRelease").body)
    answers = made(json.loads(profile), "/repos/test/archived")
    answers |= made([release], "/repos/test/archived/releases?per_page=100")  # made: the one release as a list
    seen = replay("github", "https://github.com/test/archived", answers, now=NOW).seen
    assert (seen.facts.identity, seen.facts.name, seen.facts.followers) == ("285662765", "test/archived", 4)
    (act,) = seen.activities
    assert (act.id, act.kind.value, act.title) == ("28524234", "post", "Test")
    assert (act.author, act.url) == (release["author"]["login"], release["html_url"])
    assert act.published == datetime(2020, 7, 14, 0, 58, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Exceptions.testBadAuthentication", Outcome.UNAUTHORISED),
        ("Exceptions.testUnknownUser", Outcome.GONE),
        ("Exceptions.testNonJsonDataReturnedByGithub", Outcome.TEMPORARY),
    ],
)
def test_recorded_errors(recorded: Exchanges, replay: Any, name: str, outcome: Outcome) -> None:
    error = {f"{API}/users/acme": recorded.answer(name)}
    assert outcome is replay("github", "https://github.com/acme", error, now=NOW).failed.outcome


def test_the_recorded_limit_on_abuse(shared: Path, replay: Any) -> None:
    body = (shared / "recorded" / "github" / "perceval_abuse_rate_limit.json").read_bytes()
    said = Response(403, {"x-ratelimit-remaining": "4000"}, body, f"{API}/users/acme")
    assert replay("github", "https://github.com/acme", {said.url: said}, now=NOW).failed.outcome is Outcome.RATE_LIMITED


KNOWN = Memory(identity="42", resolved={"id": "42", "person": "acme"}, newest=datetime(2026, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ("gh-404", Outcome.GONE),
        ("gh-rate", Outcome.RATE_LIMITED),
        ("gh-badcred", Outcome.UNAUTHORISED),
    ],
)
def test_account_states(shared: Path, replay: Any, row: str, outcome: Outcome) -> None:
    """F079: a bad key, a used-up limit and an account that is not there are three things (account-states suite)."""
    suite = shared / "suites" / "account-states"
    rows = map(json.loads, (suite / "cases.jsonl").read_text(encoding="utf-8").splitlines())
    case = next(each for each in rows if each["id"] == row)
    headers = {name.lower(): value for name, value in case["headers"].items()}
    said = Response(case["status"], headers, (suite / case["file"]).read_bytes(), f"{API}/users/acme")
    assert outcome is replay("github", "https://github.com/acme", {said.url: said}, now=NOW).failed.outcome


def test_an_empty_list_of_events_proves_no_silence_of_an_account_that_acted_lately(shared: Path, replay: Any) -> None:
    """F081: (gh-empty-events of ../shared/suites/account-states) not seen, never silent."""
    body = (shared / "suites" / "account-states" / "docs" / "gh-empty-events.json").read_text(encoding="utf-8")
    answers = made(user(42, "acme"), "/user/42")
    answers |= made(json.loads(body), "/users/acme/events/public?per_page=100")
    known = Memory(identity="42", resolved=KNOWN.resolved, newest=KNOWN.newest, seen_any=True)
    seen = replay("github", "https://github.com/acme", answers, known, NOW).seen
    assert (seen.complete, seen.activities) == (False, ())


def test_an_account_that_github_sends_on_to_keeps_its_history(replay: Any) -> None:
    """F070: (gh-renamed of ../shared/suites/account-states) the same id under another name."""
    there = f"{API}/user/42"
    answers = {f"{API}/users/acme": Response(200, {}, json.dumps(user(42, "acme-shop")).encode(), there)}
    answers |= made([], "/users/acme-shop/events/public?per_page=100")
    seen = replay("github", "https://github.com/acme", answers, Memory(identity="42"), NOW).seen
    assert (seen.memory.identity, seen.facts.url) == ("42", "https://github.com/acme-shop")
