"""Feeds of other projects' suites (../shared/suites), all checked in one `monitor check` over HTTP.

Of what a suite asserts, this is what an account-health monitor needs: how many entries, their ids, links and published
dates, and whether the document is a feed at all. A relative link of an expectation stands for that link at the server
that gave the document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import pytest
from click.testing import CliRunner

from monitor.cli import main
from support.site import serving

FOLDER = Path(__file__).parents[3].parent / "shared" / "suites"
SUITES = (
    "feedparser-wellformed",
    "feedparser-illformed",
    "feedparser-encoding",
    "feedparser-entities",
    "gofeed",
    "miniflux-parser",
    "rome",
    "feed-rs",
    "node-feedparser",
    "w3c-feedvalidator",
)
COUNTED = ("entries", "first_id", "ids", "first_link", "entry1_link", "links", "first_published_iso")
CONTESTED = {  # what is not met, and why: each counts as missed
    ("feedparser-wellformed/wellformed__base__http_entry_id_base_content_location", "first_id"): "an id stands as it "
    "is written: it must not change with the address that answers",
    ("feedparser-wellformed/wellformed__base__http_entry_id_base_docuri", "first_id"): "an id stands as it is written",
    ("feedparser-wellformed/wellformed__base__http_item_link_base_content_location", "first_link"): "Content-Location "
    "is no base: servers name hosts in it that nobody else can reach, and browsers do not heed it either",
    ("feed-rs/atom__atom_example_3", "first_link"): "FeedBurner's counting link: the original one leads to the post",
    ("feed-rs/rss2__rss_2.0_rps", "first_link"): "FeedBurner's counting link: the original one leads to the post",
    ("gofeed/parser__rss__rss_channel_item_uri_at_protocol", "first_link"): "an attribute that RSS does not have "
    "hides the link from feedparser",
    ("w3c-feedvalidator/rss20__element-channel-item-link__link_mailto", "first_link"): "a mail address is no page",
    ("w3c-feedvalidator/atom__must__entry_issued_bad_day2", "first_published_iso"): "31 June is not 1 July",
}
READ_ALL_THE_SAME = {  # documents that the suite's parsers refuse
    "node-feedparser/compressed": "a gzip file served without saying so",
    "node-feedparser/invalid-characters-gzipped": "a gzip file served without saying so",
}


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """(suite/id, case); none where the folder is absent."""
    for suite in SUITES:
        for path in sorted((FOLDER / suite).glob("cases*.jsonl")):
            for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                yield f"{suite}/{case['id']}", {**case, "document": f"{suite}/{case['file']}"}


CASES = dict(_cases())

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif(not CASES, reason="../shared is not beside the checkout"),
]


@pytest.fixture(scope="module")
def checks() -> dict[str, dict[str, Any]]:
    """What `check` prints of each case's document, served with the headers that the case states."""
    with serving() as site:
        paths = {name: f"/{quote(case['document'])}" for name, case in CASES.items()}
        for name, case in CASES.items():
            headers = case.get("headers", {"Content-Type": "application/xml"})
            site.pages[paths[name]] = (200, headers, (FOLDER / case["document"]).read_bytes())
        targets = "\n".join(site.base + path for path in paths.values())
        result = CliRunner().invoke(main, ["check", "--json", "--allow-private", "--from", "-"], input=targets)
    assert result.exit_code == 3, result.output[-2000:]  # some of the documents are no feeds
    return dict(zip(paths, map(json.loads, result.stdout.splitlines()), strict=True))


def found(check: dict[str, Any], key: str) -> Any:
    """What the check says of what a suite asserts by `key`."""
    acts = check["activities"]
    place = 1 if key.startswith("entry1") else 0
    match key.split("_"):
        case ["entries"]:
            return len(acts)
        case ["ids"]:
            return [act["id"] for act in acts]
        case ["links"]:
            return [act["url"] for act in acts]
        case ["parse"]:
            return "ok" if check["outcome"] == "ok" else "error"
        case [_, what, *_]:
            return acts[place][{"link": "url"}.get(what, what)] if len(acts) > place else None


def expected(check: dict[str, Any], case: dict[str, Any], key: str) -> Any:
    value = case["expect"][key]
    if key == "links":
        return [urljoin(check["target"], link) for link in value]
    return urljoin(check["target"], value) if key.endswith("_link") else value


@pytest.mark.parametrize("name", CASES)
def test_case(checks: dict[str, dict[str, Any]], name: str) -> None:
    """No document is a crash: it is read, or the check says what it is instead."""
    check, case = checks[name], CASES[name]
    assert check["outcome"] in ("ok", "changed_format")
    assert "reader failed" not in check["detail"]
    parse = ["parse"] if case["expect"].get("parse", "mixed") != "mixed" and name not in READ_ALL_THE_SAME else []
    for key in (key for key in (*COUNTED, *parse) if key in case["expect"]):
        met = expected(check, case, key) == found(check, key)
        assert met is ((name, key) not in CONTESTED), (key, case["expect"][key], found(check, key))


def test_of_a_thousand_assertions_at_most_five_are_missed(checks: dict[str, dict[str, Any]]) -> None:
    asserted = [(name, key) for name, case in CASES.items() for key in COUNTED if key in case["expect"]]
    missed = [
        (name, key) for name, key in asserted if expected(checks[name], CASES[name], key) != found(checks[name], key)
    ]
    assert len(asserted) > 2800
    assert len(missed) <= 0.005 * len(asserted)
    assert {name for name in READ_ALL_THE_SAME if checks[name]["activities"]} == READ_ALL_THE_SAME.keys()
