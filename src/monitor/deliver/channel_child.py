"""The process that hands one message to one channel: reads it from standard input, says in a word what came of it.

Ends without waiting for threads that Apprise leaves behind. What Apprise says of a failure is read for what it means
and not repeated: it holds addresses.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from typing import Any, Final

_STATUS: Final = re.compile(r"\berror=(\d{3})\b")
_PASSING: Final = frozenset({408, 425, 429})  # 4xx that say nothing of the address
_UNREACHED: Final = re.compile(
    r"Failed to establish a new connection|NameResolutionError|Failed to resolve|ConnectTimeout|Connection refused"
    r"|SSLError|CERTIFICATE_VERIFY_FAILED|ProxyError"
)


def hand_over(url: str, title: str, text: str, timeout: float) -> tuple[str, str]:
    """What came of it, a word of monitor.deliver.channel, and the HTTP status where there was one."""
    import apprise

    asset = apprise.AppriseAsset(
        app_id="monitor", app_desc="", app_url="", image_url_mask="", image_url_logo="", storage_mode="memory"
    )
    channel = apprise.Apprise(asset=asset)
    if not channel.add(url):
        return "address", ""
    result: Any = channel.notify(
        body=text, title=title, body_format=apprise.NotifyFormat.TEXT, timeout=timeout, log_level=logging.DEBUG
    )
    if result:
        return "taken", ""
    return meaning([entry.message for entry in result.logs()])


def meaning(said: list[str]) -> tuple[str, str]:
    """The same, from what Apprise said of a failure."""
    statuses = [int(found[1]) for line in said if (found := _STATUS.search(line))]
    if statuses:
        status = statuses[-1]
        refused = 300 <= status < 500 and status not in _PASSING
        return "refused" if refused else "failed", f"HTTP {status}"
    if any(_UNREACHED.search(line) for line in said):
        return "unreachable", ""
    return "lost", ""


def main() -> None:
    asked = json.load(sys.stdin)
    answer = sys.stdout
    sys.stdout = sys.stderr  # whatever a service prints is no answer
    logging.getLogger("apprise").setLevel(logging.DEBUG)
    word, status = hand_over(asked["url"], asked["title"], asked["text"], asked["timeout"])
    answer.write(json.dumps({"word": word, "status": status}))
    answer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
