"""The verdict of a digest: what its subject and its first line say. Pure.

The first two that apply:

| headline                               | of which accounts                | applies where                            |
|----------------------------------------|----------------------------------|------------------------------------------|
| inanimate                              | abandoned, dormant, on autopilot | there is one                             |
| gone, suspended, moved, private, blind | each state by itself             | one is new; but for blind, also where    |
|                                        |                                  | nothing stands above it                  |
| overdue                                | overdue                          | there is one                             |
| open                                   | all that wait for a decision     | nothing stands above it                  |
| unseen                                 | all that could not be seen       | nothing stands above it                  |
| slowing                                | late, behind, recovering         | nothing stands above it                  |
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from monitor.model.state import Status
from monitor.report.blocks.figures import Numbers
from monitor.report.blocks.section_rows import Card, Headline

INANIMATE: Final = frozenset({Status.ABANDONED, Status.DORMANT, Status.INANIMATE})
_LOST: Final = (Status.GONE, Status.SUSPENDED, Status.MOVED, Status.PRIVATE, Status.BLIND)
_MOST: Final = 2


def headlines(cards: Sequence[Card], matters: Sequence[Card], numbers: Numbers, *, first: bool) -> tuple[Headline, ...]:
    """What `cards`, of which `matters` need a decision, come to. `first`: nothing was reported before."""

    def of(what: str, chosen: Collection[Card]) -> Headline:
        old = (card.age for card in chosen if not card.new)
        return Headline(what, len(chosen), sum(card.new for card in chosen), 0 if first else max(old, default=0))

    def having(*statuses: Status) -> list[Card]:
        return [card for card in cards if card.status in statuses]

    found: list[Headline] = []
    if inanimate := having(*INANIMATE):
        found.append(of("inanimate", inanimate))
    for status in _LOST:
        lost = having(status)
        if any(card.new for card in lost) or (lost and not found and status is not Status.BLIND):
            found.append(of(status, lost))
    if overdue := having(Status.OVERDUE):
        found.append(of("overdue", overdue))
    if not found and matters:
        found.append(of("open", matters))
    if not found and numbers.unseen:
        found.append(Headline("unseen", numbers.unseen))
    if not found and numbers.slowing:
        found.append(Headline("slowing", numbers.slowing))
    return tuple(found[:_MOST])
