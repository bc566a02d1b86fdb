"""Whether there are hours for what is promised: by person, by brand, over all brands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.capacity import Capacity, capacity
from monitor.metrics.effort import Hours
from monitor.model.account import Account, Span
from monitor.model.people import Brand, Person
from monitor.model.settings import Effort, Settings
from support.health import UTC_ZONE, account, plan

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
NO_FIXED_WORK = Effort(listen_minutes_per_day=0, report_minutes_per_week=0)
FIXED_WORK = Effort(listen_minutes_per_day=12, report_minutes_per_week=30)  # an hour and a half a week


def settings(*people: Person, manager: str | None = None, effort: Effort = NO_FIXED_WORK) -> Settings:
    brands = {name: Brand(name, name.title(), UTC_ZONE, manager=manager) for name in ("acme", "zenith")}
    return Settings("sqlite://", brands=brands, people={one.id: one for one in people}, effort=effort)


def person(name: str, hours: float | None = None, *, left: bool = False) -> Person:
    return Person(name, name.title(), hours_per_week=hours, left=left)


def owned(name: str, owner: str | None, hours: float, brand: str = "acme", **more: object) -> Account:
    return account(id=name, owner=owner, brand=brand, plan=plan(hours_per_week=hours), **more)


def found(accounts: list[Account], plan_of: Settings, **estimated: float) -> Capacity:
    return capacity(accounts, plan_of, NOW, estimated)


def test_a_person_has_the_accounts_that_the_person_owns() -> None:
    accounts = [owned("one", "lea", 4), owned("two", "tom", 9), owned("three", "lea", 2)]
    given = found(accounts, settings(person("lea", 3), person("tom", 9)), one=1, two=9, three=2)
    assert given.people == {"lea": Hours(6, 3, 3), "tom": Hours(9, 9, 9)}
    assert (given.overcommitted, given.people["lea"].over) == (frozenset({"lea"}), 3)


def test_a_brand_has_the_hours_of_those_who_are_still_there() -> None:
    people = person("lea", 5), person("tom", 7, left=True), person("ana")
    accounts = [owned("one", "lea", 4), owned("two", "tom", 2), owned("three", "ana", 1), owned("four", None, 1)]
    given = found(accounts, settings(*people))
    assert Hours(8, 0, 5) == given.brands["acme"] == given.total
    assert given.people.keys() == {"lea", "ana"}


def test_hours_that_nobody_stated_are_unknown_and_so_is_a_lack() -> None:
    given = found([owned("one", "lea", 40)], settings(person("lea")))
    assert (given.brands["acme"].available, given.brands["acme"].over) == (None, 0)
    assert given.overcommitted == frozenset()


def test_brands_share_a_persons_hours_as_they_are_promised_to_them() -> None:
    accounts = [owned("one", "lea", 2), owned("two", "lea", 6, "zenith")]
    given = found(accounts, settings(person("lea", 4)))
    assert given.brands == {"acme": Hours(2, 0, 1), "zenith": Hours(6, 0, 3)}
    assert Hours(8, 0, 4) == given.people["lea"] == given.total


def test_where_nothing_is_promised_they_share_alike() -> None:
    accounts = [owned("one", "lea", 0), owned("two", "lea", 0, "zenith")]
    given = found(accounts, settings(person("lea", 4)))
    assert [given.brands[name].available for name in ("acme", "zenith")] == [2, 2]


def test_listening_and_reporting_are_the_managers_once_a_brand() -> None:
    accounts = [owned("one", "lea", 2), owned("two", "lea", 2)]
    given = found(accounts, settings(person("lea", 4), person("tom", 1), manager="tom", effort=FIXED_WORK))
    assert given.people == {"lea": Hours(4, 0, 4), "tom": Hours(1.5, 0, 1)}
    assert (given.brands["acme"], given.fixed_hours) == (Hours(5.5, 0, 5), {"acme": 1.5})


def test_what_rests_promises_nothing_and_a_brand_at_rest_does_not_listen() -> None:
    resting = owned("one", "lea", 2, pauses=(Span(NOW.date()),))
    given = found([resting], settings(person("lea", 4), manager="lea", effort=FIXED_WORK), one=1)
    assert (given.accounts, given.fixed_hours, given.people["lea"]) == ({}, {}, Hours(0, 1, 4))


def test_the_day_is_the_brands() -> None:
    tomorrow = (NOW + timedelta(days=1)).date()
    assert found([owned("one", "lea", 2, pauses=(Span(tomorrow),))], settings(person("lea"))).accounts == {"one": 2}


@pytest.mark.parametrize("owner", ["nobody", None])
def test_an_owner_that_is_not_known_is_nobody(owner: str | None) -> None:
    given = found([owned("one", owner, 2)], settings())
    assert (given.people, given.brands["acme"]) == ({}, Hours(2, 0, None))


ACCOUNTS = st.lists(
    st.tuples(
        st.sampled_from(["lea", "tom", "ana", None]),
        st.floats(0, 20),
        st.sampled_from(["acme", "zenith"]),
        st.booleans(),
    ),
    max_size=12,
)


@given(ACCOUNTS, st.floats(0, 40), st.one_of(st.none(), st.floats(0, 40)))
def test_nobody_has_more_hours_for_being_split(
    made: list[tuple[str | None, float, str, bool]], lea: float, tom: float | None
) -> None:
    accounts = [
        owned(f"a{number}", owner, hours, brand, pauses=(Span(NOW.date()),) if rests else ())
        for number, (owner, hours, brand, rests) in enumerate(made)
    ]
    given = found(accounts, settings(person("lea", lea), person("tom", tom), person("ana"), effort=FIXED_WORK))
    of_people = sum(one.available or 0 for one in given.people.values())
    of_brands = sum(one.available or 0 for one in given.brands.values())
    assert pytest.approx(of_people) == of_brands == pytest.approx(given.total.available or 0)
    assert given.total.promised == pytest.approx(sum(one.promised for one in given.brands.values()))
