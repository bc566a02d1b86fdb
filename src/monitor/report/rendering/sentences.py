"""Reasons and advice as plain sentences, for a terminal as for a message."""

from __future__ import annotations

from monitor.model.state import Proposal, Reason
from monitor.report.readers.sanitise import line
from monitor.report.rendering.language import language_of

_LONGEST = 500


def reason_sentence(reason: Reason, language: str) -> str:
    """Why, in one sentence on one line."""
    from monitor.report.rendering.templates import sentences

    return line(sentences(language_of(language), html=False)(reason), _LONGEST)


def advice_sentence(proposal: Proposal, language: str) -> str:
    """What to do, why, and what comes if nothing is done; on one line."""
    from monitor.report.rendering.templates import sentences, words

    say = words(language_of(language), html=False)
    parts = [say.advice(proposal), sentences(language_of(language), html=False)(proposal.reason)]
    if proposal.next_status and proposal.next_on:
        parts.append(say.next(proposal))
    return line(" ".join(parts), _LONGEST)
