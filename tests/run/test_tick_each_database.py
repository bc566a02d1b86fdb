"""The main job on each kind of database, and two runs of it at the same time, as cron starts them."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from support.program import NOON, Clock, Program, write_config
from support.site import Site

WEEK = timedelta(weeks=1)
FLEET = [f"blog{number:02}" for number in range(40)]

RUN = """
import sys
from datetime import datetime
from monitor.run.app import App
from monitor.run.tick import run

now = datetime.fromisoformat(sys.argv[2])
app = App(sys.argv[1], env={}, clock=lambda: now)
sys.stdin.readline()
ran = run(app, allow_private=True)
app.close()
print(ran.tally.checks if ran.tally else 0, ran.queued.messages, ran.posted.sent)
"""


def declared(site: Site, names: list[str]) -> str:
    return "".join(
        f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/{name}.xml"\n'
        f'owner = "ada"\nplan = {{ publish = "1 per week" }}\n'
        for name in names
    )


def posts(program: Program, name: str) -> int:
    return sum(day.post for day in program.account_status(name).record.days.values())


def test_the_main_job(site: Site, clock: Clock, tmp_path: Path, database_url: str) -> None:
    config = write_config(tmp_path, declared(site, ["alive", "silent", "closed"]), database_url)
    program = Program(config, clock)
    for name in ("alive", "silent", "closed"):
        site.feed(f"/{name}.xml", *(NOON - week * WEEK for week in range(10)))
    shown = []
    for week in range(8):
        site.feed("/alive.xml", *(NOON + later * WEEK for later in range(-9, week + 1)))
        if week == 2:
            site.fail("/closed.xml", 410)
        for _ in range(4):
            program.run()
            clock.forward(hours=42)
        shown.append(tuple(program.status(name) for name in ("alive", "silent", "closed")))
    again = program.run(), program.run()
    assert list(dict.fromkeys(shown)) == [
        ("on_plan", "on_plan", "on_plan"),
        ("on_plan", "overdue", "overdue"),
        ("on_plan", "overdue", "gone"),
        ("on_plan", "dormant", "gone"),
    ]
    assert tuple(posts(program, name) for name in ("alive", "silent", "closed")) == (17, 10, 10)
    assert len(program.mails) == 8
    assert again[1].tally is None


def test_two_first_runs_at_once_share_the_work_and_send_each_message_once(
    site: Site, tmp_path: Path, database_url: str
) -> None:
    """Both make the tables, both declare the accounts, both have a digest due: each thing is done by one of them."""
    for name in FLEET:
        site.feed(f"/{name}.xml", *(NOON - week * WEEK for week in range(10)))
    config = write_config(tmp_path, declared(site, FLEET), database_url)
    for week, messages in enumerate((0, 1, 1)):
        assert both(config, (NOON + week * WEEK).isoformat()) == (len(FLEET), messages, messages)
    program = Program(config, Clock(NOON + 2 * WEEK))
    assert {posts(program, name) for name in FLEET} == {10}
    assert len(program.mails) == 2
    assert len(site.asked) == 3 * len(FLEET)


def both(config: Path, now: str) -> tuple[int, ...]:
    """Two runs, let go at the same moment: their checks, messages queued and messages sent, added up."""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, str(config), now],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    outputs = [child.communicate(timeout=120) for child in children]
    assert [errors for _, errors in outputs] == ["", ""]
    return tuple(sum(numbers) for numbers in zip(*(map(int, said.split()) for said, _ in outputs), strict=True))
