"""Where a list does not reach back, those that fill are asked, and together close the gap: YouTube's four feeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.model.activity import Memory
from monitor.model.http import NoResponse, Refusal

CODE = "a" * 20 + "01"
ADDRESS = f"https://www.youtube.com/channel/UC{CODE}"
KNOWN = Memory(identity=f"UC{CODE}", newest=datetime(2026, 6, 1, 8, tzinfo=UTC), seen_any=True)
ALL = range(1, 31)  # the day of June on which each was published, and its number
FILLED = "all 15 posts shown are new: others may be missing before them"


def address(playlist: str = "") -> str:
    query = f"playlist_id={playlist}{CODE}" if playlist else f"channel_id=UC{CODE}"
    return f"https://www.youtube.com/feeds/videos.xml?{query}"


def feed(numbers: Sequence[int]) -> str:
    entries = "".join(
        f"<entry><id>yt:video:{number}</id><y:channelId>UC{CODE}</y:channelId><title>{number}</title>"
        f"<published>2026-06-{number:02}T08:00:00+00:00</published></entry>"
        for number in sorted(numbers, reverse=True)
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:y="http://www.youtube.com/xml/schemas/2015">{entries}</feed>'
    )


def check(replay: Any, answers: Any, memory: Memory | None = KNOWN) -> Any:
    return replay("youtube", ADDRESS, answers, memory, datetime(2026, 7, 1, tzinfo=UTC))


def test_a_list_that_reaches_back_needs_none(replay: Any, answer: Any) -> None:
    played = check(replay, answer(address(), feed([1, 20])))
    assert ([request.url for request in played.requests], played.seen.complete) == ([address()], True)


def test_a_first_check_shows_what_is_shown_of_all(replay: Any, answer: Any) -> None:
    played = check(
        replay,
        answer(address(), feed(ALL[-15:]))
        | answer(address("UULF"), feed([30, 10, 5]))
        | answer(address("UUSH"), feed(ALL[-15:-1]))
        | answer(address("UULV"), "", 404),
        None,
    )
    assert (len(played.seen.activities), played.seen.complete) == (17, True)


def test_all_lists_that_fill_are_asked_and_together_close_the_gap(replay: Any, answer: Any) -> None:
    played = check(
        replay,
        answer(address(), feed(ALL[-15:]))
        | answer(address("UULF"), feed([30, 29, 5, 1]))
        | answer(address("UUSH"), feed([28, 27, 6]))
        | answer(address("UULV"), "<title>Error 404 (Not Found)!!1</title>", 404),  # never a live stream
    )
    assert len(played.requests) == 4
    ids = {act.id for act in played.seen.activities}
    assert ids == {f"yt:video:{number}" for number in (1, 5, 6, *ALL[-15:])}
    assert (played.seen.complete, played.seen.detail) == (True, "")


def test_one_that_is_short_itself_leaves_the_gap(replay: Any, answer: Any) -> None:
    seen = check(
        replay,
        answer(address(), feed(ALL[-15:]))
        | answer(address("UULF"), feed([30, 1]))
        | answer(address("UUSH"), feed(ALL[-15:]))
        | answer(address("UULV"), "", 404),
    ).seen
    assert (seen.complete, seen.detail) == (False, FILLED)


def test_a_spell_in_which_none_answers_leaves_the_gap(replay: Any, answer: Any) -> None:
    missing = answer(address("UULF"), "", 404) | answer(address("UUSH"), "", 404) | answer(address("UULV"), "", 404)
    seen = check(replay, answer(address(), feed(ALL[-15:])) | missing).seen
    assert (len(seen.activities), seen.complete, seen.detail) == (15, False, FILLED)


def test_one_that_fails_leaves_the_gap_and_keeps_what_was_seen(replay: Any, answer: Any) -> None:
    seen = check(
        replay,
        answer(address(), feed(ALL[-15:]))
        | answer(address("UULF"), feed([30, 1]))
        | {address("UUSH"): NoResponse(Refusal.TIMEOUT, "no answer in 8 s")}
        | answer(address("UULV"), "", 404),
    ).seen
    assert (len(seen.activities), seen.complete, seen.detail) == (16, False, "no answer in 8 s")
