"""Puts a file in its place whole or not at all, and on the disk: whoever reads meanwhile never sees a part of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_READABLE: Final = 0o644  # a web server reads it under a user of its own


def place(content: bytes, drafts: Path, final: Path) -> None:
    """Write `content` to a file of its own in the folder `drafts`, then make it appear as `final`, for its owner alone.

    Nothing happens where `final` exists. Whoever places the same file at the same time, one wins. Raises OSError.
    """
    with _draft(content, drafts, final) as draft:
        try:
            os.link(draft, final)
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            draft.replace(final)
        _sync_folder(final.parent)


def publish(content: bytes, final: Path) -> bool:
    """Write `content` in the place of what `final` held, for everybody to read. Raises OSError.

    False, and nothing is touched, where it says that already: its time shows web servers that nothing changed.
    """
    if final.is_file() and final.read_bytes() == content:
        return False
    with _draft(content, final.parent, final) as draft:
        draft.chmod(_READABLE)
        draft.replace(final)
    return True


@contextmanager
def _draft(content: bytes, folder: Path, final: Path) -> Iterator[Path]:
    """A file that holds `content`, readable by the owner alone; gone in the end, unless it was put elsewhere."""
    descriptor, name = tempfile.mkstemp(prefix=f".{final.name}.", dir=folder)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the folder's new entry survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
