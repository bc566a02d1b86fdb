"""What changed, as an Atom feed (RFC 4287): the same bytes for the same transitions. Pure.

| element      | what it holds                                                                                    |
|--------------|--------------------------------------------------------------------------------------------------|
| entry        | one transition that is announced, the newest first, `_MOST` at most                              |
| id           | a tag: URI (RFC 4151) of the account, the axis and the instant: it stays, whatever is said later |
| title        | where the account went, in its brand's language                                                  |
| content      | why, as plain text: readers show it as it stands                                                 |
| updated      | of an entry its instant; of the feed that of the newest, or `since` where nothing changed yet    |

A feed is read by whoever has its address, so that nobody is named in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from monitor.model.account import Account
from monitor.model.people import Brand
from monitor.model.settings import Settings
from monitor.model.state import Transition
from monitor.report.readers.audience import zone_of
from monitor.report.readers.privacy import in_public
from monitor.report.readers.sanitise import line, link
from monitor.report.rendering.language import language_of
from monitor.report.rendering.sentences import reason_sentence

_MOST: Final = 100
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


def feed(transitions: Iterable[Transition], settings: Settings, brand: str | None, since: datetime) -> bytes:
    """The feed of one brand's accounts, or of all; `transitions` in the order they came; UTF-8."""
    from monitor.report.rendering.templates import module

    chosen = [settings.brands[brand]] if brand else list(settings.brands.values())
    languages = {language_of(brand.language) for brand in chosen}
    language = languages.pop() if len(languages) == 1 else language_of("")
    shown = _shown(transitions, settings, {one.id for one in chosen})
    say = module(language, "publishing.txt")
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    _text(root, "id", f"{_tag(settings, since)}:feed{f':{_part(brand)}' if brand else ''}")
    _text(root, "title", say.feed_title([_printable(one.name) for one in chosen]))
    _text(root, "updated", _instant(shown[0].at if shown else since))
    author = SubElement(root, "author")
    _text(author, "name", settings.organisation or (chosen[0].name if len(chosen) == 1 else "Account health"))
    for change in shown:
        account = settings.accounts[change.account]
        root.append(_entry(change, account, settings.brands[account.brand], settings))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _shown(transitions: Iterable[Transition], settings: Settings, brands: set[str]) -> list[Transition]:
    accounts = settings.accounts
    announced = [t for t in transitions if t.announce and t.account in accounts and accounts[t.account].brand in brands]
    return sorted(announced, key=lambda t: t.at)[::-1][:_MOST]


def _entry(change: Transition, account: Account, brand: Brand, settings: Settings) -> Element:
    from monitor.report.rendering.templates import module

    language = language_of(brand.language)
    say = module(language, "publishing.txt")
    entry = Element("entry", {"xml:lang": language})
    parts = (change.account, change.axis, change.before, change.after, _instant(change.at))
    _text(entry, "id", f"{_tag(settings, change.at)}:change:{'/'.join(map(_part, parts))}")
    _text(entry, "title", say.change(account.id, account.network, change))
    _text(entry, "published", _instant(change.at))
    _text(entry, "updated", _instant(change.at))
    if address := link(account.url):
        SubElement(entry, "link", {"rel": "alternate", "href": _printable(address, 500)})
    SubElement(entry, "category", {"term": _printable(change.axis.partition(":")[2] or change.after)})
    nobody = in_public(settings)
    why = [reason_sentence(nobody.reason(reason, account.brand), language) for reason in change.reasons]
    on = say.noticed(change.at.astimezone(zone_of(account, settings)).date())
    _text(entry, "content", " ".join([*why, on])).set("type", "text")
    return entry


def _tag(settings: Settings, at: datetime) -> str:
    """The beginning of a tag: URI; the date says when the name was ours, so that it is part of the id for good."""
    domain = settings.mail.sender.rpartition("@")[2].rstrip("> ").lower()
    return f"tag:{_part(domain) or 'monitor.invalid'},{at.astimezone(UTC):%Y-%m-%d}"


def _part(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _printable(text, 2000)
    return element


def _printable(text: str, limit: int = 200) -> str:
    """One clean line that XML can hold: U+FFFE and U+FFFF, which `line` lets pass, have no place in it."""
    return line(text, limit).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
