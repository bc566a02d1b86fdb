"""What others said to an account, and what it answered: asked for once its acts are known.

    acts seen ─> lists for the whole account, then those of single acts ─> Said ─> replies received, answers given

Rules:
1. At most `MOST` requests a check. A list that fails ends the asking, and says nothing about the check.
2. A single act is asked about where more replies are counted than when it was last asked; the newest first.
3. An answer of the account is an act of it, a reply. What it says to itself, in its own thread, is neither.
4. An answer is for the reply that it names. Where comments do not say what they answer (`flat`), a later one of the
   account is for all that was said under the same act before.
5. What is said to another who commented is not said to the account (`direct`).
6. What has no id, or no date to be trusted, is left out.
7. Where there is nothing to ask, as no act has more replies than before, all replies are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from monitor.connect.checks.items import same_author
from monitor.connect.checks.questions import Page, Talk
from monitor.connect.checks.route import Route
from monitor.connect.dates.parse import read_date
from monitor.connect.documents import text
from monitor.connect.manifests.expressions import Expression
from monitor.connect.manifests.reply_tables import POST, Replies
from monitor.model.activity import Activity, Kind, Memory
from monitor.model.check import Failure, Observation
from monitor.model.conversation import Reply

MOST = 2  # requests
_ITEMS = 1000  # of a list that are read
_DEEPEST = 20  # answers to answers
_COUNTED = 200  # acts whose number of replies is remembered


@dataclass(frozen=True, slots=True)
class Said:
    """One item of a list: by the account itself (`ours`), or by somebody else. `called` is what others name it."""

    reply: Reply
    ours: bool
    called: str


def with_replies(route: Route, seen: Observation) -> Talk[Observation]:
    """The observation with what others said to the account, and what it answered, as far as the network shows it."""
    memory, said, heard = seen.memory, list[Said](), _nothing_new(route, seen)
    counted = _known_counts(seen)
    for step, post, url in islice(_questions(route, seen), MOST):
        got = yield from route.ask(step, url, None if post else route.memory.validators.get(url))
        if isinstance(got, Failure):
            break
        if isinstance(got, Page):
            found = read_replies(got.document, step, route, got.url, post.id if post else None)
            if found is None:
                break
            said += found
        heard = True
        if post is not None and post.replies is not None:
            counted.pop(post.id, None)  # the latest stand last
            counted[post.id] = post.replies
        if post is None and got.validator is not None:
            memory = replace(memory, validators=memory.validators | {url: got.validator})
    memory = replace(memory, counted=counted, heard=route.now if heard else memory.heard)
    theirs, given = sort_out(said, seen.activities)
    return replace(seen, memory=memory, replies=theirs, activities=seen.activities + given)


def read_replies(document: Any, step: Replies, route: Route, base: str, post: str | None) -> list[Said] | None:
    """All items of a list, those inside others too, None where there is no list; `post` is the act it was asked of."""
    author = step.by.text_with(route.values) if step.by is not None else None
    items = document if step.items is None else step.items.read(document)
    if not isinstance(items, list):
        return None
    walked = islice(_walk(items, step.nested, step.map.id, None, _DEEPEST), _ITEMS)
    said = [said for item, above in walked if (said := _read(item, above, step, author, route.now, base, post))]
    ids = {each.called: each.reply.id for each in said} if step.map.called is not None else {}
    return [replace(each, reply=_linked(each, step, ids, post)) for each in said]


def sort_out(said: Sequence[Said], acts: Iterable[Activity]) -> tuple[tuple[Reply, ...], tuple[Activity, ...]]:
    """What others said, each with when it was answered, and the answers that are not among the account's `acts`."""
    known = {act.id: act for act in acts}
    replies = {each.reply.id: each.reply for each in reversed(said) if not each.ours and each.reply.id not in known}
    ours = {each.reply.id: each.reply for each in reversed(said) if each.ours}
    given = tuple(
        Activity(
            mine.id,
            mine.url,
            mine.published,
            trusted=True,
            kind=Kind.REPLY,
            author=mine.author,
            in_reply_to=mine.in_reply_to,
        )
        for mine in sorted(ours.values(), key=lambda each: each.published, reverse=True)
        if mine.id not in known and _is_answer(mine, replies, ours)
    )
    answers: dict[str, list[datetime]] = {}
    for act in (*known.values(), *given):
        if act.kind is Kind.REPLY and act.in_reply_to and act.trusted and act.published:
            answers.setdefault(act.in_reply_to, []).append(act.published)
    for mine in ours.values():  # known as acts that do not say what they answer
        if mine.in_reply_to in replies:
            answers.setdefault(mine.in_reply_to, []).append(mine.published)
    oldest_first = sorted(replies.values(), key=lambda each: (each.published, each.id))
    return tuple(_settled(each, replies, answers) for each in oldest_first), given


