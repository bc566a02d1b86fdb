"""Messages in a maildir: one file per message, however often it is delivered, also after a mail program has taken it.

A message is written to tmp/, then linked into new/. A mail reader moves it from there to cur/ and adds its flags to
the name (NAME:2,S), so new/ is checked before cur/: in the other order, a message moved in between would be missed.
"""

from __future__ import annotations

from pathlib import Path

from monitor.deliver.outcome import Delivery, file_name
from monitor.deliver.placing import place


def write_maildir(message: bytes, message_id: str, folder: Path) -> Delivery:
    """Put `message` into the maildir `folder`, which is made where it is missing."""
    name = file_name(message_id)
    final = folder / "new" / name
    try:
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        if final.exists():
            return Delivery("sent", str(final))
        if read := next((folder / "cur").glob(f"{name}*"), None):
            return Delivery("sent", str(read))
        place(message, folder / "tmp", final)
    except OSError as error:
        return Delivery("not_sent", f"{folder}: {error.strerror or error}: make this maildir writable")
    return Delivery("sent", str(final))
