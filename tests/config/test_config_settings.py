"""What a configuration that is right comes to: the least, the whole, and which word wins over which."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.config.load import find
from monitor.model.errors import ConfigError
from monitor.model.plan import (
    Account,
    Brand,
    Cadence,
    FetchSettings,
    Lifecycle,
    MailSettings,
    Objective,
    Plan,
    Report,
    Settings,
    Span,
    Thresholds,
)
from support.configuration import MINIMAL, Folder

WEEK = timedelta(days=7)
UTC = ZoneInfo("UTC")
PARIS = ZoneInfo("Europe/Paris")


def test_the_least_that_works(folder: Folder) -> None:
    account = Account(
        id="acme-blog",
        brand="acme",
        network="feed",
        url="https://acme.example/feed.xml",
        source=f"{folder.main}:5",
    )

    assert Settings(
        database=f"sqlite:///{folder.path}/monitor.db",
        brands={"acme": Brand("acme", "Acme", UTC)},
        accounts={"acme-blog": account},
        mail=MailSettings(folder=f"{folder.path}/letters"),
        files=(str(folder.main),),
    ) == folder.load(MINIMAL)


def test_a_plan_is_put_together_value_by_value(folder: Folder) -> None:
    settings = folder.load("""
        monitor.database = "sqlite:///monitor.db"
        [networks.mastodon.plan]
        publish = "daily"
        coverage = 0.1
        reply_within = "1h"
        thresholds = { bad_looks = 4, late = "9 days", dormant = "60 days" }
        [brands.acme]
        name = "Acme"
        [brands.acme.plan]
        publish = "weekly"
        coverage = 0.2
        thresholds = { late = "8 days" }
        [[accounts]]
        id = "own"
        brand = "acme"
        network = "mastodon"
        url = "https://social.example/@acme"
        [accounts.plan]
        publish = "3 per week"
        thresholds = { dormant = "50 days" }
        [[accounts]]
        id = "brand"
        brand = "acme"
        network = "mastodon"
        url = "https://social.example/@acme2"
        [[accounts]]
        id = "elsewhere"
        brand = "acme"
        network = "feed"
        url = "https://acme.example/feed.xml"
        plan = { publish = "none" }
    """)

    assert (
        Plan(
            publish=Cadence(3, WEEK, "3 per week"),
            coverage=0.2,
            reply_within=timedelta(hours=1),
            thresholds=Thresholds(bad_looks=4, late=timedelta(days=8), dormant=timedelta(days=50)),
        )
        == settings.accounts["own"].plan
    )
    assert (
        Plan(
            publish=Cadence(1, WEEK, "weekly"),
            coverage=0.2,
            reply_within=timedelta(hours=1),
            thresholds=Thresholds(bad_looks=4, late=timedelta(days=8), dormant=timedelta(days=60)),
        )
        == settings.accounts["brand"].plan
    )
    assert Plan(coverage=0.2, thresholds=Thresholds(late=timedelta(days=8))) == settings.accounts["elsewhere"].plan


def test_an_account_with_everything(folder: Folder) -> None:
    account = folder.load(
        MINIMAL
        + """
