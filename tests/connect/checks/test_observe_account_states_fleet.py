"""../shared/suites/account-states, the rows of many accounts: whose fault a failed cycle was, and what is reported."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.model.check import Failure, Observation
from monitor.model.http import NoResponse, Refusal, Response
from monitor.model.state import Status
from support.networks import NOW
from support.shelf import act, seen
from support.watched import DAY, HOUR, Watched, announced


def test_every_row_of_the_fleet_has_its_test(shared: Path) -> None:
    rows = map(json.loads, (shared / "suites" / "account-states" / "cases.jsonl").read_text("utf-8").splitlines())
    tests = {name.removeprefix("test_").replace("_", "-") for name in globals() if name.startswith("test_fleet_")}
    assert tests == {row["id"] for row in rows if row["connector"] == "fleet"}


SILENCE = seen(act("known", NOW - 29 * DAY))  # what each account shows: it is dormant in a day
NAMES = tuple(f"host{number % 7}.example/{number}" for number in range(14))


def established(folder: Path, shown: Observation = SILENCE) -> Watched:
    """The accounts, seen well an hour ago."""
    watched = Watched(folder, *NAMES)
    watched.see(NOW - HOUR, dict.fromkeys(NAMES, shown))
    return watched


def broken(watched: Watched, failed: Failure) -> None:
    """All fails so for three days: for two every state stays, and once it is said whose fault it is; then all are
    blind, and none is silent.
    """
    before, said = {name: watched.shelf.state(NOW, name) for name in NAMES}, []
    for hours in range(0, 72, 6):
        judged = watched.see(NOW + hours * HOUR, dict.fromkeys(NAMES, failed))
        said.append((len(judged.outages), judged.excuse))
        if hours < 48:
            assert judged.transitions == ()
            for name, state in before.items():
                axis = watched.shelf.state(NOW, name).observation
                noted = replace(state.observation, silent_since=axis.silent_since, held_checks=axis.held_checks)
                assert watched.shelf.state(NOW, name) == replace(state, observation=noted)
    assert said[0][1].endswith("the fault is taken for our own, nothing was judged by it")
    assert said[1:] == [(1, "")] * 7 + [(0, "")] * 4
    assert set(watched.statuses().values()) == {Status.BLIND}


def asked(replay: Any, answer: Response | NoResponse) -> Failure:
    """The result of a feed's check with this answer."""
    url = "https://acme.example/feed.xml"
    failed = replay("feed", url, {url: answer}).result
    assert isinstance(failed, Failure)
    return failed


def test_fleet_our_outage_dns(replay: Any, tmp_path: Path) -> None:
    broken(established(tmp_path), asked(replay, NoResponse(Refusal.UNREACHABLE, "the name is not known")))


@pytest.mark.parametrize("secured", [True, False])
def test_fleet_our_outage_captive(replay: Any, tmp_path: Path, secured: bool) -> None:
    page = b"<html><title>Welcome</title><form>Room number <input name=room></form></html>"
    login = Response(200, {"content-type": "text/html"}, page, "http://login.hotel.example/")
    answer = NoResponse(Refusal.UNREACHABLE, "the certificate is for another name") if secured else login
    broken(established(tmp_path), asked(replay, answer))


@pytest.mark.parametrize("status", [502, 407])
def test_fleet_our_outage_proxy(replay: Any, tmp_path: Path, status: int) -> None:
    answer = Response(status, {"content-type": "text/html"}, b"<html>Proxy</html>", "https://acme.example/feed.xml")
    broken(established(tmp_path), asked(replay, answer))


def test_fleet_host_outage(replay: Any, tmp_path: Path) -> None:
    """The accounts of one host are blind after a day, the others are judged; what is to be fixed is said once."""
    watched = established(tmp_path)
    failed = asked(replay, Response(401, {}, b"", "https://acme.example/feed.xml"))
    lost = {name for name in NAMES if name.startswith("host3.")}
    judged = [
        watched.see(NOW + hours * HOUR, {name: failed if name in lost else SILENCE for name in NAMES})
        for hours in range(0, 36, 6)
    ]
    assert watched.statuses() == {name: Status.BLIND if name in lost else Status.DORMANT for name in NAMES}
    assert [(one.host, one.accounts) for each in judged for one in each.troubles] == [("host3.example:443", 2)]


def test_fleet_asleep_3_days(tmp_path: Path) -> None:
    """What was posted meanwhile counts on its own day, and the gap is reported."""
    watched = established(tmp_path)
    woken = NOW + 3 * DAY
    posted = seen(act("known", NOW - 29 * DAY), act("meanwhile", NOW + DAY))
    judged = watched.see(woken, dict.fromkeys(NAMES, posted))
    assert judged.transitions == ()
    assert {watched.shelf.record(woken, name).last_human for name in NAMES} == {NOW + DAY}
    assert watched.shelf.store.longest_gap(NOW - DAY, woken) == (NOW - HOUR, woken)


def test_fleet_first_run(tmp_path: Path) -> None:
    names = [f"host{number}.example/a" for number in range(500)]
    judged = Watched(tmp_path, *names).see(NOW, dict.fromkeys(names, seen(act("old", NOW - 400 * DAY))))
    assert {change.after for change in judged.transitions if change.axis == "status"} == {Status.DORMANT.value}
    assert announced(judged) == []


def test_fleet_flap(replay: Any, tmp_path: Path) -> None:
    """A feed that answers every other hour; the others are well, so that the fault is its own."""
    fresh = seen(act("fresh", NOW - DAY))
    watched = established(tmp_path, fresh)
    failed = asked(replay, Response(500, {}, b"", "https://acme.example/feed.xml"))
    results = [
        watched.see(NOW + hour * HOUR, {name: failed if name == NAMES[0] and hour % 2 else fresh for name in NAMES})
        for hour in range(48)
    ]
    assert [change for judged in results for change in judged.transitions] == []
