"""All that the operator's files say, and how the work is to be done. Made by config/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from monitor.model.account import Account
from monitor.model.alerting import Alerts, Channel
from monitor.model.errors import Mistake
from monitor.model.people import Audience, Brand, Person, split_address

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")  # as a file names them


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
    """How the organisation's own people are shown: `names`, to those whom they concern, or `roles` alone."""

    people: str = "names"

    @property
    def hides_people(self) -> bool:
        return self.people == "roles"


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
    concurrency: int = 50  # checks at a time, over all hosts
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
    timeout: float = 30  # for each step of the dialogue with a server
    templates: str | None = None  # the folder of the organisation's own
    dkim_domain: str | None = None  # that signs mails; the key is MONITOR_DKIM_KEY
    dkim_selector: str | None = None  # under which the DNS has its public half
    final_timeout: float = 600  # for the reply to the finished mail (RFC 5321, 4.5.3.2.6)


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
    alerts: Alerts | None = None  # None: no alerts by mail
    channels: tuple[Channel, ...] = ()
    unsubscribed: frozenset[str] = frozenset()  # people who want no message at all
    files: tuple[str, ...] = ()  # every file that was read, monitor.toml first
    notices: tuple[Mistake, ...] = ()  # what was odd while reading, yet no mistake

    @property
    def operator(self) -> str:
        """The mail address that takes recipients' requests: the contact where it is one, else the sender's; or ""."""
        found = (split_address(text) for text in (self.fetch.contact.removeprefix("mailto:"), self.mail.sender))
        return next((parts[1] for parts in found if parts), "")
