"""Brands of hostile strings: each in every field of its feeds, its people and its words; two months pass."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from click.testing import CliRunner

from monitor.cli import main
from monitor.report.terminal.explanation import explained
from monitor.run.accounts.by_hand import decide
from monitor.run.app import App
from monitor.run.daemon.loop import Loop
from monitor.run.judging.explain import explain
from monitor.run.judging.judging import judged_statuses
from monitor.run.stopping import Stop
from support.injection import OWN, octets, on_one_line, parsed, toml, xml
from support.program import NOON, Clock, Program
from support.raw import answer, answering

CLEAN = "harmless"
KINDS = ("feed", "json", "error", "moved", "social")
FIELDS = ("title", "link", "author", "category", "guid", "description")


@dataclass(frozen=True)
class World:
    """What two months left behind: the messages by recipient, how each account stands, what commands said."""

    folder: Path
    values: Mapping[str, str]  # by the brand's id
    messages: Mapping[str, list[bytes]]
    statuses: Mapping[str, str]
    outputs: Mapping[str, str]
    log: str

    def of(self, brand: str) -> list[bytes]:
        """The messages to both people of a brand, in the order in which they were made."""
        return [mail for role in ("m", "o") for mail in self.messages.get(f"{role}-{brand}@acme.example", [])]

    def account_status(self, brand: str) -> list[str]:
        return [self.statuses[f"{brand}-{kind}"] for kind in KINDS]


def values(chosen: Mapping[str, str]) -> dict[str, str]:
    return {"clean": CLEAN} | {f"b{number}": value for number, value in enumerate(chosen.values())}


def served(known: Mapping[str, str]) -> Callable[[str], Iterator[bytes]]:
    """/feed/ID, /json/ID and Mastodon's API for @ID hold the value in every field; /error/ID and /moved/ID in status
    line and headers."""

    answers = {"feed": _feed, "json": _json, "error": _error, "moved": _moved}

    def serve(path: str) -> Iterator[bytes]:
        kind, _, brand = path.strip("/").partition("/")
        if path.startswith("/api/v1/accounts/"):
            yield _social(path, known)
        elif kind in answers and brand in known:
            yield answers[kind](known[brand])
        else:  # somewhere that /moved/ led to
            yield answer(b"", "403 Forbidden")

    return serve


def _feed(value: str) -> bytes:
    fields = b"".join(b"<%b>%b</%b>" % (name.encode(), xml(value), name.encode()) for name in FIELDS)
    items = b"".join(
        b"<item>%b<pubDate>%b</pubDate></item>"
        % (fields if not week else b"<guid>%d</guid>" % week, f"{day:%a, %d %b %Y} 10:00:00 +0000".encode())
        for week in range(10)
        for day in [NOON - timedelta(days=1, weeks=week)]
    )
    head = b"<title>%b</title><description>%b</description>" % (xml(value), xml(value))
    line_ = on_one_line(value).decode("latin-1")
    page = b'<rss version="2.0"><channel>%b%b</channel></rss>' % (head, items)
    return answer(page, headers={"ETag": line_, "X-Powered-By": line_})


def _json(value: str) -> bytes:
    item = {
        "id": value,
        "url": value,
        "title": value,
        "tags": [value],
        "author": {"name": value},
        "content_text": value,
        "date_published": f"{NOON - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
        value: value,
    }
    page = {"version": "https://jsonfeed.org/version/1.1", "title": value, "description": value, value: [value]}
    return answer(json.dumps({**page, "items": [item]}).encode(), headers={"Content-Type": "application/feed+json"})


def _error(value: str) -> bytes:
    page = octets(f"<html><title>{value}</title>{value}</html>")
    names = (b"Content-Type", b"ETag", b"Retry-After", b"Server")
    headers = b"".join(b"%b: %b\r\n" % (name, on_one_line(value)) for name in names)
    return b"HTTP/1.1 403 %b\r\n%bConnection: close\r\n\r\n%b" % (on_one_line(value), headers, page)


def _moved(value: str) -> bytes:
    return b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % on_one_line(value)


def _social(path: str, known: Mapping[str, str]) -> bytes:
    """What Mastodon's API says of an account, whose id is the brand's, and of its one post."""
    lookup = path.partition("?acct=")[2]
    brand = lookup or path.split("/")[4]
    value = known[brand]
    fields = dict.fromkeys(("username", "acct", "display_name", "note", "url", "uri", "avatar"), value)
    verified = [{"name": value, "value": value, "verified_at": "2026-01-01T00:00:00Z"}]
    account = {"id": brand, **fields, "fields": verified, "statuses_count": 1, "followers_count": 9, value: value}
    post = {
        **dict.fromkeys(("uri", "url", "content", "spoiler_text", "visibility", "language"), value),
        "id": "1",  # at an hour of its own: no copy of what the other accounts say
        "created_at": f"{NOON - timedelta(hours=33):%Y-%m-%dT%H:%M:%SZ}",
        "account": account,
        "application": {"name": value, "website": value},
        "tags": [{"name": value, "url": value}],
        "mentions": [{"username": value, "acct": value, "url": value}],
    }
    of_account: object = account if lookup or not path.partition("?")[0].endswith("/statuses") else [post]
    return answer(json.dumps(of_account).encode(), headers={"Content-Type": "application/json"})


def configuration(folder: Path, base: str, known: Mapping[str, str]) -> Path:
    parts = [
        f"""
