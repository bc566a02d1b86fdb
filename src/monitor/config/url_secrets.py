"""Addresses as text: which may be shown, which holds a secret. Mail addresses are model/people.py's."""

from __future__ import annotations

import re

_PASSWORD = re.compile(r"(?P<before>[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\s:]*:)(?P<secret>[^/?#\s]*)(?=@)")
_TOKEN = re.compile(
    r"(?P<before>[?&;#](?:[\w.-]*(?:token|secret|password|passwd|signature)|(?:api[_-]?)?key|auth|pwd|sig)=)"
    r"(?P<secret>[^&;#\s]+)",
    re.IGNORECASE,
)

_WEB = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)


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
