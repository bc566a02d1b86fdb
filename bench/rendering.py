"""What it costs to write a digest, beside plain Jinja2 and EmailMessage on the same templates and contexts.

python bench/rendering.py [BRANDS]             1,000 brands, in turn with ours and plainly

Both render subject, text and HTML of each brand's digest, styles inlined once per template, and make a message of it.
Ours wraps the text, keeps the mail below what mail programs cut off, folds headers as mail demands, and reads the
finished message again before it trusts it. The ratio of the two is the figure; then the largest memory after a fifth of
the brands and after all.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from monitor.report.contents.digest import Digest
from monitor.report.mail.mime import message_id, mime
from monitor.report.rendering.render import render
from monitor.report.rendering.templates import environment
from support.digest import make_digest

NOW = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)
SENDER, TURNS = "Acme’s monitor <monitor@acme.example>", 5


def ours(digest: Digest, number: int) -> bytes:
    return mime(
        render(digest, "en"),
        sender=SENDER,
        to=f"reader{number}@acme.example",
        language="en",
        message_id=message_id(f"reader{number}", "2026-W47", "acme.example"),
        date=NOW,
        list_id="digest.acme.example",
        unsubscribe="monitor@acme.example",
    )


def plain(digest: Digest, number: int) -> bytes:
    page, text = environment("en", html=True), environment("en", html=False)
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = f"reader{number}@acme.example"
    message["Subject"] = text.get_template("digest.subject.txt").render(digest=digest).strip()
    message["Date"] = format_datetime(NOW)
    message["Message-ID"] = message_id(f"reader{number}", "2026-W47", "acme.example")
    message.set_content(text.get_template("digest.txt").render(digest=digest))
    message.add_alternative(page.get_template("digest.html").render(digest=digest), subtype="html")
    return message.as_bytes()


def peak() -> int:
    """MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    sample = make_digest(operator="help@acme.example")
    routes = {"ours": ours, "plain": plain}
    spent = dict.fromkeys(routes, 0.0)
    for make in routes.values():
        make(sample, 0)
    memory = []
    for turn in range(TURNS):  # in turn, so that whatever else the machine does weighs on both
        for name, make in routes.items():
            began = time.process_time()
            for number in range(turn * count // TURNS, (turn + 1) * count // TURNS):
                make(replace(sample, title=f"Brand {number}"), number)
            spent[name] += time.process_time() - began
        memory.append(peak())
    message = len(ours(sample, 0))
    ratio = spent["ours"] / spent["plain"]
    print(f"{count} brands, {message} bytes a message: ours {spent['ours']:.2f} s, plain {spent['plain']:.2f} s of CPU")
    print(f"{ratio:.2f} times as much; memory {memory[0]} MB after a fifth, {memory[-1]} MB after all")


if __name__ == "__main__":
    main()
