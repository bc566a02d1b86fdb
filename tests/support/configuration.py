"""Configurations as files in a folder of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from monitor.config.load import load
from monitor.model.errors import ConfigError
from monitor.model.settings import Settings

MINIMAL = """\
[monitor]
database = "sqlite:///monitor.db"
[brands.acme]
name = "Acme"
[[accounts]]
id = "acme-blog"
brand = "acme"
network = "feed"
url = "https://acme.example/feed.xml"
"""
# Every table once; what counts its lines are the cases of test_mistakes.py.
USUAL = """\
[monitor]
database = "sqlite:///monitor.db"
poll_every = "6h"
[brands.acme]
name = "Acme"
zone = "Europe/Paris"
manager = "lea"
[people.lea]
name = "Léa Example"
[people.tom]
name = "Tom Example"
[audiences.members]
name = "Members"
[[accounts]]
id = "acme-blog"
brand = "acme"
network = "feed"
url = "https://acme.example/feed.xml"
owner = "lea"
audience = ["members"]
plan = { publish = "3 per week" }
[[reports]]
to = "lea"
every = "week"
[fetch]
retries = 0
[mail]
deliver = "eml"
"""
NETWORKS = frozenset({"feed", "mastodon", "telegram"})


class Folder:
    """A folder to write configurations into and to load them from, with the networks that have a connector."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.main = path / "monitor.toml"

    def write(self, text: str | bytes, name: str = "monitor.toml") -> Path:
        """The file `name` with `text`, its common indent taken away."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dedent(text).encode() if isinstance(text, str) else text)
        return path

    def load(
        self,
        text: str | bytes | None = None,
        *,
        match: Callable[[str], str | None] | None = None,
        known: Collection[str] = NETWORKS,
        closed: Collection[str] = (),
        env: Mapping[str, str] | None = None,
    ) -> Settings:
        if text is not None:
            self.write(text)
        return load(self.main, match=match, known=known, closed=closed, env=env or {})

    def mistakes(self, text: str | bytes | None = None, *, env: Mapping[str, str] | None = None) -> list[str]:
        """Every mistake as "file:line: message", the file's path without this folder."""
        with pytest.raises(ConfigError) as caught:
            self.load(text, env=env)
        assert caught.value.exit_code == 4
        return [str(mistake).replace(f"{self.path}/", "") for mistake in caught.value.mistakes]
