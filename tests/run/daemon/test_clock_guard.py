"""Whether the clock may be trusted, against the time since the machine started."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.run.daemon.clock_guard import JUMP, STAYS, Jumps
from support.program import NOON

MINUTE = timedelta(minutes=1)


class Machine:
    def __init__(self) -> None:
        self.jumps, self.now, self.up = Jumps(), NOON, 0.0

    def trusted(self, passes: timedelta = MINUTE, jumps: timedelta = timedelta()) -> bool:
        self.now += passes + jumps
        self.up += passes.total_seconds()
        return self.jumps.trusted(self.now, self.up)


@given(st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(days=30)), st.timedeltas(-JUMP, JUMP)), max_size=30))
def test_time_that_goes_by_is_no_jump(steps: list[tuple[timedelta, timedelta]]) -> None:
    """F043: nor is a long sleep, or a clock that is kept right by less than the bound."""
    machine = Machine()
    assert all(machine.trusted(*step) for step in steps)


@given(st.timedeltas(JUMP + MINUTE, timedelta(days=36_500)))
def test_a_jump_that_is_put_right_is_never_gone_by(jump: timedelta) -> None:
    """F039: an hour, a day, ten years."""
    machine = Machine()
    assert machine.trusted()
    assert [machine.trusted(MINUTE, jump if turn == 0 else timedelta()) for turn in range(10)] == [False] * 10
    assert machine.trusted(MINUTE, -jump)
    assert machine.trusted(timedelta(hours=1))


@given(st.timedeltas(JUMP + MINUTE, timedelta(days=36_500)))
def test_a_jump_that_stays_is_gone_by_after_a_while(jump: timedelta) -> None:
    machine = Machine()
    machine.trusted()
    found = [machine.trusted(MINUTE, jump if turn == 0 else timedelta()) for turn in range(20)]
    waits = STAYS // MINUTE
    assert found == [False] * waits + [True] * (20 - waits)


@given(st.timedeltas(JUMP + MINUTE, timedelta(days=700)))
def test_a_jump_back_is_left_to_the_tick(jump: timedelta) -> None:
    """F040: what the database has not seen yet may be judged by."""
    machine = Machine()
    machine.trusted()
    assert machine.trusted(MINUTE, -jump)
