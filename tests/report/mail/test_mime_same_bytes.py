"""I11: the same data and clock give the same bytes, whatever process, hash seed, zone and locale write them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.report.mail.mime import Message, message_id, mime
from monitor.report.rendering.render import render
from support.account_status import NOW
from support.digest import make_digest, make_rollup, make_statuses
from support.messages import make_alert

ROOT = Path(__file__).parents[3]


def written() -> str:
    """A hash of every kind of message in both languages, as mails."""
    found = hashlib.sha256()
    for language in ("en", "fr"):
        for contents in (make_digest(operator="help@acme.example"), make_rollup(make_statuses()), make_alert()):
            found.update(as_mail(render(contents, language), language))
    return found.hexdigest()


def as_mail(message: Message, language: str) -> bytes:
    return mime(
        message, sender="Acme <monitor@acme.example>", to="nora@acme.example", language=language,
        message_id=message_id("nora", "2026-W47", "acme.example"), date=NOW, list_id="digest.acme.example",
        references=["<1@acme.example>"], unsubscribe="help@acme.example",
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "zone", "locale"), [("1", "Asia/Tokyo", "C"), ("77", "America/New_York", "C.UTF-8")])
def test_another_process_writes_the_same_bytes(seed: str, zone: str, locale: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
    folders = [str(ROOT / name) for name in ("tests/report/mail", "tests", "src")]
    code = f"import sys; sys.path[:0] = {folders}; import test_mime_same_bytes; print(test_mime_same_bytes.written())"
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == written(), ran.stderr[-500:]


def test_the_same_process_writes_the_same_bytes_again() -> None:
    assert written() == written()
