"""The outbox before a mail server that misbehaves in every way of the suite `smtp-faults`."""

from __future__ import annotations

import json
import ssl
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from support.certificates import issue
from support.outbox import BODY, LEA, MINUTE, PASSWORD, TOM, Mail, Post, Serve, Start, copies

SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "smtp-faults" / "cases.jsonl"
READY = ("SIZE 90000", "AUTH PLAIN", "SMTPUTF8")

# What the outbox says for each word of the suite; the operator is notified of all but the first.
STATES = {
    "sent": "sent",
    "retry": "queued",
    "config_error": "queued",  # and the other messages wait with it
    "uncertain": "uncertain",
    "failed_permanent": "failed",
}

# A message has one recipient, asked for alone: so several recipients are several messages, and for what the suite
# wants of one session with several of them, or of a client that is killed, there are tests of their own, in
# test_smtp_stories.py where no other file is named.
ELSEWHERE = {
    "rcpt-452-toomany": "rcpt-452",
    "rcpt-all-refused": "rcpt-551",
    "rcpt-mixed": "test_of_several_messages_each_has_its_own_fate",
    "greylist": "test_a_server_that_wants_to_be_asked_again",
    "greylist-long": "test_a_server_that_wants_to_be_asked_again",
    "down-3-days": "test_a_server_that_is_down_for_three_days",
    "two-senders": "test_two_senders_hand_a_message_over_once",
    "kill9-before-connect": "tests/run/test_tick_kills.py",
    "kill9-after-250": "tests/run/test_tick_kills.py",
    "db-locked-after-250": "tests/run/test_tick_refusing_database.py",
    "ehlo-caps-change-after-tls": "test_what_was_offered_in_clear_does_not_count",
}


def reply(text: str) -> bytes:
    return text.encode("latin-1") + b"\r\n"


def ehlo(*capabilities: str) -> bytes:
    lines = ["here", *capabilities]
    return b"".join(reply(f"250{'-' if one is not lines[-1] else ' '}{one}") for one in lines)


def script_of(case: dict[str, Any]) -> dict[str, Any]:
    """What the server does in a case, as `Faulty` takes it."""
    at, do = case["at"], case.get("do", {})
    script: dict[str, Any] = {"ehlo": ehlo(*(["STARTTLS"] if at == "starttls" else []), *READY)}
    parts: list[bytes | str] = []
    for word, value in do.items():
        match word:
            case "reply":
                parts.append(reply(value))
            case "raw":
                parts.append(value.replace(" (repeat 10^5)", "A" * 100_000).encode("latin-1"))
            case "drip":
                parts += [bytes([octet]) for octet in value.encode()]
            case "sleep" | "rst" | "close" | "close_after_credentials":
                parts.append({"sleep": "silence", "rst": "reset"}.get(word, "close"))
            case "size_limit":
                script["ehlo"] = ehlo(f"SIZE {value}")
            case "omit":
                script["ehlo"] = ehlo(*(one for one in READY if one != value))
            case "omit_capability":
                script["ehlo"] = ehlo("SIZE 90000")
            case "offer":
                script["ehlo"] = ehlo(f"AUTH {' '.join(value)}")
                parts += [b"334 PDEyMzRAaGVyZT4=\r\n"] if value == ["CRAM-MD5"] else []
    if len(parts) == 1:
        return script | {at: parts[0]}
    return script | {at: tuple(parts)} if parts else script


def only_lea(said: Any) -> Callable[[bytes], Any]:
    return lambda line: said if LEA.encode() in line else b"250 ok\r\n"


def cases() -> list[Any]:
    rows = map(json.loads, SUITE.read_text(encoding="utf-8").splitlines()) if SUITE.is_file() else []
    return [pytest.param(case, id=case["id"]) for case in rows if case["id"] not in ELSEWHERE]


@pytest.mark.shared
@pytest.mark.parametrize("case", cases())
def test_a_case_of_the_suite(case: dict[str, Any], faulty: Serve, post: Start, mail: Mail, tmp_path: Path) -> None:
    wanted, script = case["expect"], script_of(case)
    if wanted.get("other_recipients"):
        script["rcpt"] = only_lea(script["rcpt"])
    security = {"starttls-required": "starttls", "implicit": "tls"}.get(case.get("tls", ""), "none")
    if case["at"] == "starttls":
        security = "starttls"
    user = "monitor" if case["at"] == "auth" or security != "none" else None
    if case["at"] == "tls":
        server = post(tls_context=wrong_certificate(case["do"]["cert"]), require_starttls=True)
    else:
        server = faulty(script)
    right = mail(server.port, timeout=0.4, final_timeout=0.4, user=user)
    in_clear = case["id"] == "auth-only-plain-no-tls"
    wrong = replace(right, host="mail.acme.example") if in_clear else replace(right, security=security)
    outbox = Post(tmp_path, wrong, PASSWORD if user else None, case.get("rcpt", LEA))

    posted = outbox.deliver()
    lea = outbox.of("lea")
    assert lea.state == STATES[wanted["state"]], lea.detail
    assert any(lea.detail in one for one in posted.details) == (wanted["state"] != "sent")
    if wanted["state"] == "config_error":
        assert outbox.of("tom").attempts == 0  # the first message finds out for all
    if wanted.get("other_recipients"):
        assert copies(server, TOM) == [BODY]
    if wanted["state"] != "uncertain":  # a reply that is lost each time makes a copy each time
        outbox.forward(55 * MINUTE)
    assert outbox.of("lea").attempts <= wanted.get("max_attempts_per_hour", 6)
    if security != "none" or in_clear:
        said = [line for line in getattr(server, "lines", []) if line[:4].upper() in (b"AUTH", b"MAIL")]
        assert (getattr(server, "logins", []), said) == ([], [])

    if wanted["copies"] != "0":  # somebody mends it
        script.clear()
        outbox.mail = right
        outbox.forward(timedelta(hours=7))
        assert outbox.of("tom").state == "sent"
    arrived = copies(server, case.get("rcpt", LEA))
    assert int(wanted["copies"][0]) <= len(arrived) <= int(wanted["copies"][-1])
    assert {BODY} >= set(arrived)
    assert PASSWORD not in str([posted, *outbox.store.messages()])


def wrong_certificate(what: str) -> ssl.SSLContext:
    authority = issue(by=None, authority=True, common_name="Nobody’s own")
    years = {"expired": (2000, 2001), "not-yet-valid": (2900, 3000)}.get(what, (2000, 3000))
    context = issue("localhost", "ip:127.0.0.1", by=authority, years=years).server()
    if what == "tls1.0-only":
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # deprecated: that is the point
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    return context
