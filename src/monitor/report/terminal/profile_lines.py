"""What is known of an account beside its verdict, in words: its profile, its conversations, machines, objectives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from monitor.metrics.growth import Growth
from monitor.metrics.machinelike import Machinelike
from monitor.metrics.objectives import Measure
from monitor.model.account import Objective
from monitor.model.activity import AccountFacts
from monitor.model.conversation import Conversation
from monitor.report.rendering.language import language_of
from monitor.report.rendering.templates import module

_REGULAR: Final = 0.5  # a share of posts that people hardly reach


def about(
    facts: AccountFacts, grown: Growth | None, talk: Conversation | None, machine: Machinelike, language: str
) -> list[str]:
    """Line by line; of the profile and of machines nothing is said where nothing is known. `talk` None: not shown."""
    say = module(language_of(language), "about.txt")
    lines = (say.profile(facts, grown), *_conversation(say, talk), say.machine(machine, _REGULAR))
    return [text for line in lines if (text := str(line).rstrip())]


def aims(measures: Mapping[Objective, Sequence[Measure]], language: str) -> Iterator[str]:
    """One line an objective: each measure in four weeks, against the four weeks before."""
    say = module(language_of(language), "about.txt")
    for objective, found in measures.items():
        reasons = {one.missing for one in found}
        yield str(say.aim(objective.value, found, found[0].missing if len(reasons) == 1 else None)).strip()


def _conversation(say: Any, talk: Conversation | None) -> Iterator[str]:
    if talk is None:
        yield say.unheard()
        return
    yield say.conversation(talk)
    for one in talk.unanswered:
        yield f"  {say.open(one)}"