def _linked(said: Said, step: Replies, ids: Mapping[str, str], post: str | None) -> Reply:
    """The reply with what it answers by its id; `ids` are those of what others call by another name."""
    reply = said.reply
    named = ids.get(reply.in_reply_to, reply.in_reply_to) if reply.in_reply_to is not None else None
    if step.flat:
        named = named or reply.post
    elif said.ours and named in (reply.post, post):
        named = None  # the account goes on in its own thread
    return replace(reply, in_reply_to=named)


def _known_counts(seen: Observation) -> dict[str, int]:
    """How many replies the acts had when they were last asked about; not more than they have now."""
    now = {act.id: act.replies for act in seen.activities if act.replies is not None}
    kept = {act: min(count, now.get(act, count)) for act, count in seen.memory.counted.items()}
    return dict(list(kept.items())[-_COUNTED:])


def _nothing_new(route: Route, seen: Observation) -> bool:
    """Whether there is nothing to ask: the network counts the replies to each act, and none has more than before."""
    steps = route.manifest.replies
    if not all(step.per_post for step in steps) or _grown(seen.activities, seen.memory):
        return False
    return all(act.replies is not None for act in seen.activities if act.kind is not Kind.SHARE)


def _questions(route: Route, seen: Observation) -> Iterator[tuple[Replies, Activity | None, str]]:
    """What could be asked, in order: (the list, the act it is asked of, the address)."""
    for step in route.manifest.replies:
        if step.per_post:
            for act in _grown(seen.activities, seen.memory):
                value = act.id if step.post is None else text.identifier(step.post.read({"id": act.id, "url": act.url}))
                values = route.values | ({POST: value} if value else {})
                if step.get.ready(values):
                    yield step, act, step.get.fill(values)
        elif step.get.ready(route.values):
            yield step, None, route.fill(step.get)


def _grown(acts: Iterable[Activity], memory: Memory) -> list[Activity]:
    """The acts with more replies than when they were last asked about, the newest first."""
    more = [
        (act.published, act)
        for act in acts
        if act.kind is not Kind.SHARE and act.published and (act.replies or 0) > memory.counted.get(act.id, 0)
    ]
    return [act for _, act in sorted(more, key=lambda dated: dated[0], reverse=True)]


def _walk(items: Any, nested: Expression | None, name: Expression, above: str | None, levels: int) -> Iterator[Any]:
    """Each item with the id of the one it stands in."""
    for item in items if isinstance(items, list) else ():
        yield item, above
        if nested is not None and levels:
            yield from _walk(nested.read(item), nested, name, text.identifier(name.read(item)), levels - 1)


def _read(
    item: Any, above: str | None, step: Replies, author: str | None, now: datetime, base: str, post: str | None
) -> Said | None:
    fields = step.map
    name, published = text.identifier(fields.id.read(item)), _date(fields.published, item, step, now)
    if name is None or name == post or published is None:
        return None
    wrote = text.identifier(_value(fields.author, item))
    ours = author is not None and same_author(wrote, author, fold=step.fold)
    thread = text.identifier(_value(fields.post, item)) or post
    answers = text.identifier(_value(fields.in_reply_to, item)) or above
    ours = ours or bool(_value(fields.ours, item))
    answered = _date(fields.answered, item, step, now)
    if answered is None and _value(fields.answered, item) is True:
        answered = published  # nobody says when
    url, called = text.address(_value(fields.url, item), base), text.identifier(_value(fields.called, item)) or name
    return Said(Reply(name, published, wrote, url, answers, thread, flat=step.flat, answered=answered), ours, called)


def _is_answer(mine: Reply, replies: dict[str, Reply], ours: dict[str, Reply]) -> bool:
    """Whether what the account wrote answers somebody: not its own post, nor itself."""
    named = mine.in_reply_to
    if named is None or named in ours:
        return False
    if named != mine.post:
        return True
    return any(each.flat and each.post == named and each.published <= mine.published for each in replies.values())


def _settled(reply: Reply, replies: dict[str, Reply], answers: dict[str, list[datetime]]) -> Reply:
    times = [*answers.get(reply.id, ()), *(answers.get(reply.post or "", ()) if reply.flat else ())]
    times = [reply.answered] if reply.answered else [at for at in times if at >= reply.published]
    answered = max(min(times), reply.published) if times else None
    return replace(reply, answered=answered, direct=reply.in_reply_to not in replies)


def _date(field: Expression | None, item: Any, step: Replies, now: datetime) -> datetime | None:
    """The instant, None where it cannot be read or trusted."""
    value = _value(field, item)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    published, trusted = read_date(value, step.dates, now)
    return published if trusted else None


def _value(field: Expression | None, item: Any) -> Any:
    return None if field is None else field.read(item)
