"""What a server writes into its answers is shown as text, on a line of its own, or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from support.raw import answering

SUITE = Path(__file__).parents[4] / "shared" / "suites" / "injection-strings" / "cases.jsonl"
CASES: list[dict[str, Any]] = list(map(json.loads, SUITE.read_text("utf-8").splitlines())) if SUITE.exists() else []
TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # the direction of text
SEPARATORS = "\u2028\u2029\x85"


def written(case: dict[str, Any]) -> bytes:
    """A case's value: stated as JSON, or as [prefix, "+",] part, how often, tail; never above what a line may hold."""
    if "value_json" in case:
        value = json.loads(case["value_json"])
    else:
        *head, part, count, tail = case["repeat"]
        value = "".join(head[:1]) + part * count + tail
    return str(value).encode("utf-8", "surrogatepass")[:50_000]


def feed(value: bytes) -> bytes:
    """The value in every field of a feed, once as text and once as it stands."""
    text = escape(value.decode("utf-8", "replace")).encode()
    fields = b"".join(b"<%b>%b</%b>" % (name, text, name) for name in (b"title", b"link", b"author", b"category"))
    item = b"<item>%b<guid>%b</guid><pubDate>%b</pubDate><description><![CDATA[%b]]></description></item>"
    return b'<rss version="2.0"><channel>%b%b</channel></rss>' % (fields, item % (fields, text, text, value))


def serve(path: str) -> Iterable[bytes]:
    """/feed/N is a feed full of case N; /error/N an error whose reason, headers and page are full of it."""
    _, kind, number = path.split("/")
    value = written(CASES[int(number)])
    line = value.replace(b"\r", b"").replace(b"\n", b"")
    status = b"200 OK" if kind == "feed" else b"503 " + line
    body = feed(value) if kind == "feed" else b"<html><title>%b</title>%b</html>" % (value, value)
    headers = b"".join(b"%b: %b\r\n" % (name, line) for name in (b"Content-Type", b"ETag", b"X-Error", b"Server"))
    yield b"HTTP/1.1 %b\r\n%bContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, headers, len(body), body)


def controls(text: str) -> set[str]:
    """What would move a cursor, change colours, turn the direction of text or begin a line."""
    return {each for each in text if unicodedata.category(each) == "Cc" or each in TURNING + SEPARATORS} - {"\n"}


@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason="../shared is not beside the checkout")
@pytest.mark.parametrize("kind", ["feed", "error"])
def test_injected_answers_stay_in_their_lines(kind: str) -> None:
    """F062: titles, names, ETags, reason phrases: whatever stands in them, a check is shown on lines of its own."""
    with answering(serve) as base:
        targets = [f"{base}/{kind}/{number}" for number in range(len(CASES))]
        command = [sys.executable, "-c", "from monitor.cli import main; main()", "check", "--allow-private", *targets]
        ended = subprocess.run(command, capture_output=True, timeout=120)
    said = ended.stdout.decode().split("\n")
    assert ended.stderr.decode() == ""
    assert controls("\n".join(said)) == set()
    assert [line.partition(": ")[0] for line in said if line.startswith("http")] == targets
    others = [line for line in said if line and not line.startswith(base)]
    assert all(line.startswith("  ") for line in others), others
    if kind == "error":
        assert (others, ended.returncode) == ([], 3)
