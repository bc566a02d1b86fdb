"""Secrets: found beside the configuration, never in it.

For a secret NAME, the first that is there:
1. the file NAME, or name in lower case, in $CREDENTIALS_DIRECTORY (systemd's LoadCredential=);
2. the file that $NAME_FILE names;
3. $NAME.
One line end at the close of a file does not count: editors add it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from monitor.model.errors import ConfigError, Mistake

_LONGEST = 65_536  # bytes; a longer file is no secret but a mistake


def secret(name: str, env: Mapping[str, str]) -> str | None:
    """The secret called `name` ("MONITOR_SMTP_PASSWORD"), None where nothing states it.

    Raises ConfigError where a file is named but cannot be used: going on without the secret would only move the
    failure to where it is harder to understand.
    """
    if folder := env.get("CREDENTIALS_DIRECTORY"):
        for candidate in (name, name.lower()):
            if (path := Path(folder) / candidate).exists():
                return _read(path, "CREDENTIALS_DIRECTORY")
    if file := env.get(f"{name}_FILE"):
        return _read(Path(file), f"{name}_FILE")
    return env.get(name) or None


def _read(path: Path, named_by: str) -> str | None:
    try:
        if not path.is_file():
            raise _mistake(path, named_by, "is not a file")
        if path.stat().st_size > _LONGEST:
            raise _mistake(path, named_by, f"is longer than {_LONGEST} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _mistake(path, named_by, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise _mistake(path, named_by, "is not UTF-8 text") from error
    return text.removesuffix("\n").removesuffix("\r") or None


def _mistake(path: Path, named_by: str, what: str) -> ConfigError:
    remedy = "put the secret alone into a text file that this user may read, or unset the variable"
    return ConfigError([Mistake(str(path), 1, f"the secret's file, named by ${named_by}, {what}: {remedy}")])
