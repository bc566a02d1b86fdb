"""The first page of a list; of a feed, after its own words are heard: where it has moved to, and what it is.

An index of lists is followed one step (list_indexes.py).

    asked ─> a permanent redirect to another host ──┐
    asked ─> moved_to (documents/feed_word.py) ─────┴─> the guard ─> read there | moved, for a person

| a new address                                                            | the check                              |
|--------------------------------------------------------------------------|----------------------------------------|
| shows an act that is known, or was read there at the last check          | reads it                               |
| comes at the first check, when nothing is known                          | reads it                               |
| is where a redirect leads, and names the host that was asked as its site | reads it                               |
| shows nothing that is known                                              | is `moved`, with the address           |
| cannot be read, and the old one shows something new, or nothing is known | reads the old one                      |
| cannot be read                                                           | is `moved`, with the address           |
| is late, or asks for patience                                            | fails as that address did              |
| names another one                                                        | goes on from there; a circle ends      |
| is the third                                                             | is `moved`, with that address          |

A notice in place of the account (error_items.py) and a feed of comments (comment_feeds.py) are failures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from monitor.connect.checks.comment_feeds import of_comments
from monitor.connect.checks.error_items import notice
from monitor.connect.checks.failures import changed
from monitor.connect.checks.items import Acts, read_items
from monitor.connect.checks.list_indexes import best_list
from monitor.connect.checks.questions import Got, Page, Talk
from monitor.connect.checks.route import Route
from monitor.connect.documents.feed_word import REDIRECT
from monitor.connect.manifests.manifest import TARGET
from monitor.connect.manifests.toml_tables import PostsTable
from monitor.model.activity import AccountFacts, Validator, face, key_number
from monitor.model.check import Failure, Outcome
from monitor.model.http import Format

MOST_HOPS = 2
_PASSING = frozenset({Outcome.TEMPORARY, Outcome.RATE_LIMITED, Outcome.QUOTA})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an account that is known: acts that are, and whether there are others."""

    known: bool
    new: bool


def ask_list(route: Route, posts: PostsTable, url: str, validator: Validator | None) -> Talk[Got]:
    """Asks for the list at `url`, as questions.ask does; of an index, for the best list that it names.

    A feed that has moved is read where it is now.
    """
    got = yield from route.ask(posts, url, validator)
    if not isinstance(got, Page):
        return got
    if posts.index is not None and (listed := best_list(got.document, posts.index, got.url, route.now)) is not None:
        page = yield from route.ask(posts, listed)
        if isinstance(page, Failure) and page.outcome is Outcome.GONE:
            return changed(f"the index is there, a list that it names is not ({page.detail})")
        return replace(page, validator=None) if isinstance(page, Page) else page
    if posts.format is not Format.FEED:
        return got
    got = yield from _where_it_is(route, posts, url, got)
    if not isinstance(got, Page) or not isinstance(got.document, dict):
        return got
    failed = notice(got.document, url, got.url, route.memory)
    if failed is None and url == route.names[TARGET]:  # an address that a manifest makes is never one of comments
        failed = of_comments(got.document, got.url, seen=route.memory.seen_any)
    return failed or got


def _where_it_is(route: Route, posts: PostsTable, url: str, old: Page) -> Talk[Got]:
    page, moved_to = old, old.url if old.moved and _host(old.url) != _host(url) else None
    trail = {_same(url), _same(old.url)}
    for hop in range(MOST_HOPS + 1):
        named = page.document.get("moved_to") if isinstance(page.document, dict) else None
        if named is None or _same(named) in trail:
            break
        if hop == MOST_HOPS:
            return _moved(named, "which is more than two moves away")
        trail.add(_same(named))
        got = yield from route.ask(posts, named)
        if not isinstance(got, Page):
            return _unread(route, posts, old, named, got)
        page, moved_to = got, named
    at_home = page is old and isinstance(page.document, dict) and _host(page.document.get("url") or "") == _host(url)
    if moved_to is not None and not at_home and not _may_be_read(route, posts, page, moved_to):
        return _moved(moved_to, "which shows nothing that is known of the account")
    route.moved_to = moved_to
    return page if page is old else replace(page, validator=None)  # it is not that of the address that is asked next


def _may_be_read(route: Route, posts: PostsTable, page: Page, moved_to: str) -> bool:
    memory = route.memory
    if not memory.known or (memory.moved_to is not None and _same(memory.moved_to) == _same(moved_to)):
        return True
    return _shown(route, posts, page).known


def _unread(route: Route, posts: PostsTable, old: Page, named: str, got: Got) -> Got:
    shown = _shown(route, posts, old)
    if (shown.known and shown.new) or (not route.memory.known and old.document["version"] != REDIRECT):
        return old
    if isinstance(got, Failure) and got.outcome in _PASSING:
        return replace(got, detail=f"{got.detail}: the feed says that it has moved there")
    said = got.detail if isinstance(got, Failure) else "nothing new"
    return _moved(named, f"which cannot be read ({said})")


def _shown(route: Route, posts: PostsTable, page: Page) -> Shown:
    acts = read_items(page.document, posts, None, route.now, page.url)
    if not isinstance(acts, Acts):
        return Shown(known=False, new=False)
    found = [{key_number(act), face(act.title, act.url)} & route.memory.known for act in acts.activities]
    return Shown(known=any(found), new=not all(found))


def _moved(to: str, why: str) -> Failure:
    return Failure(Outcome.MOVED, f"the feed says that it has moved to {to}, {why}", facts=AccountFacts(moved_to=to))


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def _same(url: str) -> str:
    """An address without what two spellings of one differ in."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/").lower()
