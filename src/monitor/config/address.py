"""Addresses as text: which may be shown, which holds a secret, which can receive mail."""

from __future__ import annotations

import re

_PASSWORD = re.compile(r"(?P<before>[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\s:]*:)(?P<secret>[^/?#\s]*)(?=@)")
_TOKEN = re.compile(
    r"(?P<before>[?&;#](?:[\w.-]*(?:token|secret|password|passwd|signature)|(?:api[_-]?)?key|auth|pwd|sig)=)"
    r"(?P<secret>[^&;#\s]+)",
    re.IGNORECASE,
)

_WEB = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)

# RFC 5321's mailbox as people have them: no quotes, comments or literals, and no encoded word, which a mail program
# might decode into another address. A host without a dot is refused, but for the top domain of a country.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"(?!=\?)(?P<local>{_ATOM}(?:\.{_ATOM})*)@(?:(?:{_LABEL}\.)+(?![0-9]+$){_LABEL}|[A-Za-z]{{2}})")


def mask(url: str) -> str:
    """`url` with its password and tokens as ***: to be shown, logged or mailed."""
    return _TOKEN.sub(r"\g<before>***", _PASSWORD.sub(r"\g<before>***", url))


def has_password(url: str) -> bool:
    """Whether `url` names a user's password ("scheme://user:password@host")."""
    return any(found["secret"] for found in _PASSWORD.finditer(url))


def has_token(url: str) -> bool:
    """Whether a parameter of `url` looks like a key that opens something."""
    return bool(_TOKEN.search(url))


def is_web_address(text: str) -> bool:
    """Whether `text` is an http or https address of some host, without blanks."""
    return bool(_WEB.fullmatch(text))


def is_sender(text: str) -> bool:
    """Whether `text` can stand in a From header: a mail address, or a name and the address in < >."""
    found = re.fullmatch(r"(?P<name>[^<>@\"]+ )?<(?P<address>[^<>]+)>", text)
    return text.isprintable() and is_mail_address(found["address"] if found else text)


def is_mail_address(text: str) -> bool:
    """Whether a digest can be addressed to `text` as it stands, without a display name."""
    found = _MAILBOX.fullmatch(text)
    return found is not None and len(text) <= 254 and len(found["local"]) <= 64
