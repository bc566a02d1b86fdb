"""Every value of an account, and where it comes from."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from monitor.config.show import provenance
from monitor.model.account import Plan, Thresholds
from monitor.model.errors import ConfigError
from monitor.model.people import Decision
from support.configuration import MINIMAL, Folder

TEXT = """\
[monitor]
database = "sqlite:///monitor.db"
language = "fr"
include = ["accounts.csv"]
[brands.acme]
name = "Acme"
zone = "Europe/Paris"
plan = { publish = "weekly", coverage = 0.5, thresholds = { late = "9 days" } }
[networks.feed.plan]
coverage = 0.2
reply_within = "36h"
[[accounts]]
id = "blog"
brand = "acme"
url = "https://acme.example/feed.xml?token=hunter2"
objectives = ["retain", "recruit"]
pauses = [{ from = 2026-12-21, to = 2027-01-03, reason = "Winter" }]
[accounts.plan]
publish = "3 per week"
"""


@pytest.fixture
def rows(folder: Folder) -> dict[str, tuple[str, str]]:
    folder.write("id,brand,url,plan.publish\nshop,acme,https://shop.example,\n", "accounts.csv")
    settings = folder.load(TEXT)
    found = provenance(settings, "blog")
    return {key: (value, source.replace(f"{folder.path}/", "")) for key, value, source in found}


EXPECTED = {
    "id": ("blog", "monitor.toml:13"),
    "network": ("feed", "by its address"),
    "url": ("https://acme.example/feed.xml?token=***", "monitor.toml:15"),
    "lifecycle": ("active", "default"),
    "owner": ("-", "default"),
    "objectives": ("retain, recruit", "monitor.toml:16"),
    "pauses": ("2026-12-21 to 2027-01-03 (Winter)", "monitor.toml:17"),
    "zone": ("Europe/Paris", "monitor.toml:7 [brands.acme]"),
    "language": ("fr", "monitor.toml:3 [monitor]"),
    "plan.publish": ("3 per week", "monitor.toml:19"),
    "plan.coverage": ("0.5", "monitor.toml:8 [brands.acme]"),
    "plan.reply_within": ("1 day 12 hours", "monitor.toml:11 [networks.feed]"),
    "plan.thresholds.late": ("9 days", "monitor.toml:8 [brands.acme]"),
    "plan.thresholds.grace_share": ("0.5", "default"),
}


@pytest.mark.parametrize("key", EXPECTED)
def test_a_value_is_shown_with_its_source(rows: dict[str, tuple[str, str]], key: str) -> None:
    assert rows[key] == EXPECTED[key]


def test_every_value_of_the_plan_is_shown(rows: dict[str, tuple[str, str]]) -> None:
    expected = {f"plan.{one.name}" for one in fields(Plan)} - {"plan.thresholds"}
    expected |= {f"plan.thresholds.{one.name}" for one in fields(Thresholds)}

    assert {key for key in rows if key.startswith("plan.")} == expected


def test_an_account_of_a_list_is_shown_with_its_row(folder: Folder) -> None:
    folder.write("id,brand,url,plan.publish\nshop,acme,https://shop.example,\n", "accounts.csv")

    rows = provenance(folder.load(TEXT), "shop")

    assert ("url", "https://shop.example", f"{folder.path}/accounts.csv:2") in rows
    assert ("plan.publish", "weekly", f"{folder.path}/monitor.toml:8 [brands.acme]") in rows


def test_decisions_stand_at_the_end(folder: Folder) -> None:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    decision = Decision("acme-blog", "pause", at, "lea", "Fair", on=date(2026, 11, 23), until=date(2026, 12, 1))

    rows = provenance(folder.load(MINIMAL), "acme-blog", [decision])

    assert rows[-1] == ("decision", "pause on 2026-11-23 until 2026-12-01 (Fair)", "lea, 2026-11-20 09:30 UTC")


def test_an_account_that_is_not_there(folder: Folder) -> None:
    with pytest.raises(ConfigError, match='there is no account "acme-blgo"; did you mean "acme-blog"'):
        provenance(folder.load(MINIMAL), "acme-blgo")


def test_a_file_that_changed_meanwhile(folder: Folder) -> None:
    settings = folder.load(MINIMAL)
    folder.write("\n" + MINIMAL)

    with pytest.raises(ConfigError, match="the file has changed meanwhile"):
        provenance(settings, "acme-blog")
