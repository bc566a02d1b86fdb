"""What strangers say is read and counted, and neither who they are nor what they say is found in what is left of it.

Each name and text in the recorded conversations is made a canary. Then all that the program leaves is searched: the
bytes of the database, a backup of it, the log, mails, and what commands show.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import sqlite3
import tomllib
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.connect.documents.decode import decode
from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.model.activity import Memory
from monitor.model.check import Check
from monitor.model.conversation import Received
from monitor.model.http import Decode, Decoded, DecodeError, NoResponse, Refusal, Request, Response
from monitor.run import app as root
from monitor.run.polling.checker import Checker
from monitor.store import Store
from support.program import NOON, Clock, Program
from support.shelf import PARIS, Shelf, account, new_check
from support.site import Site
from support.talk import CONTEXT, comment, talk

RECORDINGS = sorted((Path(__file__).parents[2] / "recordings").glob("*/conversation*.toml"))
NAME, TEXT = "Canary Finch", "canaryfinchsays"
NAMES = frozenset({"display_name", "displayName", "name", "username", "handle", "login", "author", "authorDisplayName"})
TEXTS = frozenset(
    {"content", "text", "cooked", "body", "body_html", "comment_text", "title", "message"}
    | {"textDisplay", "textOriginal"}
)
IN_LINKS = {"devto": {"username"}}  # a link is kept for a while as it is
CATALOGUE = Catalogue.load(has=lambda secret: True)
MANIFESTS = {route.id: route for name in CATALOGUE.names() for route in CATALOGUE.routes(name)}
DAY = timedelta(days=1)
SAID = NOON - timedelta(hours=22)

Make = Callable[[str], Program]


def marked(value: Any, kept: frozenset[str] | set[str]) -> Any:
    """The document with a canary for each text in it, and for each name that is not the account's."""
    if isinstance(value, list):
        return [marked(each, kept) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, each in value.items():
        named = key in NAMES - kept and isinstance(each, str) and each.casefold() != "acme"
        said = key in TEXTS and isinstance(each, str)
        found[key] = NAME if named else f"<p>{TEXT}</p>" if said else marked(each, kept)
    return found | {"avatar": f"https://pictures.example/{TEXT}.png"}


def searched(data: bytes) -> list[str]:
    """Which canaries stand in the data, however they may be written."""
    return [
        word
        for canary in (NAME, TEXT)
        for word in (canary, quote(canary), canary.replace(" ", "+"), base64.b64encode(canary.encode()).decode()[:-2])
        if word.encode() in data or word.encode("utf-16-le") in data
    ]


def left_of(path: Path) -> bytes:
    """All bytes of a database and of a backup of it."""
    copy = path.with_name("backup.db")
    with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(copy)) as backup:
        live.backup(backup)
    return b"".join(each.read_bytes() for each in path.parent.glob("*.db*"))


class Recorded:
    """Answers as they were recorded, with canaries in those after the first `plain`; decodes what is given."""

    def __init__(self, network: str, recording: dict[str, Any], plain: int) -> None:
        kept = IN_LINKS.get(network, set())
        self.left = [
            (each["get"], each["body"] if number < plain else json.dumps(marked(json.loads(each["body"]), kept)))
            for number, each in enumerate(recording["exchanges"])
        ]

    async def send(self, request: Request, now: object) -> Response | NoResponse:
        for number, (url, body) in enumerate(self.left):
            if url == request.url:
                del self.left[number]
                return Response(200, {"content-type": "application/json"}, body.encode(), url)
        return NoResponse(Refusal.UNREACHABLE, "not recorded")

    async def decode(self, request: Decode) -> Decoded | DecodeError:
        return decode(request)


def checked(manifest: Manifest, recording: dict[str, Any], plain: int, now: datetime) -> tuple[int, Check]:
    """How many recorded answers were not asked for, and the check."""
    answers = Recorded(manifest.id, recording, plain)
    checker = Checker(answers, answers, lambda: now)
    memory = Memory(**recording.get("memory", {}))
    check = asyncio.run(checker.check("acme", recording["url"], [manifest], memory))
    assert isinstance(check, Check)
    return len(answers.left), check


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_of_what_strangers_say_hashes_times_and_links_are_left(
    path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    network, recording = path.parent.name, tomllib.loads(path.read_text(encoding="utf-8"))
    now = recording["now"].astimezone(UTC)
    manifest = MANIFESTS[network]
    whole, alone = len(recording["exchanges"]), manifest.model_copy(update={"replies": ()})
    left, _ = checked(alone, recording, whole, now)
    assert 0 < left < whole
    none, check = checked(manifest, recording, whole - left, now)
    assert none == 0
    shelf = Shelf(f"sqlite:///{tmp_path}/monitor.db")
    shelf.declare(account("acme", network, recording["url"]), at=now)
    shelf.store.save_checks(shelf.cycle(now), [new_check("acme", now, check.result, zone=PARIS)])
    kept = shelf.store.received(None, now - 100 * DAY)["acme"]
    said = sorted(one.answered.strftime("%Y-%m-%dT%H:%M:%SZ") if one.answered else "" for one in kept)
    assert said == sorted(recording["expected"]["answered"])
    shelf.store.close()
    assert searched(left_of(tmp_path / "monitor.db") + caplog.text.encode()) == []


def test_conversations_of_ten_networks_are_recorded() -> None:
    assert len({path.parent.name for path in RECORDINGS}) >= 10


@pytest.fixture
def stanza(site: Site) -> str:
    """An account with one act, and what a stranger said below it."""
    return talk(site, NOON - DAY, comment(site, 21, SAID, display_name=NAME, username=NAME, note=TEXT))


def test_nothing_of_a_stranger_is_in_what_the_program_leaves(
    site: Site,
    stanza: str,
    program: Make,
    clock: Clock,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": clock})
    app = program(stanza)
    app.run()
    clock.forward(days=7)
    app.run()
    assert TEXT.encode() in site.pages[CONTEXT][2]  # type: ignore[index]  # a page, not a function
    assert CONTEXT in [path for path, _ in site.asked]
    (mail,) = app.mails
    (kept,) = received(tmp_path)
    assert (kept.at, kept.answered, kept.url) == (SAID, None, f"{site.base}/@other/21")
    shown = b""
    for words in (["status"], ["status", "--json"], ["explain", "acme"], ["explain", "acme", "--json"]):
        result = CliRunner().invoke(main, ["--config", str(app.path), *words])
        assert result.exit_code == 0
        shown += result.output.encode()
    everything = left_of(tmp_path / "monitor.db") + mail.read_bytes() + caplog.text.encode() + shown
    assert searched(everything) == []


def test_links_go_by_themselves_after_ninety_days(
    site: Site, stanza: str, program: Make, clock: Clock, tmp_path: Path
) -> None:
    app = program(stanza)
    app.poll()
    links = []
    for days in (88, 2):
        clock.forward(days=days)
        app.poll(everything=True)
        links += [one.url for one in received(tmp_path)]
    assert links == [f"{site.base}/@other/21", None]


def received(folder: Path) -> list[Received]:
    with Store(f"sqlite:///{folder}/monitor.db") as store:
        return store.received(None, SAID)["acme"]
