"""How a manifest says how often its network may be asked, and whether by programs at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.connect.checks.observe import observe
from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.model.activity import Memory
from monitor.model.errors import ManifestError
from monitor.model.http import Budget, Request

TEXT = """
name = "Acme Net"
status = "shape"
class = "A"
[match]
url = ['^https://acme\\.example/(?P<name>\\w+)$']
[account]
get = "{url}/profile"
[[posts]]
get = "{url}/posts"
map = { id = "id", published = "at" }
[[posts]]
get = "{url}/page"
format = "html"
fallback = true
html = { items = "p" }
map = { id = "id", published = "at" }
[limit]
LIMIT
[terms]
automated = "TERMS"
source = "https://acme.example/terms"
read_on = 2026-11-01
"""
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)


def _write(folder: Path, limit: str = "", terms: str = "api") -> Path:
    path = folder / "acmenet.toml"
    path.write_text(TEXT.replace("LIMIT", limit).replace("TERMS", terms), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("limit", "options", "expected"),
    [
        ("", {}, None),
        ('per_network = "60/h"', {}, Budget("acmenet", 60, timedelta(hours=1))),
        ('per_network = "100 / m"', {}, Budget("acmenet", 100, timedelta(minutes=1))),
        ('per_network = "60/h"', {"per_network": "5000/h"}, Budget("acmenet", 5000, timedelta(hours=1))),
        ("", {"per_network": "9/d"}, Budget("acmenet", 9, timedelta(days=1))),
    ],
)
def test_the_budget_is_the_manifest_s_or_the_operator_s(
    tmp_path: Path, limit: str, options: dict[str, str], expected: Budget | None
) -> None:
    manifest = Manifest.load(_write(tmp_path, limit), options)
    assert manifest.budget == expected
    question = next(observe(manifest, "https://acme.example/lea", Memory(), NOW))
    assert isinstance(question, Request)
    assert (question.budget, question.page) == (expected, False)


def test_a_check_takes_a_profile_and_a_list() -> None:
    manifest = Catalogue.load().get("mastodon")
    assert manifest is not None
    assert 1 + len(manifest.posts) <= manifest.questions


def test_what_may_be_asked_instead_is_not_counted(tmp_path: Path) -> None:
    assert Manifest.load(_write(tmp_path)).questions == 2


@pytest.mark.parametrize("text", ["60", "0/h", "1.5/h", "10001/h", "many/h", ""])
def test_an_invalid_budget_is_reported(tmp_path: Path, text: str) -> None:
    with pytest.raises(ManifestError, match=r"limit\.per_network: not an allowance"):
        Manifest.load(_write(tmp_path, f'per_network = "{text}"'))


def test_html_is_a_page_that_robots_txt_may_forbid() -> None:
    manifest = Catalogue.load().get("telegram")
    assert manifest is not None
    question = next(observe(manifest, "https://t.me/acme", Memory(), NOW))
    assert isinstance(question, Request)
    assert question.page


@pytest.mark.parametrize(
    ("terms", "options", "open_"),
    [
        ("forbidden", {}, False),
        ("forbidden", {"i_have_permission": "Asked on 2026-11-02"}, True),
        ("forbidden", {"base": "https://acme.example"}, False),
        ("tolerated", {}, True),
    ],
)
def test_a_network_whose_terms_forbid_programs_is_closed_without_leave(
    tmp_path: Path, terms: str, options: dict[str, str], open_: bool
) -> None:
    _write(tmp_path, terms=terms)
    catalogue = Catalogue.load([tmp_path], {"acmenet": options})
    assert open_ is (catalogue.get("acmenet") is not None)
    assert open_ is ("acmenet" not in catalogue.closed)
    assert catalogue.match("https://acme.example/lea") == "acmenet"  # it is known for what it is
