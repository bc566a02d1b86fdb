"""The days of a heatmap: when people acted, and what was not seen; which cards have one, and when none has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.model.account import Account, Span
from monitor.model.state import DayCount, Record, Status
from monitor.report.blocks.figures import Heat, Week
from monitor.report.blocks.heatmap import heat
from monitor.report.contents.digest import Digest
from monitor.report.rendering.render import LIMIT, render
from support.account_status import Make
from support.digest import Compose

SUNDAY = date(2026, 11, 22)
FIRST = SUNDAY - timedelta(days=83)  # the Monday of the first week shown


def made(
    days: Mapping[date, DayCount],
    *,
    end: date = SUNDAY,
    seen_until: date | None = SUNDAY,
    first_check: date = FIRST,
    pauses: tuple[Span, ...] = (),
) -> Heat:
    account = Account(id="one", brand="acme", network="feed", url="https://acme.example/feed.xml", pauses=pauses)
    begun = datetime(first_check.year, first_check.month, first_check.day, 12, tzinfo=UTC)
    return heat(account, Record(created=begun, first_check=begun, days=days), seen_until=seen_until, end=end)


def cell(found: Heat, day: date) -> Week:
    return found.days[day.weekday()][(day - FIRST).days // 7]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (DayCount(post=2), Week.FULL),
        (DayCount(post=1, reply=1), Week.FULL),
        (DayCount(post=1), Week.SOME),
        (DayCount(share=1), Week.SOME),
        (DayCount(post=3, copied=3), Week.COPIED),
        (DayCount(), Week.NONE),
    ],
)
def test_a_day_says_what_people_did(count: DayCount, expected: Week) -> None:
    wednesday = date(2026, 11, 11)
    found = made({wednesday: count})
    assert (cell(found, wednesday), cell(found, wednesday + timedelta(days=1))) == (expected, Week.NONE)
    assert (found.known, found.active) == (84, int(expected in (Week.FULL, Week.SOME)))


def test_it_is_twelve_whole_weeks_and_days_to_come_are_blank() -> None:
    found = made({}, end=SUNDAY - timedelta(days=3))
    assert [len(row) for row in found.days] == [12] * 7
    assert [row[-1] for row in found.days] == [Week.NONE] * 4 + [Week.BEFORE] * 3


def test_what_nobody_saw_is_no_silence() -> None:
    found = made({}, seen_until=date(2026, 11, 17), first_check=date(2026, 11, 10))
    assert cell(found, date(2026, 11, 9)) == Week.BEFORE
    assert cell(found, date(2026, 11, 17)) == Week.NONE
    assert cell(found, date(2026, 11, 18)) == Week.UNKNOWN
    assert found.known == 8
    assert made({}, seen_until=None).known == 0


def test_a_pause_is_no_silence_but_posts_in_it_are_shown() -> None:
    rest = Span(date(2026, 11, 2), date(2026, 11, 8))
    found = made({date(2026, 11, 4): DayCount(post=1)}, pauses=(rest,))
    assert tuple(cell(found, date(2026, 11, day)) for day in (3, 4, 9)) == (Week.REST, Week.SOME, Week.NONE)


def test_the_first_three_that_need_a_decision_have_one(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [account_status(f"silent-{n}", Status.DORMANT, last=40 + n) for n in range(5)]
    digest = compose_digest(account_statuses=account_statuses, transitions=[], previous=None)
    assert [card.heat is not None for card in digest.decide.items] == [True, True, True, False, False]
    message = render(digest, "en")
    assert message.html.count('class="strip heat"') == 3
    assert "people active on" in message.text and "Monday at the top" in message.html


def test_a_message_that_grows_too_long_gives_its_heatmaps_up_first(rich: Digest) -> None:
    message = render(rich, "fr")
    assert rich.heated and "heat" not in message.html.partition("</style>")[2]
    assert all(card.id in message.text for card in rich.decide.items)
    assert len((message.text + message.html).encode()) < LIMIT
