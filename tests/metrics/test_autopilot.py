"""Whether anybody is there: what people did against what machines copied."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.metrics.autopilot import Share, on_autopilot, share
from monitor.model.account import Thresholds
from support.health import counts

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Share(items=5, copied=5, replies=0), True),
        (Share(items=4, copied=4, replies=0), False),  # too few to say
        (Share(items=10, copied=8, replies=0), False),  # a fifth is people's
        (Share(items=11, copied=9, replies=0), True),  # less than a fifth
        (Share(items=20, copied=19, replies=1), False),  # somebody answers
        (Share(items=0, copied=0, replies=0), False),
    ],
)
def test_enough_items_hardly_any_of_them_human_and_no_reply(found: Share, expected: bool) -> None:
    assert expected is on_autopilot(found, Thresholds())


def test_the_share_is_of_the_last_28_days() -> None:
    inside, outside = AT.date() - 27 * DAY, AT.date() - 28 * DAY
    days = counts(inside, outside, post=2, share=1, reply=1, copied=2)
    assert share(days, Thresholds(), AT, ZoneInfo("UTC")) == Share(4, 2, 1)


def test_in_doubt_an_item_is_human() -> None:
    assert share({}, Thresholds(), AT, ZoneInfo("UTC")).human == 1.0
