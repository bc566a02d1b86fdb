"""What expressions can do beyond JMESPath: two functions that answers of real networks ask for.

ref(value)          the address or id that a text, an object (`id`, else `href`, `url`) or the first of a list names
split(text, by)     the parts of a text between the separators
"""

from __future__ import annotations

from typing import Any

from jmespath import functions

_NAMES = ("id", "href", "url")
_DEEPEST = 5  # a list in an object in a list: no network goes further


class Functions(functions.Functions):
    """JMESPath's functions and ours; each method's name is `_func_` and the function's."""

    @functions.signature({"types": []})
    def _func_ref(self, value: Any) -> str | None:
        return _ref(value, _DEEPEST)

    @functions.signature({"types": ["string"]}, {"types": ["string"]})
    def _func_split(self, text: str, by: str) -> list[str]:
        return text.split(by) if by else [text]


def _ref(value: Any, levels: int) -> str | None:
    if isinstance(value, str):
        return value or None
    if levels and isinstance(value, list):
        return next((found for each in value if (found := _ref(each, levels - 1))), None)
    if levels and isinstance(value, dict):
        return next((found for name in _NAMES if (found := _ref(value.get(name), levels - 1))), None)
    return None
