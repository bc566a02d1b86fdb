"""`accounts list|add|import`: sheets as spreadsheets write them become accounts of a list, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Command = Callable[..., Result]
MAIN = """[monitor]
database = "sqlite:///monitor.db"
include = ["{include}"]

[brands.acme]
name = "Acme"

[people.lea]
name = "Léa Example"
email = "lea@acme.example"
"""
AUDIT = """\
Audit des réseaux sociaux;;;;;;
Novembre 2026;;;;;;

Réseau;Compte;Responsable;Mission;Conserver/Désactiver;Fréquence;Remarques
Twitter / X;@acme;Léa Example;"Annonces; nouvelles";Conserver;2 par semaine;rien
Facebook;https://m.facebook.com/AcmeOfficiel/?ref=x;LEA@acme.example;;Désactiver;;
Instagram;acme.officiel;Lea Example;Images;Garder;1 par semaine;
YouTube;@acme;;;;;
LinkedIn;https://fr.linkedin.com/company/acme/;;;à fermer;;
Mastodon;@acme@social.example;;;en pause;;
Total;;6;;;;
"""


@pytest.fixture
def main(tmp_path: Path) -> Path:
    path = tmp_path / "monitor.toml"
    path.write_text(MAIN.format(include="accounts.d/*.toml"), encoding="utf-8")
    return path


@pytest.fixture
def call(main: Path, monitor: Command) -> Command:
    return lambda *words: monitor("--config", str(main), "accounts", *map(str, words))


def listed(call: Command) -> dict[str, Any]:
    return {each["id"]: each for each in json.loads(call("list", "--json").stdout)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_audit_sheet_becomes_accounts(encoding: str, call: Command, monitor: Command, main: Path) -> None:
    sheet = main.with_name("audit.csv")
    sheet.write_bytes(AUDIT.replace("\n", "\r\n").encode(encoding))
    done = call("import", sheet)
    assert done.exit_code == 0, done.stderr
    assert {
        name: (one["network"], one["url"], one["lifecycle"], one["owner"]) for name, one in listed(call).items()
    } == {
        "acme-x": ("x", "https://x.com/acme", "active", "lea"),
        "acme-facebook": ("facebook", "https://www.facebook.com/AcmeOfficiel", "closing", "lea"),
        "acme-instagram": ("instagram", "https://www.instagram.com/acme.officiel/", "active", "lea"),
        "acme-youtube": ("youtube", "https://www.youtube.com/@acme", "active", None),
        "acme-linkedin": ("linkedin", "https://www.linkedin.com/company/acme", "closing", None),
        "acme-mastodon": ("mastodon", "https://social.example/@acme", "paused", None),
    }
    assert f'{sheet}:4: left out, for an account has no such thing: "Remarques"' in done.stderr
    assert f"{sheet}:11: neither an address nor a handle stands here: left out" in done.stderr
    shown = json.loads(monitor("--config", str(main), "config", "show", "--account", "acme-x", "--json").stdout)
    values = {row["key"]: row["value"] for row in shown}
    assert (values["mission"], values["plan.publish"]) == ("Annonces; nouvelles", "2 par semaine")


def test_a_sheet_can_be_imported_again_and_nothing_that_stands_is_touched(call: Command, main: Path) -> None:
    sheet = main.with_name("audit.csv")
    sheet.write_text(AUDIT, encoding="utf-8")
    call("import", sheet)
    (written,) = main.with_name("accounts.d").iterdir()
    before = written.read_text(encoding="utf-8")
    again = call("import", sheet)
    assert (again.exit_code, again.stdout) == (0, "nothing to append\n")
    assert "https://x.com/acme is there already: acme-x (" in again.stderr
    assert call("add", "https://t.me/acme").exit_code == 0
    assert written.read_text(encoding="utf-8").startswith(before)
    assert main.read_text(encoding="utf-8") == MAIN.format(include="accounts.d/*.toml")


def test_a_place_that_no_connector_reads_is_taken_in_once(call: Command, main: Path) -> None:
    sheet = main.with_name("places.csv")
    sheet.write_text("network;url\nIntranet;https://intranet.example/acme\n", encoding="utf-8")
    for _ in range(2):
        assert call("import", sheet).exit_code == 0
    assert [(name, one["network"]) for name, one in listed(call).items()] == [("acme-intranet", "manual")]


def test_the_list_says_what_holds_today(call: Command, main: Path) -> None:
    for name in ("one", "two", "three"):
        call("add", f"https://t.me/acme_{name}", "--id", name)
    call("pause", "one", "--until", "2999-01-31", "--reason", "Works")
    call("close", "two", "--on", "2999-02-28", "--reason", "Nobody there")
    assert {name: (one["lifecycle"], one["until"]) for name, one in listed(call).items()} == {
        "one": ("paused", "2999-01-31"),
        "two": ("closing", "2999-02-28"),
        "three": ("active", None),
    }


def test_every_mistake_is_reported_with_its_line_and_nothing_is_written(call: Command, main: Path) -> None:
    sheet = main.with_name("audit.csv")
    sheet.write_text(
        "network,handle,owner,keep/deactivate,priority\nX,acme,Nobody,keep,\nX,@b,,maybe,\nLinkedIn,acme,,keep,\n"
        "YouTube,@acme,,keep,\n",
        encoding="utf-8",
    )
    done = call("import", sheet)
    assert done.exit_code == 4
    said = done.stderr.removeprefix("monitor: ").splitlines()
    assert [":".join(line.split(":")[:2]) for line in said] == [f"{sheet}:2", f"{sheet}:3", f"{sheet}:4"]
    assert 'no person "Nobody": declare [people.nobody] with name = "Nobody"' in said[0]
    assert '"maybe" is no decision that is known: write one of keep, ' in said[1]
    assert not main.with_name("accounts.d").exists()


def test_what_the_configuration_would_refuse_is_reported_with_the_line_of_the_sheet(call: Command, main: Path) -> None:
    sheet = main.with_name("audit.csv")
    sheet.write_text("url;priority\nhttps://t.me/acme;3\nhttps://x.com/acme;9\n", encoding="utf-8")
    done = call("import", sheet)
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.startswith(f'monitor: {sheet}:3: account "acme-x", priority: a number of at most 5')
    assert not main.with_name("accounts.d").exists()


def test_a_sheet_as_a_french_spreadsheet_writes_it(call: Command, main: Path) -> None:
    """In the encoding of Windows, with a line that says what separates, and French words, days and frequencies."""
    sheet = main.with_name("reseaux.csv")
    rows = (
        "sep=;",
        "Marque;Réseau;Lien;Créé le;Fréquence;Responsable",
        "Acme;Blog;https://acme.example/feed;10/11/2019;1 par semaine;Léa Example",
        "Acme;Instagram;instagram.com/acme;;hebdomadaire;lea@acme.example",
        "Acme;Twitter / X;@acme;31.12.2020;2 par mois;",
    )
    sheet.write_bytes("\r\n".join((*rows, "")).encode("cp1252"))
    assert call("import", sheet).exit_code == 0
    assert {name: (one["url"], one["owner"]) for name, one in listed(call).items()} == {
        "acme-feed": ("https://acme.example/feed", "lea"),
        "acme-instagram": ("https://www.instagram.com/acme/", "lea"),
        "acme-x": ("https://x.com/acme", None),
    }
    written = (main.parent / "accounts.d" / "added.toml").read_text(encoding="utf-8")
    assert ("opened = 2019-11-10" in written, "opened = 2020-12-31" in written) == (True, True)


def test_opml_becomes_feeds_and_what_their_addresses_tell(call: Command, main: Path) -> None:
    sheet = main.with_name("feeds.opml")
    sheet.write_text(
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="Acme">'
        '<outline text="News" xmlUrl="https://acme.example/feed.xml?lang=fr" htmlUrl="https://acme.example/"/>'
        '<outline text="Blog" xmlUrl="https://acme.example/blog/rss"/>\n'
        '<outline text="Film" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"/>'
        "</outline></body></opml>",
        encoding="utf-8",
    )
    assert call("import", sheet).exit_code == 0
    assert {name: one["url"] for name, one in listed(call).items()} == {
        "acme-feed": "https://acme.example/feed.xml?lang=fr",
        "acme-feed-blog": "https://acme.example/blog/rss",
        "acme-youtube": "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
    }


def test_a_dry_run_prints_what_would_be_appended(call: Command, main: Path) -> None:
    done = call("add", "twitter.com/Acme?lang=fr", "--owner", "Léa Example", "--publish", "2 per week", "--dry-run")
    assert done.stdout == (
        '[[accounts]]\nid = "acme-x"\nbrand = "acme"\nnetwork = "x"\nurl = "https://x.com/Acme"\nowner = "lea"\n'
        'plan.publish = "2 per week"\n'
    )
    assert not main.with_name("accounts.d").exists()


def test_a_csv_list_gets_a_row_of_its_own_columns(main: Path, monitor: Command) -> None:
    main.write_text(MAIN.format(include="accounts.csv"), encoding="utf-8")
    rows = main.with_name("accounts.csv")
    rows.write_bytes("\ufeffid;url;network;brand;mission\r\nnews;https://acme.example/rss;feed;acme;".encode())
    assert monitor("--config", str(main), "accounts", "add", "https://t.me/acme").exit_code == 0
    assert rows.read_bytes().endswith(b";acme;\r\nacme-telegram;https://t.me/acme;telegram;acme;\r\n")
    refused = monitor("--config", str(main), "accounts", "add", "https://x.com/acme", "--owner", "lea")
    assert refused.exit_code == 4
    assert f"{rows}:1: the first row has no column owner: add it" in refused.stderr


def test_where_there_is_no_list_or_several_it_says_what_to_do(main: Path, monitor: Command) -> None:
    plain = main.read_text(encoding="utf-8")
    main.write_text(plain.replace('include = ["accounts.d/*.toml"]\n', ""), encoding="utf-8")
    done = monitor("--config", str(main), "accounts", "add", "https://t.me/acme")
    assert (done.exit_code, f"{main}:1: no account list to append to: add include" in done.stderr) == (4, True)
    main.write_text(plain, encoding="utf-8")
    folder = main.with_name("accounts.d")
    folder.mkdir()
    for name in ("a.toml", "b.toml"):
        (folder / name).write_text("", encoding="utf-8")
    done = monitor("--config", str(main), "accounts", "add", "https://t.me/acme")
    assert f"{main}:3: several lists (accounts.d/a.toml, accounts.d/b.toml): name one with --to FILE" in done.stderr
    done = monitor("--config", str(main), "accounts", "add", "https://t.me/acme", "--to", "accounts.d/b.toml")
    assert (done.exit_code, (folder / "a.toml").read_text(encoding="utf-8")) == (0, "")
    done = monitor("--config", str(main), "accounts", "add", "https://x.com/acme", "--to", "elsewhere.toml")
    assert (done.exit_code, 'include does not name "elsewhere.toml"' in done.stderr) == (4, True)
