"""What a Mastodon account shows when it cannot be seen: none of it ages into silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.model.state import ObservationState
from support.program import NOON, Clock, Program, account
from support.site import Site

Make = Callable[[str], Program]


class Instance:
    """A Mastodon-like server with one account, and other accounts beside it so that no fault can be our own."""

    def __init__(self, site: Site, number: str = "101") -> None:
        self.site = site
        self.show(number, [NOON - timedelta(days=day) for day in (1, 3, 5, 8, 12)])

    def show(self, number: str, posts: list[datetime], total: int | None = None) -> None:
        profile = {
            "id": number,
            "acct": "acme",
            "username": "acme",
            "url": f"{self.site.base}/@acme",
            "followers_count": 12,
            "statuses_count": len(posts) if total is None else total,
            "created_at": "2020-01-01T00:00:00.000Z",
        }
        statuses = [
            {
                "id": f"{at:%s}",
                "uri": f"{self.site.base}/@acme/{at:%s}",
                "url": f"{self.site.base}/@acme/{at:%s}",
                "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "content": "<p>Hello</p>",
                "reblog": None,
                "in_reply_to_id": None,
                "in_reply_to_account_id": None,
                "account": profile,
            }
            for at in posts
        ]
        self.site.pages["/api/v1/accounts/lookup?acct=acme"] = self.json(profile)
        self.site.pages[f"/api/v1/accounts/{number}"] = self.json(profile)
        self.site.pages[f"/api/v1/accounts/{number}/statuses?limit=40"] = self.json(statuses)

    @staticmethod
    def json(document: object) -> tuple[int, dict[str, str], bytes]:
        return 200, {"Content-Type": "application/json"}, json.dumps(document).encode()


def watch(site: Site, program: Make) -> Program:
    app = program(account("masto", f"{site.base}/@acme", network="mastodon"))
    app.run()
    assert app.status("masto") == "on_plan"
    return app


def follow(app: Program, clock: Clock, days: int) -> list[str]:
    """The status after each of so many days."""
    found = []
    for _ in range(days):
        clock.forward(days=1)
        app.run()
        found.append(app.status("masto"))
    return found


def test_it_is_seen_and_silence_is_silence(site: Site, program: Make, clock: Clock) -> None:
    Instance(site)
    found = follow(watch(site, program), clock, 40)
    assert list(dict.fromkeys(found)) == ["on_plan", "late", "overdue", "dormant"]


def test_an_empty_list_where_the_total_grew_is_never_silence(site: Site, program: Make, clock: Clock) -> None:
    instance = Instance(site)
    app = watch(site, program)
    instance.show("101", [], total=6)
    assert set(follow(app, clock, 40)) == {"on_plan", "blind"}


def test_another_id_behind_the_handle_is_blind_at_once_and_not_counted(site: Site, program: Make, clock: Clock) -> None:
    instance = Instance(site)
    app = watch(site, program)
    instance.show("202", [NOON + timedelta(hours=1)])
    site.fail("/api/v1/accounts/101", 404, b'{"error":"Record not found"}')
    site.fail("/api/v1/accounts/101/statuses?limit=40", 404, b'{"error":"Record not found"}')
    assert set(follow(app, clock, 40)) == {"blind"}
    account_status = app.account_status("masto")
    assert account_status.verdict.state.observation.state is ObservationState.BLIND
    assert account_status.record.last_human == NOON - timedelta(days=1)


def test_a_moved_account_is_moved_at_once(site: Site, program: Make, clock: Clock) -> None:
    Instance(site)
    app = watch(site, program)
    _, headers, body = site.pages["/api/v1/accounts/lookup?acct=acme"]  # type: ignore[misc]  # a page, not a function
    moved = json.loads(body) | {"moved": {"url": "https://new.example/@acme", "acct": "acme@new.example"}}
    for path in ("/api/v1/accounts/lookup?acct=acme", "/api/v1/accounts/101"):
        site.pages[path] = (200, headers, json.dumps(moved).encode())
    assert set(follow(app, clock, 30)) == {"moved"}
