"""What the next fourteen days bring, as declared: pauses, seasons, reviews, steps of closings, brands' days off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from monitor.model.account import Account, Lifecycle, Span
from monitor.report.blocks.section_rows import Card, Coming
from monitor.report.readers.sanitise import line

_AHEAD: Final = timedelta(days=14)
_OVER: Final = frozenset({Lifecycle.CLOSED})


def coming_up(accounts: Iterable[tuple[Account, Card]], today: date) -> list[Coming]:
    """Everything from `today` to 14 days on, the soonest first."""
    accounts = list(accounts)
    found = [
        Coming(card, what, on, line(why, 120))
        for account, card in accounts
        if account.lifecycle not in _OVER
        for what, on, why in (*_dates(account), *_steps(card))
        if today <= on <= today + _AHEAD
    ]
    found += _holidays(accounts, today)
    return sorted(
        found, key=lambda coming: (coming.on, coming.card.id if coming.card else "", coming.brand, coming.what)
    )


def _holidays(accounts: Iterable[tuple[Account, Card]], today: date) -> Iterator[Coming]:
    """Each brand's days off, once however many accounts it has."""
    brands = {account.brand: (account, card) for account, card in accounts if account.lifecycle not in _OVER}
    for account, card in brands.values():
        for span in account.holidays:
            if today <= span.start <= today + _AHEAD:
                yield Coming(None, "holiday", span.start, line(span.reason, 120), card.brand, span.end)


def _dates(account: Account) -> Iterator[tuple[str, date, str]]:
    yield from _edges("pause", account.pauses)
    yield from _edges("season", account.seasons)
    if account.plan.review_by:
        yield "review", account.plan.review_by, ""
    if account.closing_on:
        yield "closing", account.closing_on, ""


def _steps(card: Card) -> Iterator[tuple[str, date, str]]:
    """What is to be done before a declared closing; the day itself is among the dates."""
    if card.letting_go is not None and card.letting_go.declared:
        for step in card.letting_go.steps:
            if step.on < card.letting_go.day:
                yield step.what, step.on, ""


def _edges(what: str, spans: Iterable[Span]) -> Iterator[tuple[str, date, str]]:
    for span in spans:
        yield f"{what}_starts", span.start, span.reason
        if span.end:
            yield f"{what}_ends", span.end, span.reason
