"""Real answers (../shared/recorded) of networks that are read by their feeds, and of PeerTube and Discourse.

A preset is the feed manifest with another address: what it reads must be what the feed manifest reads. Each file of a
folder is replayed, or stands among the others with the reason.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

NOW = datetime(2026, 11, 22, tzinfo=UTC)

# network, the account's address, what is asked for it, and the files that answer so
PRESETS = [
    (
        "medium",
        "https://medium.com/@acme",
        "https://medium.com/feed/@acme",
        ["medium/medium_feed.xml", "feeds/nnw_489.rss"],
    ),
    ("substack", "https://acme.substack.com", "https://acme.substack.com/feed", ["substack/feedrs_rss_2.0_heated.xml"]),
    (
        "ghost",
        "https://acme.ghost.io",
        "https://acme.ghost.io/rss/",
        ["ghost/feedrs_rss_2.0_ghost_1.xml", "ghost/feedrs_rss_2.0_ghost_2.xml"],
    ),
    ("vimeo", "https://vimeo.com/acme", "https://vimeo.com/acme/videos/rss", ["vimeo/feedrs_rss_2.0_vimeo_media.xml"]),
    (
        "reddit",
        "https://www.reddit.com/r/acme",
        "https://www.reddit.com/r/acme/new/.rss?limit=100",
        [
            "reddit/subreddit_atom_1.xml",
            "reddit/atom_example_reddit.xml",
            "reddit/reddit-atom.xml",
            "reddit/reddit-rss.xml",
        ],
    ),
]
REPLAYED = [(network, url, get, name) for network, url, get, names in PRESETS for name in names]
DATELESS = {"ghost/feedrs_rss_2.0_ghost_1.xml"}  # one item, cut down to its picture
OTHERS = {  # not an answer to a question of ours
    "tumblr/tumblr_likes.json": "what an account likes, by the API that needs a key",
    **dict.fromkeys(
        (
            "reddit/TestObjector.test_raise_api_exception.json",
            "reddit/TestRedditor.test_fullname_init.json",
            "reddit/TestRedditor.test_trophies__user_not_exist.json",
            "reddit/TestRedditorListings.test_comments__new.json",
            "reddit/TestRedditorListings.test_submissions__new.json",
            "reddit/TestRedditorListings.test_upvoted.json",
            "reddit/TestRedditorListings.test_upvoted__other_user.json",
            "reddit/TestSubredditListings.test_comments.json",
            "reddit/TestSubredditListings.test_new.json",
            "reddit/TestSubredditQuarantine.test_opt_out.json",
        ),
        "the API that needs an approved key",
    ),
    "peertube/accountextractor_framasoft_1.json": "the list of an account's channels",
    "peertube/accounttabextractor_channels_0.json": "the list of an account's channels",
    "peertube/commentsextractor_default_0.json": "comments on a video",
    "peertube/commentsextractor_default_1.json": "comments on a video",
    "peertube/trendingextractor_trending_0.json": "videos of all accounts",
    "discourse/discourse_post.json": "one post",
    "discourse/discourse_topic_1148.json": "one topic",
    "discourse/discourse_topic_1149.json": "one topic",
}


@pytest.mark.parametrize(("network", "url", "get", "name"), REPLAYED, ids=lambda text: text.rpartition("/")[2])
def test_a_preset_reads_what_the_feed_manifest_reads(
    shared: Path, replay: Any, answer: Any, network: str, url: str, get: str, name: str
) -> None:
    body = (shared / "recorded" / name).read_bytes()
    seen = replay(network, url, answer(get, body), now=NOW).seen
    plain = replay("feed", get, answer(get, body), now=NOW).seen
    assert len(seen.activities) > 0
    assert [(act.id, act.url, act.published, act.title) for act in plain.activities] == [
        (act.id, act.url, act.published, act.title) for act in seen.activities
    ]
    dated = any(act.published is not None and act.trusted for act in seen.activities)
    assert dated is (name not in DATELESS)


def test_an_account_of_peertube_and_its_pages_of_videos(shared: Path, replay: Any, answer: Any) -> None:
    def said(name: str) -> str:
        text = json.loads((shared / "recorded" / "peertube" / f"{name}.json").read_text(encoding="utf-8"))
        body: str = text["response"]["responseBody"]
        return body

    base = "https://framatube.org/api/v1/accounts/framasoft"
    first = f"{base}/videos?start=0&count=100&sort=-publishedAt"
    answers = answer(base, said("accountextractor_framasoft_0")) | answer(first, said("accounttabextractor_videos_0"))
    seen = replay("peertube", "https://framatube.org/a/framasoft", answers, now=NOW).seen
    assert ("https://framatube.org/accounts/framasoft", 712) == (seen.facts.url, seen.facts.total)
    assert 12 == len(seen.activities)
    assert "1baa6897-c2ad-4caf-beb4-0c85b8dc8d09" == seen.activities[0].id
    assert all(act.trusted and act.url and act.views is not None for act in seen.activities)
    following = answer(base, said("accountextractor_framasoft_0")) | answer(first, said("accounttabextractor_videos_1"))
    assert "4690f326-de96-442a-9769-18f6ece46993" == (
        replay("peertube", "https://framatube.org/a/framasoft", following, now=NOW).seen.activities[0].id
    )


def test_videos_of_a_channel_that_lives_elsewhere(shared: Path, replay: Any, answer: Any) -> None:
    text = json.loads((shared / "recorded/peertube/channeltabextractor_videos_1.json").read_text(encoding="utf-8"))
    base = "https://video.lqdn.fr/api/v1/video-channels/lqdn_channel"
    profile = answer(base, '{"id": 1, "name": "lqdn_channel"}')  # made
    first = f"{base}/videos?start=0&count=100&sort=-publishedAt"
    answers = profile | answer(first, text["response"]["responseBody"])
    seen = replay("peertube", "https://video.lqdn.fr/c/lqdn_channel", answers, now=NOW).seen
    assert (589, "b65afbb7-f661-44d6-9f63-88aa6448214a") == (seen.facts.total, seen.activities[0].id)


@pytest.mark.parametrize(
    ("name", "ids", "pinned"),
    [("discourse_topics", ["1148", "1149"], []), ("discourse_topics_pinned", None, [True])],
)
def test_topics_of_a_forum(
    shared: Path, replay: Any, answer: Any, name: str, ids: list[str] | None, pinned: list[bool]
) -> None:
    body = (shared / "recorded" / "discourse" / f"{name}.json").read_bytes()
    site = "https://forum.example"
    seen = replay("discourse", site, answer(f"{site}/latest.json?order=created&page=0", body), now=NOW).seen
    if ids is not None:
        assert ids == [act.id for act in seen.activities]
    assert pinned == [True for act in seen.activities if act.pinned][:1]
    assert all(act.published is not None and act.trusted for act in seen.activities)


def test_every_file_of_these_folders_is_replayed_or_stands_with_its_reason(shared: Path) -> None:
    replayed = {name for *_, name in REPLAYED} | {
        f"peertube/{name}.json"
        for name in (
            "accountextractor_framasoft_0",
            "accounttabextractor_videos_0",
            "accounttabextractor_videos_1",
            "channeltabextractor_videos_1",
        )
    }
    replayed |= {"discourse/discourse_topics.json", "discourse/discourse_topics_pinned.json"}
    folders = ("medium", "substack", "ghost", "tumblr", "vimeo", "reddit", "peertube", "discourse")
    there = {f"{folder}/{file.name}" for folder in folders for file in (shared / "recorded" / folder).iterdir()}
    assert there == {name for name in replayed if not name.startswith("feeds/")} | set(OTHERS)
    assert not replayed & set(OTHERS)
