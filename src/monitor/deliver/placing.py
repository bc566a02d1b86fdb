"""Puts a file in its place whole or not at all, once, and on the disk."""

from __future__ import annotations

import os
from pathlib import Path


def place(content: bytes, draft: Path, final: Path) -> None:
    """Write `content` to `draft`, then make it appear as `final`; nothing happens where `final` exists.

    Raises OSError. Two processes may place the same file at once: one of them wins, none sees a part of it.
    """
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
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
