"""A rendered digest as a mail: one MIME message, the same bytes for the same data and the same clock.

Nothing in it is left to chance: Date and Message-ID are given, the boundary is a hash of the contents. All text from
outside is cleaned before it comes near a header; then the finished message is read again, and a header more or less
than those meant is an error: better no mail than one with somebody else's header.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime
from typing import Final

from monitor.model.people import split_address
from monitor.report.readers.sanitise import line

_THREAD: Final = 10  # earlier messages that References names at most
_LONG_WORD: Final = 60  # characters; a longer one cannot be folded as it is
_MESSAGE_ID: Final = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,255}>")
_PAGE: Final = re.compile(r"https://[!#-;=?-Z_a-z~]{1,500}")
_LIST_ID: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class MessageError(ValueError):
    """A message that cannot be made safely; the text says what is wrong and what to correct."""


@dataclass(frozen=True, slots=True)
class Message:
    """One digest in words: a one-line subject, plain text and HTML."""

    subject: str
    text: str
    html: str


class _Tokens(UnstructuredHeader, BaseHeader):
    """A header made of tokens of ASCII: one a line, never encoded (the library encodes what it finds too long)."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(self.split())}{policy.linesep}"


class _Subject(UnstructuredHeader, BaseHeader):
    """A subject that every reader decodes to what was meant.

    Where the library of Python 3.11 splits a text between ASCII and the rest, the space in between is lost to a reader
    that decodes it as RFC 2047 says. Header encodes the whole, and splits it between characters.
    """

    def fold(self, *, policy: Policy) -> str:
        text = str(self)
        plain = text.isascii() and all(len(word) < _LONG_WORD for word in text.split(" "))
        encoded = Header(text, "us-ascii" if plain else "utf-8", header_name="Subject")
        return f"{self.name}: {encoded.encode(linesep=policy.linesep)}{policy.linesep}"


_HEADERS: Final = HeaderRegistry()
_HEADERS.map_to_type("subject", _Subject)
for _name in ("message-id", "references", "list-id", "list-unsubscribe", "list-unsubscribe-post"):
    _HEADERS.map_to_type(_name, _Tokens)
_POLICY: Final = EmailPolicy(linesep="\r\n", header_factory=_HEADERS)


def message_id(recipient: str, period_key: str, domain: str) -> str:
    """The Message-ID that is fixed for a recipient and a period; being a hash, it reveals neither."""
    digest = hashlib.blake2b(f"{recipient}\0{period_key}".encode("utf-8", "replace"), digest_size=16).hexdigest()
    host = re.sub(r"[^a-z0-9.-]", "", domain.lower()).strip(".-")[:100]
    return f"<{digest}@{host or 'monitor.invalid'}>"


def mime(
    message: Message,
    *,
    sender: str,
    to: str,
    language: str,
    message_id: str,
    references: Sequence[str] = (),
    date: datetime,
    list_id: str,
    unsubscribe: str | None = None,
    one_click: str | None = None,
) -> bytes:
    """The finished message, lines ending in CRLF, ready for `deliver`.

    `sender` and `to` are addresses, with or without a name; `references` the Message-IDs of earlier messages, oldest
    first; `list_id` a name in the form of a domain (digest.acme.example); `unsubscribe` the address that takes the
    request to get no more; `one_click` the https address of a page that takes it too, by a POST (RFC 8058). Raises
    MessageError.
    """
    from_ = _address(sender, "[mail] from")
    recipient = _address(to, "the recipient")
    headers: dict[str, str | Address] = {
        "From": from_,
        "To": recipient,
        "Subject": line(message.subject, 250),
        "Date": format_datetime(date),
        "Message-ID": _token(message_id, _MESSAGE_ID, "Message-ID"),
        "List-Id": f"<{_list_id(list_id)}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": _token(language, re.compile("[a-zA-Z-]{2,20}"), "language"),
    }
    if earlier := [m for m in references if m != message_id and _MESSAGE_ID.fullmatch(m)]:
        headers["References"] = " ".join(earlier[-_THREAD:])
    if links := _unsubscribe_links(unsubscribe, one_click):
        headers["List-Unsubscribe"] = ", ".join(links)
    if one_click:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    international = not (from_.addr_spec.isascii() and recipient.addr_spec.isascii())
    mail = EmailMessage(_POLICY.clone(utf8=international))
    text, html = _storable(message.text), _storable(message.html)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    for part in mail.iter_parts():
        del part["MIME-Version"]  # belongs to the whole
    mail.set_boundary("=_" + hashlib.blake2b((text + html).encode(), digest_size=16).hexdigest())
    for name, value in headers.items():  # after the contents: the library would move Content-Language into a part
        mail[name] = value
    return _verified(mail.as_bytes(), [*headers, "MIME-Version", "Content-Type"], recipient)


def page_of(message: bytes) -> str:
    """The HTML part of a finished message; "" where it has none."""
    part = message_from_bytes(message, policy=_POLICY).get_body(("html",))
    return part.get_content() if part is not None else ""


def _address(text: str, what: str) -> Address:
    parts = split_address(line(text, 320))
    if parts is None:
        raise MessageError(f"{what}: {line(text)!r} is not an e-mail address: correct it in the configuration")
    name, address = parts
    username, _, domain = address.rpartition("@")
    return Address(line(name, 60), username, domain)


def _unsubscribe_links(mailbox: str | None, page: str | None) -> list[str]:
    """How a reader asks for no more messages, the page first: programs take the first link that they know."""
    links = [f"<{_token(page, _PAGE, 'the page to unsubscribe')}>"] if page else []
    if mailbox:
        links.append(f"<mailto:{_address(mailbox, 'the address to unsubscribe').addr_spec}?subject=unsubscribe>")
    return links


def _token(text: str, form: re.Pattern[str], what: str) -> str:
    if not form.fullmatch(text):
        raise MessageError(f"{what}: {line(text)!r} cannot stand in a header")
    return text


def _list_id(text: str) -> str:
    try:
        return _token(text.encode("idna").decode("ascii").lower(), _LIST_ID, "List-Id")
    except UnicodeError:
        raise MessageError(f"List-Id: {line(text)!r} cannot stand in a header") from None


def _storable(text: str) -> str:
    """Text that has an encoding: a lone surrogate has none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _verified(message: bytes, names: Sequence[str], recipient: Address) -> bytes:
    """`message`, once it has been read again and holds exactly the headers that were meant."""
    read = message_from_bytes(message, policy=_POLICY)
    if sorted(read.keys()) != sorted(names):
        raise MessageError(f"the message would carry the headers {read.keys()}, meant are {list(names)}: not sent")
    addresses = [address.addr_spec for address in read["To"].addresses]
    if addresses != [recipient.addr_spec.encode().decode("ascii", "surrogateescape")]:
        raise MessageError(f"the message would go to {addresses}, meant is {recipient.addr_spec}: not sent")
    return message
