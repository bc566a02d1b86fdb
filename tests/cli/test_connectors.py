"""`monitor connectors`: the networks, which account an address is, and manifests that are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from monitor.cli import main


def call(*words: str, text: str | None = None) -> Any:
    return CliRunner().invoke(main, ["connectors", *words], input=text)


def test_the_list_says_what_can_be_read() -> None:
    found = json.loads(call("list", "--json").stdout)
    assert {"network", "title", "class", "status", "activity"} <= set(found[0])
    by_name = {each["network"]: each for each in found}
    assert tuple(by_name["mastodon"][key] for key in ("title", "class", "status", "activity")) == (
        "Mastodon",
        "A",
        "recorded",
        True,
    )
    assert by_name["github"]["reach"]["days"] == 30
    table = call("list").stdout.splitlines()
    assert table[0].split() == ["NETWORK", "CLASS", "STATUS", "READ", "KEYS"]
    assert len(table) - 1 == len(found)


def test_match_gives_one_line_per_input() -> None:
    pasted = "https://M.YouTube.com/@acme?si=x\n@acme@social.example\nhttps://acme.example/about\n"
    done = call("match", "--from", "-", "--json", text=pasted)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "input": "https://M.YouTube.com/@acme?si=x",
            "network": "youtube",
            "handle": "@acme",
            "profile": "https://www.youtube.com/@acme",
        },
        {
            "input": "@acme@social.example",
            "network": "mastodon",
            "handle": "@acme@social.example",
            "profile": "https://social.example/@acme",
        },
        {"input": "https://acme.example/about", "network": None, "handle": None, "profile": None},
    ]
    assert call("match", "https://acme.example/about").stdout.strip() == "https://acme.example/about\t-\t-\t-"
    assert call("match").exit_code == 2


def test_check_reports_the_mistakes_of_the_operators_own_manifests(tmp_path: Path) -> None:
    folder = tmp_path / "connectors"
    folder.mkdir()
    (folder / "acme.toml").write_text('name = "Acme"\nstatus = "liv"\n', encoding="utf-8")
    config = tmp_path / "monitor.toml"
    config.write_text(
        'accounts = []\nbrands.acme.name = "Acme"\n'
        '[monitor]\ndatabase = "sqlite:///monitor.db"\nconnectors = ["connectors"]\n',
        encoding="utf-8",
    )
    done = CliRunner().invoke(main, ["--config", str(config), "connectors", "check"])
    assert done.exit_code == 4
    assert "acme.toml: status: " in done.stderr
    assert call("check").exit_code == 0
    assert call("check", "nowhere").exit_code == 2


def test_the_schema_is_that_of_a_manifest() -> None:
    assert json.loads(call("schema").stdout)["title"] == "Connector manifest"


def test_the_page_of_networks_is_that_of_the_catalogue() -> None:
    """All that the page says is so; a network that is newer than the page is no mistake of it."""
    page = (Path(__file__).parents[2] / "docs" / "networks.md").read_text(encoding="utf-8").splitlines()
    found = call("list", "--markdown").stdout.splitlines()
    rows = set(found)
    assert [line for line in page if line not in rows] == [], "write it again: monitor connectors list --markdown"
    assert len(found) - len(page) < 10, "write it again: monitor connectors list --markdown"
