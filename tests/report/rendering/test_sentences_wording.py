"""What a digest says of an account where it matters: each of these was once wrong in a mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.model.account import Lifecycle, Span
from monitor.model.check import Outcome
from monitor.model.people import Decision
from monitor.model.settings import Report
from monitor.model.state import AccountStatus, Advice, Flag, ObservationState, Proposal, Reason, Status, Transition
from monitor.report.blocks.section_rows import Headline
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from support.account_status import NOW, Make
from support.digest import Compose
from support.reader import said

ORPHANED = frozenset({Flag.ORPHANED})
UNSEEN = Proposal(Advice.INVESTIGATE, Reason("investigate_unseen", {"outcome": "blocked"}))


def blind(account_status: Make, **more: object) -> AccountStatus:
    given = {"since": 10, "last": 30, "last_ok": 20, "seen": ObservationState.BLIND, "outcome": Outcome.BLOCKED, **more}
    return account_status("films", Status.BLIND, name="Acme films", proposal=UNSEEN, **given)


def test_what_could_not_be_seen_is_said_in_the_readers_language(account_status: Make, compose_digest: Compose) -> None:
    detail = "HTTP 403 from host.example:8080"
    digest = compose_digest(account_statuses=[blind(account_status, detail=detail)], transitions=[])
    assert (
        "Owner: Léa Exemple. Not seen since 3 November, 04:10; blind since 13 November, after several failed checks. "
        "The server’s answer: HTTP 403. => Look into it. Open it as a visitor would: for us, we were turned away."
    ) in said(digest, "en")
    assert (
        "Responsable : Léa Exemple. Non observé depuis le 3 novembre à 4 h 10 ; perdu de vue le 13 novembre, après "
        "plusieurs observations sans succès. Réponse du serveur : HTTP 403. "
        "=> Allez y voir. Ouvrez-le comme un visiteur : pour nous, l’accès nous a été refusé."
    ) in said(digest, "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_notes_on_a_failure_stay_out_of_messages(
    language: str, account_status: Make, compose_digest: Compose
) -> None:
    notes = "sent on to a page for members from host.example:8080"
    digest = compose_digest(account_statuses=[blind(account_status, detail=notes)], transitions=[])
    assert "members" not in said(digest, language) and "host.example" not in render(digest, language).html


def test_a_failing_account_says_what_failed(account_status: Make, compose_digest: Compose) -> None:
    failing = account_status("lab", seen=ObservationState.FAILING, outcome=Outcome.TEMPORARY, last=1, last_ok=2)
    digest = compose_digest(account_statuses=[failing], transitions=[])
    assert (
        "Owner: Léa Exemple. The last checks failed: the network did not answer as it should. "
        "Last good check: 21 November, 04:10."
    ) in said(digest, "en")


def test_a_gone_account_that_has_a_card_is_named_among_the_unseen(
    account_status: Make, compose_digest: Compose
) -> None:
    gone = account_status("events", Status.GONE, name="Acme events")
    digest = compose_digest(account_statuses=[gone, blind(account_status)], transitions=[], previous=None)
    assert digest.numbers.unseen == 2
    assert ([c.id for c in digest.unseen.items], [c.id for c in digest.unseen_above.items]) == (["films"], ["events"])
    assert "Also counted as not seen, but shown above, as it needs a decision: Acme events (gone)." in said(
        digest, "en"
    )
    assert "Compté aussi comme non observé, mais placé plus haut, car il demande une décision" in said(digest, "fr")


def test_who_left_answers_for_nothing(account_status: Make, compose_digest: Compose) -> None:
    account = account_status("one", Status.OVERDUE, since=9, last=18, owner="tom", backup="lea", flags=ORPHANED)
    digest = compose_digest(account_statuses=[account], transitions=[])
    assert "Owner: nobody (Tom Sample has left), stand-in: Léa Exemple." in said(digest, "en")
    assert "Responsable : personne (Tom Sample n’est plus là), suppléance : Léa Exemple." in said(digest, "fr")
    assert [work.name for work in digest.hours.items] == ["Acme", "Nora Sample", ""]  # Nora reports as manager
    assert "* Without an owner: promised 2.2" in said(digest, "en")


def test_an_account_that_lost_its_owner_gets_a_card_once(account_status: Make, compose_digest: Compose) -> None:
    lost = Transition("one", "flag:orphaned", "off", "on", NOW - timedelta(days=3))
    owning = Proposal(Advice.HAND_OVER, Reason("hand_over_to_backup", {"backup": "lea"}))
    account = account_status("one", owner="tom", backup="lea", flags=ORPHANED, proposal=owning)
    digest = compose_digest(account_statuses=[account], transitions=[lost])
    assert [card.id for card in digest.decide.items] == ["one"]
    assert digest.ownerless.items == ()
    assert "Hand it over. Léa Exemple stands in for it already: make that official." in said(digest, "en")
    assert "nobody answers for it any more → Hand it over" in said(digest, "en")
    later = compose_digest(account_statuses=[account], transitions=[])
    assert ([c.id for c in later.decide.items], [o.card.id for o in later.ownerless.items]) == ([], ["one"])


def test_what_was_seen_by_hand_says_so(account_status: Make, compose_digest: Compose) -> None:
    manual = account_status("photos", network="manual", seen=ObservationState.MANUAL, last=None)
    manual = replace(manual, record=replace(manual.record, last_human=NOW - timedelta(days=20), days={}))
    reason = Reason("entered_by_hand", {"on": "2026-11-05"})
    manual = replace(manual, verdict=replace(manual.verdict, reasons=(reason,)))
    seen = [
        Decision("photos", "seen", NOW - timedelta(days=ago), "nora", on=(NOW - timedelta(days=ago + 2)).date())
        for ago in (40, 18)
    ]
    digest = compose_digest(account_statuses=[manual], transitions=[], decisions=tuple(seen))
    (card,) = digest.on_plan.items
    assert (card.strip, card.reasons, card.by_hand and card.by_hand.last) == (None, (), date(2026, 11, 3))
    assert "Seen by hand: last post 3 November, entered by Nora Sample." in said(digest, "en")
    assert "Vu à la main : dernière publication le 3 novembre, saisie par Nora Sample." in said(digest, "fr")
    assert "26 in all" not in said(digest, "en")


def test_copied_accounts_name_their_sources(account_status: Make, compose_digest: Compose) -> None:
    values = {"days": 60.0, "last": "2026-09-16", "sources": ["blog", "clips", "elsewhere"], "copied": 38}
    relay = account_status(
        "relay",
        Status.DORMANT,
        last=60,
        reasons=(Reason("silent_behind_a_cross_poster", values),),
        proposal=Proposal(Advice.MERGE, Reason("merge_into_source", {"sources": ["blog", "clips"]})),
    )
    sources = [account_status("blog", name="The blog", network="feed"), account_status("clips", name="Acme Clips")]
    digest = compose_digest(account_statuses=[relay, *sources], transitions=[], previous=None)
    assert "copied from The blog (Feed), Acme Clips (Mastodon) and elsewhere." in said(digest, "en")
    assert "Il ne fait que répéter The blog (Flux) et Acme Clips (Mastodon) : envoyez-y ses lecteurs." in said(
        digest, "fr"
    )


def test_what_is_set_aside_says_until_when_and_why(account_status: Make, compose_digest: Compose) -> None:
    why = Reason("paused", {"until": "2027-01-31", "why": "pas de salon en hiver"})
    paused = account_status("fairs", Status.PAUSED, name="Acme fairs", reasons=(why,))
    digest = compose_digest(account_statuses=[paused], transitions=[])
    assert "* Acme fairs · Mastodon: Paused until 31 January 2027: pas de salon en hiver." in said(digest, "en")
    assert "En pause jusqu’au 31 janvier 2027 : pas de salon en hiver." in said(digest, "fr")


def test_each_action_is_shown_with_an_account_that_it_fits(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [
        account_status("gone", Status.GONE),
        account_status("silent", Status.DORMANT, last=50),
        account_status("late", Status.LATE, last=8),
        account_status("photos", network="manual", seen=ObservationState.MANUAL, last=3),
        account_status("orphan", Status.LATE, last=8, owner="tom", flags=ORPHANED),
    ]
    digest = compose_digest(account_statuses=account_statuses, transitions=[], previous=None)
    assert [(one.kind, one.name, one.command.text) for one in digest.actions] == [
        ("explain", "gone", "monitor explain gone"),
        ("snooze", "silent", 'monitor snooze silent --until 2026-12-07 --reason "…"'),
        ("seen", "photos", "monitor accounts seen photos --on 2026-11-23"),
        ("pause", "late", 'monitor accounts pause late --until 2026-12-07 --reason "…"'),
        ("hand_over", "orphan", 'monitor accounts hand-over orphan --to … --reason "…"'),
        ("close", "silent", 'monitor accounts close silent --on 2026-12-23 --reason "…"'),
    ]


def test_nothing_is_offered_that_fits_no_account(account_status: Make, compose_digest: Compose) -> None:
    digest = compose_digest(account_statuses=[account_status("gone", Status.GONE)], transitions=[], previous=None)
    assert [action.kind for action in digest.actions] == ["explain"]


def test_people_read_of_their_own_accounts_alone(account_status: Make, compose_digest: Compose) -> None:
    """A season or a pause of somebody else's account is none of theirs either."""
    pause = (Span(date(2026, 11, 24), date(2026, 12, 1)),)
    account_statuses = [account_status("mine", owner="lea"), account_status("theirs", owner="nora", pauses=pause)]
    everything = Report(to="lea", brands=("acme",), zone=ZoneInfo("Europe/Paris"))
    digest = compose_digest(person="lea", report=everything, account_statuses=account_statuses, transitions=[])
    assert (digest.numbers.total, digest.coming.items) == (1, ())


def test_a_closed_account_that_posts_is_no_account_on_plan(account_status: Make, compose_digest: Compose) -> None:
    zombie = account_status("one", Status.CLOSED, lifecycle=Lifecycle.CLOSED, flags=frozenset({Flag.ZOMBIE}), last=1)
    digest = compose_digest(account_statuses=[zombie], transitions=[], previous=None)
    assert "it is closed, and yet it posts" in said(digest, "en")
    assert digest.headlines == (Headline("open", 1),)
