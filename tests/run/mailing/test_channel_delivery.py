"""Channels get alerts at once, at least once, and neither hold up others nor give their addresses away."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import pytest

from monitor.deliver import Delivery
from monitor.run.app import App
from monitor.run.mailing import channel_delivery
from monitor.run.mailing.channel_delivery import deliver_channels
from monitor.run.tick import Ran, run
from monitor.store import MessageRow, NewMessage, Store
from support.channel import TOKEN, Service, serving
from support.program import NOON, Clock, Program, account
from support.site import Site

Make = Callable[[str], Program]
OPS = '[[channels]]\nname = "ops"\nurl_secret = "OPS_URL"\n'
PRESS = '[[channels]]\nname = "press"\nurl_secret = "PRESS_URL"\nlanguage = "fr"\n'


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


def feed_account(site: Site, name: str) -> str:
    site.feed(f"/{name}.xml", *(NOON - timedelta(weeks=week) for week in range(10)))
    return account(name, f"{site.base}/{name}.xml")


def ran(app: Program, env: Mapping[str, str]) -> Ran:
    opened = App(str(app.path), env=env, clock=app.clock)
    try:
        return run(opened, allow_private=True)
    finally:
        opened.close()


def opened(app: Program) -> Store:
    return Store(App(str(app.path), env={}, clock=app.clock).settings.database)


def kept(app: Program) -> list[MessageRow]:
    """The messages to channels, the oldest first."""
    with opened(app) as store:
        return [one for one in reversed(store.messages(None)) if one.recipient.startswith("#")]


def queued(app: Program, *names: str) -> None:
    """Messages that wait, as a run leaves them."""
    with opened(app) as store:
        store.ensure()
        for number, name in enumerate(names):
            address = f"#{name}"
            store.queue(NewMessage(address, address, f"alert {number}", app.clock(), f"<{number}@x>", "Title", b"Text"))


def posted(app: Program, env: Mapping[str, str], limit: int = 1) -> list[str]:
    """What is said of one delivery, or several an hour later each."""
    said: list[str] = []
    for _ in range(limit):
        one = App(str(app.path), env=env, clock=app.clock)
        said += deliver_channels(one.store, one.settings, one.secret, app.clock, "host:1").details
        one.close()
        app.clock.forward(hours=1)
    return said


@pytest.mark.slow
def test_a_trouble_is_reported_once_then_again_and_its_end_in_one_message_a_channel(
    site: Site, program: Make, clock: Clock, service: Service
) -> None:
    app = program(OPS + PRESS + feed_account(site, "blog") + feed_account(site, "shop"))
    env = {"OPS_URL": service.at(200), "PRESS_URL": service.at(200)}
    posts: list[tuple[int, list[str]]] = []
    for day in range(60):
        ran(app, env)
        if service.taken:
            posts.append((day, sorted(" ".join(one["title"].split()) for one in service.taken)))
            service.taken.clear()
        if len(posts) == 2:
            break
        clock.forward(days=1)
    first = posts[0][0]
    both = ["Acme : 2 comptes, 2 dormants", "Acme: 2 accounts, 2 dormant"]
    assert posts == [(first, both), (first + 7, both)]
    site.feed("/blog.xml", clock.now, *(NOON - timedelta(weeks=week) for week in range(10)))
    clock.forward(days=1)
    ran(app, env)
    titles = sorted(" ".join(one["title"].split()) for one in service.taken)
    assert titles == ["Acme : Acme est de nouveau animé", "Acme: Acme is animated again"]
    assert {one.state for one in kept(app)} == {"sent"}
    app.path.write_text(app.path.read_text("utf-8").replace(PRESS, ""), "utf-8")
    ran(app, env)
    with opened(app) as store:
        assert [(row.account, row.person) for row in store.notified()] == [("shop", "#ops")]  # the file knows no other


@pytest.mark.slow
def test_a_run_killed_between_the_answer_and_the_commit_posts_the_same_again(
    program: Make, clock: Clock, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dies(self: Store, *args: object, **more: object) -> None:
        raise Killed

    app, env = program(OPS), {"OPS_URL": service.at(200)}
    queued(app, "ops")
    with monkeypatch.context() as broken, contextlib.suppress(Killed):
        broken.setattr(Store, "settle", dies)
        posted(app, env)
    assert [one.state for one in kept(app)] == ["sending"]
    assert posted(app, env) == []  # its lease holds
    assert posted(app, env) == []
    assert [one.state for one in kept(app)] == ["sent"]
    first, second = service.taken
    assert second == first


@pytest.mark.slow
def test_a_channel_that_fails_holds_up_neither_the_others_nor_the_mails_and_gives_no_address_away(
    site: Site,
    program: Make,
    clock: Clock,
    service: Service,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    app = program(OPS + PRESS + feed_account(site, "blog"))
    app.run()
    clock.forward(days=7)
    queued(app, "ops", "ops", "press", "gone")
    found = ran(app, {"OPS_URL": service.at(500), "PRESS_URL": service.at(200)}).posted
    assert found is not None
    said = {
        "channel ops: the service answered HTTP 500: it is tried again",
        "channel gone: the file has no such channel any more",
    }
    assert set(found.details) == said
    assert len(service.taken) == 2  # the second message to the failing channel waits for another run
    rows = kept(app)
    assert [one.state for one in rows] == ["queued", "queued", "sent", "failed"]
    assert [one.attempts for one in rows] == [1, 0, 1, 1]
    assert len(app.mails) == 1
    printed = capfd.readouterr()
    assert TOKEN not in caplog.text + printed.out + printed.err + "".join(one.detail for one in rows)


@pytest.mark.slow
def test_a_message_that_nobody_takes_for_five_days_has_failed(program: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_delivery, "post", lambda *_: Delivery("uncertain", "no answer"))
    app = program(OPS)
    queued(app, "ops")
    tried = posted(app, {"OPS_URL": "json://127.0.0.1:9"}, limit=130)
    (row,) = kept(app)
    assert (row.state, row.detail) == ("failed", "no answer")
    assert len(tried) == row.attempts
    assert 10 < len(tried) < 30


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({}, "channel ops: no address: set OPS_URL, or OPS_URL_FILE"),
        ({"OPS_URL_FILE": "/nowhere/url"}, "the secret's file, named by $OPS_URL_FILE, is not a file"),
    ],
)
def test_without_its_secret_a_channel_says_what_to_set_and_its_message_waits(
    program: Make, env: dict[str, str], says: str
) -> None:
    app = program(OPS)
    queued(app, "ops")
    (said,) = posted(app, env)
    assert says in said
    assert [one.state for one in kept(app)] == ["queued"]


def test_mails_are_no_messages_and_messages_no_mails(program: Make) -> None:
    app = program(OPS)
    queued(app, "ops")
    with opened(app) as store:
        now, later = app.clock(), app.clock() + timedelta(hours=1)
        assert store.claim_messages(now, later, "host:1", 9) == []
        assert store.claim_messages(now, later, "host:1", 9, channels=True, without=["#ops"]) == []
        assert [one.recipient for one in store.claim_messages(now, later, "host:1", 9, channels=True)] == ["#ops"]
