"""What a configuration that is right comes to: the least, the whole, and what stands around it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.model.account import Account, Cadence, Objective, Span
from monitor.model.people import Brand
from monitor.model.settings import FetchSettings, MailSettings, Settings
from support.configuration import MINIMAL, Folder

UTC = ZoneInfo("UTC")


def test_the_least_that_works(folder: Folder) -> None:
    account = Account(
        id="acme-blog",
        brand="acme",
        network="feed",
        url="https://acme.example/feed.xml",
        source=f"{folder.main}:5",
    )

    assert folder.load(MINIMAL) == Settings(
        database=f"sqlite:///{folder.path}/monitor.db",
        brands={"acme": Brand("acme", "Acme", UTC)},
        accounts={"acme-blog": account},
        mail=MailSettings(folder=f"{folder.path}/letters"),
        files=(str(folder.main),),
    )


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

    assert account == Account(
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

    assert (settings.poll_every, settings.lease) == (timedelta(minutes=90), timedelta(seconds=1))
    assert settings.fetch == FetchSettings(
        contact="social@acme.example",
        connect_timeout=1.5,
        total_timeout=60,
        retries=2,
        allow_private=("intranet.example:8443", "10.0.0.0/8", "127.0.0.1/32"),
        proxy="http://proxy.example:3128",
    )
    assert settings.mail == MailSettings(
        deliver="maildir", sender="Acme <monitor@acme.example>", folder=str(folder.path / "out")
    )
    assert settings.networks == {"mastodon": {"base": "http://127.0.0.1:8000"}}
    assert (
        settings.effort.publish,
        settings.effort.curate,
        settings.effort.listen_minutes_per_day,
        settings.effort.report_minutes_per_week,
    ) == (60, 10, 5, 7.5)


def test_networks_are_taken_at_their_word_where_no_catalogue_is_known(folder: Folder) -> None:
    text = MINIMAL.replace('"feed"', '"tiktok"')

    assert folder.load(text, known=()).accounts["acme-blog"].network == "tiktok"


def test_a_connector_of_the_operator_is_known_by_its_file(folder: Folder) -> None:
    folder.write("", "mine/tiktok.toml")
    text = MINIMAL.replace('"feed"', '"tiktok"').replace("[brands", 'connectors = ["mine"]\n[brands', 1)

    settings = folder.load(text)

    assert settings.accounts["acme-blog"].network == "tiktok"
    assert settings.connectors == (str(folder.path / "mine"),)


def test_a_plan_for_a_network_without_a_connector_holds(folder: Folder) -> None:
    text = MINIMAL.replace('"feed"', '"tiktok"') + '[networks.tiktok]\nplan = { publish = "daily" }\n'

    assert folder.load(text).accounts["acme-blog"].plan.publish == Cadence(1, timedelta(days=1), "daily")


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

    assert folder.load(text).database == expected.format(folder=folder.path)
