"""The MIME message: exactly the headers that were meant, the same bytes every time, whatever text comes in."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.people import is_address, split_address
from monitor.report.mail.mime import Message, MessageError, message_id, mime
from monitor.report.readers.sanitise import line

SUITE = Path(__file__).parents[3].parent / "shared" / "suites" / "email-addresses" / "cases.jsonl"
NOW = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "List-Id",
    "Auto-Submitted",
    "Content-Language",
    "References",
    "List-Unsubscribe",
    "MIME-Version",
    "Content-Type",
}
INJECTIONS = [
    "=?utf-8?q?x=0D=0ABcc:_evil=40example.net?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
    "=?utf-8?q?=0ABcc:_evil=40example.net?= =?utf-8?q?x?=",
    "x\r\nBcc: evil@example.net",
    "x\nBcc: evil@example.net",
    "x\rBcc: evil@example.net",
    "x\vBcc: evil@example.net",
    "x\fBcc: evil@example.net",
    "x\x1cBcc: evil@example.net",
    "x\x85Bcc: evil@example.net",
    "x\u2028Bcc: evil@example.net",
    "x\u2029Bcc: evil@example.net",
    "x\r\n\r\n<script>",
    "x\ud800y",
    "x\x00y",
    'a" <evil@example.net>, "b',
    "a <evil@example.net>, b",
    "(comment",
    "=?",
    "=?utf-8?q?",
]


def made(**changed: Any) -> bytes:
    message = changed.pop(
        "message", Message("[Acme] all 9 on plan – week 47", "Tout va bien.\n", "<p>Tout va bien.</p>\n")
    )
    given_values: dict[str, Any] = {
        "sender": "Acme’s monitor <monitor@acme.example>",
        "to": "Léa Exemple <lea@acme.example>",
        "language": "fr",
        "message_id": message_id("lea", "2026-W47", "acme.example"),
        "references": [message_id("lea", f"2026-W{week}", "acme.example") for week in range(40, 47)],
        "date": NOW,
        "list_id": "digest.acme.example",
        "unsubscribe": "monitor@acme.example",
    }
    return mime(message, **{**given_values, **changed})


def read(message: bytes) -> EmailMessage:
    mail = message_from_bytes(message, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    return mail


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def test_the_message_has_text_html_and_the_headers_of_a_list() -> None:
    message = read(made())
    assert set(message.keys()) == HEADERS
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert (body(message, "plain"), body(message, "html")) == ("Tout va bien.\n", "<p>Tout va bien.</p>\n")
    assert message["Subject"] == "[Acme] all 9 on plan – week 47"
    assert (
        message["To"].addresses[0].display_name,
        message["To"].addresses[0].addr_spec,
    ) == ("Léa Exemple", "lea@acme.example")
    assert message["From"].addresses[0].display_name == "Acme’s monitor"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<digest.acme.example>"
    assert message["List-Unsubscribe"] == "<mailto:monitor@acme.example?subject=unsubscribe>"
    assert message["Content-Language"] == "fr"
    assert len(message["References"].split()) == 7


def test_the_same_message_is_the_same_bytes() -> None:
    assert made() == made()


def test_another_text_has_another_boundary() -> None:
    other = made(message=Message("s", "other\n", "<p>other</p>\n"))
    assert read(other).get_boundary() != read(made()).get_boundary()


SUBJECTS = [
    "[Acme] 1 account inanimate (for 28 days), 1 gone (1 new), 3 on plan – week\u00a046",
    "[Acme Vélos] 1 compte inanimé (1 nouveau), 1 non observé (1 nouveau), 2 conformes au plan – semaine\u00a046",
    "[Les amis du vélo cargo d’Exempleville-sur-Mer] 12 comptes très en retard (3 nouveaux), 1 conforme – semaine 46",
    "[Acme] nothing to decide, all 9 on plan, and a subject that is long although it is ASCII alone, week 46",
    "x" * 240,
]


def decoded(raw: str) -> str:
    """A header's value as readers see it that know no more than RFC 2047: lines joined, encoded words decoded."""
    return str(make_header(decode_header(re.sub(r"\r\n(?=[ \t])", "", raw))))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_arrives_as_it_was_meant(subject: str) -> None:
    message = made(message=Message(subject, "text\n", "<p>page</p>\n"))
    assert subject == read(message)["Subject"] == decoded(message_from_bytes(message)["Subject"])
    head = message.partition(b"\r\n\r\n")[0]
    assert all(len(row) <= 78 for row in head.split(b"\r\n") if not row.startswith(b"List-"))


