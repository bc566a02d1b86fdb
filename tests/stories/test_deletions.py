"""Who deletes one or two posts is neither better nor worse off for it, and not out of sight."""

from __future__ import annotations

import pytest

from support.telling import Form, Tell, atom, json_feed, rss, weekly


@pytest.mark.parametrize("form", [rss, atom, json_feed])
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("last", [14, 60])
def test_a_deletion_changes_nothing(tell: Tell, form: Form, count: int, last: float) -> None:
    """The newest are deleted on day 25, of an account that goes on or that stopped on day 14."""
    told = tell()

    def shown(now: float) -> bytes:
        posts = weekly(min(now, last), 12)
        return form(posts if now < 25 else [each for each in posts if each not in weekly(min(21, last), count)])

    told.shows(shown)
    found = told.until(60, step=3)
    assert found == (["on_plan"] if last == 60 else ["on_plan", "late", "overdue", "dormant"])
