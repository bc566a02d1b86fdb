"""The error tree: failures that end a command. Failures of a check are values (`check.Failure`), never these.

    MonitorError
    ├── ConfigError          operator: correct the file          exit 4
    ├── ManifestError        connector author: correct the file  exit 4
    ├── SchemaError          operator: run `monitor db upgrade`  exit 4
    ├── FolderTaken          operator: name another folder       exit 2
    ├── BadInput             whoever gave it: correct it         exit 2
    ├── DecisionRefused      operator: it would change nothing   exit 2
    ├── AlreadyRunning       operator: one daemon is enough      exit 5
    ├── ClockBehind          operator: set the clock             exit 75
    └── Unavailable          operator: database or mail server   exit 75

Each message says what happened, where, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class MonitorError(Exception):
    """Any failure that a command reports in one message and an exit code."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a file of the operator: where it stands, what is wrong, what was meant."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """On one line: what it quotes from the file may hold line ends and terminal control characters."""
        shown = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in self.message)
        return f"{self.file}:{self.line}: {shown}"


class ConfigError(MonitorError):
    """The configuration has mistakes; all of them are listed, nothing was changed."""

    exit_code = 4

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


class ManifestError(MonitorError):
    """A connector's manifest is wrong: names file, key and reason."""

    exit_code = 4


class SchemaError(MonitorError):
    """The database has another schema than this program needs."""

    exit_code = 4


class FolderTaken(MonitorError):
    """An output folder cannot be written to, or holds somebody else's files."""

    exit_code = 2


class BadInput(MonitorError):
    """What a command was given to work on is not what it takes."""

    exit_code = 2


class DecisionRefused(MonitorError):
    """What was decided does not fit what the account is."""

    exit_code = 2


class AlreadyRunning(MonitorError):
    """Another daemon works on this database."""

    exit_code = 5


class ClockBehind(MonitorError):
    """The machine's clock is behind what the database has recorded; nothing can be judged by it."""

    exit_code = 75


class Unavailable(MonitorError):
    """The database or the mail server cannot be reached; trying again later may help."""

    exit_code = 75
