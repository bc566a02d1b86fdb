"""`monitor check`: one check of any address, over real HTTP, nothing stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from support.site import Site

Command = Callable[..., Result]
SHARED = Path(__file__).parents[2].parent / "shared" / "recorded"
FOLDERS = ("feeds", "feeds_malformed")

NO_FEED = {  # files that are no feed, or hold nothing that could be one
    "feeds/rssparser_unrecognized.rss": "an HTML page",
    "feeds_malformed/feedparser_ill_rss_empty_document.xml": "a root element and nothing else",
    "feeds_malformed/feedrs_rss_2.0_invalid_1.xml": "broken before its first entry",
    "feeds_malformed/nodefp_notafeed.html": "an HTML page",
}
COUNTS = {  # where the profile has no count, or feedparser's alone is another, and why
    "feeds/feedjira_json_feed.json": (20, "JSON Feed"),
    "feeds/feedjira_json_feed_with_escaped_uris.json": (30, "JSON Feed"),
    "feeds/feedrs_jsonfeed_example_1.json": (2, "JSON Feed"),
    "feeds/nnw_DaringFireball.json": (48, "JSON Feed"),
    "feeds/nnw_ScriptingNews.json": (50, "JSON Feed"),
    "feeds/nnw_authors.json": (4, "JSON Feed"),
    "feeds/nnw_inessential.json": (20, "JSON Feed"),
    "feeds_malformed/feedparser_ill_rss_incomplete_cdata.xml": (0, "cut inside its only entry"),
    "feeds_malformed/nodefp_compressed.xml": (10, "packed without saying so"),
    "feeds_malformed/nodefp_invalid-characters-gzipped.xml": (25, "packed without saying so"),
    "feeds_malformed/simplepie_feed-utf16be.xml": (1, "UTF-16 without a byte order mark"),
}


def check(monitor: Command, *words: str, given: str | None = None) -> list[dict[str, Any]]:
    result = monitor("check", "--json", "--allow-private", *words, given=given)
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_feed_is_recognised_by_its_address_and_read(site: Site, monitor: Command) -> None:
    site.feed("/blog.xml", datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 11, 9, 9, tzinfo=UTC), title="Acme")
    (found,) = check(monitor, f"{site.base}/blog.xml")
    assert (found["network"], found["outcome"], found["complete"], found["requests"]) == ("feed", "ok", True, 1)
    assert [act["published"] for act in found["activities"]] == ["2026-11-09T09:00:00Z", "2026-11-02T09:00:00Z"]
    assert {act["kind"] for act in found["activities"]} == {"post"}
    assert found["account"]["name"] == "Acme"


def test_private_addresses_are_closed_unless_opened(site: Site, monitor: Command) -> None:
    site.feed("/blog.xml", datetime(2026, 11, 2, 9, tzinfo=UTC))
    result = monitor("check", "--json", f"{site.base}/blog.xml")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["outcome"] == "blocked"
    assert site.asked == []


def test_what_is_opened_does_not_open_where_a_redirect_leads(site: Site, monitor: Command) -> None:
    site.feed("/blog.xml", datetime(2026, 11, 2, 9, tzinfo=UTC))
    site.pages["/moved"] = (302, {"Location": site.base.replace("127.0.0.1", "localhost") + "/blog.xml"}, b"")
    (found,) = check(monitor, f"{site.base}/moved")
    assert found["outcome"] == "blocked"
    assert [path for path, _ in site.asked] == ["/moved"]


def test_a_network_that_the_catalogue_does_not_know_is_manual_without_a_request(site: Site, monitor: Command) -> None:
    (found,) = check(monitor, "--network", "friendsbook", f"{site.base}/acme")
    assert (found["outcome"], found["requests"]) == ("manual", 0)
    assert site.asked == []


@pytest.mark.parametrize("target", ["nonsense", "file:///etc/passwd", "mailto:press@acme.example"])
def test_what_no_connector_reads_is_manual_and_says_so(target: str, monitor: Command) -> None:
    (found,) = check(monitor, target)
    assert (
        found["network"], found["outcome"], found["detail"],
    ) == (None, "manual", "no connector reads such an address")  # fmt: skip


def test_targets_come_from_a_file_or_from_standard_input_in_their_order(
    site: Site, monitor: Command, tmp_path: Path
) -> None:
    for name in ("a", "b", "c"):
        site.feed(f"/{name}.xml", datetime(2026, 11, 2, tzinfo=UTC))
    wanted = [f"{site.base}/{name}.xml" for name in ("a", "b", "c")]
    listed = tmp_path / "targets.txt"
    listed.write_text(f"{wanted[1]}\n# a remark\n\n{wanted[2]}\n")
    assert [one["target"] for one in check(monitor, wanted[0], "--from", str(listed))] == wanted
    assert [one["target"] for one in check(monitor, "--from", "-", given="\n".join(wanted))] == wanted


def test_without_a_target_it_says_what_to_give(monitor: Command) -> None:
    result = monitor("check")
    assert result.exit_code == 2
    assert "--from FILE" in result.stderr


def test_a_person_reads_a_few_lines(site: Site, monitor: Command) -> None:
    site.feed("/blog.xml", datetime(2026, 11, 2, 9, tzinfo=UTC))
    result = monitor("check", "--allow-private", f"{site.base}/blog.xml")
    assert result.exit_code == 0
    assert "1 activity, newest 2026-11-02T09:00:00Z, 1 request" in result.stdout


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout")
def test_every_recorded_feed_is_read(site: Site, monitor: Command) -> None:
    profile = {
        cells[0]: int(cells[1].removeprefix("n="))
        for line in (SHARED / "feeds_profile.tsv").read_text().splitlines()
        if not line.startswith("#") and (cells := line.split("\t"))[1].startswith("n=")
    }
    names = [f"{folder}/{path.name}" for folder in FOLDERS for path in sorted((SHARED / folder).iterdir())]
    for name in names:
        site.pages[f"/{name}"] = (200, {"Content-Type": "application/octet-stream"}, (SHARED / name).read_bytes())
    found = check(monitor, "--from", "-", given="\n".join(f"{site.base}/{name}" for name in names))
    expected = {
        name: ("changed_format", 0) if name in NO_FEED else ("ok", COUNTS[name][0] if name in COUNTS else profile[name])
        for name in names
    }
    assert {name: (one["outcome"], len(one["activities"])) for name, one in zip(names, found, strict=True)} == expected
    assert len(names) > 100


def test_the_former_name_works_and_is_not_listed(site: Site, monitor: Command) -> None:
    site.feed("/blog.xml", datetime(2026, 11, 2, 9, tzinfo=UTC))
    result = monitor("look", "--json", "--allow-private", f"{site.base}/blog.xml")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["outcome"] == "ok"
    assert " look " not in monitor("--help").stdout
