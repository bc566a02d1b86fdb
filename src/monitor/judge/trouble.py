"""Which failures of checks the operator has to mend: reported once for each host, however many accounts it has.

| outcome        | what the operator may do                                                        |
|----------------|---------------------------------------------------------------------------------|
| unauthorised   | renew the key that the network asks for                                         |
| changed_format | take a newer version of the program, or mend the connector or the address       |

Reported when it begins: not again while checks of any account of the host end so. What our own network did is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from monitor.model.check import Outcome
from monitor.model.state import CheckRow, ObservationAxis

REMEDIES: Mapping[Outcome, str] = {
    Outcome.UNAUTHORISED: "renew the key that it asks for",
    Outcome.CHANGED_FORMAT: "correct the address, or look for a newer version of the program or its connector",
}

Place = tuple[str, Outcome]  # a host (name:port), and how checks at it end


@dataclass(frozen=True, slots=True)
class Trouble:
    """So many accounts of one host are not seen, and why: the words of one of the checks."""

    host: str
    outcome: Outcome
    detail: str
    accounts: int

    def __str__(self) -> str:
        accounts = "1 account" if self.accounts == 1 else f"{self.accounts} accounts"
        return f"{self.host}, {accounts} not seen: {self.detail}; {REMEDIES[self.outcome]} (reported once)"


def begun(judged: Iterable[tuple[ObservationAxis, CheckRow]], known: Collection[Place]) -> list[Trouble]:
    """The troubles that begin with these checks, each with its account's state before; `known` are those of others.

    By host, in their order.
    """
    checks: dict[Place, list[CheckRow]] = defaultdict(list)
    reported = set(known)
    for before, check in judged:
        if check.outcome in REMEDIES:
            checks[check.host, check.outcome].append(check)
            if before.outcome is check.outcome:
                reported.add((check.host, check.outcome))
    return [
        Trouble(host, outcome, found[0].detail, len(found))
        for (host, outcome), found in sorted(checks.items())
        if (host, outcome) not in reported
    ]
