"""What the organisation declared: brands, people, objectives, accounts, and the effort it planned. Made by config/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.model.address import split_address
from monitor.model.errors import Mistake
from monitor.model.promise import Cadence, Thresholds
from monitor.model.telling import Alerts, Channel

MANUAL = "manual"  # the network of accounts that no connector reads: people enter what they see


class Lifecycle(StrEnum):
    """What people declare an account to be."""

    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    RESERVED = "reserved"
    SEASONAL = "seasonal"
    CLOSING = "closing"
    CLOSED = "closed"


class Objective(StrEnum):
    """Why an account exists."""

    VISIBILITY = "visibility"
    RECRUIT = "recruit"
    RETAIN = "retain"
    CONTACTS = "contacts"
    INTERACTION = "interaction"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was promised for an account. `publish` None: nothing was planned, so nothing can be late."""

    publish: Cadence | None = None
    curate: Cadence | None = None
    reply_within: timedelta | None = None
    outreach: Cadence | None = None
    coverage: float | None = None
    hours_per_week: float | None = None
    review_by: date | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included, `end` None: open. A pause, or a season."""

    start: date
    end: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DayOff:
    """Days that a calendar file gives its brand off; by `rule`, an RRULE (RFC 5545), they come again, but on `but`."""

    span: Span
    rule: str = ""
    but: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    email: str | None = None
    hours_per_week: float | None = None
    left: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    id: str
    name: str
    communities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrandObjective:
    kind: Objective
    statement: str = ""
    measure: str = ""
    priority: int = 3  # 1 (least) to 5 (most)


@dataclass(frozen=True, slots=True)
class Brand:
    id: str
    name: str
    zone: ZoneInfo
    language: str = "en"
    country: str | None = None
    manager: str | None = None  # a Person's id
    objectives: tuple[BrandObjective, ...] = ()
    site: str | None = None  # its web site, which leads to its accounts
    public_holidays: bool = True  # whether those of its country are left out
    days_off: tuple[DayOff, ...] = ()  # those of its calendar files


@dataclass(frozen=True, slots=True)
class Account:
    """One account as declared; `number` (its row's key) is the store's and not here."""

    id: str
    brand: str
    network: str  # a network's id, or "manual"
    url: str
    lifecycle: Lifecycle = Lifecycle.ACTIVE
    owner: str | None = None
    backup_owner: str | None = None
    mission: str = ""
    objectives: tuple[Objective, ...] = ()
    audience: tuple[str, ...] = ()
    priority: int = 3
    plan: Plan = field(default_factory=Plan)
    pauses: tuple[Span, ...] = ()
    seasons: tuple[Span, ...] = ()
    holidays: tuple[Span, ...] = ()  # its brand's days off around now, in order: metrics/days_off lays them over
    opened: date | None = None  # the declared opening
    closing_on: date | None = None
    confirmed_until: date | None = None  # until then somebody said that the owner answers for it; None: nobody ever did
    cross_posts_from: tuple[str, ...] = ()  # accounts that a machine copies to this one
    language: str | None = None
    source: str = ""  # file:line, for messages


@dataclass(frozen=True, slots=True)
class Effort:
    """Minutes per act, for all of the work."""

    publish: float = 45
    curate: float = 10
    reply: float = 5
    moderate: float = 2
    outreach: float = 15
    listen_minutes_per_day: float = 15
    report_minutes_per_week: float = 30


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept that are not needed for judging."""

    links: timedelta = timedelta(days=90)  # to what others said
    replies: timedelta = timedelta(days=400)  # that something was said, and answered
    facts: timedelta = timedelta(days=1100)  # what a profile counted on a day


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is told of the organisation's own people: `names`, to those whom they concern, or `roles` alone."""

    people: str = "names"

    @property
    def hides_people(self) -> bool:
        return self.people == "roles"


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")  # as a file names them


@dataclass(frozen=True, slots=True)
class Report:
    """A digest that somebody receives: one person, some brands, one rhythm.

    `level`: the person's own accounts (owner), those of the brands too that the person manages (brand), or a roll-up
    of the brands without any person (director). `empty`: how a digest without news comes, full, short or not (skip).
    """

    to: str  # a Person's id
    brands: tuple[str, ...]  # () = all
    every: str = "week"  # day | week | month
    on: int = 0  # weekday, Monday 0; or day of the month 1..28
    hour: int = 7
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    language: str = "en"
    level: str = "brand"  # owner | brand | director
    empty: str = "short"  # full | short | skip


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How networks are asked. Times in seconds, sizes in bytes."""

    contact: str = ""
    connect_timeout: float = 4
    read_timeout: float = 6
    total_timeout: float = 8
    retries: int = 0
    max_redirects: int = 5
    max_body: int = 10_000_000
    max_headers: int = 1_000_000
    parse_cpu: float = 5
    per_host: float = 1  # requests a second and host; 0 = unpaced
    concurrency: int = 50  # looks at a time, over all hosts
    allow_private: tuple[str, ...] = ()  # "host:port" or a network such as "10.0.0.0/8"
    pace_private: bool = False  # pace addresses opened by --allow-private too
    proxy: str | None = None
    robots_exempt: tuple[str, ...] = ()  # domains, with all below them, whose robots.txt is not asked


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where digests go: `deliver` is smtp, maildir or eml. Times in seconds."""

    deliver: str = "eml"
    sender: str = ""
    host: str = "localhost"
    port: int = 25
    security: str = "starttls"  # starttls | tls | none
    user: str | None = None
    folder: str | None = None  # of maildir and eml
    timeout: float = 30  # for each step of the talk with a server
    templates: str | None = None  # the folder of the organisation's own
    dkim_domain: str | None = None  # whose signature letters bear; the key is MONITOR_DKIM_KEY
    dkim_selector: str | None = None  # under which the DNS has its public half
    final_timeout: float = 600  # for the reply to the finished letter (RFC 5321, 4.5.3.2.6)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that monitor.toml says. `networks` holds each network's own options ({"mastodon": {"base": ...}})."""

    database: str
    organisation: str = ""
    brands: Mapping[str, Brand] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    effort: Effort = field(default_factory=Effort)
    reports: tuple[Report, ...] = ()
    fetch: FetchSettings = field(default_factory=FetchSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    networks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    connectors: tuple[str, ...] = ()  # the operator's own manifest folders
    poll_every: timedelta = timedelta(hours=6)
    lease: timedelta = timedelta(minutes=10)
    retention: Retention = field(default_factory=Retention)
    privacy: Privacy = field(default_factory=Privacy)
    alerts: Alerts | None = None  # None: nobody is told at once by mail
    channels: tuple[Channel, ...] = ()
    unsubscribed: frozenset[str] = frozenset()  # people who want no letter at all
    files: tuple[str, ...] = ()  # every file that was read, monitor.toml first
    notices: tuple[Mistake, ...] = ()  # what was odd while reading, yet no mistake

    @property
    def operator(self) -> str:
        """The mail address that takes recipients' wishes: the contact where it is one, else the sender's; or ""."""
        found = (split_address(text) for text in (self.fetch.contact.removeprefix("mailto:"), self.mail.sender))
        return next((parts[1] for parts in found if parts), "")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about an account, as a row: it wins over the file until `until`."""

    account: str
    kind: str  # seen | pause | resume | close | confirm | snooze | hand_over
    at: datetime
    by: str
    reason: str = ""
    on: date | None = None
    until: date | None = None
    person: str | None = None  # who is to take it over
