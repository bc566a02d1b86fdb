"""The route from an account's address to its lists: the names that the address gives, and those that answers give.

names in the address ─> [[resolve]] ─> names that are remembered ─> every question of the check
                          ^ asked again where what is remembered leads to a 404
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from monitor.connect.checks import absence, failures
from monitor.connect.checks.absence import Absent, Witness, Wording
from monitor.connect.checks.questions import Ask, Got, NotModified, Page, Talk, ask
from monitor.connect.documents.text import identifier
from monitor.connect.manifests.expressions import Template
from monitor.connect.manifests.manifest import TARGET, Manifest
from monitor.connect.manifests.paging import origin
from monitor.connect.manifests.toml_tables import AskedTable, HtmlTable, ResolveTable
from monitor.model.activity import Memory, Validator
from monitor.model.check import Failure, Outcome
from monitor.model.http import Format

UNASKED = "an HTTP 304 that nobody asked for"
_PAGE = AskedTable(format=Format.HTML, html=HtmlTable())


class Route:
    """`names` come from the address, `resolved` from answers; both fill the templates."""

    def __init__(self, manifest: Manifest, names: dict[str, str], memory: Memory, now: datetime) -> None:
        self.manifest, self.names, self.memory, self.now = manifest, names, memory, now
        self.steps = _steps(manifest, names)
        self.resolved: dict[str, str] = {}
        self.answer: Page | None = None  # of the last resolve step, where it was just asked
        self.moved_to = memory.moved_to  # where the list is read, by its own word; a server that says 304 says no other
        self._own = {origin(value) for value in names.values() if "://" in value}
        self._keyed = origin(names.get("base", ""))

    @property
    def values(self) -> dict[str, str]:
        """All names that are known."""
        return self.names | self.resolved

    def recall(self) -> bool:
        """Whether all that [[resolve]] would give is in the address or remembered."""
        wanted = {name for step in self.steps for name in step.set}
        known, possible = self.memory.resolved, {name for step in self.steps for name in step.may_set}
        self.resolved = {name: known[name] for name in (wanted | possible) & known.keys()}
        return wanted <= known.keys()

    def resolve(self) -> Talk[Failure | None]:
        """Asks the whole chain, whatever is remembered."""
        self.resolved, self.answer = {}, None
        for step in self.steps:
            got = yield from self.ask(step, self.fill(step.get))
            if isinstance(got, NotModified):
                return failures.changed(UNASKED)
            if isinstance(got, Failure):
                return got
            if (missing := self.learn(step, got)) is not None:
                return failures.changed(f"no {missing} where {step.set[missing].text!r} says")
            self.answer = got
        return None

    def learn(self, step: ResolveTable, page: Page) -> str | None:
        """Takes what an answer gives; the first required name that it does not give, else None."""
        for name, expression in (*step.set.items(), *step.may_set.items()):
            if (value := identifier(expression.read(page.document))) is not None:
                self.resolved[name] = value
            elif name in step.set:
                return name
            else:
                self.resolved.pop(name, None)
        return None

    def confirm(self, gone: Failure) -> Talk[Failure]:
        """Whether the account is gone, by the rules of absence.py; a witness is asked where it decides."""
        sure = not isinstance(gone, Absent) or self._is_named_host(gone.asked)
        said = gone.said if isinstance(gone, Absent) else Wording.NOTHING
        seen = self.memory.seen_any or self.memory.identity is not None
        rules = list(absence.possible(sure, seen, said))
        witness, answered = Witness.NONE, ""
        if len(rules) > 1 and (page := self._witness(gone)) is not None:
            asked_already = isinstance(gone, Absent) and page == gone.asked
            got = gone if asked_already else (yield from self.ask(_PAGE, page))
            witness, answered = _testimony(got)
        rule = next(rule for rule in rules if rule.witness in (None, witness))
        return absence.concluded(gone, rule, self.manifest.name, answered)

    def _is_named_host(self, url: str) -> bool:
        """Whether a manifest tells the host by name: in what it asks, or in the patterns of its addresses."""
        if origin(url) in {origin(host) for host in self.manifest.hosts}:
            return True
        learned = {origin(value) for value in self.resolved.values() if "://" in value}
        known = self.manifest.recognises(self.names[TARGET]) is not None and not self.manifest.match.any_host
        return known and origin(url) not in learned

    def _witness(self, gone: Failure) -> str | None:
        """The page that must be gone too: what the manifest names, else the front page of the site that was asked."""
        values, named = self.names | self.memory.resolved | self.resolved, self.manifest.witness
        if named is not None and named.ready(values):
            return named.fill(values)
        if isinstance(gone, Absent) and not self._is_named_host(gone.asked):
            return urljoin(gone.asked, "/")
        return None  # it was the route to the account that is gone

    def ask(self, step: AskedTable, url: str, known: Validator | None = None) -> Talk[Got]:
        """One question of the check; `known` makes it conditional. The key goes to the manifest's base alone."""
        html, own = step.html, origin(url) in self._own
        question = Ask(
            url,
            step.format,
            step.headers,
            own,
            {"items": html.items, "fields": html.fields, "page": html.page} if html is not None else {},
            None if step.json_body is None else json.dumps(_filled(step.json_body, self.values)).encode(),
            self.manifest.key if origin(url) == self._keyed else None,
        )
        return (yield from ask(self.manifest, question, known, self.now))

    def fill(self, template: Template) -> str:
        return template.fill(self.values)


def _testimony(got: Got) -> tuple[Witness, str]:
    """What a witness's answer shows, and how it is said."""
    if not isinstance(got, Failure):
        return Witness.THERE, "its page is still there"
    if got.outcome is Outcome.GONE:
        return Witness.GONE, got.detail
    unsure = not got.answered or got.outcome in (Outcome.TEMPORARY, Outcome.RATE_LIMITED)
    return (Witness.UNSURE if unsure else Witness.THERE), got.detail


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    """A body with the names in its texts filled, as they stand: JSON needs no other encoding."""
    if isinstance(value, dict):
        return {key: _filled(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, names) for each in value]
    return Template(value).text_with(names) if isinstance(value, str) else value


def _steps(manifest: Manifest, names: dict[str, str]) -> list[ResolveTable]:
    """The resolve steps that can be asked, and have to be."""
    given, steps = {name for name, value in names.items() if value}, []
    for step in manifest.resolve:
        if set(step.get.names) <= given and not set(step.set) <= given:
            steps.append(step)
            given |= {*step.set, *step.may_set}
    return steps
