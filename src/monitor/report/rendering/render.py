"""A digest in words: subject, plain text and HTML.

    digest, or a director's roll-up > layout (templates/email/) x words (templates/email/LANGUAGE/) > Message

The layouts say what stands where; the words are written by hand in each language.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

from monitor.report.blocks.section_rows import Listing
from monitor.report.contents.alert import AlertMessage
from monitor.report.contents.digest import Digest
from monitor.report.contents.director import DirectorReport
from monitor.report.mail.mime import Message
from monitor.report.rendering.branding import Branding
from monitor.report.rendering.language import language_of

Contents = TypeVar("Contents", bound=Digest | DirectorReport | AlertMessage)

LIMIT: Final = 86_000  # bytes of text and HTML on the wire: a mail stays under 90 kB, and is shown whole
_WIDTH: Final = 76
_MARK: Final = re.compile(r" *(?:[*-] |\d+\. |=> )?")
_COMMAND: Final = re.compile(r" *(?:\$ )?monitor ")
_PLAIN: Final = bytes(octet for octet in range(128) if octet != ord("="))


def render(digest: Contents, language: str, own: Branding | None = None) -> Message:
    """The message in words. One too long for mail programs shows fewer rows and counts the rest.

    `own` templates are not the program's: whatever goes wrong in them is raised as it is.
    """
    message = _written(digest, language_of(language), own)
    while _on_the_wire(message) > LIMIT and (shorter := _shortened(digest)) != digest:
        digest = shorter
        message = _written(digest, language_of(language), own)
    return message


def _written(digest: Digest | DirectorReport | AlertMessage, language: str, own: Branding | None = None) -> Message:
    from monitor.report.rendering.templates import written  # costs a start that commands without messages need not pay

    page, plain = (written(language, html=html, own=own) for html in (True, False))
    return Message(
        plain(f"{digest.layout}.subject.txt", digest).strip(),
        _wrapped(plain(f"{digest.layout}.txt", digest)),
        page(f"{digest.layout}.html", digest),
    )


def _on_the_wire(message: Message) -> int:
    """Bytes of text and HTML as quoted-printable: three for each non-ASCII byte and each "="; soft line ends."""
    octets = (message.text + message.html).encode("utf-8", "replace")
    escaped = len(octets.translate(None, _PLAIN))
    return (len(octets) + 2 * escaped) * 78 // 75


def _shortened(digest: Contents) -> Contents:
    """The digest without its heatmaps; else with half the rows of each section, the others counted."""
    if isinstance(digest, Digest) and digest.heated:
        cards = tuple(replace(card, heat=None) for card in digest.decide.items)
        return replace(digest, decide=Listing(cards, digest.decide.more))
    shorter: dict[str, Any] = {}
    for field in fields(digest):
        listing = getattr(digest, field.name)
        if isinstance(listing, Listing):
            kept = (len(listing.items) + 1) // 2
            shorter[field.name] = Listing(listing.items[:kept], listing.total - kept)
    return replace(digest, **shorter)


def _wrapped(text: str) -> str:
    """Plain text in lines of 76 characters, wrapped lines indented as their first, no two empty lines in a row.

    A command stays whole: it is copied.
    """
    lines = (line if len(line) <= _WIDTH or _COMMAND.match(line) else _folded(line) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n") + "\n"


def _folded(line: str) -> str:
    """A long line in several, those that follow indented as the first one's text, after its bullet or number."""
    mark = _MARK.match(line)
    indent = " " * (mark.end() if mark else 0)
    return textwrap.fill(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
