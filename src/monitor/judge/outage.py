"""Whether a cycle's failures are our own network's: then they are held, and for a time no account is judged by them.

| the fault is taken for ours where                                                                   | row      |
|-----------------------------------------------------------------------------------------------------|----------|
| of 5 hosts or more, at least half gave no HTTP answer                                               | silence  |
| of fewer, none did                                                                                  | silence  |
| every one of 2 hosts or more gave the same page (a portal, a proxy's 407, or its 502 to 504)        | page     |

| then a failure is held where                                                                        |
|-----------------------------------------------------------------------------------------------------|
| nothing of HTTP came back                                                                           |
| something did, and fewer than two other hosts are well                                              |

A host is name and port; it is well where a check there was good. A host whose Retry-After is not over, or whose address
our own guard refuses, was not tried: nothing was sent. How long a failure is held: judge/observation_state.py.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from monitor.model.check import Outcome
from monitor.model.state import CheckRow

MANY = 5  # hosts
WELL = 2  # others that are well: then what a host answers is its own word

_Hosts = Mapping[str, Sequence[CheckRow]]


def is_ours(checks: Iterable[CheckRow]) -> bool:
    """Whether the checks of one cycle say that our own network was down."""
    hosts = _tried(checks)
    return any(row(hosts) for row in _ROWS)


def held(checks: Sequence[CheckRow]) -> frozenset[int]:
    """The ids of those checks of one cycle whose failures are taken for our own; empty where none is."""
    if not is_ours(checks):
        return frozenset()
    hosts = _tried(checks)
    well = {host for host, tried in hosts.items() if any(check.good for check in tried)}
    return frozenset(
        check.id
        for host, tried in hosts.items()
        for check in tried
        if not check.good and (_unanswered(check) or len(well - {host}) < WELL)
    )


def commonest(checks: Iterable[CheckRow]) -> str:
    """What most of these checks say, without their hosts; "" where none says anything."""
    said = Counter(check.detail.removeprefix(f"{check.host}: ") for check in checks)
    return next((phrase for phrase, _ in said.most_common(1)), "")


def _silence(hosts: _Hosts) -> bool:
    silent = sum(all(_unanswered(check) for check in tried) for tried in hosts.values())
    return silent * 2 >= len(hosts) if len(hosts) >= MANY else bool(hosts) and silent == len(hosts)


def _page(hosts: _Hosts) -> bool:
    pages = {check.page for tried in hosts.values() for check in tried}
    return len(hosts) > 1 and len(pages) == 1 and None not in pages


_ROWS: tuple[Callable[[_Hosts], bool], ...] = (_silence, _page)


def _tried(checks: Iterable[CheckRow]) -> _Hosts:
    """The checks for which something was sent, by host."""
    hosts: dict[str, list[CheckRow]] = defaultdict(list)
    for check in checks:
        if check.host and not (check.outcome in (Outcome.RATE_LIMITED, Outcome.BLOCKED) and not check.answered):
            hosts[check.host].append(check)
    return hosts


def _unanswered(check: CheckRow) -> bool:
    """Nothing came back."""
    return check.outcome is Outcome.TEMPORARY and not check.answered