owner = "lea"
backup_owner = "tom"
mission = "Say what is new"
objectives = ["visibility", "retain"]
audience = ["members"]
priority = 5
opened = 2023-04-01
language = "pt-BR"
cross_posts_from = ["other"]
pauses = [{ from = 2026-12-21, to = 2027-01-03, reason = "Winter" }, { from = 2027-05-01 }]
[[accounts]]
id = "other"
brand = "acme"
network = "feed"
url = "https://acme.example/other.xml"
[people]
lea.name = "Lea"
tom.name = "Tom"
[audiences.members]
name = "Members"
"""
    ).accounts["acme-blog"]

    assert (
        Account(
            id="acme-blog",
            brand="acme",
            network="feed",
            url="https://acme.example/feed.xml",
            owner="lea",
            backup_owner="tom",
            mission="Say what is new",
            objectives=(Objective.VISIBILITY, Objective.RETAIN),
            audience=("members",),
            priority=5,
            pauses=(Span(date(2026, 12, 21), date(2027, 1, 3), "Winter"), Span(date(2027, 5, 1))),
            opened=date(2023, 4, 1),
            cross_posts_from=("other",),
            language="pt-BR",
            source=account.source,
        )
        == account
    )


@pytest.mark.parametrize(
    ("says", "lifecycle"),
    [
        ("", Lifecycle.ACTIVE),
        ("closing_on = 2027-01-31", Lifecycle.CLOSING),
        ("seasons = [{ from = 2027-06-01, to = 2027-08-31 }]", Lifecycle.SEASONAL),
        ('lifecycle = "active"\nclosing_on = 2027-01-31', Lifecycle.ACTIVE),
        ('lifecycle = "closed"', Lifecycle.CLOSED),
    ],
)
def test_the_lifecycle_follows_from_the_dates_unless_it_is_said(
    folder: Folder, says: str, lifecycle: Lifecycle
) -> None:
    assert lifecycle == folder.load(MINIMAL + says + "\n").accounts["acme-blog"].lifecycle


def test_zone_and_language_come_from_the_nearest_that_says_them(folder: Folder) -> None:
    settings = folder.load("""
        [monitor]
        database = "sqlite:///monitor.db"
        zone = "Europe/Paris"
        language = "fr"
        [brands]
        here.name = "Here"
        there = { name = "There", zone = "Asia/Tokyo", language = "en" }
        [people]
        lea = { name = "Lea", language = "en" }
        tom = { name = "Tom" }
        [[reports]]
        to = "lea"
        brands = ["there"]
        [[reports]]
        to = "tom"
        every = "month"
        [[reports]]
        to = "tom"
        brands = ["there"]
        every = "week"
        on = "vendredi"
        at = 18:00:00
        zone = "UTC"
        language = "en"
        [[reports]]
        to = "tom"
        every = "day"
        at = "5:00"
    """)

    assert (PARIS, "fr") == (settings.brands["here"].zone, settings.brands["here"].language)
    assert (ZoneInfo("Asia/Tokyo"), "en") == (settings.brands["there"].zone, settings.brands["there"].language)
    assert (
        Report("lea", ("there",), "week", 0, 7, ZoneInfo("Asia/Tokyo"), "en"),
        Report("tom", (), "month", 1, 7, PARIS, "fr"),
        Report("tom", ("there",), "week", 4, 18, UTC, "en"),
        Report("tom", (), "day", 0, 5, PARIS, "fr"),
    ) == settings.reports


def test_the_other_tables(folder: Folder) -> None:
    settings = folder.load(
        MINIMAL.replace("[brands", 'contact = "social@acme.example"\npoll_every = "90m"\nlease = "1s"\n[brands', 1)
        + """
