"""Good answers in bad clothes, as the tick reads them: an account behind a careless server is judged like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from support.program import NOON, Clock, Program, account
from support.site import Site

Make = Callable[[str], Program]
NOTICE = b"<br />\n<b>Notice</b>:  Undefined index: rss in <b>/srv/www/feed.php</b> on line <b>7</b><br />\n"
CLOTHES = {
    "warning": (200, {}, NOTICE, b""),
    "behind": (200, {}, b"", b"<script>count()</script>"),
    "coding": (200, {"Content-Encoding": "aws-chunked"}, b"", b""),
    "no gzip": (200, {"Content-Encoding": "gzip"}, NOTICE, b""),
    "proxy": (203, {}, b"", b""),
    "range": (206, {}, b"", b""),
}


@pytest.mark.parametrize("name", CLOTHES)
def test_the_silence_of_an_account_is_seen_through_all_that(name: str, site: Site, program: Make, clock: Clock) -> None:
    status, headers, before, behind = CLOTHES[name]
    site.feed("/blog.xml", *(NOON - timedelta(weeks=week) for week in range(10)))
    _, usual, body = site.pages["/blog.xml"]  # type: ignore[misc]  # a page, not a function
    site.pages["/blog.xml"] = (status, {**usual, **headers}, before + body + behind)
    app = program(account("blog", f"{site.base}/blog.xml"))
    seen = []
    for _ in range(5):
        app.run()
        seen.append(app.status("blog"))
        clock.forward(days=9)
    assert list(dict.fromkeys(seen)) == ["on_plan", "late", "overdue", "dormant"]
