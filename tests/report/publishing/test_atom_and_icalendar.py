"""The feed and the calendar as other programs read them: whole, escaped, the same every time, and without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.documents.decode import decode
from monitor.judge.reason_catalogue import REASONS
from monitor.model.account import Account, Lifecycle, Plan, Span
from monitor.model.http import Decode, Decoded, Format
from monitor.model.settings import MailSettings, Settings
from monitor.model.state import Flag, Reason, Status, Transition
from monitor.report.publishing.atom import feed
from monitor.report.publishing.icalendar import agenda, events
from support.account_status import NOW
from support.digest import make_settings
from support.typography import french_faults

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
EVIL = "</title><script>alert(1)</script>&\r\nX:\x00\ud800\ufffe"


def account(id_: str = "acme-blog", brand: str = "acme", **values: Any) -> Account:
    return Account(**{"id": id_, "brand": brand, "network": "feed", "url": f"https://{brand}.example/blog"} | values)


def settings(*accounts: Account) -> Settings:
    mail = MailSettings(sender="Acme <monitor@acme.example>")
    return replace(make_settings(), accounts={one.id: one for one in accounts}, mail=mail)


def went(id_: str = "acme-blog", days: int = 0, **values: Any) -> Transition:
    reasons = (Reason("silent", {"days": 31.4, "last": "2026-10-23", "planned": "3 per week"}),)
    given_values = {"axis": "status", "before": "late", "after": "dormant", "reasons": reasons}
    return Transition(account=id_, at=NOW + timedelta(days=days), **given_values | values)


def entries(document: bytes) -> Sequence[Any]:
    found = feedparser.parse(document)
    assert (found.bozo, found.version) == (0, "atom10")
    read: Sequence[Any] = found.entries
    return read


def calendar(plan: Settings, brands: Sequence[str] = ("acme", "zenith"), now: datetime = NOW) -> list[Any]:
    return list(icalendar.Calendar.from_ical(agenda(plan, brands, now)).walk("VEVENT"))


def test_a_change_is_an_entry_in_its_brands_language() -> None:
    (french,) = entries(feed([went()], settings(account()), "acme", SINCE))
    assert french.title == "acme-blog (Flux)\u00a0: en retard → dormant"
    assert french.link == "https://acme.example/blog"
    assert french.updated == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "31" in french.content[0].value
    assert french.content[0].type == "text/plain"
    assert french_faults(french.title + ". " + french.content[0].value) == []
    zenith = settings(account("shop", "zenith"))
    (english,) = entries(feed([went("shop")], zenith, "zenith", SINCE))
    assert english.title.endswith(": late → dormant")
    assert "Noticed on 23\u00a0November 2026." in english.content[0].value


@pytest.mark.parametrize("flag", list(Flag))
@pytest.mark.parametrize("to", ["on", "off"])
def test_each_flag_has_its_words(flag: Flag, to: str) -> None:
    change = went(axis=f"flag:{flag.value}", before="off", after=to, reasons=())
    (entry,) = entries(feed([change], settings(account()), "acme", SINCE))
    assert "acme-blog" in entry.title
    assert french_faults(entry.title) == []


def test_what_is_not_announced_and_other_brands_stay_out_and_the_newest_comes_first() -> None:
    plan = settings(account(), account("shop", "zenith"))
    changes = [went(days=1), went(days=3), went("shop", days=2), went(days=4, announce=False), went("gone-from-file")]
    days = [(NOW + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ") for day in (3, 1)]
    assert [entry.updated for entry in entries(feed(changes, plan, "acme", SINCE))] == days


def test_an_entrys_id_stays_and_is_its_own() -> None:
    plan = settings(account())
    first = entries(feed([went()], plan, "acme", SINCE))
    later = entries(feed([went(), went(days=1), went(after="abandoned")], plan, None, SINCE))
    assert first[0].id in {entry.id for entry in later}
    assert len({entry.id for entry in later}) == 3
    assert first[0].id.startswith("tag:acme.example,2026-11-23:")


def test_the_feed_of_all_keeps_its_id_when_a_brand_is_added() -> None:
    two = settings(account())
    one = replace(two, brands={"acme": two.brands["acme"]})
    ids = [feedparser.parse(feed([], plan, brand, SINCE)).feed.id for plan in (one, two) for brand in (None, "acme")]
    assert ids[2:] == ids[:2]
    assert ids[1] != ids[0]


def test_the_feed_is_as_old_as_its_newest_entry_or_as_the_watch() -> None:
    plan = settings(account())
    assert feedparser.parse(feed([], plan, "acme", SINCE)).feed.updated == "2026-01-01T00:00:00Z"
    assert feedparser.parse(feed([went()], plan, "acme", SINCE)).feed.updated == "2026-11-23T06:10:00Z"


def test_a_long_life_makes_a_feed_of_a_hundred_entries() -> None:
    changes = [went(days=day) for day in range(150)]
    assert len(entries(feed(changes, settings(account()), "acme", SINCE))) == 100


def test_our_own_reader_of_feeds_reads_it() -> None:
    read = decode(Decode(Format.FEED, feed([went(), went(days=1)], settings(account()), "acme", SINCE)))
    assert isinstance(read, Decoded)
    assert [item["published"] for item in read.document["items"]][1:] == [NOW.isoformat().replace("+00:00", "Z")]


def test_nobody_is_named_in_the_feed() -> None:
    people = {"owner": "lea", "backup": "nora"}
    reasons = tuple(Reason(rule, {**dict.fromkeys(keys, 1), **people}) for rule, keys in REASONS.items())
    written = feed([went(reasons=(reason,)) for reason in reasons], settings(account(owner="lea")), "acme", SINCE)
    assert not [name for name in ("Léa", "Nora", "lea<", " lea ", "nora") if name in written.decode()]


@given(st.text(st.characters(), max_size=40) | st.just(EVIL))
def test_no_text_breaks_the_feed(text: str) -> None:
    plan = settings(account(text))
    plan = replace(plan, brands={**plan.brands, "acme": replace(plan.brands["acme"], name=text)}, organisation=text)
    change = went(text, reasons=(Reason(text, {}),))
    document = feed([change], plan, "acme", SINCE)
    assert feed([change], plan, "acme", SINCE) == document
    root = ElementTree.fromstring(document)  # noqa: S314  # our own
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    known = {"feed", "id", "title", "updated", "author", "name", "entry", "published", "link", "category", "content"}
    assert names <= known


PLANNED = account(
    pauses=(Span(date(2026, 12, 21), date(2027, 1, 3), "Winter, closed; again soon"), Span(date(2027, 8, 1))),
    seasons=(Span(date(2027, 3, 1), date(2027, 5, 31)),),
    plan=Plan(review_by=date(2027, 2, 1)),
    closing_on=date(2028, 2, 29),
)


def test_what_is_declared_stands_on_its_days() -> None:
    found = calendar(settings(PLANNED))
    assert [(one["DTSTART"].dt, one["DTEND"].dt, one["SUMMARY"].partition("\u00a0: ")[2]) for one in found] == [
        (date(2026, 12, 21), date(2027, 1, 4), "pause"),  # the day after the last
        (date(2027, 2, 1), date(2027, 2, 2), "revoir le plan"),
        (date(2027, 3, 1), date(2027, 6, 1), "saison"),
        (date(2027, 8, 1), date(2027, 8, 2), "début d’une pause"),
        (date(2028, 2, 29), date(2028, 3, 1), "fermeture"),
    ]
    assert str(found[0]["DESCRIPTION"]) == "Winter, closed; again soon"
    assert {str(one["TRANSP"]) for one in found} == {"TRANSPARENT"}
    assert {str(one["URL"]) for one in found} == {"https://acme.example/blog"}
    assert {one["DTSTAMP"].dt for one in found} == {datetime(2026, 11, 23, tzinfo=UTC)}


def test_a_calendar_is_in_its_brands_language() -> None:
    found = calendar(settings(replace(PLANNED, brand="zenith")))
    said = ["pause", "review the plan", "season", "pause begins", "closes"]
    assert [str(one["SUMMARY"]).partition(": ")[2] for one in found] == said


def test_a_pause_that_grows_stays_one_event_and_two_are_two() -> None:
    longer = replace(PLANNED, pauses=(Span(date(2026, 12, 21), date(2027, 1, 31)), *PLANNED.pauses[1:]))
    uids = [str(one["UID"]) for one in calendar(settings(PLANNED))]
    assert [str(one["UID"]) for one in calendar(settings(longer))] == uids
    twice = replace(PLANNED, pauses=(Span(date(2026, 12, 21)), Span(date(2026, 12, 21), date(2027, 1, 1))))
    both = [str(one["UID"]) for one in calendar(settings(twice))]
    assert len(set(both)) == len(both)


def test_a_calendar_changes_once_a_day_at_most() -> None:
    plan = settings(PLANNED)
    assert agenda(plan, ["acme"], NOW + timedelta(hours=17)) == agenda(plan, ["acme"], NOW)
    assert agenda(plan, ["acme"], NOW + timedelta(hours=18)) != agenda(plan, ["acme"], NOW)


def test_closed_accounts_and_other_brands_have_no_events() -> None:
    plan = settings(replace(PLANNED, lifecycle=Lifecycle.CLOSED), replace(PLANNED, id="shop", brand="zenith"))
    assert (events(plan, ["acme"]), {event.account.id for event in events(plan, ["zenith"])}) == ([], {"shop"})


def test_the_last_days_of_all_fit() -> None:
    edge = replace(PLANNED, pauses=(Span(date.max, date.max),), closing_on=date.max)
    assert calendar(settings(edge))[-1]["DTEND"].dt == date.max


@given(st.text(max_size=300) | st.just(EVIL + "\nEND:VEVENT\nBEGIN:VEVENT"))
def test_no_reason_breaks_the_calendar(reason: str) -> None:
    plan = settings(replace(PLANNED, pauses=(Span(date(2026, 12, 21), None, reason),)))
    written = agenda(plan, ["acme"], NOW)
    assert all(len(one) <= 75 for one in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert len(calendar(plan)) == 4


def test_every_status_has_its_words() -> None:
    changes = [went(days=number, after=status.value, reasons=()) for number, status in enumerate(Status)]
    assert len(entries(feed(changes, settings(account()), "acme", SINCE))) == len(Status)
