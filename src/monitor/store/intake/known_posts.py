"""Which acts of a check are stored already, under whatever id, address and date. Pure.

An act is known by its key (model/activity.py). Of one whose key is new the rows of SAME are tried in their order. Each
stored act stands for one act of the page at most, and for none where the page shows it by a key known before. Where
address or title are others now, the stored act takes them: by them it is recognised from then on, also once it left
the page, and no row is added.

The other way round: a known key on an act that is newer than all before it, with date, title and address all others,
is another post that was given an old id: from now on known by that id and its date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from functools import cached_property
from itertools import takewhile
from typing import Final, NamedTuple

from monitor.model.activity import Activity, face, number, title_line
from monitor.store.database import storable
from monitor.store.database.columns import seconds
from monitor.store.intake.rollup import NUMBERS

LATEST: Final = 1000  # acts whose numbers are kept of an observation; of a longer one the rest is asked for
_MANY: Final = 3  # titles found again in a list without a known id: it moved
_OLDEST: Final = datetime.min.replace(tzinfo=UTC)

SAME: Final = (  # an act whose id is unknown is a stored one of its kind where ...
    "its date, title and address (no scheme, no query) are those of an act of the last observation",
    "exactly one stored act has its title and path; dated, it was shown last time, and is no more",
    "a stored act has its title, path and date, and the page shows that one no more",
    "exactly one act that vanished has its title and date; undated, its title, and it is not at the head of the list",
    "exactly one act that vanished has its date, to a second that is no full hour",
    "no id on the page is known, exactly one act that vanished has its title; so with three acts, half of the page",
    "undated, in a complete list, one for each that vanished, not all at its head; twice in 92 days at most",
)


class StoredAct(NamedTuple):
    """A row of `activities`, as far as acts are recognised by it; `at` is the date it states, else when it counted."""

    key: int
    at: datetime | None
    url: str | None
    title: str | None
    face: int | None
    kind: int


class ShownPage:
    """The acts of a check by their keys, in its order, and what was known before.

    `known` are the keys that are known, and gets those that are recognised; `latest` the numbers of the last
    observation (`numbers_of`); `rows` the stored acts that those unknown may be; `reused` the keys on the page that
    name another act than the stored one; `emptied` says that the list was seen empty since.
    """

    def __init__(
        self,
        acts: Mapping[int, Activity],
        known: set[int],
        latest: Sequence[int],
        rows: Sequence[StoredAct],
        reused: Collection[int] = (),
        *,
        emptied: bool = False,
    ) -> None:
        self.acts, self.known = acts, known
        self.moved: dict[int, Activity] = {}  # by a stored act's key, the act whose address and title it takes
        self._latest, self._rows, self._emptied = latest, rows, emptied
        self._left = set(latest)
        self._replaced = self.replaced
        known.update(key for key in self.unknown if dated_face(acts[key]) in self._left)
        self._by_key = acts.keys() - set(reused)
        self._before = frozenset(known)
        self._taken: set[int] = set()

    @property
    def unknown(self) -> list[int]:
        return [key for key in self.acts if key not in self.known]

    @property
    def replaced(self) -> bool:
        """Whether nothing of the last observation is left."""
        return bool(self._latest) and bool(self.acts) and self.known.isdisjoint(self.acts)

    def recognise(self) -> None:
        """Find what is stored under another key, by all rows of SAME but the last."""
        if not self.unknown:
            return
        self._take_faces(self._left)
        if self._replaced and self._is_most(0):  # its ids are made at each fetch: what comes back has another, too
            self._take_faces(None)
        by_title, by_second = _unique(self.vanished, _line), _unique(self.vanished, lambda row: row.at)
        shown, heads = Counter(act.published for act in self.acts.values()), self._heads
        for key in self.unknown:
            act, row = self.acts[key], by_title.get(title_line(self.acts[key].title))
            if act.published is None:
                same = not self._replaced and key not in heads
            else:
                same = row is not None and row.at == _second(act)
                if not same and shown[act.published] == 1 and (act.published.minute or act.published.second):
                    same, row = True, by_second.get(_second(act))
            self._take(key, row if same else None)
        if self._replaced:
            self._take_moved(by_title)

    def exchange(self, shown: int) -> bool:
        """Whether the unknown acts are others, renamed, of the `shown` before: the last row of SAME."""
        unknown = self.unknown
        stayed = len(self.acts) - len(unknown)
        gone, undated = shown - stayed, not any(self.acts[key].published for key in unknown)
        if not (unknown and stayed and undated) or gone < 1 or self._heads.issuperset(unknown):
            return False
        renamed = sorted(unknown, key=lambda key: key in self._heads)[:gone]  # the rest is new, whichever it is
        for key, row in zip(renamed, self.vanished, strict=False):
            self._take(key, row)
        self.known.update(renamed)
        return True

    def removed(self) -> datetime | None:
        """The date of the newest act that the page shows no more."""
        return max((row.at for row in self.vanished if row.at is not None and self._is_free(row)), default=None)

    @cached_property
    def vanished(self) -> list[StoredAct]:
        """Acts of the last observation that the page showed no more before any was recognised by what follows."""
        last = (row for row in self._rows if row.key in self._left or row.face in self._left)
        return [row for row in last if self._is_free(row)]

    @cached_property
    def numbers(self) -> list[int]:
        """What its first acts are recognised by; the next check is compared with it."""
        return list(numbers_of(list(self.acts.items())[:LATEST]))

    @cached_property
    def _faces(self) -> set[int | None]:
        """The faces of the acts that are known by their keys, or by their dates too."""
        known = (act for key, act in self.acts.items() if key in self._before and key in self._by_key)
        return {face(act.title, act.url) for act in known}

    @cached_property
    def _faces_of(self) -> dict[int | None, list[StoredAct]]:
        found: dict[int | None, list[StoredAct]] = {}
        for row in self._rows:
            if row.face is not None:
                found.setdefault(row.face, []).append(row)
        return found

    @cached_property
    def _heads(self) -> set[int]:
        """What stands before all that is known, where what stood there still does: new acts of a list, newest first."""
        first = self._latest[:2]  # an undated act's face and key
        if set(self.numbers).isdisjoint(first):
            return set()
        return set(takewhile(lambda key: key not in self.known, self.acts))

    def _take(self, key: int, row: StoredAct | None) -> None:
        act = self.acts[key]
        if row is None or row.key in self._taken or row.kind != NUMBERS[act.kind]:
            return
        self.known.add(key)
        self._taken.add(row.key)
        if face(act.title, act.url) != row.face:
            self.moved[row.key] = act

    def _take_moved(self, by_title: Mapping[object, StoredAct]) -> None:
        lines = Counter(title_line(act.title) for act in self.acts.values())
        pairs = {
            key: row
            for key in self.unknown
            if (row := by_title.get(line := title_line(self.acts[key].title))) is not None and lines[line] == 1
        }
        if self._is_most(len(pairs)):
            for key, row in pairs.items():
                self._take(key, row)

    def _take_faces(self, last: Set[int] | None) -> None:
        """Acts of the title and path of a stored one: under another date only of the `last` observation, if given."""
        below = self.unknown[::-1]  # of two alike the older one is the stored one
        pairs: dict[int, int] = {}  # of the stored act, of the act that is it
        for key in sorted(below, key=lambda key: self.acts[key].published or _OLDEST):
            act, own = self.acts[key], face(self.acts[key].title, self.acts[key].url)
            alike = [row for row in self._faces_of.get(own, ()) if row.kind == NUMBERS[act.kind]]
            dated = next((row for row in alike if row.at == _second(act) and self._is_absent(row)), None)
            only = alike[0] if len(alike) == 1 and self._is_free(alike[0]) else None
            if dated is not None:
                self._take(key, dated)
            elif only is not None and (last is None or act.published is None or last & {only.key, only.face}):
                pairs.setdefault(only.key, key)
        if not self._emptied or len(pairs) >= _MANY:
            for row in self._rows:
                if row.key in pairs:
                    self._take(pairs[row.key], row)

    def _is_most(self, more: int) -> bool:
        again = len(self._taken) + more
        return again >= _MANY and 2 * again >= len(self.acts)

    def _is_free(self, row: StoredAct) -> bool:
        """Whether the page shows the stored act neither by its key nor by another that is known."""
        return self._is_absent(row) and (row.face is None or row.face not in self._faces)

    def _is_absent(self, row: StoredAct) -> bool:
        return row.key not in self._taken and row.key not in self._by_key


def dated_face(act: Activity) -> int | None:
    """The hash of date, title and address of an act whose date can be trusted, None of any other."""
    if not act.trusted or act.published is None or not (act.title or act.url):
        return None
    address = (act.url or "").partition("://")[2].partition("?")[0].partition("#")[0]
    return number(f"{seconds(act.published)}\n{address}\n{act.title}")


def numbers_of(acts: Iterable[tuple[int, Activity]]) -> dict[int, None]:
    """What acts are recognised by: each one's faces, dated and not, and its key; every number once, in this order."""
    found = (each for key, act in acts for each in (dated_face(act), face(act.title, act.url), key))
    return dict.fromkeys(each for each in found if each is not None)


