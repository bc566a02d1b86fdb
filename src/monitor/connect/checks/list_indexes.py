"""An index of lists: which of those that it names is read in its place. It is followed one step, on its own host.

The best is the first that `prefer` fits and `avoid` does not; of equal ones that which changed last, then the last by
name, in which numbers count as such: where a site begins a new file for its newest pages.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor.connect.dates.parse import read_date
from monitor.connect.documents.text import address
from monitor.connect.manifests.paging import origin
from monitor.connect.manifests.toml_tables import IndexTable

_NUMBER = re.compile(r"(\d+)")


def best_list(document: Any, index: IndexTable, url: str, now: datetime) -> str | None:
    """The address of the list to read; None where the document at `url` names none."""
    named = index.items.read(document)
    found = [
        (listed, index.changed.read(item) if index.changed is not None else None)
        for item in (named if isinstance(named, list) else ())
        if (listed := address(index.url.read(item), url)) is not None and origin(urljoin(url, listed)) == origin(url)
    ]
    return max(found, key=lambda one: _worth(one[0], one[1], index, now))[0] if found else None


def _worth(url: str, changed: Any, index: IndexTable, now: datetime) -> tuple[int, int, float, list[Any]]:
    path = urlsplit(url).path
    avoided = next((place for place, form in enumerate(index.avoid, 1) if form.search(path)), 0)
    preferred = next((place for place, form in enumerate(index.prefer) if form.search(path)), len(index.prefer))
    at, _ = read_date(changed, "auto", now) if isinstance(changed, str) else (None, False)
    return -avoided, -preferred, at.timestamp() if at is not None else 0.0, _natural(path)


def _natural(name: str) -> list[Any]:
    """Texts and numbers in turn, for comparing: text 2 comes before text 10."""
    return [int(part) if place % 2 else part for place, part in enumerate(_NUMBER.split(name))]
