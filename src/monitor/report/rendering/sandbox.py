"""Jinja2 for templates that are not the program's own: they reach nothing but the message's data, and end.

| limit       | what is bounded                                          |
|-------------|----------------------------------------------------------|
| `_STEPS`    | what all `range` of one message come to                  |
| `_LONGEST`  | a text that is multiplied                                |
| `OUTPUT`    | what one template writes                                 |

Loops over the message's own rows, some dozens each, are not counted: several of them in one another take their time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from jinja2 import Template
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

_STEPS: Final = 10_000
_LONGEST: Final = 10_000
_WIDE: Final = re.compile(r"\d{3}|\*")
OUTPUT: Final = 500_000  # characters: no message has a fifth of it


class Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._steps = 0
        self.globals["range"] = self._range
        for name in ("lipsum", "cycler", "joiner", "namespace"):
            del self.globals[name]
        for name in ("safe", "center", "indent", "pprint", "xmlattr"):
            del self.filters[name]
        self.filters["format"] = _format

    def written(self, template: Template, **context: Any) -> str:
        """The template's text. Raises SecurityError where it goes on without an end, or is too long."""
        self._steps = 0
        pieces: list[str] = []
        length = 0
        for piece in template.generate(**context):
            pieces.append(piece)
            length += len(piece)
            if length > OUTPUT:
                raise SecurityError(f"it writes more than {OUTPUT} characters")
        return "".join(pieces)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        plain = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or (operator == "%" and not plain):
            raise SecurityError(f"the operator {operator} is not for templates")
        if operator == "*" and not plain:
            sizes = [one if isinstance(one, int) else len(one) for one in (left, right)]
            if sizes[0] * sizes[1] > _LONGEST:
                raise SecurityError(f"it makes a text of more than {_LONGEST} characters")
        return super().call_binop(context, operator, left, right)

    def _range(self, *bounds: int) -> Iterator[int]:
        for number in range(*bounds):
            self._steps += 1
            if self._steps > _STEPS:
                raise SecurityError(f"it counts further than {_STEPS}")
            yield number


def _format(pattern: str, *values: Any) -> str:
    if _WIDE.search(pattern):
        raise SecurityError("a format is at most 99 wide")
    return pattern % values
