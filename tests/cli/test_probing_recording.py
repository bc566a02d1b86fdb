"""`connectors record` and `check`: real answers over loopback become a recording that holds nobody's name or secret."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from support.site import Site

Command = Callable[..., Result]
MANIFEST = """
name = "Acme Social"
status = "shape"
class = "C"
sample = "{base}/lea"
[match]
url = ['^{base}/(?P<user>\\w+)$']
[vars]
base = "{base}/api"
[[resolve]]
get = "{{base}}/users/{{user}}"
set = {{ id = "id" }}
[account]
get = "{{base}}/users/{{user}}"
of = "resolve"
map = {{ followers = "followers", name = "display_name" }}
[[posts]]
get = "{{base}}/users/{{id}}/posts"
items = "posts"
by = "{{id}}"
[posts.map]
id = "id"
url = "link"
published = "created"
author = "user.id"
title = "{title}"
kind = "shared_from && 'share' || 'post'"
[terms]
automated = "api"
source = "https://acme.example/terms"
read_on = 2026-11-22
"""
CANARY = "Zanzibar Quillfeather"
PROFILE = {"id": "7", "username": "lea", "display_name": CANARY, "followers": 12, "email": "quill@feather.example"}
POSTS = {
    "session_token": "s3cr3t-t0ken",
    "posts": [
        {
            "id": "2",
            "link": "http://acme.example/quillfeather99/2",
            "created": "2026-06-14T10:00:00Z",
            "user": {"id": "7", "username": "lea"},
            "shared_from": {"username": "quillfeather99", "note": f"I am {CANARY} of Stone Town"},
            "label": "Second, of all things",
            "content": f"<p>Thank you {CANARY}, write to quill@feather.example</p>",
        },
        {
            "id": "1",
            "link": "http://acme.example/lea/1",
            "created": "2026-06-13T10:00:00Z",
            "user": {"id": "7", "username": "lea"},
            "label": "First, of all things",
            "source": "http://acme.example/?from=quill@feather.example",
            "content": "Hello quillfeather99",
        },
    ],
}


@pytest.fixture
def config(site: Site, tmp_path: Path) -> Path:
    """A configuration with a manifest of one's own for a network on loopback."""
    for asked, body in (("/api/users/lea", PROFILE), ("/api/users/7/posts", POSTS)):
        headers = {"Content-Type": "application/json", "Set-Cookie": "session=s3cr3t-t0ken"}
        site.pages[asked] = (200, headers, json.dumps(body).encode())
    (tmp_path / "own").mkdir()
    manifest = MANIFEST.format(base=site.base, title="content")
    (tmp_path / "own" / "acmesocial.toml").write_text(manifest, encoding="utf-8")
    path = tmp_path / "monitor.toml"
    path.write_text('[monitor]\ndatabase = "sqlite:///monitor.db"\nconnectors = ["own"]\n', encoding="utf-8")
    return path


def test_a_recording_is_read_as_the_network_was_and_names_nobody(
    config: Path, site: Site, monitor: Command, tmp_path: Path
) -> None:
    written = tmp_path / "own" / "recordings" / "acmesocial" / "posts.toml"
    words = ("connectors", "record", "acmesocial", f"{site.base}/lea", "--allow-private", "--output", str(written))
    done = monitor("--config", str(config), *words)
    assert (done.exit_code, done.stderr) == (0, "")
    text = written.read_text(encoding="utf-8")
    for canary in ("Zanzibar", "Quillfeather", "quillfeather99", "feather.example", "s3cr3t", "Stone Town", "Hello"):
        assert canary not in text
    expected = tomllib.loads(text)["expected"]
    assert (expected["outcome"], expected["ids"], expected["kinds"]) == ("ok", ["2", "1"], ["share", "post"])
    assert expected["dates"] == ["2026-06-14T10:00:00Z", "2026-06-13T10:00:00Z"]
    assert expected["facts"]["followers"] == 12
    again = monitor("--config", str(config), *words)
    assert (again.exit_code, "is there already; it was left as it is" in again.stderr) == (2, True)
    checked = monitor("--config", str(config), "connectors", "check", "acmesocial")
    assert (checked.exit_code, checked.stdout) == (0, "1 manifest is sound, 1 recording replayed\n")


def test_check_says_where_a_recording_is_read_otherwise(
    config: Path, site: Site, monitor: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "kept" / "acmesocial"
    words = ("connectors", "record", "acmesocial", f"{site.base}/lea", "--allow-private")
    folder.mkdir(parents=True)
    text = monitor("--config", str(config), *words).stdout
    (folder / "posts.toml").write_text(text.replace('["2", "1"]', '["2"]'), encoding="utf-8")
    checked = monitor("--config", str(config), "connectors", "check", "acmesocial", "--recordings", str(folder.parent))
    assert checked.exit_code == 3
    assert checked.stderr == f"monitor: {folder}/posts.toml: ids: found ['2', '1'], expected ['2']\n"


def test_what_scrubbing_would_lose_is_said_and_nothing_written(config: Path, site: Site, monitor: Command) -> None:
    own = config.with_name("own") / "acmesocial.toml"
    own.write_text(own.read_text(encoding="utf-8").replace('id = "id"\nurl', 'id = "label"\nurl'), encoding="utf-8")
    words = ("connectors", "record", "acmesocial", f"{site.base}/lea", "--allow-private")
    done = monitor("--config", str(config), *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "ids would be read differently: nothing was written; name what must stay as it is with --keep" in done.stderr
    kept = monitor("--config", str(config), *words, "--keep", "label")
    assert (kept.exit_code, 'ids = ["Second, of all things"' in kept.stdout) == (0, True)


def test_a_live_check_asks_for_the_manifests_sample(config: Path, site: Site, monitor: Command) -> None:
    words = ("connectors", "check", "acmesocial", "--live", "--allow-private")
    done = monitor("--config", str(config), *words)
    assert (done.exit_code, done.stdout) == (0, f"acmesocial: {site.base}/lea: ok, 2 acts\n1 manifest is sound\n")
    site.fail("/api/users/lea", 404, b"{}")
    done = monitor("--config", str(config), *words)
    assert (done.exit_code, f"monitor: acmesocial: {site.base}/lea: gone" in done.stderr) == (3, True)


def test_every_wrong_manifest_is_reported_at_once(config: Path, monitor: Command) -> None:
    for name in ("one", "two"):
        (config.with_name("own") / f"{name}.toml").write_text('name = "A"\nstatus = "new"\n', encoding="utf-8")
    done = monitor("--config", str(config), "connectors", "check")
    assert done.exit_code == 4
    assert "one.toml: status: " in done.stderr
    assert "two.toml: terms: is missing; add it" in done.stderr
