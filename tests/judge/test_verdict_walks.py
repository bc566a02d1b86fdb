"""Random lives of an account: whatever happens in whatever order, some things are never said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.metrics.silence import effective, excluded_spans
from monitor.metrics.thresholds import Limits, limits_or_default
from monitor.model.account import Lifecycle, Plan, Span
from monitor.model.check import SEEN, Outcome
from monitor.model.state import ActivityState, Flag, Status
from support.health import DAY, NOON, Story, account, plan

HOUR = timedelta(hours=1)
PLANS = st.sampled_from([plan(1, 1), plan(3, 7), plan(1, 7), plan(1, 30), plan(1, 91), plan(1, 365), Plan()])
BAD = st.sampled_from(sorted(set(Outcome) - SEEN))
GOOD = st.sampled_from(sorted(SEEN))
WAITS = st.sampled_from([0, 1, 6, 12, 24, 36, 24 * 5, 24 * 9, 24 * 16, 24 * 45, 24 * 200]).map(lambda n: n * HOUR)


@dataclass(frozen=True)
class Step:
    """What happens next, `after` so long: acts made `ago`, and a check (None: judged by the clock alone)."""

    after: timedelta
    ago: timedelta
    acts: tuple[tuple[str, bool], ...] = ()
    outcome: Outcome | None = None
    proves: bool = True


ACTS = st.lists(st.tuples(st.sampled_from(["post", "share", "reply"]), st.booleans()), max_size=2).map(tuple)
AGO = st.sampled_from([timedelta(0), 6 * HOUR, 9 * DAY, 12 * DAY])
GOODS = st.builds(Step, WAITS, AGO, ACTS, GOOD, st.sampled_from([True, True, True, False]))
BADS = st.builds(Step, WAITS, AGO, ACTS, BAD)
CLOCK = st.builds(Step, WAITS, AGO, ACTS)
STEPS = st.lists(GOODS | BADS | CLOCK, max_size=25)
PAUSES = st.lists(
    st.builds(
        lambda start, days: Span(NOON.date() + start * DAY, NOON.date() + (start + days) * DAY),
        st.integers(-50, 300),
        st.integers(0, 90),
    ),
    max_size=3,
).map(tuple)
ACCOUNTS = st.builds(
    lambda **declared: account(**declared),
    plan=PLANS,
    owner=st.sampled_from(["lea", None]),
    cross_posts_from=st.sampled_from([(), ("acme-blog",)]),
)
PAUSED = st.builds(lambda one, pauses: Story(one).declared(pauses=pauses).account, ACCOUNTS, PAUSES)


@dataclass(frozen=True)
class Chapter:
    """What the file declares, and what happens while it does; nobody saw what was before `unseen` ago."""

    lifecycle: Lifecycle
    plan: Plan
    unseen: timedelta | None
    steps: list[Step]


# In some of the plans an act is late only after the window in which it is measured.
PATIENT = st.sampled_from([plan(1, 7, late=40 * DAY), plan(3, 7, late=100 * DAY, dormant=120 * DAY)])
CHAPTERS = st.lists(
    st.builds(
        Chapter,
        st.sampled_from([Lifecycle.ACTIVE, *Lifecycle]),
        PLANS | PATIENT,
        st.sampled_from([None, None, timedelta(0), 9 * DAY, 30 * DAY]),
        st.lists(GOODS | GOODS | BADS | CLOCK, min_size=1, max_size=8),
    ),
    min_size=2,
    max_size=6,
)
LEAST: dict[ActivityState, Callable[[Limits], timedelta]] = {  # the silence that a state needs, however it was reached
    ActivityState.LATE: lambda limits: limits.late,
    ActivityState.OVERDUE: lambda limits: limits.overdue,
    ActivityState.DORMANT: lambda limits: limits.overdue,  # after a recovery that failed
    ActivityState.ABANDONED: lambda limits: limits.overdue,  # the same, and orphaned
}


def take(story: Story, step: Step) -> None:
    story.now += step.after
    for kind, copied in step.acts:
        story.act(kind, copied=copied and kind == "post", ago=min(step.ago, step.after))
    if step.outcome is None:
        story.judge()
    elif step.outcome in SEEN and not step.proves:
        story.check(step.outcome, complete=False, activities=0)
    else:
        story.check(step.outcome)


def walk(declared: Any, steps: list[Step], check: Callable[[Story, Step], None]) -> Story:
    story = Story(declared)
    for step in steps:
        take(story, step)
        check(story, step)
    return story


@given(PAUSED, STEPS)
@settings(max_examples=300)
def test_no_silence_is_announced_that_no_check_has_proved(declared: Any, steps: list[Step]) -> None:
    def check(story: Story, _: Step) -> None:
        activity, limits = story.state.activity.state, limits_or_default(story.account.plan)
        if activity not in LEAST or story.state.activity.frozen:
            return
        proof, act = story.state.observation.last_ok, story.record.last_human
        assert proof is not None
        if act is not None:
            silence = effective(act, proof, excluded_spans(story.account), story.zone)
            assert silence > LEAST[activity](limits)
        else:
            assert proof - NOON > limits.late  # nothing is counted from before the first check

    walk(declared, steps, check)


@given(ACCOUNTS, STEPS)
@settings(max_examples=200)
def test_failures_and_the_clock_alone_never_move_the_activity(declared: Any, steps: list[Step]) -> None:
    last: list[tuple[ActivityState | None, Any]] = [(None, None)]

    def check(story: Story, step: Step) -> None:
        now = (story.state.activity.state, story.state.activity.since)
        if step.outcome not in SEEN or not step.proves:
            assert last[-1] == now
        last.append(now)

    walk(declared, steps, check)


@given(PAUSED, STEPS)
@settings(max_examples=200)
def test_judging_twice_at_one_instant_announces_nothing_more(declared: Any, steps: list[Step]) -> None:
    def check(story: Story, _: Step) -> None:
        before = story.state
        again = story.judge()
        assert (again.transitions, again.state) == ((), before)

    walk(declared, steps, check)


@given(PAUSED, st.sampled_from([0, 32, 200]), CHAPTERS)
@settings(max_examples=300)
def test_nor_does_it_whatever_is_declared_and_unseen_meanwhile(
    declared: Any, asleep: int, chapters: list[Chapter]
) -> None:
    story = Story(declared)
    story.history(3, 7 * DAY).check()
    story.forward(days=asleep).check()
    for chapter in chapters:
        story.declared(lifecycle=chapter.lifecycle, plan=chapter.plan)
        if chapter.unseen is not None:
            story.record = replace(story.record, unseen_until=story.now - chapter.unseen)
        for step in chapter.steps:
            take(story, step)
            before = story.state
            again = story.judge()
            assert (again.transitions, again.state) == ((), before)


@given(PAUSED, STEPS)
def test_what_is_announced_is_one_unbroken_story(declared: Any, steps: list[Step]) -> None:
    story = walk(declared, steps, lambda story, _: None)
    where: dict[str, str] = {"status": Status.UNSEEN.value}
    for change in story.transitions:
        assert where.get(change.axis, "off") == change.before != change.after
        where[change.axis] = change.after
        assert change.reasons
    assert where["status"] == story.status.value
    assert {Flag(axis[5:]) for axis, value in where.items() if value == "on"} == story.state.flags


@given(ACCOUNTS, STEPS)
def test_a_long_proved_silence_is_never_called_alive(declared: Any, steps: list[Step]) -> None:
    story = walk(declared, steps, lambda story, _: None)
    story.forward(days=1).check()
    story.forward(days=600).check()
    assert story.forward(hours=1).check().state.status is Status.ABANDONED


@given(PAUSED, STEPS)
def test_after_a_pause_nothing_is_worse_than_late_for_the_length_of_the_grace(declared: Any, steps: list[Step]) -> None:
    def check(story: Story, _: Step) -> None:
        grace = limits_or_default(story.account.plan).grace
        ends = [NOON.replace(hour=0) + ((pause.end or NOON.date()) - NOON.date() + DAY) for pause in declared.pauses]
        if any(timedelta(0) <= story.now - end <= grace for end in ends) and not story.state.activity.frozen:
            assert story.status not in (Status.OVERDUE, Status.DORMANT, Status.ABANDONED)

    walk(declared, steps, check)


@given(ACCOUNTS, STEPS, st.sampled_from(Lifecycle), STEPS)
def test_whatever_is_declared_meanwhile_the_next_days_are_late_at_worst(
    declared: Any, before: list[Step], lifecycle: Lifecycle, during: list[Step]
) -> None:
    story = walk(declared, before, lambda story, _: None)
    if lifecycle in (Lifecycle.ACTIVE, Lifecycle.SEASONAL):
        return
    story.declared(lifecycle=lifecycle)
    for step in during:
        take(story, step)
    story.judge()
    story.declared(lifecycle=Lifecycle.ACTIVE)
    story.forward(days=1).check()
    assert story.status not in (Status.OVERDUE, Status.DORMANT, Status.ABANDONED)


@given(PAUSED, STEPS)
def test_a_proposal_is_made_exactly_where_there_is_trouble_or_no_owner(declared: Any, steps: list[Step]) -> None:
    trouble = {Status.OVERDUE, Status.DORMANT, Status.ABANDONED, Status.INANIMATE, Status.BEHIND}
    trouble |= {Status.BLIND, Status.GONE, Status.SUSPENDED, Status.PRIVATE, Status.MOVED}

    def check(story: Story, _: Step) -> None:
        verdict = story.judge()
        proposal = verdict.proposal
        asked = story.status in trouble or Flag.ORPHANED in verdict.state.flags
        assert (proposal is not None) is asked
        if proposal is not None and proposal.next_on is not None:
            assert proposal.next_on >= story.now.date()

    walk(declared, steps, check)
