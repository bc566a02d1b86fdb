"""Whether anybody is there: what people did against what machines copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.model.account import Account, Thresholds
from monitor.model.state import DayCount, Record


@dataclass(frozen=True, slots=True)
class Share:
    """Items of the last weeks, those that a machine copied or published, and replies given. In doubt an item is human.

    `planned` were published by an application at a set time. They are no sign that somebody is there, but may well be
    a person's words: they keep the plan, and end a silence; what was copied does neither.
    """

    items: int
    copied: int
    replies: int
    planned: int = 0

    @property
    def human(self) -> float:
        """Share of items that are human, 1 where there are none."""
        return (self.items - self.copied - self.planned) / self.items if self.items else 1.0


def copied_from(account: Account, record: Record) -> tuple[str, ...]:
    """The accounts whose posts a machine copies to this one: those declared, else the one that was found."""
    return account.cross_posts_from or ((record.copies_of,) if record.copies_of is not None else ())


def share(days: Mapping[date, DayCount], thresholds: Thresholds, at: datetime, zone: ZoneInfo) -> Share:
    """Over `autopilot_window`, ending with the day of `at`."""
    end = at.astimezone(zone).date()
    since = end - thresholds.autopilot_window + timedelta(days=1)
    counts = [count for day, count in days.items() if since <= day <= end]
    return Share(
        sum(count.post + count.share + count.reply for count in counts),
        sum(count.copied for count in counts),
        sum(count.reply for count in counts),
        sum(min(count.planned, count.post - count.copied) for count in counts),
    )


def on_autopilot(found: Share, thresholds: Thresholds) -> bool:
    """Enough items, hardly any of them a person's, and nobody answers."""
    return (
        found.items >= thresholds.autopilot_items
        and found.human < thresholds.autopilot_human_share
        and found.replies == 0
    )
