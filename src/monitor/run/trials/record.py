"""A recording made of a real check: what was asked and answered, without secrets, people's names and their texts.

What was scrubbed is read again: only where the same acts are found in it at the same times is it given out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from monitor.connect.documents.html_page import page_text
from monitor.connect.manifests.manifest import Manifest
from monitor.connect.recordings.recording import RecordedExchange, Recording, replay, said
from monitor.connect.recordings.scrubbing import Scrubber
from monitor.fetch.client import host_of
from monitor.model.activity import Memory
from monitor.model.errors import MonitorError
from monitor.model.http import NoResponse, Request, Response
from monitor.run.app import App
from monitor.run.polling.checker import Carrier, Checker, Postponed
from monitor.run.polling.parser_pool import Parser

_HEADERS = frozenset({"content-type", "etag", "last-modified", "link", "location", "retry-after"})
_SAME = ("outcome", "complete", "ids", "kinds", "dates")  # must be found in the scrubbed answers too
_EXPECTED = (*_SAME, "facts")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?[\w.:-]+", re.IGNORECASE)
_DECLARED = re.compile(r"""(<\?xml[^>]*\bencoding=)["'][^"']*["']""")


class _Tape:
    """Carries requests by another, and keeps what was asked and answered."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self.kept: list[tuple[Request, Response | NoResponse]] = []

    async def send(self, request: Request, now: datetime) -> Response | NoResponse:
        answer = await self._carrier.send(request, now)
        self.kept.append((request, answer))
        return answer


async def record(app: App, manifest: Manifest, target: str, keep: Collection[str], *, allow_private: bool) -> str:
    """The TOML of one check of `target`. Raises MonitorError where nothing was asked, or too much would be lost."""
    settings = app.settings_or_default()
    opened = frozenset({host_of(target)}) if allow_private else frozenset()
    async with app.open_fetcher(opened, settings=settings.fetch) as fetcher, Parser(settings.fetch.parse_cpu) as parser:
        tape = _Tape(fetcher)
        alone = manifest.model_copy(update={"replies": ()})
        found = await Checker(tape, parser, app.clock).check(target, target, [alone], Memory())
    if isinstance(found, Postponed) or not tape.kept:
        raise MonitorError(f"{target}: nothing was asked of {manifest.id}, so there is nothing to record")
    secrets = [app.secret(name) for name in (manifest.key.secrets if manifest.key is not None else ())]
    names = manifest.names(target) or {}
    own = [*re.findall(r"[^/@?#]+", target), *(text for name, text in names.items() if name not in manifest.vars)]
    scrubber = Scrubber(own, [secret for secret in secrets if secret], keep)
    now = found.at.replace(microsecond=0)
    recording = Recording(target, now, tuple(_scrubbed(scrubber, *each) for each in tape.kept))
    recording = replace(recording, exchanges=tuple(_again(scrubber, each) for each in recording.exchanges))
    result, _ = replay(manifest, recording, replies=False)
    before, after = said(found.result), said(result) if result is not None else {}
    if lost := [key for key in _SAME if before.get(key) != after.get(key)]:
        raise MonitorError(
            f"{target}: without people's names and texts, {', '.join(lost)} would be read differently: nothing was"
            " written; name what must stay as it is with --keep KEY, and read through what is written then"
        )
    return "\n".join(_lines(recording, {key: after[key] for key in _EXPECTED if key in after}))


def _scrubbed(scrubber: Scrubber, request: Request, answer: Response | NoResponse) -> RecordedExchange:
    if isinstance(answer, NoResponse):
        return RecordedExchange(request.url, NoResponse(answer.why, answer.detail), own=request.own)
    kind = answer.headers.get("content-type", "")
    headers = {name: answer.headers[name] for name in sorted(_HEADERS & answer.headers.keys())}
    if kind:
        headers["content-type"] = _CHARSET.sub("charset=utf-8", kind)
    refused = answer.status >= 400
    body = scrubber.answer(_DECLARED.sub(r'\1"utf-8"', page_text(answer.body, kind)), refused=refused)
    return RecordedExchange(request.url, Response(answer.status, headers, body.encode(), answer.url), own=request.own)


def _again(scrubber: Scrubber, each: RecordedExchange) -> RecordedExchange:
    """People who were met in a later answer leave the earlier ones, and all addresses, too."""
    if isinstance(each.answer, NoResponse):
        return replace(each, get=scrubber.address(each.get))
    headers = {name: scrubber.address(text) for name, text in each.answer.headers.items()}
    body = scrubber.address(each.answer.body.decode())
    answer = Response(each.answer.status, headers, body.encode(), scrubber.address(each.answer.url))
    return replace(each, get=scrubber.address(each.get), answer=answer)


def _lines(recording: Recording, expected: dict[str, Any]) -> Iterator[str]:
    yield f"url = {_toml(recording.url)}"
    yield f"now = {recording.now:%Y-%m-%dT%H:%M:%SZ}"
    for each in recording.exchanges:
        yield "\n[[exchanges]]"
        yield f"get = {_toml(each.get)}"
        if not each.own:
            yield "own = false"
        if isinstance(each.answer, NoResponse):
            yield f"refused = {_toml(each.answer.why.value)}"
            continue
        if each.answer.status != 200:
            yield f"status = {each.answer.status}"
        if each.answer.headers:
            yield f"headers = {_toml(dict(each.answer.headers))}"
        if each.answer.url != each.get:
            yield f"final = {_toml(each.answer.url)}"
        yield f"body = {_long(each.answer.body.decode())}"
    yield "\n[expected]"
    for key, value in expected.items():
        yield f"{key} = {_toml(value)}"
    yield ""


def _long(text: str) -> str:
    plain = "'''" not in text and not text.endswith("'") and all(mark.isprintable() or mark in "\n\t" for mark in text)
    return f"'''\n{text}'''" if plain else _toml(text)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key)} = {_toml(one)}' for key, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
