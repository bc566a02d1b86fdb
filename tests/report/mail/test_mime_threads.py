"""The headers by which mail programs thread messages, file them as a list's, and unsubscribe."""

from __future__ import annotations

import email.message
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest

from monitor.report.mail.mime import Message, MessageError, message_id, mime

FIRST = datetime(2026, 1, 5, 7, tzinfo=UTC)  # a Monday
PAGE = "https://monitor.acme.example/unsubscribe?token=Zm9v-_A"


def written(
    week: int = 0, references: list[str] | None = None, one_click: str | None = None, unsubscribe: str | None = None
) -> email.message.Message:
    message = mime(
        Message("week", "All is well.\n", "<p>All is well.</p>\n"),
        sender="monitor@acme.example",
        to="ada@acme.example",
        language="en",
        message_id=message_id("ada", f"week {week}", "acme.example"),
        references=references or [],
        date=FIRST + timedelta(weeks=week),
        list_id="digest.acme.example",
        unsubscribe=unsubscribe,
        one_click=one_click,
    )
    return message_from_bytes(message)


def test_a_year_of_messages_is_one_thread_and_its_header_stays_short() -> None:
    sent: list[str] = []
    for week in range(53):
        message = written(week, references=sent)
        named = (message["References"] or "").split()
        assert named == sent[-10:]
        assert max(len(line) for line in f"References: {message['References']}".splitlines()) < 100
        assert (message["List-Id"], message["Auto-Submitted"]) == ("<digest.acme.example>", "auto-generated")
        sent.append(message["Message-ID"])
    assert len(set(sent)) == 53


def test_without_a_page_a_mail_unsubscribes() -> None:
    message = written(unsubscribe="monitor@acme.example")
    assert message["List-Unsubscribe"] == "<mailto:monitor@acme.example?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] is None


def test_a_page_takes_one_click_and_stands_before_the_mail() -> None:
    message = written(one_click=PAGE, unsubscribe="Acme <monitor@acme.example>")
    links = [f"<{PAGE}>", "<mailto:monitor@acme.example?subject=unsubscribe>"]
    assert message["List-Unsubscribe"].replace("\r\n", "").split(", ") == links
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    "page",
    [
        "http://monitor.acme.example/unsubscribe",
        "https://a.example/x>, <https://evil.example/",
        "https://a.example/\r\nBcc: evil@example.net",
        "https://a.example/é",
        "https://",
        "mailto:evil@example.net",
        "https://a.example/" + "x" * 500,
    ],
)
def test_a_page_that_cannot_stand_in_a_header_makes_no_message(page: str) -> None:
    with pytest.raises(MessageError, match="the page to unsubscribe"):
        written(one_click=page)
