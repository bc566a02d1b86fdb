"""A look at one account as a conversation. Pure: it yields what to ask and to decode, and is sent the answers.

    names in the address ─> [[resolve]] ─> [account] ─> [[posts]] page by page ─> Observation | Failure
                              │ remembered     │ moved, suspended, another id: end
                              └── asked again where what is remembered leads to a 404

Rules:
1. Nothing a network answers raises: what has another shape than the manifest knows is `changed_format`.
2. Only the first page of a list is asked conditionally, and not where the profile counts more posts than before.
   A 304 that nobody asked for is a failure. What a look that missed something was given is not kept.
3. Pages are read back to the newest act known, on the first look `back` far, and never more than `max`, never to
   another host, never in a circle. Where that leaves a gap, the observation is not complete.
4. An empty list where the profile counts posts is `blocked`: the network does not show what is there. An empty list
   after posts were seen, of a network that gives no count, is an observation that is not complete.
5. Where the profile was seen, a 404 of its list is a change of format: the account is there.
6. What is remembered belongs to the address it was learned from: another address starts anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.connect import answers
from monitor.connect.activities import Acts, read_items
from monitor.connect.asking import Ask, Got, NotModified, Page, Talk, ask
from monitor.connect.expressions import Template
from monitor.connect.facts import is_limited, read_facts, state
from monitor.connect.manifest import TARGET, Manifest
from monitor.connect.paging import OtherHost, next_page, origin
from monitor.connect.steps import Posts, Profile, Resolve
from monitor.connect.text import identifier
from monitor.model.activity import AccountFacts, Activity, Memory, Validator
from monitor.model.look import Failure, Observation, Outcome

_STALE = "an old copy from a cache"
_UNASKED = "an HTTP 304 that nobody asked for"


def observe(manifest: Manifest, url: str, memory: Memory, now: datetime) -> Talk[Observation | Failure]:
    """One look at the account behind `url`, with what is remembered of it. `now` is aware and in UTC."""
    names = manifest.names(url.strip())
    if names is None:
        return answers.changed(f"the address is not one of {manifest.name}: correct the account's url or network")
    if memory.resolved.get(TARGET, names[TARGET]) != names[TARGET]:
        memory = Memory()
    look = _Look(manifest, names, memory, now)
    gone: Failure | None = None
    if look.recall():
        seen = yield from look.see()
        if not isinstance(seen, Failure) or seen.outcome is not Outcome.GONE:
            return seen
        gone = seen
    before = look.resolved
    failed = yield from look.resolve()
    if failed is not None:
        return failed
    if gone is not None and look.resolved == before:
        return gone
    return (yield from look.see())


@dataclass(slots=True)
class _Lists:
    """What the lists of one look have given so far."""

    acts: dict[str, Activity] = field(default_factory=dict)
    validators: dict[str, Validator] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)  # why something may be missing
    unchanged: int = 0  # lists of which the server says that nothing changed

    def take(self, page: Page, acts: Acts) -> int:
        """Adds a page's acts; how many of them are new to this look. Notes what the page itself leaves out."""
        before = len(self.acts)
        self.acts |= {act.id: act for act in acts.activities if act.id not in self.acts}
        if page.stale:
            self.gaps.append(_STALE)
        if acts.lost:
            self.gaps.append(f"{acts.lost} posts without an id")
        if isinstance(page.document, dict) and page.document.get("whole") is False:
            self.gaps.append("the document is cut short")
        return len(self.acts) - before


