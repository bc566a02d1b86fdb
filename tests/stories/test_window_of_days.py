"""Lists that show the last days only: an empty one says that nothing came, unless all went at once."""

from __future__ import annotations

import pytest

from support.telling import SILENT, Form, Item, Tell, atom, rss, weekly

pytestmark = pytest.mark.slow


def window(posts: list[Item], now: float, days: float) -> list[Item]:
    from support.telling import day

    return [each for each in posts if each.at is not None and each.at > day(now - days)]


@pytest.mark.parametrize("form", [rss, atom])
@pytest.mark.parametrize("days", [7, 14, 30])
def test_the_silence_of_an_empty_window_is_silence(tell: Tell, form: Form, days: float) -> None:
    """S23: a wiki's recent changes; the newest of day 40."""
    told = tell()
    told.shows(lambda now: form(window(weekly(min(now, 40), 40, each=2), now, days)))
    told.until(40)
    assert told.status() == "on_plan"
    found = told.until(100, step=2)
    assert found[-1] == "dormant"
    assert "blind" not in found


def test_a_window_that_loses_everything_at_once_is_not_seen(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: rss(window(weekly(now, 40, each=2), now, 14) if now < 40 else []))
    told.until(39)
    found = told.until(100, step=3)
    assert found[-1] == "blind"
    assert not set(found) & {*SILENT} - {"late"}


def test_a_list_that_shows_everything_teaches_no_window(tell: Tell) -> None:
    """All posts since the beginning were shown: that it is empty one day is not as it should be."""
    told = tell()
    told.shows(lambda now: rss([*weekly(min(now, 40), 8)] if now < 60 else []))
    told.until(58)
    found = told.until(90, step=2)
    assert found[-1] in ("blind", "dormant")
    seen = told.said().verdict.state.observation
    assert seen.bad_checks > 0
