"""What a word of a date may mean, and in which languages: the table of `languages`, turned around; and zones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from monitor.connect.dates.languages import LANGUAGES, Language

_ZONES = """
0 z ut utc gmt wet
60 cet mez met bst west wat
120 cest mesz mest eet sast cat
180 eest msk eat
420 wib
480 sgt hkt awst wita
540 jst kst wit
570 acst
600 aest
630 acdt
660 aedt
720 nzst
780 nzdt
-150 ndt
-180 adt brt art
-210 nst
-240 edt ast at
-300 est cdt et
-360 cst mdt ct
-420 mst pdt mt
-480 pst akdt pt
-540 akst
-600 hst
"""

_SHORTEST_MONTH = 3
_NO_FORM = "~"
_APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ`´"))
_OWN_SIGNS = str.maketrans("ıłøđ", "ilod")  # strokes, and the dot that is not there, are no accents to Unicode


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, or what all of them agree on: months by number, weekdays from Monday 0, the rest."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    others: frozenset[str]
    order: str

    def words(self) -> frozenset[str]:
        return self.others.union(self.months, self.weekdays)


def plain(word: str) -> str:
    """A word without case, accents and apostrophes."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word.casefold())
        word = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_OWN_SIGNS)
    return word.lower().translate(_APOSTROPHES)


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """By the language's code."""
    return {
        row.code: Vocabulary(
            _months(row),
            {day: number for names in row.weekdays for number, day in _forms(names)},
            frozenset(word for _, word in _forms(row.words + row.lead + row.clock + row.unit)),
            row.order,
        )
        for row in LANGUAGES
    }


@cache
def any_language() -> Vocabulary:
    """For dates in words of several languages: what a word means in all that have it, as long as they agree."""
    each = vocabularies().values()
    others = frozenset[str]().union(*(one.others for one in each))
    weekdays = _agreed([one.weekdays for one in each])
    return Vocabulary(
        _agreed([one.months for one in each]),
        {word: number for word, number in weekdays.items() if word not in others},
        others.union(*(one.weekdays for one in each)),
        order="",
    )


@cache
def speakers() -> Mapping[str, frozenset[str]]:
    """The codes of the languages that know a word or a phrase."""
    codes: dict[str, set[str]] = {}
    for code, vocabulary in vocabularies().items():
        for word in vocabulary.words():
            codes.setdefault(word, set()).add(code)
    return {word: frozenset(known) for word, known in codes.items()}


@cache
def zones() -> Mapping[str, int]:
    """Names of zones that mean one offset, in minutes east of UTC. IST and the like mean several: not here."""
    return {name: int(offset) for offset, *names in map(str.split, _ZONES.split("\n")[1:-1]) for name in names}


def _months(row: Language) -> dict[str, int]:
    """Every month, and every cut of it that one month alone of the language can mean."""
    whole: dict[str, int] = {}
    cuts: dict[str, set[int]] = {}
    for names in row.months:
        for number, name in _forms(names):
            shortest, bar, rest = name.partition("|")
            month = shortest + rest
            whole[month] = number + 1
            for length in range(len(shortest) if bar else _SHORTEST_MONTH, len(month)):
                cuts.setdefault(month[:length], set()).add(number + 1)
    return {word: numbers.pop() for word, numbers in cuts.items() if len(numbers) == 1} | whole


def _forms(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The words of a row as they are compared, each with its place."""
    for number, name in enumerate(names):
        if name != _NO_FORM:
            yield number, plain(name).replace("_", " ")


def _agreed(meanings: list[Mapping[str, int]]) -> dict[str, int]:
    numbers: dict[str, set[int]] = {}
    for meaning in meanings:
        for word, number in meaning.items():
            numbers.setdefault(word, set()).add(number)
    return {word: known.pop() for word, known in numbers.items() if len(known) == 1}


@cache
def halves() -> Mapping[str, int]:
    """The words for the halves of the day: 0 before noon, 1 after it."""
    return {word: half for row in LANGUAGES for half, words in enumerate((row.am, row.pm)) for word in words}


@cache
def hour_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words before which, and after which, a number is an hour."""
    return (
        frozenset(word for row in LANGUAGES for word in row.clock),
        frozenset(word for row in LANGUAGES for word in row.unit),
    )
