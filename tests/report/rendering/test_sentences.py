"""Every rule and every word has its sentence in each language, and French is set as French is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from monitor.judge.reason_catalogue import ADVICE, REASONS
from monitor.judge.trouble import KINDS
from monitor.model.account import Cadence
from monitor.model.check import Outcome
from monitor.model.state import AccountStatus, Advice, Flag, Proposal, Reason, Status
from monitor.report.contents.digest import Digest
from monitor.report.rendering.language import LANGUAGES, filters
from monitor.report.rendering.render import render
from monitor.report.rendering.sentences import advice_sentence, reason_sentence
from monitor.report.rendering.templates import words
from support.typography import french_faults

RULES = {**REASONS, **ADVICE}

# A value for every key that a rule may have, in the form in which the judge gives it.
VALUES: dict[str, Any] = {
    "available": 8,
    "answered": 7,
    "backup": "Léa Exemple",
    "chance": 34,
    "copied": 12,
    "count": 2,
    "coverage": 0.42,
    "days": 31.4,
    "hours": 2.25,
    "human_share": 0.125,
    "items": 9,
    "kept": 1,
    "last": "2026-10-23",
    "last_ok": "2026-11-17T04:10:00+00:00",
    "judged": 12,
    "kind": "certificate",
    "said": "Rate limit exceeded",
    "least": 0.65,
    "looks": 3,
    "needed": 10.5,
    "on": "2026-12-01",
    "oldest": "2026-11-03",
    "once": 240,
    "limit": 14,
    "longest": 9,
    "pauses": 52,
    "outcome": "login_required",
    "owner": "Tom Sample",
    "planned": "3 per week",
    "priority": 1,
    "promised": 10.5,
    "since": "2026-11-01",
    "sources": ["acme-blog"],
    "target": 12.0,
    "unanswered": 5,
    "to": "https://elsewhere.example/@acme",
    "until": "2026-12-06",
    "usual": 3,
    "was": "dormant",
    "url": "https://social.example/@acme/9",
    "why": "stocktaking",
}
OPTIONAL = {"last", "last_ok", "until", "why", "on", "to", "outcome", "kind", "said", "usual", "url"}  # may be None


def sentence(language: str, rule: str, values: dict[str, Any]) -> str:
    return reason_sentence(Reason(rule, values), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_a_sentence(rule: str, language: str) -> None:
    values = {key: VALUES[key] for key in RULES[rule]}
    text = sentence(language, rule, values)
    assert sentence(language, "no_such_rule", {}).replace("no such rule", rule.replace("_", " ")) != text
    assert re.fullmatch(r"[A-ZÀÉÊ0-9«].{8,}[.]", text), text
    assert not re.search(r"None|\[|\{|  |_", text), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", [rule for rule, keys in RULES.items() if OPTIONAL & set(keys)])
def test_each_rule_can_do_without_what_may_be_unknown(rule: str, language: str) -> None:
    values = {key: None if key in OPTIONAL else VALUES[key] for key in RULES[rule]}
    if rule in ("entered_by_hand", "nothing_entered_since", "not_seen_lately", "held"):  # not said without it
        values |= {key: VALUES[key] for key in RULES[rule] if key in ("on", "last_ok", "until")}
    text = sentence(language, rule, values)
    assert text.endswith(".") and "None" not in text and "(" not in text[:1], text


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_say_different_things(language: str) -> None:
    texts = {sentence(language, rule, {key: VALUES[key] for key in keys}) for rule, keys in RULES.items()}
    assert len(texts) == len(RULES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_of_another_version_is_named_rather_than_lost(language: str) -> None:
    assert sentence(language, "from_the_future", {}) == "(from the future)"
    assert sentence(language, "silent", {}) == "(silent)"  # its values are missing
    assert sentence(language, "revive_with_hours", {"hours": None}) == "(revive with hours)"


def test_advice_says_what_why_and_what_comes_otherwise() -> None:
    advice = Proposal(
        Advice.REVIVE, Reason("revive_with_hours", {"hours": 2.5}), 2.5, Status.DORMANT, date(2026, 12, 3)
    )
    assert advice_sentence(advice, "en") == (
        "Revive it. Keeping its plan takes about 2.5\u00a0h a week. "
        "If nothing is done: dormant on 3\u00a0December 2026."
    )
    assert advice_sentence(advice, "fr_FR") == (
        "Ranimez-le. Tenir son plan demande environ 2,5\u00a0h par semaine. "
        "Si rien n’est fait\u00a0: dormant le 3\u00a0décembre 2026."
    )


def test_a_sentence_is_one_line_whatever_the_network_said() -> None:
    moved = Reason("moved", {"since": "2026-11-01", "to": "x\r\n\x1b[2Jy"})
    assert reason_sentence(moved, "en") == "It announces that it has moved to x [2Jy, since 1\u00a0November 2026."


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_the_field_has_a_name(language: str) -> None:
    said: Any = words(language, html=False)
    for status in Status:
        assert said.status(status)
    for outcome in Outcome:
        assert said.outcome(outcome) != outcome.value
    for kind in KINDS:
        assert said.outcome(kind.name) != kind.name
    for flag in Flag:
        assert said.flag(flag, "off") != said.flag(flag, "on")
    for advice in Advice:
        assert said.advice(Proposal(advice, Reason("find_an_owner"))).endswith(".")


def test_both_languages_have_the_same_words() -> None:
    english, french = (set(words(language, html=False).__dict__) for language in LANGUAGES)
    assert french == english


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [("en", 1284, "1,284"), ("fr", 1284, "1\u202f284"), ("en", 2.25, "2.2"), ("fr", 10.5, "10,5"), ("fr", 12.0, "12")],
)
def test_numbers_are_written_as_the_language_does(language: str, number: float, expected: str) -> None:
    assert filters(language)["number"](number) == expected


def test_dates_are_written_as_the_language_does() -> None:
    monday, first = date(2026, 11, 16), date(2026, 12, 1)
    assert filters("fr")["day"](monday, "long") == "lundi 16\u00a0novembre 2026"
    assert filters("fr")["day"](first, "long") == "mardi 1er\u00a0décembre 2026"
    assert filters("fr")["day"](first, "month") == "décembre 2026"
    assert filters("en")["day"](monday, "long") == "Monday 16\u00a0November 2026"
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert filters("fr")["day_in"](late, "Europe/Paris") == "23\u00a0novembre 2026"
    assert filters("fr")["time"](late, "Europe/Paris") == "0\u00a0h\u00a030"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["3 a week", "1 in two weeks", "2 in 5\u00a0days"]),
        ("fr", ["3 par semaine", "1 par quinzaine", "2 en 5\u00a0jours"]),
    ],
)
def test_cadences_are_said_in_the_readers_language(language: str, expected: list[str]) -> None:
    cadences = [Cadence(n, timedelta(days=d), "") for n, d in ((3, 7), (1, 14), (2, 5))]
    assert [words(language, html=False).cadence(cadence) for cadence in cadences] == expected


class _Text(HTMLParser):
    """The text of a page as a reader sees it; code, which keeps its own signs, and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.skipped: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "style" or (tag == "div" and ("class", "code") in attributes):
            self.skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and tag == self.skipped[-1]:
            self.skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.texts.append(data)


