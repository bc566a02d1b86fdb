"""What was seen, judged and sent, kept in SQLite or PostgreSQL. `Store` is the only door."""

from __future__ import annotations

from monitor.store.rows import Claim, LetterRow, LetterState, NewLetter, NewLook, Pending, Summary
from monitor.store.store import Store

__all__ = ["Claim", "LetterRow", "LetterState", "NewLetter", "NewLook", "Pending", "Store", "Summary"]
