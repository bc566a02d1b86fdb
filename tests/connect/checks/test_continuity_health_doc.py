"""docs/health.md shows what makes a check complete as the modules that decide it have it."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from monitor.connect.checks import continuity, days_shown

TEXT = (Path(__file__).parents[3] / "docs" / "health.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("module", "count"), [(continuity, 3), (days_shown, 1)])
def test_the_page_shows_the_tables(module: ModuleType, count: int) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", module.__doc__ or "", re.MULTILINE)
    assert len(tables) == count
    assert [table for table in tables if f"\n\n{table}\n" not in TEXT] == []
