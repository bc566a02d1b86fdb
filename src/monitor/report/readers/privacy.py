"""Who may be called by name, and before whom: the one place that decides it. Pure.

| [privacy] people | reader                                  | who is named                                     |
|------------------|-----------------------------------------|--------------------------------------------------|
| names            | a brand's manager                       | everybody, as far as that brand is concerned     |
| names            | anybody else who receives a mail        | the reader; of others their role alone           |
| names            | whoever runs commands on the machine    | everybody: the file that names them lies there   |
| either           | whoever reads a channel                 | nobody                                           |
| roles            | all of them                             | nobody                                           |

So figures about a named person reach that person and the brand's manager alone. A person's id counts as a name. What
people write themselves (a pause's reason, a mission) is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from monitor.model.people import Decision, Person
from monitor.model.settings import Settings
from monitor.model.state import Reason
from monitor.report.readers.sanitise import line

HIDDEN: Final = ""  # somebody whose role may be shown, and whose name may not
_PEOPLE: Final = ("owner", "backup")  # the values of reasons that are people's ids
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Naming:
    """How people are called before one reader; `reader` is a person's id, None at a terminal."""

    people: Mapping[str, Person]
    nobody: bool = False
    reader: str | None = None
    managed: frozenset[str] = frozenset()

    def person(self, id_: str | None, brand: str) -> str | None:
        """The name of somebody who has to do with the brand; HIDDEN where it may not be shown, None for nobody."""
        if id_ is None:
            return None
        if self.nobody or (self.reader is not None and id_ != self.reader and brand not in self.managed):
            return HIDDEN
        return line(self.people[id_].name if id_ in self.people else id_, _LONGEST)

    def reason(self, reason: Reason, brand: str) -> Reason:
        """The reason with names in the place of people's ids, for a sentence."""
        named = {key: self.person(str(reason.values[key]), brand) for key in _PEOPLE if reason.values.get(key)}
        return Reason(reason.rule, {**reason.values, **named}) if named else reason

    def values(self, reason: Reason) -> dict[str, Any]:
        """The reason's values as they are, for programs; without people where nobody is named."""
        return {key: None if self.nobody and key in _PEOPLE else value for key, value in reason.values.items()}


_OF_PEOPLE: Final = re.compile(r"(.*\.)?(owner|backup_owner|manager)|reports\.\d+\.to")


def without_people(rows: Iterable[tuple[str, ...]], settings: Settings) -> list[tuple[str, ...]]:
    """Rows of settings (key, value, ...) as they may be shown: where nobody is named, without people and their ids."""
    if not settings.privacy.hides_people:
        return list(rows)
    kept = [row for row in rows if not row[0].startswith("people.")]
    return [(row[0], "(a person)", *row[2:]) if _says_who(row) else row for row in kept]


def _says_who(row: tuple[str, ...]) -> bool:
    return _OF_PEOPLE.fullmatch(row[0]) is not None and row[1] != "-"


def said_by_somebody(decisions: Iterable[Decision], settings: Settings) -> list[Decision]:
    """The decisions as they may be shown: where nobody is named, without who took them."""
    return [replace(one, by="somebody") if settings.privacy.hides_people else one for one in decisions]


def before(person: Person, settings: Settings) -> Naming:
    """How people are called in what `person` receives."""
    managed = frozenset(brand.id for brand in settings.brands.values() if brand.manager == person.id)
    return Naming(settings.people, settings.privacy.hides_people, person.id, managed)


def in_public(settings: Settings) -> Naming:
    """How people are called where nobody knows who reads: not at all."""
    return Naming(settings.people, nobody=True)


def at_terminal(settings: Settings) -> Naming:
    """How people are called in what a command prints."""
    return Naming(settings.people, settings.privacy.hides_people)
