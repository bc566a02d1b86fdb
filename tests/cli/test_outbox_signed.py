"""From the configuration to a signed mail in a mailbox, and what is said where the key is no key."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import dkim
import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from monitor.run import app as root
from support.program import NOON, Clock, account, write_config
from support.site import Site

Command = Callable[..., Result]
SIGNED = 'from = "monitor@acme.example"\ndkim_domain = "acme.example"\ndkim_selector = "m"\n'


def configured(monkeypatch: pytest.MonkeyPatch, folder: Path, site: Site, key: str, clock: Clock) -> str:
    stated = {"env": {"MONITOR_DKIM_KEY": key} if key else {}, "cwd": None, "clock": clock}
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", stated)
    site.feed("/blog.xml", NOON - timedelta(days=1))
    path = write_config(folder, account("blog", f"{site.base}/blog.xml"))
    path.write_text(path.read_text(encoding="utf-8").replace('from = "monitor@acme.example"\n', SIGNED), "utf-8")
    return str(path)


def test_a_message_reaches_the_mailbox_signed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, site: Site, monitor: Command
) -> None:
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    public = base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    clock = Clock()
    config = configured(monkeypatch, tmp_path, site, private, clock)
    assert monitor("--config", config, "config", "check").exit_code == 0
    for _ in range(2):
        assert monitor("--config", config, "run", "--allow-private").exit_code == 0
        clock.forward(days=7)
    (mail,) = (tmp_path / "mail" / "new").iterdir()
    assert dkim.verify(mail.read_bytes(), dnsfunc=lambda *_, **__: b"v=DKIM1; k=rsa; p=" + public)


@pytest.mark.parametrize(("key", "said"), [("", "there is no key"), ("s3cret", "is no RSA key in PEM")])
def test_a_message_that_cannot_be_signed_waits_and_the_check_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, site: Site, monitor: Command, key: str, said: str
) -> None:
    clock = Clock()
    config = configured(monkeypatch, tmp_path, site, key, clock)
    checked = monitor("--config", config, "config", "check")
    assert (checked.exit_code, said in checked.stderr) == (4, True)
    monitor("--config", config, "run", "--allow-private")
    clock.forward(days=7)
    ran = monitor("--config", config, "run", "--allow-private")
    assert (ran.exit_code, said in ran.stderr, "s3cret" in ran.stderr) == (75, True, False)
    assert not (tmp_path / "mail").exists()
