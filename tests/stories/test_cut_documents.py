"""A document that ends in the middle of an item: the half of it is nothing."""

from __future__ import annotations

import pytest

from support.telling import Tell, atom, day, item, json_feed, rss

pytestmark = pytest.mark.slow

ASLEEP = [item(number, day(-7 * number - 90)).but(guid=f"https://acme.example/?p={number}") for number in range(9)]
UNNAMED = [each.but(guid=None) for each in ASLEEP]
CUTS = {
    "in the guid": (rss(ASLEEP), b"?p=8"),
    "in the link": (rss(UNNAMED), b"/news/8"),
    "in the date": (rss(ASLEEP), str(ASLEEP[-1].date)[:8].encode()),
    "in the title": (rss(UNNAMED), b"number 8"),
    "in an id of Atom": (atom(ASLEEP), b"?p=8"),
    "in the address of Atom": (atom(UNNAMED), b"/news/8"),
    "in an id of a JSON Feed": (json_feed(ASLEEP), b"?p=8"),
}


@pytest.mark.parametrize("where", CUTS)
@pytest.mark.parametrize("once", [True, False])
def test_the_half_item_never_counts(tell: Tell, where: str, once: bool) -> None:
    """S10: a dormant account stays so, whatever the last item says."""
    whole, words = CUTS[where]
    cut = whole[: whole.rindex(words) + len(words) - 1]
    told = tell()
    told.shows(lambda now: cut if now == 4 or (now > 4 and not once) else whole)
    told.until(2)
    asleep, counted, act = told.status(), told.counted, told.last_act
    assert asleep == "dormant"
    told.until(12, step=1)
    assert (told.counted, told.last_act) == (counted, act)
    assert told.status() == ("dormant" if once else told.status())
    assert told.status() in ("dormant", "blind")
