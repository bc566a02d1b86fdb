"""What a channel gets: a title and a few lines, in both languages, which name, call and mark up nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.judge.alert_rules import Alert
from monitor.report.contents.alert import warn
from monitor.report.rendering.channel_text import announced, harmless, trial
from support.account_status import NOW, make_status
from support.digest import make_settings, make_statuses
from support.typography import french_faults

TROUBLES = (
    ("acme-mastodon", "dormant", "new"),
    ("acme-telegram", "abandoned", "again"),
    ("acme-club", "recovered", "recovered"),
)
CALLS = re.compile(r"[@#]\w|<[!@#]|\]\(|\w\.[^\W\d]|://|[*_~`|<>\[\]]")
BAD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
EVIL = (
    "@everyone <!channel> [win](https://evil.example/x) **b** `c` ~s~ http://1.2.3.4 #here <@U123> mailto:x@y.example"
)


def announcement(language: str) -> tuple[str, str]:
    settings = make_settings()
    account_statuses = {one.account.id: one for one in make_statuses()}
    alerts = [Alert(name, "#ops", trouble, kind, NOW) for name, trouble, kind in TROUBLES]
    return announced(warn(alerts, None, account_statuses, settings, NOW), language)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_title_counts_and_the_text_names_each_account() -> None:
    title, text = announcement("en")
    assert plain(title) == "Acme: 3 accounts, 1 abandoned, 1 dormant, 1 animated again"
    lines = [line for line in plain(text).splitlines() if line]
    assert [line.startswith("• ") for line in lines] == [True, True, True, False]
    assert "is abandoned. Still so, first reported" in lines[0]
    assert "is dormant. Last act of a person:" in lines[1]
    assert lines[2].endswith("is animated again.")
    assert lines[3].startswith("Sent at once, one message a run. As of ")


def test_the_french_is_french() -> None:
    title, text = announcement("fr")
    assert plain(title) == "Acme : 3 comptes, 1 abandonné, 1 dormant, 1 de nouveau animé"
    ours = re.sub(r"«[^»]*»", "", text)  # a post's title is in its own language
    assert french_faults(title) + french_faults(ours) == []
    assert [fault for part in trial("ops", "fr") for fault in french_faults(part)] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nobody_is_named(language: str) -> None:
    said = " ".join((*announcement(language), *trial("ops", language)))
    people = make_settings().people.values()
    words = {word for one in people for word in (one.id, one.name, *one.name.split(), one.email or one.id)}
    assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", said, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_names_and_titles_call_nobody_and_mark_up_nothing(language: str) -> None:
    settings = make_settings()
    account_status = make_status("acme-mastodon", name=EVIL, last=40, title=EVIL)
    alerts = [Alert("acme-mastodon", "#ops", "dormant", "new", NOW)]
    alert = replace(warn(alerts, None, {"acme-mastodon": account_status}, settings, NOW), title=EVIL)
    title, text = announced(alert, language)
    assert "everyone" in title + text
    assert CALLS.search(title + text) is None


@given(st.text(alphabet=st.sampled_from("ab1.:/@#<>![]()*_~`|\\{} é\n"), max_size=60))
def test_no_text_holds_a_call_a_link_or_markup(text: str) -> None:
    made = harmless(text)
    assert CALLS.search(made) is None
    assert len(made.split()) == len(text.split())


@pytest.mark.shared
def test_no_injected_text_becomes_anything(shared: Path) -> None:
    rows = (shared / "suites" / "injection-strings" / "cases.jsonl").read_text("utf-8").splitlines()
    cases = [case for case in map(json.loads, rows) if "value_json" in case]
    settings, found = make_settings(), {}
    alerts = [Alert("acme-mastodon", "#ops", "dormant", "new", NOW)]
    for case in cases:
        value = str(json.loads(case["value_json"]))
        account_status = make_status("acme-mastodon", name=value, last=40, title=value)
        title, text = announced(warn(alerts, None, {"acme-mastodon": account_status}, settings, NOW), "en")
        if "\n" in title or text.count("\n") != 2 or CALLS.search(title + text) or BAD.search(title + text):
            found[case["id"]] = title + text
    assert found == {}
    assert cases


def test_a_message_is_short_however_many_accounts() -> None:
    settings = make_settings()
    account_statuses = {
        f"acme-{n}": make_status(f"acme-{n}", name="Long " * 30, last=9, title="Title " * 40) for n in range(40)
    }
    alerts = [Alert(name, "#ops", "dormant", "new", NOW) for name in account_statuses]
    title, text = announced(warn(alerts, None, account_statuses, settings, NOW), "en")
    assert plain(title) == "Acme: 40 accounts, 40 dormant"
    shown = text.count("• ")
    assert 1 <= shown <= 8
    assert f"And {40 - shown} more: monitor status shows them all." in plain(text)
    assert len(text) <= 1_800
