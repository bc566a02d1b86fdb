"""A mail server on loopback that keeps what it receives, and hands it to nobody."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP

_HOST = "127.0.0.1"
_NAME = "mail.acme.example"
_LARGEST = 1_000_000  # bytes of a mail


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """One mail as it came in, and to whom its envelope was addressed."""

    to: tuple[str, ...]
    content: bytes


class Mailbox:
    """A context manager: receives from its start to its end; `port` is where, `messages` what, in order."""

    def __init__(self) -> None:
        self.messages: list[ReceivedMail] = []
        self.port = 0
        self._started: Future[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._receive()), name="demo mailbox")

    def __enter__(self) -> Mailbox:
        self._thread.start()
        self.port, self._loop, self._over = self._started.result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _receive(self) -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        try:
            server = await loop.create_server(
                lambda: SMTP(self, hostname=_NAME, data_size_limit=_LARGEST, loop=loop), _HOST, 0
            )
        except BaseException as error:
            self._started.set_exception(error)
            raise
        async with server:
            self._started.set_result((server.sockets[0].getsockname()[1], loop, over))
            await over.wait()

    async def handle_DATA(self, server: SMTP, session: object, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        self.messages.append(ReceivedMail(tuple(envelope.rcpt_tos), envelope.original_content))
        return "250 Kept"
