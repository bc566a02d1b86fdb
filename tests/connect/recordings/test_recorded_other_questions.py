"""Real answers (../shared/recorded) to questions that a manifest does not ask: none of them is taken for its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.check import Outcome

NOT_ASKED = {
    "hackernews/README_examples.md": "examples of Hacker News' own interface; the manifest asks Algolia's",
    "mediawiki/mediawiki_pages_allrevisions.json": "revisions by everybody",
    "stackexchange/stackexchange_question_page.json": "questions with a tag, by everybody",
    "stackexchange/stackexchange_question_page_2.json": "questions with a tag, by everybody",
}
PERSON = "https://api.stackexchange.com/2.3/users/3"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_the_list_covers_every_file(shared: Path) -> None:
    folders = {name.partition("/")[0] for name in NOT_ASKED}
    files = {f"{folder}/{path.name}" for folder in folders for path in (shared / "recorded" / folder).iterdir()}
    assert NOT_ASKED.keys() == files


@pytest.mark.parametrize("name", [name for name in NOT_ASKED if name.startswith("stackexchange/")])
def test_recorded_questions_are_no_posts_of_a_person(shared: Path, replay: Any, answer: Any, name: str) -> None:
    profile = answer(f"{PERSON}?site=stackoverflow.com", '{"items": [{"user_id": 3, "display_name": "Acme"}]}')  # made
    asked = f"{PERSON}/posts?site=stackoverflow.com&pagesize=100&order=desc&sort=creation&page=1"
    answers = profile | answer(asked, (shared / "recorded" / name).read_bytes())
    failed = replay("stackexchange", "https://stackoverflow.com/users/3", answers, now=NOW).failed
    assert (failed.outcome, failed.detail) == (Outcome.CHANGED_FORMAT, "no post of the list has an id")


def test_recorded_revisions_of_everybody_are_no_edits_of_a_user(shared: Path, replay: Any, answer: Any) -> None:
    wiki = "https://en.wikipedia.org/w/api.php?action=query"
    users = f"{wiki}&list=users&ususers=Acme&usprop=editcount%7Cregistration%7Cblockinfo&format=json&formatversion=2"
    edits = (
        f"{wiki}&list=usercontribs&ucuser=Acme&uclimit=500&ucprop=ids%7Ctitle%7Ctimestamp%7Cflags"
        "&format=json&formatversion=2&maxlag=5"
    )
    body = (shared / "recorded" / "mediawiki" / "mediawiki_pages_allrevisions.json").read_bytes()
    answers = answer(users, '{"query": {"users": [{"userid": 7, "name": "Acme"}]}}') | answer(edits, body)  # made
    failed = replay("wikipedia", "https://en.wikipedia.org/wiki/User:Acme", answers, now=NOW).failed
    assert (failed.outcome, failed.detail) == (Outcome.CHANGED_FORMAT, "the list of posts is not where it was")
