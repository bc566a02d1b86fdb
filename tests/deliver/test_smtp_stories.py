"""The outbox before a mail server that misbehaves: what one session about one message does not show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from support.certificates import issue
from support.outbox import BODY, LEA, MINUTE, PASSWORD, TOM, Mail, Post, Serve, Start, copies
from support.shelf import message


def test_of_several_messages_each_has_its_own_fate(faulty: Serve, mail: Mail, tmp_path: Path) -> None:
    """F083, F084: one is refused for good, one for now; the others get theirs once."""
    fates = {b"lea": b"550 5.1.1 no such person\r\n", b"ida": b"450 4.2.0 mailbox busy\r\n"}
    server = faulty({"rcpt": lambda line: fates.get(line.partition(b"<")[2][:3], b"250 ok\r\n")})
    outbox = Post(tmp_path, mail(server.port))
    for recipient in ("ida", "ben"):
        outbox.store.queue(replace(message(recipient=recipient), body=BODY))
    posted = outbox.deliver()
    assert (posted.sent, posted.waiting, posted.failed, len(posted.details)) == (2, 1, 1, 2)
    fates.clear()
    outbox.forward(timedelta(hours=1))
    assert outbox.store.outbox_counts() == {"sent": 3, "failed": 1}
    assert set(server.accepted) == {(f"{one}@acme.example".encode(), BODY) for one in ("tom", "ida", "ben")}
    assert len(server.accepted) == 3


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
    outbox.deliver()
    assert (copies(server, LEA), copies(server, TOM)) == ([], [BODY])
    outbox.forward(within)
    assert copies(server, LEA) == [BODY]


def test_a_server_that_is_down_for_three_days(faulty: Serve, mail: Mail, tmp_path: Path) -> None:
    """F089: the messages wait, and both leave when it is there again."""
    script: dict[str, Any] = {"connect": "close"}
    server = faulty(script)
    outbox = Post(tmp_path, mail(server.port))
    for _ in range(3 * 24):
        outbox.now += timedelta(hours=1)
        outbox.deliver()
    assert outbox.store.outbox_counts() == {"queued": 2}
    assert outbox.of("lea").attempts + outbox.of("tom").attempts < 40
    script.clear()
    outbox.forward(timedelta(hours=6))
    assert (copies(server, LEA), copies(server, TOM)) == ([BODY], [BODY])


def test_two_senders_hand_a_message_over_once(faulty: Serve, mail: Mail, tmp_path: Path) -> None:
    """The second begins while the first is in the middle of a session."""
    server = faulty({})
    outbox = Post(tmp_path, mail(server.port))
    seen: list[int] = []

    def meanwhile(line: bytes) -> bytes:
        server.script.clear()
        seen.append(outbox.deliver().sent)
        return b"250 ok\r\n"

    server.script["mail"] = meanwhile
    assert (outbox.deliver().sent, seen) == (1, [1])
    assert (copies(server, LEA), copies(server, TOM)) == ([BODY], [BODY])


def test_what_was_offered_in_clear_does_not_count(post: Start, mail: Mail, tmp_path: Path) -> None:
    """A server that offers a login before STARTTLS and none behind it: the settings do not fit, once and for all."""
    authority = issue(by=None, authority=True, common_name="Acme’s own")
    (tmp_path / "authority.pem").write_bytes(pem(authority))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        context = issue("ip:127.0.0.1", by=authority).server()
        server = post(tls_context=context, auth_require_tls=False, auth_exclude_mechanism=["LOGIN", "PLAIN"])
        outbox = Post(tmp_path, mail(server.port, security="starttls", user="monitor"), PASSWORD)
        posted = outbox.deliver()
    assert (posted.sent, posted.waiting, len(posted.details)) == (0, 2, 1)
    assert "AUTH" in posted.details[0] or "authentication" in posted.details[0]
    assert server.logins == []


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
        outbox.store.queue(replace(message(recipient=f"reader{minute}"), body=BODY))
        outbox.now += MINUTE
        outbox.deliver()
    tries = [line for line in server.lines if line[:4].upper() == b"AUTH"]
    assert len(tries) <= 6
    outbox.now += timedelta(days=8)
    outbox.deliver()
    assert outbox.store.outbox_counts() == {"queued": 62}
    script.clear()
    outbox.forward(timedelta(hours=7))
    assert outbox.store.outbox_counts() == {"sent": 62}
