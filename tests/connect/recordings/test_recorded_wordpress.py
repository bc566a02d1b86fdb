"""Real feeds of WordPress (../shared/recorded/feeds) through the manifest's fallback, read as the feed manifest does.

Of the REST API there is one real answer: tests/recordings/wordpress/recorded.toml has its shape.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

SITE = "https://blog.example"
REST = (
    f"{SITE}/wp-json/wp/v2/posts?per_page=50&orderby=date&order=desc"
    "&_fields=id,guid,date_gmt,modified_gmt,link,title,author"
)
FEED = f"{SITE}/feed/"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
REPLAYED = ("feedjira_TenderLovemaking.xml", "nnw_manton.rss", "nnw_natasha.xml")


def test_every_recorded_feed_that_wordpress_wrote_is_replayed(shared: Path) -> None:
    written = {
        path.name
        for path in (shared / "recorded" / "feeds").iterdir()
        if b"generator>" in (body := path.read_bytes())
        and b"wordpress" in body.partition(b"generator>")[2][:80].lower()
    }
    assert written == set(REPLAYED)


@pytest.mark.parametrize("name", REPLAYED)
def test_a_recorded_feed(shared: Path, replay: Any, answer: Any, name: str) -> None:
    body = (shared / "recorded" / "feeds" / name).read_bytes()
    refused = answer(REST, '{"code": "rest_no_route", "data": {"status": 404}}', 404)  # made
    seen = replay("wordpress", SITE, refused | answer(FEED, body), now=NOW).seen
    expected = replay("feed", FEED, answer(FEED, body), now=NOW).seen
    assert len(seen.activities) > 0
    assert (seen.activities, seen.facts, seen.complete) == (expected.activities, expected.facts, expected.complete)
