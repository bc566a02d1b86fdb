"""Of what others said, hashes, times, links for a while and answers are kept; nothing that shows who they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.activity import Activity, Kind
from monitor.model.check import Observation
from monitor.model.conversation import Received, Reply
from monitor.model.errors import Unavailable
from monitor.model.settings import Retention
from monitor.store import NewCheck, Store, pruning
from support.shelf import MONDAY, PARIS, Shelf, account, act, seen

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reply(name: str = "21", at: datetime = MONDAY - DAY, flat: bool = False) -> Reply:
    return Reply(name, at, "40", f"https://social.example/@lea/{name}", "4", "4", flat=flat)


def heard(*said: Reply, acts: tuple[Activity, ...] = ()) -> Observation:
    return replace(seen(*acts), replies=said)


def answer(name: str, to: str, at: datetime) -> Activity:
    return replace(act(name, at, kind=Kind.REPLY), in_reply_to=to)


def kept(shelf: Shelf, since: datetime = MONDAY - 400 * DAY) -> list[Received]:
    return shelf.store.received(None, since).get("acme-feed", [])


def test_a_reply_is_kept_once_with_its_time_and_link(shelf: Shelf) -> None:
    shelf.check(heard(reply()))
    shelf.check(heard(reply(), reply("22", MONDAY - HOUR)), MONDAY + HOUR)
    first, second = kept(shelf)
    assert (
        first.at,
        first.answered,
        first.direct,
        first.url,
    ) == (MONDAY - DAY, None, True, "https://social.example/@lea/21")
    assert (second.author, second.thread) == (first.author, first.thread)
    assert second.key != first.key
    assert None is not first.author != first.thread


def test_only_what_was_said_since_then_is_given(shelf: Shelf) -> None:
    shelf.check(heard(reply(), reply("22", MONDAY - HOUR)))
    assert [one.at for one in kept(shelf, MONDAY - HOUR)] == [MONDAY - HOUR]


def test_an_answer_that_is_seen_later_answers_what_it_names(shelf: Shelf) -> None:
    shelf.check(heard(reply(), reply("22"), acts=(act("4", MONDAY - 2 * DAY),)))
    late = answer("31", "21", MONDAY + 2 * HOUR)
    shelf.check(heard(acts=(late, answer("30", "21", MONDAY + HOUR))), MONDAY + 3 * HOUR)
    shelf.check(heard(acts=(late, answer("32", "21", MONDAY + 4 * HOUR))), MONDAY + 5 * HOUR)
    assert {one.answered for one in kept(shelf)} == {MONDAY + HOUR, None}


@pytest.mark.parametrize(("flat", "answered"), [(True, MONDAY), (False, None)])
def test_an_answer_to_the_act_answers_all_below_it_where_comments_are_flat(
    shelf: Shelf, flat: bool, answered: datetime | None
) -> None:
    shelf.check(heard(reply(flat=flat), reply("22", MONDAY + HOUR, flat=flat)))
    shelf.check(heard(acts=(answer("30", "4", MONDAY),)), MONDAY + 2 * HOUR)
    assert [one.answered for one in kept(shelf)] == [answered, None]


def test_the_first_answer_that_is_known_stays(shelf: Shelf) -> None:
    shelf.check(heard(replace(reply(), answered=MONDAY)))
    shelf.check(heard(replace(reply(), answered=None)), MONDAY + HOUR)
    shelf.check(heard(replace(reply(), answered=MONDAY + HOUR)), MONDAY + 2 * HOUR)
    assert [one.answered for one in kept(shelf)] == [MONDAY]


def test_links_go_and_are_not_kept_again_and_later_the_rows(shelf: Shelf) -> None:
    shelf.check(heard(reply(), reply("22", MONDAY - 89 * DAY)))
    later = MONDAY + 2 * DAY
    gone = shelf.store.prune(later, Retention())
    assert (gone.links, gone.replies, gone.days) == (1, 0, 0)
    shelf.check(heard(reply(), reply("22", MONDAY - 89 * DAY), reply("23", MONDAY - 95 * DAY)), later)
    assert [one.url for one in kept(shelf)] == [None, None, "https://social.example/@lea/21"]
    gone = shelf.store.prune(MONDAY + 330 * DAY, Retention())
    assert (gone.links, gone.replies) == (1, 2)
    shelf.check(heard(reply("22", MONDAY - 89 * DAY)), MONDAY + 330 * DAY)
    assert [one.url for one in kept(shelf)] == [None]


def test_how_long_is_the_operators_word(shelf: Shelf) -> None:
    at = MONDAY + HOUR
    check = replace(_new(heard(reply()), at), retention=Retention(links=HOUR))
    shelf.store.save_checks(shelf.cycle(at), [check])
    assert [one.url for one in kept(shelf)] == [None]


def test_hashes_are_this_databases_own(tmp_path: Path) -> None:
    keys = set()
    for name in ("a.db", "b.db"):
        shelf = Shelf(f"sqlite:///{tmp_path}/{name}")
        shelf.declare(account())
        shelf.check(heard(reply()))
        keys |= {kept(shelf)[0].key, kept(shelf)[0].author}
        shelf.store.close()
        with Store(f"sqlite:///{tmp_path}/{name}") as again:
            assert again.received(None, MONDAY - 2 * DAY)["acme-feed"][0].key in keys
    assert len(keys) == 4


def test_what_was_pruned_cannot_be_read_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    shelf = Shelf(f"sqlite:///{path}")
    shelf.declare(account())
    shelf.check(heard(*(reply(str(number)) for number in range(300))))
    shelf.store.prune(MONDAY + 90 * DAY, Retention())
    shelf.store.compact()
    assert b"social.example" not in b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert len(kept(shelf)) == 300
    shelf.store.close()


def test_a_file_in_use_is_not_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "PATIENCE", 0.05)
    shelf = Shelf(f"sqlite:///{tmp_path}/monitor.db")
    with closing(sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(Unavailable, match=r"monitor\.db could not be written anew \(database is locked\)"):
            shelf.store.compact()
    shelf.store.close()


def test_a_server_keeps_its_own_house(shelf: Shelf) -> None:
    shelf.check(heard(reply()))
    shelf.store.compact()
    assert len(kept(shelf)) == 1


def _new(result: Observation, at: datetime) -> NewCheck:
    from support.shelf import new_check

    return new_check("acme-feed", at, result, zone=PARIS)
