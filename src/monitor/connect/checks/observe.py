"""A check of one account as a conversation. Pure: it yields what to ask and to decode, and is sent the answers.

    the route (route.py) ─> [account] ─> [[posts]] page by page ─> [[replies]] (replies.py) ─> Observation | Failure
                                │ moved, suspended, another id: end

Rules:
1. Nothing a network answers raises: what has another shape than the manifest knows is `changed_format`.
2. Only the first page of a list is asked conditionally, where it holds items itself, and not where the profile counts
   more posts than before, or far fewer. A 304 that nobody asked for is a failure.
3. What completeness.py finds missing makes the observation incomplete. So does a profile that counts more posts than
   before, of which no list shows one: the known count stays, until an act explains the new one. So does one that counts
   half of them or less while the list shows nothing of the newest; after 14 days they were deleted.
4. An empty list where the profile counts posts is `blocked`: the network does not show what is there. An empty list
   after posts were seen or counted is an observation that is not complete; not so where the profile counts none, and
   never counted one. Where a network shows some days only and all that is known is older, it is as it should be.
5. Where the profile was seen, a 404 of its list is a change of format: the account is there, unless the profile itself
   says that it is gone. What any other 404 means is absence.py's to say.
6. Where a list shows only acts newer than all that is known, however few, it is remembered when: others may have left
   it between two checks, so counts are lower bounds.
7. A feed's own word is heard (feed_moves.py): it may have moved, be finished, be one of comments, or a notice. Where
   another publication answers (publication.py), the check is a failure, and nothing of it is remembered.
8. What is remembered belongs to the address it was learned from: another address starts anew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from monitor.connect.checks import failures, publication
from monitor.connect.checks.completeness import Lists
from monitor.connect.checks.continuity import unknown
from monitor.connect.checks.feed_moves import ask_list
from monitor.connect.checks.items import Acts, read_items
from monitor.connect.checks.profile import is_limited, read_facts, state
from monitor.connect.checks.questions import Got, NotModified, Page, Talk
from monitor.connect.checks.replies import with_replies
from monitor.connect.checks.route import UNASKED, Route
from monitor.connect.documents.text import count
from monitor.connect.manifests.expressions import Template
from monitor.connect.manifests.manifest import TARGET, Manifest
from monitor.connect.manifests.toml_tables import PostsTable, ProfileTable
from monitor.model.activity import AccountFacts, Memory, Publication, Validator
from monitor.model.check import Failure, Observation, Outcome

_NOT_OFFERED = frozenset(  # by this route, which says nothing of the account
    {Outcome.GONE, Outcome.CHANGED_FORMAT, Outcome.UNAUTHORISED, Outcome.LOGIN_REQUIRED, Outcome.BLOCKED}
)
_FALLEN = 3  # posts: fewer were deleted
_NO_LIST = "the answers do not say which list of posts is the account's"


def observe(
    manifest: Manifest, url: str, memory: Memory, now: datetime, brand: Collection[str] = ()
) -> Talk[Observation | Failure]:
    """One check of the account behind `url`, with what is remembered of it. `now` is aware and in UTC.

    `brand` are the hosts that are known for the brand's own: what names one of them has moved, and is no other's.
    """
    names = manifest.names(url.strip())
    if names is None:
        return failures.changed(f"the address is not one of {manifest.name}: correct the account's url or network")
    if memory.resolved.get(TARGET, names[TARGET]) != names[TARGET]:
        memory = Memory()
    route = Route(manifest, names, memory, now)
    seen = yield from _see(route, brand)
    if isinstance(seen, Failure) and seen.outcome is Outcome.GONE:
        return (yield from route.confirm(seen))
    return seen


def _see(route: Route, brand: Collection[str]) -> Talk[Observation | Failure]:
    """By the remembered route to the account; where that leads to nothing, by resolving it anew."""
    gone: Failure | None = None
    if route.recall():
        seen = yield from _Check(route, brand).see()
        if not isinstance(seen, Failure) or seen.outcome is not Outcome.GONE:
            return seen
        gone = seen
    before = route.resolved
    failed = yield from route.resolve()
    if failed is not None:
        return gone if gone is not None and failed.outcome is Outcome.GONE else failed
    if gone is not None and route.resolved == before:
        return gone
    return (yield from _Check(route, brand).see())


class _Check:
    """The profile and the lists, once the route to them is known."""

    def __init__(self, route: Route, brand: Collection[str]) -> None:
        self.route, self.manifest, self.memory, self.now = route, route.manifest, route.memory, route.now
        self.profile: ProfileTable | None = None  # the manifest's one whose names are all known
        self.facts = AccountFacts()
        self.brand = brand
        self.stated_by: Publication | None = None  # whose list it is, as its first page says
        self.seen = False  # the profile answered
        self.stated: Failure | None = None  # the state in which the profile says that there is nothing to see
        self.limited = False
        self.overflows = False  # a list shows nothing that is known: what came before may have left it unseen
        self.fallen_back = False  # a list is not offered, nor is what belongs to it

    def see(self) -> Talk[Observation | Failure]:
        """The profile and the lists, with what is resolved; those that need a name that nothing gives are left out."""
        values = self.route.values
        self.profile = next((one for one in self.manifest.account if one.get is None or one.get.ready(values)), None)
        if self.profile is not None and self.profile.get is not None:
            failed = yield from self._ask_profile(self.profile, self.profile.get)
            if failed is not None:
                return failed
        values, lists = self.route.values, Lists(self.memory, self.now)
        wanted = [posts for posts in self.manifest.posts if posts.get.ready(values)]
        failed = (yield from self._read_lists(wanted, lists)) if wanted else failures.changed(_NO_LIST)
        if failed is not None:
            if self.seen and failed.outcome is Outcome.GONE and failed is not self.stated:
                failed = failures.changed(f"the profile is there, its posts are not ({failed.detail})")
            return failed if failed.facts != AccountFacts() else replace(failed, facts=self.facts)
        seen = self._conclude(lists)
        if isinstance(seen, Failure) or not self.manifest.replies or self.fallen_back:
            return seen
        return (yield from with_replies(self.route, seen))

    # the profile

    def _ask_profile(self, profile: ProfileTable, get: Template) -> Talk[Failure | None]:
        """Asks for the profile, unless the last resolve step has just given it."""
        got: Got | None = self.route.answer if profile.of == "resolve" else None
        if got is None:
            got = yield from self.route.ask(profile, self.route.fill(get))
        if isinstance(got, NotModified):
            return failures.changed(UNASKED)
        failed = got if isinstance(got, Failure) else self._read_profile(profile, got)
        if isinstance(got, Page) and failed is None and profile.of == "resolve" and self.route.steps:
            self.route.learn(self.route.steps[-1], got)  # a name may have changed, where an id leads to the account
        return failed

    def _read_profile(self, profile: ProfileTable, page: Page) -> Failure | None:
        facts = read_facts(page.document, profile, self.now, page.url)
        self.facts, self.seen = facts, True
        if profile.map.identity is not None and facts.identity is None:
            return failures.changed("the profile has no id")
        if self.memory.identity is not None and facts.identity not in (None, self.memory.identity):
            detail = f"another account answers to this address: {facts.identity}, it was {self.memory.identity}"
            return Failure(Outcome.IDENTITY_CHANGED, detail, facts=facts)
        self.limited = is_limited(page.document, profile)
        self.stated = state(page.document, profile, facts)
        return self.stated

    # the lists

    def _read_lists(self, wanted: list[PostsTable], lists: Lists) -> Talk[Failure | None]:
        failed: Failure | None = None
        for posts in wanted:
            if (posts.fallback and failed is None) or (posts.fills and not lists.short):
                continue
            if failed is not None and not (posts.fallback and failed.outcome in _NOT_OFFERED):
                return failed
            self.fallen_back |= posts.fallback
            failed = yield from self._list(posts, lists)
            if posts.fills and failed is not None:
                if failed.outcome is not Outcome.GONE:
                    lists.unanswered(failed.detail)
                failed = None
        lists.close(self._fallen())
        return failed

    def _list(self, posts: PostsTable, lists: Lists) -> Talk[Failure | None]:
        url = self.route.fill(posts.get)
        got = yield from ask_list(self.route, posts, url, self._known(url))
        if isinstance(got, Failure):
            return got
        lists.answered(posts)
        if isinstance(got, NotModified):
            lists.validators[url] = got.validator
            lists.unchanged += 1
            lists.gaps += [got.stale] if got.stale else []
            return None
        profile = self.profile
        first = profile is not None and profile.of == "posts" and not self.seen
        failed = self._read_profile(profile, got) if profile is not None and first else None
        self.stated_by = self.stated_by or publication.of_document(got.document, posts, self.facts)
        if posts.total is not None and self.facts.total is None:
            self.facts = replace(self.facts, total=count(posts.total.read(got.document)))
        if posts.finished is not None and posts.finished.read(got.document):
            self.facts = replace(self.facts, finished=True)
        acts = failed or self._read(posts, got)
        if isinstance(acts, Failure):
            return acts
        if got.validator is not None and acts.items:
            lists.validators[url] = got.validator
        asked, dates = [url], acts.dates
        while (following := lists.following(posts, got, acts, asked, self.facts.total)) is not None:
            asked.append(following)
            page = yield from self.route.ask(posts, following)
            more = self._read(posts, page) if isinstance(page, Page) else page
            if not isinstance(page, Page) or not isinstance(more, Acts):
                lists.gaps.append(f"page {len(asked)}: {more.detail if isinstance(more, Failure) else UNASKED}")
                return None
            got, acts = page, more
            dates += acts.dates
        newest = self.memory.newest
        if dates and newest is not None and posts.reach.days is None and not posts.fills:
            self.overflows |= min(dates) > newest
        return None

    def _read(self, posts: PostsTable, page: Page) -> Acts | Failure:
        author = posts.by.text_with(self.route.values) if posts.by is not None else None
        read = read_items(page.document, posts, author, self.now, page.url)
        return replace(read, page=page.number) if isinstance(read, Failure) else read

    def _known(self, url: str) -> Validator | None:
        """What makes the question conditional; nothing where the profile counts more than before, or far less."""
        return None if self._grown() or self._fallen() else self.memory.validators.get(url)

    # the end

    def _conclude(self, lists: Lists) -> Observation | Failure:
        """What the check comes to, and what is remembered of it."""
        acts, memory, facts, newest = tuple(lists.acts), self.memory, self.facts, lists.newest()
        signs = publication.with_acts(self.stated_by or Publication(), acts)
        if not lists.unchanged and (other := publication.another(self.manifest, memory, signs, acts, self.brand)):
            return other
        if not acts and not lists.unchanged:
            if facts.total:
                detail = f"the profile counts {facts.total} posts, the list shows none"
                return Failure(Outcome.BLOCKED, detail, facts=facts)
            if memory.seen_any and not lists.outlived() and (facts.total is None or memory.total):
                counted = f", and the profile counts no post: it counted {memory.total}" if memory.total else ""
                lists.lose_all(f"the list is empty; it was not before{counted}")
        unseen = self._grown() if memory.seen_any and newest == memory.newest else 0
        if memory.known and unseen and unknown(acts, memory):
            unseen = 0  # one with an old date was published, or an older one came in place of a deleted one
        if unseen:
            lists.gaps.append(f"the profile counts {unseen} posts more than before, the list shows none of them")
        checked, until = lists.checked(), lists.unseen_until()
        filled = lists.filled and not lists.unfilled
        if until is not None:
            lists.gaps.append(f"nobody saw the time before {until.date()}: the last check is longer ago than is shown")
        doubtful = bool(lists.gaps) and (self._fallen() or not (acts or facts.total))
        listed, shrunk, shown = lists.remembered()
        remembered = Memory(
            identity=facts.identity or memory.identity,
            resolved={TARGET: self.route.names[TARGET], **self.route.resolved},
            validators={} if lists.gaps or lists.shows_ahead() else lists.validators,
            total=memory.total if facts.total is None or unseen or doubtful else facts.total,
            newest=newest,
            seen_any=memory.seen_any or bool(acts),
            checked=checked,
            unseen_until=until or memory.unseen_until,
            overflowed=self.now if self.overflows and not filled else memory.overflowed,
            counted=memory.counted,
            heard=memory.heard,
            listed=listed,
            shrunk=shrunk,
            shown=shown,
            publication=publication.learned(self.manifest, memory, signs, acts),
            moved_to=self.route.moved_to,
        )
        return Observation(
            activities=acts,
            facts=facts,
            memory=remembered,
            complete=not lists.gaps,
            limited=self.limited,
            not_modified=lists.unchanged == lists.asked,
            detail="; ".join(lists.gaps),
        )

    def _grown(self) -> int:
        """By how many posts the profile's count has grown since the last check."""
        if self.facts.total is None or self.memory.total is None:
            return 0
        return max(self.facts.total - self.memory.total, 0)

    def _fallen(self) -> str:
        """In words, that the profile counts less than half of the posts that it counted, and three fewer at least."""
        total, before = self.facts.total, self.memory.total
        if total is None or before is None or 2 * total > before or before - total < _FALLEN:
            return ""
        return f"the profile counts {total} posts, it counted {before}"
