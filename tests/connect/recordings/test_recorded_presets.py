"""Real answers (../shared/recorded, and one of ../shared/suites) of networks that are read by their feeds.

A preset is the feed manifest with another address: what it reads must be what the feed manifest reads. Each file of a
folder is replayed, or stands among the others with the reason.
"""

from __future__ import annotations

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
        ["medium/medium_feed.xml", "feeds/nnw_489.rss", "feeds/nnw_EMarley.rss"],
    ),
    ("substack", "https://acme.substack.com", "https://acme.substack.com/feed", ["substack/feedrs_rss_2.0_heated.xml"]),
    (
        "ghost",
        "https://acme.ghost.io",
        "https://acme.ghost.io/rss/",
        [
            "ghost/feedrs_rss_2.0_ghost_1.xml",
            "ghost/feedrs_rss_2.0_ghost_2.xml",
            "feeds/feedrs_rss_2.0_cloudflare.xml",
            "feeds/feedrs_rss_2.0_element_io.xml",
        ],
    ),
    ("vimeo", "https://vimeo.com/acme", "https://vimeo.com/acme/videos/rss", ["vimeo/feedrs_rss_2.0_vimeo_media.xml"]),
    (
        "squarespace",
        "https://acme.squarespace.com/blog",
        "https://acme.squarespace.com/blog?format=rss",
        ["feeds/nnw_KatieFloyd.rss"],
    ),
    (
        "spreaker",
        "https://www.spreaker.com/show/4273892",
        "https://www.spreaker.com/show/4273892/episodes/feed",
        ["../suites/feed-rs/docs/rss2__rss_2.0_spreaker.xml"],
    ),
    (
        "reddit",
        "https://www.reddit.com/r/acme",
        "https://www.reddit.com/r/acme/new/.rss?limit=100",
        [
            "reddit/subreddit_atom_1.xml",
            "reddit/atom_example_reddit.xml",
            "reddit/reddit-atom.xml",
            "reddit/reddit-rss.xml",
            "feeds/feedrs_rss_2.0_reddit.xml",
        ],
    ),
]
REPLAYED = [(network, url, get, name) for network, url, get, names in PRESETS for name in names]
DATELESS = {"ghost/feedrs_rss_2.0_ghost_1.xml"}  # one item, cut down to its picture
OTHERS = {  # not an answer to a question of ours
    "tumblr/tumblr_likes.json": "what an account likes, by the API that needs a key",
    "reddit/TestObjector.test_raise_api_exception.json": "an answer to a question that changes something",
    **dict.fromkeys(
        (
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
        "the API, by an approved key: replayed in test_recorded_reddit_api.py",
    ),
}


@pytest.mark.parametrize(("network", "url", "get", "name"), REPLAYED, ids=lambda text: text.rpartition("/")[2])
def test_a_preset_reads_what_the_feed_manifest_reads(
    shared: Path, replay: Any, answer: Any, network: str, url: str, get: str, name: str
) -> None:
    body = (shared / "recorded" / name).read_bytes()
    seen = replay(network, url, answer(get, body), now=NOW).seen
    plain = replay("feed", get, answer(get, body), now=NOW).seen
    assert len(seen.activities) > 0
    assert [(act.url, act.published, act.title) for act in seen.activities] == [
        (act.url, act.published, act.title) for act in plain.activities
    ]
    whole = [act.id for act in plain.activities]  # of which Vimeo's own API says but the end
    assert all(feed.endswith(act.id) for feed, act in zip(whole, seen.activities, strict=True))
    assert len({act.id for act in seen.activities}) == len(set(whole))
    dated = any(act.published is not None and act.trusted for act in seen.activities)
    assert dated is (name not in DATELESS)


def test_every_file_of_these_folders_is_replayed_or_stands_with_its_reason(shared: Path) -> None:
    replayed = {name for *_, name in REPLAYED}
    folders = ("medium", "substack", "ghost", "tumblr", "vimeo", "reddit")
    there = {f"{folder}/{file.name}" for folder in folders for file in (shared / "recorded" / folder).iterdir()}
    assert {name for name in replayed if name.startswith(folders)} | set(OTHERS) == there
    assert not replayed & set(OTHERS)
