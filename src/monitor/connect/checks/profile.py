"""A profile as facts, and the states in which a profile says that there is nothing to see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.connect.dates.parse import read_date
from monitor.connect.documents import text
from monitor.connect.manifests.expressions import Expression
from monitor.connect.manifests.toml_tables import ProfileTable
from monitor.model.activity import AccountFacts
from monitor.model.check import Failure, Outcome

DETAILS: Mapping[Outcome, str] = {  # the first that is true counts, in this order
    Outcome.SUSPENDED: "the network has suspended the account",
    Outcome.GONE: "the network says that the account is gone",
    Outcome.MOVED: "the account has moved to {moved_to}",
    Outcome.PRIVATE: "the account shows its posts to followers only",
    Outcome.LOGIN_REQUIRED: "the network shows the account to its members only",
    Outcome.BLOCKED: "the network does not show the account",
}


def read_facts(document: Any, profile: ProfileTable, now: datetime, base: str) -> AccountFacts:
    """What the profile says; None wherever it says nothing readable."""
    fields = profile.map
    moved_to = _value(fields.moved_to, document)
    return AccountFacts(
        identity=text.identifier(_value(fields.identity, document)),
        name=text.title(_value(fields.name, document)),
        url=text.address(_value(fields.url, document), base),
        followers=text.count(_value(fields.followers, document)),
        total=text.count(_value(fields.total, document)),
        last_post=_date(fields.last_post, document, profile, now),
        created=_date(fields.created, document, profile, now),
        moved_to=text.address(moved_to, base) or text.name(moved_to),
        verified=_truth(_value(fields.verified, document)),
    )


def state(document: Any, profile: ProfileTable, facts: AccountFacts) -> Failure | None:
    """The failure that the profile itself states, or None where the account can be seen."""
    true = {Outcome(name) for name, expression in profile.when.items() if expression.read(document)}
    for outcome, detail in DETAILS.items():
        if outcome in true:
            return Failure(outcome, detail.format(moved_to=facts.moved_to or "another address"), facts=facts)
    return None


def is_limited(document: Any, profile: ProfileTable) -> bool:
    """Whether the network shows the account with restrictions, so that counts are lower bounds."""
    expression = profile.when.get("limited")
    return expression is not None and bool(expression.read(document))


def _date(field: Expression | None, document: Any, profile: ProfileTable, now: datetime) -> datetime | None:
    value = _value(field, document)
    return read_date(value, profile.dates, now)[0] if isinstance(value, str | int | float) else None


def _truth(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _value(field: Expression | None, document: Any) -> Any:
    return None if field is None else field.read(document)
