"""The parts of a manifest, each a table of the file. docs/connectors.md explains each key."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from monitor.connect.dates.parse import STYLES
from monitor.connect.manifests.field_types import Address, Allowance, Duration, Expr, Rate, Regex, Statuses
from monitor.connect.manifests.paging import KINDS as PAGE_KINDS
from monitor.connect.manifests.paging import PagingRule
from monitor.model.check import Outcome
from monitor.model.http import Format


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _known_style(style: str) -> str:
    if style not in STYLES:
        raise ValueError(f"{style!r} is none of {', '.join(sorted(STYLES))}")
    return style


Dates = Annotated[str, AfterValidator(_known_style)]


Ending = Literal["rss", "atom", "xml", "json", "rdf"]  # those of addresses.ENDINGS


class MatchTable(Strict):
    """Patterns of addresses and handles; the groups of the one that fits are names for the templates."""

    url: tuple[str, ...] = ()
    handle: tuple[str, ...] = ()
    named: tuple[str, ...] = Field(default=(), description="fit only an account that names this network itself")
    unless: tuple[str, ...] = Field(default=(), description="never ours, whatever fits above")
    shown: tuple[Address, ...] = Field(default=(), description="how the handle is shown: the first that can be")
    profile: tuple[Address, ...] = Field(default=(), description="the profile's address, likewise")
    endings: dict[str, tuple[Ending, ...]] = Field(
        default={}, description="groups whose names may end as feeds do; elsewhere such an ending is no part of a name"
    )
    any_host: bool = Field(default=False, description="patterns that fit any host: asked after all other networks")


class HtmlTable(Strict):
    """What is taken from an HTML page, as "css@attribute" or "css" for the text; "@attribute" is the item's own."""

    items: str = ""
    fields: dict[str, str] = {}
    page: dict[str, str] = {}


class AskedTable(Strict):
    """A question and how its answer is read."""

    format: Format = Format.JSON
    headers: dict[str, str] = {}
    html: HtmlTable | None = None
    json_body: dict[str, Any] | None = Field(
        default=None, alias="json", description="what is posted, as JSON; names in its texts are filled"
    )

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if (self.html is None) is (self.format is Format.HTML):
            raise ValueError('the table `html` goes with format = "html", and only with it')
        return self


class ResolveTable(AskedTable):
    """One question whose answer holds what later questions need.

    Left out where the address gives all of it, or where nothing gives a name that it asks with.
    """

    get: Address
    set: dict[str, Expr] = Field(min_length=1)
    may_set: dict[str, Expr] = Field(default={}, description="names that only some accounts have")


class AccountMap(Strict):
    """Where the profile's facts stand."""

    identity: Expr | None = None
    name: Expr | None = None
    url: Expr | None = None
    followers: Expr | None = None
    total: Expr | None = None
    last_post: Expr | None = None
    created: Expr | None = None
    moved_to: Expr | None = None
    verified: Expr | None = Field(default=None, description="true where the network says that it vouches for it")


State = Literal["suspended", "moved", "private", "gone", "blocked", "login_required", "limited"]


class ProfileTable(AskedTable):
    """The profile: a question of its own (`get`), or another step's document (`of`)."""

    get: Address | None = None
    of: Literal["resolve", "posts"] | None = Field(
        default=None,
        description="resolve: the last [[resolve]] answer serves, where just given; posts: the list's document",
    )
    dates: Dates = "auto"
    map: AccountMap = AccountMap()
    when: dict[State, Expr] = Field(default={}, description="a true value puts the account in that state")

    @model_validator(mode="after")
    def _asks(self) -> ProfileTable:
        if self.get is None and self.of != "posts":
            raise ValueError('needs `get`, or `of = "posts"`')
        return self


class ActMap(Strict):
    """Where an act's fields stand in an item of the list."""

    id: Expr
    url: Expr | None = None
    published: Expr
    guess: Expr | None = Field(default=None, description="a date that was read by somebody else, never trusted")
    event_time: Expr | None = Field(default=None, description="a share's own time, where `published` is the original's")
    received: Expr | None = Field(
        default=None, description="when the network got the act: counts where `published` is a day or more off"
    )
    updated: Expr | None = None
    kind: Expr | None = None
    author: Expr | None = None
    title: Expr | None = None
    in_reply_to: Expr | None = None
    replies: Expr | None = None
    likes: Expr | None = None
    shares: Expr | None = None
    views: Expr | None = None
    pinned: Expr | None = None
    application: Expr | None = Field(default=None, description="the name of what the act was written with")


class PageTable(Strict):
    """Where the next page is, and how far to go."""

    kind: str
    source: Expr | None = Field(default=None, alias="from")
    param: str | None = None
    max: int = Field(default=5, ge=1, le=50)
    back: Duration = timedelta(days=92)

    @model_validator(mode="after")
    def _known(self) -> PageTable:
        if self.kind not in PAGE_KINDS:
            raise ValueError(f"kind {self.kind!r} is none of {', '.join(sorted(PAGE_KINDS))}")
        given = {"from": self.source, "param": self.param}
        for key in PAGE_KINDS[self.kind].needs:
            if given[key] is None:
                raise ValueError(f"kind {self.kind!r} needs `{key}`")
        return self


