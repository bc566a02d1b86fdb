"""A URL as this program reads it: parsed once, one type carried from the check to the dial.

Browsers, libraries and resolvers disagree on sloppy URLs, and each disagreement is a way past a guard. So only text
that every parser reads alike is taken, and the rest is refused with the reason:

    scheme      http or https, followed by two slashes
    characters  no whitespace, control or direction characters, no backslash, no lone surrogates, anywhere
    userinfo    user or user:secret before one "@"; no "@" in a query or fragment that follows the host directly
    host        an IPv6 address in brackets without a zone; an IPv4 address as four decimal numbers; or a name: labels
                of 1 to 63 letters, digits, "-" or "_", the last one no number (no 127.1, 0x7f000001 or 0177.1);
                a name outside ASCII by the strict rules of IDNA 2008, which map nothing (no circled digits)
    port        1 to 65535
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, unquote

DEFAULT_PORTS = {"http": 80, "https": 443}

_FORBIDDEN = re.compile("[\\s\x00-\x20\x7f-\xa0\\\\\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):", re.IGNORECASE)
_URL = re.compile(
    r"(?P<scheme>https?)://"
    r"(?:(?P<user>[^@:/?#\[\]]*)(?::(?P<secret>[^@/?#\[\]]*))?@)?"
    r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[^@:/?#\[\]]+))"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.IGNORECASE,
)
_V4 = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_OTHER_DOTS = re.compile("[\u3002\uff0e\uff61]")
_PATH_SAFE = "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a URL is not asked: a phrase that follows the words "this address"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that was read. `host` is lower case ASCII without brackets or a last dot; `path` holds the query too."""

    scheme: str
    host: str
    port: int
    path: str
    address: IPv4Address | IPv6Address | None = None  # where the host is an address and no name
    userinfo: str | None = None  # "user:secret", percent-decoded; never shown

    @property
    def at(self) -> str:
        """The host as it is paced, backed off and opened: "name:port"."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL without its userinfo and fragment."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def parse(url: str) -> Target | Refused:
    """The target of an absolute URL, or why it is none."""
    if _FORBIDDEN.search(url):
        return Refused("holds a space, a control character or a backslash")
    read = _URL.fullmatch(url)
    if read is None:
        return Refused(_what_is_wrong(url))
    port = int(read["port"]) if read["port"] else DEFAULT_PORTS[read["scheme"].lower()]
    if not 0 < port < 65536:
        return Refused("has a port outside 1 to 65535")
    if read["path"] is None and "@" in f"{read['query']}{read['fragment']}":
        return Refused('hides an "@" behind its host')
    host = _v6(read["v6"]) if read["v6"] else _host(read["name"])
    if isinstance(host, Refused):
        return host
    path = (read["path"] or "/") + (read["query"] or "")
    return Target(
        scheme=read["scheme"].lower(),
        host=str(host),
        port=port,
        path=path if path.isascii() else quote(path, safe=_PATH_SAFE),
        address=None if isinstance(host, str) else host,
        userinfo=None if read["user"] is None else unquote(read["user"]) + ":" + unquote(read["secret"] or ""),
    )


def host_of(url: str) -> str:
    """The "name:port" that a URL asks, lower case; "" where the URL cannot be read."""
    target = parse(url)
    return "" if isinstance(target, Refused) else target.at


def _what_is_wrong(url: str) -> str:
    scheme = _SCHEME.match(url)
    if scheme is None:
        return "is not an absolute http or https URL"
    if scheme[1].lower() not in DEFAULT_PORTS:
        return f"has the scheme {scheme[1].lower()}; only http and https are asked"
    return "is malformed: expected http(s)://host[:port]/path"


def _v6(text: str) -> IPv6Address | Refused:
    try:
        return IPv6Address(text)
    except AddressValueError:
        return Refused("holds a malformed IPv6 address")


def _host(text: str) -> IPv4Address | str | Refused:
    name = text.lower()
    if not name.isascii():
        name = _idna(name)
    name = name.removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return Refused("holds a malformed host name")
    if not _NUMBER.fullmatch(labels[-1]):
        return name
    try:
        return IPv4Address(name) if _V4.fullmatch(name) else Refused("writes an IPv4 address in an unusual form")
    except AddressValueError:
        return Refused("holds a malformed IPv4 address")


def _idna(name: str) -> str:
    """The name in ASCII; "" where it is not a valid internationalised name."""
    import idna  # costs 10 ms, for the few names outside ASCII

    try:
        return "" if _OTHER_DOTS.search(name) else idna.encode(name).decode("ascii")
    except idna.IDNAError:
        return ""
