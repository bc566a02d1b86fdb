"""Hostile strings, where they go, and what must be true of what comes out."""

from __future__ import annotations

import email
import email.policy
import json
import re
import unicodedata
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "injection-strings" / "cases.jsonl"
OWN = {  # a few of each kind, for a checkout that stands alone
    "header": "a\r\nBcc: x@evil.example",
    "encoded-word": "=?utf-8?q?a=0D=0ABcc:_x=40evil.example?=",
    "script": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "comment": "<!--",
    "template": "{{ cycler.__init__.__globals__ }}{% include '/etc/passwd' %}",
    "link": "javascript:alert(1)",
    "terminal": "\x1b[2J\x9b31mERR\u202egnp.exe\x00",
    "table": "</td></tr></table></body>",
    "path": "../../etc/passwd\x00.html",
    "long": "é" * 5000,
}
TURNING = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # the direction of text
SEPARATORS = "\u2028\u2029\x85"
_BARE = re.compile(r"(?<!\r)\n|\r(?!\n)|\x00")


def cases() -> dict[str, str]:
    """The suite's strings where it is there, and our own: name -> string."""
    rows = map(json.loads, SUITE.read_text("utf-8").splitlines()) if SUITE.is_file() else ()
    return {**OWN, **{case["id"]: value_of(case) for case in rows}}


def value_of(case: dict[str, Any]) -> str:
    """A case's value: stated as JSON, or as [prefix, "+",] part, how often, tail."""
    if "value_json" in case:
        value = json.loads(case["value_json"])
        return value if isinstance(value, str) else json.dumps(value)
    *head, part, count, tail = case["repeat"]
    return str("".join(head[:1]) + part * count + tail)


def toml(text: str) -> str | None:
    """A TOML string; None where TOML cannot hold it."""
    if re.search("[\ud800-\udfff]", text):
        return None
    return '"' + "".join(one if one.isprintable() and one not in '"\\' else f"\\U{ord(one):08X}" for one in text) + '"'


def octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")[:50_000]


def on_one_line(text: str) -> bytes:
    """As a header may hold it: HTTP itself ends a line."""
    return octets(text).replace(b"\r", b"").replace(b"\n", b"")[:4_000]


def xml(text: str) -> bytes:
    return octets(escape(text))


def controls(text: str) -> set[str]:
    """What would move a cursor, change colours, turn the direction of text or begin a line."""
    return {each for each in text if unicodedata.category(each) == "Cc" or each in TURNING + SEPARATORS} - {"\n"}


def parsed(mail: bytes) -> EmailMessage:
    message = email.message_from_bytes(mail, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def faults(mail: bytes) -> list[str]:
    """What is wrong with a mail's form, whatever its contents."""
    message = parsed(mail)
    head = mail.replace(b"\r\n", b"\n").partition(b"\n\n")[0].replace(b"\n", b"\r\n").decode("ascii", "replace")
    found = [f"defect: {defect}" for part in message.walk() for defect in part.defects]
    found += ["a bare line end in the headers"] * bool(_BARE.search(head))
    found += ["a line of more than 998 octets"] * any(len(row) > 998 for row in mail.split(b"\n"))
    found += [f"{len(message.get_all('To', []))} To"] * (len(message.get_all("To", [])) != 1)
    found += [f"several recipients: {message['To']}"] * (len(message["To"].addresses) != 1)
    found += ["control characters in the text"] * bool(controls(body(message, "plain").replace("\r\n", "\n")))
    return found + active(body(message, "html"))


def active(page: str) -> list[str]:
    """What in a page runs, fetches or leads elsewhere than to the web or a mail."""
    found = []
    for node in LexborHTMLParser(page).css("*"):
        if node.tag in {"script", "img", "svg", "math", "link", "base", "iframe", "object", "embed", "form", "input"}:
            found.append(f"<{node.tag}>")
        if node.tag == "meta" and "http-equiv" in node.attributes:
            found.append("<meta http-equiv>")
        for name, value in node.attributes.items():
            if name.startswith("on") or name in ("src", "srcset", "background", "action", "formaction"):
                found.append(f"{name}={value}")
            if name == "href" and urlsplit(value or "").scheme not in ("http", "https", "mailto"):
                found.append(f"href={value}")
    return found


def skeleton(page: str) -> list[tuple[str, ...]]:
    """The elements in order with their attributes' names; links left out, for a text is a link where it may be one."""
    return [(node.tag or "", *node.attributes) for node in LexborHTMLParser(page).css("*") if node.tag != "a"]


def squashed(text: str) -> str:
    return re.sub(r"\s+", "", text)
