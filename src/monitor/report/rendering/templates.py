"""The templates' environments: one for each language and kind of text, made once and kept. Jinja2 stands here alone.

| kind | escaping                       | on loading                                                     |
|------|--------------------------------|----------------------------------------------------------------|
| html | everything, whatever its name  | styles go from the sheet into the elements, once               |
| text | none; control characters go    | nothing                                                        |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from monitor.model.state import Reason, Status
from monitor.report.blocks.figures import Week
from monitor.report.blocks.mailto import mailto
from monitor.report.blocks.section_rows import Card
from monitor.report.contents.digest import Digest
from monitor.report.rendering.branding import BUILT_IN, SHEET, Branding
from monitor.report.rendering.language import filters
from monitor.report.rendering.sandbox import Sandbox
from monitor.resources import folder

_SHEET: Final = '{% include "style.css" %}'
_STATEMENT: Final = re.compile(r"\{%.*?%\}", re.DOTALL)
_HIDDEN: Final = re.compile(r"<!--(\{%.*?%\})-->", re.DOTALL)
_CONTROL: Final = re.compile(  # what steers a terminal, ends a line or turns the direction of text
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"
)

# A strip's cells read without colour: each has a sign of its own. Dark mode's rules in style.css name the colours.
SIGNS: Final[Mapping[Week, str]] = {
    Week.FULL: "■",
    Week.SOME: "▪",
    Week.NONE: "·",
    Week.COPIED: "c",
    Week.REST: "–",
    Week.UNKNOWN: "?",
    Week.BEFORE: " ",
}
COLOURS: Final[Mapping[Week, str]] = {
    Week.FULL: "#3fae78",
    Week.SOME: "#b5dfc7",
    Week.NONE: "#e9edf1",
    Week.COPIED: "#dccdf3",
    Week.REST: "#dfe5f0",
    Week.UNKNOWN: "#f4e9d8",
    Week.BEFORE: "#ffffff",
}
_TONES: Final[Mapping[Status, str]] = {
    **dict.fromkeys((Status.ABANDONED, Status.DORMANT, Status.INANIMATE, Status.GONE, Status.SUSPENDED), "bad"),
    **dict.fromkeys((Status.OVERDUE, Status.LATE, Status.BEHIND, Status.MOVED, Status.PRIVATE), "slow"),
    **dict.fromkeys((Status.ON_PLAN, Status.RECOVERING), "good"),
}


@lru_cache(maxsize=16)
def environment(language: str, *, html: bool, own: Branding | None = None) -> Environment:
    """The environment of a language; `html` says which kind of text. `own` are templates that are not the program's."""
    made = (Sandbox if own else Environment)(
        loader=_Sources(language, html, own),
        autoescape=html,  # plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=None if html else _printable,
    )
    made.filters.update(filters(language))
    made.globals.update(
        language=language,
        signs=SIGNS,
        colours=COLOURS,
        tone_of=_tone,
        edge=_edge,
        sentence=sentences(language, html=html, own=own),
        mailto=_mailto,
    )
    return made


def written(language: str, *, html: bool, own: Branding | None = None) -> Callable[[str, Any], str]:
    """(name of a template, contents of a message) -> text."""
    made = environment(language, html=html, own=own)

    def text(name: str, digest: Any) -> str:
        template = made.get_template(name)
        return made.written(template, digest=digest) if isinstance(made, Sandbox) else template.render(digest=digest)

    return text


class _Sources(BaseLoader):
    """Where templates come from: the organisation's own folder, then the program's.

    For pages, .html files come with the sheet's styles in their elements; the one that holds the sheet keeps its
    at-rules.
    """

    def __init__(self, language: str, html: bool, own: Branding | None) -> None:
        root = folder("templates") / "email"
        self._built_in = FileSystemLoader([root / language, root])
        self._language, self._html, self._own = language, html, own

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        found = self._own.text(template, self._language) if self._own is not None else None
        if found is not None:
            path, source = found
        else:
            source, path, _ = self._built_in.get_source(environment, template.removeprefix(BUILT_IN))
        if self._html and template.endswith(".html") and source.strip():
            source = _inlined(source, self._sheet(environment))
        return source, path, None

    def list_templates(self) -> list[str]:
        """The program's own."""
        return self._built_in.list_templates()

    def _sheet(self, environment: Environment) -> str:
        sheet, _, _ = self._built_in.get_source(environment, "style.css")
        more = self._own.text(SHEET, self._language) if self._own is not None else None
        return f"{sheet}\n{more[1]}" if more is not None else sheet


def _inlined(source: str, sheet: str) -> str:
    """A layout, or a part of one, with its styles in the elements, on as many lines as it had.

    The inliner reads HTML, where text between rows of a table has no place and would be moved: Jinja's statements
    hide in comments meanwhile, which may stand anywhere.
    """
    import css_inline

    whole = _SHEET in source
    hidden = _STATEMENT.sub(lambda found: f"<!--{found[0]}-->", source.replace(_SHEET, sheet))
    if whole:
        inlined = css_inline.inline(hidden, keep_at_rules=True, load_remote_stylesheets=False)
    else:
        inlined = css_inline.inline_fragment(hidden, sheet, load_remote_stylesheets=False)
    return _HIDDEN.sub(lambda found: found[1], inlined)


def words(language: str, *, html: bool, own: Branding | None = None) -> Any:
    """The words of a language: a module whose macros give text, or markup for `html`."""
    return module(language, "words.txt", html=html, own=own)


def module(language: str, name: str, *, html: bool = False, own: Branding | None = None) -> Any:
    """The macros of one of a language's templates."""
    return environment(language, html=html, own=own).get_template(name).module


def sentences(language: str, *, html: bool, own: Branding | None = None) -> Callable[[Reason], str]:
    """Reason -> its sentence: the macro of the words named reason_RULE, filled with the reason's values."""

    def sentence(reason: Reason) -> str:
        say = words(language, html=html, own=own)
        macro: Callable[[Mapping[str, Any]], str] | None = getattr(say, f"reason_{reason.rule}", None)
        try:
            return macro(reason.values) if macro else str(say.reason_unknown(reason.rule))
        except (
            UndefinedError,
            TypeError,
            ValueError,
            ArithmeticError,
        ):  # stored by another version, which knew other values
            return str(say.reason_unknown(reason.rule))

    return sentence


def _tone(card: Card) -> str:
    """The colour class of a card's badge."""
    return "auto" if card.status is Status.INANIMATE else _TONES.get(card.status, "")


def _edge(digest: Digest) -> str:
    """The colour of the message's upper edge, by the verdict."""
    if digest.numbers.inanimate:
        return "#cf3b2f"
    return "#d99a1c" if digest.open or digest.watch or digest.unseen else "#2f9e68"


def _mailto(address: str, subject: str, body: str) -> str | None:
    """As `mailto`; what the words escaped for a page stands in a mail as it was."""
    return mailto(address, _unescaped(subject), _unescaped(body))


def _unescaped(text: str) -> str:
    return text.unescape() if isinstance(text, Markup) else text


def _printable(value: Any) -> Any:
    return _CONTROL.sub(" ", value) if isinstance(value, str) else value
