"""`monitor connectors`: the networks, whose an address is, and manifests that are wrong."""

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
    assert ("Mastodon", "A", "recorded", True) == tuple(
        by_name["mastodon"][key] for key in ("title", "class", "status", "activity")
    )
    assert 30 == by_name["github"]["reach"]["days"]
    table = call("list").stdout.splitlines()
    assert table[0].split() == ["NETWORK", "CLASS", "STATUS", "READ", "KEYS"]
    assert len(found) == len(table) - 1


def test_match_gives_one_line_per_input() -> None:
    pasted = "https://M.YouTube.com/@acme?si=x\n@acme@social.example\nhttps://acme.example/about\n"
    done = call("match", "--from", "-", "--json", text=pasted)
    assert [
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
    ] == [json.loads(line) for line in done.stdout.splitlines()]
    assert "https://acme.example/about\t-\t-\t-" == call("match", "https://acme.example/about").stdout.strip()
    assert 2 == call("match").exit_code


def test_check_tells_the_mistakes_of_the_operators_own_manifests(tmp_path: Path) -> None:
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
    assert 4 == done.exit_code
    assert "acme.toml: status: " in done.stderr
    assert 0 == call("check").exit_code
    assert 2 == call("check", "nowhere").exit_code


def test_the_schema_is_that_of_a_manifest() -> None:
    assert "Connector manifest" == json.loads(call("schema").stdout)["title"]


def test_the_page_of_networks_is_that_of_the_catalogue() -> None:
    """All that the page says is so; a network that is newer than the page is no mistake of it."""
    page = (Path(__file__).parents[2] / "docs" / "networks.md").read_text(encoding="utf-8").splitlines()
    found = call("list", "--markdown").stdout.splitlines()
    rows = set(found)
    assert [] == [line for line in page if line not in rows], "write it again: monitor connectors list --markdown"
    assert len(found) - len(page) < 10, "write it again: monitor connectors list --markdown"
