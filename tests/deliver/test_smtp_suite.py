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

from monitor.model.plan import MailSettings, Settings
from monitor.run.delivery import Posted, deliver_outbox
from monitor.store import LetterRow, Store
from support.certificates import issue
from support.shelf import MONDAY, letter

SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "smtp-faults" / "cases.jsonl"
LEA, TOM = "lea@acme.example", "tom@acme.example"
PASSWORD = "5ecret-of-the-suite"
BODY = b"From: monitor@acme.example\r\nSubject: s\r\n\r\nHello\r\n.\r\n..two\r\n" + b"x" * 990 + b"\r\n"
READY = ("SIZE 90000", "AUTH PLAIN", "SMTPUTF8")
MINUTE = timedelta(minutes=1)

# What the outbox says for each word of the suite; the operator is told of all but the first.
STATES = {
    "sent": "sent",
    "retry": "queued",
    "config_error": "queued",  # and the other letters wait with it
    "uncertain": "uncertain",
    "failed_permanent": "failed",
}

# A letter has one recipient, who is asked for alone: so several recipients are several letters, and for what the suite
# wants of one talk with several of them, or of a client that is killed, there are tests of their own.
ELSEWHERE = {
    "rcpt-452-toomany": "rcpt-452",
    "rcpt-all-refused": "rcpt-551",
    "rcpt-mixed": "test_of_several_letters_each_has_its_own_fate",
    "greylist": "test_a_server_that_wants_to_be_asked_again",
    "greylist-long": "test_a_server_that_wants_to_be_asked_again",
    "down-3-days": "test_a_server_that_is_down_for_three_days",
    "two-senders": "test_two_senders_hand_a_letter_over_once",
    "kill9-before-connect": "tests/run/test_kills.py",
    "kill9-after-250": "tests/run/test_kills.py",
    "db-locked-after-250": "tests/run/test_refusing_database.py",
    "ehlo-caps-change-after-tls": "test_what_was_offered_in_clear_does_not_count",
}

Serve = Callable[[dict[str, Any]], Any]
Start = Callable[..., Any]
Mail = Callable[..., MailSettings]


class Post:
    """An outbox with a letter to Lea and one to Tom, on a clock that a test moves."""

    def __init__(self, folder: Path, mail: MailSettings, password: str | None = None, lea: str = LEA) -> None:
        self.store = Store(f"sqlite:///{folder}/monitor.db")
        self.store.ensure()
        self.mail, self.password, self.now = mail, password, MONDAY
        for recipient, address in (("lea", lea), ("tom", TOM)):
            self.store.queue(replace(letter(recipient=recipient), address=address, body=BODY))

    def round(self) -> Posted:
        settings = Settings(database="", mail=self.mail)
        return deliver_outbox(self.store, settings, self.password, lambda: self.now, "host:1")

    def forward(self, time: timedelta) -> None:
        """Rounds every five minutes."""
        until = self.now + time
        while self.now < until:
            self.now += 5 * MINUTE
            self.round()

    def of(self, recipient: str) -> LetterRow:
        return next(row for row in self.store.letters() if row.recipient == recipient)


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


def copies(server: Any, address: str) -> list[bytes]:
    """What a server took in for somebody."""
    user, _, domain = address.partition("@")
    wire = f"{user}@{domain.encode('idna').decode()}"
    if hasattr(server, "accepted"):
        return [text for to, text in server.accepted if to.decode() == wire]
    return [envelope.content for envelope in server.letters if wire in envelope.rcpt_tos]


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

    told = outbox.round()
    lea = outbox.of("lea")
    assert STATES[wanted["state"]] == lea.state, lea.detail
    assert (wanted["state"] != "sent") == any(lea.detail in one for one in told.details)
    if wanted["state"] == "config_error":
        assert 0 == outbox.of("tom").attempts  # the first letter finds out for all
    if wanted.get("other_recipients"):
        assert [BODY] == copies(server, TOM)
    if wanted["state"] != "uncertain":  # a reply that is lost each time makes a copy each time
        outbox.forward(55 * MINUTE)
    assert outbox.of("lea").attempts <= wanted.get("max_attempts_per_hour", 6)
    if security != "none" or in_clear:
        said = [line for line in getattr(server, "lines", []) if line[:4].upper() in (b"AUTH", b"MAIL")]
        assert ([], []) == (getattr(server, "logins", []), said)

    if wanted["copies"] != "0":  # somebody mends it
        script.clear()
        outbox.mail = right
        outbox.forward(timedelta(hours=7))
        assert "sent" == outbox.of("tom").state
    arrived = copies(server, case.get("rcpt", LEA))
    assert int(wanted["copies"][0]) <= len(arrived) <= int(wanted["copies"][-1])
    assert {BODY} >= set(arrived)
    assert PASSWORD not in str([told, *outbox.store.letters()])


def wrong_certificate(what: str) -> ssl.SSLContext:
    authority = issue(by=None, authority=True, common_name="Nobody’s own")
    years = {"expired": (2000, 2001), "not-yet-valid": (2900, 3000)}.get(what, (2000, 3000))
    context = issue("localhost", "ip:127.0.0.1", by=authority, years=years).server()
    if what == "tls1.0-only":
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # deprecated: that is the point
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    return context


