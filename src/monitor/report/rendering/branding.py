"""The organisation's own templates ([mail] templates): files that stand beside, or in the place of, the program's own.

| file                                    | what it does                                                    |
|-----------------------------------------|-----------------------------------------------------------------|
| brand.css                               | rules of its own, after those of the program's sheet            |
| banner.html, signature.html, .txt       | what stands above and below the contents of each message        |
| any name of the program's own templates | stands in its place; extends "builtin/NAME" to change a block   |

A file in the folder "en" or "fr" counts for that language alone. What fetches from elsewhere, runs, or shows text
without escaping it is refused here, with its file and line; what goes wrong later, in a message, `where` locates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from monitor.model.errors import Mistake
from monitor.resources import folder as resource

BUILT_IN: Final = "builtin/"
SHEET: Final = "brand.css"
_LARGEST: Final = 100_000  # bytes of a file
_LANGUAGES: Final = ("en", "fr")

_ELEMENTS: Final = (
    "img|svg|picture|video|audio|source|script|link|iframe|frame|object|embed|applet|base|form|input|button|math"
)
_REFUSED: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), why)
    for pattern, why in (
        (rf"<\s*({_ELEMENTS})\b", "a message fetches, runs and asks for nothing: leave this element out"),
        (r"<\s*meta[^>]*http-equiv", "a message leads nowhere by itself: leave this element out"),
        (r"\b(src|srcset|background|poster|action|formaction)\s*=", "a message fetches nothing: leave this out"),
        (r"url\s*\(|@import|@font-face|expression\s*\(|behavior\s*:", "a message fetches nothing: leave this out"),
        (r"[\s\"'/]on\w+\s*=\s*[\"'{]", "a message runs nothing: leave this attribute out"),
        (
            r"href\s*=\s*(?:\"|'|(?![\"']))\s*(?!https?://|mailto:|\{\{|#)",
            "a link leads to http://, https:// or mailto:",
        ),
        (r"\|\s*safe\b|\{%-?\s*autoescape", "what networks write is shown as text: leave `safe` and `autoescape` out"),
    )
)


class TemplateMistakes(Exception):  # it names what it holds
    """What is wrong with the files, each with file and line."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("; ".join(str(one) for one in mistakes))


@dataclass(frozen=True, slots=True)
class Branding:
    """The files as they were read: (name, text), the name with its language's folder."""

    folder: str
    files: tuple[tuple[str, str], ...]

    def text(self, name: str, language: str) -> tuple[str, str] | None:
        """(path, text) of a template for a language; None where the folder has none of this name."""
        found = dict(self.files)
        for known in (f"{language}/{name}", name):
            if known in found:
                return f"{self.folder}/{known}", found[known]
        return None


def read(folder: str) -> Branding:
    """The files of a folder. Raises TemplateMistakes."""
    root, mistakes, files = Path(folder), list[Mistake](), list[tuple[str, str]]()
    if not root.is_dir():
        raise TemplateMistakes([Mistake(folder, 1, "there is no such folder: make it, or take [mail] templates out")])
    known = _known()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.name.startswith(".") or (path.is_dir() and name in _LANGUAGES):
            continue
        if name.removeprefix("en/").removeprefix("fr/") not in known:
            mistakes.append(
                Mistake(str(path), 1, f"the program has no template of this name; it has {', '.join(known)}")
            )
        elif isinstance(found := _text(path), Mistake):
            mistakes.append(found)
        else:
            mistakes += _refused(path, found)
            files.append((name, found))
    if mistakes:
        raise TemplateMistakes(mistakes)
    return Branding(str(root), tuple(files))


def _known() -> tuple[str, ...]:
    """The names that a file may have."""
    root = resource("templates") / "email"
    of_languages = {path.name for path in root.glob("*/*.txt")}
    return (SHEET, *sorted({path.name for path in root.iterdir() if path.is_file()} - {"style.css"} | of_languages))


def _text(path: Path) -> str | Mistake:
    try:
        content = path.read_bytes()
    except OSError as error:
        return Mistake(str(path), 1, f"it cannot be read ({error.strerror}): make it a file that this user may read")
    if len(content) > _LARGEST:
        return Mistake(str(path), 1, f"it has {len(content)} bytes, more than a message may have ({_LARGEST})")
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Mistake(str(path), line, "this is not UTF-8: save the file in that encoding")


def _refused(path: Path, text: str) -> Iterator[Mistake]:
    for pattern, why in _REFUSED:
        for found in pattern.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Mistake(str(path), line, f"`{found[0].strip()}`: {why}")


def where(error: BaseException, own: Branding) -> Mistake:
    """What went wrong in a message, with the file and line of the template in which it did."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    frame = error.__traceback__
    while frame is not None and not isinstance(error, SyntaxError):
        name = frame.tb_frame.f_code.co_filename
        if name.startswith(own.folder):
            file, line = name, frame.tb_lineno
        frame = frame.tb_next
    said = str(error).partition("\n")[0][:200] or type(error).__name__
    return Mistake(str(file or own.folder), line or 1, f"{said}: mend it, or take the file out")
