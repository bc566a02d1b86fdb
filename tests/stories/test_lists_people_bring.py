"""What people hand in: every line is taken as what it is, or named."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import main
from support.program import write_config

HEAD = '<?xml version="1.0" encoding="UTF-8"?><opml version="1.0"><body>'
LISTS = {  # S18, S19: what is handed in, and the addresses that are to be taken
    "a bare ampersand": (
        "feeds.opml",
        f'{HEAD}<outline text="Ben & Acme" type="rss" xmlUrl="https://acme.example/feed?a=1&b=2"/></body></opml>',
        ["https://acme.example/feed?a=1&b=2"],
    ),
    "lower case": (
        "feeds.opml",
        (
            f'{HEAD}<outline text="Acme" type="rss" xmlurl="https://acme.example/feed" htmlurl="https://acme.example"/>'
            "</body></opml>"
        ),
        ["https://acme.example/feed"],
    ),
    "capitals": (
        "feeds.opml",
        (
            f'{HEAD.replace("opml", "OPML").replace("body", "BODY")}<OUTLINE TEXT="Acme" XMLURL="https://acme.example/feed"/>'
            "</BODY></OPML>"
        ),
        ["https://acme.example/feed"],
    ),
    "a network's own feed": (
        "feeds.opml",
        (
            f'{HEAD}<outline text="Social"><outline text="Acme" type="rss" xmlUrl="https://social.example/@acme.rss"'
            ' htmlUrl="https://social.example/@acme"/></outline></body></opml>'
        ),
        ["https://social.example/@acme"],
    ),
    "a sheet as a French Excel writes it": (
        "comptes.csv",
        "Réseau;Adresse;Responsable\r\nBlog;https://acme.example/feed;\r\nMastodon;https://social.example/@acme;\r\n",
        ["https://acme.example/feed", "https://social.example/@acme"],
    ),
}


@pytest.mark.parametrize("kind", LISTS)
def test_every_line_is_taken(tmp_path: Path, kind: str) -> None:
    name, text, taken = LISTS[kind]
    path = tmp_path / name
    path.write_bytes(text.encode("cp1252" if name.endswith("csv") else "utf-8"))
    config = write_config(tmp_path, "")
    listed = config.read_text(encoding="utf-8").replace("[monitor]", '[monitor]\ninclude = ["accounts.d/*.toml"]', 1)
    config.write_text(listed, encoding="utf-8")
    result = CliRunner().invoke(main, ["--config", str(config), "accounts", "import", str(path), "--brand", "acme"])
    assert result.exit_code == 0, result.output
    written = "".join(each.read_text(encoding="utf-8") for each in tmp_path.rglob("*.toml")) + result.output
    assert [url for url in taken if url.removesuffix(".rss") not in written] == []
