"""What a service reports to systemd (sd_notify), where systemd started it."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress


def notify(state: str, env: Mapping[str, str]) -> None:
    """Sends e.g. "READY=1" to $NOTIFY_SOCKET; nothing where there is none, or nobody listens."""
    if place := env.get("NOTIFY_SOCKET"):
        address = "\0" + place[1:] if place.startswith("@") else place
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(state.encode(), address)
