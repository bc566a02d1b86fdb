"""The suite of TLS: each server is real, and the check of it is the program's own, from the address to what is said.

The test's authority is trusted as an operator's would be: through SSL_CERT_FILE.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import subprocess
import sys
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import trustme

from monitor.connect.documents.decode import decode
from monitor.connect.manifests.catalogue import Catalogue
from monitor.fetch.client import Fetcher, host_of
from monitor.model.activity import Memory
from monitor.model.check import Check, Failure, Observation, Outcome
from monitor.model.http import Decode, Decoded, DecodeError
from monitor.model.settings import FetchSettings
from monitor.run.polling.checker import Checker
from support.certificates import Certificate, issue
from support.raw import answer
from support.tls import Talk, TlsServer, reroute, secured, talking

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SUITE = Path(__file__).parents[3] / "shared" / "suites" / "tls-cases" / "cases.jsonl"
CASES: dict[str, dict[str, Any]] = (
    {case["id"]: case for case in map(json.loads, SUITE.read_text().splitlines())} if SUITE.exists() else {}
)
NAME = "a.test.example"
FEED = answer(
    b'<rss version="2.0"><channel><title>Acme</title><item><guid>1</guid>'
    b"<pubDate>Mon, 08 Jun 2026 09:00:00 GMT</pubDate></item></channel></rss>"
)
UNTIL_THE_END = FEED.replace(b"Content-Length", b"X-Length")
SETTINGS = FetchSettings(connect_timeout=0.7, read_timeout=0.7, total_timeout=3, per_host=0)
CUT = "close-no-notify-eof"  # found out at the end of the answer alone

Root = Certificate


def leaf(root: Root, *names: str, **other: Any) -> Talk:
    return secured(issue(*(names or (NAME,)), by=root, **other).server(), FEED)


def version(root: Root, only: str) -> Talk:
    context = issue(NAME, by=root).server()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():  # that it is old is the point
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion[only]
    return secured(context, FEED)


def asking_for_ours(root: Root) -> Talk:
    context = issue(NAME, by=root).server()
    context.verify_mode = ssl.CERT_REQUIRED
    return secured(context, FEED)


def without_tls(connection: socket.socket, server: TlsServer) -> None:
    server.came.append(connection.recv(65536))
    connection.sendall(answer(b"The plain HTTP request was sent to HTTPS port", "400 Bad Request"))


def dripping(connection: socket.socket, server: TlsServer) -> None:
    server.came.append(connection.recv(65536))
    pause = server.paused.wait  # until the test is over
    for number in count():
        connection.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f"[number % 8 :][:1])
        if pause(0.1):
            return


def hanging(connection: socket.socket, server: TlsServer) -> None:
    server.came.append(connection.recv(65536))
    server.paused.wait(5)


def closing(connection: socket.socket, server: TlsServer) -> None:
    server.came.append(connection.recv(65536))


def between(root: Root, common_name: str = "Between", **other: Any) -> Root:
    return issue(by=root, common_name=common_name, authority=True, **other)


def too_deep(root: Root) -> Talk:
    return leaf(between(between(root, path_length=0), common_name="Below"))


def used_as_authority(root: Root) -> Talk:
    one = issue("b.test.example", by=root)
    return leaf(Certificate(one.public, one.key, (one.public,)))


SERVERS: dict[str, Callable[[Root], Talk]] = {
    "good": leaf,
    "expired": lambda root: leaf(root, years=(2000, 2001)),
    "not-yet-valid": lambda root: leaf(root, years=(2900, 3000)),
    "self-signed": lambda _: secured(issue(NAME, by=None).server(), FEED),
    "untrusted-root": lambda _: leaf(Certificate.of(trustme.CA())),
    "wrong-host": lambda root: leaf(root, "b.test.example"),
    "no-san-cn-only": lambda root: secured(issue(by=root, common_name=NAME).server(), FEED),
    "wildcard-ok": lambda root: leaf(root, "*.test.example"),
    "wildcard-bare": lambda root: leaf(root, "*"),
    "ip-san": lambda root: leaf(root, "ip:127.0.0.1"),
    "ip-as-dns": lambda root: leaf(root, "127.0.0.1"),
    "incomplete-chain": lambda root: leaf(between(root, sent=False)),
    "expired-intermediate": lambda root: leaf(between(root, years=(2000, 2001))),
    "ca-false-intermediate": used_as_authority,
    "path-len": too_deep,
    "name-constraint": lambda root: leaf(between(root, permitted="other.example")),
    "tls10": lambda root: version(root, "TLSv1"),
    "tls11": lambda root: version(root, "TLSv1_1"),
    "tls12": lambda root: version(root, "TLSv1_2"),
    "tls13": lambda root: version(root, "TLSv1_3"),
    "client-cert": asking_for_ours,
    "http-on-443": lambda _: without_tls,
    "handshake-drip": lambda _: dripping,
    "handshake-hang": lambda _: hanging,
    "handshake-closed": lambda _: closing,
    "close-notify-eof": lambda root: secured(issue(NAME, by=root).server(), UNTIL_THE_END),
    "close-no-notify": lambda root: secured(issue(NAME, by=root).server(), FEED, ended=False),
    "close-no-notify-eof": lambda root: secured(issue(NAME, by=root).server(), UNTIL_THE_END, ended=False),
    "clock-back-2y": lambda root: leaf(root, years=(2900, 3000)),  # to a clock so far behind, all that is new is so
    "revoked": leaf,  # as trust.py says: not asked
    "punycode": lambda root: leaf(root, "xn--bcher-kva.test"),
}
UNTRUSTED = "its certificate is not trusted: "
UNKNOWN = (
    UNTRUSTED + "its authority is unknown, or its chain incomplete; if it is meant, name the authority in SSL_CERT_"
)
WHY: dict[str, str] = {  # what the failure says behind "TLS: ", and what to do
    "expired": UNTRUSTED + "it has expired, or one above it; check this machine's clock, then report it to the site",
    "expired-intermediate": UNTRUSTED + "it has expired, or one above it; check this machine's clock",
    "not-yet-valid": UNTRUSTED + "it is not valid yet; check this machine's clock, then report it to the site",
    "clock-back-2y": UNTRUSTED + "it is not valid yet; check this machine's clock, then report it to the site",
    "self-signed": UNTRUSTED + "it is signed by itself; if it is meant, name it in SSL_CERT_FILE",
    "untrusted-root": UNKNOWN,
    "incomplete-chain": UNKNOWN,
    "wrong-host": UNTRUSTED + "it is for another name; correct the address, or report it to the site",
    "no-san-cn-only": UNTRUSTED + "it is for another name; correct the address, or report it to the site",
    "wildcard-bare": UNTRUSTED + "it is for another name; correct the address, or report it to the site",
    "ip-as-dns": UNTRUSTED + "it is for another address; correct the account's, or report it to the site",
    "ca-false-intermediate": UNTRUSTED,  # the rest is OpenSSL's word for it
    "path-len": UNTRUSTED,
    "name-constraint": UNTRUSTED,
    "tls10": "it speaks only versions older than TLS 1.2",
    "tls11": "it speaks only versions older than TLS 1.2",
    "client-cert": "it asks for a certificate of ours, and there is none",
    "http-on-443": "what answers on this port is no TLS: correct the address (http:// or another port)",
    "handshake-drip": "no secure connection in time ([fetch] connect_timeout)",
    "handshake-hang": "no secure connection in time ([fetch] connect_timeout)",
    "handshake-closed": "the connection was closed before it was secure",
    CUT: "the connection was cut, and nothing else marks the body's end",
}


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Root:
    """An authority that this program trusts for as long as the test runs."""
    authority = trustme.CA()
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return Certificate.of(authority)


class Here:
    """Reads documents in this process."""

    async def decode(self, request: Decode) -> Decoded | DecodeError:
        return decode(request)


def check(url: str, resolver: Callable[..., Any]) -> Check:
    """One check of a feed; every name is public, and leads to loopback all the same."""

    async def run() -> Check:
        async with Fetcher(
            SETTINGS,
            user_agent="test",
            opened=[host_of(url)],
            resolver=resolver(),
            dialler=reroute,
        ) as fetcher:
            found = await Checker(fetcher, Here(), lambda: NOW).check(
                "a", url, Catalogue.load().routes("feed"), Memory()
            )
            assert isinstance(found, Check)
            return found

    return asyncio.run(run())


def address(name: str, port: int) -> str:
    host = {"ip-san": "127.0.0.1", "ip-as-dns": "127.0.0.1", "punycode": "bücher.test"}.get(name, NAME)
    return f"https://ada:s3cret@{host}:{port}/feed"


@pytest.mark.parametrize("name", SERVERS)
def test_a_server(name: str, root: Root, resolver: Callable[..., Any]) -> None:
    """F069: a server whose TLS is wrong leaves the account unknown, with the reason; nothing was sent to it."""
    with talking(SERVERS[name](root)) as server:
        result = check(address(name, server.port), resolver).result
    said = b"".join(server.came)
    if name not in WHY:
        assert isinstance(result, Observation), result
        assert (len(result.activities), b"GET /feed HTTP/1.1" in said) == (1, True)
        return
    assert isinstance(result, Failure)
    assert (result.outcome, result.answered) == (Outcome.TEMPORARY, name == CUT)
    assert WHY[name] in result.detail.partition(" TLS: ")[2]
    if name != CUT:
        assert (server.secured, b"GET" in said, b"Basic" in said) == (0, False, False)


def test_a_good_host_that_leads_to_a_bad_one(root: Root, resolver: Callable[..., Any]) -> None:
    """F069: the second host of a redirect is checked as the first, and gets nothing."""
    with ExitStack() as stack:
        second = stack.enter_context(talking(leaf(root, years=(2000, 2001))))
        location = {"Location": f"https://b.test.example:{second.port}/"}
        there = secured(issue(NAME, by=root).server(), answer(b"", "302 Found", location))
        first = stack.enter_context(talking(there))
        result = check(address("", first.port), resolver).result
    assert isinstance(result, Failure)
    assert (result.outcome, len(first.came), second.secured) == (Outcome.TEMPORARY, 1, 0)
    assert f"b.test.example:{second.port}: TLS: its certificate is not trusted" in result.detail


@pytest.mark.parametrize("name", ["good", "untrusted-root"])
def test_without_the_authority_nothing_is_trusted(
    name: str, root: Root, resolver: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with talking(SERVERS[name](root)) as server:
        result = check(address(name, server.port), resolver).result
    assert (result.outcome, server.came) == (Outcome.TEMPORARY, [])


def test_the_command_trusts_what_ssl_cert_file_names(root: Root) -> None:
    with talking(leaf(root, "localhost")) as server:
        command = [sys.executable, "-c", "from monitor.cli import main; main()", "check", "--json", "--allow-private"]
        ended = subprocess.run([*command, f"https://localhost:{server.port}/feed"], capture_output=True, timeout=30)
    assert (ended.returncode, json.loads(ended.stdout)["outcome"]) == (0, "ok")


@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason="../shared is not beside the checkout")
@pytest.mark.parametrize("name", CASES)
def test_the_suite_is_whole(name: str) -> None:
    """Every case has its server above, and what is expected of it is what the case says."""
    connects = CASES[name]["expect"]["connect"]
    assert name in SERVERS or name == "redirect-https-to-badcert"
    assert connects is None or connects is (name in SERVERS and name not in WHY)
