"""Dates in words: what their words mean, and when they mean nothing."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from babel import Locale, localedata
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.dates.languages import LANGUAGES, Language
from monitor.connect.dates.parse import EARLIEST, read_date

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(1990, 1, 1), date(2029, 12, 31))
CLOCKS = st.tuples(st.integers(0, 23), st.integers(0, 59))
KOREAN_TIME = timedelta(hours=9)
IN_DOUBT = {("hr", ".srp|"), ("hr", ".lis|"), ("cs", ".srp|"), ("cs", ".lis|")}  # July or August, October or November
DOTTED = ("cs", "de", "da", "nb", "fi", "sk", "hr")


def stated(text: str) -> str | None:
    read, _ = read_date(text, "auto", NOW)
    return read.strftime("%Y-%m-%d %H:%M") if read else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Friday, November 20, 2026 at 10:00 AM", "2026-11-20 10:00"),
        ("20 nov 2026 et 10:00", "2026-11-20 10:00"),
        ("20 NOV 2026 ET 10:00", "2026-11-20 10:00"),
        ("20 nov 2026 10:00 ET", "2026-11-20 15:00"),
        ("20 nov 2026 10:00 AM ET", "2026-11-20 15:00"),
        ("20 nov 2026 10:00 at", "2026-11-20 10:00"),
        ("20 nov 2026 10:00 AT", "2026-11-20 14:00"),
        ("20 nov 2026 AT 10:00", "2026-11-20 10:00"),
        ("2026-11-20 10:00 et", "2026-11-20 10:00"),
        ("20 nov 2026 10:00 est", None),  # in French, "is"
        ("20 nov 2026 10:00 EST", "2026-11-20 15:00"),
        ("10:00 20 nov 2026 EST", "2026-11-20 15:00"),
        ("Fri Nov 20 10:00:00 MST 2026", "2026-11-20 17:00"),
        ("10:00, 20 November 2026 (CET)", "2026-11-20 09:00"),
        ("20 nov 2026 10:00 Uhr MEZ", "2026-11-20 09:00"),
        ("20 nov 2026 10:00 MEZ", "2026-11-20 09:00"),
        ("20 nov 2026 à 10h00 (CET)", "2026-11-20 09:00"),
        ("20 nov 2026 10:00 gmt", "2026-11-20 10:00"),
        ("20 nov 2026 UTC", "2026-11-20 00:00"),
        ("20 nov 2026 10:00 UTC+2", "2026-11-20 08:00"),
        ("20 nov 2026 10:00 (GMT-05:30)", "2026-11-20 15:30"),
        ("2026-11-20 10:00:00 +0000 UTC", "2026-11-20 10:00"),
        ("20 nov 2026 10:00 +0200 CEST", "2026-11-20 08:00"),
        ("2026-11-20 10:00:00+00", "2026-11-20 10:00"),
        ("2026-11-20 10:00:00.123-03", "2026-11-20 13:00"),
        ("20/11/2026 10:00:00+02", "2026-11-20 08:00"),
        ("20 Nov 2026 10:00 Europe/Brussels", "2026-11-20 09:00"),
    ],
)
def test_a_zone_is_one_where_it_can_be(text: str, expected: str | None) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11/10/2026", None),
        ("Posted on 11/10/2026", None),
        ("Publicado el 11/10/2026", None),  # Panama writes the month first
        ("Publié le 11/10/2026", "2026-10-11 00:00"),
        ("Geplaatst op 11-10-2026", "2026-10-11 00:00"),
        ("11-10-2026", None),
        ("11.10.2026", "2026-10-11 00:00"),
        ("20/11/2026", "2026-11-20 00:00"),
        ("11/20/2026", "2026-11-20 00:00"),
        ("mar 10/11/2026", "2026-11-10 00:00"),
        ("mar 11/10/2026", "2026-11-10 00:00"),  # French, and yet the month first: so says the weekday
        ("jeu 11/10/2026", None),
        ("Tue 03/10/2026", "2026-03-10 00:00"),
        ("26-11-20", None),
        ("Geplaatst op 26-11-20", "2020-11-26 00:00"),
        ("2026/20/11", None),
    ],
)
def test_the_order_of_bare_numbers_is_never_presumed(text: str, expected: str | None) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize("text", ["lundi 20 novembre 2026", "Mon, 20 Nov 2026", "Monday 20/11/2026", "Mo, 20.11.2026"])
def test_a_weekday_that_contradicts_the_day_is_not_heeded(text: str) -> None:
    assert stated(text) == "2026-11-20 00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 mar 2026", "2026-03-10 00:00"),
        ("mar 10 mar 2026", "2026-03-10 00:00"),
        ("Mar, 10 Nov 2026", "2026-11-10 00:00"),
        ("Mar 10, 2026", "2026-03-10 00:00"),
        ("Paz, 8 Kas 2026", "2026-11-08 00:00"),
        ("8 paź 2026", "2026-10-08 00:00"),
        ("Fri, 20 novembre 2026", "2026-11-20 00:00"),  # of two languages, each with one meaning
        ("Posted on 20 listopada 2026", "2026-11-20 00:00"),
        ("12:30 am 20 November 2026", "2026-11-20 00:30"),
        ("1 Jan 2026 13:00 PM", None),
        ("1 Jan 2026 13:00 AM", None),
        ("um 13:00 am Freitag, 20. November 2026", "2026-11-20 13:00"),
    ],
)
def test_a_word_means_what_it_means_in_the_language_of_the_others(text: str, expected: str | None) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "novembre 2026",
        "juin 2026 (12)",
        "12-20 June 2026",
        "20 nov 10:00",
        "20 Nov 2026 and 5 comments",
        "20 novembre 2026 10:00 - 12:00",
        "Publié le 20/11/2026, mis à jour le 21/11/2026",
        "il y a 3 jours",
        "hier à 10:30",
        "20 Nov 2026 " + "x" * 100,
        "Publié le 20 novembre " + "…" * 80 + " 2026",
        "le " * 32 + "20 novembre 2026",  # cut after a hundred characters, it would be of 2020
    ],
)
def test_what_is_not_wholly_understood_is_no_date(text: str) -> None:
    assert stated(text) is None


@given(st.data())
def test_every_form_of_the_table_is_read_back(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([row for row in LANGUAGES if row.months]))
    day = data.draw(DAYS)
    hour, minute = data.draw(CLOCKS)
    month, dotted = data.draw(_months(row, day.month))
    words = [data.draw(_words(row.lead)), data.draw(_words(row.words)), data.draw(_weekdays(row, day)), ""]
    date_text = f"{day.day}{'.' if dotted else ''} {month} {data.draw(_words(row.words))} {day.year}"
    text = " ".join([*data.draw(st.permutations(words)), date_text, data.draw(_clock(row, hour, minute))])
    text = data.draw(st.sampled_from([text, text.upper(), text.lower()]))
    assert stated(text) == f"{day.isoformat()} {hour:02}:{minute:02}", text


def _months(row: Language, number: int) -> st.SearchStrategy[tuple[str, bool]]:
    """A month of the row, perhaps cut, and whether the day before it has a dot."""
    forms: list[tuple[str, bool]] = []
    for name in (names[number - 1].replace("_", " ") for names in row.months):
        if name != "~" and (row.code, name) not in IN_DOUBT:
            short, bar, rest = name.removeprefix(".").partition("|")
            dotted = row.code in DOTTED
            forms += [(short + rest, dotted), *([(f"{short}.", dotted)] if bar else [])]
    return st.sampled_from(forms)


def _words(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *(word.replace("_", " ") for word in words)])


def _weekdays(row: Language, day: date) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *(f"{names[day.weekday()]}," for names in row.weekdays if "~" not in names)])


def _clock(row: Language, hour: int, minute: int) -> st.SearchStrategy[str]:
    forms = [f"{hour}:{minute:02}", f"{hour:02}:{minute:02}:59", f"{hour}h{minute:02}", f"{hour} h {minute:02} min"]
    forms += [f"{hour}.{minute:02}"]
    forms += [f"{word.replace('_', ' ')} {hour}.{minute:02}" for word in row.clock]
    forms += [f"{hour}.{minute:02} {word}" for word in row.unit]
    forms += [f"{word} {hour}" for word in row.clock if minute == 0]
    forms += [f"{(hour - 1) % 12 + 1}:{minute:02} {half}" for half in (row.am if hour < 12 else row.pm)]
    return st.sampled_from(forms)


@given(st.sampled_from([row.code for row in LANGUAGES]), DAYS, st.sampled_from(["full", "long", "medium", "short"]))
def test_what_unicode_prints_in_a_language_is_read_as_its_day_or_not_at_all(code: str, day: date, form: str) -> None:
    text = format_date(day, form, code)
    read, _ = read_date(text, "auto", NOW + timedelta(days=1))
    if read and "년" in text:
        read += KOREAN_TIME
    possible = {day} if form in ("full", "long") else {day, None}
    assert (read.date() if read else None) in possible, text


def test_no_country_writes_bare_numbers_otherwise_than_its_language_is_said_to() -> None:
    orders = {row.code: row.order for row in LANGUAGES if row.order}
    otherwise = []
    for name in localedata.locale_identifiers():
        locale = Locale.parse(name)
        pattern = locale.date_formats["short"].pattern
        order = "".join(sorted("dMy", key=pattern.find)).lower()
        if order not in (orders.get(locale.language, order), "ymd"):
            otherwise.append((name, pattern))
    assert [name for name, _ in otherwise if not name.startswith(("zh", "hu", "ja", "ko"))] == []


@given(st.text(st.characters(exclude_categories=["Nd", "No", "Nl", "Cs"]), max_size=80))
def test_without_digits_there_is_no_date(text: str) -> None:
    assert stated(text) is None


VOCABULARY = sorted(
    {word for row in LANGUAGES for words in (row.words, row.clock, row.unit, row.am, *row.months) for word in words}
)
PIECES = st.sampled_from([*VOCABULARY, *"0123456789-./:,()+ ", "2026", "20", "11", "10:30", "CET", "Z", "T", "\u00a0"])


@given(st.lists(PIECES, max_size=20), st.sampled_from(["", " "]))
def test_pieces_of_dates_never_raise_and_are_trusted_only_in_the_past(pieces: list[str], joint: str) -> None:
    read, trusted = read_date(joint.join(pieces), "auto", NOW)
    assert not trusted or (read is not None and EARLIEST <= read <= NOW)


@pytest.mark.parametrize("piece", ["1", "1 ", "a. ", "20.", "10:", "(", "- ", "h ", "+00", " ", "年", "ﷺ", "é", "١"])
def test_long_strings_of_strangers_take_no_time(piece: str) -> None:
    began = time.process_time()
    for length in (99, 100, 1_000, 300_000):
        read_date(piece * (length // len(piece)), "auto", NOW)
    assert time.process_time() - began < 1
