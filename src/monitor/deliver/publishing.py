"""Puts a file in the place of the one before, whole: whoever reads it meanwhile sees the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

_MODE: Final = 0o644  # a web server reads it under a user of its own


def publish(content: bytes, final: Path) -> bool:
    """Write `content` to `final`; False, and nothing is touched, where the file says that already. Raises OSError.

    A file that stays keeps its time, by which web servers answer that nothing changed.
    """
    if final.is_file() and final.read_bytes() == content:
        return False
    descriptor, name = tempfile.mkstemp(prefix=f".{final.name}.", dir=final.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), _MODE)
            os.fsync(file.fileno())
        draft.replace(final)
    finally:
        draft.unlink(missing_ok=True)
    return True
