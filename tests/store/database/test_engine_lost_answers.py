"""The answer to a COMMIT is lost with the connection: each method is done again, and its work is there once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from monitor.model.activity import AccountFacts
from monitor.model.alerting import Notified, Preference
from monitor.model.community import Community
from monitor.model.discovery import Noted
from monitor.model.http import RobotsTxt
from monitor.model.people import Decision
from monitor.model.settings import Retention
from monitor.model.state import State, Status
from monitor.store import MessageState, Process, Pruned, Store
from monitor.store.database.mail_tables import letters
from support.lost_answers import deaf
from support.postgres import Cluster
from support.shelf import HOUR, MONDAY, Shelf, account, act, failed, message, new_check, seen, verdict

pytestmark = pytest.mark.slow

LATER = MONDAY + timedelta(minutes=10)
CYCLE = "1"  # of the two below; it has claimed both accounts and checked acme-other
NEXT = "2"
FORUM, OTHER = "https://forum.example/c/gardening/5", "https://forum.example/c/seeds/6"
DAEMON = Process("host", "", 1, 0)

CALLS: dict[str, Callable[[Store], object]] = {
    "sync": lambda store: store.sync([account(brand="other"), account("acme-new")], LATER),
    "claim": lambda store: store.claim(MONDAY + HOUR, until=MONDAY + 2 * HOUR, owner=NEXT, limit=9),
    "renew": lambda store: store.renew(CYCLE, LATER + HOUR),
    "postpone": lambda store: store.postpone("acme-feed", LATER + HOUR),
    "give_back": lambda store: store.give_back(CYCLE),
    "save_robots": lambda store: store.save_robots({"https://feeds.example:443": RobotsTxt("", LATER)}),
    "lead": lambda store: store.lead(Process("host", "", 2, 0), LATER, LATER + HOUR, store.leader()),
    "renew_lead": lambda store: store.renew_lead(DAEMON, LATER + HOUR),
    "leave_lead": lambda store: store.leave_lead(DAEMON),
    "save_backoffs": lambda store: store.save_backoffs({"feeds.example:443": LATER}, "asked"),
    "open_cycle": lambda store: store.open_cycle(LATER, "host:7"),
    "close_cycle": lambda store: store.close_cycle(CYCLE, LATER, outage=True),
    "mark_outage": lambda store: store.mark_outage(CYCLE),
    "save_checks": lambda store: store.save_checks(
        CYCLE,
        [
            new_check("acme-feed", LATER, seen(act("1", MONDAY), act("2", MONDAY - HOUR))),
            new_check("acme-other", LATER, failed()),
        ],
    ),
    "save_verdicts": lambda store: store.save_verdicts(
        [
            ("acme-feed", verdict("acme-feed", State(), Status.LATE, LATER), None),
            ("acme-other", verdict("acme-other", State(), Status.GONE, LATER), 1),
        ],
        LATER,
    ),
    "decide": lambda store: store.decide(Decision("acme-feed", "seen", LATER, "lea", on=MONDAY.date())),
    "prune": lambda store: store.prune(LATER + timedelta(days=2000), Retention()),
    "note_discovery": lambda store: store.note_discovery("acme", Noted("https://acme.example/", LATER)),
    "claim_communities": lambda store: store.claim_communities([FORUM, OTHER], LATER + HOUR, LATER + 2 * HOUR, 9),
    "note_community": lambda store: store.note_community(Community(FORUM, "discourse", LATER, MONDAY)),
    "queue": lambda store: store.queue(message("2026-W45")),
    "claim_messages": lambda store: store.claim_messages(MONDAY + HOUR, LATER + HOUR, "host:7", 9),
    "settle": lambda store: store.settle(1, "queued", "busy", LATER, LATER + HOUR),
    "queue_alerts": lambda store: store.queue_alerts(
        None, (), 0, [message("alert 2026-11-02")], [Notified("acme-feed", "lea", "gone", LATER, LATER)]
    ),
    "preference": lambda store: store.preference(Preference("lea", "week", LATER, "lea", on=3)),
    "send_again": lambda store: store.send_again(1, LATER),
    "settle_sent": lambda store: store.settle(1, "sent", "250 ok", LATER),
}
WITHOUT_ANSWER = {  # the work is there, and taken for another's
    "claim": [],
    "claim_communities": [],
    "claim_messages": [],
    "give_back": 0,
    "prune": Pruned(),
    "queue": False,
    "queue_alerts": False,
}


def after(cluster: Cluster, call: Callable[[Store], object], *, lose: bool) -> tuple[object, dict[str, Any]]:
    """What the call returns, and all that the database then holds."""
    cluster.empty()
    with deaf(cluster) as between:
        shelf = Shelf(between.url)
        shelf.declare(account(), account("acme-other"))
        shelf.claim(shelf.cycle())
        shelf.cycle()
        shelf.store.save_checks(CYCLE, [new_check("acme-other", MONDAY, seen(facts=AccountFacts(followers=7)))])
        shelf.store.claim_communities([FORUM], MONDAY, MONDAY + HOUR, 1)
        shelf.store.queue(message())
        shelf.store.claim_messages(MONDAY, MONDAY + HOUR, "host:1", 1)
        assert shelf.store.lead(DAEMON, MONDAY, MONDAY + HOUR)
        if lose:
            between.lose_next()
        returned = call(shelf.store)
        shelf.store.close()
        assert between.lost == int(lose)
    return returned, {
        name: sorted(cluster.execute(f'SELECT * FROM "{name}"'), key=str)  # noqa: S608 — the project's tables
        for name in letters.metadata.tables
    }


@pytest.mark.parametrize("name", CALLS)
def test_what_was_committed_unheard_is_there_once(name: str, postgres: Cluster) -> None:
    """F036: a connection cut after COMMIT was sent, before the answer."""
    answer, wanted = after(postgres, CALLS[name], lose=False)
    heard, found = after(postgres, CALLS[name], lose=True)
    assert found == wanted
    assert heard == WITHOUT_ANSWER.get(name, answer)


def test_every_method_that_writes_is_tried() -> None:
    methods = dict(inspect.getmembers(Store, inspect.isfunction))
    writing = {name for name, method in methods.items() if "_database.write(" in inspect.getsource(method)}
    assert "save_checks" in writing <= CALLS.keys()


def test_a_claim_nobody_heard_of_is_free_when_its_lease_ends(postgres: Cluster) -> None:
    after(postgres, CALLS["claim"], lose=True)
    with Store(postgres.url) as store:
        free = MONDAY + 2 * HOUR
        assert [one.account for one in store.claim(free, until=free + HOUR, owner="2", limit=9)] == ["acme-feed"]


def test_a_message_nobody_heard_of_is_tried_when_its_lease_ends(postgres: Cluster) -> None:
    after(postgres, CALLS["claim_messages"], lose=True)
    with Store(postgres.url) as store:
        (found,) = store.claim_messages(LATER + HOUR, LATER + 2 * HOUR, "host:8", 9)
        assert (found.id, found.state) == (1, MessageState.SENDING)


def test_tables_made_unheard_are_used(postgres: Cluster) -> None:
    postgres.empty()
    with deaf(postgres) as between, Store(between.url) as store:
        with pytest.raises(Exception, match="is empty"):
            store.check()
        between.lose_next()
        store.ensure()
        assert between.lost == 1
        store.check()
