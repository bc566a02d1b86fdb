"""What `status --json` and `explain` show of a profile's facts, its growth, and its conversations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from monitor.cli.parts import counted, iso

if TYPE_CHECKING:
    from monitor.metrics.machinelike import Machinelike
    from monitor.model.state import Record
    from monitor.run.reception import Reception

_REGULAR = 0.5  # a share of posts that people hardly reach


def document(record: Record, reception: Reception) -> dict[str, Any]:
    """`conversation` is null where the network does not show what others say; `median_hours` are office hours."""
    facts, grown, talk = record.facts, reception.followers, reception.conversation
    return {
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


def machine_lines(found: Machinelike) -> Iterator[str]:
    """Said only where something does look like a machine."""
    said = []
    if found.alike:
        said.append(f"{found.alike} of {counted(found.posts, 'post', 'posts')} resemble a sibling's of the 48 h before")
    if found.one_minute is not None and found.one_minute >= _REGULAR:
        said.append(f"{found.one_minute:.0%} appear at the same minute of the hour")
    if found.one_gap is not None and found.one_gap >= _REGULAR:
        said.append(f"{found.one_gap:.0%} of the distances between posts are the same")
    if said:
        yield f"like a machine, though it proves nothing: {'; '.join(said)}"


def lines(record: Record, reception: Reception) -> Iterator[str]:
    """The same for a terminal; nothing is said of what is not known."""
    facts, grown, talk = record.facts, reception.followers, reception.conversation
    said = []
    if facts.followers is not None:
        since = f" ({grown.change:+} since {grown.since})" if grown is not None else ""
        said.append(f"{counted(facts.followers, 'follower', 'followers')}{since}")
    if facts.total is not None:
        said.append(counted(facts.total, "post", "posts"))
    if facts.created is not None:
        said.append(f"created on {facts.created.date()}")
    if facts.verified:
        said.append("verified")
    if said:
        yield f"profile: {', '.join(said)}"
    if talk is None:
        yield "conversation: not measurable from public data"
        return
    judged = "too few to judge"
    if talk.coverage is not None:
        judged = f"{talk.coverage:.0%} of those who waited long enough were answered"
    if talk.median_hours is not None:
        judged += f", after {talk.median_hours:.1f} office hours (median)"
    given = counted(talk.given, "reply", "replies")
    yield f"conversation: {talk.received} spoke to the account, {talk.answered} were answered: {judged}; {given} given"
    for one in talk.unanswered:
        yield f"  unanswered since {one.began.date()}: {one.url or 'the link is no longer kept'}"