def test_of_several_letters_each_has_its_own_fate(faulty: Serve, mail: Mail, tmp_path: Path) -> None:
    """F083, F084: one is refused for good, one for now; the others get theirs once."""
    fates = {b"lea": b"550 5.1.1 no such person\r\n", b"ida": b"450 4.2.0 mailbox busy\r\n"}
    server = faulty({"rcpt": lambda line: fates.get(line.partition(b"<")[2][:3], b"250 ok\r\n")})
    outbox = Post(tmp_path, mail(server.port))
    for recipient in ("ida", "ben"):
        outbox.store.queue(replace(letter(recipient=recipient), body=BODY))
    told = outbox.round()
    assert (2, 1, 1, 2) == (told.sent, told.waiting, told.failed, len(told.details))
    fates.clear()
    outbox.forward(timedelta(hours=1))
    assert {"sent": 3, "failed": 1} == outbox.store.outbox_counts()
    assert {(f"{one}@acme.example".encode(), BODY) for one in ("tom", "ida", "ben")} == set(server.accepted)
    assert 3 == len(server.accepted)


@pytest.mark.parametrize(("times", "within"), [(1, 15 * MINUTE), (5, timedelta(days=1))])
def test_a_server_that_wants_to_be_asked_again(
    faulty: Serve, mail: Mail, tmp_path: Path, times: int, within: timedelta
) -> None:
    asked: list[bytes] = []

    def grey(line: bytes) -> bytes:
        asked.append(line)
        known = sum(LEA.encode() in one for one in asked) > times or LEA.encode() not in line
        return b"250 ok\r\n" if known else b"451 4.7.1 greylisted\r\n"

    server = faulty({"rcpt": grey})
    outbox = Post(tmp_path, mail(server.port))
    outbox.round()
    assert ([], [BODY]) == (copies(server, LEA), copies(server, TOM))
    outbox.forward(within)
    assert [BODY] == copies(server, LEA)


def test_a_server_that_is_down_for_three_days(faulty: Serve, mail: Mail, tmp_path: Path) -> None:
    """F089: the letters wait, and both leave when it is there again."""
    script: dict[str, Any] = {"connect": "close"}
    server = faulty(script)
    outbox = Post(tmp_path, mail(server.port))
    for _ in range(3 * 24):
        outbox.now += timedelta(hours=1)
        outbox.round()
    assert {"queued": 2} == outbox.store.outbox_counts()
    assert 40 > outbox.of("lea").attempts + outbox.of("tom").attempts
    script.clear()
    outbox.forward(timedelta(hours=6))
    assert ([BODY], [BODY]) == (copies(server, LEA), copies(server, TOM))


def test_two_senders_hand_a_letter_over_once(faulty: Serve, mail: Mail, tmp_path: Path) -> None:
    """The second begins while the first is in the middle of a talk."""
    server = faulty({})
    outbox = Post(tmp_path, mail(server.port))
    seen: list[int] = []

    def meanwhile(line: bytes) -> bytes:
        server.script.clear()
        seen.append(outbox.round().sent)
        return b"250 ok\r\n"

    server.script["mail"] = meanwhile
    assert (1, [1]) == (outbox.round().sent, seen)
    assert ([BODY], [BODY]) == (copies(server, LEA), copies(server, TOM))


def test_what_was_offered_in_clear_does_not_count(post: Start, mail: Mail, tmp_path: Path) -> None:
    """A server that offers a login before STARTTLS and none behind it: the settings do not fit, once and for all."""
    authority = issue(by=None, authority=True, common_name="Acme’s own")
    (tmp_path / "authority.pem").write_bytes(pem(authority))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        context = issue("ip:127.0.0.1", by=authority).server()
        server = post(tls_context=context, auth_require_tls=False, auth_exclude_mechanism=["LOGIN", "PLAIN"])
        outbox = Post(tmp_path, mail(server.port, security="starttls", user="monitor"), PASSWORD)
        told = outbox.round()
    assert (0, 2, 1) == (told.sent, told.waiting, len(told.details))
    assert "AUTH" in told.details[0] or "authentication" in told.details[0]
    assert [] == server.logins


def pem(certificate: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    found: bytes = certificate.public.public_bytes(Encoding.PEM)
    return found


def test_a_login_that_fails_is_tried_six_times_an_hour_and_the_queue_is_kept(
    faulty: Serve, mail: Mail, tmp_path: Path
) -> None:
    """F088: whatever is queued meanwhile, for however long."""
    script: dict[str, Any] = {"auth": b"535 5.7.8 no\r\n"}
    server = faulty(script)
    outbox = Post(tmp_path, mail(server.port, user="monitor"), PASSWORD)
    for minute in range(60):
        outbox.store.queue(replace(letter(recipient=f"reader{minute}"), body=BODY))
        outbox.now += MINUTE
        outbox.round()
    tries = [line for line in server.lines if line[:4].upper() == b"AUTH"]
    assert 6 >= len(tries)
    outbox.now += timedelta(days=8)
    outbox.round()
    assert {"queued": 62} == outbox.store.outbox_counts()
    script.clear()
    outbox.forward(timedelta(hours=7))
    assert {"sent": 62} == outbox.store.outbox_counts()
