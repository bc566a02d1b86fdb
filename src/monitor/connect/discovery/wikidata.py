"""A brand's accounts as Wikidata states them, taken only from the item whose official website is the brand's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

BASE = "https://www.wikidata.org"
_MOST = 10  # items of a search
_WEBSITE = "P856"
_ENDED = "P582"
_BREAKS = re.compile(r"[\s?#\\]")  # what is in no handle, and would make another address

PROPERTIES: Mapping[str, str] = {  # a property -> the address that its value stands for
    "P2002": "https://x.com/{}",
    "P2003": "https://www.instagram.com/{}",
    "P2013": "https://www.facebook.com/{}",
    "P11892": "https://www.threads.com/@{}",
    "P2397": "https://www.youtube.com/channel/{}",
    "P11245": "https://www.youtube.com/@{}",
    "P4033": "@{}",
    "P12361": "https://bsky.app/profile/{}",
    "P4264": "https://www.linkedin.com/company/{}",
    "P7085": "https://www.tiktok.com/@{}",
    "P2984": "https://www.snapchat.com/add/{}",
    "P3789": "https://t.me/{}",
    "P5797": "https://www.twitch.tv/{}",
    "P3040": "https://soundcloud.com/{}",
    "P3267": "https://www.flickr.com/photos/{}",
    "P11079": "https://linktr.ee/{}",
    "P3984": "https://www.reddit.com/r/{}",
    "P4265": "https://www.reddit.com/user/{}",
    "P3836": "https://www.pinterest.com/{}",
    "P3943": "https://{}.tumblr.com",
    "P2037": "https://github.com/{}",
    "P3185": "https://vk.com/{}",
    "P4015": "https://vimeo.com/{}",
    "P2942": "https://www.dailymotion.com/{}",
    "P3899": "https://medium.com/@{}",
    "P1019": "{}",
}


def search(base: str, name: str) -> str:
    """The question for items that have a name."""
    asked = {"action": "wbsearchentities", "search": name, "language": "en", "type": "item", "limit": _MOST}
    return f"{base}/w/api.php?{urlencode({**asked, 'format': 'json', 'maxlag': 5})}"


def claims(base: str, items: list[str]) -> str:
    """The question for what is stated of items."""
    asked = {"action": "wbgetentities", "ids": "|".join(items[:_MOST]), "props": "claims", "format": "json"}
    return f"{base}/w/api.php?{urlencode({**asked, 'maxlag': 5})}"


def found_items(document: Any) -> list[str]:
    """The ids that a search found."""
    hits = document.get("search") if isinstance(document, Mapping) else None
    return [hit["id"] for hit in hits or () if isinstance(hit, Mapping) and isinstance(hit.get("id"), str)][:_MOST]


def addresses(document: Any, is_own: Callable[[str], bool]) -> list[tuple[str, str]]:
    """(item, address of an account or feed) for every item whose official website is the site's."""
    entities = document.get("entities") if isinstance(document, Mapping) else None
    found: list[tuple[str, str]] = []
    for item, entity in (entities or {}).items():
        stated = entity.get("claims") if isinstance(entity, Mapping) else None
        if isinstance(stated, Mapping) and any(map(is_own, _values(stated, _WEBSITE))):
            for name, form in PROPERTIES.items():
                found += [(item, form.format(value)) for value in _values(stated, name) if not _BREAKS.search(value)]
    return found


def _values(stated: Mapping[str, Any], name: str) -> Iterator[str]:
    """The values that hold now: the preferred ones, else the normal ones."""
    claims_of = [one for one in stated.get(name) or () if isinstance(one, Mapping) and not _is_over(one)]
    best = [one for one in claims_of if one.get("rank") == "preferred"] or claims_of
    for one in best:
        snak = one.get("mainsnak")
        value = snak.get("datavalue", {}).get("value") if isinstance(snak, Mapping) else None
        if isinstance(value, str) and value:
            yield value


def _is_over(claim: Mapping[str, Any]) -> bool:
    return claim.get("rank") == "deprecated" or _ENDED in (claim.get("qualifiers") or {})
