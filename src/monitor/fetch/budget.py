"""How many requests a network allows to all its hosts together: tickets, each free again some time after its use.

So no stretch of that time ever sees more requests than the network allows, wherever it begins. Tickets are back-offs
like those of hosts, under names that no host has, and are kept with them: a budget lasts across runs, and of two
instants known for a ticket the later counts.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import UTC, datetime

from monitor.model.http import Budget

_FREE = datetime(1970, 1, 1, tzinfo=UTC)


class Budgets:
    """Hands out the tickets of every network; `held` is where all back-offs are kept, of hosts too."""

    def __init__(self, held: MutableMapping[str, datetime]) -> None:
        self._held = held

    def ready_at(self, budget: Budget, count: int, now: datetime) -> datetime:
        """When `count` tickets, at most all of them, are free; `now` where they are already."""
        last = self._tickets(budget)[min(max(count, 1), budget.requests) - 1][0]
        return max(last, self._held.get(_network(budget), _FREE), now)

    def take(self, budget: Budget, now: datetime) -> None:
        """Uses the ticket that has been free longest."""
        _, ticket = self._tickets(budget)[0]
        self._held[ticket] = now + budget.per

    def hold(self, budget: Budget, until: datetime) -> None:
        """The network wants no requests at all before `until`, whatever is left."""
        self._held[_network(budget)] = until

    def _tickets(self, budget: Budget) -> list[tuple[datetime, str]]:
        names = (f"{_network(budget)} #{number}" for number in range(1, budget.requests + 1))
        return sorted((self._held.get(name, _FREE), name) for name in names)


def _network(budget: Budget) -> str:
    return f"network {budget.network}"
