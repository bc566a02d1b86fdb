"""What somebody reads who gets a digest."""

from __future__ import annotations

import re
from html import unescape

from monitor.report.contents.digest import Digest
from monitor.report.rendering.render import render


def flat(text: str) -> str:
    """`text` with its lines unfolded and every space a plain one."""
    return re.sub(r"\s+", " ", text)


def said(digest: Digest, language: str) -> str:
    return flat(render(digest, language).text)


def shown(digest: Digest, language: str) -> str:
    """The page's text, its elements left out."""
    return flat(unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", render(digest, language).html, flags=re.DOTALL)))
