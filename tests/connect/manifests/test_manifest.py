"""Manifests and the catalogue: what is accepted, what is refused and how, and what a target's network is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from monitor.connect.documents.decode import decode
from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest, manifest_schema
from monitor.model.errors import ManifestError
from monitor.model.http import Decode, Decoded, Format

CATALOGUE = Catalogue.load()
GOOD = """
name = "Acme"
status = "shape"
class = "A"
[match]
url = ['^https://acme\\.example/(?P<user>\\w+)$']
[vars]
base = "https://api.acme.example"
[[posts]]
get = "{base}/posts?user={user}"
[posts.map]
id = "id"
published = "date"
[terms]
automated = "api"
source = "https://acme.example/terms"
read_on = 2026-01-01
"""


def load(folder: Path, text: str, name: str = "acme") -> Manifest:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return Manifest.load(path)


def test_a_manifest_of_twenty_lines_is_a_network(tmp_path: Path) -> None:
    manifest = load(tmp_path, GOOD)
    assert manifest.names("https://acme.example/lea") == {
        "url": "https://acme.example/lea",
        "user": "lea",
        "base": "https://api.acme.example",
    }


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('status = "shape"', "", "status: is missing; add it"),
        ('class = "A"', 'class = "A"\ncolour = "red"', "colour: no such key; remove it or correct its spelling"),
        ('id = "id"', 'id = "id["', "posts.0.map.id: not a JMESPath expression: 'id['"),
        ("(?P<user>\\w+)", "(?P<user>\\w+", "not a regular expression"),
        ("user={user}", "user={usr}", "nothing gives {usr} in '{base}/posts?user={usr}'"),
        ('published = "date"', 'published = "date"\n[[errors]]\nis = "gone"', "errors.0: needs status, header or body"),
        (
            'published = "date"',
            'published = "date"\n[[errors]]\nstatus = 7\nis = "gone"',
            "errors.0.status: not an HTTP",
        ),
        ('published = "date"', 'published = "date"\n[[errors]]\nstatus = 404\nis = "ok"', "an error cannot be 'ok'"),
        ("[posts.map]", 'dates = "maya"\n[posts.map]', "posts.0.dates: 'maya' is none of auto, date_only, epoch_ms"),
        ("[posts.map]", 'page = { kind = "scroll" }\n[posts.map]', "kind 'scroll' is none of cursor, link, next_url"),
        ("[posts.map]", 'page = { kind = "next_url" }\n[posts.map]', "kind 'next_url' needs `from`"),
        ("[posts.map]", 'page = { kind = "link", back = "soon" }\n[posts.map]', "not a duration: 'soon'; write 30s"),
        ("[posts.map]", 'format = "html"\n[posts.map]', 'the table `html` goes with format = "html"'),
        ("[posts.map]", 'by = "{user}"\n[posts.map]', "`by` needs `map.author`"),
        ("[posts.map]", 'by = "{usr}"\n[posts.map]\nauthor = "who"', "posts.by: nothing gives {usr} in '{usr}'"),
        ("[terms]", '[limit]\nper_host = "often"\n[terms]', "limit.per_host: not a rate: 'often'; write 1/s"),
        ("[terms]", "[account]\n[terms]", 'account.0: needs `get`, or `of = "posts"`'),
        ('name = "Acme"', 'name = "Acme"\nid = "other"', "id: 'other' is not the file's name; rename one of them"),
        ('name = "Acme"', 'name = "Acme"\nfixed = {}', "fixed: not a key of a manifest"),
        ('name = "Acme"', "name = ", "cannot be read as TOML"),
    ],
)
def test_a_mistake_names_file_key_and_reason(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(ManifestError) as error:
        load(tmp_path, GOOD.replace(before, after))
    assert str(error.value).startswith(f"{tmp_path / 'acme.toml'}: ")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("first", "missing"),
    [
        ("", "team"),  # which another pattern gives
        ('[[resolve]]\nget = "{base}/{user}"\nset = { number = "id" }\nmay_set = { club = "club" }\n', "club"),
    ],
)
def test_an_author_that_cannot_always_be_named_is_a_mistake(tmp_path: Path, first: str, missing: str) -> None:
    """A check would end in it, years later, at the first such account."""
    team = "'^https://acme\\.example/team/(?P<team>\\w+)$'"
    both = GOOD.replace("url = [", f"url = [{team}, ").replace("?user={user}", "").replace("[posts.map]", "{by}{map}")
    lists = f'by = "{{{missing}}}"\n[posts.map]\nauthor = "who"'
    with pytest.raises(ManifestError) as error:
        load(tmp_path, both.replace("{by}{map}", lists).replace("[[posts]]", f"{first}[[posts]]"))
    assert f"{tmp_path / 'acme.toml'}: manifest: posts.by: nothing gives {{{missing}}} for sure" in str(error.value)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(ManifestError) as error:
        load(tmp_path, GOOD.replace('"shape"', '"new"').replace('id = "id"', 'id = "id["'))
    assert len(str(error.value).splitlines()) == 2


def test_every_selector_of_every_manifest_is_css() -> None:
    for manifest in CATALOGUE.manifests.values():
        for posts in manifest.posts:
            if posts.html is not None:
                selectors = {"items": posts.html.items, "fields": posts.html.fields, "page": posts.html.page}
                everywhere = {**selectors, "items": "body"}
                for asked in (selectors, everywhere):
                    assert isinstance(decode(Decode(Format.HTML, b"<html><body>", "", "", asked)), Decoded)


@pytest.mark.parametrize(
    ("target", "network"),
    [
        ("https://social.example/@acme", "mastodon"),
        ("https://social.example/@acme/", "mastodon"),
        ("https://social.example/users/acme", "mastodon"),
        ("https://social.example/@acme@home.example", "mastodon"),
        ("http://127.0.0.1:8080/@acme", "mastodon"),
        ("http://localhost:3000/@acme", "mastodon"),
        ("@acme@social.example", "mastodon"),
        ("acme@social.example", "mastodon"),
        ("acct:acme@social.example:3000", "mastodon"),
        (" https://t.me/acme_news ", "telegram"),
        ("https://t.me/s/acme_news", "telegram"),
        ("t.me/acme_news", "telegram"),
        ("https://acme.example/feed.xml", "feed"),
        ("http://acme.example", "feed"),
        ("https://www.youtube.com/@acme", "youtube"),
        ("https://www.youtube.com/watch?v=acme", "feed"),
        ("https://github.com/acme", "github"),
        ("https://github.com/acme/shop/releases.atom", "feed"),
        ("https://github.com/features", "feed"),
        ("https://blog.example/wp-json/", "wordpress"),
        ("https://blog.example/feed/", "feed"),
        ("https://medium.com/@acme", "medium"),
        ("https://social.example/@acme/12345", "feed"),
        ("https://user@social.example/@acme", "feed"),
        ("https://acme.substack.com/@acme", "feed"),
        ("acme", None),
        ("@acme", None),
        ("acme.example", None),
        ("two words", None),
        ("https://", None),
        ("https://[bad", None),
        ("ftp://acme.example/feed", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_the_network_of_a_target(target: str, network: str | None) -> None:
    assert CATALOGUE.match(target) == network


def test_a_handle_of_a_federated_network_gives_its_host() -> None:
    manifest = CATALOGUE.get("mastodon")
    assert manifest is not None
    for target in ("@acme@social.example:3000", "https://copy.example/@acme@social.example:3000"):
        names = manifest.names(target)
        assert names is not None
        assert (names["base"], names["user"]) == ("https://social.example:3000", "acme")


def test_a_bare_name_is_an_account_where_the_network_is_named() -> None:
    manifest = CATALOGUE.get("telegram")
    assert manifest is not None
    names = manifest.names("@acme_news")
    assert names is not None
    assert (names["base"], names["channel"]) == ("https://t.me", "acme_news")


def test_the_operators_base_wins_and_its_addresses_are_accounts() -> None:
    bases = {"telegram": {"base": "http://127.0.0.1:81", "other": "x"}, "mastodon": {"base": "http://127.0.0.1:82"}}
    catalogue = Catalogue.load(networks=bases)
    telegram, mastodon = catalogue.get("telegram"), catalogue.get("mastodon")
    assert telegram is not None and mastodon is not None
    assert catalogue.match("http://127.0.0.1:81/acme_news") == "telegram"
    for manifest, target, base in (
        (telegram, "http://127.0.0.1:81/s/acme_news", "http://127.0.0.1:81"),
        (telegram, "https://t.me/acme_news", "http://127.0.0.1:81"),
        (mastodon, "https://social.example/@acme", "http://127.0.0.1:82"),
    ):
        names = manifest.names(target)
        assert names is not None
        assert names["base"] == base


def test_an_operators_folder_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "telegram.toml").write_text(GOOD.replace('name = "Acme"', 'name = "Ours"'), encoding="utf-8")
    catalogue = Catalogue.load([tmp_path])
    assert set(catalogue.names()) == {"acme", *CATALOGUE.names()}
    telegram = catalogue.get("telegram")
    assert telegram is not None
    assert telegram.name == "Ours"
    assert catalogue.get("nowhere") is None


def test_the_schema_says_what_a_file_may_hold() -> None:
    schema = manifest_schema()
    assert set(schema["required"]) == {"name", "status", "class", "terms"}
    assert schema["additionalProperties"] is False
    assert "fixed" not in schema["properties"]
    assert set(schema["$defs"]["PageTable"]["properties"]) == {"kind", "from", "param", "max", "back"}
    assert schema["$defs"]["ActMap"]["properties"]["id"]["type"] == "string"


def test_loading_the_catalogue_imports_no_heavy_reader() -> None:
    code = (
        "import sys; from monitor.connect.manifests.catalogue import Catalogue; "
        "from monitor.connect.checks.observe import observe; "
        "import monitor.connect.documents.decode; Catalogue.load(); "
        "print([name for name in ('feedparser', 'selectolax', 'httpx', 'aiohttp') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"


def test_every_key_stands_in_the_documentation() -> None:
    text = (Path(__file__).parents[3] / "docs" / "connectors.md").read_text(encoding="utf-8")
    schema = manifest_schema()
    keys = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", {})}
    assert sorted(key for key in keys if f"`{key}`" not in text) == []


def test_the_documented_manifest_is_one(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "connectors.md").read_text(encoding="utf-8")
    manifest = load(tmp_path, text.split("```toml\n")[1].split("```")[0])
    assert manifest.name == "Acme Social"


def test_a_network_of_one_host_is_found_before_one_of_any_host(tmp_path: Path) -> None:
    (tmp_path / "zeta.toml").write_text(GOOD.replace("(?P<user>", "@(?P<user>"), encoding="utf-8")
    assert Catalogue.load([tmp_path]).match("https://acme.example/@lea") == "zeta"
