"""What axe-core finds in each kind of letter: in both languages, by light and dark, in a window, on a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.judge.alarms import Alarm
from monitor.report.alert import Alert, warn
from monitor.report.digest import Digest
from monitor.report.language import LANGUAGES
from monitor.report.render import render
from monitor.report.rollup import Rollup
from support.browser import Browser
from support.digest import make_digest, make_rollup, make_settings, make_standings
from support.standing import NOW

pytestmark = pytest.mark.slow

WIDTHS = (640, 390)


def letters() -> dict[str, str]:
    """Each kind of letter in each language."""
    standings = {one.account.id: one for one in make_standings()}
    settings = make_settings()
    alarms = [
        Alarm(name, "nora", trouble, kind, NOW)
        for name, trouble, kind in (
            ("acme-mastodon", "dormant", "new"),
            ("acme-telegram", "abandoned", "again"),
            ("acme-club", "recovered", "recovered"),
        )
    ]
    made: dict[str, Digest | Rollup | Alert] = {
        "digest": make_digest(operator="help@acme.example"),
        "director": make_rollup(make_standings()),
        "alert": warn(alarms, settings.people["nora"], standings, settings, NOW),
    }
    return {f"{name} {language}": render(one, language).html for name, one in made.items() for language in LANGUAGES}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_found(dark: bool, chromium: Path, tmp_path: Path) -> None:
    pages = {f"{name} {width}": (page, width) for name, page in letters().items() for width in WIDTHS}
    found = Browser(chromium, tmp_path).check(pages, dark=dark)
    assert {name: [] for name in pages} == {name: one["findings"] for name, one in found.items()}
    assert {dark} == {one["dark"] for one in found.values()}
    assert all(one["passed"] > 10 for one in found.values())


def test_what_is_wrong_is_found(chromium: Path, tmp_path: Path) -> None:
    page = '<!DOCTYPE html><body><p style="color:#bbb;background:#fff">pale</p><img src="data:,">'
    (found,) = Browser(chromium, tmp_path).check({"pale": (page, 390)}, dark=False).values()
    assert {"color-contrast", "html-has-lang", "image-alt"} <= {rule for rule, _ in found["findings"]}


def test_no_letter_scrolls_sideways(chromium: Path, tmp_path: Path) -> None:
    pages = {f"{name} {width}": (page, width) for name, page in letters().items() for width in (*WIDTHS, 320)}
    found = Browser(chromium, tmp_path).measure(pages)
    assert {} == {name: one["tooWide"] for name, one in found.items() if one["needed"] != one["width"]}