[fetch]
connect_timeout = 1.5
total_timeout = "1m"
retries = 2
allow_private = ["Intranet.example:8443", "10.0.0.0/8", "127.0.0.1"]
proxy = "http://proxy.example:3128"
[mail]
deliver = "maildir"
from = "Acme <monitor@acme.example>"
folder = "out"
[networks.mastodon]
base = "http://127.0.0.1:8000"
plan = { publish = "daily" }
[effort.activities]
publish = { minutes = 60 }
listen = { minutes_per_day = 5 }
report = { minutes_per_week = 7.5 }
"""
    )

    assert (timedelta(minutes=90), timedelta(seconds=1)) == (settings.poll_every, settings.lease)
    assert (
        FetchSettings(
            contact="social@acme.example",
            connect_timeout=1.5,
            total_timeout=60,
            retries=2,
            allow_private=("intranet.example:8443", "10.0.0.0/8", "127.0.0.1/32"),
            proxy="http://proxy.example:3128",
        )
        == settings.fetch
    )
    assert (
        MailSettings(deliver="maildir", sender="Acme <monitor@acme.example>", folder=str(folder.path / "out"))
        == settings.mail
    )
    assert {"mastodon": {"base": "http://127.0.0.1:8000"}} == settings.networks
    assert (60, 10, 5, 7.5) == (
        settings.effort.publish,
        settings.effort.curate,
        settings.effort.listen_minutes_per_day,
        settings.effort.report_minutes_per_week,
    )


MATCHED = {"https://social.example/@acme": "mastodon", "@acme@social.example": "mastodon"}


@pytest.mark.parametrize(
    ("network", "url", "expected"),
    [
        (None, "https://social.example/@acme", "mastodon"),
        (None, "@acme@social.example", "mastodon"),
        (None, "https://elsewhere.example/blog", "feed"),
        ("feed", "https://social.example/@acme", "feed"),
        ("tiktok", "https://social.example/@acme", "manual"),
        ("manual", "a board in the hall", "manual"),
    ],
)
def test_the_network_is_what_is_said_else_what_the_address_says(
    folder: Folder, network: str | None, url: str, expected: str
) -> None:
    said = f'network = "{network}"' if network else ""
    text = MINIMAL.replace('network = "feed"', said).replace("https://acme.example/feed.xml", url)

    assert expected == folder.load(text, match=MATCHED.get).accounts["acme-blog"].network


def test_networks_are_taken_at_their_word_where_no_catalogue_is_known(folder: Folder) -> None:
    text = MINIMAL.replace('"feed"', '"tiktok"')

    assert "tiktok" == folder.load(text, known=()).accounts["acme-blog"].network


def test_a_connector_of_the_operator_is_known_by_its_file(folder: Folder) -> None:
    folder.write("", "mine/tiktok.toml")
    text = MINIMAL.replace('"feed"', '"tiktok"').replace("[brands", 'connectors = ["mine"]\n[brands', 1)

    settings = folder.load(text)

    assert "tiktok" == settings.accounts["acme-blog"].network
    assert (str(folder.path / "mine"),) == settings.connectors


def test_a_plan_for_a_network_without_a_connector_holds(folder: Folder) -> None:
    text = MINIMAL.replace('"feed"', '"tiktok"') + '[networks.tiktok]\nplan = { publish = "daily" }\n'

    assert Cadence(1, timedelta(days=1), "daily") == folder.load(text).accounts["acme-blog"].plan.publish


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("sqlite:///data/m.db", "sqlite:///{folder}/data/m.db"),
        ("sqlite:////var/lib/m.db", "sqlite:////var/lib/m.db"),
        ("sqlite:///m.db?timeout=5", "sqlite:///{folder}/m.db?timeout=5"),
        ("postgresql://monitor@db.example/monitor", "postgresql://monitor@db.example/monitor"),
    ],
)
def test_the_database_stands_beside_the_file(folder: Folder, said: str, expected: str) -> None:
    text = MINIMAL.replace("sqlite:///monitor.db", said)

    assert expected.format(folder=folder.path) == folder.load(text).database


def test_the_environment_names_another_database_and_proxy(folder: Folder) -> None:
    url, proxy = "postgresql://m:hunter2@db.example/m", "http://m:hunter2@proxy.example:3128"
    secret = folder.write(proxy + "\n", "proxy")
    env = {"MONITOR_DATABASE_URL": url, "MONITOR_PROXY_FILE": str(secret)}

    settings = folder.load(MINIMAL.replace('database = "sqlite:///monitor.db"', ""), env=env)

    assert (url, proxy) == (settings.database, settings.fetch.proxy)


def test_a_database_in_the_environment_that_is_none_is_a_mistake_without_its_password(folder: Folder) -> None:
    (mistake,) = folder.mistakes(MINIMAL, env={"MONITOR_DATABASE_URL": "mysqll://m:hunter2@db.example/m"})

    assert '"mysqll" is no database that is known here' in mistake
    assert "in MONITOR_DATABASE_URL" in mistake
    assert "hunter2" not in mistake


def test_a_proxy_in_the_environment_that_is_none_is_a_mistake_without_its_password(folder: Folder) -> None:
    (mistake,) = folder.mistakes(MINIMAL, env={"MONITOR_PROXY": "socks5://m:hunter2@proxy.example"})

    assert '"socks5://m:***@proxy.example" in MONITOR_PROXY is no web address' in mistake


class TestFind:
    """Where the configuration is looked for, in this order."""

    def test_the_flag_wins_over_the_environment(self, tmp_path: Path) -> None:
        (tmp_path / "monitor.toml").touch()

        assert tmp_path / "a.toml" == find("a.toml", {"MONITOR_CONFIG": "b.toml"}, tmp_path)
        assert tmp_path / "b.toml" == find(None, {"MONITOR_CONFIG": "b.toml"}, tmp_path)
        assert tmp_path / "monitor.toml" == find(None, {}, tmp_path)

    def test_the_users_own_when_this_folder_has_none(self, tmp_path: Path) -> None:
        expected = tmp_path / "config" / "monitor" / "monitor.toml"
        expected.parent.mkdir(parents=True)
        expected.touch()

        assert expected == find(None, {"XDG_CONFIG_HOME": str(tmp_path / "config")}, tmp_path)
        (tmp_path / "config").rename(tmp_path / ".config")
        assert tmp_path / ".config/monitor/monitor.toml" == find(None, {"HOME": str(tmp_path)}, tmp_path)

    def test_none_says_where_it_looked_and_how_to_begin(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            find(None, {"HOME": str(tmp_path)}, tmp_path)

        told = str(caught.value)
        assert str(tmp_path / "monitor.toml") in told
        assert "/etc/monitor/monitor.toml" in told
        assert "monitor init" in told
