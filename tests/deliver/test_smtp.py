"""SMTP by stage: what became of a message is known, or known to be unknown, whatever the server does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.deliver import Delivery, deliver
from monitor.model.settings import MailSettings

ID = "<0123456789abcdef@acme.example>"
TO = "nora@acme.example"
TLS_EHLO = b"250-here\r\n250 STARTTLS\r\n"
UTF8_EHLO = b"250-here\r\n250 SMTPUTF8\r\n"

Mail = Callable[..., MailSettings]
Serve = Callable[[dict[str, bytes | str]], Any]
Post = Callable[..., Any]


def send(message: bytes, settings: MailSettings, *, to: str = TO, password: str | None = None) -> Delivery:
    return deliver(message, to, ID, settings, password)


def test_a_message_arrives_whole(post: Post, mail: Mail, message: bytes) -> None:
    inbox = post()
    assert send(message, mail(inbox.port)).state == "sent"
    (envelope,) = inbox.messages
    assert (envelope.content, envelope.mail_from, envelope.rcpt_tos) == (message, "monitor@acme.example", [TO])


@pytest.mark.parametrize(
    ("script", "state"),
    [
        # before the text: nothing was sent
        ({"connect": b"554 5.7.1 no service here\r\n"}, "unreachable"),
        ({"connect": b"421 later\r\n"}, "unreachable"),
        ({"connect": "close"}, "unreachable"),
        ({"connect": "silence"}, "unreachable"),
        ({"ehlo": "close"}, "unreachable"),
        ({"ehlo": b"250-" + b"A" * 100_000 + b"\r\n"}, "unreachable"),
        ({"mail": b"421 4.3.0 try later\r\n"}, "not_sent"),
        ({"mail": b"450 4.3.0 try later\r\n"}, "not_sent"),
        ({"mail": b"530 5.7.0 authentication required\r\n"}, "misconfigured"),
        ({"mail": b"555 params\r\n"}, "misconfigured"),
        ({"mail": b"550 5.1.1 no\r\n"}, "refused"),
        ({"mail": b"\xff\xfe??\r\n"}, "not_sent"),
        ({"mail": "close"}, "not_sent"),
        ({"mail": "reset"}, "not_sent"),
        ({"rcpt": b"451 4.7.1 greylisted\r\n"}, "not_sent"),
        ({"rcpt": b"452 4.3.0 try later\r\n"}, "not_sent"),
        ({"rcpt": b"550 5.1.1 no such person\r\n"}, "refused"),
        ({"rcpt": b"553 5.1.1 no\r\n"}, "refused"),
        ({"rcpt": b"501 5.1.3 bad address\r\n"}, "refused"),
        ({"rcpt": b"555 5.5.4 no\r\n"}, "refused"),
        ({"rcpt": b"530 5.7.0 authentication required\r\n"}, "misconfigured"),
        ({"rcpt": b"251 will forward\r\n"}, "sent"),
        ({"rcpt": b"252 cannot verify\r\n"}, "sent"),
        ({"data": b"450 4.3.0 try later\r\n"}, "not_sent"),
        ({"data": b"554 5.1.1 no\r\n"}, "refused"),
        ({"data": "close"}, "not_sent"),
        # after the final dot: the answer decides, and where there is none, nobody knows
        ({"eod": b"451 4.3.0 try later\r\n"}, "not_sent"),
        ({"eod": b"554 5.1.1 no\r\n"}, "refused"),
        ({"eod": "close"}, "uncertain"),
        ({"eod": "reset"}, "uncertain"),
        ({"eod": "silence"}, "uncertain"),
        ({"eod": b"\x00\xff???\r\n"}, "uncertain"),
        ({"eod": b"25"}, "uncertain"),
        ({"eod": b"354 what\r\n"}, "uncertain"),
        ({"eod": b"250-2.0.0 queued\r\n250 as 1234\r\n"}, "sent"),
        # after the answer: sent, whatever happens
        ({"quit": "close"}, "sent"),
        ({"quit": "reset"}, "sent"),
        ({"quit": "silence"}, "sent"),
        ({"quit": b"500 what\r\n"}, "sent"),
        ({"quit": b"421 bye\r\n"}, "sent"),
    ],
    ids=str,
)
def test_the_stage_decides_what_is_known(
    faulty: Serve, mail: Mail, message: bytes, script: dict[str, bytes | str], state: str
) -> None:
    if script.get("eod") == b"25":  # a reply cut short: the connection ends within the code
        script = {**script, "quit": "close"}
    server = faulty(script)
    delivery = send(message, mail(server.port, timeout=0.5, final_timeout=0.5))
    assert delivery.state == state, delivery.detail
    assert server.stored == ([message] if state in ("sent", "uncertain") or "eod" in script else [])
    assert delivery.detail.isprintable() and delivery.detail


def test_a_drawn_out_answer_ends_when_all_the_time_is_used_up(faulty: Serve, mail: Mail, message: bytes) -> None:
    server = faulty({"eod": "drip"})
    assert send(message, mail(server.port, timeout=0.05, final_timeout=0.3)).state == "uncertain"


def test_nobody_listens(mail: Mail, message: bytes, faulty: Serve) -> None:
    delivery = send(message, mail(1))
    assert delivery.state == "unreachable"
    assert "127.0.0.1:1" in delivery.detail


def test_a_message_too_large_for_the_server_is_refused_before_it_is_sent(
    faulty: Serve, mail: Mail, message: bytes
) -> None:
    server = faulty({"ehlo": b"250-here\r\n250 SIZE 50\r\n"})
    assert send(message, mail(server.port)).state == "refused"
    assert server.stored == []


def test_an_international_name_needs_a_server_that_takes_it(faulty: Serve, mail: Mail, message: bytes) -> None:
    plain = faulty({"ehlo": b"250 here\r\n"})
    assert send(message, mail(plain.port), to="grå@bücher.example").state == "refused"
    assert send(message, mail(plain.port), to="gra@bücher.example").state == "sent"
    assert b"rcpt TO:<gra@xn--bcher-kva.example>\r\n" in plain.lines
    modern = faulty({"ehlo": UTF8_EHLO})
    assert send(message, mail(modern.port), to="grå@bücher.example").state == "sent"
    assert "rcpt TO:<grå@xn--bcher-kva.example>\r\n".encode() in modern.lines


@pytest.mark.parametrize("to", ["nobody", "", "a@b.example\r\nRCPT TO:<c@d.example>", "\ud800@b.example"])
def test_what_is_no_address_is_never_spoken(faulty: Serve, mail: Mail, message: bytes, to: str) -> None:
    server = faulty({})
    assert send(message, mail(server.port), to=to).state == "refused"
    assert [line for line in server.lines if line.lower().startswith(b"rcpt")] == []


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ({"ehlo": b"502 no\r\n"}, "misconfigured"),
        ({"ehlo": b"250 here\r\n"}, "misconfigured"),  # STARTTLS is not offered, or was taken out on the way
        ({"ehlo": TLS_EHLO, "starttls": b"454 TLS not available\r\n"}, "unreachable"),
        ({"ehlo": TLS_EHLO, "starttls": b"501 no\r\n"}, "misconfigured"),
        ({"ehlo": TLS_EHLO, "starttls": "close"}, "unreachable"),
        ({"ehlo": TLS_EHLO, "starttls": b"220 go\r\n250-AUTH PLAIN\r\n"}, "unreachable"),
    ],
    ids=str,
)
def test_without_the_encryption_asked_for_nothing_is_said(
    faulty: Serve, mail: Mail, message: bytes, script: dict[str, bytes | str], state: str
) -> None:
    server = faulty(script)
    settings = mail(server.port, security="starttls", user="monitor", timeout=0.5)
    delivery = send(message, settings, password="right")
    assert delivery.state == state
    assert [line for line in server.lines if line[:4].lower() in (b"auth", b"mail", b"rcpt")] == []


def test_a_plain_server_at_a_tls_port_gets_nothing(faulty: Serve, mail: Mail, message: bytes) -> None:
    delivery = send(message, mail(faulty({}).port, security="tls", timeout=0.5))
    assert delivery.state == "misconfigured"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_password(
    post: Post, mail: Mail, message: bytes, certificate: Any, security: str
) -> None:
    inbox = _encrypted(post, certificate, security)
    delivery = send(message, mail(inbox.port, security=security, user="monitor"), password="right")
    assert (delivery.state, inbox.messages, inbox.logins) == ("misconfigured", [], [])
    assert "certificate" in delivery.detail


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_message_arrives_after_the_login(
    post: Post, mail: Mail, message: bytes, certificate: Any, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    inbox = _encrypted(post, certificate, security)
    settings = mail(inbox.port, security=security, user="monitor")
    assert send(message, settings, password="right").state == "sent"
    assert ([one.content for one in inbox.messages], inbox.logins) == ([message], [(b"monitor", b"right")])


def test_a_wrong_password_is_said_and_not_shown(
    post: Post, mail: Mail, message: bytes, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    inbox = _encrypted(post, certificate, "starttls")
    delivery = send(message, mail(inbox.port, security="starttls", user="monitor"), password="wrong-5ecret")
    assert (delivery.state, inbox.messages) == ("misconfigured", [])
    assert "535" in delivery.detail and "5ecret" not in delivery.detail


def _encrypted(post: Post, certificate: Any, security: str) -> Any:
    context = certificate.server_side()
    if security == "tls":
        return post(ssl_context=context, auth_require_tls=False)
    return post(tls_context=context, require_starttls=True)


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ({"auth": b"534 5.7.9 app password needed\r\n"}, "misconfigured"),
        ({"auth": "close"}, "unreachable"),
        ({"auth": b"334 ====\r\n", "credentials": "close"}, "unreachable"),
        ({"ehlo": b"250 here\r\n"}, "misconfigured"),
        ({"ehlo": b"250-here\r\n250 AUTH XOAUTH2\r\n"}, "misconfigured"),
        ({"auth": b"535 5.7.8 no, not 5ecret\r\n"}, "misconfigured"),
        ({}, "sent"),
    ],
    ids=str,
)
def test_a_login_that_fails_sends_nothing(
    faulty: Serve, mail: Mail, message: bytes, script: dict[str, bytes | str], state: str
) -> None:
    server = faulty(script)
    delivery = send(message, mail(server.port, user="monitor", timeout=0.5), password="5ecret")
    assert delivery.state == state
    assert "5ecret" not in delivery.detail


def test_a_password_is_never_sent_in_clear_to_another_machine(message: bytes, mail: Mail) -> None:
    from monitor.deliver.smtp import may_log_in

    assert "clear" in (may_log_in(mail(25, host="mail.acme.example", user="monitor"), "5ecret") or "")
    assert may_log_in(mail(25, host="mail.acme.example", user="monitor", security="starttls"), "5ecret") is None
    assert may_log_in(mail(25, host="localhost", user="monitor"), "5ecret") is None


def test_a_missing_password_names_the_variable(faulty: Serve, mail: Mail, message: bytes) -> None:
    delivery = send(message, mail(faulty({}).port, user="monitor"))
    assert delivery.state == "misconfigured"
    assert "MONITOR_SMTP_PASSWORD" in delivery.detail


def test_an_uncertain_message_is_sent_again_with_the_same_bytes(faulty: Serve, mail: Mail, message: bytes) -> None:
    script: dict[str, bytes | str] = {"eod": "close"}
    server = faulty(script)
    assert send(message, mail(server.port)).state == "uncertain"
    del script["eod"]
    assert send(message, mail(server.port)).state == "sent"
    assert server.stored == [message, message]
