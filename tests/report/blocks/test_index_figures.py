"""The moribund index as it is shown: to those who manage the brand, in one line, with a week ago."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.metrics.moribund_index import Moribund, Part, Trend
from monitor.report.blocks.index_figures import document, sentence
from monitor.report.rendering.render import render
from support.account_status import NOW
from support.digest import make_digest

PARTS = (Part("acme-blog", 4.0, 0.75, False), Part("acme-jobs", 1.0, 0.25, True))
TREND = Trend("acme", Moribund(0.25, PARTS, ("acme-videos",)), ((NOW - timedelta(weeks=1), 0.375),))


@pytest.mark.parametrize(
    ("trend", "english", "french"),
    [
        (
            TREND,
            " 25% of what visitors see (a week ago: 38%).",
            " 25\u00a0% de ce que voient les visiteurs (il y a une semaine\u00a0: 38\u00a0%).",
        ),
        (
            Trend("acme", Moribund(0.25, PARTS), ((NOW, 0.25),)),
            " 25% of what visitors see (as a week ago).",
            " 25\u00a0% de ce que voient les visiteurs (comme il y a une semaine).",
        ),
        (
            Trend("acme", Moribund(0.0, PARTS)),
            " 0% of what visitors see.",
            " 0\u00a0% de ce que voient les visiteurs.",
        ),
    ],
)
def test_the_manager_reads_it_in_one_line(trend: Trend, english: str, french: str) -> None:
    digest = make_digest(trends={"acme": trend})
    begins = {"en": "Moribund index: nobody animates", "fr": "Indice moribond\u00a0: personne n’anime"}
    for language, end in (("en", english), ("fr", french)):
        expected = begins[language] + end
        message = render(digest, language)
        assert expected in message.text.replace("\n", " ")
        assert expected in message.html


def test_nobody_else_does_and_nothing_is_said_where_nothing_counts() -> None:
    assert not make_digest(person="lea", trends={"acme": TREND}).moribund
    assert not make_digest(trends={"acme": Trend("acme", Moribund(None))}).moribund


def test_a_terminal_gets_the_names() -> None:
    assert sentence(TREND, "Acme") == "Acme: moribund index 25% (a week ago 38%): acme-jobs"
    many = tuple(Part(f"a{n}", 1.0, 0.1, True) for n in range(8))
    assert (
        sentence(Trend("acme", Moribund(0.8, many)), "Acme")
        == "Acme: moribund index 80%: a0, a1, a2, a3, a4 and 3 more"
    )
    assert sentence(Trend("acme", Moribund(None)), "Acme") is None


def test_json_has_the_parts_and_the_trend() -> None:
    found = document(TREND)
    assert (found["index"], found["left_out"], found["history"][0]["index"]) == (0.25, ["acme-videos"], 0.375)
    assert found["parts"][1] == {"account": "acme-jobs", "weight": 1.0, "share": 0.25, "inanimate": True}
