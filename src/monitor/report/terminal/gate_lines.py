"""The gate's answer as plain lines for a terminal, and as data for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from monitor.judge.gate import CommunityEvidence, Fellow, Gate, Objection
from monitor.model.people import Audience
from monitor.report.terminal.table import spoken

_REMEDIES: Final = {
    Objection.THERE_ALREADY: "it is in the plan already: monitor explain says how it stands",
    Objection.NO_OBJECTIVE: "say which objective of the brand it is to serve (--objective), or leave it",
    Objection.NO_AUDIENCE: "find out where they are, list the community under [audiences.ID], or go where they are",
    Objection.NO_HOURS: "park or close what costs as many hours first, or find them",
}


def lines(gate: Gate, audiences: Mapping[str, Audience]) -> Iterator[str]:
    """The verdict, then the three answers, then what would have to change."""
    where = f" ({gate.network})" if gate.network is not None else ""
    yield f"{gate.url}{where} for {gate.brand.name}: {'it may be opened' if gate.opens else 'better not there'}"
    yield f"  why: {_why(gate)}"
    for number, line in enumerate(_where(gate, audiences)):
        yield f"  {'where: ' if not number else '       '}{line}"
    for number, line in enumerate(_means(gate)):
        yield f"  {'with what means: ' if not number else '                 '}{line}"
    for objection in gate.objections:
        yield f"  to do: {_REMEDIES[objection]}"


def document(gate: Gate) -> dict[str, Any]:
    return {
        "url": gate.url,
        "network": gate.network,
        "brand": gate.brand.id,
        "opens": gate.opens,
        "objections": [objection.value for objection in gate.objections],
        "why": {"objective": gate.why.kind.value, "statement": gate.why.statement, "priority": gate.why.priority}
        if gate.why is not None
        else None,
        "where": {
            "audiences": list(gate.audiences),
            "communities": [_place_document(place, gate) for place in gate.places],
            "accounts": [
                {
                    "account": one.account,
                    "status": one.status.value,
                    "alive": one.alive,
                    "serves_the_audience": one.shares,
                }
                for one in gate.fellows
            ],
        },
        "means": {
            "hours": gate.hours,
            "of": gate.purse.whose,
            "promised": gate.purse.promised,
            "available": gate.purse.available,
            "left": gate.purse.left,
            "would_park": [one.account for one in gate.parked],
        },
    }


def _why(gate: Gate) -> str:
    if gate.why is not None:
        statement = f", {gate.why.statement}" if gate.why.statement else ""
        return f"{gate.why.kind}{statement} (priority {gate.why.priority})"
    known = ", ".join(one.kind for one in gate.brand.objectives)
    said = "nobody said" if gate.objective is None else f"{gate.objective} is no objective of {gate.brand.name}"
    return f"{said}; its objectives are: {known}" if known else f"{said}; {gate.brand.name} has no objective at all"


def _where(gate: Gate, audiences: Mapping[str, Audience]) -> Iterator[str]:
    names = ", ".join(audiences[name].name if name in audiences else name for name in gate.audiences)
    if not gate.audiences:
        yield "no audience is named, and the brand's accounts serve none: nobody can say who is there"
    elif not gate.places:
        yield f"no community of {names} is listed there"
    for place in gate.places:
        yield _place(place, gate)
    for fellow in gate.fellows:
        yield _fellow(fellow)
    if not gate.fellows:
        yield "no account of the plan is there"


def _place(place: CommunityEvidence, gate: Gate) -> str:
    sight = place.community.sight
    if sight is None:
        return f"{place.community.url} ({place.audience}): listed, and never seen by us"
    parts = [f"{sight.members} members"] if sight.members is not None else []
    if sight.posts_a_week is not None:
        parts.append(f"{sight.posts_a_week:.1f} posts a week{' or more' if sight.at_least else ''}")
    if sight.last_post is not None:
        parts.append(f"the last on {sight.last_post.date()}")
    said = ", ".join(parts) or "it shows no figures"
    return f"{place.community.url} ({place.audience}): {said}{': asleep' if place.asleep(gate.at) else ''}"


def _fellow(one: Fellow) -> str:
    audience = "" if one.shares else ", for another audience"
    return f"{one.account} is there, {spoken(one.status)}{audience}"


def _means(gate: Gate) -> Iterator[str]:
    purse = gate.purse
    if purse.available is None or purse.left is None:
        yield f"{gate.hours:.1f} h a week; nobody said how many {purse.whose} has: add hours_per_week to [people.ID]"
        return
    left = f"{purse.left:.1f} h are left" if purse.left >= 0 else f"{-purse.left:.1f} h too many"
    yield (
        f"it takes {gate.hours:.1f} h a week; {purse.whose} promises {purse.promised:.1f} h "
        f"of {purse.available:.1f} h: {left}"
    )
    if Objection.NO_HOURS in gate.objections and gate.parked:
        yield f"it would take them from {', '.join(one.account for one in gate.parked)}"


def _place_document(place: CommunityEvidence, gate: Gate) -> dict[str, Any]:
    sight = place.community.sight
    return {
        "url": place.community.url,
        "audience": place.audience,
        "members": sight and sight.members,
        "posts_a_week": sight and sight.posts_a_week,
        "last_post": sight and sight.last_post,
        "seen": sight and sight.at,
        "asleep": place.asleep(gate.at),
    }
