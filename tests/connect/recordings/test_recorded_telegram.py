"""A real preview page of a Telegram channel (../shared/recorded/telegram) through observe, read right."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPLAYED = {"channel_preview_page.html"}
NOT_ASKED = {
    "botapi_telegram_messages.json": "the Bot API of a bot's own chats, which needs its token",
    "botapi_telegram_messages_next.json": "the Bot API of a bot's own chats, which needs its token",
}
PAGE = "https://t.me/s/test_channel"
OLDER = "https://t.me/s/test_channel?before=1001"


def test_the_list_covers_every_file(shared: Path) -> None:
    assert REPLAYED | set(NOT_ASKED) == {path.name for path in (shared / "recorded" / "telegram").iterdir()}


def test_a_recorded_channel(shared: Path, replay: Any, answer: Any) -> None:
    page = (shared / "recorded" / "telegram" / "channel_preview_page.html").read_bytes()
    end = '<div class="tgme_channel_history"></div>'
    played = replay(
        "telegram",
        "https://t.me/test_channel",
        answer(PAGE, page) | answer(OLDER, end),  # the older page is made: nothing older
        now=datetime(2026, 2, 1, tzinfo=UTC),
    )
    assert [request.url for request in played.requests] == [PAGE, OLDER]
    assert [(act.id, act.kind.value, act.published, act.views) for act in played.seen.activities] == [
        ("test_channel/1001", "post", datetime(2026, 1, 31, 8, 35, 56, tzinfo=UTC), 2500),
        ("test_channel/1003", "post", datetime(2026, 1, 31, 9, 35, tzinfo=UTC), 1300),
        ("test_channel/1010", "share", datetime(2026, 1, 31, 9, 41, 27, tzinfo=UTC), 1000),
    ]
    assert [act.url for act in played.seen.activities] == [
        "https://t.me/test_channel/1001",
        "https://t.me/test_channel/1003",
        "https://t.me/test_channel/1010",
    ]
    facts = played.seen.facts
    assert (facts.name, facts.url, facts.followers) == ("Test_Channel", "https://t.me/test_channel", 10_000)
    assert played.seen.complete
