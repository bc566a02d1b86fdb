"""The sample networks: what each serves at which path, and what goes wrong there, when.

- blogs: RSS and Atom
- social: a Mastodon instance
- channels: Telegram's preview pages; one channel hides its own
- podcasts: one show, which is removed
- clips: RSS and JSON Feed; one list is closed to readers
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from monitor.demo import acme_cycles, acme_velos
from monitor.demo.diary import Diary
from monitor.demo.fediverse import instance
from monitor.demo.sample_feeds import atom, json_feed, rss
from monitor.demo.servers import Answer, Asked, Network
from monitor.demo.telegram import contact, preview

PREVIEW_HIDDEN = datetime(2026, 10, 28, 12, tzinfo=UTC)  # acme_riders_example then sends visitors to the application
VIDEOS_CLOSED = datetime(2026, 11, 4, 12, tzinfo=UTC)  # the list of videos is then forbidden
SHOW_REMOVED = datetime(2026, 11, 8, 12, tzinfo=UTC)  # the podcast is then gone

_DIARIES: Mapping[str, Diary] = acme_cycles.DIARIES | acme_velos.DIARIES
_INSTANCE = {name: _DIARIES[name] for name in ("acme", "workshop", "newswire", "velos", "revendeurs", "bulletin")}
_CHANNELS = {name: _DIARIES[name] for name in ("acme_riders_example", "acme_velos_example")}


def blogs(asked: Asked) -> Answer:
    match asked.path:
        case "/feed.xml":
            return rss(_DIARIES["blog"], f"{asked.base}/stories", asked.now)
        case "/lab/atom.xml":
            return atom(_DIARIES["lab"], f"{asked.base}/lab", asked.now)
        case "/jobs/feed.xml":
            return rss(_DIARIES["jobs"], f"{asked.base}/jobs", asked.now)
        case "/journal/atom.xml":
            return atom(_DIARIES["journal"], f"{asked.base}/journal", asked.now)
    return _page(404, "Not found")


def social(asked: Asked) -> Answer:
    return instance(asked, _INSTANCE)


def channels(asked: Asked) -> Answer:
    """A channel that hides its preview sends its visitors from /s/NAME to /NAME."""
    name = asked.path.removeprefix("/s/").strip("/")
    if name not in _CHANNELS:
        return _page(404, "Not found")
    if not asked.path.startswith("/s/"):
        return contact(name, _CHANNELS[name])
    if name == "acme_riders_example" and asked.now >= PREVIEW_HIDDEN:
        return Answer(302, headers={"Location": f"/{name}"})
    return preview(name, _CHANNELS[name], asked)


def podcasts(asked: Asked) -> Answer:
    if asked.path != "/spokespeople.rss":
        return _page(404, "Not found")
    if asked.now >= SHOW_REMOVED:
        return _page(410, "This show has been removed")
    return rss(_DIARIES["podcast"], f"{asked.base}/spokespeople", asked.now, podcast=True)


def clips(asked: Asked) -> Answer:
    match asked.path:
        case "/acme/clips.rss":
            return rss(_DIARIES["clips"], f"{asked.base}/acme/clips", asked.now)
        case "/velos/salons.json":
            return json_feed(_DIARIES["salons"], f"{asked.base}/velos/salons", asked.now)
        case "/velos/videos.rss" if asked.now >= VIDEOS_CLOSED:
            return _page(403, "Forbidden")
        case "/velos/videos.rss":
            return rss(_DIARIES["videos"], f"{asked.base}/velos/videos", asked.now)
    return _page(404, "Not found")


def _page(status: int, text: str) -> Answer:
    return Answer(status, f"<!DOCTYPE html>\n<title>{text}</title>\n<h1>{text}</h1>\n")


NETWORKS: Mapping[str, Network] = {
    "blogs": blogs,
    "social": social,
    "channels": channels,
    "podcasts": podcasts,
    "clips": clips,
}