[monitor]
database = "sqlite:///{folder}/monitor.db"
contact = "https://acme.example/contact"
poll_every = "6h"
organisation = {allowed(OWN["script"])}
[mail]
deliver = "maildir"
from = "monitor@acme.example"
folder = "{folder}/mail"
[alerts]
[fetch]
per_host = 0
[people.director]
name = "Director"
email = "director@acme.example"
[[reports]]
to = "director"
every = "month"
on = 1
level = "director"
""",
        *(_brand(base, brand, value) for brand, value in known.items()),
    ]
    path = folder / "monitor.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def _brand(base: str, brand: str, value: str) -> str:
    """A brand, its manager, who reads English, its owner, who reads French, and its accounts."""
    name, free = allowed(value), toml(value[:400]) or toml(CLEAN)
    people = "".join(
        f"""
[people.{role}-{brand}]
name = {name}
email = "{role}-{brand}@acme.example"
language = "{language}"
[[reports]]
to = "{role}-{brand}"
brands = ["{brand}"]
level = "{level}"
empty = "full"
"""
        for role, language, level in (("m", "en", "brand"), ("o", "fr", "owner"))
    )
    accounts = "".join(
        f"""
[[accounts]]
id = "{brand}-{kind}"
brand = "{brand}"
network = "{"mastodon" if kind == "social" else "feed"}"
url = "{base}/{f"@{brand}" if kind == "social" else f"{kind}/{brand}"}"
owner = "o-{brand}"
mission = {free}
plan = {{ publish = "1 per week" }}
pauses = [{{ from = 2027-01-20, to = 2027-01-22, reason = {name} }}]
"""
        for kind in KINDS
    )
    return f"""
[brands.{brand}]
name = {name}
zone = "Europe/Paris"
manager = "m-{brand}"
[[brands.{brand}.objectives]]
kind = "visibility"
statement = {free}
measure = {free}
{people}{accounts}"""


def allowed(value: str) -> str:
    """The value as the file may hold it, cut to what it may hold; a harmless one where the configuration refuses it."""
    written = toml(value[:400]) if value.isprintable() and value.strip() else None
    return written or str(toml(CLEAN))


def live(folder: Path, chosen: Mapping[str, str]) -> World:
    known, clock = values(chosen), Clock()
    with answering(served(known)) as base, logged() as log:
        program = Program(configuration(folder, base, known), clock)
        for days in (7, 28, 7, 7):  # the first digest, an alert, a digest of what was put off
            beaten(program)
            clock.forward(days=days)
        decided(program, known)
        beaten(program)
    messages: dict[str, list[bytes]] = {}
    made = [path.read_bytes() for path in program.mails]
    for mail in sorted(made, key=lambda one: (parsed(one)["Date"].datetime, str(parsed(one)["List-Id"]))):
        messages.setdefault(parsed(mail)["To"].addresses[0].addr_spec, []).append(mail)
    with closing(App(str(program.path), env={}, clock=clock)) as app:
        account_statuses = judged_statuses(app.store, app.settings, None, clock.now)
        outputs = said(app, known)
    statuses = {one.account.id: one.verdict.state.status.value for one in account_statuses}
    return World(folder, known, messages, statuses, outputs, log.getvalue())


def beaten(program: Program) -> None:
    """A tick of the daemon, which logs what it came to."""
    with closing(App(str(program.path), env={}, clock=program.clock)) as app:
        loop = Loop(app, timedelta(hours=1), Stop(), allow_private=True, stopwatch=lambda: 0.0)
        assert loop.beat() is not None


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, in the program's own form."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def decided(program: Program, known: Mapping[str, str]) -> None:
    """Somebody puts each matter off, with the value as the reason."""
    until = (program.clock.now + timedelta(days=9)).date()
    with closing(App(str(program.path), env={}, clock=program.clock)) as app:
        for brand, value in known.items():
            decide(
                app,
                f"{brand}-json",
                "snooze",
                by=f"m-{brand}",
                reason=value,
                until=until,
            )


def said(app: App, known: Mapping[str, str]) -> dict[str, str]:
    """What each command prints."""
    outputs = {}
    for command in ("status", "status --json", "accounts list", "feed", "calendar", "reports list", "outbox list"):
        result = CliRunner().invoke(main, ["--config", str(app.path), *command.split()])
        assert result.exit_code in (0, 1, 3, 75), f"{command}: {result.output}"
        outputs[command] = result.output
    shown = f"digest --eml {app.path.parent}/eml --to-maildir {app.path.parent}/again --preview {app.path.parent}/page"
    outputs["digest"] = CliRunner().invoke(main, ["--config", str(app.path), *shown.split()]).output
    for brand, language in zip(known, cycle(("en", "fr")), strict=False):
        outputs[f"explain {brand}"] = explained(explain(app, f"{brand}-feed", app.clock()), language)
    return outputs
