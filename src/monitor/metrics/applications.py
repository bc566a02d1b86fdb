"""Applications that publish by themselves, by the names that networks give them (applications.json).

copier     it copies what was published elsewhere: nobody was here
planner    it publishes at a set time: a person may have written it for this place, and may be far away
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from pathlib import Path


class Publisher(StrEnum):
    COPIER = "copier"
    PLANNER = "planner"


def publisher(application: str | None) -> Publisher | None:
    """What the application is; None for one that a person writes with, or that nobody knows."""
    return _known().get(" ".join(application.casefold().split())) if application else None


@cache
def _known() -> dict[str, Publisher]:
    table = json.loads(Path(__file__).with_name("applications.json").read_text(encoding="utf-8"))
    return {name: kind for kind in Publisher for name in table[f"{kind.value}s"]}
