"""The digest in a real browser, as wide as a mail window and as narrow as a telephone."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.metrics.effort import Hours
from monitor.model.state import AccountStatus, Advice, Proposal, Reason, Status
from monitor.report.blocks.figures import Workload
from monitor.report.blocks.section_rows import Listing
from monitor.report.contents.digest import Digest
from monitor.report.rendering.render import render
from support.browser import Browser

pytestmark = pytest.mark.slow

WIDTHS = (640, 390, 320)  # a mail window, a telephone, the narrowest that is still made
LANGUAGES = ("en", "fr")


@pytest.fixture
def browser(chromium: Path, tmp_path: Path) -> Browser:
    return Browser(chromium, tmp_path)


@pytest.fixture
def crowded(account_status: Callable[..., AccountStatus], compose_digest: Callable[..., Digest]) -> Digest:
    """A digest of texts without a place to break them, and of more hours than a week has."""
    endless = "W" * 80
    address = f"https://social.example/{'w' * 400}"
    close = Proposal(Advice.CLOSE, Reason("close_abandoned", {"days": 223}), -2.25)
    hours = (
        Workload(endless[:60], Hours(1168.5, 1002.4, 168), (endless,) * 3, 12),
        Workload("", Hours(1168.5, 1002.4)),
        Workload("", Hours(1168.5, 1002.4, 0), owned=("w" * 60,) * 3),
    )
    digest = compose_digest(
        account_statuses=[
            account_status(
                f"{status.value}-{'w' * 60}", status, name=endless, last=40, title=endless, url=address, proposal=close
            )
            for status in (
                Status.DORMANT,
                Status.ABANDONED,
                Status.OVERDUE,
                Status.BEHIND,
                Status.BLIND,
                Status.ON_PLAN,
            )
        ],
        transitions=[],
    )
    return replace(digest, hours=Listing(hours))


class Addresses(HTMLParser):
    """What a page makes a mail program fetch, and the tags that fetch or run something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fetched: list[str] = re.findall(r"url\([^)]*|@import[^;]*", page)
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"link", "script", "iframe", "object", "embed", "img", "svg", "base"}:
            self.fetched.append(tag)
        self.fetched += [
            f"{name}={value}" for name, value in attrs if name in {"src", "srcset", "background", "poster"}
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_fetches_nothing(language: str, rich: Digest) -> None:
    assert Addresses(render(rich, language).html).fetched == []


@pytest.mark.parametrize("kind", ["rich", "crowded"])
def test_a_digest_never_scrolls_sideways(kind: str, request: pytest.FixtureRequest, browser: Browser) -> None:
    digest: Digest = request.getfixturevalue(kind)
    pages = {
        f"{language} {width}": (render(digest, language).html, width) for language in LANGUAGES for width in WIDTHS
    }
    found = browser.measure(pages)
    assert {name: one["width"] for name, one in found.items()} == {name: width for name, (_, width) in pages.items()}
    assert {name: one["tooWide"] for name, one in found.items() if one["needed"] != one["width"]} == {}
    assert [one["loaded"] for one in found.values() if one["loaded"]] == []


def test_a_page_that_is_too_wide_or_fetches_something_is_seen(browser: Browser) -> None:
    page = '<!DOCTYPE html><img src="http://127.0.0.1:9/a.png" alt=""><p style="width:400px">wide</p>'
    (found,) = browser.measure({"wide": (page, 390)}).values()
    assert (found["width"], found["needed"]) == (390, 408)
    assert found["loaded"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_is_painted(language: str, rich: Digest, browser: Browser) -> None:
    (found,) = browser.measure({"page": (render(rich, language).html, 640)}).values()
    assert isinstance(found["height"], int)
    blank = lines(browser.picture("<!DOCTYPE html><body>", 640, 500))
    painted = lines(browser.picture(render(rich, language).html, 640, found["height"]))
    assert len(painted) == found["height"]
    assert len(set(blank)) <= 2  # the first one, and those that are like the one above
    assert len(set(painted)) > len(painted) / 4


def lines(picture: bytes) -> list[bytes]:
    """The lines of a PNG as they are stored: each as it differs from the one above, or from its own beginning."""
    width, height = struct.unpack_from(">II", picture, 16)
    packed, at = b"", 8
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        if picture[at + 4 : at + 8] == b"IDAT":
            packed += picture[at + 8 : at + 8 + length]
        at += length + 12
    points = zlib.decompress(packed)
    step = len(points) // height
    assert step in (1 + 3 * width, 1 + 4 * width)
    return [points[start : start + step] for start in range(0, len(points), step)]
