"""OPML as feed readers write it, and as people mend it by hand: read outline by outline, so that one spoils no other.

| what stands there                                   | comes to                                                    |
|-----------------------------------------------------|-------------------------------------------------------------|
| xmlUrl, in letters of any case                      | a feed, with the page that goes with it (htmlUrl)           |
| htmlUrl or url alone                                | an address; below a feed it is one of its items: passed over |
| neither                                             | a folder, or what a program keeps for itself: passed over   |
| type="include"                                      | another list: named, and to be imported by itself           |
| values without quotes, or whose quotes do not close | named, and left out                                         |
| a bare &, an entity that nobody declared            | as it stands                                                |
| feed:, itpc:, pcast: or podcast: before an address  | the address                                                 |

No entity is expanded but those of characters: what a document declares itself is never carried out.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(?P<end>/?)outline(?=[\s/>])", re.DOTALL | re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""\s*([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CLOSE = re.compile(r"\s*(/?)>")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
_SCHEME = re.compile(r"(?:feed|itpc|pcast|podcast|podcasts):(?://)?(?=\S)", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_NO_MORE_THAN = 50_000  # attributes and their values: one outline of a reader that keeps whole articles in it


@dataclass(frozen=True, slots=True)
class Outline:
    """One outline that has an address: its line, the folder around it, and what it says.

    `feed` and `home` are addresses, or "".
    """

    line: int
    title: str = ""
    folder: str = ""
    feed: str = ""
    home: str = ""


@dataclass(slots=True)
class Outlines:
    """What a document holds. `left_out`: the line of each outline that cannot be taken, and why."""

    found: list[Outline] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Around:
    """An outline that others stand in."""

    title: str
    is_feed: bool


def text_of(raw: bytes) -> str:
    """By its byte-order mark or its zeros; else UTF-8, what it declares, or the Windows encoding of Western Europe."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    if raw[:2] in (b"<\0", b"\0<"):
        return raw.decode("utf-16-le" if raw[:1] == b"<" else "utf-16-be", "replace")
    declared = _DECLARED.search(raw[:400])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return raw.decode("cp1252" if encoding.lower() in ("iso-8859-1", "latin1", "us-ascii") else encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("cp1252", "replace")


def read_outlines(text: str) -> Outlines:
    """Every outline of the document, in its order."""
    outlines, around = Outlines(), [_Around("", False)]
    for line, attributes, is_open in _tags(text):
        if attributes is None:
            outlines.left_out.append((line, "this outline cannot be read: check its quotes; left out"))
        elif not attributes:  # the end of one
            around = around[:-1] or around
        else:
            one = _outline(line, attributes, around)
            if attributes.get("type", "").lower() == "include":
                outlines.left_out.append((line, "this outline stands for another list: import that one by itself"))
            elif one.feed or (one.home and not around[-1].is_feed):
                outlines.found.append(one)
            if is_open:
                title = "" if one.feed else one.title
                around.append(_Around(title, bool(one.feed) or around[-1].is_feed))
    return outlines


def _outline(line: int, attributes: Mapping[str, str], around: list[_Around]) -> Outline:
    title = attributes.get("title") or attributes.get("text") or ""
    folder = next((each.title for each in reversed(around) if each.title), "")
    return Outline(
        line,
        title,
        folder,
        _bare(attributes.get("xmlurl", "")),
        _bare(attributes.get("htmlurl") or attributes.get("url", "")),
    )


def _bare(address: str) -> str:
    """An address without the scheme that says only which program is to open it."""
    found = _SCHEME.match(address)
    if found is None:
        return address
    rest = address[found.end() :]
    return rest if _WEB.match(rest) else f"http://{rest}"


def _tags(text: str) -> Iterator[tuple[int, dict[str, str] | None, bool]]:
    """Line, attributes by their names in lower case, and whether others may stand in it.

    The end of an outline has no attributes; None are those that cannot be read.
    """
    line, counted = 1, 0
    for found in _TAG.finditer(text):
        if found["end"] is None:
            continue
        line += text.count("\n", counted, found.start())
        counted = found.start()
        if found["end"]:
            yield line, {}, False
            continue
        attributes, at = {"": ""}, found.end()
        limit = min(len(text), at + _NO_MORE_THAN)
        while (pair := _ATTRIBUTE.match(text, at, limit)) is not None:
            value = pair[2] if pair[2] is not None else pair[3]
            if "<outline" in value.lower():
                break
            attributes.setdefault(pair[1].lower(), _plain(value))
            at = pair.end()
        close = _CLOSE.match(text, at)
        yield line, attributes if close else None, bool(close) and not close[1] if close else False


def _plain(value: str) -> str:
    return " ".join(_REFERENCE.sub(lambda found: html.unescape(found[0]), value).split())
