"""A database that is locked, and texts and numbers that a database refuses: at most a delay, and nothing lost."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from monitor.model.errors import Unavailable
from monitor.run.app import App
from monitor.run.tick import Ran, run
from monitor.store import Store
from monitor.store.database.engine import Database
from support.program import NOON, Clock, write_config
from support.site import Page, Site

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LARGE = 2**70


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Another program writes, and does not come to an end."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
    else:
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE accounts, activities, letters IN EXCLUSIVE MODE")
            yield


class Blog:
    """A brand with one account, checked by a program that waits for others for `patience` seconds at most."""

    def __init__(self, folder: Path, site: Site, url: str) -> None:
        self.folder, self.site, self.url, self.clock = folder, site, url, Clock()
        accounts = f'[[accounts]]\nid = "blog"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/blog.xml"\n'
        self.config = write_config(folder, f'{accounts}owner = "ada"\nplan = {{ publish = "1 per week" }}\n', url)
        self.publish(0)

    def publish(self, weeks: int) -> None:
        self.site.feed("/blog.xml", *(NOON + week * WEEK - DAY for week in range(-9, weeks + 1)))

    def run(self, patience: float = 30) -> Ran:
        app = App(str(self.config), env={}, clock=self.clock)
        app.store = Store(self.url, busy_seconds=patience)
        app.store.ensure()
        with closing(app):
            return run(app, allow_private=True)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(Database(self.url)) as database, database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    @property
    def kept(self) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], int]:
        """How many posts are stored, the messages by state, how many arrived."""
        arrived = len(list((self.folder / "mail" / "new").glob("*")))
        return self.rows("SELECT count(*) FROM activities"), self.rows("SELECT period, state FROM letters"), arrived


@pytest.fixture
def blog(tmp_path: Path, site: Site, database_url: str) -> Blog:
    """A week after the first run: a new post, and a digest due."""
    made = Blog(tmp_path, site, database_url)
    made.run()
    made.clock.forward(weeks=1)
    made.publish(1)
    return made


ALL = ([(11,)], [("2026-W47", "sent")], 1)


def while_locked(blog: Blog, seconds: float) -> Callable[[], Page]:
    """The blog's feed; before it is answered, the database is locked for so long, from then on."""
    page = blog.site.pages["/blog.xml"]
    assert isinstance(page, tuple)
    over, taken = threading.Event(), threading.Event()

    def lock() -> None:
        with locked(blog.url):
            taken.set()
            over.wait(seconds)

    def answer() -> Page:
        if not taken.is_set():
            threading.Thread(target=lock).start()
            assert taken.wait(30)
        return page

    return answer


def test_a_lock_that_ends_is_a_delay(blog: Blog) -> None:
    """F026: the database is locked by another process, for a second."""
    blog.site.pages["/blog.xml"] = while_locked(blog, 1)
    ran = blog.run()
    assert ran.tally is not None
    assert (ran.tally.checks, ran.tally.failed, ran.tally.new) == (1, 0, 1)
    assert blog.kept == ALL


