"""I11 over databases: the same networks, clock and configuration give the same messages, byte for byte."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.program import NOON, Clock, Program, account, write_config
from support.site import Site

if TYPE_CHECKING:
    from support.postgres import Cluster

PEOPLE = '[people.bo]\nname = "Bo Sample"\nemail = "bo@acme.example"\nlanguage = "fr"\n[alerts]\n'


def sent(folder: Path, site: Site, database: str) -> list[bytes]:
    """The messages of seven weeks, in which two accounts fall silent."""
    folder.mkdir()
    accounts = [account(name, f"{site.base}/{name}.xml", owner="bo") for name in ("blog", "shop", "press")]
    program = Program(write_config(folder, PEOPLE + "".join(accounts), database), Clock())
    for _ in range(14):
        program.run()
        program.clock.forward(days=3.5)
    return sorted(path.read_bytes() for path in program.mails)


@pytest.mark.slow
def test_both_databases_give_the_same_messages(tmp_path: Path, site: Site, postgres: Cluster) -> None:
    for name, silent in (("blog", 0), ("shop", 2), ("press", 40)):
        site.feed(f"/{name}.xml", *(NOON - timedelta(days=silent, weeks=week) for week in range(10)))
    messages = sent(tmp_path / "one", site, "")
    assert len(messages) > 8
    assert sent(tmp_path / "other", site, postgres.empty()) == messages
