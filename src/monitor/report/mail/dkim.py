"""The signature of the sender's domain under a message (DKIM, RFC 6376), where `[mail] dkim_domain` asks for one.

A message is signed when it is decided: its bytes stay the same at every attempt, and what hands it over needs no key.
The time in the signature is that instant, so the same message signed again has the same bytes (RSA without a salt).

Every header of `_SIGNED` that the message has is signed; those of `_ONCE` also once more than they occur, so that none
can be added in transit. Nothing is left out of the body, and no limit is put on its length.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from typing import Any, Final

from monitor.model.settings import MailSettings
from monitor.report.mail.mime import MessageError

Sign = Callable[[bytes], bytes]  # a finished message -> the same, signed; raises MessageError

KEY: Final = "MONITOR_DKIM_KEY"  # the secret's name: an RSA key in PEM
_ONCE: Final = ("from", "to", "subject", "date", "message-id", "content-type")
_SIGNED: Final = (
    *_ONCE,
    "mime-version",
    "references",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "content-language",
)
_SAMPLE: Final = b"From: monitor@acme.example\r\n\r\nText\r\n"


def unsigned(message: bytes) -> bytes:
    return message


def signer(mail: MailSettings, key: str | None, now: datetime) -> Sign:
    """What signs the messages that are decided at `now`."""
    return lambda message: signed(message, mail, key, now)


def signed(message: bytes, mail: MailSettings, key: str | None, now: datetime) -> bytes:
    """The message with its signature before it; as it is where no domain signs. Raises MessageError."""
    if not mail.dkim_domain or not mail.dkim_selector:
        return message
    if not key:
        raise MessageError(f"[mail] dkim_domain asks for a signature, but there is no key: set {KEY}, or {KEY}_FILE")
    try:
        import dkim
    except ImportError:
        raise MessageError(
            "[mail] dkim_domain asks for a signature, but the package dkimpy is not installed:"
            " pip install 'account-health-monitor[dkim]', or take dkim_domain out"
        ) from None

    class _Dated(dkim.DKIM):  # type: ignore[misc]  # the package states no types
        """Signs at the instant that is given; the package reads the clock."""

        def gen_header(self, fields: list[tuple[bytes, bytes]], *args: Any, **kwargs: Any) -> Any:
            dated = [(name, b"%d" % now.timestamp() if name == b"t" else value) for name, value in fields]
            return super().gen_header(dated, *args, **kwargs)

    present = [name.lower() for name in message_from_bytes(message)]
    names = [name.encode() for name in _SIGNED if name in present]
    names += [name.encode() for name in _ONCE if name in present]
    try:
        header: bytes = _Dated(message).sign(
            mail.dkim_selector.encode("ascii"),
            mail.dkim_domain.encode("ascii"),
            key.encode("ascii"),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=names,
        )
    except (dkim.DKIMException, ValueError, ArithmeticError, IndexError, TypeError):  # its text may hold the key
        raise MessageError(
            f"{KEY} is no RSA key in PEM (-----BEGIN RSA PRIVATE KEY-----): make one with"
            " openssl genrsa -traditional 2048, and publish its public half in the DNS"
        ) from None
    return header + message


def objection(mail: MailSettings, key: str | None, now: datetime) -> str | None:
    """Why no message could be signed, None where one can, or none is to be."""
    try:
        signed(_SAMPLE, mail, key, now)
    except MessageError as error:
        return str(error)
    return None
