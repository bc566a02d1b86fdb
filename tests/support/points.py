"""Where a run can be killed: what it does is watched from within its process, and at a named point it kills itself.

The program knows nothing of it: the events are of Python's audit hooks, of SQLAlchemy, and of the parser's door.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import datetime, timedelta
from typing import NamedTuple
from unittest.mock import patch

DIAL, DECODE, BEGIN, COMMIT, SAID = "<dial>", "<decode>", "<begin>", "<commit>", "<the mail's last dot was sent>"


class Point(NamedTuple):
    """The first event that has `at` in it, once one with `after` in it has been."""

    fault: str
    at: str
    after: str = ""


POINTS = (
    Point("F001", DIAL),
    Point("F002", DECODE),
    Point("F003", "UPDATE accounts", after="INSERT INTO looks"),
    Point("F003", COMMIT, after="INSERT INTO looks"),
    Point("F004", BEGIN, after="INSERT INTO looks"),
    Point("F005", "INSERT INTO transitions"),
    Point("F005", COMMIT, after="INSERT INTO transitions"),
    Point("F006", "INSERT INTO letters"),
    Point("F006", BEGIN, after="INSERT INTO letters"),
    Point("F007", "UPDATE letters", after=SAID),
    Point("F007", COMMIT, after=SAID),
)


def work(config: str, now: str, point: Point | None) -> None:
    """`monitor run`, at the instant `now`, in a process group of its own, as far as `point`."""
    os.setsid()
    if point is not None:
        _watch(point)
    from monitor.run.app import App
    from monitor.run.tick import run

    start, began = datetime.fromisoformat(now), time.monotonic()
    app = App(config, env={}, clock=lambda: start + timedelta(seconds=time.monotonic() - began))
    run(app, allow_private=True)
    app.close()


def _watch(point: Point) -> None:
    from sqlalchemy import Engine, event

    from monitor.run.polling.parser_pool import Parser

    reached = not point.after

    def see(what: str) -> None:
        nonlocal reached
        if reached and point.at in what:
            os.killpg(0, signal.SIGKILL)
        reached = reached or point.after in what

    def audit(name: str, arguments: tuple[object, ...]) -> None:
        if name == "socket.connect" and isinstance(arguments[1], tuple):
            see(DIAL)
        elif name == "smtplib.send" and arguments[1] == b".\r\n":
            see(SAID)

    decode = Parser.decode

    async def seen(self: Parser, request: object) -> object:
        see(DECODE)
        return await decode(self, request)  # type: ignore[arg-type]  # whatever is asked of it

    sys.addaudithook(audit)
    event.listen(Engine, "begin", lambda _: see(BEGIN))
    event.listen(Engine, "commit", lambda _: see(COMMIT))
    event.listen(Engine, "before_cursor_execute", lambda _a, _b, statement, *_: see(statement))
    patch.object(Parser, "decode", seen).start()
