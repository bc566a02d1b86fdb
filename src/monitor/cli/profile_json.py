"""What `status --json` and `explain --json` show of a profile's facts, its growth, and its conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.cli.parts import iso

if TYPE_CHECKING:
    from monitor.metrics.growth import Growth
    from monitor.metrics.machinelike import Machinelike
    from monitor.model.state import AccountStatus


def document(account_status: AccountStatus, grown: Growth | None) -> dict[str, Any]:
    """`conversation` is null where the network does not show what others say; `median_hours` are office hours.

    `same_as` is the account with which this one is one publication, seen two ways.
    """
    facts, talk = account_status.record.facts, account_status.verdict.conversation
    return {
        "same_as": account_status.record.same_as,
        "facts": {
            "followers": facts.followers,
            "posts": facts.total,
            "created": iso(facts.created),
            "moved_to": facts.moved_to,
            "verified": facts.verified,
        },
        "growth": None
        if grown is None
        else {"followers": grown.change, "since": str(grown.since), "until": str(grown.until)},
        "conversation": None
        if talk is None
        else {
            "until": iso(talk.at),
            "received": talk.received,
            "answered": talk.answered,
            "waiting": talk.waiting,
            "given": talk.given,
            "too_few": talk.too_few,
            "coverage": talk.coverage,
            "median_hours": talk.median_hours,
            "unanswered": [{"since": iso(one.began), "url": one.url} for one in talk.unanswered],
        },
    }


def machine_document(found: Machinelike) -> dict[str, Any]:
    """What looks like a machine; shares from 0 to 1, null of fewer than five posts."""
    return {
        "posts": found.posts,
        "like_a_siblings": found.alike,
        "at_one_minute": found.one_minute,
        "at_one_distance": found.one_gap,
    }
