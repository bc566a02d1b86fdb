"""One check folded into an account's row: what is new of its acts, when each counts, what is remembered.

    acts by key ─> known by the last observation, else asked for ─> recognised under other ids ─> counted ─> rollup

What is stored is asked for by numbers, never by reading an account's history, once a check and only where it shows a
key that the last observation did not: the cost follows what is new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, func, select, union

from monitor.metrics import likeness
from monitor.model.activity import Activity, Kind, face, key_number
from monitor.model.check import Failure, Observation, proves
from monitor.store import codec
from monitor.store.database import storable
from monitor.store.database.columns import not_before, seconds
from monitor.store.database.tables import accounts, activities
from monitor.store.intake import copies, counting, day_counts, evidence, kept_replies, known_posts, profile_counts
from monitor.store.intake.evidence import Evidence
from monitor.store.intake.known_posts import LATEST, ShownPage, StoredAct
from monitor.store.intake.rollup import NUMBERS, NewAct, Rollup
from monitor.store.rows import NewCheck

_ACT = (
    activities.c.key,
    func.coalesce(activities.c.stated, activities.c.at).label("at"),
    activities.c.url,
    activities.c.title,
    activities.c.face,
    activities.c.kind,
)
_MINE = select(*_ACT).where(activities.c.account == bindparam("account"))
_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_STORED = union(_MINE.where(activities.c.key.in_(_NUMBERS)), _MINE.where(activities.c.face.in_(_NUMBERS)))
_NAMED = _MINE.where(activities.c.key.in_(_NUMBERS))

_CORRECTIONS: Final = 2  # exchanges that a list may have in QUARTER; one that has more turns over
_QUARTER: Final = timedelta(days=92)

_ALWAYS = ("last_look", "last_look_id", "last_ok", "due_at", "not_before", "evidence")  # written by every check
_SELDOM = (
    "memory",
    "facts",
    "first_look",
    "baseline_at",
    "latest_keys",
    "recent_days",
    "last_human",
    "last_human_url",
    "last_human_title",
    "last_any",
    "copies_of",
    "same_as",
)
COLUMNS = [accounts.c[name] for name in ("id", "number", *_ALWAYS, *_SELDOM)]


class Fold:
    """One account's row while the checks of a batch are folded into it."""

    def __init__(self, row: Row[*tuple[Any, ...]]) -> None:
        self.number: int = row.number
        self.before: dict[str, Any] = dict(row._mapping)
        self.values: dict[str, Any] = dict(row._mapping)
        self.latest = codec.load_keys(row.latest_keys)
        self.rollup = Rollup(row.last_human, row.last_human_url, row.last_human_title, row.last_any)
        self.measured: profile_counts.Rows = {}
        self.posts: list[copies.StoredPost] = []
        self.moved: dict[int, Activity] = {}  # by the key of a stored act, the act whose address and title it takes

    def take(self, connection: Connection, new: NewCheck) -> dict[str, Any]:
        """Fold one check in; returns its row."""
        check, result, values = new.check, new.check.result, self.values
        seen = added = 0
        if isinstance(result, Observation):
            seen, added = self._observe(connection, new, result)
        known, values["facts"] = values["facts"], profile_counts.merged(values["facts"], check)
        self.measured |= profile_counts.measured(new, values["facts"] != known, values["last_look"])
        if result.memory is not None:
            values["memory"] = codec.dump_memory(result.memory)
        values["first_look"] = values["first_look"] or check.at
        values["last_look"] = _later(values["last_look"], check.at)
        values["due_at"] = new.due
        values["not_before"] = not_before(result.retry_at if isinstance(result, Failure) else None)
        return {
            "account": self.number,
            "at": check.at,
            "host": storable.text(check.host, storable.DETAIL),
            "requests": check.requests,
            "outcome": result.outcome.value,
            "detail": storable.text(result.detail, storable.DETAIL),
            "answered": getattr(result, "answered", True),
            "complete": getattr(result, "complete", False),
            "activities": seen,
            "new": added,
            "page": getattr(result, "page", None),
        }

    def _observe(self, connection: Connection, new: NewCheck, result: Observation) -> tuple[int, int]:
        """Take what the account showed; how many acts it showed, and how many of them are new."""
        at, values = new.check.at, self.values
        acts: dict[int, Activity] = {}
        for activity in result.activities:
            acts.setdefault(key_number(activity), activity)
        first, was_seen = values["baseline_at"] is None, values["last_ok"] is not None
        confirmed = values["memory"] is None and not first  # to be the account: what is there already is no life
        before = Evidence() if confirmed else self._evidence()
        page = self._page(connection, acts, emptied=before.shown == 0)
        page.recognise()
        if result.complete and before.shown is not None:
            before = _exchanged(page, before, before.shown, at)
        removed = page.removed() if page.unknown else None
        newest, period = self.rollup.last_any, new.period
        moment = counting.Moment(at, first, result.complete, page.replaced, removed, newest, period)
        unknown = {key: page.acts[key] for key in page.unknown}
        times, after = counting.counted(unknown, moment, before)
        times = dict.fromkeys(times) if confirmed else times
        if not result.not_modified:  # which shows nothing: the server may be wrong
            after = counting.after(counting.migrated(after, len(page.moved), at), result.activities, moment)
            if self._keep_latest(page, complete=result.complete) or (result.complete and not acts):
                after = replace(after, shown=len(acts))
            values["evidence"] = evidence.dump(after)
        self.moved |= page.moved
        fresh = self.rollup.take(unknown.items(), times, at, new.zone, copied=new.copied)
        if new.brand is not None:
            self._compare(new.brand, new, unknown, fresh)
        given = list(unknown.values()) if was_seen else []
        kept_replies.take(connection, self.number, result.replies, given, new.retention, at)
        if acts or result.complete:
            values["baseline_at"] = values["baseline_at"] or at
        if unknown or proves(result.outcome, result.complete, len(acts)):
            values["last_ok"] = _later(values["last_ok"], at)
        return len(acts), len(unknown)

    def _keep_latest(self, page: ShownPage, *, complete: bool) -> bool:
        """Whether the page is the last observation now: not where it shows a part of that, and is not complete."""
        before, now = set(self.latest), set(page.numbers)
        if not now or (not complete and before.issuperset(now)):
            return False
        if before != now:
            self.latest = page.numbers
            self.values["latest_keys"] = codec.dump_keys(self.latest)
        return True

    def _page(self, connection: Connection, acts: dict[int, Activity], *, emptied: bool) -> ShownPage:
        """The acts, with what the database knows of them; nothing is stored before the first good check."""
        latest = set(self.latest)
        known, rows = {key for key in acts if key in latest}, list[StoredAct]()
        if self.values["last_ok"] is not None:
            if len(known) < len(acts):
                numbers = self._sought(acts, known)
                rows = self._stored(connection, _STORED, numbers)
                known |= acts.keys() & {row.key for row in rows}
            asked = known_posts.newer(acts, known, self.rollup.last_any)
            others = known_posts.reused(acts, self._stored(connection, _NAMED, asked)) if asked else {}
            if others:
                return self._with_reused(connection, acts, known, others)
        return ShownPage(acts, known, self.latest, rows, emptied=emptied)

    def _with_reused(
        self, connection: Connection, acts: dict[int, Activity], known: set[int], others: Mapping[int, int]
    ) -> ShownPage:
        """The acts, those that were given old keys by keys of their own too."""
        every = {own: acts[key] for key, own in others.items()} | acts
        rows = self._stored(connection, _STORED, self._sought(every, known))
        known |= every.keys() & {*self.latest, *(row.key for row in rows)}
        return ShownPage(every, known, self.latest, rows, others.keys())

    def _sought(self, acts: Mapping[int, Activity], known: Collection[int]) -> list[int]:
        """The numbers of what is unknown, and of what the last observation showed and this one does not."""
        unknown = [(key, act) for key, act in acts.items() if key not in known]
        return list(dict.fromkeys((*known_posts.numbers_of(unknown), *self._left(acts))))

    def _left(self, acts: Mapping[int, Activity]) -> Iterator[int]:
        shown = known_posts.numbers_of(acts.items())
        return (each for each in self.latest if each not in shown)

    def _stored(self, connection: Connection, query: Any, numbers: list[int]) -> list[StoredAct]:
        """The stored acts with these numbers, those of the batch's earlier checks among them."""
        found: dict[int, StoredAct] = {}
        for start in range(0, len(numbers), LATEST):
            asked = {"account": self.number, "numbers": numbers[start : start + LATEST]}
            found |= {row.key: StoredAct(*row) for row in connection.execute(query, asked)}
        wanted = set(numbers)
        for act in self.rollup.acts:
            row = StoredAct(
                act.key, act.stated or act.at, act.url, act.title, face(act.title, act.url), NUMBERS[act.kind]
            )
            if row.key in wanted or row.face in wanted:
                found[row.key] = row._replace(at=row.at and row.at.replace(microsecond=0))
        return list(found.values())

    def _evidence(self) -> Evidence:
        """What is known for certain; of an account of an older release, that its last good check saw everything."""
        values = self.values
        if values["evidence"] is None and values["baseline_at"] is not None:
            return Evidence(complete_at=values["last_ok"], changed=self.rollup.last_any or values["baseline_at"])
        return evidence.load(values["evidence"])

    def _compare(self, brand: str, new: NewCheck, acts: Mapping[int, Activity], fresh: Iterable[NewAct]) -> None:
        """Take from the new posts what is compared with those of the brand's other accounts."""
        check, homes = new.check, (new.check.result.facts.url, f"https://{new.check.host}")
        for act in fresh:
            if act.kind is Kind.POST and act.at is not None and act.at > check.at - copies.KEPT:
                content = acts[act.key].content or act.title
                text, links = likeness.marks(brand, content, act.url)
                place, page, said = (self.number, act.key), likeness.page(act.url, *homes), likeness.words(content)
                self.posts.append(
                    copies.StoredPost(place, seconds(act.at), new.zone, said, text, links, act.copied, page)
                )

    def settle(self, connection: Connection, copied: Mapping[int, copies.Copy], names: Mapping[int, str]) -> None:
        """Count what is new; `copied` of it, and of what is stored, are what the accounts `names` published before."""
        self.rollup.settle(copied)
        revoked = [self.rollup.revoke(each.post.at, each.post.zone) for each in copied.values() if each.post.stored]
        if any(revoked):
            before = copies.last_human(connection, self.number)
            self.rollup.restart(*(before or (None, None, None)))
        if copied:
            self.values["copies_of"] = names[max(copied.values(), key=lambda copy: copy.post.order).source]

    def changes(self) -> dict[str, Any]:
        """The account's new values, by column; only what every check writes where nothing else is new."""
        rollup = self.rollup
        values = {name: self.values[name] for name in (*_ALWAYS, *_SELDOM)} | {
            "last_human": rollup.last_human,
            "last_human_url": rollup.last_human_url,
            "last_human_title": rollup.last_human_title,
            "last_any": rollup.last_any,
        }
        if rollup.days:
            values["recent_days"] = day_counts.add(values["recent_days"], rollup.days, values["last_look"])
        if all(values[name] == self.before[name] for name in _SELDOM):
            values = {name: values[name] for name in _ALWAYS}
        return values | {"_number": self.number}


def _exchanged(page: ShownPage, known: Evidence, shown: int, at: datetime) -> Evidence:
    """What is known once renamed acts are apart from new ones; a list that turns over has none that are renamed."""
    lately = tuple(one for one in known.exchanged if at - one < _QUARTER)
    if len(lately) >= _CORRECTIONS or not page.exchange(shown):
        return known
    return replace(known, exchanged=(*lately, at))


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)
