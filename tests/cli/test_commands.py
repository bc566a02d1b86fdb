"""Every command as its user calls it: what it prints, its exit code, what it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import write_config
from support.site import Site

Command = Callable[..., Result]
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands take the present from one place; here it is stated."""
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": lambda: NOW})


@pytest.fixture
def config(site: Site, tmp_path: Path) -> str:
    site.feed("/blog.xml", *(NOW - timedelta(days=7 * week + 1) for week in range(8)))
    site.feed("/old.xml", NOW - timedelta(days=200))
    accounts = "".join(
        f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nurl = "{url}"\n{network}owner = "ada"\n'
        'plan = { publish = "1 per week", hours_per_week = 2 }\n'
        for name, url, network in (
            ("blog", f"{site.base}/blog.xml", ""),
            ("old", f"{site.base}/old.xml", ""),
            ("friends", "https://friendsbook.example/acme", 'network = "friendsbook"\n'),
        )
    )
    return str(write_config(tmp_path, accounts))


def test_init_writes_a_file_that_check_finds_right(monitor: Command, tmp_path: Path) -> None:
    path = str(tmp_path / "monitor.toml")
    assert monitor("init", path).exit_code == 0
    checked = monitor("--config", path, "config", "check")
    assert (checked.exit_code, checked.stderr) == (0, "")
    again = monitor("init", path)
    assert again.exit_code == 2
    assert "left as it is" in again.stderr.replace("it was ", "")


def test_every_mistake_is_reported_and_the_database_is_not_touched(monitor: Command, tmp_path: Path) -> None:
    path = tmp_path / "monitor.toml"
    path.write_text(
        f'[monitor]\ndatabase = "sqlite:///{tmp_path}/monitor.db"\n[brands.acme]\nname = "Acme"\n'
        '[[accounts]]\nid = "blog"\nbrand = "acmee"\nurl = "https://acme.example/feed"\nplna = {}\n'
    )
    for words in (("config", "check"), ("run",), ("poll", "--all"), ("status",)):
        result = monitor("--config", str(path), *words)
        assert result.exit_code == 4
        assert f"{path}:7:" in result.stderr
        assert "acme" in result.stderr
        assert f"{path}:9:" in result.stderr
        assert "plan" in result.stderr
    assert not (tmp_path / "monitor.db").exists()