@pytest.mark.parametrize("in_cycle", [False, True], ids=["from-the-start", "in-the-cycle"])
def test_a_lock_that_lasts_is_an_error_and_the_next_run_goes_on(blog: Blog, in_cycle: bool) -> None:
    """F026: the database is locked by another process, for longer than a run waits."""
    before = blog.kept
    with locked(blog.url) if not in_cycle else nullcontext():
        if in_cycle:
            blog.site.pages["/blog.xml"] = while_locked(blog, 2)
        with pytest.raises(Unavailable, match=r"is locked by another program .*: close that") as said:
            blog.run(patience=0.2)
        assert said.value.exit_code == 75
        assert blog.kept == before
    blog.clock.forward(hours=1)
    blog.run()
    assert blog.kept == ALL


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_a_lock_about_the_message_loses_no_mark(blog: Blog, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """F026: no digest is lost or doubled where its queueing, or its mark, finds the database locked."""
    method = {"queued": "queue", "sent": "settle"}[state]
    true = getattr(Store, method)

    def beset(self: Store, *args: object, **kwargs: object) -> object:
        with locked(blog.url):
            return true(self, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(Store, method, beset)
        with pytest.raises(Unavailable, match="is locked by another program"):
            blog.run(patience=0.2)
    blog.clock.forward(hours=1)
    blog.run()
    assert blog.kept == ALL


REFUSED = ["\0", "a\0b", "\ud800", "\udc00\ud800", "x" * 1_000_000, "\U0001f600" * 300, "'; --", "%s%(x)s"]


def test_what_a_database_refuses_is_stored_in_its_place(tmp_path: Path, site: Site, database_url: str) -> None:
    """F038: NUL, lone surrogates, titles of 1 MB, integers above 2^63 are stored, replaced or cut; no post is lost."""
    items: list[dict[str, object]] = [
        {
            "id": f"{number}{said}",
            "url": f"https://acme.example/{number}",
            "title": f"{said} {number}",
            "author": {"name": said},
            "date_published": (NOON - number * DAY).isoformat(),
        }
        for number, said in enumerate(REFUSED)
    ]
    items.append({"id": LARGE, "title": "large", "date_published": (NOON - DAY).isoformat()})
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "A\0cme\ud800", "items": items}
    site.pages["/odd.json"] = (200, {"Content-Type": "application/feed+json"}, json.dumps(feed).encode())
    profile = {
        "id": str(LARGE),
        "username": "acme",
        "acct": "acme",
        "url": f"{site.base}/@acme",
        "display_name": "A\0cme\ud800",
        "followers_count": LARGE,
        "statuses_count": LARGE,
        "last_status_at": "2026-11-15",
    }
    toot = {
        "id": str(LARGE + 1),
        "uri": "https://acme.example/1",
        "url": "https://acme.example/1",
        "created_at": "2026-11-15T12:00:00.000Z",
        "content": "<p>a\0b\ud800</p>",
        "favourites_count": LARGE,
        "reblogs_count": -LARGE,
        "replies_count": LARGE,
        "account": profile,
        "reblog": None,
    }
    json_type = {"Content-Type": "application/json"}
    site.pages["/api/v1/accounts/lookup?acct=acme"] = (200, json_type, json.dumps(profile).encode())
    site.pages[f"/api/v1/accounts/{LARGE}"] = (200, json_type, json.dumps(profile).encode())
    site.pages[f"/api/v1/accounts/{LARGE}/statuses?limit=40"] = (200, json_type, json.dumps([toot]).encode())
    site.feed("/blog.xml", NOON - DAY)
    accounts = "".join(
        f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nnetwork = "{network}"\nurl = "{site.base}/{path}"\n'
        for name, network, path in (
            ("odd", "feed", "odd.json"),
            ("plain", "feed", "blog.xml"),
            ("toots", "mastodon", "@acme"),
        )
    )
    app = App(str(write_config(tmp_path, accounts, database_url)), env={}, clock=Clock())
    with closing(app):
        ran = run(app, allow_private=True)
        again = run(app, allow_private=True)
        checks = {name: app.store.check_rows(name, 1)[0] for name in ("odd", "plain", "toots")}
        records = app.store.account_statuses(None, NOON)
    assert ran.tally is not None
    assert again.tally is None
    assert {name: (row.outcome.value, row.new) for name, row in checks.items()} == {
        "odd": ("ok", 9),
        "plain": ("ok", 1),
        "toots": ("ok", 1),
    }, checks
    with closing(Database(database_url)) as database, database.reading() as connection:
        titles = connection.execute(text("SELECT title FROM activities WHERE title IS NOT NULL")).scalars().all()
    assert all(len(title) <= 80 and "\0" not in title for title in titles)
    assert "ab 1" in titles
    assert (records["toots"][1].facts.name, records["toots"][1].facts.followers) == ("Acme", None)
