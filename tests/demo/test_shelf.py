"""The demo's folder: an earlier demo is replaced, somebody's own files never."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.demo import shelf
from monitor.demo.brand import configuration
from monitor.demo.sample_networks import NETWORKS
from monitor.model.errors import FolderTaken

OURS = configuration({name: f"http://127.0.0.1:{1000 + n}" for n, name in enumerate(NETWORKS)}, 2525, date(2026, 9, 7))


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert folder / "monitor.toml" == shelf.prepare(folder)
    assert folder.is_dir()


def test_files_of_an_earlier_demo_are_removed_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text(OURS, encoding="utf-8")
    for name in ("monitor.db", "digest-en.html", "digest-fr.eml", "alert-en.txt", "notes.txt", "digest-notes.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    shelf.prepare(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"notes.txt", "digest-notes.txt"}


@pytest.mark.parametrize("name", ["monitor.toml", "monitor.db", "digest-en.html"])
def test_somebodys_own_files_are_refused_and_kept(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('[monitor]\ndatabase = "sqlite:///mine.db"\n', encoding="utf-8")
    with pytest.raises(FolderTaken, match=f"holds {name}, and not from a demo.*--output"):
        shelf.prepare(tmp_path)
    assert (tmp_path / name).exists()


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "demo-output"
    place.write_text("x", encoding="utf-8")
    with pytest.raises(FolderTaken, match=r"cannot write to .*demo-output"):
        shelf.prepare(place)
