"""Messages as .eml files in a folder: one file per message, however often it is delivered."""

from __future__ import annotations

from pathlib import Path

from monitor.deliver.outcome import Delivery, file_name
from monitor.deliver.placing import place


def write_eml(message: bytes, message_id: str, folder: Path) -> Delivery:
    """Write `message` to FOLDER/NAME.eml; the folder is made where it is missing."""
    final = folder / f"{file_name(message_id)}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not final.exists():
            place(message, folder, final)
    except OSError as error:
        return Delivery("not_sent", f"{folder}: {error.strerror or error}: make this folder writable")
    return Delivery("sent", str(final))
