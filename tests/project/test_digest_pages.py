"""The pages about the digest explain every section that a digest can have, by the name it has there."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.report.rendering.templates import words

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "digest.md", "fr": DOCS / "fr" / "lire-le-digest.md"}


@pytest.mark.parametrize("language", PAGES)
def test_every_section_is_explained(language: str) -> None:
    say, page = words(language, html=False), PAGES[language].read_text(encoding="utf-8")
    heads = [*say.heads.values(), say.words["aside"]]
    assert [head for head in heads if f"| {plain(head)} |" not in plain(page)] == []


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
