"""Every recording beside its network: what was answered, and what the check must make of it.

A recording is one TOML file under tests/recordings/NETWORK (connect/recordings/recording.py). All are made by
hand after the networks' own answers, or by `monitor connectors record`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.recordings.recording import differences, read

ROOT = Path(__file__).parents[2] / "recordings"
RECORDINGS = sorted(ROOT.glob("*/*.toml"))
CATALOGUE = Catalogue.load(has=lambda secret: True)
ROUTES = {route.id: route for routes in CATALOGUE.others.values() for route in routes} | dict(CATALOGUE.manifests)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_recording_gives_what_stands_beside_it(path: Path) -> None:
    assert differences(ROUTES[path.parent.name], read(path)) == []


def test_every_network_has_a_recording() -> None:
    files = (ROOT.parents[1] / "connectors").glob("*.toml")
    manifests = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}
    asked = {name for name, manifest in manifests.items() if manifest.get("activity", True)}
    assert {path.parent.name for path in RECORDINGS} == asked
