"""Hands a message to a channel, by Apprise, in a process of its own.

Apprise knows some 180 services, loads them all, waits in threads that nothing can end, and logs addresses, which hold
tokens. In a process that is killed when its time is up none of that reaches this one: what comes back is one of the
words below, and sentences of ours. The address goes in by standard input, where nobody who lists processes sees it.

| what the process says       | state         |
|-----------------------------|---------------|
| taken                       | sent          |
| refused: HTTP 4xx           | misconfigured |
| failed: another HTTP status | not_sent      |
| unreachable                 | not_sent      |
| lost: no answer, or killed  | uncertain     |
| address: Apprise knows none | misconfigured |
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Final

from monitor.deliver.outcome import Delivery, State

TIMEOUT: Final = 30.0  # seconds for one message, the start of the process included
MISSING: Final = (
    "Apprise, which speaks to channels, is not installed: pip install 'account-health-monitor[notify]', or take"
    " [[channels]] out of the file"
)
_STARTING: Final = 20.0  # seconds of grace: the process keeps the time by itself, unless it hangs
_SAYS: Final[dict[str, tuple[State, str]]] = {
    "taken": ("sent", "taken"),
    "refused": ("misconfigured", "the service answered {status}: correct the address in the secret {secret}"),
    "failed": ("not_sent", "the service answered {status}: it is tried again"),
    "unreachable": ("not_sent", "the service cannot be reached: it is tried again; see the secret {secret}"),
    "lost": ("uncertain", "the service did not say whether it took the message: it is tried again"),
    "address": (
        "misconfigured",
        "Apprise knows no such address: correct the secret {secret}, as docs/channels.md shows",
    ),
}


def installed() -> bool:
    return find_spec("apprise") is not None


def post(url: str, secret: str, title: str, text: str, timeout: float = TIMEOUT) -> Delivery:
    """Hand `text` to the Apprise address `url`, which the secret called `secret` holds. Never raises for a service."""
    if not installed():
        return Delivery("misconfigured", MISSING)
    asked = {"url": url, "title": title, "text": text, "timeout": timeout}
    try:
        process = subprocess.run(
            [sys.executable, "-P", "-m", "monitor.deliver.channel_child"],
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout + _STARTING,
            check=False,
        )
        answer = json.loads(process.stdout)
        word, status = str(answer["word"]), str(answer["status"])
    except (subprocess.TimeoutExpired, ValueError, LookupError, TypeError):
        word, status = "lost", ""
    except OSError as error:
        return Delivery("not_sent", f"no process could be started ({error.strerror}): it is tried again")
    state, says = _SAYS[word]
    return Delivery(state, says.format(status=status, secret=secret))
