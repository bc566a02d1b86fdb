"""Puts a file in its place whole or not at all, once, and on the disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def place(content: bytes, drafts: Path, final: Path) -> None:
    """Write `content` to a file of its own in the folder `drafts`, then make it appear as `final`.

    Nothing happens where `final` exists. Whoever places the same file at the same time, one wins and none sees a part
    of it. Raises OSError.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{final.name}.", dir=drafts)  # readable by the owner alone
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, final)
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            draft.replace(final)
        _sync_folder(final.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the folder's new entry survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
