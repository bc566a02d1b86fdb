"""Whatever text stands in whatever field: a message has the headers of a harmless one, nothing active, and is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.judge.alert_rules import Alert
from monitor.model.account import Span
from monitor.model.people import Brand, Decision, Person
from monitor.model.settings import FetchSettings, Report, Settings
from monitor.model.state import AccountStatus, Advice, Proposal, Reason, Status
from monitor.report.contents.alert import AlertMessage, warn
from monitor.report.contents.compose import compose
from monitor.report.contents.digest import Digest, Proof
from monitor.report.contents.director import DirectorReport, roll_up
from monitor.report.mail.mime import message_id, mime
from monitor.report.readers.period import latest_due
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from support.account_status import NOW, make_status
from support.digest import PARIS, make_settings
from support.injection import cases, faults, parsed

FIELDS = ("name", "title", "url", "title_url", "brand", "person", "organisation", "detail", "reason", "pause", "snooze")
FRAGMENTS = st.sampled_from(
    [*cases().values(), "\ud800", "\udfff", "\x00", "\r\n", "\n", "=?utf-8?q?=0D=0A?=", "\u202e"]
)
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(st.characters(), max_size=12)), min_size=1, max_size=4).map("".join)


def world(text: dict[str, str]) -> tuple[Settings, list[AccountStatus], list[Decision]]:
    """A brand with two accounts in trouble, and the text in each field that is named."""

    def of(field: str) -> str:
        return text.get(field, "harmless")

    base = make_settings()
    people = {**base.people, "nora": Person("nora", of("person"), "nora@acme.example", hours_per_week=4)}
    brands = {**base.brands, "acme": Brand("acme", of("brand"), PARIS, manager="nora")}
    plan = replace(
        base,
        people=people,
        brands=brands,
        organisation=of("organisation"),
        fetch=FetchSettings(contact="help@acme.example"),
    )
    reasons = (
        Reason("paused", {"until": "2026-12-01", "why": of("reason")}),
        Reason(of("reason"), {"days": of("reason")}),
    )
    account_statuses = [
        make_status(
            name,
            status,
            name=of("name"),
            title=of("title"),
            url=of("url"),
            title_url=of("title_url"),
            detail=of("detail"),
            last=40,
            since=30,
            reasons=reasons,
            pauses=(Span(date(2026, 11, 25), date(2026, 11, 28), of("pause")),),
            proposal=Proposal(Advice.MERGE, Reason("merge_into_source", {"sources": [of("name")]})),
        )
        for name, status in (("one", Status.DORMANT), ("two", Status.BLIND), ("three", Status.ON_PLAN))
    ]
    snooze = Decision("one", "snooze", NOW, "nora", of("snooze"), until=NOW.date())
    return plan, account_statuses, [snooze]


def messages(text: dict[str, str]) -> list[bytes]:
    """Each kind of message in each language, finished."""
    plan, account_statuses, decisions = world(text)
    report = Report(to="nora", brands=("acme",), zone=PARIS, empty="full")
    period, proof = latest_due(report, NOW), Proof(checks=3, networks={"feed": NOW}, cycles=2, version="0.1.0")
    digest = compose(
        report=report,
        person=plan.people["nora"],
        settings=plan,
        account_statuses=account_statuses,
        transitions=[],
        previous=None,
        period=period,
        proof=proof,
        now=NOW,
        decisions=decisions,
    )
    rollup = roll_up(
        report=report,
        title=digest.title,
        settings=plan,
        account_statuses=account_statuses,
        previous=None,
        period=period,
        proof=proof,
        now=NOW,
    )
    alert = Alert("one", "nora", "dormant", "new", NOW)
    warning = warn([alert], plan.people["nora"], {one.account.id: one for one in account_statuses}, plan, NOW)
    made: tuple[Digest | DirectorReport | AlertMessage, ...] = (digest, rollup, warning)
    return [finished(one, language) for one in made for language in LANGUAGES]


def finished(contents: Digest | DirectorReport | AlertMessage, language: str) -> bytes:
    return mime(
        render(contents, language),
        sender="monitor@acme.example",
        to="nora@acme.example",
        language=language,
        message_id=message_id("nora", "2026-W47", "acme.example"),
        date=NOW,
        list_id="digest.acme.example",
        unsubscribe="help@acme.example",
    )


HARMLESS = [list(parsed(mail).keys()) for mail in messages({})]


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(FIELDS), TEXTS, min_size=1))
@example(dict.fromkeys(FIELDS, "=?utf-8?q?a=0D=0ABcc:_x?=\r\nBcc: y\x00\ud800<script>{{ 7*7 }}"))
def test_no_text_in_any_field_changes_a_message_but_its_text(text: dict[str, str]) -> None:
    made = messages(text)
    assert [list(parsed(mail).keys()) for mail in made] == HARMLESS
    assert [found for mail in made for found in faults(mail)] == []
    assert [parsed(mail)["To"].addresses[0].addr_spec for mail in made] == ["nora@acme.example"] * len(made)


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_by_itself(field: str) -> None:
    made = messages(
        {field: '"><img src=x onerror=alert(1)>\r\nBcc: x@evil.example\x1b[2J\u202e=?utf-8?q?=0D=0ABcc:_x?='}
    )
    assert [list(parsed(mail).keys()) for mail in made] == HARMLESS
    assert [found for mail in made for found in faults(mail)] == []
