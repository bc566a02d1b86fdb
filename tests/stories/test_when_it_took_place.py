"""What was not there at the last complete check and is there now took place between the two."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from support.telling import Form, Item, Tell, day, item, json_feed, rss

pytestmark = pytest.mark.slow


def events(now: float, ahead: float, each: float = 7) -> list[Item]:
    """One more event is announced every `each` days, for a day that far ahead."""
    last = int(now // each)
    return [item(100 + number, day(number * each + ahead)) for number in range(last, last - 8, -1)]


@pytest.mark.parametrize("ahead", [20, 28, 90])
def test_who_announces_what_is_to_come_is_alive(tell: Tell, ahead: float) -> None:
    """S11: the date stated is the day of the concert."""
    told = tell()
    told.shows(lambda now: rss(events(now, ahead)))
    told.until(7)
    found = told.until(80, step=3)
    assert set(found[1:]) <= {"on_plan"}
    assert told.last_act is not None
    assert told.last_act <= told.clock.now


def test_who_announces_no_more_is_not_kept_alive_by_what_is_to_come(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: rss(events(min(now, 20), 60)))
    assert told.until(90, step=3)[-1] == "dormant"


def archive(count: int, back: float) -> list[Item]:
    return [item(7000 + number, day(-back - number)).but(title=f"From the archive {number}") for number in range(count)]


@pytest.mark.parametrize("back", [40, 200])
def test_a_draft_of_long_ago_that_is_published_now_is_life(tell: Tell, back: float) -> None:
    """S12: one post that bears an old date, seen for the first time on a dormant account."""
    told = tell()
    old = [item(number, day(-60 - 30 * number)) for number in range(10)]
    told.shows(lambda now: rss(sorted(old + (archive(1, back) if now >= 10 else []), key=lambda each: each.at)[::-1]))
    told.until(8)
    assert told.status() == "dormant"
    told.until(10)
    assert told.status() == "recovering"
    assert told.last_act == day(10)


@pytest.mark.parametrize("form", [rss, json_feed])
def test_thirty_of_them_at_once_are_an_import(tell: Tell, form: Form) -> None:
    """S12, S17: they keep their dates and end no silence."""
    told = tell()
    old = [item(number, day(-60 - 30 * number)) for number in range(10)]
    told.shows(lambda now: form(sorted(old + (archive(30, 40) if now >= 10 else []), key=lambda each: each.at)[::-1]))
    told.until(8)
    assert told.status() == "dormant"
    assert told.until(40, step=3) == ["dormant"]
    assert told.last_act == day(-60)


IMPORTING = """
name = "Acme social"
status = "shape"
class = "A"
[match]
named = ['^(?P<list>https?://[^?#\\s]+/importing)$']
profile = ["{list}"]
[[posts]]
get = "{list}"
format = "json"
items = "posts"
reach = { items = 50 }
[posts.map]
id = "id"
published = "created"
received = "received"
title = "text"
[terms]
automated = "api"
source = "https://acme.example/terms"
read_on = 2026-11-22
"""


@pytest.mark.parametrize(("many", "after"), [(1, "recovering"), (28, "abandoned")])
def test_an_archive_that_was_received_today_is_no_life_but_one_late_post_is(
    tell: Tell, tmp_path: Path, many: int, after: str
) -> None:
    """S17: silent for two years; posts of 2014 are received on day 5, one a minute."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "acmesocial.toml").write_text(IMPORTING, encoding="utf-8")
    told = tell(network="acmesocial", path="/importing")
    written = told.file.read_text(encoding="utf-8")
    told.file.write_text(written.replace("[monitor]", f'[monitor]\nconnectors = ["{folder}"]', 1), encoding="utf-8")

    def post(number: str, created: datetime, received: datetime) -> dict[str, str]:
        return {
            "id": number,
            "created": created.isoformat(),
            "received": received.isoformat(),
            "text": f"text {number}",
        }

    def made(now: float) -> bytes:
        own = [post(f"old{number}", day(-730 - number), day(-730 - number)) for number in range(6)]
        late = [
            post(f"imp{number}", day(-4600 - number), day(4.5) + timedelta(minutes=number)) for number in range(many)
        ]
        return json.dumps({"posts": (late if now >= 5 else []) + own}).encode()

    told.shows(made, Content_Type="application/json")
    told.until(4)
    assert told.status() == "abandoned"
    told.until(8, step=1)
    assert told.status() == after
    if many > 1:
        imported = told.said().record.bulk
        assert imported is not None
        assert imported.count == many
