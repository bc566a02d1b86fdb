"""What axe-core finds in each kind of message: in both languages, by light and dark, in a window, on a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.browser import Browser
from support.messages import messages

pytestmark = pytest.mark.slow

WIDTHS = (640, 390)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_found(dark: bool, chromium: Path, tmp_path: Path) -> None:
    pages = {f"{name} {width}": (page, width) for name, page in messages().items() for width in WIDTHS}
    found = Browser(chromium, tmp_path).check(pages, dark=dark)
    assert {name: one["findings"] for name, one in found.items()} == {name: [] for name in pages}
    unsure = {rule for one in found.values() for rule in one["unsure"]}
    assert unsure <= {"color-contrast"}  # of single signs, which axe does not measure
    assert {one["dark"] for one in found.values()} == {dark}
    assert all(one["passed"] > 10 for one in found.values())


def test_what_is_wrong_is_found(chromium: Path, tmp_path: Path) -> None:
    page = '<!DOCTYPE html><body><p style="color:#bbb;background:#fff">pale</p><img src="data:,">'
    (found,) = Browser(chromium, tmp_path).check({"pale": (page, 390)}, dark=False).values()
    assert {"color-contrast", "html-has-lang", "image-alt"} <= {rule for rule, _ in found["findings"]}


def test_no_message_scrolls_sideways(chromium: Path, tmp_path: Path) -> None:
    pages = {f"{name} {width}": (page, width) for name, page in messages().items() for width in (*WIDTHS, 320)}
    found = Browser(chromium, tmp_path).measure(pages)
    assert {name: one["tooWide"] for name, one in found.items() if one["needed"] != one["width"]} == {}


def test_what_is_to_be_decided_is_seen_on_a_telephone_without_scrolling(chromium: Path, tmp_path: Path) -> None:
    """Which accounts, in what state, since when, and what to do: the first two on a first screen 844 points high."""
    pages = {name: (page, 390) for name, page in messages().items() if name.startswith("digest")}
    for name, one in Browser(chromium, tmp_path).measure(pages).items():
        rows = [row for row in one["decisions"] if row < 844]
        assert len(rows) >= 2, name
