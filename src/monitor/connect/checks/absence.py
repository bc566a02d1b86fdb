"""What "nothing is there" means: that the account is gone, or that its address is wrong. Pure.

`sure` is who may say it: the network, in its own words (the manifest's [[errors]]) or at a host that the manifest tells
by name. At any other host a 404 is anybody's: of a server that never ran this network, of a file that has moved. There
it takes an account that was seen before, and a site that is gone too (`witness`: the page that the manifest names, else
the site's front page).

| sure | seen before | what was said                       | witness  | comes to                                     |
|------|-------------|-------------------------------------|----------|----------------------------------------------|
| yes  |             |                                     | none     | gone                                         |
| yes  |             |                                     | gone     | gone                                         |
| yes  |             |                                     | there    | temporary                                    |
| yes  |             |                                     | not sure | temporary                                    |
| no   | no          |                                     |          | changed_format: mend the address             |
| no   | yes         | 410                                 |          | gone                                         |
| no   | yes         | words that are said of anything     |          | gone                                         |
| no   | yes         | others, of a network that has words |          | changed_format: another program runs there   |
| no   | yes         | a bare 404                          | gone     | gone                                         |
| no   | yes         | a bare 404                          | there    | changed_format: mend the address             |
| no   | yes         | a bare 404                          | not sure | temporary                                    |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from monitor.model.check import Failure, Outcome


class Wording(StrEnum):
    """What an answer that nothing is there holds."""

    NOTHING = "a bare 404"
    STATUS = "410"
    ANYTHING = "words that are said of anything"
    OTHERS = "others, of a network that has words"


class Witness(StrEnum):
    """What became of the page that must be gone too."""

    NONE = "none"
    GONE = "gone"
    THERE = "there"
    UNSURE = "not sure"


@dataclass(frozen=True, slots=True)
class Absent(Failure):
    """An answer that says by its status, or by words that are said of anything, that nothing is at `asked`."""

    asked: str = ""
    said: Wording = Wording.NOTHING


@dataclass(frozen=True, slots=True)
class AbsenceRule:
    """What an absence comes to; None is any. `detail` is said after what the server answered."""

    sure: bool
    seen: bool | None
    said: Wording | None
    witness: Witness | None
    outcome: Outcome
    detail: str = ""


_MEND = "correct the account's url or its network ({network})"
RULES: tuple[AbsenceRule, ...] = (  # the first that fits
    AbsenceRule(True, None, None, Witness.NONE, Outcome.GONE),
    AbsenceRule(True, None, None, Witness.GONE, Outcome.GONE),
    AbsenceRule(True, None, None, Witness.THERE, Outcome.TEMPORARY, ", which is not sure: {witness}"),
    AbsenceRule(True, None, None, Witness.UNSURE, Outcome.TEMPORARY, ", which is not sure: {witness}"),
    AbsenceRule(False, False, None, None, Outcome.CHANGED_FORMAT, f", and nothing was ever seen there: {_MEND}"),
    AbsenceRule(False, True, Wording.STATUS, None, Outcome.GONE),
    AbsenceRule(False, True, Wording.ANYTHING, None, Outcome.GONE),
    AbsenceRule(
        False,
        True,
        Wording.OTHERS,
        None,
        Outcome.CHANGED_FORMAT,
        f", not as {{network}} says it: another program may run there now; {_MEND}",
    ),
    AbsenceRule(False, True, Wording.NOTHING, Witness.GONE, Outcome.GONE),
    AbsenceRule(
        False,
        True,
        Wording.NOTHING,
        Witness.THERE,
        Outcome.CHANGED_FORMAT,
        ", while the site itself answers: correct the account's url",
    ),
    AbsenceRule(False, True, Wording.NOTHING, Witness.UNSURE, Outcome.TEMPORARY, ", which is not sure: {witness}"),
)


def possible(sure: bool, seen: bool, said: Wording) -> Iterator[AbsenceRule]:
    """The rules that an absence may come under. Where there are several, the witness decides among them."""
    for rule in RULES:
        if rule.sure is sure and rule.seen in (None, seen) and rule.said in (None, said):
            yield rule


def concluded(gone: Failure, rule: AbsenceRule, network: str, witness: str) -> Failure:
    """The failure that the check ends with. `network` is how it is called, `witness` what its page answered."""
    detail = gone.detail + rule.detail.format(network=network, witness=witness)
    said = {each.name: getattr(gone, each.name) for each in fields(Failure)}
    return Failure(**said | {"outcome": rule.outcome, "detail": detail})
