"""The folder that the demo leaves behind: configuration, database, and the last mails in each language.

Only files that an earlier demo wrote are ever replaced. They are recognised by their names, beside a configuration that
begins as the demo's does.
"""

from __future__ import annotations

from collections.abc import Iterable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from monitor.demo.brand import is_ours
from monitor.demo.mailbox import ReceivedMail
from monitor.model.errors import FolderTaken

CONFIG = "monitor.toml"
_MESSAGES = tuple(f"{kind}-??.{part}" for kind in ("digest", "alert") for part in ("eml", "html", "txt"))
_OURS = ("monitor.db", "monitor.db-wal", "monitor.db-shm", CONFIG, *_MESSAGES)


def prepare(folder: Path) -> Path:
    """Makes `folder` ready and empty of an earlier demo; returns where the configuration goes. Raises FolderTaken."""
    config = folder / CONFIG
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = [path for pattern in _OURS for path in sorted(folder.glob(pattern))]
        if found and not (config.is_file() and is_ours(config.read_text(encoding="utf-8", errors="replace"))):
            names = ", ".join(path.name for path in found)
            raise FolderTaken(
                f"{folder} holds {names}, and not from a demo: nothing was touched; name another folder with --output"
            )
        for path in found:
            path.unlink()
    except OSError as error:
        raise FolderTaken(f"cannot write to {folder} ({error.strerror}): name another folder with --output") from error
    return config


def parsed(received: ReceivedMail) -> EmailMessage:
    """A received mail, parsed."""
    message = message_from_bytes(received.content, policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 — the default policy's own type
    return message


def keep(folder: Path, messages: Iterable[ReceivedMail]) -> list[Path]:
    """Writes each mail as it was received, and its HTML and plain text beside it; returns the pages, digests first.

    A later mail of the same kind and language takes the earlier one's place.
    """
    pages = set()
    for received in messages:
        mail = parsed(received)
        kind_of, _, _ = str(mail["List-Id"]).strip("<").partition(".")
        stem = folder / f"{kind_of}-{mail['Content-Language']}"
        stem.with_suffix(".eml").write_bytes(received.content)
        for kind, suffix in (("html", ".html"), ("plain", ".txt")):
            part = mail.get_body((kind,))
            if part is not None:
                text = part.get_content().replace("\r\n", "\n")
                stem.with_suffix(suffix).write_text(text, encoding="utf-8")
        pages.add(stem.with_suffix(".html"))
    return sorted(pages, key=lambda page: (not page.name.startswith("digest"), page.name))
