"""A 404: an account that is gone, or an address to mend; at hosts that a manifest tells by name, and at any other."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from monitor.connect.checks import absence
from monitor.connect.checks.absence import RULES, AbsenceRule, Wording
from monitor.connect.checks.observe import observe
from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.recordings.recording import driven
from monitor.model.activity import Memory
from monitor.model.check import Failure, Outcome
from monitor.model.http import NoResponse, Refusal, Request, Response
from support.networks import ACCOUNT, FEED, LOOKUP, NOW, PROFILE

MANIFESTS = Catalogue.load().manifests
HOST = "https://host.example"
PATHS = (
    *("/@acme", "/users/acme", "/a/acme", "/c/acme", "/u/acme", "/profile/acme", "/user/acme", "/channels/acme"),
    *("/acme", "/acme/shop", "/wp-json/wp/v2/posts", "/sitemap.xml", "/feed.xml", "/@acme.rss", "/"),
)
STRANGERS = {
    "a page": "<!DOCTYPE html><html><title>404 Not Found</title><h1>Not Found</h1></html>",
    "a text": "404 page not found\n",
    "JSON of a framework": '{"detail": "Not Found"}',
    "JSON of another": '{"timestamp": 1, "status": 404, "error": "Not Found", "path": "/api"}',
    "a message": '{"statusCode": 404, "message": "Cannot GET /api/v1", "error": "Not Found"}',
    "words of anything": '{"error": "not_found"}',
    "a type of anything": '{"errors": ["The requested URL could not be found."], "error_type": "not_found"}',
    "nothing": "",
}
SEEN = Memory(seen_any=True, newest=NOW)
ANY_HOST = sorted(
    (name, f"{HOST}{path}")
    for name, manifest in MANIFESTS.items()
    for path in PATHS
    if manifest.activity and manifest.names(f"{HOST}{path}") is not None and manifest.hosts == frozenset()
)


def check(network: str, url: str, body: str, status: int = 404, memory: Memory | None = None) -> Failure:
    """The check of an account at a host that answers everything so."""
    manifest = MANIFESTS[network]

    def ask(request: Request) -> Response:
        return Response(status, {}, body.encode(), request.url)

    result = driven(observe(manifest, url, memory or Memory(), NOW), ask)
    assert isinstance(result, Failure)
    return result


@pytest.mark.parametrize("body", STRANGERS.values(), ids=STRANGERS.keys())
@pytest.mark.parametrize(("network", "url"), ANY_HOST)
def test_what_was_never_seen_at_a_host_of_any_name_is_an_address_to_mend(network: str, url: str, body: str) -> None:
    for status in (404, 410):
        failed = check(network, url, body, status)
        assert failed.outcome is Outcome.CHANGED_FORMAT, failed
        assert type(failed) is Failure


def test_the_networks_of_any_host_are_all_tried() -> None:
    tried = {network for network, _ in ANY_HOST}
    assert {"mastodon", "peertube", "lemmy", "discourse", "wordpress", "pixelfed", "misskey", "gitea", "feed"} <= tried
    assert {name for name, each in MANIFESTS.items() if each.match.any_host} <= tried


@pytest.mark.parametrize("body", ["a page", "a text", "JSON of a framework", "JSON of another", "a message"])
@pytest.mark.parametrize(("network", "url"), [(name, url) for name, url in ANY_HOST if MANIFESTS[name].has_words])
def test_a_404_in_the_words_of_another_program_is_never_gone(network: str, url: str, body: str) -> None:
    """Also where the account was seen before: the host runs something else now."""
    assert check(network, url, STRANGERS[body], memory=SEEN).outcome is Outcome.CHANGED_FORMAT


@pytest.mark.parametrize(
    ("network", "url", "body"),
    [
        ("mastodon", ACCOUNT, '{"error": "Record not found"}'),
        ("lemmy", f"{HOST}/u/acme", '{"error": "couldnt_find_person"}'),
        ("peertube", f"{HOST}/a/acme", '{"detail": "Account not found", "status": 404}'),
        ("misskey", f"{HOST}/@acme", '{"error": {"code": "NO_SUCH_USER"}}'),
        ("writefreely", f"{HOST}/acme", '{"code": 404, "error_msg": "Collection not found."}'),
        ("gitea", f"{HOST}/acme/shop", '{"message": "repo redirect does not exist"}'),
        ("activitypub", f"{HOST}/users/acme", '{"id": "https://host.example/users/acme", "type": "Tombstone"}'),
    ],
)
def test_a_network_that_says_so_in_its_own_words(network: str, url: str, body: str) -> None:
    assert check(network, url, body).outcome is Outcome.GONE


@pytest.mark.parametrize(
    ("network", "url", "body"),
    [
        ("mastodon", ACCOUNT, '{"error": "Not Found"}'),
        ("lemmy", f"{HOST}/u/acme", '{"error": "not_found"}'),
        ("discourse", f"{HOST}/u/acme", STRANGERS["a type of anything"]),
        ("funkwhale", f"{HOST}/channels/acme", '{"detail": "Not found."}'),
    ],
)
def test_words_that_are_said_of_anything_count_for_an_account_that_was_seen(network: str, url: str, body: str) -> None:
    assert check(network, url, body, memory=SEEN).outcome is Outcome.GONE
    assert check(network, url, body, memory=Memory(identity="7")).outcome is Outcome.GONE
    assert check(network, url, body).outcome is Outcome.CHANGED_FORMAT


@pytest.mark.parametrize(
    ("network", "address"),
    [("feed", FEED), ("sitemap", "https://acme.example/sitemap.xml"), ("castopod", "https://acme.example/@acme")],
)
@pytest.mark.parametrize(
    ("front", "outcome"),
    [
        (Response(200, {"content-type": "text/html"}, b"<html><title>Acme</title></html>", ""), Outcome.CHANGED_FORMAT),
        (Response(403, {}, b"", ""), Outcome.CHANGED_FORMAT),
        (Response(404, {}, b"<html></html>", ""), Outcome.GONE),
        (Response(410, {}, b"", ""), Outcome.GONE),
        (Response(503, {}, b"", ""), Outcome.TEMPORARY),
        (NoResponse(Refusal.TIMEOUT, "no answer"), Outcome.TEMPORARY),
    ],
)
def test_a_file_that_is_gone_from_a_site(
    network: str, address: str, front: Response | NoResponse, outcome: Outcome
) -> None:
    """While the site is well, its address is to be mended; the account is gone with the site."""
    asked: list[str] = []

    def ask(request: Request) -> Response | NoResponse:
        asked.append(request.url)
        return front if request.url == "https://acme.example/" else Response(404, {}, b"<html></html>", request.url)

    result = driven(observe(MANIFESTS[network], address, SEEN, NOW), ask)
    assert (result.outcome, asked[-1]) == (outcome, "https://acme.example/")


def test_a_feed_that_says_that_it_is_gone_is_believed_once_it_was_seen() -> None:
    assert check("feed", FEED, "", 410, SEEN).outcome is Outcome.GONE
    assert check("feed", FEED, "", 410).outcome is Outcome.CHANGED_FORMAT


def test_the_feed_of_a_podcast_is_anybodys_and_the_lookup_is_not() -> None:
    manifest, feed = MANIFESTS["podcast"], "https://pod.example/feed.xml"
    lookup = json.dumps({"results": [{"feedUrl": feed}]}).encode()

    def ask(request: Request) -> Response:
        found = request.url.startswith("https://itunes.apple.com/")
        return Response(200 if found else 404, {}, lookup if found else b"", request.url)

    failed = driven(observe(manifest, "https://podcasts.apple.com/podcast/id7", Memory(), NOW), ask)
    assert (failed.outcome, "pod.example" in getattr(failed, "detail", "")) == (Outcome.CHANGED_FORMAT, True)
    assert check("podcast", "https://podcasts.apple.com/podcast/id7", "").outcome is Outcome.GONE


def test_the_front_page_itself_is_asked_once(replay: Any, answer: Any) -> None:
    played = replay("hfeed", f"{HOST}/", answer(f"{HOST}/", "", 404), SEEN, NOW)
    assert (played.failed.outcome, len(played.requests)) == (Outcome.GONE, 1)


def test_what_the_operator_reads() -> None:
    """What happened, where, and what to do."""
    never, another = check("mastodon", ACCOUNT, "404"), check("mastodon", ACCOUNT, "404", memory=SEEN)
    mend = "correct the account's url or its network (Mastodon)"
    assert never.detail == f"HTTP 404 from social.example, and nothing was ever seen there: {mend}"
    program = "not as Mastodon says it: another program may run there now"
    assert another.detail == f"HTTP 404 from social.example, {program}; {mend}"


def test_an_account_that_was_remembered_and_is_said_to_be_gone(replay: Any, answer: Any) -> None:
    """The account's own answer counts, not that of the question by which it would be found anew."""
    known = Memory(identity="1", resolved={"id": "1"}, seen_any=True)
    said = answer(PROFILE, '{"error": "Record not found"}', 404) | answer(LOOKUP, "404", 404)
    assert replay("mastodon", ACCOUNT, said, known, NOW).failed.outcome is Outcome.GONE


