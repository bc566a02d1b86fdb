"""The body of an answer: read whole, decoded, and never above a cap.

The cap counts decoded bytes, and bytes on the wire as well, while they come: a few kilobytes of gzip may stand for
gigabytes. One coding at most, gzip or deflate (with or without its zlib wrapper); a stream that ends early or holds
anything else is broken, never a shorter body.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

from monitor.model.http import Refusal

_PLAIN, _GZIP, _DEFLATE = "identity", "gzip", "deflate"
_CODINGS = {"identity": _PLAIN, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": _DEFLATE}
_GZIP_BITS, _ZLIB_BITS, _RAW_BITS = 31, 15, -15  # zlib's names of the three formats
_GZIP_MAGIC = b"\x1f\x8b"
_STEP = 1 << 20  # bytes inflated at once
_MEMBERS = 64  # gzip streams one after another; each costs a decoder


class SpoiltBody(Exception):
    """The body cannot be taken; says why, for a NoResponse."""

    def __init__(self, why: Refusal, detail: str) -> None:
        self.why = why
        super().__init__(detail)


class Body:
    """Collects one body. `feed` what comes from the wire, then `whole()`; all raise SpoiltBody."""

    def __init__(self, headers: Mapping[str, str], cap: int) -> None:
        self._cap = cap
        self._wire = 0
        self._size = 0
        self._parts: list[bytes] = []
        coding = _coding(headers.get("content-encoding", ""))
        self._inflate = None if coding == _PLAIN else _Inflater(coding)
        if (length := headers.get("content-length", "")).isdecimal() and int(length[:18]) > cap:
            raise self._too_large()

    def feed(self, chunk: bytes) -> None:
        self._wire += len(chunk)
        if self._wire > self._cap:
            raise self._too_large()
        if self._inflate is None:
            self._keep(chunk)
            return
        try:
            self._inflate.feed(chunk, self._keep)
        except zlib.error as error:
            raise SpoiltBody(Refusal.BROKEN, "the body is not compressed as its header says") from error

    def whole(self) -> bytes:
        if self._inflate is not None and self._wire and not self._inflate.complete:
            raise SpoiltBody(Refusal.BROKEN, "the compressed body is cut short")
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._cap:
            raise self._too_large()
        if part:
            self._parts.append(part)

    def _too_large(self) -> SpoiltBody:
        return SpoiltBody(Refusal.TOO_LARGE, f"the body is larger than {self._cap} bytes ([fetch] max_body)")


class _Inflater:
    """One deflate stream, or gzip streams one after another; the first two bytes of each show what it is."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._head = b""  # of a stream that has not shown what it is
        self._stream: zlib._Decompress | None = None
        self._ended = 0  # streams
        self._over = False  # what still comes is padding

    @property
    def complete(self) -> bool:
        return self._ended > 0 and self._stream is None

    def feed(self, chunk: bytes, keep: Callable[[bytes], None]) -> None:
        """Inflate what came, handing on pieces of bounded size. Raises zlib.error, SpoiltBody and what `keep` does."""
        while not self._over:
            if self._stream is None:
                chunk = self._head = self._head + chunk
                if len(chunk) < len(_GZIP_MAGIC):
                    return
                self._begin()
            else:
                part = self._stream.decompress(chunk, _STEP)
                keep(part)
                chunk = self._stream.unconsumed_tail
                if self._stream.eof:
                    chunk = self._end(self._stream.unused_data)
                elif not chunk and len(part) < _STEP:  # a full piece may have left more inside the decoder
                    return

    def _begin(self) -> None:
        if self._ended and not self._head.startswith(_GZIP_MAGIC):
            self._over = True
        elif self._ended >= _MEMBERS:
            raise SpoiltBody(Refusal.TOO_LARGE, f"the body is more than {_MEMBERS} compressed streams")
        else:
            self._stream = zlib.decompressobj(self._bits())
        self._head = b""

    def _bits(self) -> int:
        if self._coding == _GZIP:
            return _GZIP_BITS
        wrapped = self._head[0] & 15 == 8 and (self._head[0] << 8 | self._head[1]) % 31 == 0
        return _ZLIB_BITS if wrapped else _RAW_BITS  # many servers leave the wrapper out

    def _end(self, rest: bytes) -> bytes:
        self._stream = None
        self._ended += 1
        self._over = self._coding != _GZIP
        return rest


def _coding(header: str) -> str:
    """What a Content-Encoding says. Raises SpoiltBody where it is nested, or in a coding that was not asked for."""
    names = [name for part in header.lower().split(",") if (name := part.strip()) and _CODINGS.get(name) != _PLAIN]
    if len(names) > 1:
        raise SpoiltBody(Refusal.BROKEN, f"the body is encoded {len(names)} times over")
    if names and names[0] not in _CODINGS:
        raise SpoiltBody(Refusal.BROKEN, "the body is in a coding that was not asked for")
    return _CODINGS[names[0]] if names else _PLAIN
