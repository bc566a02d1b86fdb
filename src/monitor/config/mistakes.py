"""What pydantic found wrong, in the operator's words: where it stands, what is meant, what to do.

One row of `_NEEDED` a kind of error; a kind that is not listed is shown with pydantic's own sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from monitor.config.lines import Path
from monitor.config.sources import Source
from monitor.model.errors import Mistake

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

# Kind of error -> what is needed instead of what was found.
_NEEDED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": 'a list in brackets, ["one", "two"],',
    "dict_type": "a table",
    "greater_than_equal": "a number of at least {ge:g}",
    "less_than_equal": "a number of at most {le:g}",
    "string_too_short": "text, not an empty one,",
    "string_too_long": "a text of at most {max_length} characters",
    "string_pattern_mismatch": 'a language code such as "en" or "pt-BR"',
}

_SECRETS = ("password", "passwd", "secret", "token", "api_key", "apikey", "credentials", "private_key")
_SECRET_NAMES = {"mail": "MONITOR_SMTP_PASSWORD", "monitor": "MONITOR_DATABASE_URL", "fetch": "MONITOR_PROXY"}


def from_pydantic(error: ValidationError, source: Source, schema: dict[str, Any], under: Path = ()) -> list[Mistake]:
    """Every mistake of `error`, found in `source` at and below `under`; one may be reported several times."""
    details = error.errors(include_url=False)
    misspelt = set(_misspelt(details, schema, under))
    found = []
    for detail in details:
        path: Path = (*under, *(part for part in detail["loc"] if part != "[key]"))
        if detail["type"] == "missing" and path in misspelt:
            continue
        if detail["type"] == "extra_forbidden" and not source.text:  # a column: said once, not for every row
            found.append(Mistake(source.name, 1, f'column "{_dotted(path[2:])}": {_unknown(path, schema)}'))
            continue
        found.append(source.mistake(path, f"{subject(path, source.table)}: {_says(detail, path, schema)}"))
    return found


def subject(path: Path, table: dict[str, Any]) -> str:
    """What `path` is called in a message: `[brands.acme] zone`, `account "acme-blog", plan.publish`."""
    if not path:
        return "the file"
    if path[0] == "accounts" and len(path) > 1:
        return ", ".join(filter(None, (_account(path, table), _dotted(path[2:]))))
    if path[0] in {"reports", "channels"} and len(path) > 1:
        return ", ".join(filter(None, (f"{str(path[0])[:-1]} {_ordinal(path)}", _dotted(path[2:]))))
    depth = 2 if path[0] in {"brands", "people", "audiences", "networks", "effort"} else 1
    return " ".join(filter(None, (f"[{_dotted(path[:depth])}]", _dotted(path[depth:]))))


def did_you_mean(word: object, words: Iterable[str], otherwise: str = "") -> str:
    """`; did you mean "x"?` for the nearest of `words`, else `otherwise`."""
    near = get_close_matches(str(word).lower(), list(words), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else otherwise


def secret_belongs(name: str) -> str:
    """Where the secret `name` is put instead of the file."""
    return f"secrets never stand in the file: set {name}, or {name}_FILE to the path of a file that holds it"


def keys_at(path: Path, schema: dict[str, Any]) -> list[str]:
    """The keys that may stand in the table at `path`."""
    node: Any = schema
    for part in path:
        if isinstance(part, int):
            node = node.get("items")
        else:
            node = node.get("properties", {}).get(part) or node.get("additionalProperties")
        if not isinstance(node, dict):
            return []
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return list(node.get("properties", {}))


def _misspelt(details: Iterable[ErrorDetails], schema: dict[str, Any], under: Path) -> Iterator[Path]:
    """The required keys that stand there under a name near their own: one mistake, not two."""
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *table, key = (*under, *detail["loc"])
            if near := get_close_matches(str(key).lower(), keys_at(tuple(table), schema), n=1):
                yield (*table, near[0])


def _says(detail: ErrorDetails, path: Path, schema: dict[str, Any]) -> str:
    from monitor.config.values import show

    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "missing":
        return "is missing: add it"
    if kind == "extra_forbidden":
        return _unknown(path, schema)
    if kind == "value_error":
        return str(context["error"])
    if kind in {"enum", "literal_error"}:
        words = context["expected"].replace("'", '"')
        return f"{show(value)} is none of {words}{did_you_mean(value, words.split(chr(34))[1::2])}"
    if kind in _NEEDED:
        needed = _NEEDED[kind].format_map(context)
        return f"{needed} is needed here, and {show(value)} was found"
    return f"{detail['msg']} ({show(value)} was found)"


def _unknown(path: Path, schema: dict[str, Any]) -> str:
    key = str(path[-1])
    if key.lower() in _SECRETS:
        name = _SECRET_NAMES.get(str(path[0]))
        return (
            secret_belongs(name)
            if name
            else "secrets never stand in the file: set the variable that the connector names"
        )
    allowed = keys_at(path[:-1], schema)
    known = f"; known here: {', '.join(allowed)}" if allowed else ""
    return f"there is no such key{did_you_mean(key, allowed, known)}"


def _account(path: Path, table: dict[str, Any]) -> str:
    try:
        name = table["accounts"][path[1]]["id"]
    except (KeyError, IndexError, TypeError):
        name = None
    return f'account "{name}"' if isinstance(name, str) else f"account {_ordinal(path)}"


def _ordinal(path: Path) -> str:
    return str(path[1] + 1) if isinstance(path[1], int) else str(path[1])


def _dotted(path: Path) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
