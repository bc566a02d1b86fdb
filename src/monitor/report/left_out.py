"""Which days a silence does not count, for a terminal: pauses, time out of season, days off. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final

from monitor.metrics.silence import excluded_spans, left_out
from monitor.model.plan import Span
from monitor.model.state import Standing
from monitor.report.outside import line

_MOST: Final = 12
_WORDS: Final = {"en": ("not counted: ", "{} more before"), "fr": ("non compté\u00a0: ", "{} de plus auparavant")}


def days_left_out(standing: Standing, today: date) -> list[Span]:
    """The days since the last act of a person, or since the first look, that do not count, in order."""
    record = standing.record
    since = record.last_human or record.first_look
    return left_out(excluded_spans(standing.account), since.date(), today) if since is not None else []


def left_out_sentence(spans: list[Span], language: str) -> str:
    """The same in one line, the latest of them; "" where all days count."""
    if not spans:
        return ""
    label, more = _WORDS[language]
    said = [_span(span) for span in spans[-_MOST:]]
    before = [more.format(len(spans) - _MOST)] if len(spans) > _MOST else []
    return label + ", ".join((*before, *said))


def _span(span: Span) -> str:
    days = f"{span.start}" if span.end in (None, span.start) else f"{span.start}..{span.end}"
    return f"{days} ({line(span.reason, 60)})" if span.reason else days
