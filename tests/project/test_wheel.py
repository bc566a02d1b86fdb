"""What is distributed: a wheel, built from the source distribution, installed far from the checkout, without network.

The new environment holds the wheel alone; the libraries it needs are lent by this one through a path file. A path file
does not read the lender's own path files, so the checkout, installed in place there, stays out of sight.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESOURCES = ("connectors", "templates", "config")

Command = Callable[..., subprocess.CompletedProcess[str]]


def call(*command: str | Path, cwd: Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=timeout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = call(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (source,) = folder.glob("*.tar.gz")
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check")
    built = call(sys.executable, "-m", "pip", "wheel", "-q", *offline, "-w", folder, source, cwd=folder)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it; gives its folder of programs."""
    home = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(home, with_pip=False)
    programs = home / "bin"
    (library,) = home.glob("lib/python*/site-packages")
    (library / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    offline = ("--no-deps", "--no-index", "--disable-pip-version-check")
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "install", "-q", *offline)
    done = call(*pip, "--ignore-installed", wheel, cwd=home)
    assert done.returncode == 0, done.stderr
    return programs


@pytest.fixture
def monitor(installed: Path, tmp_path: Path) -> Command:
    """The installed command, run in an empty folder."""

    def run(*arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        return call(installed / "monitor", *arguments, cwd=tmp_path, timeout=timeout)

    return run


def test_the_wheel_holds_the_package_and_every_resource(wheel: Path) -> None:
    """Compared with the checkout by name; tests and documentation stay outside."""
    sources = {file.relative_to(ROOT / "src").as_posix() for file in files_of(ROOT / "src" / "monitor")}
    carried = {
        f"monitor/_resources/{file.relative_to(ROOT).as_posix()}"
        for name in RESOURCES
        for file in files_of(ROOT / name)
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == sources | carried


def files_of(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]


def test_the_wheel_carries_its_licence_and_its_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()
        assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())
    assert "License-Expression: MIT" in text
    assert "Requires-Python: >=3.11" in text
    assert "Requires-Dist: sqlalchemy" in text


def test_the_installed_package_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    asked = "import monitor, monitor.resources as r; print(monitor.__file__); print(r.folder('connectors'))"
    printed = call(installed / "python", "-c", asked, cwd=tmp_path)
    assert printed.stderr == ""
    package, connectors = map(Path, printed.stdout.splitlines())
    assert package.is_relative_to(installed.parent)
    assert connectors == package.parent / "_resources" / "connectors"


def test_the_installed_command_says_its_version(monitor: Command) -> None:
    ran = monitor("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "monitor, version 0.1.0\n", "")


def test_the_installed_command_makes_a_configuration_that_it_accepts(monitor: Command, tmp_path: Path) -> None:
    written, checked = monitor("init"), monitor("config", "check")
    assert (written.returncode, written.stderr) == (0, "")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert (tmp_path / "monitor.toml").is_file()


@pytest.mark.slow
def test_the_installed_command_runs_the_demo(monitor: Command, tmp_path: Path) -> None:
    ran = monitor("demo", "--output", "seen", timeout=150)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert {"digest-en.eml", "digest-fr.eml"} <= {file.name for file in (tmp_path / "seen").iterdir()}
