"""Names that only some accounts have, names that change, and steps that an address has no use for: GitHub's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.model.activity import Memory
from monitor.model.check import Outcome

API = "https://api.github.com"
ADDRESS = "https://github.com/acme"
PERSON = f"{API}/users/acme/events/public?per_page=100"
ORGANISATION = f"{API}/orgs/acme/events?per_page=100"


def profile(**more: Any) -> str:
    return json.dumps({"id": 42, "login": "acme", "type": "User"} | more)


@pytest.mark.parametrize(
    ("kind", "asked", "name"), [("User", PERSON, "person"), ("Organization", ORGANISATION, "organisation")]
)
def test_the_list_is_asked_for_that_the_account_has(replay: Any, answer: Any, kind: str, asked: str, name: str) -> None:
    answers = answer(f"{API}/users/acme", profile(type=kind)) | answer(asked, "[]")
    played = replay("github", ADDRESS, answers)
    assert [request.url for request in played.requests] == [f"{API}/users/acme", asked]
    assert played.seen.memory.resolved == {"url": ADDRESS, "id": "42", name: "acme"}


@pytest.mark.parametrize("remembered", [{"person": "acme"}, {}, {"person": "before"}])
def test_the_profile_renews_what_was_remembered(replay: Any, answer: Any, remembered: dict[str, str]) -> None:
    """A person who became an organisation has the list of an organisation, and that of a person no more."""
    known = Memory(identity="42", resolved={"id": "42"} | remembered)
    answers = answer(f"{API}/user/42", profile(type="Organization")) | answer(ORGANISATION, "[]")
    seen = replay("github", ADDRESS, answers, known).seen
    assert seen.memory.resolved == {"url": ADDRESS, "id": "42", "organisation": "acme"}


def test_an_account_without_a_list_is_not_seen(replay: Any, answer: Any) -> None:
    failed = replay("github", ADDRESS, answer(f"{API}/users/acme", profile(login=None))).failed
    assert (
        failed.outcome,
        failed.detail,
    ) == (Outcome.CHANGED_FORMAT, "the answers do not say which list of posts is the account's")


def test_a_step_that_asks_with_a_name_that_the_address_does_not_give_is_left_out(replay: Any, answer: Any) -> None:
    repository = f"{API}/repos/acme/shop"
    answers = answer(repository, '{"id": 5}') | answer(f"{repository}/releases?per_page=100", "[]")
    played = replay("github", f"{ADDRESS}/shop", answers)
    assert [request.url for request in played.requests] == [repository, f"{repository}/releases?per_page=100"]
    assert played.seen.memory.resolved == {"url": f"{ADDRESS}/shop"}
