"""Documents made to put active HTML into whoever shows them: read as feeds, shown in a digest; the page stays inert.

The suites are those of parsers that keep markup; here nothing of a document's markup is kept, so none can come through.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from monitor.cli import main
from monitor.judge.alert_rules import Alert
from monitor.model.state import Advice, Flag, Proposal, Reason, Status
from monitor.report.contents.alert import warn
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from support.account_status import NOW, make_status
from support.digest import make_digest, make_settings
from support.site import serving

FOLDER = Path(__file__).parents[3].parent / "shared" / "suites"
SUITES = ("feedparser-sanitize", "miniflux-sanitizer")
ITEM = (
    '<rss version="2.0"><channel><title>{html}</title><item><title>{html}</title><description>{html}</description>'
    "<guid>{html}</guid><author>{html}</author><pubDate>Mon, 16 Nov 2026 12:00:00 GMT</pubDate></item></channel></rss>"
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NEVER = {"script", "iframe", "object", "embed", "form", "input", "img", "svg", "link", "base", "video", "audio", "math"}
ACTIVE = ("expression(", "behavior", "-moz-binding", "javascript:", "vbscript:", "url(", "@import")

META = "<meta http-equiv=refresh content='0;url=//evil.example'>"

Case = dict[str, Any]


def cases() -> dict[str, tuple[Case, bytes]]:
    found: dict[str, tuple[Case, bytes]] = {}
    for suite in SUITES:
        path = FOLDER / suite / "cases.jsonl"
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()):
            document = (FOLDER / suite / case["file"]).read_bytes()
            if suite == "miniflux-sanitizer":  # fragments, as a feed carries them
                document = ITEM.format(html=escape(document.decode("utf-8"))).encode()
            found[f"{suite}/{case['id']}"] = case, document
    return found


CASES = cases()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif(not CASES, reason="../shared is not beside the checkout"),
]


@pytest.fixture(scope="module")
def checks() -> dict[str, Case]:
    """What `check` prints of each document."""
    with serving() as site:
        paths = {name: f"/{quote(name)}" for name in CASES}
        for name, (case, document) in CASES.items():
            site.pages[paths[name]] = (200, case.get("headers", {"Content-Type": "text/xml"}), document)
        targets = "\n".join(site.base + path for path in paths.values())
        result = CliRunner().invoke(main, ["check", "--json", "--allow-private", "--from", "-"], input=targets)
    return dict(zip(paths, map(json.loads, result.stdout.splitlines()), strict=True))


def active(page: str) -> list[str]:
    """What of a page could run, fetch or ask for something."""
    found = []
    for node in LexborHTMLParser(page).css("*"):
        if node.tag in NEVER:
            found.append(node.html or "")
        if node.tag == "meta" and "http-equiv" in node.attributes:
            found.append(node.html or "")
        for name, value in node.attributes.items():
            text = (value or "").lower()
            inert = name != "href" or text.startswith(("http://", "https://", "mailto:"))
            if name.startswith("on") or not inert or any(word in text for word in ACTIVE if name != "aria-label"):
                found.append(f"{name}={value}")
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_page_stays_inert(checks: dict[str, Case], name: str) -> None:
    check = checks[name]
    assert check["outcome"] in ("ok", "changed_format") and "reader failed" not in check["detail"]
    facts = check.get("facts") or {}
    acts = check["activities"] or [{"title": None, "url": None, "id": None}]
    close = Proposal(Advice.CLOSE, Reason("close_abandoned", {"days": 223}), -2.25)
    account_statuses = [
        make_status(
            f"account{number}",
            Status.ABANDONED,
            name=facts.get("name") or act.get("title"),
            last=223,
            title=act.get("title") or "untitled",
            title_url=act.get("url"),
            detail=check["detail"],
            flags=frozenset({Flag.AUTOPILOT}),
            proposal=close,
        )
        for number, act in enumerate(acts[:5])
    ]
    settings = make_settings()
    alerts = [Alert(one.account.id, "nora", "abandoned", "new", NOW) for one in account_statuses]
    alert = warn(alerts, settings.people["nora"], {one.account.id: one for one in account_statuses}, settings, NOW)
    for contents in (make_digest(account_statuses=account_statuses, transitions=[]), alert):
        for language in LANGUAGES:
            message = render(contents, language)
            assert active(message.html) == [] and message.html.lower().count("<style") == 1  # the sheet is ours
            assert not CONTROL.search(message.subject) and not CONTROL.search(message.text.replace("\n", ""))


def test_what_is_active_is_seen() -> None:
    for page in (
        "<script>1</script>",
        "<a href='javascript:1'>x</a>",
        "<p onclick=x>",
        "<p style='x:expression(1)'>",
        META,
    ):
        assert active(page)
