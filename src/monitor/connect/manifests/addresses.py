"""Addresses as people paste them, written in one way. Pure text: nothing is asked.

    <HTTPS://L.facebook.com/l.php?u=https%3A%2F%2FWWW.Acme.example%2F%3Futm_source%3Da%23top>  ->  https://www.acme.example/

What is special to one network (mobile hosts, former names) stands in its manifest's patterns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

WRAPPERS: Mapping[str, str] = {  # host and path of a redirect -> the query parameter that holds the address
    "l.facebook.com/l.php": "u",
    "lm.facebook.com/l.php": "u",
    "l.instagram.com/": "u",
    "l.threads.com/": "u",
    "www.google.com/url": "q",
    "out.reddit.com/": "url",
    "t.umblr.com/redirect": "z",
    "www.youtube.com/redirect": "q",
    "vk.com/away.php": "to",
    "steamcommunity.com/linkfilter/": "u",
}
SHORTENERS = frozenset(  # hosts that only redirect
    {"t.co", "bit.ly", "buff.ly", "ow.ly", "tinyurl.com", "lnkd.in", "is.gd", "fb.me", "youtu.be", "goo.gl"}
)
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|tt|tw|y|ms)clid|igsh(?:id)?|si|ref_src|ref_url|mc_[ce]id|mkt_tok|_hs\w+",
    re.IGNORECASE,
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_PLAIN = re.compile(r"(?:[\w./~:@!$&'()*+,;=-]|%40|%7E|%2D|%5F)*", re.IGNORECASE)  # what may as well stand as it is
ENDINGS = ("rss", "atom", "xml", "json", "rdf")  # what networks write after a handle to name its own feed
_ENDING = re.compile(
    rf"(?P<bare>https?://[^/?#]*/[^?#]*|(?!https?://)[^?#]*)\.(?P<ending>{'|'.join(ENDINGS)})(?=/*(?:[?#]|$))",
    re.IGNORECASE,
)
_FILES = re.compile(r"(?:^|[/.-])(?:feeds?|rss2?|atom|rdf|index|sitemaps?)$", re.IGNORECASE)  # a site's own: no handles
_AROUND = " \t\r\n<>\"'«»()[],;"
_DEEPEST = 3  # wrappers in wrappers


class OwnFeed(NamedTuple):
    """The address of what may be an account's own feed: the account's address, None where that would be a site's file
    (/feed.xml); the ending, in lower case; and where it ends in the text.
    """

    account: str | None
    ending: str
    end: int


def own_feed(text: str) -> OwnFeed | None:
    """What an address with the ending of a feed says, None without one: https://social.example/@acme.rss -> @acme.

    Whether the ending is part of a name after all (a repository's) is for the network's manifest to say.
    """
    found = _ENDING.match(text)
    if found is None or found["bare"].endswith("/"):
        return None
    bare = found["bare"]
    return OwnFeed(None if _FILES.search(bare) else bare, found["ending"].lower(), found.end())


def normalise(text: str) -> str:
    """The address: https where no scheme is written, the host in lower case, no fragment, no tracking query.

    What is no web address (a handle, any other text) comes back without the blanks and brackets around it.
    """
    return _normalised(text.strip(_AROUND), _DEEPEST)


def _normalised(text: str, levels: int) -> str:
    if not _WEB.match(text):
        if text.startswith("//"):
            text = f"https:{text}"
        elif _BARE.match(text) and "@" not in text.partition("/")[0]:
            text = f"https://{text}"
        else:
            return text
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return text
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    wrapped = dict(pairs).get(WRAPPERS.get(f"{host}{parts.path or '/'}", ""), "")
    if levels and _WEB.match(wrapped):
        return _normalised(wrapped, levels - 1)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    plain = unquote(parts.path) if _PLAIN.fullmatch(parts.path) else parts.path
    return parts._replace(
        scheme=parts.scheme.lower(), netloc=host + port, path=plain, query=query, fragment=""
    ).geturl()


def at(url: str) -> str:
    """The host of an address in lower case, with its port where it is not the usual one, without www."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        return (parts.hostname or "").rstrip(".").removeprefix("www.") + port
    except ValueError:
        return ""
