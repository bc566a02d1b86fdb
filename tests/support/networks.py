"""A feed and an account of Mastodon that exist nowhere: where they are, and what their servers say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
FEED = "https://acme.example/feed.xml"
RSS = '<rss version="2.0"><channel><title>Acme</title><item><guid>1</guid><pubDate>{}</pubDate></item></channel></rss>'
TODAY = RSS.format("Mon, 15 Jun 2026 09:00:00 GMT")

ACCOUNT = "https://social.example/@acme"
LOOKUP = "https://social.example/api/v1/accounts/lookup?acct=acme"
PROFILE = "https://social.example/api/v1/accounts/1"
LIST = "https://social.example/api/v1/accounts/1/statuses?limit=40"


def status(number: int, day: str) -> dict[str, Any]:
    return {"id": str(number), "created_at": f"{day}T08:00:00.000Z", "account": {"id": "1"}}
