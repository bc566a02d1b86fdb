"""The sample networks speak as the real ones do, at the story's instant, and stop when asked."""

from __future__ import annotations

import http.client
import json
import re
import smtplib
import socket
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from monitor.demo.diary import MONDAY, THURSDAY, Diary, DiaryRhythm
from monitor.demo.mailbox import Mailbox, ReceivedMail
from monitor.demo.sample_networks import NETWORKS, PREVIEW_HIDDEN, SHOW_REMOVED, VIDEOS_CLOSED
from monitor.demo.servers import Answer, Asked, serving
from monitor.model.activity import Kind

NOW = datetime(2026, 10, 1, 6, 10, tzinfo=UTC)
BASE = "http://sample.example"


def ask(network: str, address: str, now: datetime = NOW) -> Answer:
    parts = urlsplit(address)
    query = dict(pair.split("=") for pair in parts.query.split("&")) if parts.query else {}
    return NETWORKS[network](Asked(parts.path, query, BASE, now))


def test_a_diary_holds_what_stands_written_and_nothing_of_the_future() -> None:
    diary = Diary("A", "B", (DiaryRhythm(("x", "y"), (MONDAY, THURSDAY), first=date(2026, 9, 21)),))
    assert [(post.number, post.title, f"{post.at:%a}") for post in diary.written(NOW)] == [
        (3, "x", "Mon"),
        (2, "y", "Thu"),
        (1, "x", "Mon"),
    ]


def test_every_other_week_keeps_its_step() -> None:
    acts = list(DiaryRhythm(("x",), (MONDAY,), every=2).acts())
    assert {later[0].date() - earlier[0].date() for earlier, later in pairwise(acts)} == {timedelta(days=14)}


def test_statuses_page_by_link_and_reach_every_status_once() -> None:
    account = json.loads(ask("social", "/api/v1/accounts/lookup?acct=acme").body)
    address: str | None = f"/api/v1/accounts/{account['id']}/statuses?limit=20"
    found: list[str] = []
    while address:
        answer = ask("social", address)
        found += [status["id"] for status in json.loads(answer.body)]
        following = re.search(rf'<{BASE}([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        address = following[1] if following else None
    assert len(found) == len(set(found)) == account["statuses_count"]
    assert sorted(found, reverse=True) == found


def test_an_instance_distinguishes_posts_shares_and_replies() -> None:
    account = json.loads(ask("social", "/api/v1/accounts/lookup?acct=acme").body)
    statuses = json.loads(ask("social", f"/api/v1/accounts/{account['id']}/statuses?limit=40").body)
    kinds = {
        Kind.SHARE if status["reblog"] else Kind.REPLY if status["in_reply_to_id"] else Kind.POST for status in statuses
    }
    assert set(Kind) == kinds


def test_no_two_statuses_of_an_instance_have_one_id() -> None:
    ids = []
    for name in ("acme", "workshop", "newswire", "velos", "revendeurs", "bulletin"):
        account = json.loads(ask("social", f"/api/v1/accounts/lookup?acct={name}").body)
        page = ask("social", f"/api/v1/accounts/{account['id']}/statuses?limit=40").body
        ids += [status["id"] for status in json.loads(page)]
    assert len(set(ids)) == len(ids)


def test_below_a_status_stand_the_question_and_later_its_answer() -> None:
    account = json.loads(ask("social", "/api/v1/accounts/lookup?acct=acme").body)
    page = ask("social", f"/api/v1/accounts/{account['id']}/statuses?limit=40").body
    (status, *_) = [status for status in json.loads(page) if status["replies_count"] == 2]
    asked, answered = json.loads(ask("social", f"/api/v1/statuses/{status['id']}/context").body)["descendants"]
    assert [asked["in_reply_to_id"], answered["in_reply_to_id"]] == [status["id"], asked["id"]]
    assert (answered["account"]["id"] == account["id"], asked["account"]["id"] == account["id"]) == (True, False)
    assert status["created_at"] < asked["created_at"] < answered["created_at"]
    begun = datetime.fromisoformat(asked["created_at"])
    early = ask("social", f"/api/v1/statuses/{status['id']}/context", begun)
    assert json.loads(early.body)["descendants"] == [asked]
    assert ask("social", "/api/v1/statuses/1/context").status == 404


@pytest.mark.parametrize("path", ["/api/v1/accounts/lookup?acct=nobody", "/api/v1/accounts/1/statuses", "/about"])
def test_an_instance_does_not_know_strangers(path: str) -> None:
    assert ask("social", path).status == 404


def test_a_channel_hides_its_preview_from_one_day_on() -> None:
    path = "/s/acme_riders_example"
    assert ask("channels", path, PREVIEW_HIDDEN - timedelta(days=1)).body.count('class="time"') == 20
    hidden = ask("channels", path, PREVIEW_HIDDEN)
    assert (hidden.status, hidden.headers["Location"]) == (302, "/acme_riders_example")
    assert "tgme_widget_message_wrap" not in ask("channels", "/acme_riders_example", PREVIEW_HIDDEN).body


def test_older_messages_follow_before() -> None:
    newest = ask("channels", "/s/acme_riders_example").body
    before = re.search(r'data-before="(\d+)"', newest)
    assert before is not None
    older = ask("channels", f"/s/acme_riders_example?before={before[1]}").body
    assert f'data-post="acme_riders_example/{int(before[1]) - 1}"' in older
    assert f'data-post="acme_riders_example/{before[1]}"' not in older


def test_the_podcast_is_removed_from_one_day_on() -> None:
    assert ask("podcasts", "/spokespeople.rss", SHOW_REMOVED - timedelta(days=1)).status == 200
    assert ask("podcasts", "/spokespeople.rss", SHOW_REMOVED).status == 410


def test_a_list_of_videos_is_closed_from_one_day_on() -> None:
    assert ask("clips", "/velos/videos.rss", VIDEOS_CLOSED - timedelta(days=1)).status == 200
    assert ask("clips", "/velos/videos.rss", VIDEOS_CLOSED).status == 403


@pytest.mark.parametrize("network", sorted(set(NETWORKS) - {"social"}))
def test_a_network_has_nothing_elsewhere(network: str) -> None:
    assert ask(network, "/elsewhere").status == 404


def test_a_served_network_lives_at_the_storys_instant_and_knows_what_was_fetched() -> None:
    with serving(NETWORKS, lambda: NOW) as addresses:
        assert len(NETWORKS) == len(set(addresses.values()))
        place = urlsplit(addresses["blogs"])
        client = http.client.HTTPConnection(place.netloc, timeout=5)
        client.request("GET", "/feed.xml")
        first = client.getresponse()
        body, etag = first.read(), first.headers["ETag"]
        client.request("GET", "/feed.xml", headers={"If-None-Match": etag})
        again = client.getresponse()
        again.read()
        client.close()
    assert first.headers["Date"] == "Thu, 01 Oct 2026 06:10:00 GMT"
    assert body.count(b"<item>") > 10
    assert again.status == 304
    with pytest.raises(OSError):
        socket.create_connection((place.hostname, place.port), timeout=5)


def test_a_mailbox_keeps_what_it_receives_and_is_closed_after_its_time() -> None:
    with Mailbox() as mailbox, smtplib.SMTP("127.0.0.1", mailbox.port, timeout=5) as client:
        client.sendmail("a@acme.example", ["b@acme.example", "c@acme.example"], b"Subject: One\r\n\r\n.dot\r\n")
    assert [ReceivedMail(("b@acme.example", "c@acme.example"), b"Subject: One\r\n\r\n.dot\r\n")] == mailbox.messages
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", mailbox.port), timeout=5)