class _Look:
    """One look: `names` come from the address, `resolved` from answers; both fill the templates."""

    def __init__(self, manifest: Manifest, names: dict[str, str], memory: Memory, now: datetime) -> None:
        self.manifest, self.names, self.memory, self.now = manifest, names, memory, now
        self.own = {origin(value) for value in names.values() if "://" in value}
        self.resolved: dict[str, str] = {}
        self.answer: Page | None = None  # of the last resolve step, where it was just asked
        self.facts = AccountFacts()
        self.seen = False  # the profile answered
        self.limited = False

    def recall(self) -> bool:
        """Whether all that [[resolve]] would give is remembered."""
        wanted = {name for step in self.manifest.resolve for name in step.set}
        self.resolved = {name: self.memory.resolved[name] for name in wanted & self.memory.resolved.keys()}
        return len(self.resolved) == len(wanted)

    def resolve(self) -> Talk[Failure | None]:
        """Asks the whole chain, whatever is remembered."""
        self.resolved, self.answer = {}, None
        for step in self.manifest.resolve:
            got = yield from self._ask(step, self._fill(step.get))
            if isinstance(got, NotModified):
                return answers.changed(_UNASKED)
            if isinstance(got, Failure):
                return got
            for name, expression in step.set.items():
                value = identifier(expression.read(got.document))
                if value is None:
                    return answers.changed(f"no {name} where {expression.text!r} says")
                self.resolved[name] = value
            self.answer = got
        return None

    def see(self) -> Talk[Observation | Failure]:
        """The profile and the lists, with what is resolved."""
        self.seen = False
        profile, lists = self.manifest.account, _Lists()
        if profile is not None and profile.get is not None:
            failed = yield from self._ask_profile(profile, profile.get)
            if failed is not None:
                return failed
        for posts in self.manifest.posts:
            failed = yield from self._list(posts, lists)
            if failed is not None:
                if self.seen and failed.outcome is Outcome.GONE:
                    failed = answers.changed(f"the profile is there, its posts are not ({failed.detail})")
                return failed if failed.facts.identity else replace(failed, facts=self.facts)
        return self._conclude(lists)

    # the profile

    def _ask_profile(self, profile: Profile, get: Template) -> Talk[Failure | None]:
        """Asks for the profile, unless the last resolve step has just given it."""
        got: Got | None = self.answer if profile.of == "resolve" else None
        if got is None:
            got = yield from self._ask(profile, self._fill(get))
        if isinstance(got, NotModified):
            return answers.changed(_UNASKED)
        return got if isinstance(got, Failure) else self._read_profile(profile, got)

    def _read_profile(self, profile: Profile, page: Page) -> Failure | None:
        facts = read_facts(page.document, profile, self.now, page.url)
        self.facts, self.seen = facts, True
        if profile.map.identity is not None and facts.identity is None:
            return answers.changed("the profile has no id")
        if self.memory.identity is not None and facts.identity not in (None, self.memory.identity):
            detail = f"another account answers to this address: {facts.identity}, it was {self.memory.identity}"
            return Failure(Outcome.IDENTITY_CHANGED, detail, facts=facts)
        self.limited = is_limited(page.document, profile)
        return state(page.document, profile, facts)

    # the lists

    def _list(self, posts: Posts, lists: _Lists) -> Talk[Failure | None]:
        url = self._fill(posts.get)
        got = yield from self._ask(posts, url, self._known(url))
        if isinstance(got, NotModified):
            lists.unchanged += 1
            lists.validators[url] = got.validator
            lists.gaps += [_STALE] if got.stale else []
            return None
        if isinstance(got, Failure):
            return got
        if got.validator is not None:
            lists.validators[url] = got.validator
        profile = self.manifest.account
        failed = self._read_profile(profile, got) if profile is not None and profile.of == "posts" else None
        acts = failed or self._read(posts, got)
        if isinstance(acts, Failure):
            return acts
        asked = [url]
        while (following := self._following(posts, got, acts, lists, asked)) is not None:
            asked.append(following)
            page = yield from self._ask(posts, following)
            more = self._read(posts, page) if isinstance(page, Page) else page
            if not isinstance(page, Page) or not isinstance(more, Acts):
                lists.gaps.append(f"page {len(asked)}: {more.detail if isinstance(more, Failure) else _UNASKED}")
                return None
            got, acts = page, more
        return None

    def _read(self, posts: Posts, page: Page) -> Acts | Failure:
        author = self._fill(posts.by) if posts.by is not None else None
        return read_items(page.document, posts, author, self.now, page.url)

    def _following(self, posts: Posts, page: Page, acts: Acts, lists: _Lists, asked: list[str]) -> str | None:
        """Takes a page's acts; the next page's address, or None where enough was read. Gaps are noted."""
        fresh = lists.take(page, acts)
        if self._is_known(posts, acts) or (len(asked) > 1 and not fresh):
            return None
        if posts.page is None:
            shown, dates, newest = len(acts.activities), acts.dates, self.memory.newest
            if newest is not None and shown >= (posts.reach.items or math.inf) and dates and min(dates) > newest:
                lists.gaps.append(f"all {shown} posts shown are new: others may be missing before them")
            return None
        try:
            following = next_page(posts.page.kind, posts.page.source, page)
        except OtherHost as error:
            lists.gaps.append(f"the next page is on another host and was not asked: {error}")
            return None
        if following is None or following in asked:
            return None
        if len(asked) < posts.page.max:
            return following
        if self.memory.newest is not None:
            lists.gaps.append(f"more than {posts.page.max} pages of posts since the last look")
        return None

    def _is_known(self, posts: Posts, acts: Acts) -> bool:
        """Whether the page reaches back to what is known, on a first look to what matters."""
        floor = self.memory.newest or (self.now - posts.page.back if posts.page else None)
        if floor is None or not acts.dates:
            return False
        return (max(acts.dates) if posts.order == "mixed" else min(acts.dates)) <= floor

    def _known(self, url: str) -> Validator | None:
        """What makes the question conditional; nothing where the profile says that there is more than before."""
        grown = self.facts.total is not None and self.memory.total is not None and self.facts.total > self.memory.total
        return None if grown else self.memory.validators.get(url)

    # asking, and the end

    def _ask(self, step: Resolve | Profile | Posts, url: str, known: Validator | None = None) -> Talk[Got]:
        html = step.html if isinstance(step, Posts) else None
        selectors = {"items": html.items, "fields": html.fields, "page": html.page} if html is not None else {}
        question = Ask(url, step.format, step.headers, origin(url) in self.own, selectors)
        return (yield from ask(self.manifest, question, known, self.now))

    def _fill(self, template: Template) -> str:
        return template.fill(self.names | self.resolved)

    def _conclude(self, lists: _Lists) -> Observation | Failure:
        """What the look comes to, and what is remembered of it."""
        acts, memory, facts = tuple(lists.acts.values()), self.memory, self.facts
        if not acts and not lists.unchanged:
            if facts.total:
                detail = f"the profile counts {facts.total} posts, the list shows none"
                return Failure(Outcome.BLOCKED, detail, facts=facts)
            if facts.total is None and memory.seen_any:
                lists.gaps.append("the list is empty; it was not before")
        dates = [act.published for act in acts if act.trusted and act.published is not None]
        remembered = Memory(
            identity=facts.identity or memory.identity,
            resolved={TARGET: self.names[TARGET], **self.resolved},
            validators={} if lists.gaps else lists.validators,
            total=memory.total if facts.total is None else facts.total,
            newest=max(dates + ([memory.newest] if memory.newest else []), default=None),
            seen_any=memory.seen_any or bool(acts),
        )
        return Observation(
            activities=acts,
            facts=facts,
            memory=remembered,
            complete=not lists.gaps,
            limited=self.limited,
            not_modified=lists.unchanged == len(self.manifest.posts),
            detail="; ".join(lists.gaps),
        )
