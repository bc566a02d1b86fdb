"""No test reaches the network: what the hook of tests/conftest.py lets through and what it refuses."""

from __future__ import annotations

import errno
import socket

import pytest


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "169.254.169.254"])
def test_an_address_other_than_loopback_is_unreachable(address: str) -> None:
    with socket.socket() as opened, pytest.raises(OSError, match="loopback only") as refused:
        opened.connect((address, 80))
    assert refused.value.errno == errno.ENETUNREACH


def test_a_datagram_to_another_machine_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as opened, pytest.raises(OSError, match="loopback only"):
        opened.sendto(b"?", ("192.0.2.53", 53))


@pytest.mark.parametrize("name", ["example.org", "localhost.example.org", "metadata.internal"])
def test_a_name_other_than_localhost_does_not_resolve(name: str) -> None:
    with pytest.raises(socket.gaierror, match="localhost only"):
        socket.getaddrinfo(name, 80)


@pytest.mark.parametrize("name", ["127.0.0.1", "127.8.8.8", "localhost"])
def test_loopback_is_reached(name: str) -> None:
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))  # noqa: S104 - every loopback address of the cases above, for an instant
        listener.listen(1)
        with socket.create_connection((name, listener.getsockname()[1]), timeout=5) as opened:
            assert opened.getpeername()[0].startswith("127.")


def test_an_address_needs_no_lookup() -> None:
    assert socket.getaddrinfo("192.0.2.1", 80, type=socket.SOCK_STREAM)[0][4] == ("192.0.2.1", 80)
