"""What a discovery came to, as the database keeps it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.model.discovery import Found, Noted, Orphans
from monitor.store import Store

AT = datetime(2026, 11, 16, 12, tzinfo=UTC)
FOUND = Found(
    "https://vidéo.example/c/acme", "peertube", "@acme", ("json-ld: https://acme.example/", "hub: x"), 0.9, True, "a"
)
NOTED = Noted("https://acme.example/", AT + timedelta(days=7), AT, Orphans((FOUND,), ("acme-blog",)), "")


def test_the_last_discovery_of_a_brand_is_kept_in_place_of_the_one_before(database_url: str) -> None:
    with Store(database_url) as store:
        store.ensure()
        assert store.discoveries() == {}
        store.note_discovery("acme", NOTED)
        store.note_discovery("zenith", Noted("https://zenith.example/", AT, failed="HTTP\0 503"))
        assert store.discoveries()["acme"] == NOTED
        newer = Noted("https://acme.example/", AT + timedelta(days=14), AT + timedelta(days=7))
        store.note_discovery("acme", newer)
        assert store.discoveries()["acme"] == newer
        assert store.discoveries()["zenith"].failed == "HTTP\ufffd 503"


def test_a_long_list_is_cut(database_url: str) -> None:
    with Store(database_url) as store:
        store.ensure()
        store.note_discovery("acme", Noted("https://acme.example/", AT, AT, Orphans((FOUND,) * 1000, ("a",) * 1000)))
        kept = store.discoveries()["acme"].orphans
        assert (len(kept.unwatched), len(kept.unlinked)) == (100, 100)
