"""What two posts of a brand have in common: the same text, the same link, many of the same words. Pure.

A text is compared without markup, addresses, mentions, case, punctuation and white space; a link without its scheme,
"www.", fragment and what only serves to count visitors. Neither is compared where it is so plain that it says nothing:
a text of less than `LEAST_WORDS` words, a link to the front page of a site.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection
from hashlib import blake2b
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

LEAST_WORDS: Final = 4
MOST_LINKS: Final = 5
_LONGEST: Final = 5_000  # characters that are read
_SAME_WORDS: Final = 0.5  # of the shorter text's words that stand in the longer
_COUNTERS: Final = re.compile(
    r"utm_\w+|(?:fb|g|dc|tt|ms|tw|yc)clid|igshid|igsh|li_fat_id|[wg]braid|mc_[ce]id|_hs\w+|ref|ref_src|referrer|source"
)
_HIDDEN: Final = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TARGET: Final = re.compile(r"""href\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)
_BLOCK: Final = re.compile(r"<(?:/?p|/?div|/?li|br)\b[^>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_MENTION: Final = re.compile(r"@[\w.-]+(?:@[\w.-]+)?")
_WORD: Final = re.compile(r"\w+")


def words(content: str | None) -> tuple[str, ...]:
    """The words of a post, normalised."""
    plain = _MENTION.sub(" ", _ADDRESS.sub(" ", _plain(content)))
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", plain).casefold()))


def links(content: str | None, url: str | None = None) -> frozenset[str]:
    """Where a post leads to, its own address included, each normalised."""
    targets = _TARGET.findall((content or "")[:_LONGEST]) + _ADDRESS.findall(_plain(content))
    found = dict.fromkeys(link for each in targets[: 4 * MOST_LINKS] if (link := _link(html.unescape(each))))
    own = _link(url) if url else None
    return frozenset([*([own] if own else []), *list(found)[:MOST_LINKS]])


def marks(brand: str, content: str | None, url: str | None) -> tuple[int | None, frozenset[int]]:
    """(the text's mark or None, those of the links): 64 bits that are the same for what is the same in one brand."""
    said = words(content)
    text = _mark(brand, "text", " ".join(said)) if len(said) >= LEAST_WORDS else None
    return text, frozenset(_mark(brand, "link", link) for link in links(content, url))


def same_words(one: Collection[str], other: Collection[str]) -> bool:
    """Whether one text may be the other, shortened or with something added. True where there is nothing to compare."""
    shorter, longer = sorted((set(one), set(other)), key=len)
    return len(shorter & longer) >= _SAME_WORDS * len(shorter)


def alike(one: Collection[str], other: Collection[str]) -> float:
    """The share of words that two texts have in common, of all that either has (Jaccard)."""
    both, either = set(one) & set(other), set(one) | set(other)
    return len(both) / len(either) if either else 0.0


def _plain(content: str | None) -> str:
    text = (content or "")[:_LONGEST]
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", _HIDDEN.sub(" ", text)))
    return html.unescape(text) if "&" in text else text


def site(address: str) -> str:
    """The host of an address, with its port where it is not the usual one, without www; "" where there is none."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{port}" if host else ""


def page(address: str | None, *homes: str | None) -> str | None:
    """The address of a post, normalised, where it stands on one of these sites; None where it leads elsewhere."""
    found = _link(address) if address else None
    if found is None:
        return None
    host, sites = site(f"//{found}"), [site(home) for home in homes if home]
    own = any(one and (host == one or host.endswith(f".{one}") or one.endswith(f".{host}")) for one in sites)
    return found if own else None


def _link(address: str) -> str | None:
    address = address.rstrip(".,;:!?)…")
    host = site(address)
    if not host:
        return None
    parts = urlsplit(address)
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _COUNTERS.fullmatch(name)])
    path = parts.path.rstrip("/")
    if not (path or query):
        return None
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _mark(brand: str, kind: str, text: str) -> int:
    said = f"{kind}\n{brand}\n{text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True)
