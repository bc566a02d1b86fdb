"""Documents in any encoding as UTF-8. What the bytes show counts before what is declared, which is often wrong.

First match:

| the bytes                                          | are read as                                                |
|----------------------------------------------------|------------------------------------------------------------|
| begin with a byte order mark, or in wide characters | that encoding                                             |
| use escapes, and a declared encoding knows them    | that encoding (ISO-2022-JP, HZ, UTF-7)                     |
| are UTF-8                                          | UTF-8                                                      |
| are UTF-8 but for a few: four good characters for  | UTF-8; a broken character is U+FFFD                        |
| one that is broken, or one where it is declared    |                                                            |
| are possible in what is declared, HTTP's word first | that encoding, unless it has wide characters              |
| are anything else                                  | windows-1252, as browsers do                               |
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MARK = b"\xef\xbb\xbf"
_BEGINS = {  # how documents in wide characters begin, and one of EBCDIC; the longer first
    rb"\xff\xfe\x00\x00|(?:[ \t\r\n]\x00{3})*<\x00{3}": "utf-32-le",
    rb"\x00\x00\xfe\xff|(?:\x00{3}[ \t\r\n])*\x00{3}<": "utf-32-be",
    rb"\xff\xfe|(?:[ \t\r\n]\x00)*<\x00": "utf-16-le",
    rb"\xfe\xff|(?:\x00[ \t\r\n])*\x00<": "utf-16-be",
    rb"\x4c\x6f\xa7\x94": "cp037",
}
_BLANK = re.compile(rb"\A(?:[ \t\r\n]|\xef\xbb\xbf)+")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']\s*([^\"'>]{1,40})", re.IGNORECASE)
_ENCODING = re.compile(rb"(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"'>]*[\"']", re.IGNORECASE)
_HEAD = 100_000  # bytes in which a declaration stands, behind whatever a server wrote before it
_ESCAPES = re.compile(rb"\x1b|~\{|\+[A-Za-z0-9/]+-")
_ESCAPED = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz", "utf-7"})
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252"}  # as written in fact
_ENOUGH = 4  # good characters of several bytes for one that is broken
_BROKEN = "\ufffd"


def as_utf8(body: bytes, content_type: str = "") -> bytes:
    """The document in UTF-8, without a byte order mark, blanks before it, or an encoding in its XML declaration."""
    narrow = _BLANK.sub(b"", _narrow(body, content_type), count=1)
    return _ENCODING.sub(rb"\1", narrow[:_HEAD], count=1) + narrow[_HEAD:]


def _narrow(body: bytes, content_type: str) -> bytes:
    if body.startswith(_MARK):
        return body.decode("utf-8", "replace").encode()
    for begin, encoding in _BEGINS.items():
        if re.match(begin, body):
            return _encoded(body.decode(encoding, "replace"))
    declared = list(dict.fromkeys(_declared(body, content_type)))
    for encoding in declared:
        if encoding in _ESCAPED and _ESCAPES.search(body) and (text := _possible(body, encoding)) is not None:
            return _encoded(text)
    text = body.decode("utf-8", "replace")
    broken = text.count(_BROKEN) - body.count(_BROKEN.encode())
    good = len(text) - len(text.encode("ascii", "ignore")) - broken if broken else 0
    if not broken or good >= _ENOUGH * broken or (good >= broken and declared[:1] in ([], ["utf-8"])):
        return text.encode() if broken else body
    for encoding in declared:
        if encoding != "utf-8" and (text := _possible(body, encoding) or "") and "\x00" not in text:
            return _encoded(text)
    return _encoded(body.decode("cp1252", "replace"))


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    """The encodings that are named and known, by Python's names; those of wide characters would show in the bytes."""
    names = [found[1] for found in [_CHARSET.search(content_type)] if found]
    names += [found[1].decode("ascii", "replace") for found in [_DECLARED.search(body[:_HEAD])] if found]
    for name in names:
        try:
            codec = codecs.lookup(name.strip())
        except (LookupError, ValueError):
            continue
        if codec._is_text_encoding and not codec.name.startswith(("utf-16", "utf-32")):
            yield _WIDER.get(codec.name, codec.name)


def _possible(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
