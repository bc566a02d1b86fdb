"""over_capacity: an owner has promised more hours than there are. Shown with its reason, and announced nowhere."""

from __future__ import annotations

from monitor.judge.verdict import judge
from monitor.metrics.effort import Hours
from monitor.model.state import Flag
from support.health import UTC_ZONE, on_plan

OVER = Hours(10.04, 3, 8)


def test_it_is_a_flag_with_its_reason_and_changes_no_status() -> None:
    story = on_plan()
    before = story.judge()
    verdict = judge(story.account, story.state, story.record, story.now, UTC_ZONE, overload=OVER)
    assert verdict.state.flags == before.state.flags | {Flag.OVER_CAPACITY}
    assert before.state.status is verdict.state.status
    (reason,) = (one for one in verdict.reasons if one.rule == "over_capacity")
    assert reason.values == {"promised": 10.0, "available": 8}


def test_it_is_written_down_and_not_announced_neither_on_nor_off() -> None:
    story = on_plan()
    on = judge(story.account, story.state, story.record, story.now, UTC_ZONE, overload=OVER)
    off = judge(story.account, on.state, story.record, story.now, UTC_ZONE)
    assert [
        (change.axis, change.before, change.after, change.announce) for each in (on, off) for change in each.transitions
    ] == [("flag:over_capacity", "off", "on", False), ("flag:over_capacity", "on", "off", False)]
    assert "over_capacity" not in {one.rule for one in off.reasons}
