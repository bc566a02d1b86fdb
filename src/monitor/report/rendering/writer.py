"""How messages are written and signed: with the organisation's own templates as long as these hold, else with the
program's, which is noted. A message is never lost for its form.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.model.errors import Mistake
from monitor.report.contents.alert import AlertMessage
from monitor.report.contents.digest import Digest
from monitor.report.contents.director import DirectorReport
from monitor.report.mail.dkim import Sign, unsigned
from monitor.report.mail.mime import Message
from monitor.report.rendering.branding import Branding, TemplateMistakes, read, where
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from monitor.report.rendering.sample import samples


@dataclass(slots=True)
class Writer:
    """`sign` is done to each finished message; `folder` holds own templates; `faults` are what was wrong with them."""

    sign: Sign = unsigned
    folder: str | None = None
    faults: list[str] = field(default_factory=list)

    def write(self, contents: Digest | DirectorReport | AlertMessage, language: str) -> Message:
        """The message in words."""
        own = self._own()
        if own is not None:
            try:
                return render(contents, language, own)
            except Exception as error:  # whatever somebody's template does
                self._note([where(error, own)])
        return render(contents, language)

    def _own(self) -> Branding | None:
        if self.folder is None:
            return None
        try:
            return read(self.folder)
        except TemplateMistakes as error:
            self._note(error.mistakes)
            return None

    def _note(self, mistakes: list[Mistake]) -> None:
        """Each once."""
        for said in (f"{mistake}; the program's own template was used instead" for mistake in mistakes):
            if said not in self.faults:
                self.faults.append(said)


def tried(folder: str) -> list[Mistake]:
    """What is wrong with the templates of a folder, tried on samples of each kind of message in each language."""
    try:
        own = read(folder)
    except TemplateMistakes as error:
        return error.mistakes
    found: list[Mistake] = []
    for contents in samples():
        for language in LANGUAGES:
            try:
                render(contents, language, own)
            except Exception as error:  # as above
                found.append(where(error, own))
    return list(dict.fromkeys(found))
