"""A manifest: how one network is recognised, asked and read, as data. docs/connectors.md explains each key.

    [match]       is this address or handle one of ours? Its groups are names for the templates
    [[resolve]]   a chain of questions that end in lasting ids; remembered between checks
    [account]     the profile: facts, and the states that end a check (suspended, moved ...)
    [[posts]]     the lists of acts, page by page; those whose address needs a name that is not there are left out
    [[replies]]   what others said to the account
    [[errors]]    what an answer means, where the default table (checks/failures.py) does not say it

Every expression, template and pattern is compiled when the file is loaded: a manifest that loads can be run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from monitor.connect.manifests.expressions import Template, pattern
from monitor.connect.manifests.field_types import Address
from monitor.connect.manifests.key_tables import Key
from monitor.connect.manifests.patterns import Patterns
from monitor.connect.manifests.reply_tables import POST, Replies
from monitor.connect.manifests.toml_tables import (
    ErrorRule,
    LimitTable,
    MatchTable,
    PostsTable,
    ProfileTable,
    ResolveTable,
    Strict,
    TermsTable,
)
from monitor.model.check import Outcome
from monitor.model.errors import ManifestError
from monitor.model.http import Budget, Credential

TARGET = "url"  # the name that every template may use: the account's address as it was given
_HOST = re.compile(r"https?://[^/?#{}]+(?=[/?#]|$)")
_DELIMITERS = frozenset(":/?#[]@%\\")  # of an address: encoded and bare they are not the same


def _several(value: Any) -> Any:
    """[account] is the one of [[account]], [replies] of [[replies]]."""
    return [value] if isinstance(value, dict) else value


class Manifest(Strict):
    """One network."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    name: str
    status: Literal["live", "recorded", "shape"]
    group: Literal["A", "B", "C", "D", "E"] = Field(
        alias="class",
        description="A keyless and good, B keyless but partial, C with a key, D one's own accounts only, E impossible",
    )
    match: MatchTable = MatchTable()
    vars: dict[str, str] = Field(default={})
    resolve: tuple[ResolveTable, ...] = ()
    account: Annotated[tuple[ProfileTable, ...], BeforeValidator(_several)] = ()
    witness: Address | None = Field(
        default=None, description="a page that must be gone too, before the account is said to be gone"
    )
    reads: str | None = Field(default=None, description="the network that this is another route to")
    credential: Key | None = Field(default=None, description="what a program needs to be answered")
    activity: bool = Field(
        default=True, description="false: nobody's acts can be read; what is seen is entered by hand"
    )
    why: str = Field(default="", description="why there is no reading it")
    sample: str = Field(default="", description="an account that `connectors check --live` may check")
    posts: tuple[PostsTable, ...] = ()
    replies: Annotated[tuple[Replies, ...], BeforeValidator(_several)] = ()
    errors: tuple[ErrorRule, ...] = ()
    login: tuple[str, ...] = Field(default=(), description="patterns of addresses that ask for a login or a consent")
    limit: LimitTable = LimitTable()
    terms: TermsTable
    fixed: dict[str, str] = Field(
        default={}, exclude=True, description="set by the operator's file, never in a manifest"
    )

    @model_validator(mode="after")
    def _complete(self) -> Manifest:
        """Compiles the patterns and finds templates that use a name nobody gives."""
        if self.activity and not self.posts:
            raise ValueError("posts: needs at least one list, or activity = false")
        if not self.activity and (self.posts or not self.why):
            raise ValueError("activity = false goes with `why`, and without [[posts]]")
        if self.credential is not None and "base" not in self.vars:
            raise ValueError("[credential] needs vars.base: a key goes to that address alone")
        for text in self.vars.values():
            _names(Template(text), self._groups() | {TARGET}, "vars")
        sometimes = {TARGET, *self.vars, *self._groups()}
        for step in self.resolve:
            _names(step.get, sometimes, "resolve.get")
            sometimes |= {*step.set, *step.may_set}
        for profile in self.account:
            if profile.get is not None:
                _names(profile.get, sometimes, "account.get")
        for posts in self.posts:
            _names(posts.get, sometimes, "posts.get")
            if posts.by is not None:
                _names(posts.by, sometimes, "posts.by")
        for replies in self.replies:
            _names(replies.get, sometimes | {POST}, "replies.get")
            if replies.by is not None:
                _names(replies.by, sometimes, "replies.by")
        if self.witness is not None:
            _names(self.witness, sometimes, "witness")
        for found in self._patterns.every:  # whichever pattern fits, something is asked
            given = {TARGET, *self.vars, *found.groupindex}
            sure = set(given)
            for step in self.resolve:
                sure |= set(step.set) if set(step.get.names) <= sure else set()
                given |= {*step.set, *step.may_set} if set(step.get.names) <= given else set()
            if self.activity and not any(set(posts.get.names) <= given for posts in self.posts):
                raise ValueError(f"posts: no list can be asked where {found.pattern!r} fits")
            self._authors(given, sure, found.pattern)
        _ = self.login_pages
        return self

    def _authors(self, given: set[str], sure: set[str], fits: str) -> None:
        """Refuses a `by` that could not be filled where its list is asked: with a name that is `given`, but not `sure`,
        where the pattern `fits` fits.
        """
        lists = [("posts", posts.get, posts.by) for posts in self.posts]
        lists += [("replies", replies.get, replies.by) for replies in self.replies]
        for key, get, by in lists:
            asked = set(get.names) - {POST}
            if by is None or not asked <= given:
                continue
            if missing := [name for name in by.names if name not in sure | asked]:
                raise ValueError(f"{key}.by: nothing gives {{{missing[0]}}} for sure where {fits!r} fits")

    def _groups(self) -> set[str]:
        return {name for found in self._patterns.every for name in found.groupindex}

    @classmethod
    def load(cls, path: Path, options: Mapping[str, str] | None = None) -> Manifest:
        """The manifest of one file; `options` replace its vars. Raises ManifestError naming file, key and reason."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ManifestError(f"{path}: cannot be read as TOML: {error}; correct the file") from error
        return _made(path, text, tuple(sorted((options or {}).items())))

    @property
    def network(self) -> str:
        """The network's id, also for another route to it."""
        return self.reads or self.id

    @cached_property
    def key(self) -> Credential | None:
        """What every request to `base` carries."""
        return self.credential.credential() if self.credential is not None else None

    @cached_property
    def has_words(self) -> bool:
        """Whether the network says in words of its own that an account is gone."""
        return any(rule.means is Outcome.GONE for rule in self.errors)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Scheme and host of what is asked, where the manifest or the operator's file tells them by name."""
        asked = (
            *(step.get.text for step in self.resolve),
            *(profile.get.text for profile in self.account if profile.get is not None),
            *(posts.get.text for posts in self.posts),
        )
        texts = (*self.vars.values(), *asked)
        return frozenset(found[0] for text in texts if (found := _HOST.match(text)))

    @property
    def budget(self) -> Budget | None:
        """What all accounts of the network share, where it has such a limit."""
        return Budget(self.id, *self.limit.per_network) if self.limit.per_network is not None else None

    @property
    def questions(self) -> int:
        """How many requests a check usually takes; pages of a list are more, what is remembered is less."""
        lists = sum(not (posts.fills or posts.fallback) for posts in self.posts)
        return len(self.resolve) + any(profile.get is not None for profile in self.account) + lists

    def names(self, target: str) -> dict[str, str] | None:
        """What the account's address says: the names for the templates, or None where it is not one of this network."""
        if fit := self._patterns.fit(target, named=True):
            return self._values(target, fit.groupdict())
        return None if self._patterns.every or self._patterns.excludes(target) else self._values(target, {})

    def recognises(self, target: str) -> str | None:
        """The account's address where the address or handle alone shows that it is of this network; else None.

        It is what was given, but for the ending of the network's own feed of the account.
        """
        return fit.string if (fit := self._patterns.fit(target)) else None

    def account_at(self, target: str) -> str:
        """The account's address, also where its network has to be named; what was given where it is none."""
        return fit.string if (fit := self._patterns.fit(target, named=True)) else target

    def _values(self, target: str, groups: Mapping[str, str | None]) -> dict[str, str]:
        given = {name: _decoded(value) for name, value in groups.items() if value} | {TARGET: target}
        values = dict.fromkeys(groups, "") | self.vars | given | self.fixed
        return {name: _filled(value, given) for name, value in values.items()}

    @cached_property
    def _patterns(self) -> Patterns:
        return Patterns.compiled(self.match, self.vars)

    @cached_property
    def login_pages(self) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(text, self.vars) for text in self.login)