def newer(acts: Mapping[int, Activity], known: Collection[int], last: datetime | None) -> list[int]:
    """The known keys on acts that are newer than `last`, the newest known: they may have been given to other posts."""
    return [key for key, act in acts.items() if key in known and last is not None and (_trusted(act) or last) > last]


def reused(acts: Mapping[int, Activity], rows: Iterable[StoredAct]) -> dict[int, int]:
    """By the keys that were given to other posts, the keys by which those are known. `rows` are the stored acts."""
    named = (row.key for row in rows if _is_another(acts[row.key], row))
    return {key: number(f"{acts[key].key}\n{acts[key].published}") for key in named}


def _trusted(act: Activity) -> datetime | None:
    return act.published if act.trusted else None


def _is_another(act: Activity, row: StoredAct) -> bool:
    title, url = storable.title(act.title), storable.url(act.url)
    return _second(act) != row.at and url != row.url and title != row.title


def _second(act: Activity) -> datetime | None:
    stated = act.claimed or act.published
    return stated and stated.replace(microsecond=0)


def _line(row: StoredAct) -> object:
    return title_line(row.title) or None


def _unique(rows: Iterable[StoredAct], by: Callable[[StoredAct], object]) -> dict[object, StoredAct]:
    """The rows that are alone in having what they are asked for."""
    found = list(rows)
    often = Counter(by(row) for row in found)
    return {by(row): row for row in found if by(row) is not None and often[by(row)] == 1}
