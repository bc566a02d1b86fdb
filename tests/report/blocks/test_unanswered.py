"""Who waits for an answer in public: the oldest first, with links, bounded, in both languages, as text and HTML."""

from __future__ import annotations

import pytest

from monitor.report.contents.digest import Digest
from monitor.report.rendering.render import render
from support.account_status import Make, talk
from support.digest import Compose


def test_the_account_on_which_somebody_waits_longest_comes_first(account_status: Make, compose_digest: Compose) -> None:
    digest = compose_digest(
        account_statuses=[
            account_status("calm", conversation=talk(9)),
            account_status("late", conversation=talk(9, 3, 2)),
            account_status("worst", conversation=talk(0, 20, 1)),
            account_status("silent"),
        ]
    )
    assert [one.card.id for one in digest.unanswered.items] == ["worst", "late"]
    (worst, late) = digest.unanswered.items
    assert (worst.answered, worst.judged, worst.coverage) == (0, 2, None)
    assert [o.link for o in late.open.items] == ["https://social.example/@rider/3", "https://social.example/@rider/2"]


def test_at_most_five_links_an_account_and_ten_in_all(account_status: Make, compose_digest: Compose) -> None:
    many = tuple(range(19, 11, -1))
    digest = compose_digest(
        account_statuses=[account_status(f"acme-{n}", conversation=talk(1, 20 + n, *many)) for n in range(4)]
    )
    assert [(len(one.open.items), one.open.more) for one in digest.unanswered.items] == [(5, 4), (5, 4)]
    assert digest.unanswered.more == 2


def test_nothing_is_said_where_nobody_waits(account_status: Make, compose_digest: Compose) -> None:
    digest = compose_digest(account_statuses=[account_status("calm", conversation=talk(9)), account_status("unheard")])
    assert not digest.unanswered
    assert "Unanswered in public" not in render(digest, "en").text


@pytest.mark.parametrize(
    ("language", "head", "judged", "few", "since", "more"),
    [
        (
            "en",
            "Unanswered in public",
            "3 of 9 answered (33%), the median first answer after 7.5 office hours.",
            "1 of 2 answered: too few to judge.",
            "Unanswered since 4\u00a0November",
            "and 1 more",
        ),
        (
            "fr",
            "Sans réponse en public",
            "3 réponses sur 9 (33\u00a0%), la première au bout de 7,5 heures ouvrées (médiane).",
            "1 réponse sur 2\u00a0: trop peu pour juger.",
            "Sans réponse depuis le 4\u00a0novembre",
            "et 1 de plus",
        ),
    ],
)
def test_coverage_and_median_or_too_few_in_text_and_html(
    account_status: Make,
    compose_digest: Compose,
    language: str,
    head: str,
    judged: str,
    few: str,
    since: str,
    more: str,
) -> None:
    garden = account_status("garden", conversation=talk(3, 19, 12, 8, 5, 4, 3, hours=7.5))
    message = render(
        compose_digest(account_statuses=[garden, account_status("quiet", conversation=talk(1, 2))]), language
    )
    text, page = " ".join(message.text.split()), message.html
    for expected in (head, judged, few, since, more):
        assert " ".join(expected.split()) in text
        assert expected in page
    assert "https://social.example/@rider/19" in text
    assert '<a href="https://social.example/@rider/19"' in page


def test_it_stands_between_what_is_watched_and_the_autopilot(rich: Digest) -> None:
    text = render(rich, "en").text
    heads = [text.index(head) for head in ("\nTo watch", "\nUnanswered in public", "\nOn autopilot")]
    assert heads == sorted(heads)
