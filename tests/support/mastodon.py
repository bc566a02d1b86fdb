"""Recorded exchanges with servers of Mastodon, and the addresses that they were recorded at."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from monitor.model.http import Response

HERE, SOCIAL = "http://localhost:3000", "https://mastodon.social"
NOW = datetime(2026, 8, 2, 12, tzinfo=UTC)


class Cassettes:
    """The recorded exchanges, found by file and address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answer(self, name: str, uri: str, method: str = "GET", nth: int = 0) -> Response:
        with (self.folder / f"{name}.yaml").open(encoding="utf-8") as file:
            exchanges = yaml.safe_load(file)["interactions"]
        found = [each for each in exchanges if each["request"]["uri"] == uri and each["request"]["method"] == method]
        response = found[nth]["response"]
        headers = {key.lower(): ", ".join(values) for key, values in response["headers"].items()}
        body = response["body"]["string"]
        return Response(response["status"]["code"], headers, body if isinstance(body, bytes) else body.encode(), uri)

    def status(self, name: str, uri: str, method: str = "POST", nth: int = 0) -> Any:
        return json.loads(self.answer(name, uri, method, nth).body)


def made(document: Any, url: str) -> Response:
    """A step without a recording of its own, made of recorded parts."""
    return Response(200, {"content-type": "application/json"}, json.dumps(document).encode(), url)


def lookup(user: str, host: str = HERE) -> str:
    return f"{host}/api/v1/accounts/lookup?acct={user}"


def account(number: str, host: str = HERE) -> str:
    return f"{host}/api/v1/accounts/{number}"


def statuses(number: str, host: str = HERE) -> str:
    return f"{host}/api/v1/accounts/{number}/statuses?limit=40"
