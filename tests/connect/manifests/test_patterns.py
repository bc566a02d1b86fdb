"""A network's own feed of an account, by its ending: read as the account or as that feed, never as an account named so.

Every form of every manifest is tried: those of tests/matches and of the recordings.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.manifests.addresses import ENDINGS, normalise
from monitor.connect.manifests.catalogue import FEED, Catalogue, Identified
from monitor.connect.manifests.manifest import Manifest
from monitor.connect.manifests.patterns import Patterns
from monitor.connect.manifests.toml_tables import MatchTable
from monitor.model.errors import ManifestError
from monitor.run.discovery.drive import identity

TESTS = Path(__file__).parents[2]
CATALOGUE = Catalogue.load()
MANIFESTS = CATALOGUE.manifests


def _forms() -> list[tuple[str, str]]:
    """(network, address) of every form that ends in its account's name."""
    lines = [
        (file.stem, *line.split("\t"))
        for file in sorted((TESTS / "matches").glob("*.txt"))
        if file.stem not in ("unknown", "feed")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    lines += [
        (file.parent.name, *form)
        for file in sorted((TESTS / "recordings").glob("*/*.toml"))
        for form in tomllib.loads(file.read_text(encoding="utf-8")).get("forms", ())
    ]
    texts = {
        (network, text.partition("#")[0].partition("?")[0].rstrip("/"))
        for network, pasted, _, profile in lines
        for text in (pasted, profile)
        if text != "-"
    }
    return sorted((network, text) for network, text in texts if CATALOGUE.identify(text).network == network)


FORMS = _forms()


@pytest.mark.parametrize(("network", "address"), FORMS)
def test_no_handle_ends_as_a_feed_does(network: str, address: str) -> None:
    own, exempt = CATALOGUE.identify(address), MANIFESTS[network].match.endings
    for ending in ENDINGS:
        for written in (f".{ending}", f".{ending.upper()}", f".{ending}/", f".{ending}?page=2"):
            found = CATALOGUE.identify(address + written)
            if found.network in (FEED, None):
                continue
            assert (found.handle or "").endswith(f".{ending}") <= any(ending in known for known in exempt.values())
            assert found.network == network
            assert found.handle == own.handle or exempt, f"{address}{written}"


def test_the_forms_are_of_every_network_with_patterns() -> None:
    """So that the test above tries each manifest but two, whose names stand in a query and behind a #."""
    tried = {network for network, _ in FORMS}
    known = {name for name, each in MANIFESTS.items() if each.match.url or each.match.handle}
    assert known - tried == {"hackernews", "signal"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # the host says which network it is: the account
        ("https://codeberg.org/acme.rss", Identified("gitea", "acme", "https://codeberg.org/acme")),
        ("https://github.com/acme.atom", Identified("github", "acme", "https://github.com/acme")),
        ("https://gitlab.com/acme/shop.atom", Identified("gitlab", "acme/shop", "https://gitlab.com/acme/shop")),
        ("https://www.reddit.com/r/acme.rss", Identified("reddit", "r/acme", "https://www.reddit.com/r/acme")),
        ("https://meta.discourse.org/u/lea.json", Identified("discourse", "@lea", "https://meta.discourse.org/u/lea")),
        ("https://www.tiktok.com/@acme.xml", Identified("tiktok", "@acme", "https://www.tiktok.com/@acme")),
        ("https://www.douyin.com/user/ac.me.rss", Identified("douyin", "ac.me", "https://www.douyin.com/user/ac.me")),
        ("@acme@social.example.rss", Identified("mastodon", "@acme@social.example", "https://social.example/@acme")),
        # any host: what stands there, a feed
        ("https://social.example/@acme.rss", Identified("feed", None, "https://social.example/@acme.rss")),
        ("https://social.example/@acme.atom/", Identified("feed", None, "https://social.example/@acme.atom/")),
        ("https://social.example/users/acme.ATOM", Identified("feed", None, "https://social.example/users/acme.ATOM")),
        ("https://social.example/@acme.json", Identified("feed", None, "https://social.example/@acme.json")),
        ("https://tube.example/c/news.xml", Identified("feed", None, "https://tube.example/c/news.xml")),
        ("https://lemmy.example/u/acme.rss", Identified("feed", None, "https://lemmy.example/u/acme.rss")),
        # other forms of feeds
        ("https://lemmy.example/feeds/u/acme.xml", Identified("feed", None, "https://lemmy.example/feeds/u/acme.xml")),
        (
            "https://pod.example/@acme/feed.xml",
            Identified("castopod", "@acme@pod.example", "https://pod.example/@acme"),
        ),
        ("https://github.com/acme/shop/tags.atom", Identified("feed", None, "https://github.com/acme/shop/tags.atom")),
        # names that may end so
        (
            "https://github.com/acme/feed.json",
            Identified("github", "acme/feed.json", "https://github.com/acme/feed.json"),
        ),
        ("https://codeberg.org/acme/a.xml", Identified("gitea", "acme/a.xml", "https://codeberg.org/acme/a.xml")),
        ("https://codeberg.org/acme/shop.rss", Identified("gitea", "acme/shop", "https://codeberg.org/acme/shop")),
        ("https://pypi.org/project/acme.json", Identified("pypi", "acme.json", "https://pypi.org/project/acme.json/")),
        # a file of the site is nobody's name
        ("https://www.facebook.com/feed.xml", Identified(None, None, None)),
        ("https://www.instagram.com/rss.xml", Identified(None, None, None)),
    ],
)
def test_an_ending_after_a_name(given: str, expected: Identified) -> None:
    assert CATALOGUE.identify(given) == expected


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_network_that_is_named_reads_the_account(ending: str) -> None:
    names = MANIFESTS["mastodon"].names(f"https://social.example/@acme.{ending}")
    assert names is not None
    assert names["user"] == "acme"


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_own_feed_and_the_profile_are_one_account(ending: str) -> None:
    """So that nobody adds both."""
    feed, profile = f"https://social.example/@acme.{ending}", "https://social.example/@acme"
    assert identity("feed", feed, CATALOGUE) == identity("mastodon", profile, CATALOGUE)


def test_a_feed_of_a_site_is_itself() -> None:
    assert identity("feed", "https://acme.example/news.rss", CATALOGUE) != identity(
        "feed", "https://acme.example/news", CATALOGUE
    )


@given(st.text(alphabet="acme.rsxml@/:?#-_", max_size=60))
def test_any_text_names_an_account_without_such_an_ending(text: str) -> None:
    found = CATALOGUE.identify(f"https://social.example/@{text}.rss")
    assert not (found.handle or "").endswith(".rss")
    assert found.network is None or found.profile is not None
    assert normalise(text) == normalise(normalise(text)) or "//" in text


def test_endings_of_a_group_that_no_pattern_has(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"match\.endings: no pattern has a group 'repo'"):
        Patterns.compiled(MatchTable(url=("^(?P<user>a)$",), endings={"repo": ("xml",)}), {})
    file = tmp_path / "acme.toml"
    file.write_text(
        'name = "Acme"\nstatus = "shape"\nclass = "E"\nactivity = false\nwhy = "a"\n[match]\nurl = ["^(?P<user>a)$"]\n'
        'endings = { user = ["pdf"] }\n[terms]\nautomated = "api"\nsource = "a"\nread_on = 2026-11-22\n',
        encoding="utf-8",
    )
    with pytest.raises(ManifestError, match=r"match\.endings\.user"):
        Manifest.load(file)
