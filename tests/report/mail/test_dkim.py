"""The signature under a message, as a receiver checks it: against the public key that the sender's DNS has."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from functools import cache

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from monitor.model.settings import MailSettings
from monitor.report.mail.dkim import objection, signed
from monitor.report.mail.mime import Message, MessageError, mime

NOW = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)
MAIL = MailSettings(sender="monitor@acme.example", dkim_domain="acme.example", dkim_selector="monitor")


@cache
def pair() -> tuple[str, bytes]:
    """A private key in PEM, and what the DNS has of it."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def message(text: str = "Tout va bien.\n.\n") -> bytes:
    return mime(
        Message("[Acme] tout va bien – semaine 47", text, "<p>é</p>\n"),
        sender="Léa <monitor@acme.example>",
        to="ada@acme.example",
        language="fr",
        message_id="<1@acme.example>",
        references=["<0@acme.example>"],
        date=NOW,
        list_id="digest.acme.example",
        unsubscribe="monitor@acme.example",
        one_click="https://acme.example/out",
    )


def accepted(mail: bytes) -> bool:
    def dns(name: bytes, timeout: int = 5) -> bytes | None:
        return pair()[1] if name == b"monitor._domainkey.acme.example." else None

    verdict: bool = dkim.verify(mail, dnsfunc=dns)
    return verdict


def test_a_receiver_accepts_the_signature() -> None:
    mail = signed(message(), MAIL, pair()[0], NOW)
    assert mail.endswith(message())
    assert accepted(mail)


def test_every_header_that_matters_is_signed() -> None:
    head = signed(message(), MAIL, pair()[0], NOW).partition(message())[0].decode().replace("\r\n", "").replace(" ", "")
    names = head.partition(";h=")[2].partition(";")[0].split(":")
    given = {line.partition(b":")[0].decode().lower() for line in message().partition(b"\r\n\r\n")[0].split(b"\r\n")}
    assert {name for name in given if not name.startswith((" ", "\t"))} <= set(names)
    assert names.count("from") == 2


@pytest.mark.parametrize(
    "change",
    [
        (b"Tout va bien.", b"Tout va mal.."),
        (b"To: ada@acme.example", b"To: eve@acme.example"),
        (b"https://acme.example/out", b"https://evil.example/out"),
        (b"Message-ID: <1@", b"Message-ID: <2@"),
        (b"From: ", b"From: eve@evil.example\r\nFrom: "),
        (b"Subject: ", b"Subject: You won\r\nSubject: "),
    ],
)
def test_what_was_changed_on_the_way_is_not_accepted(change: tuple[bytes, bytes]) -> None:
    mail = signed(message(), MAIL, pair()[0], NOW)
    assert change[0] in mail
    assert not accepted(mail.replace(*change, 1))


def test_the_same_message_and_clock_give_the_same_signature() -> None:
    assert signed(message(), MAIL, pair()[0], NOW) == signed(message(), MAIL, pair()[0], NOW)
    assert signed(message(), MAIL, pair()[0], NOW + timedelta(seconds=1)) != signed(message(), MAIL, pair()[0], NOW)


def test_without_a_domain_a_message_stays_as_it_is() -> None:
    assert signed(message(), MailSettings(sender="monitor@acme.example"), pair()[0], NOW) == message()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (None, "there is no key: set MONITOR_DKIM_KEY"),
        ("s3cret", "MONITOR_DKIM_KEY is no RSA key in PEM"),
        ("clé", "MONITOR_DKIM_KEY is no RSA key in PEM"),
        ("-----BEGIN RSA PRIVATE KEY-----\ns3cret==\n-----END RSA PRIVATE KEY-----\n", "is no RSA key in PEM"),
        ("-----BEGIN RSA PRIVATE KEY-----\n\n-----END RSA PRIVATE KEY-----\n", "is no RSA key in PEM"),
    ],
)
def test_a_wrong_key_is_reported_without_repeating_it(key: str | None, said: str) -> None:
    with pytest.raises(MessageError, match=said) as found:
        signed(message(), MAIL, key, NOW)
    assert objection(MAIL, key, NOW) == str(found.value)
    assert "s3cret" not in str(found.value)


def test_a_right_key_meets_no_objection() -> None:
    assert objection(MAIL, pair()[0], NOW) is None
