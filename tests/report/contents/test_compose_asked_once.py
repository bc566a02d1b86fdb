"""A series that says it is complete is asked about in one message, and stands aside in the others."""

from __future__ import annotations

import pytest

from monitor.model.state import Status
from monitor.report.blocks.section_rows import Card, Listing
from support.account_status import Make, moved
from support.digest import Compose


def ids(section: Listing[Card]) -> list[str]:
    return [card.id for card in section.items]


@pytest.mark.parametrize("age", [1, 8, 29, 57, 400])
def test_it_is_asked_about_once(account_status: Make, compose_digest: Compose, age: int) -> None:
    said = account_status("series", Status.FINISHED, since=age)
    first = compose_digest(account_statuses=[said], transitions=[], previous=None)
    assert (ids(first.decide), ids(first.aside)) == (["series"], [])
    changed = compose_digest(account_statuses=[said], transitions=[moved("series", Status.ON_PLAN, Status.FINISHED)])
    assert (ids(changed.decide), ids(changed.aside)) == (["series"], [])
    later = compose_digest(account_statuses=[said], transitions=[])
    assert [ids(one) for one in (later.decide, later.stale, later.waiting, later.aside)] == [[], [], [], ["series"]]
