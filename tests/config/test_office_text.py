"""Office hours as people write them."""

from __future__ import annotations

import pytest

from monitor.config.office_text import parse_office

WEEK = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "days", "opens", "closes"),
    [
        ("mon-fri 9-18", WEEK, 540, 1080),
        ("Mon-Fri  09:00 - 18:00", WEEK, 540, 1080),
        ("monday-friday 9-18", WEEK, 540, 1080),
        ("lun-ven 9h-18h30", WEEK, 540, 1110),
        ("mon,wed,sat 8:30-17", (0, 2, 5), 510, 1020),
        ("sat-mon 0-24", (0, 5, 6), 0, 1440),
        ("always", (0, 1, 2, 3, 4, 5, 6), 0, 1440),
    ],
)
def test_days_and_hours(text: str, days: tuple[int, ...], opens: int, closes: int) -> None:
    found = parse_office(text)
    assert (found.days, found.opens, found.closes, found.text) == (days, opens, closes, text)


@pytest.mark.parametrize(
    "text", ["", "9-18", "mon-fri", "mon-xyz 9-18", "mon-fri 9-25", "mon-fri 9:61-18", "mon-fri 18-9"]
)
def test_what_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match='write them as "mon-fri 9-18"'):
        parse_office(text)
