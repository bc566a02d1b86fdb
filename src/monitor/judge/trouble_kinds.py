"""What exactly went wrong with a check, where its outcome says it too roughly: by its outcome and its words.

The words are the program's own (fetch/, connect/checks/). Each kind has a phrase and what to do about it in the
languages' words; docs/health.md shows the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.model.check import Outcome


@dataclass(frozen=True, slots=True)
class Kind:
    """The check ended with `outcome`, and one of `words` stands in its detail."""

    name: str
    outcome: Outcome
    words: tuple[str, ...]


KINDS: Final = (  # the first that fits
    Kind("no_name", Outcome.TEMPORARY, ("its name was not found",)),
    Kind("name_not_looked_up", Outcome.TEMPORARY, ("its name cannot be looked up",)),
    Kind("certificate", Outcome.TEMPORARY, ("TLS: its certificate",)),
    Kind("not_secure", Outcome.TEMPORARY, ("TLS: ",)),
    Kind("proxy", Outcome.TEMPORARY, ("the proxy", "HTTP 407")),
    Kind("no_connection", Outcome.TEMPORARY, ("refused", "no route to", "unreachable", "no connection")),
    Kind("no_answer_in_time", Outcome.TEMPORARY, ("in time", "for too long", "timed out")),
    Kind("cut_off", Outcome.TEMPORARY, ("cut short", "was cut", "was lost", "was closed", "not HTTP")),
    Kind("server_fault", Outcome.TEMPORARY, ("HTTP 5",)),
    Kind("redirect", Outcome.BLOCKED, ("redirects to",)),
    Kind("private_address", Outcome.BLOCKED, ("not asked. If it is meant",)),
    Kind("redirect", Outcome.CHANGED_FORMAT, ("redirects", "a page that sends elsewhere", "HTTP 3")),
    Kind("robots", Outcome.BLOCKED, ("robots.txt",)),
    Kind("challenge", Outcome.BLOCKED, ("a challenge",)),
    Kind("old_copy", Outcome.UNPROVED, ("an old copy",)),
    Kind("cut_document", Outcome.UNPROVED, ("cut short",)),
)


def kind_of(outcome: Outcome | None, detail: str) -> str | None:
    """The name of the kind; the outcome's own where none fits, None without an outcome."""
    if outcome is None:
        return None
    found = (kind.name for kind in KINDS if kind.outcome is outcome and any(words in detail for words in kind.words))
    return next(found, outcome.value)
