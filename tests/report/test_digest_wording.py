"""What a digest says where it matters that it says it right: each of these was once wrong in a letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from monitor.model.look import Outcome
from monitor.model.plan import Decision, Lifecycle, Report, Span
from monitor.model.state import Advice, Flag, Proposal, Reason, Seen, Standing, Status, Transition
from monitor.report.digest import Digest, Headline
from monitor.report.language import LANGUAGES
from monitor.report.render import render

NOW = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)
ORPHANED = frozenset({Flag.ORPHANED})
UNSEEN = Proposal(Advice.INVESTIGATE, Reason("investigate_unseen", {"outcome": "blocked"}))

Make = Callable[..., Standing]
Compose = Callable[..., Digest]


def moved(account: str, before: Status, after: Status) -> Transition:
    return Transition(account, "status", before, after, NOW - timedelta(days=2))


def flat(text: str) -> str:
    """`text` with its lines unfolded and every space a plain one."""
    return re.sub(r"\s+", " ", text)


def said(digest: Digest, language: str) -> str:
    return flat(render(digest, language).text)


def shown(digest: Digest, language: str) -> str:
    """The page's text, its elements left out."""
    return flat(unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", render(digest, language).html, flags=re.DOTALL)))


def blind(standing: Make, **more: object) -> Standing:
    given = {"since": 10, "last": 30, "last_ok": 20, "seen": Seen.BLIND, "outcome": Outcome.BLOCKED, **more}
    return standing("films", Status.BLIND, name="Acme films", proposal=UNSEEN, **given)


OLD, FRESH = 40, 1  # days


@pytest.mark.parametrize(
    ("accounts", "english", "french"),
    [
        (
            [(Status.DORMANT, OLD), (Status.GONE, FRESH)],
            "1 of 3 accounts is inanimate; 1 is gone, new this week.",
            "1 compte sur 3 est inanimé ; 1 a disparu, depuis cette semaine.",
        ),
        (
            [(Status.DORMANT, FRESH), (Status.BLIND, FRESH)],
            "1 of 3 accounts is inanimate and 1 could not be seen, new this week.",
            "1 compte sur 3 est inanimé et 1 n’a pas pu être vu, depuis cette semaine.",
        ),
        (
            [(Status.DORMANT, FRESH), (Status.ABANDONED, OLD)],
            "2 of 3 accounts are inanimate, 1 of them new.",
            "2 comptes sur 3 sont inanimés, dont 1 nouveau.",
        ),
        (
            [(Status.MOVED, OLD), (Status.SUSPENDED, FRESH)],
            "1 of 3 accounts is suspended, new this week; none is inanimate.",
            "1 compte sur 3 est suspendu, depuis cette semaine ; aucun n’est inanimé.",
        ),
        (
            [(Status.BLIND, OLD), (Status.LATE, FRESH)],
            "Nothing to decide: 1 of 3 accounts is on plan.",
            "Rien à décider : 1 compte sur 3 est conforme au plan.",
        ),
    ],
)
def test_the_first_line_is_the_verdict(
    accounts: list[tuple[Status, int]], english: str, french: str, standing: Make, compose_digest: Compose
) -> None:
    standings = [standing(status.value, status, since=age, last=50) for status, age in accounts]
    news = [moved(status.value, Status.ON_PLAN, status) for status, age in accounts if age == FRESH]
    digest = compose_digest(standings=[*standings, standing("fine")], transitions=news)
    assert english in shown(digest, "en")
    assert french in shown(digest, "fr")


@pytest.mark.parametrize("status", [Status.GONE, Status.SUSPENDED, Status.MOVED, Status.PRIVATE, Status.BLIND])
def test_the_subject_names_what_is_newly_lost(status: Status, standing: Make, compose_digest: Compose) -> None:
    standings = [standing("silent", Status.DORMANT, since=12, last=50), standing("lost", status, since=2)]
    digest = compose_digest(standings=standings, transitions=[moved("lost", Status.ON_PLAN, status)])
    assert (Headline("inanimate", 1, 0, 12), Headline(status, 1, 1, 0)) == digest.headlines
    for language in LANGUAGES:
        assert re.search(r", 1 [\w ]+ \(1 (new|nouveau)\), 0 ", render(digest, language).subject)


def test_how_old_the_oldest_is_counts_accounts_of_one_kind(standing: Make, compose_digest: Compose) -> None:
    standings = [standing("new", Status.DORMANT, since=1, last=40), standing("old", Status.OVERDUE, since=7, last=18)]
    digest = compose_digest(standings=standings, transitions=[moved("new", Status.OVERDUE, Status.DORMANT)])
    assert (Headline("inanimate", 1, 1, 0), Headline("overdue", 1, 0, 7)) == digest.headlines


def test_the_letter_begins_with_what_to_decide_and_what_to_do(rich: Digest) -> None:
    for language, head, row, after in (
        ("en", "To decide now", "Acme Tools Dormant silent for 31 days → Revive it", "As of Monday"),
        ("fr", "À décider maintenant", "Acme Tools Dormant silencieux depuis 31 jours → Ranimez-le", "État au lundi"),
    ):
        page = shown(rich, language)
        assert page.index(head) < page.index(row) < page.index(after)


def test_the_numbers_say_of_when_they_are(rich: Digest) -> None:
    assert "As of Monday 23 November, 07:10 (Europe/Paris); ▲ and ▼: against the mail before." in said(rich, "en")
    assert "État au lundi 23 novembre, 7 h 10 (Europe/Paris) ; ▲ et ▼ : par rapport au message" in said(rich, "fr")


@pytest.mark.parametrize(("number", "french"), [(0, "inanimé"), (1, "inanimé"), (2, "inanimés")])
def test_tiles_agree_with_their_number(number: int, french: str, standing: Make, compose_digest: Compose) -> None:
    standings = [standing(f"s{n}", Status.DORMANT, last=50) for n in range(number)] + [standing("fine")]
    assert re.search(rf" {number} {french}( |$)", said(compose_digest(standings=standings, transitions=[]), "fr"))


def test_what_could_not_be_seen_is_said_in_the_readers_language(standing: Make, compose_digest: Compose) -> None:
    detail = "HTTP 403 from host.example:8080"
    digest = compose_digest(standings=[blind(standing, detail=detail)], transitions=[])
    assert (
        "Owner: Léa Morel. Not seen since 3 November, 04:10; blind since 13 November, after several looks in vain. "
        "The server’s answer: HTTP 403. => Look into it. Open it as a visitor would: for us, we were turned away."
    ) in said(digest, "en")
    assert (
        "Responsable : Léa Morel. Non observé depuis le 3 novembre à 4 h 10 ; perdu de vue le 13 novembre, après "
        "plusieurs observations sans succès. Réponse du serveur : HTTP 403. "
        "=> Allez y voir. Ouvrez-le comme un visiteur : pour nous, l’accès nous a été refusé."
    ) in said(digest, "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_notes_on_a_failure_stay_out_of_letters(language: str, standing: Make, compose_digest: Compose) -> None:
    notes = "sent on to a page for members from host.example:8080"
    digest = compose_digest(standings=[blind(standing, detail=notes)], transitions=[])
    assert "members" not in said(digest, language) and "host.example" not in render(digest, language).html


def test_a_failing_account_says_what_failed(standing: Make, compose_digest: Compose) -> None:
    failing = standing("lab", seen=Seen.FAILING, outcome=Outcome.TEMPORARY, last=1, last_ok=2)
    digest = compose_digest(standings=[failing], transitions=[])
    assert (
        "Owner: Léa Morel. The last looks failed: the network did not answer as it should. "
        "Last good look: 21 November, 04:10."
    ) in said(digest, "en")


def test_a_gone_account_that_has_a_card_is_named_among_the_unseen(standing: Make, compose_digest: Compose) -> None:
    gone = standing("events", Status.GONE, name="Acme events")
    digest = compose_digest(standings=[gone, blind(standing)], transitions=[], previous=None)
    assert 2 == digest.numbers.unseen
    assert (["films"], ["events"]) == ([c.id for c in digest.unseen.items], [c.id for c in digest.unseen_above.items])
    assert "Also counted as not seen, but shown above, as it needs a decision: Acme events (gone)." in said(
        digest, "en"
    )
    assert "Compté aussi comme non observé, mais placé plus haut, car il demande une décision" in said(digest, "fr")


def test_who_left_answers_for_nothing(standing: Make, compose_digest: Compose) -> None:
    account = standing("one", Status.OVERDUE, since=9, last=18, owner="tom", backup="lea", flags=ORPHANED)
    digest = compose_digest(standings=[account], transitions=[])
    assert "Owner: nobody (Tom Okafor has left), stand-in: Léa Morel." in said(digest, "en")
    assert "Responsable : personne (Tom Okafor n’est plus là), suppléance : Léa Morel." in said(digest, "fr")
    assert ["Acme", ""] == [work.name for work in digest.hours.items]
    assert "* Without an owner: promised 2.2" in said(digest, "en")


def test_an_account_that_lost_its_owner_gets_a_card_once(standing: Make, compose_digest: Compose) -> None:
    lost = Transition("one", "flag:orphaned", "off", "on", NOW - timedelta(days=3))
    account = standing("one", owner="tom", backup="lea", flags=ORPHANED)
    digest = compose_digest(standings=[account], transitions=[lost])
    assert ["one"] == [card.id for card in digest.decide.items]
    assert () == digest.ownerless.items
    assert "Hand it over. Léa Morel stands in for it already: make that official." in said(digest, "en")
    assert "nobody answers for it any more → Hand it over" in said(digest, "en")
    later = compose_digest(standings=[account], transitions=[])
    assert ([], ["one"]) == ([c.id for c in later.decide.items], [o.card.id for o in later.ownerless.items])


def test_what_was_seen_by_hand_says_so(standing: Make, compose_digest: Compose) -> None:
    manual = standing("photos", network="manual", seen=Seen.MANUAL, last=None)
    manual = replace(manual, record=replace(manual.record, last_human=NOW - timedelta(days=20), days={}))
    reason = Reason("entered_by_hand", {"on": "2026-11-05"})
    manual = replace(manual, verdict=replace(manual.verdict, reasons=(reason,)))
    seen = [
        Decision("photos", "seen", NOW - timedelta(days=ago), "nora", on=(NOW - timedelta(days=ago + 2)).date())
        for ago in (40, 18)
    ]
    digest = compose_digest(standings=[manual], transitions=[], decisions=tuple(seen))
    (card,) = digest.on_plan.items
    assert (None, (), date(2026, 11, 3)) == (card.strip, card.reasons, card.by_hand and card.by_hand.last)
    assert "Seen by hand: last post 3 November, entered by Nora Weiss." in said(digest, "en")
    assert "Vu à la main : dernière publication le 3 novembre, saisie par Nora Weiss." in said(digest, "fr")
    assert "26 in all" not in said(digest, "en")


def test_copied_accounts_name_their_sources(standing: Make, compose_digest: Compose) -> None:
    values = {"days": 60.0, "last": "2026-09-16", "sources": ["blog", "clips", "elsewhere"], "copied": 38}
    relay = standing(
        "relay",
        Status.DORMANT,
        last=60,
        reasons=(Reason("silent_behind_a_cross_poster", values),),
        proposal=Proposal(Advice.MERGE, Reason("merge_into_source", {"sources": ["blog", "clips"]})),
    )
    sources = [standing("blog", name="The blog", network="feed"), standing("clips", name="Acme Clips")]
    digest = compose_digest(standings=[relay, *sources], transitions=[], previous=None)
    assert "copied from The blog (Feed), Acme Clips (Mastodon) and elsewhere." in said(digest, "en")
    assert "Il ne fait que répéter The blog (Flux) et Acme Clips (Mastodon) : envoyez-y ses lecteurs." in said(
        digest, "fr"
    )


def test_what_is_set_aside_says_until_when_and_why(standing: Make, compose_digest: Compose) -> None:
    why = Reason("paused", {"until": "2027-01-31", "why": "pas de salon en hiver"})
    paused = standing("fairs", Status.PAUSED, name="Acme fairs", reasons=(why,))
    digest = compose_digest(standings=[paused], transitions=[])
    assert "* Acme fairs · Mastodon: Paused until 31 January 2027: pas de salon en hiver." in said(digest, "en")
    assert "En pause jusqu’au 31 janvier 2027 : pas de salon en hiver." in said(digest, "fr")


def test_each_action_is_shown_with_an_account_that_it_fits(standing: Make, compose_digest: Compose) -> None:
    standings = [
        standing("gone", Status.GONE),
        standing("silent", Status.DORMANT, last=50),
        standing("late", Status.LATE, last=8),
        standing("photos", network="manual", seen=Seen.MANUAL, last=3),
        standing("orphan", Status.LATE, last=8, owner="tom", flags=ORPHANED),
    ]
    digest = compose_digest(standings=standings, transitions=[], previous=None)
    assert [
        ("explain", "gone", "monitor explain gone", ""),
        ("seen", "photos", "monitor accounts seen photos --on 2026-11-23", ""),
        (
            "pause",
            "late",
            'pauses = [{ from = 2026-11-23, to = 2026-12-07, reason = "…" }]',
            "accounts.toml:13",
        ),
        ("hand_over", "orphan", 'owner = "…"', "accounts.toml:13"),
        ("close", "silent", 'lifecycle = "closing", closing_on = 2026-12-21', "accounts.toml:13"),
    ] == [(one.kind, one.name, one.command.text, one.command.place) for one in digest.actions]


def test_nothing_is_offered_that_fits_no_account(standing: Make, compose_digest: Compose) -> None:
    digest = compose_digest(standings=[standing("gone", Status.GONE)], transitions=[], previous=None)
    assert ["explain"] == [action.kind for action in digest.actions]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matter_looks_older_as_it_grows_older(language: str, standing: Make, compose_digest: Compose) -> None:
    def waiting(age: int) -> tuple[str, str]:
        one = standing("one", Status.DORMANT, since=age, last=age + 31)
        letter = render(compose_digest(standings=[one], transitions=[]), language)
        badge = re.search(r'<span class="(badge[ \w]*)"[^>]*>\d+\s(?:days|jours)</span>', letter.html)
        return (badge[1] if badge else "", " ".join(re.findall(r"!+\)", letter.text)))

    assert [("badge", ""), ("badge slow", "!)"), ("badge old", "!!)")] == [waiting(age) for age in (8, 15, 36)]
    at_28 = compose_digest(standings=[standing("one", Status.DORMANT, since=28, last=59)], transitions=[])
    assert re.search(r'class="badge old"[^>]*>(For|Depuis) 28', flat(render(at_28, language).html))


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_keep_their_units_and_lines_their_indent(
    language: str, standing: Make, compose_digest: Compose
) -> None:
    title = "Balade du dimanche : 28 km, deux châteaux, une crêperie et encore 30 km"
    one = standing("one", Status.OVERDUE, name="A name that is rather long, as names are", last=12, title=title)
    one = replace(one, account=replace(one.account, source="/srv/monitor.toml:9"))
    change = moved("one", Status.RECOVERING, Status.OVERDUE)
    letter = render(compose_digest(standings=[one], transitions=[change]), language)
    assert "28\u00a0km" in letter.text and "dimanche\u00a0: 28" in letter.html and "30\u00a0km" in letter.text
    assert [] == [row for row in letter.text.splitlines() if row != row.rstrip()]
    (begun,) = (n for n, row in enumerate(letter.text.splitlines()) if row.startswith("* A name") and "→" in row)
    assert letter.text.splitlines()[begun + 1].startswith("  ")


def test_the_version_stands_on_one_line(rich: Digest) -> None:
    assert "\naccount-health-monitor\u00a00.1.0\n" in render(rich, "en").text
    assert re.search(r"white-space: nowrap[^>]*>account-health-monitor\u00a00\.1\.0<", render(rich, "fr").html)


def test_people_are_told_of_their_own_accounts_alone(standing: Make, compose_digest: Compose) -> None:
    """A season or a pause of somebody else's account is none of theirs either."""
    pause = (Span(date(2026, 11, 24), date(2026, 12, 1)),)
    standings = [standing("mine", owner="lea"), standing("theirs", owner="nora", pauses=pause)]
    everything = Report(to="lea", brands=("acme",), zone=ZoneInfo("Europe/Paris"))
    digest = compose_digest(person="lea", report=everything, standings=standings, transitions=[])
    assert (1, ()) == (digest.numbers.total, digest.coming.items)


def test_a_closed_account_that_posts_is_no_account_on_plan(standing: Make, compose_digest: Compose) -> None:
    zombie = standing("one", Status.CLOSED, lifecycle=Lifecycle.CLOSED, flags=frozenset({Flag.ZOMBIE}), last=1)
    digest = compose_digest(standings=[zombie], transitions=[], previous=None)
    assert "it is closed, and yet it posts" in said(digest, "en")
    assert (Headline("open", 1),) == digest.headlines
