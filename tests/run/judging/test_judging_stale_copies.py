"""Answers that say less than they seem to: what a cache kept too long is no evidence of silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

from monitor.model.check import Outcome
from support.program import NOON, Clock, Program, account
from support.site import Page, Site

Make = Callable[[str], Program]
LAST = NOON - timedelta(days=1)


def watched(site: Site, program: Make) -> Program:
    site.feed("/feed", LAST, LAST - timedelta(days=7))
    app = program(account("blog", f"{site.base}/feed"))
    app.run()
    assert app.status("blog") == "on_plan"
    return app


def days(app: Program, clock: Clock, count: int, step: float = 1) -> list[str]:
    """The statuses after so many days, checked each `step`, without repetitions."""
    found = []
    for _ in range(round(count / step)):
        clock.forward(days=step)
        app.run()
        found.append(app.status("blog"))
    return [status for at, status in enumerate(found) if at == 0 or status != found[at - 1]]


def old_copy(page: Page) -> Page:
    status, headers, body = page
    return status, {**headers, "Age": "100000"}, body


def test_an_old_copy_of_a_cache_never_makes_an_account_silent(site: Site, program: Make, clock: Clock) -> None:
    """F066: a copy older than a day is shown as what could not be verified, however long it lasts."""
    app = watched(site, program)
    page = site.pages["/feed"]
    assert isinstance(page, tuple)
    site.pages["/feed"] = old_copy(page)
    assert days(app, clock, 40, step=2) == ["on_plan", "blind"]
    seen = app.account_status("blog").verdict.state.observation
    assert (seen.proved_at, seen.outcome) == (NOON, Outcome.UNPROVED)
    assert seen.detail == "an old copy from a cache (Age: 1 day)"


def test_a_copy_is_as_old_as_its_date_says(site: Site, program: Make, clock: Clock) -> None:
    """F066: a cache that states no age still hands on the date at which the answer was made (RFC 9111, 4.2.3)."""
    app = watched(site, program)
    status, headers, body = site.pages["/feed"]  # type: ignore[misc]  # a page, not a function
    site.pages["/feed"] = status, {**headers, "Date": format_datetime(NOON, usegmt=True)}, body
    assert days(app, clock, 40, step=2) == ["on_plan", "blind"]
    assert app.account_status("blog").verdict.state.observation.last_ok == NOON


def test_a_validator_that_sticks_is_not_believed_for_ever(site: Site, program: Make, clock: Clock) -> None:
    """F066: a server that answers 304 whatever was posted is asked in full again within a week."""
    app = watched(site, program)
    _, _, body = site.pages["/feed"]  # type: ignore[misc]  # a page, not a function
    site.feed("/feed", LAST, NOON + timedelta(days=2))
    _, headers, newer = site.pages["/feed"]  # type: ignore[misc]  # a page, not a function

    def sticky() -> Page:
        if "if-none-match" in site.asked[-1][1]:
            return 304, {"ETag": '"sticks"'}, b""
        return 200, {**headers, "ETag": '"sticks"'}, newer if clock.now > NOON + timedelta(days=2) else body

    site.pages["/feed"] = sticky
    found = days(app, clock, 9)
    assert (found[-1], set(found) - {"on_plan", "late"}) == ("on_plan", set())
    assert app.account_status("blog").record.last_human == NOON + timedelta(days=2)


def test_a_304_that_nobody_asked_for_is_no_observation(site: Site, program: Make, clock: Clock) -> None:
    """F066: without a condition sent, a 304 says nothing; the last known state is kept."""
    app = watched(site, program)
    site.pages["/feed"] = (304, {"ETag": '"x"'}, b"")
    assert days(app, clock, 40) == ["on_plan", "blind"]
    assert app.account_status("blog").record.last_human == LAST
