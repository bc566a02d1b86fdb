"""An account of Mastodon on loopback, with one act and what strangers said below it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from support.site import Site

CONTEXT = "/api/v1/statuses/4/context"


def talk(site: Site, at: datetime, *said: dict[str, Any], followers: int = 7) -> str:
    """Serves the account, whose act is of the instant `at`; the stanza that declares it."""
    act = {"id": "4", "created_at": written(at), "account": {"id": "1"}, "replies_count": len(said)}
    profile = {"id": "1", "username": "acme", "followers_count": followers, "statuses_count": 1, "fields": []}
    documents = {
        "/api/v1/accounts/lookup?acct=acme": profile,
        "/api/v1/accounts/1": profile,
        "/api/v1/accounts/1/statuses?limit=40": [act],
        CONTEXT: {"ancestors": [], "descendants": said},
    }
    for path, document in documents.items():
        site.pages[path] = (200, {"Content-Type": "application/json"}, json.dumps(document).encode())
    return (
        f'[[accounts]]\nid = "acme"\nbrand = "acme"\nnetwork = "mastodon"\nurl = "{site.base}/@acme"\nowner = "ada"\n'
        'plan = { publish = "1 per week", reply_within = "24h" }\n'
    )


def comment(site: Site, number: int, at: datetime, to: int = 4, author: int = 0, **person: str) -> dict[str, Any]:
    """Something said at the instant `at`, by the account itself (author 1), or by somebody else each time."""
    return {
        "id": str(number),
        "created_at": written(at),
        "url": f"{site.base}/@other/{number}",
        "in_reply_to_id": str(to),
        "account": {"id": str(author or 1000 + number), **person},
        "content": f"<p>{person.get('note', 'Well?')}</p>",
    }


def written(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
