"""Digests as use cases make them: for whom, over which accounts, and what needs an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.report.contents.digest import Digest
from monitor.report.mail.mime import MessageError
from monitor.run.app import App
from monitor.run.mailing.digests import current
from monitor.run.mailing.prepared import Prepared
from support.program import NOON, Clock, Program, account
from support.site import Site

Make = Callable[[str], Program]

PEOPLE = """
[people.bo]
name = "Bo"
email = "bo@acme.example"

[people.cy]
name = "Cy"

[[reports]]
to = "bo"

[[reports]]
to = "cy"
"""


def feed_account(site: Site, name: str, owner: str) -> str:
    site.feed(f"/{name}.xml", *(NOON - timedelta(weeks=week) for week in range(10)))
    return account(name, f"{site.base}/{name}.xml", owner=owner)


@contextmanager
def watched(site: Site, program: Make, clock: Clock) -> Iterator[tuple[Program, dict[str, Prepared]]]:
    """A week of three accounts, two of them Bo's, and the digest of each person."""
    accounts = [feed_account(site, *one) for one in (("blog", "ada"), ("shop", "bo"), ("news", "bo"))]
    app = program(PEOPLE + "".join(accounts))
    for _ in range(8):
        app.run()
        clock.forward(days=1)
    with closing(App(str(app.path), env={}, clock=clock)) as opened:
        yield app, {one.person.id: one for one in current(opened.store, opened.settings, clock(), opened.writer())}


def checks_of(prepared: Prepared) -> int:
    assert isinstance(prepared.digest, Digest)
    return prepared.digest.proof.checks


def test_a_digest_counts_the_readers_own_accounts_alone(site: Site, program: Make, clock: Clock) -> None:
    with watched(site, program, clock) as (_, digests):
        checks = {person: checks_of(one) for person, one in digests.items()}
        totals = {person: one.numbers["total"] for person, one in digests.items()}
    assert totals == {"ada": 3, "bo": 2, "cy": 0}
    assert checks["ada"] * 2 == checks["bo"] * 3 and checks["bo"] > 0 == checks["cy"]


def test_a_digest_is_composed_without_an_address_and_only_its_mail_needs_one(
    site: Site, program: Make, clock: Clock
) -> None:
    with watched(site, program, clock) as (_, digests):
        prepared = digests["cy"]
        assert "[Acme]" in prepared.message.subject and "</html>" in prepared.message.html
        with pytest.raises(MessageError, match=r"cy has no address: write email into \[people.cy\]"):
            prepared.mail  # noqa: B018  # making it is what fails
        assert b"To: bo@acme.example" in digests["bo"].mail


def test_the_preview_needs_no_mail_settings(site: Site, program: Make, clock: Clock, tmp_path: Path) -> None:
    with watched(site, program, clock) as (app, _):
        pass
    app.path.write_text(app.path.read_text().replace('from = "monitor@acme.example"\n', ""))
    page = tmp_path / "now.html"
    shown = CliRunner().invoke(main, ["--config", str(app.path), "digest", "--to", "cy", "--preview", str(page)])
    assert shown.exit_code == 0, shown.output
    assert "</html>" in page.read_text(encoding="utf-8")
    refused = CliRunner().invoke(
        main, ["--config", str(app.path), "digest", "--to", "cy", "--eml", str(tmp_path / "e")]
    )
    assert refused.exit_code == 2
    assert "cy has no address" in refused.output
