"""Feeds of comments: what visitors said below a site's posts, not what the site publishes.

Known by the document, in any language: by the addresses and ids of its entries (ENTRIES), all of them; without entries
by the feed's own address, or by what WordPress writes for a page that nobody commented on. Such a feed is a change of
format whose words name the site's own feed (OWN_FEEDS), so that the address can be corrected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from monitor.connect.checks.failures import changed
from monitor.connect.documents import text
from monitor.model.check import Failure

ENTRIES: Mapping[str, str] = {  # how the address or the id of a comment ends, by program
    "WordPress, Drupal, Movable Type, TypePad, Joomla, Disqus": r"#comment[\w-]*\d[\w-]*$",
    "Blogger": r"[?&]showComment=\d+[^/]*$|/comments/default/\d+$",
    "Dotclear, Serendipity, Textpattern, b2evolution, Blogger": r"#c\d+$",
    "SPIP": r"#forum\d+$",
    "Isso, Remark42, Commento, Hyvor Talk": r"#(?:isso|remark42__comment|commento|ht-comment)-[\w-]+$",
}
THREADS: Mapping[str, tuple[str, str]] = {  # the site that the feed names, and the ids of its entries
    "Discourse": (r"/t/[^/]+/\d+/?$", r"-post-\d+-\d+$"),
}
OWN_FEEDS: Mapping[str, tuple[str, str]] = {  # the address of a feed of comments, and that of the site's own
    "WordPress": (r"/comments/feed(?:/(?:rss2?|atom|rdf))?/?$", "/feed/"),
    "WordPress, without rewriting": (r"\?feed=comments-(rss2|atom)$", r"?feed=\1"),
    "Blogger": (r"/feeds/(?:\d+/)?comments/(default|full|summary)(?:\?.*)?$", r"/feeds/posts/\1"),
    "Dotclear": (r"/feed/(rss2|atom)/comments(?:/\d+)?/?$", r"/feed/\1"),
    "Serendipity": (r"/feeds/comments\.(rss2?|atom1?0?)$", r"/feeds/index.\1"),
    "Drupal": (r"/crss$", "/rss.xml"),
    "TypePad": (r"/comments/(atom|rss|index)\.(xml|rdf)$", r"/\1.\2"),
    "others": (r"/comments?[./](rss|atom|xml)$", r"/\1"),
}
_PAGE = re.compile(r"^(.*?)/feed(?:/(?:rss2?|atom|rdf))?/?$")  # WordPress: a page's comments are below its address
_ONE_POST = re.compile(r"\?(?:.*&)?(?:p|page_id|attachment_id)=\d+(?:&.*)?$")
_POSTS = ("wellformedweb.org", "modules/slash")  # namespaces that WordPress declares where a feed is one of posts
_TITLES = {  # how WordPress begins the title of a feed of comments; in some languages, how it ends it
    "en": r"comments (?:on|for)\b",
    "fr": r"commentaires (?:sur|pour)\b",
    "de": r"kommentare (?:zu|für)\b",
    "es, ca": r"comentaris? (?:a|de)\b|comentarios (?:en|de)\b",
    "it": r"commenti (?:a|su|per)\b",
    "pt": r"comentários (?:sobre|em|de|para|a)\b",
    "nl": r"reacties (?:op|voor)\b",
    "pl": r"komentarze (?:do|dla)\b",
    "sv, da, no": r"kommentar(?:er|e) (?:till?|for|för|på)\b",
    "ru, uk": r"комм?ентар(?:ии|і) (?:на|к|для|до)\b",
    "cs, fi, hu": r"komentáře|kommentit|hozzászólás",
    "ar, he": r"التعليقات|تعليقات|תגובות",
    "ja, zh, ko": r".*(?:コメント|评论|留言|迴響|댓글)",
}
_COMMENTS = re.compile("|".join(_TITLES.values()), re.IGNORECASE)


def of_comments(document: Mapping[str, Any], url: str, *, seen: bool) -> Failure | None:
    """The failure where the feed at `url` is one of comments. `seen`: it showed entries before, and no comments."""
    items = document.get("items")
    if not isinstance(items, list):
        return None
    found = _all_comments(document, items) if items else not seen and _for_comments(document, url)
    if not found:
        return None
    return changed(f"a feed of comments, not of the site's posts: correct the address, {_own_feed(document, url)}")


def _all_comments(document: Mapping[str, Any], items: list[Any]) -> bool:
    """Whether every entry is a comment."""
    named = [[one for one in (item.get("url"), item.get("id")) if isinstance(one, str)] for item in items]
    if all(any(re.search(form, one) for one in names for form in ENTRIES.values()) for names in named):
        return True
    home = document.get("url") or ""
    return any(
        re.search(thread, home) and all(re.search(form, str(item.get("id"))) for item in items)
        for thread, form in THREADS.values()
    )


def _for_comments(document: Mapping[str, Any], url: str) -> bool:
    """Whether a feed without entries is where comments would be."""
    if any(re.search(form, url) for form, _ in OWN_FEEDS.values()):
        return True
    if document.get("language") or any(mark in name for name in document.get("namespaces", ()) for mark in _POSTS):
        return False
    page, home = _PAGE.match(url), _trimmed(document.get("url"))
    is_wordpress = "wordpress" in str(document.get("generator")).lower()
    titled = _COMMENTS.match(text.title(document.get("title")) or "") is not None
    if _ONE_POST.search(url):
        return is_wordpress or titled
    if page is None or not urlsplit(page[1]).path.strip("/"):
        return titled
    return titled or _trimmed(page[1]) == home or (is_wordpress and home is not None)


def _own_feed(document: Mapping[str, Any], url: str) -> str:
    """Where the site's own feed is, in words: on the site that the feed names."""
    home, page = text.address(document.get("url")), _PAGE.match(url)
    site = _site(home or url)
    for form, own in OWN_FEEDS.values():
        if re.search(form, url):
            return f"its own feed is {re.sub(form, own, url).replace(_site(url), site, 1)}"
    if page is None:
        return f"`monitor discover {site}/` finds its own feed"
    is_page = home is None or urlsplit(home).path.rstrip("/") == urlsplit(page[1]).path.rstrip("/")
    return f"its own feed is {site if is_page else (home or site).rstrip('/')}/feed/"


def _trimmed(url: Any) -> str | None:
    """An address without what two spellings of one differ in."""
    if not isinstance(url, str):
        return None
    return url.partition("://")[2].removeprefix("www.").rstrip("/").lower()


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
