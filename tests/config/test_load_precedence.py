"""Which word wins over which: the nearest, what is said over what follows from it, the environment over the file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.config.load import find
from monitor.model.account import Cadence, Lifecycle, Plan, Thresholds
from monitor.model.errors import ConfigError
from monitor.model.settings import Report
from support.configuration import MINIMAL, Folder

WEEK = timedelta(days=7)
UTC = ZoneInfo("UTC")
PARIS = ZoneInfo("Europe/Paris")
MATCHED = {"https://social.example/@acme": "mastodon", "@acme@social.example": "mastodon"}


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

    assert settings.accounts["own"].plan == Plan(
        publish=Cadence(3, WEEK, "3 per week"),
        coverage=0.2,
        reply_within=timedelta(hours=1),
        thresholds=Thresholds(bad_looks=4, late=timedelta(days=8), dormant=timedelta(days=50)),
    )
    assert settings.accounts["brand"].plan == Plan(
        publish=Cadence(1, WEEK, "weekly"),
        coverage=0.2,
        reply_within=timedelta(hours=1),
        thresholds=Thresholds(bad_looks=4, late=timedelta(days=8), dormant=timedelta(days=60)),
    )
    assert settings.accounts["elsewhere"].plan == Plan(coverage=0.2, thresholds=Thresholds(late=timedelta(days=8)))


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
    assert folder.load(MINIMAL + says + "\n").accounts["acme-blog"].lifecycle == lifecycle


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

    assert (settings.brands["here"].zone, settings.brands["here"].language) == (PARIS, "fr")
    assert (settings.brands["there"].zone, settings.brands["there"].language) == (ZoneInfo("Asia/Tokyo"), "en")
    assert settings.reports == (
        Report("lea", ("there",), "week", 0, 7, ZoneInfo("Asia/Tokyo"), "en"),
        Report("tom", (), "month", 1, 7, PARIS, "fr"),
        Report("tom", ("there",), "week", 4, 18, UTC, "en"),
        Report("tom", (), "day", 0, 5, PARIS, "fr"),
    )


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

    assert folder.load(text, match=MATCHED.get).accounts["acme-blog"].network == expected


def test_the_environment_names_another_database_and_proxy(folder: Folder) -> None:
    url, proxy = "postgresql://m:hunter2@db.example/m", "http://m:hunter2@proxy.example:3128"
    secret = folder.write(proxy + "\n", "proxy")
    env = {"MONITOR_DATABASE_URL": url, "MONITOR_PROXY_FILE": str(secret)}

    settings = folder.load(MINIMAL.replace('database = "sqlite:///monitor.db"', ""), env=env)

    assert (settings.database, settings.fetch.proxy) == (url, proxy)


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

        assert find("a.toml", {"MONITOR_CONFIG": "b.toml"}, tmp_path) == tmp_path / "a.toml"
        assert find(None, {"MONITOR_CONFIG": "b.toml"}, tmp_path) == tmp_path / "b.toml"
        assert find(None, {}, tmp_path) == tmp_path / "monitor.toml"

    def test_the_users_own_when_this_folder_has_none(self, tmp_path: Path) -> None:
        expected = tmp_path / "config" / "monitor" / "monitor.toml"
        expected.parent.mkdir(parents=True)
        expected.touch()

        assert find(None, {"XDG_CONFIG_HOME": str(tmp_path / "config")}, tmp_path) == expected
        (tmp_path / "config").rename(tmp_path / ".config")
        assert find(None, {"HOME": str(tmp_path)}, tmp_path) == tmp_path / ".config/monitor/monitor.toml"

    def test_none_says_where_it_searched_and_how_to_begin(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            find(None, {"HOME": str(tmp_path)}, tmp_path)

        text = str(caught.value)
        assert str(tmp_path / "monitor.toml") in text
        assert "/etc/monitor/monitor.toml" in text
        assert "monitor init" in text
