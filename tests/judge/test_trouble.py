"""What exactly went wrong: the words of the program's own failures, each told as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.connect.checks.failures import refused
from monitor.fetch import transport_errors
from monitor.fetch.openings import refusal
from monitor.judge.trouble import KINDS, kind_of
from monitor.model.check import Outcome
from monitor.model.http import NoResponse, Refusal

HEALTH = (Path(__file__).parents[2] / "docs" / "health.md").read_text(encoding="utf-8")
AT = "acme.example:443"
TRUST = "TLS: its certificate is not trusted"
PHRASES = dict.fromkeys(
    [
        *((why, phrase) for _, why, phrase in transport_errors._ROWS if isinstance(phrase, str)),
        *((Refusal.UNREACHABLE, f"TLS: {phrase}") for _, phrase in transport_errors._TLS),
        *((Refusal.UNREACHABLE, f"{TRUST}: {phrase}") for phrase in ("it has expired", "self signed")),
    ]
)


@pytest.mark.parametrize(("why", "phrase"), PHRASES)
def test_whatever_the_transport_says_has_a_kind_of_its_own(why: Refusal, phrase: str) -> None:
    failure = refused(NoResponse(why, f"{AT}: {phrase}"))
    rough = phrase == "the exchange failed"
    assert (kind_of(failure.outcome, failure.detail) == failure.outcome.value) is rough


@pytest.mark.parametrize(
    ("outcome", "detail", "kind"),
    [
        (Outcome.TEMPORARY, f"{AT}: its name was not found", "no_name"),
        (Outcome.TEMPORARY, f"{AT}: its name cannot be looked up now (DNS)", "name_not_looked_up"),
        (Outcome.TEMPORARY, f"{AT}: TLS: its certificate is not trusted: it has expired", "certificate"),
        (Outcome.TEMPORARY, f"{AT}: TLS: the connection was closed before it was secure", "not_secure"),
        (Outcome.TEMPORARY, f"{AT}: connection refused", "no_connection"),
        (Outcome.TEMPORARY, f"HTTP 503 from {AT}", "server_fault"),
        (Outcome.TEMPORARY, f"HTTP 407 from {AT}", "proxy"),
        (Outcome.BLOCKED, f"{AT} redirects to an address that names no host; not followed", "redirect"),
        (Outcome.CHANGED_FORMAT, f"{AT} redirects in a circle", "redirect"),
        (Outcome.BLOCKED, refusal(AT, "leads to 10.0.0.1 (private)").detail, "private_address"),
        (Outcome.BLOCKED, f"{AT}: robots.txt keeps programs from this page, so it was not asked.", "robots"),
        (Outcome.UNPROVED, "an old copy from a cache", "old_copy"),
        (Outcome.UNPROVED, "the document is cut short", "cut_document"),
        (Outcome.UNPROVED, "the list is empty; it was not before", "emptied"),
        (
            Outcome.UNPROVED,
            "the list shows 2 of the 9 posts that it showed; the newest known are missing",
            "newest_missing",
        ),
        (Outcome.UNPROVED, "all 10 posts shown are new: others may be missing before them", "not_joined"),
        (
            Outcome.UNPROVED,
            "the profile counts 3 posts more than before, the list shows none of them",
            "posts_withheld",
        ),
        (Outcome.UNPROVED, "2 posts without an id", "unproved"),
        (Outcome.CHANGED_FORMAT, "HTTP 404 from acme.example, and nothing was ever seen there", "no_such_page"),
        (Outcome.RATE_LIMITED, "a notice in place of the account: “Rate limit exceeded”", "notice"),
        (Outcome.BLOCKED, f"HTTP 403 from {AT}", "blocked"),
        (Outcome.GONE, f"HTTP 404 from {AT}", "gone"),
        (None, "", None),
    ],
)
def test_each_is_told_as_what_it_is(outcome: Outcome | None, detail: str, kind: str | None) -> None:
    assert kind == kind_of(outcome, detail)


def test_the_page_shows_the_table() -> None:
    rows = [
        f"| {one.name:<18} | {one.outcome.value:<14} | {', '.join(f'`{words}`' for words in one.words):<63} |"
        for one in KINDS
    ]
    assert "\n".join(rows) in HEALTH
