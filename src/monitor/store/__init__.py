"""What was observed, judged and sent, kept in SQLite or PostgreSQL. `Store` is the only door."""

from __future__ import annotations

from monitor.store.rows import (
    Claim,
    Leader,
    MessageRow,
    MessageState,
    NewCheck,
    NewMessage,
    Pending,
    Process,
    Pruned,
    Summary,
)
from monitor.store.store import Store

__all__ = [
    "Claim",
    "Leader",
    "MessageRow",
    "MessageState",
    "NewCheck",
    "NewMessage",
    "Pending",
    "Process",
    "Pruned",
    "Store",
    "Summary",
]
