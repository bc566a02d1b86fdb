"""What a digest says that comes after others which did not: which days it covers, and what was missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.settings import Report
from monitor.report.contents.digest import Late
from monitor.report.readers.period import latest_due, unsent
from monitor.report.rendering.render import render
from support.digest import make_digest

ZONES = ("UTC", "Europe/Paris", "America/New_York", "Pacific/Apia", "Pacific/Pago_Pago", "Pacific/Kiritimati")
GAP = (datetime(2026, 11, 20, 9, 12, tzinfo=UTC), datetime(2026, 11, 23, 8, 1, tzinfo=UTC))


def report(every: str, zone: str = "UTC", on: int = 0) -> Report:
    return Report(to="nora", brands=(), every=every, on=on, zone=ZoneInfo(zone))


def uncovered(every: str, due: str, last: str | None, since: str) -> list[str]:
    mine, now = report(every), datetime.fromisoformat(due).replace(tzinfo=UTC)
    period = latest_due(mine, now)
    return [one.key for one in unsent(mine, period, last, datetime.fromisoformat(since).replace(tzinfo=UTC))]


@pytest.mark.parametrize(
    ("every", "now", "last", "since", "expected"),
    [
        ("day", "2026-11-23 08:00", "2026-11-21", "2026-11-22 07:00", []),
        ("day", "2026-11-23 08:00", "2026-11-19", "2026-11-20 07:00", ["2026-11-21", "2026-11-20"]),
        ("day", "2026-11-23 08:00", "2026-11-19", "2026-11-21 23:00", ["2026-11-21", "2026-11-20"]),  # it was late too
        ("day", "2026-11-23 08:00", None, "2026-11-21 12:00", ["2026-11-21"]),  # watched since then
        ("day", "2026-11-23 08:00", None, "2026-11-22 12:00", []),
        ("day", "2026-11-23 08:00", "2026-W46", "2026-11-21 12:00", ["2026-11-21"]),  # weekly before
        ("week", "2026-11-23 08:00", "2026-W46", "2026-11-16 07:00", []),
        ("week", "2026-11-23 08:00", "2026-W44", "2026-11-02 07:00", ["2026-W46", "2026-W45"]),
        ("week", "2027-01-05 08:00", "2026-W51", "2026-12-21 07:00", ["2026-W52"]),
    ],
)
def test_the_periods_that_no_message_covered(
    every: str, now: str, last: str | None, since: str, expected: list[str]
) -> None:
    assert uncovered(every, now, last, since) == expected


@given(
    st.sampled_from(["day", "week", "month"]),
    st.sampled_from(ZONES),
    st.integers(1, 6),
    st.timedeltas(timedelta(0), timedelta(days=1500)),
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=40)), min_size=2, max_size=6),
)
def test_every_day_is_covered_once(every: str, zone: str, on: int, after: timedelta, waits: list[timedelta]) -> None:
    """F043 F045: whenever the program wakes: what messages cover has neither gap nor overlap."""
    mine, now = report(every, zone, on), datetime(2024, 1, 1, tzinfo=UTC) + after
    last = latest_due(mine, now)
    covered, made = [(last.start, last.end)], now
    for wait in waits:
        now += wait
        period = latest_due(mine, now)
        if period.key != last.key:
            start = min(one.start for one in [period, *unsent(mine, period, last.key, made)])
            covered.append((start, period.end))
            last, made = period, now
    assert all(end + timedelta(days=1) == start for (_, end), (start, _) in pairwise(covered))


@pytest.mark.parametrize(
    ("language", "late", "expected"),
    [
        ("en", Late(2), "This mail covers 7 days: 2 mails before it were not sent."),
        ("en", Late(1), "This mail covers 7 days: 1 mail before it was not sent."),
        (
            "en",
            Late(2, GAP, 11),
            (
                "This mail covers 7 days: 2 mails before it were not sent. Between Friday 20 November 2026, 10:12 and "
                "Monday 23 November 2026, 09:01 the monitor did not check: 11 cycles were missed, and no account was "
                "judged by that time."
            ),
        ),
        ("fr", Late(1), "Ce message couvre 7 jours\u00a0: 1 message précédent n’a pas été envoyé."),
        (
            "fr",
            Late(0, GAP, 11),
            (
                "Entre le vendredi 20 novembre 2026 à 10 h 12 et le lundi 23 novembre 2026 à 9 h 01, rien n’a été "
                "observé\u00a0: 11 tournées ont été manquées. Aucun compte n’a été jugé là-dessus."
            ),
        ),
    ],
)
def test_it_is_said_where_the_message_begins(language: str, late: Late, expected: str) -> None:
    """F043: in the text and in the page."""
    message = render(replace(make_digest(), late=late), language)
    for written in (message.text, message.html):
        said = " ".join(written.split())  # no-break spaces too
        assert " ".join(expected.split()) in said
    assert message.text.index(expected[:5]) < message.text.index("\n---")  # above the first section


def test_a_message_in_its_time_says_nothing_of_it() -> None:
    message = render(make_digest(), "en")
    assert "This mail covers" not in message.text + message.html
