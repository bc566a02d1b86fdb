"""The parser process: reads documents from standard input, writes what they hold to standard output.

A hostile document can keep a parser busy for minutes or fill the memory. So each document has a budget of CPU seconds,
kept by the kernel (ITIMER_PROF; its signal ends the process), and the process a limit of memory. Whoever started it
sees the end of the stream and starts another.

A frame is a length (4 bytes, big endian) and so many bytes: first a JSON head, then, of a request, the document.
"""

from __future__ import annotations

import json
import resource
import signal
import struct
import sys
from typing import BinaryIO

from monitor.connect.documents.decode import decode
from monitor.model.http import Decode, DecodeError, Format

_MEMORY = 96 * 2**20  # bytes of data; a feed of the permitted 10 MB needs about half
_ANSWER = 16 * 2**20  # bytes; the answer to a feed of 10 MB is one or two


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, or None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size: int = struct.unpack(">I", head)[0]
    return stream.read(size)


def frame(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _answer(head: bytes, body: bytes) -> bytes:
    asked = json.loads(head)
    request = Decode(Format(asked["format"]), body, asked["content_type"], asked["url"], asked["selectors"])
    try:
        result = decode(request)
        if isinstance(result, DecodeError):
            return json.dumps({"error": result.detail}).encode()
        answer = json.dumps({"document": result.document}).encode()
    except MemoryError:
        return json.dumps({"error": "reading the document takes more memory than allowed"}).encode()
    return answer if len(answer) <= _ANSWER else json.dumps({"error": "the document holds too much"}).encode()


def main(cpu_seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started this one
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (head := read_frame(source)) is not None and (body := read_frame(source)) is not None:
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        answer = _answer(head, body)
        signal.setitimer(signal.ITIMER_PROF, 0)
        sink.write(frame(answer))
        sink.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]))
