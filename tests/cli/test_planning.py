"""`plan` and `accounts gate` as a shell runs them, on accounts of which nothing was seen yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from monitor.model.community import Sight
from monitor.store import Store

Command = Callable[..., Result]
CONFIG = """
[monitor]
database = "sqlite:///monitor.db"

[brands.acme]
name = "Acme"
manager = "nora"
objectives = [{ kind = "retain", statement = "They stay", priority = 5 }]

[brands.zenith]
name = "Zenith"

[people.nora]
name = "Nora Sample"
hours_per_week = 5

[people.lea]
name = "Léa Example"
hours_per_week = 4

[audiences.members]
name = "Members"
communities = ["https://forum.example/c/acme"]

[effort.activities]
listen = { minutes_per_day = 12 }
report = { minutes_per_week = 60 }
"""
ACCOUNT = """
[[accounts]]
id = "{name}"
brand = "{brand}"
network = "manual"
url = "https://{name}.example/acme"
owner = "{owner}"
objectives = ["retain"]
audience = ["members"]
priority = {priority}
plan = {{ publish = "1 per week", hours_per_week = {hours} }}
"""


@pytest.fixture
def call(tmp_path: Path, monitor: Command) -> Command:
    accounts = [("blog", "acme", "lea", 5, 3), ("clips", "acme", "lea", 2, 2), ("news", "zenith", "lea", 3, 3)]
    entries = [ACCOUNT.format(name=n, brand=b, owner=o, priority=p, hours=h) for n, b, o, p, h in accounts]
    path = tmp_path / "monitor.toml"
    path.write_text(CONFIG + "".join(entries), encoding="utf-8")
    return lambda *words: monitor("--config", str(path), *words)


@pytest.fixture
def weighed(call: Command) -> Callable[..., list[dict[str, Any]]]:
    def run(*words: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(call("plan", "--json", *words).stdout)
        return found

    return run


Weighed = Callable[..., list[dict[str, Any]]]


def test_each_brand_has_the_hours_of_its_people(weighed: Weighed) -> None:
    acme, zenith = weighed()
    assert (acme["brands"], acme["promised"], acme["available"], acme["standing"]) == (["acme"], 7, 7.5, 2)
    assert (zenith["brands"], zenith["promised"], zenith["available"], zenith["too_many"]) == (["zenith"], 5, 1.5, 3.5)
    assert {one["person"]: one["too_many"] for one in acme["people"]} == {"lea": 4, "nora": 0}


def test_what_is_worth_most_is_kept(weighed: Weighed) -> None:
    acme, zenith = weighed()
    assert (acme["allocation"]["keep"], acme["allocation"]["park"]) == (["blog", "clips"], [])
    assert (
        zenith["allocation"]["keep"],
        zenith["allocation"]["park"],
        zenith["allocation"]["missing"],
    ) == ([], ["news"], 3.5)


def test_what_if_there_were_other_hours(weighed: Weighed) -> None:
    (both,) = weighed("--hours", "8.5")
    assert both["brands"] == ["acme", "zenith"]
    assert (both["allocation"]["keep"], both["allocation"]["park"]) == (["blog"], ["clips", "news"])
    (acme,) = weighed("--hours", "5", "--brand", "acme")
    assert (acme["allocation"]["keep"], acme["as_it_is"]["keep"]) == (["blog"], ["blog", "clips"])


def test_what_if_an_account_were_gone(weighed: Weighed, call: Command) -> None:
    (acme,) = weighed("--without", "blog", "--brand", "acme")
    assert (
        acme["promised"],
        acme["allocation"]["keep"],
        acme["as_it_is"]["keep"],
    ) == (4, ["clips"], ["blog", "clips"])
    said = call("plan", "--brand", "acme", "--hours", "4").stdout
    assert "with 4.0 h a week keep clips; park blog" in said
    assert "which parks, of what is kept now: blog" in said


def test_it_says_so_in_words(call: Command) -> None:
    said = call("plan").stdout
    assert "Acme: 7.0 h a week promised, 0.0 h estimated, 7.5 h available" in said
    assert "Léa Example: 8.0 h a week promised, 0.0 h estimated, 4.0 h available: 4.0 h too many" in said
    assert "with 1.5 h a week keep nothing; park news (to keep all, 3.5 h more)" in said
    assert "private messages, deleted spam" in said
    assert "blog: retain: growth of followers, people who come back: not measurable from public data" in said


def test_an_owner_who_promised_too_much_shows_on_the_accounts(call: Command) -> None:
    accounts = json.loads(call("status", "--json").stdout)["accounts"]
    assert {(one["account"], flag) for one in accounts for flag in one["flags"]} == {
        ("blog", "over_capacity"),
        ("clips", "over_capacity"),
        ("news", "over_capacity"),
    }
    english, french = (
        call("explain", "blog", "--language", language).stdout.replace("\u00a0", " ") for language in ("en", "fr")
    )
    assert "Its owner has promised 8 h a week and has 4 h." in english
    assert "La personne responsable a promis 8 h par semaine et en a 4 h." in french


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("plan", "--brand", "nobody"), "has no brand 'nobody'; it has: acme, zenith"),
        (("plan", "--without", "blgo"), "did you mean 'blog'?"),
        (("plan", "--hours", "-1"), "not in the range"),
        (("accounts", "gate", "https://new.example/"), "name the brand with --brand, one of: acme, zenith"),
        (("accounts", "gate", "https://new.example/", "--brand", "acme", "--audience", "x"), "it has: members"),
        (("accounts", "gate", "https://new.example/", "--brand", "acme", "--owner", "x"), "it has: nora, lea"),
        (("accounts", "gate", "no address", "--brand", "acme"), "is no address"),
    ],
)
def test_what_is_given_wrongly_is_said(call: Command, words: tuple[str, ...], expected: str) -> None:
    done = call(*words)
    assert done.exit_code == 2
    assert expected in done.output


def gate_of(call: Command, url: str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call("accounts", "gate", url, "--brand", "acme", "--json", *words).stdout)
    return found


def test_a_listed_community_an_objective_and_hours_open_the_gate(call: Command) -> None:
    found = gate_of(call, "https://forum.example/u/acme", "--objective", "retain", "--hours", "0.5")
    assert (found["opens"], found["objections"], found["means"]["left"]) == (True, [], 0.5)
    assert [one["url"] for one in found["where"]["communities"]] == ["https://forum.example/c/acme"]


def test_an_owners_hours_are_that_persons(call: Command) -> None:
    found = gate_of(call, "https://forum.example/u/acme", "--objective", "retain", "--hours", "1", "--owner", "lea")
    assert (found["objections"], found["means"]["of"], found["means"]["left"]) == (["no_hours"], "Léa Example", -4)
    assert gate_of(call, "https://forum.example/u/acme", "--hours", "2", "--owner", "lea")["means"]["would_park"] == [
        "blog"
    ]


def test_another_forum_is_another_place(call: Command) -> None:
    found = gate_of(call, "https://other.example/u/acme", "--objective", "retain", "--hours", "0.5")
    assert (found["objections"], found["where"]["communities"]) == (["no_audience"], [])


def test_the_fediverse_is_one_place_and_a_community_that_sleeps_is_no_evidence(call: Command, tmp_path: Path) -> None:
    url, long_ago = "https://forum.example/c/acme", datetime(2020, 1, 1, tzinfo=UTC)
    assert gate_of(call, "https://social.example/@acme")["where"]["communities"] == []  # nobody knows yet what it is
    with Store(f"sqlite:///{tmp_path}/monitor.db") as store:
        (community,) = store.claim_communities([url], long_ago, long_ago, 1)
        store.note_community(replace(community, network="lemmy", sight=Sight(long_ago, 120, 0.5, long_ago)))
    found = gate_of(call, "https://social.example/@acme", "--objective", "retain", "--hours", "0.5")
    assert (
        found["objections"],
        [(one["url"], one["members"], one["asleep"]) for one in found["where"]["communities"]],
    ) == (["no_audience"], [(url, 120, True)])
    said = call("accounts", "gate", "https://social.example/@acme", "--brand", "acme").stdout
    assert f"{url} (members): 120 members, 0.5 posts a week, the last on 2020-01-01: asleep" in said


def test_an_account_of_the_plan_is_recognised(call: Command) -> None:
    assert "there_already" in gate_of(call, "https://blog.example/acme")["objections"]


def test_the_exit_code_says_so_only_when_asked(call: Command) -> None:
    words = ("accounts", "gate", "https://new.example/", "--brand", "zenith")
    assert [call(*words).exit_code, call(*words, "--exit-code").exit_code] == [0, 10]
    said = call(*words).stdout
    assert "better not there" in said
    assert "why: nobody said; Zenith has no objective at all" in said
