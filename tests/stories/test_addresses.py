"""Addresses that are not what they seem, and hosts that run no such network."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from support.site import Page
from support.telling import Tell, rss, weekly

pytestmark = pytest.mark.slow

HTML = {"Content-Type": "text/html"}
ABSENT = {  # S22: what other programs say of a page that they do not have
    "html": (404, HTML, b"<!doctype html><title>404 Not Found</title><h1>Not Found</h1>"),
    "text": (404, {"Content-Type": "text/plain"}, b"404 page not found\n"),
    "json": (404, {"Content-Type": "application/json"}, b'{"code":"rest_no_route","data":{"status":404}}'),
    "detail": (404, {"Content-Type": "application/json"}, b'{"detail":"Not Found"}'),
    "bare": (404, {"Content-Type": "application/json"}, b'{"error":"not_found"}'),
    "nothing": (404, {}, b""),
    "gone": (410, HTML, b"<h1>Gone</h1>"),
}  # fmt: skip
SELF_HOSTED = {
    "mastodon": "/@acme",
    "peertube": "/c/acme",
    "lemmy": "/c/acme",
    "discourse": "/u/acme",
    "misskey": "/@acme",
    "pixelfed": "/acme",
    "mobilizon": "/@acme",
    "writefreely": "/acme",
}


class EveryPath(dict[str, Any]):
    """Pages that answer the same, whatever is asked."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def get(self, path: str, default: Any = None) -> Any:
        return super().get(path, self.page)


@pytest.mark.parametrize("suffix", [".rss", ".atom", ".json", ".xml"])
def test_a_network_s_own_feed_is_the_account_s(tell: Tell, suffix: str) -> None:
    """S15: never an account called acme.rss, never gone."""
    told = tell(network="mastodon", path=f"/@acme{suffix}")
    profile = {"id": "1", "acct": "acme", "username": "acme", "url": told.site.base + "/@acme", "statuses_count": 20}

    def statuses(now: float) -> Page:
        found = [
            {"id": each.guid, "uri": each.link, "url": each.link, "created_at": each.at.isoformat(),
             "content": each.title, "reblog": None, "in_reply_to_id": None,
             "in_reply_to_account_id": None, "account": profile}
            for each in weekly(now)
        ]  # fmt: skip
        return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()

    told.site.pages = EveryPath((404, {"Content-Type": "application/json"}, b'{"error":"Record not found"}'))
    told.shows(lambda now: rss(weekly(now), home=told.site.base + "/@acme"))
    known = json.dumps(profile).encode()
    for path in ("/api/v1/accounts/lookup?acct=acme", "/api/v1/accounts/1"):
        told.site.pages[path] = (200, {"Content-Type": "application/json"}, known)
    told.site.pages["/api/v1/accounts/1/statuses?limit=40"] = lambda: statuses(told.today)
    assert told.until(20, step=4) == ["on_plan"]


@pytest.mark.parametrize("network", SELF_HOSTED)
@pytest.mark.parametrize("said", ABSENT)
def test_a_host_that_runs_another_program_says_nothing_of_an_account(tell: Tell, network: str, said: str) -> None:
    """S22: never gone; the operator is to mend the address."""
    told = tell(network=network, path=SELF_HOSTED[network])
    told.site.pages = EveryPath(ABSENT[said])
    found = told.until(6, step=2)
    assert "gone" not in found
    assert not told.said().verdict.inanimate


def test_an_account_that_was_seen_before_is_gone(tell: Tell) -> None:
    told = tell(network="mastodon", path="/@acme")
    profile = {"id": "1", "acct": "acme", "username": "acme", "url": told.site.base + "/@acme", "statuses_count": 0}
    gone = (404, {"Content-Type": "application/json"}, b'{"error":"Record not found"}')

    def there(document: object) -> Callable[[], Page]:
        known = (200, {"Content-Type": "application/json"}, json.dumps(document).encode())
        return lambda: known if told.today < 10 else gone

    told.site.pages = EveryPath(gone)
    for path in ("/api/v1/accounts/lookup?acct=acme", "/api/v1/accounts/1"):
        told.site.pages[path] = there(profile)
    told.site.pages["/api/v1/accounts/1/statuses?limit=40"] = there([])
    told.until(9, step=3)
    assert told.until(16, step=1)[-1] == "gone"


@pytest.mark.parametrize("network", ["feed", "sitemap"])
def test_a_file_that_is_not_there_on_a_site_that_is_well_is_an_address_to_mend(tell: Tell, network: str) -> None:
    """S28: never an account that is gone."""
    told = tell(network=network, path="/sitemap.xml" if network == "sitemap" else "/feed.xml")
    told.site.pages["/"] = (200, HTML, b"<!doctype html><title>Acme</title><p>Welcome to Acme, makers of bicycles.")
    found = told.until(8, step=1)
    assert "gone" not in found
    assert not told.said().verdict.inanimate