def test_without_a_configuration_it_says_where_it_searched(
    monitor: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = monitor("status")
    assert result.exit_code == 4
    assert "monitor init" in result.stderr


def test_poll_is_silent_and_status_says_how_they_stand(monitor: Command, config: str) -> None:
    polled = monitor("--config", config, "poll", "--allow-private")
    assert (polled.exit_code, polled.stdout, polled.stderr) == (0, "", "")
    shown = monitor("--config", config, "status")
    lines = {line.split()[0]: line for line in shown.stdout.splitlines() if line}
    assert "on plan" in lines["blog"]
    assert "abandoned" in lines["old"]
    assert lines["old"] is shown.stdout.splitlines()[1] or "abandoned" in shown.stdout.splitlines()[1]
    assert "3 accounts, 1 inanimate" in shown.stdout
    assert monitor("--config", config, "status", "--exit-code").exit_code == 10


def test_status_as_json_is_one_document(monitor: Command, config: str) -> None:
    monitor("--config", config, "poll", "--allow-private")
    document = json.loads(monitor("--config", config, "status", "--json").stdout)
    accounts = {one["account"]: one for one in document["accounts"]}
    assert (accounts["old"]["status"], accounts["old"]["inanimate"]) == ("abandoned", True)
    assert accounts["old"]["last_human_act"] == "2026-04-30T12:00:00Z"
    assert accounts["friends"]["observation"] == "manual"


def test_a_poll_that_could_not_see_exits_with_3(monitor: Command, config: str, site: Site) -> None:
    site.fail("/blog.xml", 500)
    assert monitor("--config", config, "poll", "--allow-private").exit_code == 3


def test_poll_of_one_account_asks_no_other(monitor: Command, config: str, site: Site) -> None:
    monitor("--config", config, "poll", "--account", "blog", "--allow-private")
    assert [path for path, _ in site.asked] == ["/blog.xml"]
    result = monitor("--config", config, "poll", "--account", "blgo")
    assert result.exit_code == 2
    assert "did you mean 'blog'" in result.stderr


def test_explain_says_why_and_what_it_rests_on(monitor: Command, config: str) -> None:
    monitor("--config", config, "poll", "--allow-private")
    text = monitor("--config", config, "explain", "old").stdout
    assert "status: abandoned" in text
    assert "why: " in text
    assert "what to do: " in text
    assert "check " in text
    assert "pourquoi" not in text
    document = json.loads(monitor("--config", config, "explain", "old", "--json").stdout)
    assert document["reasons"][0]["rule"] == "silent"
    assert document["transitions"][0]["looks"] == [document["looks"][0]["id"]]


def test_what_a_person_saw_is_entered_and_counts(monitor: Command, config: str) -> None:
    entered = monitor("--config", config, "accounts", "seen", "friends", "--on", "2026-11-15", "--by", "ada")
    assert (entered.exit_code, entered.stdout) == (0, "friends: last human act on 2026-11-15\n")
    (friends,) = (
        one
        for one in json.loads(monitor("--config", config, "status", "--json").stdout)["accounts"]
        if one["account"] == "friends"
    )
    assert friends["status"] == "on_plan"
    assert monitor("--config", config, "accounts", "seen", "friends", "--on", "2026-11-17").exit_code == 2


def test_config_show_says_where_each_value_comes_from(monitor: Command, config: str) -> None:
    text = monitor("--config", config, "config", "show", "--account", "blog").stdout
    assert "1 per week" in text
    assert f"{config}:" in text
    assert "default" in text


def test_config_show_prints_the_settings_as_they_were_read(
    monitor: Command, config: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = dict(line.split(maxsplit=1) for line in monitor("--config", config, "config", "show").stdout.splitlines())
    assert (
        rows["brands.acme.name"], rows["poll_every"], rows["reports.1.to"], rows["accounts"],
    ) == ("Acme", "6 hours", "ada", "3")  # fmt: skip
    document = json.loads(monitor("--config", config, "config", "show", "--json").stdout)
    assert {"key": "mail.deliver", "value": "maildir"} in document


def test_config_schema_is_json(monitor: Command) -> None:
    assert "properties" in json.loads(monitor("config", "schema").stdout)


def test_digest_is_previewed_written_and_sent_once(monitor: Command, config: str, tmp_path: Path) -> None:
    monitor("--config", config, "poll", "--allow-private")
    page = tmp_path / "digest.html"
    assert monitor("--config", config, "digest", "--preview", str(page), "--language", "fr").exit_code == 0
    assert 'lang="fr"' in page.read_text(encoding="utf-8")
    for _ in range(2):
        assert monitor("--config", config, "digest", "--eml", str(tmp_path / "eml")).exit_code == 0
    assert len(list((tmp_path / "eml").iterdir())) == 1
    assert monitor("--config", config, "digest", "--to-maildir", str(tmp_path / "box")).exit_code == 0
    assert len(list((tmp_path / "box" / "new").iterdir())) == 1
    assert "0 queued" in monitor("--config", config, "digest", "--send").stdout  # none was due since it watches
    assert monitor("--config", config, "digest").exit_code == 2


def test_a_message_that_was_sent_is_shown_as_it_was_made(
    monitor: Command, config: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitor("--config", config, "poll", "--allow-private")
    monkeypatch.setattr(
        root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": lambda: NOW + timedelta(days=7)}
    )
    assert "1 queued, 1 sent" in monitor("--config", config, "digest", "--send").stdout
    (sent,) = (tmp_path / "mail" / "new").iterdir()
    period, page = ("digest", "--to", "ada", "--period", "2026-W47"), tmp_path / "digest.html"
    shown = monitor("--config", config, *period, "--eml", str(tmp_path / "eml"), "--preview", str(page))
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert [file.read_bytes() for file in (tmp_path / "eml").iterdir()] == [sent.read_bytes()]
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    missing = monitor("--config", config, "digest", "--to", "ada", "--period", "2026-W46", "--eml", str(tmp_path))
    assert (missing.exit_code, "the newest are: 2026-W47" in missing.stderr) == (2, True)


def test_db_upgrade_and_check(monitor: Command, config: str, tmp_path: Path) -> None:
    assert monitor("--config", config, "db", "check").exit_code == 4
    assert monitor("--config", config, "db", "upgrade").exit_code == 0
    assert monitor("--config", config, "db", "check").exit_code == 0
    (tmp_path / "monitor.db").write_bytes(b"not a database" * 100)
    broken = monitor("--config", config, "status")
    assert broken.exit_code == 4
    assert "monitor.db" in broken.stderr


def test_private_addresses_named_in_the_file_are_open_to_every_command(
    monitor: Command, config: str, site: Site
) -> None:
    path = Path(config)
    path.write_text(path.read_text() + f'[fetch]\nallow_private = ["127.0.0.1:{site.port}"]\n')
    assert monitor("--config", config, "look", f"{site.base}/blog.xml").exit_code == 0
    assert monitor("--config", config, "run").exit_code == 0


def test_an_operators_own_manifest_is_used_and_recognises_addresses(
    monitor: Command, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "shouts.toml").write_text(
        r"""
name = "Shouts"
status = "shape"
class = "A"
[match]
url = ['^http://127\.0\.0\.1:\d+/shouts/(?P<user>\w+)$']
[[posts]]
get = "{url}.json"
format = "json"
items = "shouts"
order = "newest_first"
dates = "iso"
reach = { items = 10 }
[posts.map]
id = "id"
published = "at"
[terms]
automated = "api"
source = "https://shouts.example/terms"
read_on = 2026-11-22
"""
    )
    body = json.dumps({"shouts": [{"id": 1, "at": "2026-11-15T12:00:00Z"}]}).encode()
    site.pages["/shouts/acme.json"] = (200, {"Content-Type": "application/json"}, body)
    account = f'[[accounts]]\nid = "shouts"\nbrand = "acme"\nurl = "{site.base}/shouts/acme"\n'
    path = write_config(tmp_path, account)
    path.write_text(path.read_text().replace("[monitor]", '[monitor]\nconnectors = ["own"]', 1))
    assert monitor("--config", str(path), "poll", "--allow-private").exit_code == 0
    (one,) = json.loads(monitor("--config", str(path), "status", "--json").stdout)["accounts"]
    assert (one["network"], one["last_human_act"]) == ("shouts", "2026-11-15T12:00:00Z")


def test_the_configuration_that_the_readme_shows_is_right(monitor: Command, tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```toml\n")[2].partition("```")[0]
    assert len(shown.splitlines()) == 5
    (tmp_path / "monitor.toml").write_text(shown, encoding="utf-8")
    checked = monitor("--config", str(tmp_path / "monitor.toml"), "config", "check")
    assert checked.exit_code == 0
    assert "1 brand, 1 account, 0 people" in checked.stdout
