"""The locks: everything by hash, no address, and all that pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-source.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked() -> dict[str, tuple[Requirement, int]]:
    """Each requirement of the lock by its name, with its count of hashes."""
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    requirements = [(Requirement(entry.split("\\")[0].strip()), entry.count("--hash=sha256:")) for entry in entries]
    return {canonicalize_name(requirement.name): (requirement, hashes) for requirement, hashes in requirements}


def asked() -> Iterator[str]:
    yield from PROJECT["project"]["dependencies"]
    yield from PROJECT["dependency-groups"]["dev"]
    yield from PROJECT["dependency-groups"]["source"]
    yield from PROJECT["build-system"]["requires"]


def test_every_requirement_has_one_version_and_a_hash() -> None:
    loose = [
        name
        for name, (requirement, hashes) in locked().items()
        if not re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)) or not hashes
    ]
    assert loose == []


def test_the_lock_names_no_address_and_no_file() -> None:
    assert re.findall(r"\S*://\S*|^-.*|\S+ @ \S+|file:\S+", LOCK, re.MULTILINE) == []


@pytest.mark.parametrize("text", sorted(set(asked())))
def test_the_lock_satisfies_pyproject(text: str) -> None:
    wanted = Requirement(text)
    requirement, _ = locked()[canonicalize_name(wanted.name)]
    (pinned,) = requirement.specifier
    assert wanted.specifier.contains(pinned.version)