def prose(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return "\n".join(text.strip() for text in reader.texts if text.strip())


def test_french_is_set_as_french_is(rich: Digest) -> None:
    message = render(rich, "fr")
    ours = prose(message.html).replace("Our workshop is open again: come", "")  # a title of theirs
    assert french_faults(ours) == []
    assert french_faults(message.subject) == []
    assert [
        fault
        for rule, keys in RULES.items()
        for fault in french_faults(sentence("fr", rule, {key: VALUES[key] for key in keys}))
    ] == []


def test_the_typography_test_sees_faults() -> None:
    faulty = ["Voici : ceci", "Vraiment ?", "Oui; non", "«oui»", "l'heure", "fin\u00a0;", 'dit "oui"']
    assert [text for text in faulty if not french_faults(text)] == []


@pytest.mark.parametrize(
    ("account_statuses", "english", "french"),
    [
        (
            [],
            "[Acme] nothing to decide, 0 on plan – week\u00a047",
            "[Acme] rien à décider, 0 conforme au plan – semaine\u00a047",
        ),
        (
            [Status.ON_PLAN] * 9,
            "[Acme] nothing to decide, all 9 on plan – week\u00a047",
            "[Acme] rien à décider, les 9 conformes au plan – semaine\u00a047",
        ),
        (
            [Status.DORMANT, *[Status.ON_PLAN] * 9],
            "[Acme] 1 account inanimate (for 12 days), 9 on plan – week\u00a047",
            "[Acme] 1 compte inanimé (depuis 12 jours), 9 conformes au plan – semaine\u00a047",
        ),
        (
            [Status.OVERDUE, Status.BLIND, Status.ON_PLAN],
            "[Acme] 1 account overdue (for 12 days), 1 on plan – week\u00a047",
            "[Acme] 1 compte très en retard (depuis 12 jours), 1 conforme au plan – semaine\u00a047",
        ),
        (
            [Status.GONE, Status.ON_PLAN],
            "[Acme] 1 account gone (for 12 days), 1 on plan – week\u00a047",
            "[Acme] 1 compte disparu (depuis 12 jours), 1 conforme au plan – semaine\u00a047",
        ),
        (
            [Status.BLIND, Status.LATE],
            "[Acme] 1 account not seen, 0 on plan – week\u00a047",
            "[Acme] 1 compte non observé, 0 conforme au plan – semaine\u00a047",
        ),
    ],
)
def test_the_subject_is_the_verdict(
    account_status: Callable[..., AccountStatus],
    compose_digest: Callable[..., Digest],
    account_statuses: list[Status],
    english: str,
    french: str,
) -> None:
    made = [account_status(f"a-{n}", status, since=12, last=40) for n, status in enumerate(account_statuses)]
    digest = compose_digest(account_statuses=made, transitions=[])
    assert (render(digest, "en").subject, render(digest, "fr").subject) == (english, french)


def test_the_subject_tells_new_from_old(rich: Digest) -> None:
    assert (render(rich, "en").subject, render(rich, "fr-CA").subject.partition(" au plan")[0]) == (
        "[Acme] 2 accounts inanimate (1 new, oldest 43 days), 1 gone (1 new), 5 on plan – week\u00a047",
        "[Acme] 2 comptes inanimés (1 nouveau, le plus ancien depuis 43 jours), 1 disparu (1 nouveau), 5 conformes",
    )