class IndexTable(Strict):
    """A document that is no list, but names lists: one of them is read instead."""

    items: Expr
    url: Expr
    changed: Expr | None = Field(default=None, description="when that list changed: of equal ones the last counts")
    prefer: tuple[Regex, ...] = Field(default=(), description="of the lists' addresses, the best first")
    avoid: tuple[Regex, ...] = Field(default=(), description="addresses that come after all others, the worst last")


class ReachTable(Strict):
    """How far a list shows back without paging."""

    items: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=1)


# feeds are in any order, and some without dates
_FEED = {"items": "items", "order": "mixed", "undated": True, "finished": "finished"}
_FEED_MAP = {  # what feeds.py gives
    name: name for name in ("id", "url", "published", "guess", "updated", "kind", "author", "title", "replies")
}


class PostsTable(AskedTable):
    """One list of acts. `items` is the list's place in the document; an answer without it has changed its format."""

    get: Address
    fills: bool = Field(
        default=False, description="asked only where the lists before it do not reach back; a 404: there is none such"
    )
    fallback: bool = Field(default=False, description="asked only where the list before it is not offered")
    items: Expr | None = None
    index: IndexTable | None = Field(default=None, description="where the document may name lists instead of acts")
    only: Expr | None = Field(default=None, description="which items are acts; the others show how far the list goes")
    total: Expr | None = Field(default=None, description="how many acts there are, as the list's document says")
    total_is_list: bool = Field(
        default=False, description="that number, or the profile's, counts just what this list shows: fewer are withheld"
    )
    finished: Expr | None = Field(default=None, description="true where the document says that nothing more will come")
    present: Expr | None = Field(
        default=None, description="what every page of this kind has: without it the format has changed"
    )
    order: Literal["newest_first", "oldest_first", "mixed"] = "newest_first"
    dates: Dates = "auto"
    undated: bool = Field(default=False, description="true where acts without a readable date are usual")
    by: Address | None = Field(default=None, description="the author that every act but a share must have")
    fold: bool = Field(default=False, description="true where `by` is the same in capital and in small letters")
    reach: ReachTable = ReachTable()
    page: PageTable | None = None
    map: ActMap

    @model_validator(mode="before")
    @classmethod
    def _of_a_feed(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("format") == "feed":
            own = given.get("map", {})
            return {**_FEED, **given, "map": {**_FEED_MAP, **own} if isinstance(own, dict) else own}
        return given

    @property
    def paged(self) -> PagingRule | None:
        """How this list is paged, if it is."""
        page = self.page
        return PagingRule(page.kind, page.source, page.param, self.reach.items) if page is not None else None

    @model_validator(mode="after")
    def _shape(self) -> PostsTable:
        if self.html is not None and not self.html.items:
            raise ValueError("html.items: needs the selector of an act")
        if self.by is not None and self.map.author is None:
            raise ValueError("`by` needs `map.author`")
        if self.total_is_list and self.reach.items is None:
            raise ValueError("`total_is_list` needs reach.items: how many acts the list shows at once")
        if self.fold and self.by is None:
            raise ValueError("`fold` goes with `by`")
        counted = self.page is not None and self.page.kind in ("number", "offset") and self.page.source is None
        if counted and self.reach.items is None:
            raise ValueError("pages by number or offset need `from`, or reach.items: how many acts fill a page")
        return self


class ErrorRule(Strict):
    """An answer that has all that is stated here (status, header, body) means `is`."""

    status: Statuses | None = None
    header: str | None = None
    value: Regex | None = Field(default=None, description="of the header; any where left out")
    body: Regex | None = None
    means: Outcome = Field(alias="is")
    detail: str = ""
    seen: bool = Field(
        default=False, description="gone only where the account was seen before: the words are said of anything"
    )

    @model_validator(mode="after")
    def _says_something(self) -> ErrorRule:
        if self.status is None and self.header is None and self.body is None:
            raise ValueError("needs status, header or body")
        if self.means in (Outcome.OK, Outcome.LIMITED, Outcome.MANUAL):
            raise ValueError(f"an error cannot be {self.means.value!r}")
        if self.seen and self.means is not Outcome.GONE:
            raise ValueError('`seen` goes with is = "gone", and only with it')
        return self


class LimitTable(Strict):
    """How often a host, or all hosts of the network together, may be asked."""

    per_host: Rate | None = None
    per_network: Allowance | None = Field(default=None, description="shared by all accounts, whatever the host")
    min_interval: Duration | None = None
    backoff: str | None = Field(
        default=None, description="where a JSON answer says for how many seconds it wants to be left alone"
    )


class TermsTable(Strict):
    """What the network's terms say about programs such as this one, where that was read, and when."""

    automated: Literal["api", "feed", "tolerated", "forbidden"]
    keep_days: int | None = None
    delete_when_gone: bool = False
    source: str
    read_on: date
