"""A message is posted by Apprise in a process of its own: what became of it is known, and no address comes back."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Iterator

import pytest

from monitor.deliver import channel
from monitor.deliver.channel import post
from monitor.deliver.channel_child import meaning
from support.channel import TOKEN, Service, serving


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


@pytest.mark.slow
def test_what_is_taken_is_sent(service: Service) -> None:
    assert said(service.at(200)) == ("sent", "taken")
    (came,) = service.taken
    assert (came["title"], came["message"]) == ("Title é", "• one\n• two")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "state", "says"),
    [
        (500, "not_sent", "the service answered HTTP 500: it is tried again"),
        (429, "not_sent", "the service answered HTTP 429: it is tried again"),
        (404, "misconfigured", "the service answered HTTP 404: correct the address in the secret OPS_URL"),
        (401, "misconfigured", "the service answered HTTP 401: correct the address in the secret OPS_URL"),
    ],
)
def test_what_the_service_answers_says_what_to_do(service: Service, status: int, state: str, says: str) -> None:
    assert said(service.at(status)) == (state, says)


@pytest.mark.slow
def test_a_service_that_never_answers_is_given_up_and_may_have_taken_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"json://127.0.0.1:{silent.getsockname()[1]}/{TOKEN}?rto=60"
        state, says = said(url, timeout=1)
    assert state == "uncertain"
    assert TOKEN not in says


@pytest.mark.slow
def test_a_service_that_hangs_beyond_all_time_ends_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "_STARTING", 0.2)
    assert said("json://127.0.0.1:9", timeout=0.01)[0] == "uncertain"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "state"),
    [
        (f"json://127.0.0.1:9/{TOKEN}", "not_sent"),
        (f"nosuch://{TOKEN}", "misconfigured"),
        (TOKEN, "misconfigured"),
        (f"https://{TOKEN}@[broken", "misconfigured"),
    ],
)
def test_what_cannot_be_reached_or_is_no_address_is_said_without_repeating_it(url: str, state: str) -> None:
    found, says = said(url)
    assert found == state
    assert "OPS_URL" in says
    assert TOKEN not in says


def test_without_apprise_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "find_spec", lambda name: None)
    state, says = said("json://127.0.0.1:9")
    assert state == "misconfigured"
    assert "pip install 'account-health-monitor[notify]'" in says
    assert importlib.util.find_spec("apprise")


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        (["Failed to send Slack notification: Not found, error=404."], ("refused", "HTTP 404")),
        (["Failed to send JSON notification: error=503."], ("failed", "HTTP 503")),
        (["Socket Exception: Failed to establish a new connection: [Errno 111]"], ("unreachable", "")),
        (["Socket Exception: Failed to resolve 'chat.example'"], ("unreachable", "")),
        (["Socket Exception: Read timed out. (read timeout=4.0)"], ("lost", "")),
        ([], ("lost", "")),
    ],
)
def test_what_apprise_says_is_read_for_what_it_means(lines: list[str], word: tuple[str, str]) -> None:
    assert meaning(lines) == word


def said(url: str, timeout: float = 20) -> tuple[str, str]:
    result = post(url, "OPS_URL", "Title é", "• one\n• two", timeout)
    return result.state, result.detail
