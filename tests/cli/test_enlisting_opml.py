"""`accounts import` of OPML: what can be taken is taken, and each other line is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

FEED = "https://acme.example/feed"


@pytest.fixture
def imported(tmp_path: Path, monitor: Callable[..., Result]) -> Callable[[bytes], tuple[Result, dict[str, Any]]]:
    """A list is imported; what the command said, and the addresses of the accounts that there are then."""
    main = tmp_path / "monitor.toml"
    main.write_text(
        '[monitor]\ndatabase = "sqlite:///monitor.db"\ninclude = ["accounts.d/*.toml"]\n[brands.acme]\nname = "Acme"\n',
        encoding="utf-8",
    )

    def run(raw: bytes) -> tuple[Result, dict[str, Any]]:
        sheet = tmp_path / "feeds.opml"
        sheet.write_bytes(raw)
        done = monitor("--config", str(main), "accounts", "import", str(sheet))
        listed = json.loads(monitor("--config", str(main), "accounts", "list", "--json").stdout)
        return done, {each["id"]: each["url"] for each in listed}

    return run


def test_a_line_that_cannot_be_taken_is_named_and_the_rest_is_taken(
    imported: Callable[[bytes], tuple[Result, dict[str, Any]]],
) -> None:
    lines = (
        f'<outline text="News" xmlurl="{FEED}?a=1&b=2"/>',
        '<outline text="Filter" xmlUrl="filter:~/bin/f:https://acme.example/rss"/>',
        '<outline text="Secret" xmlUrl="https://lea:hunter2@acme.example/private/feed"/>',
        '<outline text="Broken" xmlUrl="https://acme.example/broken/>',
        '<outline text="Blog" xmlUrl="https://blog.example/feed"/>',
    )
    done, accounts = imported("\n".join(lines).encode())
    assert done.exit_code == 0, done.stderr
    assert sorted(accounts.values()) == [f"{FEED}?a=1&b=2", "https://blog.example/feed"]
    named = [line.split(".opml:")[1] for line in done.stderr.splitlines() if line.startswith("note: ")]
    assert sorted(int(each.partition(":")[0]) for each in named) == [2, 3, 4]
    assert all(each.endswith("left out") for each in named)
    assert "hunter2" not in done.stderr


def test_a_list_of_which_nothing_can_be_taken_says_why(
    imported: Callable[[bytes], tuple[Result, dict[str, Any]]],
) -> None:
    done, accounts = imported(b'<opml><outline xmlUrl="https://lea:hunter2@acme.example/feed"/></opml>')
    assert (done.exit_code, done.stdout, accounts) == (0, "nothing to append\n", {})
    assert "it holds a password" in done.stderr
    done, _ = imported(b"<opml><body><outline text='Acme'/></body></opml>")
    assert (done.exit_code, "no outline has an address" in done.stderr) == (4, True)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["R32-ampersand.opml", "R33-mixed.opml"])
def test_lists_that_people_brought(
    shared: Path, imported: Callable[[bytes], tuple[Result, dict[str, Any]]], name: str
) -> None:
    done, accounts = imported((shared / "stories" / name).read_bytes())
    assert set(accounts.values()) == {
        "https://x.example/feed?a=1&b=2",
        "https://mastodon.social/@acme",
        "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
        "https://y.example/atom",
        "https://z.example/",
    }
    assert '.opml:9: "filter:' in done.stderr
