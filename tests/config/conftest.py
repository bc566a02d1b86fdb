"""A folder for configurations of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.configuration import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