@given(st.text(min_size=1, max_size=300))
def test_no_subject_changes_on_its_way(subject: str) -> None:
    message = made(message=Message(subject, "text\n", "<p>page</p>\n"))
    assert decoded(message_from_bytes(message)["Subject"]) == line(subject, 250)


def test_lines_are_short_and_end_as_mail_demands() -> None:
    long = "ß" * 5000
    message = made(
        message=Message("é" * 200, long + "\n.\n" + long, f"<p>{long}</p>"),
        unsubscribe=f"{'u' * 60}@{'d' * 60}.example",
    )
    assert all(len(row) <= 998 for row in message.split(b"\r\n"))
    assert b"\n" not in message.replace(b"\r\n", b"") and b"\r" not in message.replace(b"\r\n", b"")
    assert message.isascii()
    assert read(message)["List-Unsubscribe"] == f"<mailto:{'u' * 60}@{'d' * 60}.example?subject=unsubscribe>"
    assert long + "\n.\n" + long in body(read(message), "plain")


def test_a_message_id_is_fixed_by_recipient_and_period_and_reveals_neither() -> None:
    one = message_id("lea@acme.example", "2026-W47", "monitor.acme.example")
    assert message_id("lea@acme.example", "2026-W47", "monitor.acme.example") == one
    others = [
        message_id("lea@acme.example", "2026-W48", "monitor.acme.example"),
        message_id("tom@acme.example", "2026-W47", "monitor.acme.example"),
        message_id("lea@acme.example\x002026", "-W47", "monitor.acme.example"),
    ]
    assert len({one, *others}) == 4
    assert re.fullmatch(r"<[0-9a-f]{32}@monitor\.acme\.example>", one)


@given(st.text(), st.text(), st.text())
def test_a_message_id_can_always_stand_in_a_header(recipient: str, key: str, domain: str) -> None:
    assert message_id(recipient, key, domain) in made(message_id=message_id(recipient, key, domain)).decode("ascii")


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_adds_a_header_or_a_recipient(text: str) -> None:
    message = read(made(message=Message(text, text, text), to=quoted(text)))
    assert set(message.keys()) == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["lea@acme.example"]
    assert len(message["From"].addresses) == 1
    assert not re.search(r"[\r\n\v\f\x00\x1c-\x1e\x85\u2028\u2029]", message["Subject"])


def quoted(name: str) -> str:
    """A recipient as a configuration may hold it: any name, in quotes."""
    return '"' + re.sub(r"[<>]", "", name).replace('"', '\\"') + '" <lea@acme.example>'


@given(st.text(max_size=80) | st.sampled_from(INJECTIONS), st.text(max_size=40), st.text(max_size=200))
def test_headers_are_those_meant_whatever_the_text(subject: str, name: str, text: str) -> None:
    message = read(made(message=Message(subject, text, text), to=quoted(name), references=[text, subject]))
    assert set(message.keys()) == HEADERS - {"References"}
    assert [address.addr_spec for address in message["To"].addresses] == ["lea@acme.example"]


@pytest.mark.parametrize(
    "changed",
    [
        {"to": "nobody"},
        {"to": "lea@acme.example, evil@example.net"},
        {"to": "lea@acme.example\r\nBcc: evil@example.net"},
        {"to": ""},
        {"sender": "monitor@"},
        {"unsubscribe": "https://acme.example/"},
        {"message_id": "<a@b>\r\nBcc: x"},
        {"message_id": "no brackets"},
        {"list_id": "digest acme"},
        {"language": "fr\nBcc: x"},
    ],
)
def test_what_cannot_stand_in_a_header_is_refused_by_name(changed: dict[str, str]) -> None:
    with pytest.raises(MessageError) as refused:
        made(**changed)
    assert "\n" not in str(refused.value)


def test_an_international_address_is_sent_in_its_own_messages() -> None:
    message = made(to="grå@bücher.example")
    assert "grå@xn--bcher-kva.example".encode() in message
    assert made(to="a@bücher.example").isascii()


def test_a_list_is_named_by_any_domain() -> None:
    assert read(made(list_id="digest.Bücher.example"))["List-Id"] == "<digest.xn--bcher-kva.example>"


def addresses() -> list[Any]:
    if not SUITE.is_file():
        return []
    cases = [json.loads(row) for row in SUITE.read_text("utf-8").splitlines()]
    return [pytest.param(case, id=case["id"]) for case in cases]


@pytest.mark.shared
@pytest.mark.parametrize("case", addresses())
def test_addresses_of_the_suite(case: dict[str, Any]) -> None:
    assert is_address(case["address"]) == case["expect"]["acceptable"]


@given(st.text())
def test_an_address_on_the_wire_is_an_address(text: str) -> None:
    parts = split_address(text)
    assert parts is None or is_address(parts[1])
