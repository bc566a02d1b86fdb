"""The body of an answer: read whole, decoded, and never above a cap.

The cap counts decoded bytes, and bytes on the wire as well, while they come: a few kilobytes of gzip may stand for
gigabytes. One coding at most, gzip or deflate (with or without its zlib wrapper). The bytes say which, and whether
there is one at all, for Content-Encoding is often wrong:

| the body is             | Content-Encoding says                                      | it is                    |
|-------------------------|------------------------------------------------------------|--------------------------|
| anything                | nothing, or identity                                       | read as it stands        |
| anything                | a coding that was not asked for (br), or more than 5 names | broken                   |
| a whole stream          | any other names: gzip; aws-chunked; utf-8                  | inflated, once           |
| no stream, but text     | the same                                                   | read as it stands        |
| a stream cut or spoilt  | the same                                                   | broken, no shorter body  |
| neither stream nor text | the same                                                   | broken                   |
| a stream of no text     | several of them                                            | broken: nested           |
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping

from monitor.model.http import Refusal

_PLAIN, _DEFLATE = "identity", "deflate"
_ASKED_FOR = frozenset({"gzip", "x-gzip", _DEFLATE})
_OTHERS = frozenset(
    {"br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "aes128gcm"}
)  # IANA's
_MOST_NAMES = 5
_SHOWN = 60  # characters of them
_GZIP_BITS, _ZLIB_BITS, _RAW_BITS = 31, 15, -15  # zlib's names of the three formats
_GZIP_MAGIC = b"\x1f\x8b"
_STEP = 1 << 20  # bytes inflated at once
_MEMBERS = 64  # gzip streams one after another; each costs a decoder
_HEAD = 512  # bytes at the beginning of a body that show whether it is text
_TEXT = (
    re.compile(  # of 16 bits by its mark or first character; else without control characters, and not as zlib begins
        rb"(?:\xff\xfe|\xfe\xff|\x00?<\x00).*|(?!x[\x01^\x9c\xda])[^\x00-\x08\x0e-\x1a\x1c-\x1f]*", re.DOTALL
    )
)


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
        self._codings = _codings(headers.get("content-encoding", ""))
        self._inflate = _Inflater(raw=_DEFLATE in self._codings) if self._codings else None
        self._head = b""  # of the wire
        self._text: list[bytes] = []  # the wire, as long as it may be text that bears a wrong name
        if (length := headers.get("content-length", "")).isdecimal() and int(length[:18]) > cap:
            raise self._too_large()

    def feed(self, chunk: bytes) -> None:
        self._wire += len(chunk)
        if self._wire > self._cap:
            raise self._too_large()
        if self._inflate is None:
            self._keep(chunk)
            return
        self._head += chunk[: max(_HEAD - len(self._head), 0)]
        self._text.append(chunk)
        if not _TEXT.fullmatch(self._head):
            self._text.clear()
        try:
            self._inflate.feed(chunk, self._keep)
        except zlib.error as error:
            self._take_as_text(self._spoilt(), error)

    def whole(self) -> bytes:
        if self._inflate is not None and self._wire and not self._inflate.complete:
            self._take_as_text("the compressed body is cut short")
        body = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        if self._codings and self._inflate is None and not _TEXT.fullmatch(self._head):
            raise SpoiltBody(Refusal.BROKEN, self._spoilt())
        if len(self._codings) > 1 and not _TEXT.fullmatch(body[:_HEAD]):
            raise SpoiltBody(Refusal.BROKEN, f"the body is encoded {len(self._codings)} times over")
        return body

    def _take_as_text(self, why: str, error: zlib.error | None = None) -> None:
        """From here on the wire stands for itself. Raises SpoiltBody where it is no text."""
        if not self._text:
            raise SpoiltBody(Refusal.BROKEN, why) from error
        self._inflate, self._parts, self._size = None, self._text, self._wire

    def _spoilt(self) -> str:
        if _ASKED_FOR.issuperset(self._codings):
            return "the body is not compressed as its header says"
        return f"the body is no text, and its Content-Encoding no coding: {', '.join(self._codings)[:_SHOWN]}"

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._cap:
            raise self._too_large()
        if part:
            self._parts.append(part)

    def _too_large(self) -> SpoiltBody:
        return SpoiltBody(Refusal.TOO_LARGE, f"the body is larger than {self._cap} bytes ([fetch] max_body)")


class _Inflater:
    """One deflate stream, or gzip streams one after another; the first two bytes of each show what it is.

    `raw`: what shows neither is a deflate stream without its wrapper.
    """

    def __init__(self, *, raw: bool) -> None:
        self._raw = raw
        self._gzip = False
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
        self._gzip = self._head.startswith(_GZIP_MAGIC)
        wrapped = self._head[0] & 15 == 8 and (self._head[0] << 8 | self._head[1]) % 31 == 0
        if self._gzip or not (wrapped or self._raw):
            return _GZIP_BITS
        return _ZLIB_BITS if wrapped else _RAW_BITS  # many servers leave the wrapper out

    def _end(self, rest: bytes) -> bytes:
        self._stream = None
        self._ended += 1
        self._over = not self._gzip
        return rest


def _codings(header: str) -> tuple[str, ...]:
    """The names in a Content-Encoding, but those that mean none. Raises SpoiltBody where they cannot be right."""
    names = tuple(name for part in header.lower().split(",") if (name := part.strip()) and name != _PLAIN)
    if len(names) > _MOST_NAMES:
        raise SpoiltBody(Refusal.BROKEN, f"the body is encoded {len(names)} times over")
    if not _OTHERS.isdisjoint(names):
        raise SpoiltBody(Refusal.BROKEN, "the body is in a coding that was not asked for")
    return names
