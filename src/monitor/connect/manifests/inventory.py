"""All networks with what is seen of each and what that takes: for `connectors list` and docs/networks.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest

_SURE = ("shape", "recorded", "live")  # what a manifest was checked against, the surest last
_UNITS = ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "m"), (timedelta(seconds=1), "s"))


def inventory(catalogue: Catalogue) -> list[dict[str, Any]]:
    """A JSON object for each network, in the order of their ids; `catalogue` knows the routes that need a key too."""
    return [_network(catalogue, name) for name in catalogue.names()]


def _network(catalogue: Catalogue, name: str) -> dict[str, Any]:
    known, others = catalogue.manifests[name], catalogue.others.get(name, ())
    reach = [posts.reach for posts in known.posts]
    return {
        "network": name,
        "title": known.name,
        "class": known.group,
        "status": max((route.status for route in (known, *others)), key=_SURE.index),
        "activity": known.activity,
        "why": known.why,
        "seen": list(dict.fromkeys(word for route in (known, *others) for word in _seen(route))),
        "needs": list(_needs(known)),
        "ways": [{"id": route.id, "status": route.status, "needs": list(_needs(route))} for route in others],
        "reach": {
            "items": max((each.items for each in reach if each.items), default=None),
            "days": max((each.days for each in reach if each.days), default=None),
        },
        "limits": {
            "per_host": _rate(known.limit.per_host),
            "per_network": _allowance(known.limit.per_network),
            "min_interval": _length(known.limit.min_interval),
        },
        "terms": known.terms.automated,
    }


def _needs(route: Manifest) -> tuple[str, ...]:
    return route.key.secrets if route.key is not None else ()


def _seen(route: Manifest) -> Iterator[str]:
    if route.posts:
        yield "posts"
    if any(profile.map.followers is not None for profile in route.account):
        yield "followers"
    if route.replies:
        yield "answers"


def _rate(rate: float | None) -> str | None:
    """So many a second, as a manifest writes it."""
    if rate is None:
        return None
    return next(
        f"{rate * per:g}/{unit}" for per, unit in ((1, "s"), (60, "m"), (3600, "h"), (86400, "d")) if rate * per >= 1
    )


def _allowance(allowance: tuple[int, timedelta] | None) -> str | None:
    return f"{allowance[0]}/{_length(allowance[1], bare=True)}" if allowance is not None else None


def _length(length: timedelta | None, *, bare: bool = False) -> str | None:
    if length is None:
        return None
    unit, word = next(((unit, word) for unit, word in _UNITS if length % unit == timedelta(0)), _UNITS[-1])
    return word if bare and length == unit else f"{length // unit}{word}"


def page(found: Sequence[dict[str, Any]]) -> list[str]:
    """The networks as a page of the documentation, line by line."""
    read = [each for each in found if each["activity"]]
    rows = [
        f"| {each['title']} | `{each['network']}` | {each['class']} | {each['status']} | {', '.join(each['seen'])}"
        f" | {_shown(each['reach'])} | {_limits(each['limits'])} | {_keys(each)} |"
        for each in read
    ]
    by_hand = [f"| {each['title']} | `{each['network']}` | {each['why']} |" for each in found if not each["activity"]]
    return [
        "# Networks",
        "",
        "Written by `monitor connectors list --markdown`. Class: A keyless and good, B keyless but partial, C with a",
        "key, D one's own accounts only, E impossible. Status, of the surest route to it: live was checked against the",
        "network, recorded against real answers, shape against its documentation. Seen: posts with their dates;",
        "followers; answers, that is what others say and whether it is answered. Asked: how often at most, and the",
        'least time between two checks. A key after "or" opens a second, richer route; [keys.md](keys.md) says how to',
        "get each.",
        "",
        "## Read by a connector",
        "",
        "| network | name | class | status | seen | a list shows | asked | key |",
        "|---|---|---|---|---|---|---|---|",
        *rows,
        "",
        "## Seen by people only",
        "",
        "What is seen there is entered by hand: `monitor accounts seen ID --on DATE`.",
        "",
        "| network | name | why |",
        "|---|---|---|",
        *by_hand,
    ]


def _shown(reach: dict[str, int | None]) -> str:
    counts = ((reach["items"], "post"), (reach["days"], "day"))
    return " and ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in counts if count) or "all"


def _limits(limits: dict[str, str | None]) -> str:
    often = limits["per_network"] or limits["per_host"]
    apart = f"every {limits['min_interval']}" if limits["min_interval"] else ""
    return ", ".join(filter(None, (often, apart))) or "-"


def _keys(each: dict[str, Any]) -> str:
    routes = [each["needs"], *(route["needs"] for route in each["ways"])]
    return " or ".join(", ".join(f"`{name}`" for name in needs) or "no" for needs in routes)
