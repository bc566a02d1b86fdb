"""Where the database is: a URL whose relative SQLite path is put below the configuration's folder."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

from monitor.config.url_secrets import mask

_URL = re.compile(r"(?P<scheme>[a-z0-9]+(?:\+[a-z0-9]+)?)://(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_SCHEMES = ("sqlite", "postgresql", "sqlite+pysqlite", "postgresql+psycopg")
_HELP = 'write it as "sqlite:///monitor.db" or "postgresql://user@host/database"'


def database_url(text: str, folder: Path) -> str:
    """`text` with its path made absolute. Raises ValueError, masked, where it is no database that can be used."""
    found = _URL.fullmatch(text)
    if found is None or not text.isprintable():
        meant = f'; did you mean "sqlite:///{text}"?' if re.fullmatch(r"[\w./-]+", text) else f": {_HELP}"
        raise ValueError(f'"{mask(text)[:200]}" is no address of a database{meant}')
    scheme, rest = found["scheme"].lower(), found["rest"]
    if scheme not in _SCHEMES:
        near = get_close_matches(scheme, _SCHEMES, n=1)
        raise ValueError(
            f'"{scheme}" is no database that is known here' + (f'; did you mean "{near[0]}"?' if near else f": {_HELP}")
        )
    if not scheme.startswith("sqlite"):
        return text
    path, mark, options = rest.partition("?")
    if not path.startswith("/"):
        raise ValueError(f'"{mask(text)[:200]}" lacks a slash: a file is "sqlite:///" and then its path')
    if path in {"/", "/:memory:"}:
        raise ValueError(f'"{text[:200]}" would keep nothing from one command to the next: {_HELP}')
    return f"{scheme}:///{folder.absolute() / path[1:]}{mark}{options}"