def test_every_absence_comes_to_one_rule_or_to_its_witness() -> None:
    for sure in (True, False):
        for seen in (True, False):
            for said in Wording:
                rules = list(absence.possible(sure, seen, said))
                witnesses = [rule.witness for rule in rules]
                assert witnesses == [None] or len(set(witnesses)) == len(rules) > 1
                assert [rule for rule in rules if not (sure or seen) and rule.outcome is Outcome.GONE] == []


def test_the_table_in_the_docstring_is_that_of_the_rules() -> None:
    rows = re.findall(r"^\| (yes|no ) .*$", absence.__doc__ or "", re.MULTILINE)
    lines = [line for line in (absence.__doc__ or "").splitlines() if re.match(r"\| (yes|no) ", line)]
    assert len(rows) == len(lines)
    shown = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    assert [(*cells[:4], cells[4].partition(":")[0]) for cells in shown] == [_cells(rule) for rule in RULES]


def _cells(rule: AbsenceRule) -> tuple[str, str, str, str, str]:
    seen = "" if rule.seen is None else "yes" if rule.seen else "no"
    return "yes" if rule.sure else "no", seen, rule.said or "", rule.witness or "", rule.outcome.value


def test_the_hosts_of_a_manifest_are_those_that_it_writes_out() -> None:
    known = MANIFESTS
    assert known["github"].hosts == {"https://api.github.com"}
    assert known["mastodon"].hosts == known["feed"].hosts == known["ghost"].hosts == frozenset()
