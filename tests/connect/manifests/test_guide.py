"""The guide "Add a network in ten minutes", followed word for word in a copy of the project: it touches two files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
BLOCK = re.compile(r"Write\s+`(?P<path>[^`]+)`:\n\n```toml\n(?P<text>.*?)```", re.DOTALL)
TESTS = ("manifests/test_catalogue_matches.py", "recordings/test_recording.py", "manifests/test_manifest.py")


def files() -> dict[str, str]:
    """What the guide says is written: path -> text."""
    page = (ROOT / "docs" / "connectors.md").read_text(encoding="utf-8")
    _, _, guide = page.partition("## Add a network in ten minutes\n")
    return {found["path"]: found["text"] for found in BLOCK.finditer(guide.partition("\n## ")[0])}


def test_the_guide_touches_two_files_and_what_it_says_then_holds(tmp_path: Path) -> None:
    written = files()
    assert list(written) == ["connectors/acmesocial.toml", "tests/recordings/acmesocial/posts.toml"]
    for folder in ("connectors", "src", "tests", "docs", "config", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, text in written.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    checked = _python(
        tmp_path,
        "-c",
        "from monitor.cli import main; main()",
        "connectors",
        "check",
        "acmesocial",
        "--recordings",
        "tests/recordings",
    )
    assert (
        checked.returncode,
        checked.stdout,
        checked.stderr,
    ) == (0, "1 manifest is sound, 1 recording replayed\n", "")
    tests = [*(f"tests/connect/{name}" for name in TESTS), "tests/cli/test_connectors.py"]
    ran = _python(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *tests)
    assert ran.returncode == 0, ran.stdout[-3000:]


def _python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python on the copy, whose modules come before those that are installed."""
    env = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(folder / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder),
    }
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )
