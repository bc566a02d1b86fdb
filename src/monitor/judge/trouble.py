"""What went wrong with checks: of which kind it is, and which of it the operator has to mend.

An outcome is rough; the kind is known by it and by the words of the check (`KINDS`, the first that fits). The words are
the program's own (fetch/, connect/checks/). Each kind has a phrase, and what to do about it, in each language's words.

| outcome                       | what the operator may do                                                          |
|-------------------------------|-----------------------------------------------------------------------------------|
| unauthorised                  | renew the key that the network asks for                                           |
| changed_format                | take a newer version of the program, or mend the connector or the address         |
| any bad one, at first         | see whether the address is right: nothing was ever seen there                     |

Reported once for each host, however many accounts it has, when it begins: not again while checks of any account of the
host end so; of an account of which nothing was ever seen, with its first check. What our own network did is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from monitor.model.check import SEEN, Outcome
from monitor.model.state import CheckRow, ObservationAxis


@dataclass(frozen=True, slots=True)
class TroubleKind:
    """The check ended with `outcome`, and one of `words` stands in its detail."""

    name: str
    outcome: Outcome
    words: tuple[str, ...]


_NOTICE: Final = "a notice in place of the account: "

KINDS: Final = (  # the first that fits
    *(
        TroubleKind("notice", outcome, (_NOTICE,))
        for outcome in (Outcome.TEMPORARY, Outcome.RATE_LIMITED, Outcome.BLOCKED, Outcome.LOGIN_REQUIRED)
    ),
    TroubleKind("no_name", Outcome.TEMPORARY, ("its name was not found",)),
    TroubleKind("name_not_looked_up", Outcome.TEMPORARY, ("its name cannot be looked up",)),
    TroubleKind("certificate", Outcome.TEMPORARY, ("TLS: its certificate",)),
    TroubleKind("not_secure", Outcome.TEMPORARY, ("TLS: ",)),
    TroubleKind("proxy", Outcome.TEMPORARY, ("the proxy", "HTTP 407")),
    TroubleKind("no_connection", Outcome.TEMPORARY, ("refused", "no route to", "unreachable", "no connection")),
    TroubleKind("no_answer_in_time", Outcome.TEMPORARY, ("in time", "for too long", "timed out")),
    TroubleKind("cut_off", Outcome.TEMPORARY, ("cut short", "was cut", "was lost", "was closed", "not HTTP")),
    TroubleKind("server_fault", Outcome.TEMPORARY, ("HTTP 5",)),
    TroubleKind("redirect", Outcome.BLOCKED, ("redirects to",)),
    TroubleKind("private_address", Outcome.BLOCKED, ("not asked. If it is meant",)),
    TroubleKind("redirect", Outcome.CHANGED_FORMAT, ("redirects", "a page that sends elsewhere", "HTTP 3")),
    TroubleKind("comments", Outcome.CHANGED_FORMAT, ("a feed of comments",)),
    TroubleKind("no_such_page", Outcome.CHANGED_FORMAT, ("HTTP 404", "HTTP 410")),
    TroubleKind("robots", Outcome.BLOCKED, ("robots.txt",)),
    TroubleKind("challenge", Outcome.BLOCKED, ("a challenge",)),
    TroubleKind("old_copy", Outcome.UNPROVED, ("an old copy",)),
    TroubleKind("cut_document", Outcome.UNPROVED, ("cut short",)),
    TroubleKind("emptied", Outcome.UNPROVED, ("the list is empty",)),
    TroubleKind("newest_missing", Outcome.UNPROVED, ("newest known are missing", "none of the newest")),
    TroubleKind("posts_withheld", Outcome.UNPROVED, ("the profile counts", "posts that it counts")),
    TroubleKind("not_joined", Outcome.UNPROVED, ("others may be missing", "and perhaps more")),
)


def kind_of(outcome: Outcome | None, detail: str) -> str | None:
    """The name of the kind; the outcome's own where none fits, None without an outcome."""
    if outcome is None:
        return None
    found = (kind.name for kind in KINDS if kind.outcome is outcome and any(words in detail for words in kind.words))
    return next(found, outcome.value)


def notice(detail: str) -> str | None:
    """The words of a notice that stands in an account's place, where the check found one."""
    return detail.removeprefix(_NOTICE).strip("“”") if detail.startswith(_NOTICE) else None


REMEDIES: Mapping[Outcome, str] = {
    Outcome.UNAUTHORISED: "renew the key that it asks for",
    Outcome.CHANGED_FORMAT: "correct the address, or look for a newer version of the program or its connector",
}

Place = tuple[str, Outcome]  # a host (name:port), and how checks at it end


_NEVER: Final = "nothing was ever seen there"  # a check may say so itself, and what to correct
NEVER_SEEN: Final = f"{_NEVER}: is the address right?"
_NAMED: Final = frozenset({Outcome.SUSPENDED, Outcome.PRIVATE, Outcome.MOVED, Outcome.MANUAL})  # its network knows it


@dataclass(frozen=True, slots=True)
class Trouble:
    """So many accounts of one host are not seen, and why: the words of one of the checks."""

    host: str
    outcome: Outcome
    detail: str
    accounts: int
    never: bool = False  # nothing was ever seen of them

    def __str__(self) -> str:
        accounts = "1 account" if self.accounts == 1 else f"{self.accounts} accounts"
        said = [self.detail.replace(f", and {_NEVER}: ", f"; {NEVER_SEEN} ")]
        if self.never and _NEVER not in self.detail:
            said.append(NEVER_SEEN)
        if self.outcome in REMEDIES and not (self.never and self.outcome is Outcome.CHANGED_FORMAT):
            said.append(REMEDIES[self.outcome])
        return f"{self.host or 'no host'}, {accounts} not seen: {'; '.join(said)} (reported once)"


def begun(judged: Iterable[tuple[ObservationAxis, CheckRow]], known: Collection[Place]) -> list[Trouble]:
    """The troubles that begin with these checks, each with its account's state before; `known` are those of others.

    By host, in their order.
    """
    checks: dict[tuple[str, Outcome, bool], list[CheckRow]] = defaultdict(list)
    reported = {(host, outcome, False) for host, outcome in known}
    for before, check in judged:
        outcome = Outcome.UNPROVED if check.outcome in SEEN else check.outcome
        never = before.outcome is None and not check.good and outcome not in _NAMED
        if never or outcome in REMEDIES:
            checks[check.host, outcome, never].append(check)
            if before.outcome is outcome:
                reported.add((check.host, outcome, never))
    return [
        Trouble(host, outcome, found[0].detail, len(found), never)
        for (host, outcome, never), found in sorted(checks.items())
        if (host, outcome, never) not in reported
    ]
