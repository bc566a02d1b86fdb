"""Documents are decoded in a few reused processes, each document under a CPU limit (see parser_child).

What is plain (JSON, and feeds as most sites write them) is decoded here, at a linear cost. A process that ends over a
document is a value, `DecodeError`; the next document starts another process.
"""

from __future__ import annotations

import asyncio
import json
import os
import struct
import sys
from types import TracebackType

from monitor.connect.documents.decode import decode_plain
from monitor.model.http import Decode, Decoded, DecodeError

_WALL_FACTOR = 4  # a process that waits instead of computing is ended too, after so many times its CPU seconds


class Parser:
    """Decodes documents; an async context manager. `processes` are started when first needed."""

    def __init__(self, cpu_seconds: float, processes: int | None = None) -> None:
        self._cpu = cpu_seconds
        count = processes or min(2, os.cpu_count() or 1)
        self._idle: asyncio.LifoQueue[asyncio.subprocess.Process | None] = asyncio.LifoQueue()
        for _ in range(count):
            self._idle.put_nowait(None)  # None: a place whose process is not started yet
        self._count = count

    async def __aenter__(self) -> Parser:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while not self._idle.empty():
            process = self._idle.get_nowait()
            if process is not None:
                await _end(process)

    async def decode(self, request: Decode) -> Decoded | DecodeError:
        if (plain := decode_plain(request)) is not None:
            return plain
        process = await self._idle.get()
        keep: asyncio.subprocess.Process | None = None
        try:
            if process is None:
                process = await self._start()
            async with asyncio.timeout(self._cpu * _WALL_FACTOR):
                answer = await _ask(process, request)
            keep = process
        except (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError):
            return DecodeError(f"reading the document took more than {self._cpu:g} s of CPU time, or too much memory")
        except TimeoutError:
            return DecodeError("reading the document took too long")
        finally:
            if keep is None and process is not None:
                await _end(process)
            self._idle.put_nowait(keep)
        return answer

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "monitor.run.polling.parser_child",
            str(self._cpu),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )


async def _ask(process: asyncio.subprocess.Process, request: Decode) -> Decoded | DecodeError:
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 — both were asked for as pipes
    head = json.dumps(
        {
            "format": request.format.value,
            "content_type": request.content_type,
            "url": request.url,
            "selectors": dict(request.selectors),
        }
    ).encode()
    for part in (head, request.body):
        process.stdin.write(struct.pack(">I", len(part)) + part)
    await process.stdin.drain()
    (size,) = struct.unpack(">I", await process.stdout.readexactly(4))
    answer = json.loads(await process.stdout.readexactly(size))
    return DecodeError(answer["error"]) if "error" in answer else Decoded(answer["document"])


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
    transport = getattr(process, "_transport", None)  # asyncio closes the pipes with it, and offers no public way
    if transport is not None:
        transport.close()
