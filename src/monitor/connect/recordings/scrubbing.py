"""Answers without what must not be kept in a recording: secrets, people's names and addresses, what people wrote.

    JSON      texts by their keys; of any other text what is no address, date, number or short word
    markup    what stands between tags, and in the attributes that hold sentences, but for dates and counts

Names of people become `person-1`, `person-2` ..., the same person always the same; texts become `Text 1`, `Text 2` ....
The names of the account itself stay: addresses are made of them. Whether a network is still read as before is
for the caller to try: `keep` names keys and elements that stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from typing import Any


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


# Keys and elements by their last part, without case and _: what people wrote, and who they are.
_TEXTS = _words(
    "content text fulltext title summary description note bio message caption body selftext bodyhtml contenthtml"
    " contenttext spoilertext about subtitle excerpt biography comment headline story alt altext rendered raw cooked"
    " markdown plaintext category"
)
_PEOPLE = _words(
    "username acct login screenname nickname handle preferredusername displayname name fullname firstname lastname"
    " author authorname creator user owner by editor webmaster managingeditor"
)
_SECRETS = re.compile(r"token|secret|password|api_?key|session|signature|cookie", re.IGNORECASE)
_PRIVATE = _words("email mail phone phonenumber birthday birthdate location address ip ipaddress")
_ADDRESS = re.compile(r"https?://|/|did:|urn:|tag:|at:|acct:", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w/])", re.IGNORECASE)
_DATED = re.compile(r"(?=.*\d)[\w\s:.,+/()’'-]{1,40}")  # a date or a count in words: "3 days ago", "1,2K views"
_RESOURCE = re.compile(r"\S*[/_\d]\S*")  # of a key `name`: a thing's, not a person's
_REFUSALS = frozenset({"error", "errors"})  # what stands below is the network's own
_LEAST = 2  # characters of a name
_SHORT = 64  # characters of a word that may be an id
_MARKUP = re.compile(r"(?P<cdata><!\[CDATA\[(?P<inner>.*?)\]\]>)|(?P<tag><[^>]*>)|(?P<text>[^<]+)", re.DOTALL)
_NAME = re.compile(r"<\s*/?\s*(?:[\w-]+:)?([\w-]+)")
_SENTENCE = re.compile(r"""\b(alt|title|content|aria-label|placeholder)=("[^"]*"|'[^']*')""", re.IGNORECASE)


class Scrubber:
    """Of one recording: who was met in one answer is the same person in the next."""

    def __init__(self, own: Iterable[str], secrets: Iterable[str] = (), keep: Collection[str] = ()) -> None:
        self._own = {name.casefold() for name in own if name}
        self._secrets = [secret for secret in secrets if len(secret) > 3]
        self._keep = {_bare(name) for name in keep}
        self._people: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def answer(self, body: str, *, refused: bool = False) -> str:
        """The body of an answer, JSON or markup. `refused`: its texts are the network's own words, and stay."""
        try:
            document = json.loads(body)
        except ValueError:
            return self.address(self._markup(body))
        self._meet(document, "")
        return self.address(json.dumps(self._value(document, "", refused), ensure_ascii=False, indent=1))

    def address(self, text: str) -> str:
        """Any text, without secrets and without the names of people that were met."""
        for secret in self._secrets:
            text = text.replace(secret, "SECRET")
        for name in sorted(self._people, key=len, reverse=True):
            text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", self._people[name], text)
        return _MAIL.sub(self._mail, text)

    def _mail(self, found: re.Match[str]) -> str:
        return found[0] if found[0].partition("@")[0].casefold() in self._own else "someone@mail.example"

    def _meet(self, value: Any, key: str) -> None:
        """Notes who is named, before anything is written."""
        if isinstance(value, dict):
            for name, inner in value.items():
                self._meet(inner, name)
        elif isinstance(value, list):
            for inner in value:
                self._meet(inner, key)
        elif isinstance(value, str) and _bare(key) in _PEOPLE and _bare(key) not in self._keep:
            self._person(value, key)

    def _person(self, name: str, key: str = "") -> str:
        if name.casefold().lstrip("@") in self._own or _ADDRESS.match(name) or name.isdigit() or len(name) < _LEAST:
            return name
        if key == "name" and _RESOURCE.fullmatch(name):
            return name
        return self._people.setdefault(name, f"person-{len(self._people) + 1}")

    def _value(self, value: Any, key: str, refused: bool) -> Any:
        if isinstance(value, dict):
            return {name: self._value(inner, name, refused or name in _REFUSALS) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._value(inner, key, refused) for inner in value]
        if not isinstance(value, str) or not value or _bare(key) in self._keep:
            return value
        if _SECRETS.search(key) and not _ADDRESS.match(value):
            return "SECRET"
        if _bare(key) in _PRIVATE:
            return "private"
        if _bare(key) in _PEOPLE:
            return self._person(value, key)
        if refused:
            return value
        if _ADDRESS.match(value) and not any(mark.isspace() for mark in value):
            return value
        if _bare(key) in _TEXTS or (len(value) > _SHORT and " " in value) or not _plain(value):
            return self._text(value)
        return value

    def _text(self, text: str) -> str:
        return self._texts.setdefault(text, f"Text {len(self._texts) + 1}")

    def _markup(self, body: str) -> str:
        open_, pieces = "", []
        for found in _MARKUP.finditer(body):
            if tag := found["tag"]:
                name = _NAME.match(tag)
                open_ = "" if tag.startswith("</") else _bare(name[1] if name else "")
                pieces.append(_SENTENCE.sub(self._attribute, tag))
            elif found["cdata"]:
                pieces.append(f"<![CDATA[{self._between(found['inner'], open_)}]]>")
            else:
                pieces.append(self._between(found["text"], open_))
        return "".join(pieces)

    def _attribute(self, found: re.Match[str]) -> str:
        text = found[2][1:-1]
        return (
            found[0]
            if not text or _ADDRESS.match(text) or _DATED.fullmatch(text)
            else f'{found[1]}="{self._text(text)}"'
        )

    def _between(self, text: str, element: str) -> str:
        bare = text.strip()
        if not bare or element in self._keep or (_ADDRESS.match(bare) and " " not in bare):
            return text
        if element in _PEOPLE:
            return text.replace(bare, self._person(bare))
        if element not in _TEXTS and (_DATED.fullmatch(bare) or " " not in bare):
            return text
        return text.replace(bare, self._text(bare))


def _bare(name: str) -> str:
    return name.rpartition(":")[2].replace("_", "").replace("-", "").casefold()


def _plain(text: str) -> bool:
    """Whether it may be an id, a word of the network's own or a date."""
    return " " not in text.strip() or _DATED.fullmatch(text) is not None
