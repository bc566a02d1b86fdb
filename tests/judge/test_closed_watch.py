"""Closed accounts: what still posts, or is still being asked, is no closed account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model.account import Lifecycle
from monitor.model.state import Flag, Verdict
from support.health import NOON, Story, on_plan


def closed() -> Story:
    """Closed yesterday, by its plan."""
    story = on_plan()
    story.declared(lifecycle=Lifecycle.CLOSED, closing_on=NOON.date() - timedelta(days=1))
    story.record = replace(story.record, last_human=NOON - timedelta(days=9), last_any=NOON - timedelta(days=9))
    return story


def asked(story: Story, days: float) -> Verdict:
    """Two people wrote to it, the last so many days after now."""
    url = "https://social.example/@guest/7"
    story.record = replace(story.record, asked=2, asked_at=NOON + timedelta(days=days), asked_url=url)
    return story.judge()


def test_a_closed_account_that_nobody_addresses_is_quiet() -> None:
    assert Flag.ZOMBIE not in closed().judge().state.flags


def test_what_was_asked_since_the_day_after_makes_it_a_zombie() -> None:
    verdict = asked(closed(), days=-0.25)
    assert Flag.ZOMBIE in verdict.state.flags
    (said,) = [reason for reason in verdict.reasons if reason.rule == "still_asked_though_closed"]
    assert said.values == {"count": 2, "last": "2026-11-02", "url": "https://social.example/@guest/7"}
    assert [change.after for change in verdict.transitions if change.axis == "flag:zombie"] == ["on"]


def test_what_was_asked_on_the_last_day_counts_for_nothing() -> None:
    assert Flag.ZOMBIE not in asked(closed(), days=-1).state.flags


def test_an_act_since_says_when_and_where() -> None:
    story = closed()
    url = "https://social.example/@acme/9"
    story.record = replace(story.record, last_human=NOON, last_any=NOON, last_human_url=url)
    (said,) = [one for one in story.judge().reasons if one.rule == "still_active_though_closed"]
    assert said.values == {"last": "2026-11-02", "url": url}


def test_a_machines_act_since_has_no_link() -> None:
    story = closed()
    story.record = replace(story.record, last_any=NOON, last_human_url="https://social.example/@acme/9")
    (said,) = [one for one in story.judge().reasons if one.rule == "still_active_though_closed"]
    assert said.values["url"] is None


def test_an_account_in_use_is_no_zombie_however_much_it_is_asked() -> None:
    assert Flag.ZOMBIE not in asked(on_plan(), days=0).state.flags
