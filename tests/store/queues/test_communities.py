"""The listed communities, as the database keeps them: claimed for one check at a time, forgotten when unlisted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.model.activity import Memory
from monitor.model.check import Outcome
from monitor.model.community import Community, Sight
from monitor.store import Store

AT = datetime(2026, 11, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GARDEN, FORUM = "https://lemmy.example/c/garden", "https://forum.example/c/gärten/7"
SEEN = Community(
    GARDEN,
    "lemmy",
    AT + 30 * DAY,
    AT,
    Outcome.OK,
    "",
    Sight(AT, 1200, 3.5, AT - DAY, at_least=True),
    Memory(identity="https://lemmy.example/c/garden", newest=AT - DAY),
)


def claimed(store: Store, urls: list[str], now: datetime, limit: int = 9) -> list[str]:
    return [one.url for one in store.claim_communities(urls, now, now + DAY, limit)]


def test_what_a_check_came_to_is_kept_in_place_of_the_one_before(database_url: str) -> None:
    with Store(database_url) as store:
        store.ensure()
        assert store.communities() == {}
        assert store.claim_communities([GARDEN], AT, AT + DAY, 9) == [Community(GARDEN, due=AT)]
        store.note_community(SEEN)
        assert store.communities() == {GARDEN: SEEN}
        failed = Community(GARDEN, "lemmy", AT + DAY, AT, Outcome.TEMPORARY, "HTTP 503", SEEN.sight, SEEN.memory)
        store.note_community(failed)
        assert store.communities() == {GARDEN: failed}
        assert (failed.seen, SEEN.seen) == (False, True)


def test_each_is_claimed_once_until_it_is_due_again(database_url: str) -> None:
    with Store(database_url) as store:
        store.ensure()
        assert claimed(store, [GARDEN, FORUM, GARDEN], AT, limit=1) == [FORUM]
        assert claimed(store, [GARDEN, FORUM], AT) == [GARDEN]
        assert claimed(store, [GARDEN, FORUM], AT) == []
        assert claimed(store, [GARDEN, FORUM], AT + DAY) == [FORUM, GARDEN]  # a claim whose holder was killed


def test_what_is_listed_no_longer_is_forgotten(database_url: str) -> None:
    with Store(database_url) as store:
        store.ensure()
        claimed(store, [GARDEN, FORUM], AT)
        claimed(store, [FORUM], AT)
        assert list(store.communities()) == [FORUM]
        store.note_community(SEEN)  # its check was under way
        assert list(store.communities()) == [FORUM]
