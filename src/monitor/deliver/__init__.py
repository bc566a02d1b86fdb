"""Hands a finished message over: by SMTP, into a maildir, or as an .eml file.

`deliver` never raises for anything that a server or a disk does: it returns what became of the message.
"""

from __future__ import annotations

from pathlib import Path

from monitor.deliver.eml import write_eml
from monitor.deliver.maildir import write_maildir
from monitor.deliver.outcome import Delivery
from monitor.model.settings import MailSettings

__all__ = ["Delivery", "deliver"]

_FOLDERS = {"maildir": write_maildir, "eml": write_eml}


def deliver(message: bytes, to: str, message_id: str, settings: MailSettings, password: str | None) -> Delivery:
    """Deliver `message` (a whole message, lines ending in CRLF) to the address `to`, as `settings` say."""
    if settings.deliver == "smtp":
        from monitor.deliver.smtp import send  # smtplib and ssl cost a start that files need not pay

        return send(message, to, settings, password)
    write = _FOLDERS.get(settings.deliver)
    if write is None:
        return Delivery("not_sent", f"[mail] deliver = {settings.deliver!r} is not smtp, maildir or eml")
    if not settings.folder:
        return Delivery("not_sent", f'[mail] deliver = "{settings.deliver}" needs a folder: add folder = "..."')
    return write(message, message_id, Path(settings.folder))