@lru_cache(maxsize=1024)  # more than any catalogue: a file that did not change is not checked again
def _made(path: Path, text: str, options: tuple[tuple[str, str], ...]) -> Manifest:
    """The manifest that the text of the file at `path` describes, with the operator's options, as (name, value)."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"{path}: cannot be read as TOML: {error}; correct the file") from error
    if raw.setdefault("id", path.stem) != path.stem:
        raise ManifestError(f"{path}: id: {raw['id']!r} is not the file's name; rename one of them")
    if "fixed" in raw:
        raise ManifestError(f"{path}: fixed: not a key of a manifest; remove it")
    given = dict(options)
    declared = raw.get("vars") if isinstance(raw.get("vars"), dict) else {}
    fixed = {name: value for name, value in given.items() if name in (declared or {})}
    if fixed:
        raw["vars"] = {**(declared or {}), **fixed}
    limit = raw.get("limit", {})
    if "per_network" in given and isinstance(limit, dict):
        raw["limit"] = {**limit, "per_network": given["per_network"]}
    try:
        return Manifest.model_validate({**raw, "fixed": fixed})
    except ValidationError as error:
        lines = [f"{path}: {_place(each['loc'])}: {_reason(each)}" for each in error.errors()]
        raise ManifestError("\n".join(lines)) from error


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema of a manifest, for editors."""
    schema = Manifest.model_json_schema(by_alias=True)
    schema["properties"].pop("fixed")
    schema["$defs"]["PostsTable"]["required"].remove("map")  # a feed's is known
    schema["required"] = [name for name in schema["required"] if name != "id"]  # the file's name says it
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Connector manifest"}


def _names(template: Template, known: set[str], key: str) -> None:
    if missing := [name for name in template.names if name not in known]:
        raise ValueError(f"{key}: nothing gives {{{missing[0]}}} in {template.text!r}")


def _decoded(value: str) -> str:
    """A name as it is spelt, where an address wrote it with %: a template encodes it again. Delimiters stay encoded."""
    if "%" not in value or "://" in value:  # what holds an address is filled as it stands
        return value
    text = unquote(value, errors="replace")
    return value if _DELIMITERS & set(text) or not text.isprintable() or "\ufffd" in text else text


def _filled(text: str, given: Mapping[str, str]) -> str:
    """A var with the groups it names: raw, for the patterns say which characters a group may hold."""
    for name in Template(text).names:
        text = text.replace(f"{{{name}}}", given.get(name, ""))
    return text


def _place(loc: tuple[str | int, ...]) -> str:
    return ".".join(map(str, loc)) or "manifest"


def _reason(error: Any) -> str:
    """What pydantic says, in the words of the file."""
    if error["type"] == "extra_forbidden":
        return "no such key; remove it or correct its spelling"
    if error["type"] == "missing":
        return "is missing; add it"
    return str(error["msg"]).removeprefix("Value error, ")
