"""The end of a time that nobody saw is remembered with the account, and known to whoever judges it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.model.activity import Memory
from support.shelf import HOUR, MONDAY, Shelf, act, failed, seen

UNTIL = MONDAY - timedelta(days=30)


@pytest.mark.parametrize("memory", [None, Memory(unseen_until=UNTIL, checked=MONDAY)])
def test_what_a_check_remembers_of_it_is_in_the_record(shelf: Shelf, memory: Memory | None) -> None:
    shelf.check(seen(act("1", MONDAY - HOUR), memory=memory))
    shelf.check(failed(), MONDAY + HOUR)  # a check that saw nothing forgets nothing
    assert shelf.record().unseen_until == (UNTIL if memory else None)
    assert [each.record.unseen_until for each in shelf.store.pending(None, MONDAY)] == [UNTIL if memory else None]
