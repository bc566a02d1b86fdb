"""Finds the folders that travel with the program, in a checkout or in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_resources"
_CHECKOUT = _PACKAGE.parents[1]


def folder(name: str) -> Path:
    """The folder `name` ("connectors", "templates", "config"). Raises FileNotFoundError where neither place has it."""
    for root in (_INSTALLED, _CHECKOUT):
        if (found := root / name).is_dir():
            return found
    raise FileNotFoundError(f"the folder {name!r} is missing from this installation: install the program again")
