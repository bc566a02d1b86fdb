"""What is said, and what is to be published, where an account is let go."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.judge.checklist import NOTICES, STEPS, Checklist, ChecklistStep, checklist
from monitor.model.account import Account, Lifecycle
from monitor.model.state import Advice, Proposal, Reason, Status
from monitor.report.contents.digest import Digest
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from monitor.report.rendering.templates import module, words
from support.account_status import Make
from support.digest import Compose
from support.typography import french_faults

KINDS = (Advice.CLOSE, Advice.MERGE, Advice.PARK)
DAY = date(2026, 12, 16)


def listed(kind: Advice, successor: str | None = "acme-blog") -> Checklist:
    account = Account("acme-jobs", "acme", "feed", "https://jobs.example/feed")
    made = checklist(account, Proposal(kind, Reason("close_abandoned", {"days": 200})), date(2026, 11, 16), successor)
    assert made is not None
    return made


def notice(language: str, what: str, kind: Advice, **more: Any) -> str:
    about = {"kind": kind.value, "day": DAY, "brand": "Acme", "site": "", "successor": None, **more}
    return str(module(language, "closing.txt").notice(what, about)).strip()


SUCCESSOR = {"name": "Acme blog", "network": "feed", "url": "https://blog.acme.example/feed"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", NOTICES)
def test_each_notice_names_its_day_and_where_to_go_and_fits_a_post(what: str, kind: Advice, language: str) -> None:
    day = {"en": "16\u00a0December 2026", "fr": "16\u00a0décembre 2026"}[language]
    text = notice(language, what, kind, successor=SUCCESSOR)
    assert day in text and text.endswith(SUCCESSOR["url"]) and "Acme blog" in text
    assert len(text) <= 500, len(text)  # as much as a post holds on Mastodon
    assert notice(language, what, kind, site="https://acme.example").endswith(" https://acme.example")
    assert re.search(r"[.!]$", notice(language, what, kind))
    assert not re.search(r"None|\n|  ", text), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_step_has_its_sentence_and_its_few_words(kind: Advice, language: str) -> None:
    say = module(language, "closing.txt")
    for made in (listed(kind), listed(kind, None), replace(listed(kind), unlinked=True)):
        texts = [str(say.step(step, made)).strip() for step in made.steps]
        assert len(texts) == len(set(texts))
        assert all(re.fullmatch(r"[A-ZÀÉ0-9].{8,}\.", text) and "None" not in text for text in texts), texts
        assert str(say.title(made)).strip().endswith(":")
    short = [str(words(language, html=False).step(ChecklistStep(what, DAY))).strip() for what, _, _ in STEPS]
    assert len(set(short)) == len(STEPS) and all(short)


@pytest.mark.parametrize("what", NOTICES)
def test_languages_and_ways_of_leaving_say_different_things(what: str) -> None:
    texts = {notice(language, what, kind) for language in LANGUAGES for kind in (Advice.CLOSE, Advice.PARK)}
    assert len(texts) == 4


def test_french_notices_and_steps_are_set_as_french_is() -> None:
    say = module("fr", "closing.txt")
    texts = [notice("fr", what, kind, successor=SUCCESSOR) for what in NOTICES for kind in KINDS]
    for kind in KINDS:
        for made in (listed(kind), listed(kind, None), replace(listed(kind), unlinked=True)):
            texts += [str(say.title(made)), *(str(say.step(step, made)) for step in made.steps)]
    copied = re.compile(r'lifecycle = "\w+"|https?://\S+')  # settings and addresses are to be copied as they are
    assert [fault for text in texts for fault in french_faults(copied.sub("X", text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_says_the_next_step_of_a_closing_that_was_declared(
    account_status: Make, compose_digest: Compose, language: str
) -> None:
    made = account_status("acme-jobs", Status.CLOSING, lifecycle=Lifecycle.CLOSING, last=200)
    made = replace(made, account=replace(made.account, closing_on=date(2026, 12, 7)))
    message = render(compose_digest(account_statuses=[made], transitions=[]), language)
    expected = {
        "en": ("Next step, 23 November: the second notice.", "5 December", "the last notice."),
        "fr": ("Prochaine étape, le 23 novembre : le deuxième avis.", "5 décembre", "le dernier avis."),
    }[language]
    for text in (message.text, message.html):
        flat = " ".join(text.replace("\u00a0", " ").split())
        assert [words for words in expected if words not in flat] == []


def test_the_digest_says_with_what_an_advised_closing_begins(rich: Digest) -> None:
    (card,) = (card for card in (*rich.decide.items, *rich.stale.items) if card.id == "acme-telegram")
    assert card.step is not None and card.letting_go is not None
    assert (card.step.what, card.step.on, card.letting_go.declared) == ("name_successor", rich.now.date(), False)
    assert card.letting_go.day == rich.now.date() + timedelta(days=30)


def test_an_account_that_stays_has_no_next_step(rich: Digest) -> None:
    assert {
        card.id for card in (*rich.decide.items, *rich.stale.items, *rich.aside.items) if card.step is not None
    } == {"acme-telegram"}
