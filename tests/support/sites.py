"""Sample sites of the project's own (tests/sites), and a discovery that reads them as recorded answers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from monitor.connect.discovery import wikidata
from monitor.connect.discovery.search import discover
from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.recordings.recording import driven
from monitor.model.discovery import Discovery
from monitor.model.http import NoResponse, Refusal, Request, Response

SITES = Path(__file__).parents[1] / "sites"
catalogue = cache(Catalogue.load)


@dataclass
class Explored:
    """What a discovery came to, and what was asked for it. Accounts are named without a last slash: each network has
    its own rule for it.
    """

    discovery: Discovery
    requests: list[Request] = field(default_factory=list)

    @property
    def accounts(self) -> list[str]:
        return sorted(f"{found.network} {found.url.rstrip('/')}" for found in self.discovery.found)


@dataclass(frozen=True)
class Sample:
    """One file of tests/sites."""

    site: str
    expected: list[str]
    answers: Mapping[str, Response]
    confirmed: Mapping[str, str]
    wikidata: bool = False


def sample(path: Path) -> Sample:
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    answers = {
        page["url"]: Response(
            page.get("status", 200),
            {"content-type": page.get("type", "text/html; charset=utf-8")},
            page["body"].encode(),
            page.get("final", page["url"]),
        )
        for page in given["pages"]
    }
    return Sample(
        given["site"],
        sorted(one.rstrip("/") for one in given["expected"]),
        answers,
        given.get("confirmed", {}),
        given.get("wikidata", False),
    )


def explore_answers(
    site: str, answers: Mapping[str, Response | NoResponse], *, names: tuple[str, ...] = (), ask_wikidata: bool = False
) -> Explored:
    """A discovery over recorded answers: what was not recorded is not there, on any host."""
    requests: list[Request] = []

    def ask(request: Request) -> Response | NoResponse:
        requests.append(request)
        return answers.get(request.url) or _missing(request.url, site)

    talk = discover(site, catalogue(), names, wikidata.BASE if ask_wikidata else None)
    return Explored(driven(talk, ask), requests)


def _missing(url: str, site: str) -> Response | NoResponse:
    if urlsplit(url).hostname == urlsplit(site).hostname:
        return Response(404, {"content-type": "text/html"}, b"<html>not here</html>", url)
    return NoResponse(Refusal.UNREACHABLE, "does not answer")
