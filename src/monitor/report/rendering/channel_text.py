"""What a channel gets: a title and a few lines of plain text, for whoever reads there.

Services read markup, links and calls ("@everyone", "<!channel>") into plain text, each by rules of its own, and names
of accounts and titles of posts are others' words. So the whole text is changed, whatever stands in it: a sign that
means something somewhere becomes its full-width form, which reads the same and means nothing; a host's name is
split by an invisible joiner.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from monitor.report.blocks.section_rows import Listing
from monitor.report.contents.alert import AlertMessage
from monitor.report.rendering.language import language_of

_LINES: Final = 8  # accounts; services cut after some 2,000 characters
_LONGEST: Final = 1_800  # characters of the text
_TITLE: Final = 120
_FULL_WIDTH: Final = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "<>[]{}@#*_~`|\\"})
_JOINER: Final = "\u2060"
_HOST: Final = re.compile(r"(?<=\w)\.(?=[^\W\d])")
_SCHEME: Final = re.compile(r":(?=//|[^\W\d])")


def announced(alert: AlertMessage, language: str) -> tuple[str, str]:
    """The title and the text that a channel gets."""
    from monitor.report.rendering.templates import (
        environment,  # costs a start that commands without messages need not pay
    )

    plain = environment(language_of(language), html=False)
    shown = alert.items.items[:_LINES]
    while True:
        items = Listing(shown, alert.items.total - len(shown))
        text = plain.get_template("channel.txt").render(digest=replace(alert, items=items))
        if len(text) <= _LONGEST or len(shown) <= 1:
            break
        shown = shown[:-1]
    title = plain.get_template("channel.subject.txt").render(digest=alert)
    return harmless(title.strip())[:_TITLE], harmless(re.sub(r"\n{3,}", "\n\n", text.strip()))[:_LONGEST]


def trial(name: str, language: str) -> tuple[str, str]:
    """The title and the text of a message that only shows that the channel works."""
    from monitor.report.rendering.templates import module

    say = module(language_of(language), "alerting.txt")
    return harmless(str(say.trial_heading())), harmless(str(say.trial(name)))


def harmless(text: str) -> str:
    """`text` that no service takes for markup, a link or a call."""
    apart = _HOST.sub(f".{_JOINER}", _SCHEME.sub(f":{_JOINER}", text))
    return apart.translate(_FULL_WIDTH).replace("＠", f"＠{_JOINER}").replace("＃", f"＃{_JOINER}")
