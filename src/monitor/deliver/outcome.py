"""What became of one attempt to deliver one message."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

State = Literal["sent", "not_sent", "unreachable", "misconfigured", "uncertain", "refused"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome, and why, in one line for the operator.

    | state         | meaning                                                   | what to do                          |
    |---------------|-----------------------------------------------------------|-------------------------------------|
    | sent          | the other side has taken the message                      | nothing                             |
    | not_sent      | it has certainly not, for now                             | try again later                     |
    | unreachable   | it takes no message at all, for now                       | try again later, the others too     |
    | misconfigured | it would take none: it and our settings do not agree      | notify the operator; retry seldom   |
    | uncertain     | it was handed over whole, and the answer was lost         | try again, the same bytes           |
    | refused       | it has not, and will not: this recipient, or this message | notify the operator; do not repeat  |
    """

    state: State
    detail: str


def file_name(message_id: str) -> str:
    """The one file name of a message: whatever its Message-ID holds, no path can be made of it."""
    return hashlib.blake2b(message_id.encode("utf-8", "replace"), digest_size=16).hexdigest()


def one_line(text: str, secret: str | None = None) -> str:
    """`text` fit for a detail: printable, on one line, at most 300 characters, without the password."""
    if secret:
        text = text.replace(secret, "***")
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))[:300]
