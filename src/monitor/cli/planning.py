"""`plan`: what is promised, what that is estimated to take, what there is; which accounts to keep, and what if."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import application, as_json, known_account, known_brand, show_json, show_table
from monitor.report.readers.privacy import at_terminal
from monitor.report.terminal.table import spoken

if TYPE_CHECKING:
    from monitor.metrics.allocation import Allocation
    from monitor.metrics.effort import Hours
    from monitor.model.settings import Settings
    from monitor.run.planning.plan import Pot, Weighed

_HEAD = ("account", "with these hours", "priority", "promised", "estimated", "status")


@click.command()
@click.option("--hours", type=click.FloatRange(min=0), metavar="H", help="What if so many hours a week were there.")
@click.option("--without", "ids", metavar="ACCOUNT", multiple=True, help="What if it were gone; may be repeated.")
@click.option("--brand", metavar="ID", help="Only this brand's.")
@as_json
@click.pass_context
def plan(ctx: click.Context, hours: float | None, ids: tuple[str, ...], brand: str | None, as_json: bool) -> None:
    """Weigh the plan: hours a week promised, estimated and available, and which accounts to keep with them.

    Of all choices that fit into the hours, the one with the greatest sum of priorities is shown: an account's own, and
    those of the objectives it serves. With --hours all brands share them; else each has those of its people.
    """
    from monitor.run.planning.plan import pots, scene

    with application(ctx) as app:
        for name in ids:
            known_account(app, name)
        if brand is not None:
            known_brand(app, brand)
        settings = app.plan
        brands = [brand] if brand is not None else list(settings.brands)
        found = pots(scene(app, brands), brands, hours, ids)
    if as_json:
        show_json([_document(pot, settings) for pot in found])
        return
    for number, pot in enumerate(found):
        if number:
            click.echo()
        _say(pot, settings, hours)


def _say(pot: Pot, settings: Settings, hours: float | None) -> None:
    named = ", ".join(settings.brands[name].name for name in pot.brands)
    click.echo(f"{named}: {_hours(pot.hours)}")
    for line in _remarks(pot):
        click.echo(f"  {line}")
    for name, each in sorted(pot.people.items(), key=lambda item: (-item[1].over, item[0])):
        whose = at_terminal(settings).person(name, pot.brands[0]) or f"owner of {', '.join(_owned(settings, name))}"
        click.echo(f"  {whose}: {_hours(each)}")
    if pot.choice is None:
        click.echo("  nobody said how many hours there are: add hours_per_week to [people.ID], or ask with --hours H")
    else:
        for line in _choice(pot, pot.choice, hours):
            click.echo(f"  {line}")
    if pot.accounts:
        click.echo()
        show_table([_HEAD, *(_row(one, pot.choice) for one in pot.accounts)])
        _say_measures(pot)


def _say_measures(pot: Pot) -> None:
    from monitor.report.terminal.profile_lines import aims

    said = [(one.account_status.account.id, line) for one in pot.accounts for line in aims(one.measures, "en")]
    if said:
        click.echo("\nObjectives, over four weeks, against the four weeks before:")
        for name, line in said:
            click.echo(f"  {name}: {line}")


def _hours(hours: Hours) -> str:
    there = "nobody said how many there are" if hours.available is None else f"{hours.available:.1f} h available"
    over = f": {hours.over:.1f} h too many" if hours.over else ""
    return f"{hours.promised:.1f} h a week promised, {hours.estimated:.1f} h estimated, {there}{over}"


def _remarks(pot: Pot) -> Iterator[str]:
    """What the figures are made of, and what is in none of them."""
    if pot.paying and pot.hours.available is not None:
        yield (
            f"you promise {pot.hours.promised:.1f} h a week and have {pot.hours.available:.1f}: "
            f"{', '.join(pot.paying)} {'pays' if len(pot.paying) == 1 else 'pay'} for it"
        )
    if pot.fixed_hours:
        yield f"of the promised, {pot.fixed_hours:.1f} h are listening and reporting, once a brand"
    by_work: Counter[str] = Counter()
    for one in pot.accounts:
        by_work.update(one.spent.hours)
    if spent := [f"{work} {hours:.1f} h" for work, hours in by_work.items() if hours >= 0.05]:
        yield f"estimated, acts times minutes: {', '.join(spent)}"
    unseen = Counter(work for one in pot.accounts for work in one.spent.unseen)
    if unseen:
        parts = [work if count == len(pot.accounts) else f"{work} of some" for work, count in sorted(unseen.items())]
        yield f"not seen, so not estimated: {', '.join(parts)}; private messages, deleted spam"


def _choice(pot: Pot, choice: Allocation, hours: float | None) -> Iterator[str]:
    given = hours if hours is not None else pot.hours.available
    if not choice.park:
        yield f"{given:.1f} h a week suffice for all"
    else:
        yield (
            f"with {given:.1f} h a week keep {_names(choice.keep)}; park {_names(choice.park)} "
            f"(to keep all, {choice.missing:.1f} h more)"
        )
    if pot.before is not None:
        kept, kept_before = ({one.account for one in each.keep} for each in (choice, pot.before))
        parked, parked_before = ({one.account for one in each.park} for each in (choice, pot.before))
        if more := sorted(kept & parked_before):
            yield f"which keeps, beyond what is kept now: {', '.join(more)}"
        if less := sorted(parked & kept_before):
            yield f"which parks, of what is kept now: {', '.join(less)}"


def _names(candidates: Sequence[Any]) -> str:
    return ", ".join(one.account for one in candidates) or "nothing"


def _row(one: Weighed, choice: Allocation | None) -> tuple[str, ...]:
    account = one.account_status.account
    weights = {each.account: each.priority for each in (*choice.keep, *choice.park)} if choice else {}
    return (
        account.id,
        _fate(one, choice),
        str(weights.get(account.id, account.priority)),
        "-" if one.promised is None else f"{one.promised:.1f} h",
        f"{one.spent.total:.1f} h",
        spoken(one.account_status.verdict.state.status),
    )


def _fate(one: Weighed, choice: Allocation | None) -> str:
    if one.promised is None:
        return "at rest"
    if not one.promised:
        return "without a plan"
    if choice is None:
        return "-"
    return "keep" if any(each.account == one.account_status.account.id for each in choice.keep) else "park"


def _owned(settings: Settings, person: str) -> list[str]:
    return [account.id for account in settings.accounts.values() if account.owner == person]


def _document(pot: Pot, settings: Settings) -> dict[str, Any]:
    from monitor.report.terminal.objectives_json import document

    return {
        "brands": list(pot.brands),
        **_figures(pot.hours),
        "standing": pot.fixed_hours,
        "paying": list(pot.paying),
        "people": [
            {
                "person": None if settings.privacy.hides_people else name,
                "name": at_terminal(settings).person(name, pot.brands[0]) or None,
                "accounts": _owned(settings, name),
                **_figures(each),
            }
            for name, each in pot.people.items()
        ],
        "allocation": _allocation(pot.choice),
        "as_it_is": _allocation(pot.before),
        "accounts": [
            {
                "account": one.account_status.account.id,
                "promised": one.promised,
                "estimated": one.spent.total,
                "estimated_by_work": {work.value: hours for work, hours in one.spent.hours.items()},
                "not_seen": sorted(work.value for work in one.spent.unseen),
                "status": one.account_status.verdict.state.status.value,
                "objectives": document(one.measures),
            }
            for one in pot.accounts
        ],
    }


def _figures(hours: Hours) -> dict[str, float | None]:
    """Hours a week; `estimated` are acts times minutes, never measured."""
    return {
        "promised": hours.promised,
        "estimated": hours.estimated,
        "available": hours.available,
        "too_many": hours.over if hours.available is not None else None,
    }


def _allocation(choice: Allocation | None) -> dict[str, Any] | None:
    if choice is None:
        return None
    return {
        "hours": choice.hours,
        "keep": [one.account for one in choice.keep],
        "park": [one.account for one in choice.park],
        "priority": choice.priority,
        "taken": choice.taken,
        "missing": choice.missing,
    }
