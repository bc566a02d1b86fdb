"""The two small languages of manifests: templates that make addresses, expressions that read documents.

A template fills `{name}` and nothing else. A name at its very start is an address and filled as it stands; anywhere
else the value is percent-encoded, so that nothing a network answers can change the path or the query of a request.

An expression is JMESPath, with the functions of expression_functions.py. A plain path (`account.id`) is followed
without JMESPath: some ten times cheaper, and nearly every field of every manifest is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

_NAME = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


@dataclass(frozen=True, slots=True)
class Template:
    """An address with `{names}` in it."""

    text: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(_NAME.findall(self.text))

    @property
    def start(self) -> str | None:
        """The name that the template starts with: it holds the address's origin."""
        found = _NAME.match(self.text)
        return found[1] if found else None

    def ready(self, values: Mapping[str, str]) -> bool:
        """Whether every name has a value that is not empty."""
        return all(values.get(name) for name in self.names)

    def fill(self, values: Mapping[str, str]) -> str:
        """The address. Raises KeyError for a name that has no value."""
        return _NAME.sub(lambda found: self._value(found, values), self.text)

    def text_with(self, values: Mapping[str, str]) -> str:
        """The text with its names filled as they stand: for what is no address. Raises KeyError."""
        return _NAME.sub(lambda found: values[found[1]], self.text)

    @staticmethod
    def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
        value = values[found[1]]
        return value if found.start() == 0 else quote(value, safe="", errors="replace")


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; `read` never raises."""

    text: str
    read: Callable[[Any], Any]

    @classmethod
    def compile(cls, text: str) -> Expression:
        """Raises ValueError where `text` is not JMESPath."""
        if _PATH.fullmatch(text):
            return cls(text, _follow(text.split(".")))
        import jmespath
        from jmespath.exceptions import JMESPathError

        from monitor.connect.manifests.expression_functions import Functions

        options = jmespath.Options(custom_functions=Functions())
        try:
            compiled = jmespath.compile(text)
        except JMESPathError as error:
            raise ValueError(f"not a JMESPath expression: {text!r} ({str(error).splitlines()[0]})") from error

        def search(document: Any) -> Any:
            try:
                return compiled.search(document, options)
            except (JMESPathError, TypeError, ValueError, RecursionError):
                return None  # a function met another type than it takes: the field is not there

        return cls(text, search)


def _follow(steps: list[str]) -> Callable[[Any], Any]:
    if len(steps) == 1:
        (only,) = steps
        return lambda document: document.get(only) if isinstance(document, dict) else None

    def read(document: Any) -> Any:
        for step in steps:
            if not isinstance(document, dict):
                return None
            document = document.get(step)
        return document

    return read


def pattern(text: str, values: Mapping[str, str]) -> re.Pattern[str]:
    """A regular expression in which `{name}` stands for the value of that name, taken literally. Raises ValueError."""

    def literal(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise ValueError(f"unknown name {found[0]} in the pattern {text!r}")
        return re.escape(values[found[1]].rstrip("/"))

    try:
        return re.compile(_NAME.sub(literal, text))
    except re.error as error:
        raise ValueError(f"not a regular expression: {text!r} ({error})") from error
