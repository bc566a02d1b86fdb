"""Cadences and lengths of time, as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.cadence_text import duration_text, parse_cadence, parse_duration
from monitor.model.account import Cadence

CADENCES = {
    "3 per week": (3, 7),
    "1 per 2 weeks": (1, 14),
    "daily": (1, 1),
    "weekly": (1, 7),
    "fortnightly": (1, 14),
    "Monthly": (1, 30),
    "quarterly": (1, 91),
    "yearly": (1, 365),
    "2 per month": (2, 30),
    "1 per quarter": (1, 91),
    "1 per year": (1, 365),
    "once a week": (1, 7),
    "twice a month": (2, 30),
    "three times a week": (3, 7),
    "3x per week": (3, 7),
    "3/week": (3, 7),
    "5 posts per fortnight": (5, 14),
    "every day": (1, 1),
    "every 2 weeks": (1, 14),
    "  2   PER  Week ": (2, 7),
    "3 par semaine": (3, 7),
    "1 par mois": (1, 30),
    "une fois par semaine": (1, 7),
    "2 fois par trimestre": (2, 91),
    "un par an": (1, 365),
    "1 par quinzaine": (1, 14),
    "quotidien": (1, 1),
    "hebdomadaire": (1, 7),
    "mensuelle": (1, 30),
    "bimestriel": (1, 60),
    "tous les 3 jours": (1, 3),
    "chaque semaine": (1, 7),
    "1 par anne\u0301e": (1, 365),  # an accent as a character of its own
}

NO_CADENCES = {
    "": "is no cadence",
    "often": "is no cadence",
    "3 a wek": "is no cadence",
    "3": "is no cadence",
    "-3 per week": "is no cadence",
    "3.5 per week": "is no cadence",
    "3 per hour": "shorter than a day",
    "0 per week": "promises nothing",
    "biweekly": "means two things",
    "1001 per week": "out of range",
    "1 per 0 weeks": "out of range",
    "1 per 1000000000 weeks": "out of range",
    "9999999999999999999999 per day": "out of range",
}

DURATIONS = {
    "24h": timedelta(days=1),
    "2 days": timedelta(days=2),
    "90 d": timedelta(days=90),
    "30m": timedelta(minutes=30),
    "8s": timedelta(seconds=8),
    "1 week": timedelta(days=7),
    "1 fortnight": timedelta(days=14),
    "1 month": timedelta(days=30),
    "1.5 h": timedelta(minutes=90),
    "1,5 h": timedelta(minutes=90),
    "1 day 12 h": timedelta(hours=36),
    "1 day, 12 hours and 30 min": timedelta(hours=36, minutes=30),
    "1 jour et 2 heures": timedelta(hours=26),
    "2 semaines": timedelta(days=14),
    "10 years": timedelta(days=3650),
}

NO_DURATIONS = {
    "": "is no length of time",
    "24": "is no length of time",
    "h": "is no length of time",
    "24 parsecs": "is no length of time",
    "24h later": "is no length of time",
    "-24h": "is no length of time",
    "nan h": "is no length of time",
    "11 years": "at most 10 years",
    "1000000000 days": "at most 10 years",
    f"{'9' * 400} h": "at most 10 years",
}


@pytest.mark.parametrize("text", CADENCES)
def test_a_cadence_is_understood(text: str) -> None:
    count, days = CADENCES[text]

    assert parse_cadence(text) == Cadence(count, timedelta(days=days), text)


@pytest.mark.parametrize("text", NO_CADENCES)
def test_what_is_no_cadence_is_refused_with_what_is_understood(text: str) -> None:
    with pytest.raises(ValueError, match=NO_CADENCES[text]):
        parse_cadence(text)


@pytest.mark.parametrize("text", DURATIONS)
def test_a_duration_is_understood(text: str) -> None:
    assert parse_duration(text) == DURATIONS[text]


@pytest.mark.parametrize("text", NO_DURATIONS, ids=lambda text: text[:20])
def test_what_is_no_duration_is_refused_with_what_is_understood(text: str) -> None:
    with pytest.raises(ValueError, match=NO_DURATIONS[text]):
        parse_duration(text)


@given(
    st.text(max_size=40) | st.from_regex(r"[0-9]{1,30} ?(per|par|/) ?[0-9]{0,30} ?(week|jour|an|h)s?", fullmatch=True)
)
def test_any_text_is_a_cadence_or_a_sentence(text: str) -> None:
    try:
        cadence = parse_cadence(text)
    except ValueError as error:
        assert str(error)
    else:
        assert 1 <= cadence.count <= 1000
        assert timedelta(days=1) <= cadence.per <= timedelta(days=3650)
        assert cadence.text == text


@given(
    st.integers(1, 1000), st.integers(1, 500), st.sampled_from(["day", "days", "week", "weeks", "jours", "semaines"])
)
def test_a_cadence_says_what_it_was_given(count: int, periods: int, unit: str) -> None:
    days = 7 if unit.startswith(("week", "semaine")) else 1

    cadence = parse_cadence(f"{count} per {periods} {unit}")

    assert (cadence.count, cadence.per) == (count, timedelta(days=periods * days))


@given(st.text(max_size=40) | st.from_regex(r"([0-9]{1,30}([.,][0-9]{1,5})? ?[a-z]{1,5} ?){1,4}", fullmatch=True))
def test_any_text_is_a_duration_or_a_sentence(text: str) -> None:
    try:
        duration = parse_duration(text)
    except ValueError as error:
        assert str(error)
    else:
        assert timedelta() <= duration <= timedelta(days=3650)


@given(st.integers(0, 10 * 365 * 24 * 60 * 60).map(lambda seconds: timedelta(seconds=seconds)))
def test_a_duration_that_is_shown_reads_as_itself(length: timedelta) -> None:
    assert parse_duration(duration_text(length)) == length
