"""Secrets come from beside the configuration, and no address is shown with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.secrets import secret
from monitor.config.url_secrets import has_password, has_token, mask
from monitor.model.errors import ConfigError

NAME = "MONITOR_SMTP_PASSWORD"


def test_a_credential_wins_over_a_file_and_a_file_over_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("from the file\n")
    env = {NAME: "from the variable"}
    assert secret(NAME, env) == "from the variable"
    env |= {f"{NAME}_FILE": str(tmp_path / "file")}
    assert secret(NAME, env) == "from the file"
    env |= {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert secret(NAME, env) == "from the file"
    (tmp_path / NAME.lower()).write_text("from systemd")
    assert secret(NAME, env) == "from systemd"
    (tmp_path / NAME).write_text("by its exact name")
    assert secret(NAME, env) == "by its exact name"


@pytest.mark.parametrize("env", [{}, {NAME: ""}, {f"{NAME}_FILE": ""}])
def test_a_secret_that_nothing_states(env: dict[str, str]) -> None:
    assert secret(NAME, env) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [("a b\n", "a b"), ("a b\r\n", "a b"), ("\ufeffa b", "a b"), (" a \n\n", " a \n"), ("\n", None)],
)
def test_one_line_end_of_a_file_does_not_count(tmp_path: Path, written: str, expected: str | None) -> None:
    path = tmp_path / "secret"
    path.write_bytes(written.encode())

    assert secret(NAME, {f"{NAME}_FILE": str(path)}) == expected


def test_a_file_that_is_named_and_cannot_be_used_is_reported_without_its_content(tmp_path: Path) -> None:
    binary, large = tmp_path / "binary", tmp_path / "large"
    binary.write_bytes(b"hunter2\xff")
    large.write_text("hunter2" * 10_000)
    for path in (tmp_path / "absent", tmp_path, binary, large):
        with pytest.raises(ConfigError, match=f"{NAME}_FILE") as caught:
            secret(NAME, {f"{NAME}_FILE": str(path)})
        assert str(path) in str(caught.value)
        assert "hunter2" not in str(caught.value)


MASKED = {
    "https://user:hunter2@host.example/path": "https://user:***@host.example/path",
    "postgresql://m:p@ss@db.example/m": "postgresql://m:***@db.example/m",
    "postgresql+psycopg://m:hunter2@/m?host=/run": "postgresql+psycopg://m:***@/m?host=/run",
    "https://host.example/feed?token=hunter2&n=1": "https://host.example/feed?token=***&n=1",
    "https://host.example/?n=1&access_token=hunter2": "https://host.example/?n=1&access_token=***",
    "https://host.example/?api-key=hunter2#x": "https://host.example/?api-key=***#x",
    "https://host.example/?monkey=1": "https://host.example/?monkey=1",
    "https://social.example/@acme": "https://social.example/@acme",
    "https://host.example:8000/a@b": "https://host.example:8000/a@b",
    "sqlite:////var/lib/m.db": "sqlite:////var/lib/m.db",
}


@pytest.mark.parametrize("url", MASKED)
def test_an_address_is_shown_without_what_it_opens(url: str) -> None:
    assert mask(url) == MASKED[url]
    assert (has_password(url) or has_token(url)) == (url != MASKED[url])
