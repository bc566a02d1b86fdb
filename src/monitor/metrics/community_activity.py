"""What a check says of a community: its size, how much is posted there, when last. Pure.

Rules:
1. Posts a week are those of the last four weeks, where the list reaches back so far, or shows fewer posts than any
   network shows at a time: then it shows them all.
2. Of a list that is cut earlier, they are what it shows, over the time from its oldest post on.
3. What is pinned says nothing of how far a list reaches. Answers below a post are no posts of their own. A date that
   cannot be trusted is none.
4. An empty list is no post a week, unless something may be missing from it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model.activity import Activity, Kind
from monitor.model.check import Observation
from monitor.model.community import Sight

WINDOW = timedelta(days=28)
_WEEK = timedelta(days=7)
_SMALLEST_PAGE = 10  # posts: no network shows fewer at a time, where there are more


def sight(observation: Observation, at: datetime) -> Sight:
    """What is kept of a check at `at`: no post's own words, link or author."""
    posts = [act for act in observation.activities if act.kind is not Kind.REPLY]
    dates = [day for act in posts if (day := _date(act, at)) is not None]
    facts = observation.facts
    newest = max([*dates, *([facts.last_post] if facts.last_post else [])], default=None)
    return Sight(at, facts.followers, _a_week(observation, posts, dates, at), newest, observation.limited)


def _a_week(observation: Observation, posts: list[Activity], dates: list[datetime], at: datetime) -> float | None:
    if not dates:
        return None if posts or not observation.complete else 0.0
    oldest = min((day for act in posts if not act.pinned and (day := _date(act, at)) is not None), default=None)
    if oldest is None or oldest <= at - WINDOW or len(dates) < _SMALLEST_PAGE:
        return sum(day > at - WINDOW for day in dates) / (WINDOW / _WEEK)
    lasted = max(at - oldest, timedelta(hours=1))
    return (sum(day >= oldest for day in dates) - 1) / (lasted / _WEEK)  # the oldest only begins the time


def _date(act: Activity, at: datetime) -> datetime | None:
    return act.published if act.trusted and act.published is not None and act.published <= at else None
