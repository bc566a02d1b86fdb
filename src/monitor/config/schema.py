"""The tables of monitor.toml as types: what may stand where. The JSON Schema is written from these.

`account_schema` holds what account lists share with it. Importing this module imports pydantic.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, Required

from pydantic import AfterValidator, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from monitor.config import values as v
from monitor.config.account_schema import TABLE, Accounts, ObjectiveWord, PlanTable, says
from monitor.model.people import split_address

Language = Literal["en", "fr"]
Level = Literal["owner", "brand", "director"]
Empty = Literal["full", "short", "skip"]
Edge = Literal["dormant", "abandoned", "gone", "suspended", "identity_changed", "orphaned", "recovered"]


@with_config(TABLE)
class BrandObjectiveTable(TypedDict, total=False):
    """Why the brand is on networks at all."""

    kind: Required[Annotated[ObjectiveWord, says("What is wanted.")]]
    statement: Annotated[v.Text, says("The objective in a sentence.")]
    measure: Annotated[v.Text, says("How one sees that it is reached.")]
    priority: Annotated[v.Priority, says("From 1 (least) to 5 (most).")]


@with_config(TABLE)
class BrandTable(TypedDict, total=False):
    """A brand, organisation or campaign that has accounts."""

    name: Required[Annotated[v.Line, Field(min_length=1), says("Its name as mails show it.")]]
    zone: Annotated[v.Zone, says("The time zone in which its days and weeks are cut.")]
    language: Annotated[Language, says("The language it works in.")]
    country: Annotated[v.Country, says("Its country, as a code of two letters.")]
    holidays: Annotated[v.Calendars, says('Calendar files (.ics) with further days off; "none": no holidays at all.')]
    site: Annotated[v.WebAddress, says("Its web site, where its accounts are looked for.")]
    manager: Annotated[str, says("The id of the person who answers for all its accounts.")]
    objectives: Annotated[list[BrandObjectiveTable], says("Why it is on networks.")]
    plan: Annotated[PlanTable, says("What applies to all its accounts.")]


@with_config(TABLE)
class PersonTable(TypedDict, total=False):
    """Somebody who animates accounts or receives reports."""

    name: Required[Annotated[v.Line, Field(min_length=1), says("The name as mails show it.")]]
    email: Annotated[str, says("Where reports go.")]
    hours_per_week: Annotated[v.Hours, says("The hours a week this person has for all the work.")]
    left: Annotated[bool, says("Whether this person has left: the accounts are then orphaned.")]
    language: Annotated[Language, says("The language of the reports.")]


@with_config(TABLE)
class AudienceTable(TypedDict, total=False):
    """People whom the organisation wants to reach."""

    name: Required[Annotated[v.Line, Field(min_length=1), says("Who they are.")]]
    communities: Annotated[list[v.Line], says("Where they already are.")]


@with_config(TABLE)
class PerAct(TypedDict):
    """Minutes for one act."""

    minutes: Annotated[v.Minutes, says("Minutes for one act.")]


@with_config(TABLE)
class PerDay(TypedDict):
    """Minutes a day."""

    minutes_per_day: Annotated[v.Minutes, says("Minutes a day.")]


@with_config(TABLE)
class PerWeek(TypedDict):
    """Minutes a week."""

    minutes_per_week: Annotated[v.Minutes, says("Minutes a week.")]


@with_config(TABLE)
class Activities(TypedDict, total=False):
    """Minutes per act; all of the work, not only publishing."""

    publish: Annotated[PerAct, says("A post of one's own.")]
    curate: Annotated[PerAct, says("A share of others' content.")]
    reply: Annotated[PerAct, says("An answer in one's own discussions.")]
    moderate: Annotated[PerAct, says("A comment moderated.")]
    outreach: Annotated[PerAct, says("Taking part in another community.")]
    listen: Annotated[PerDay, says("Reading what is said.")]
    report: Annotated[PerWeek, says("Measuring and reporting.")]


@with_config(TABLE)
class EffortTable(TypedDict, total=False):
    """The means."""

    activities: Annotated[Activities, says("Minutes per act.")]


@with_config(TABLE)
class NetworkTable(TypedDict, total=False):
    """Options of one network."""

    base: Annotated[v.WebAddress, says("Another server than the network's own.")]
    plan: Annotated[PlanTable, says("What applies to all accounts there.")]
    per_network: Annotated[v.Allowance, says("Requests in a time that all its accounts share.")]
    i_have_permission: Annotated[v.Line, Field(min_length=1), says("Who allowed it, where the terms forbid reading.")]


@with_config(TABLE)
class ReportTable(TypedDict, total=False):
    """A digest that one person receives."""

    to: Required[Annotated[str, says("The id of the person who receives it.")]]
    brands: Annotated[list[str], says("The ids of the brands it covers; without it, all.")]
    every: Annotated[Literal["day", "week", "month"], says("Its rhythm.")]
    on: Annotated[v.On, says('A weekday ("monday") for a weekly one, 1 to 28 for a monthly one.')]
    at: Annotated[v.Hour, says('The full hour, "07:00".')]
    zone: Annotated[v.Zone, says("The time zone of `at`.")]
    language: Annotated[Language, says("The language it is written in.")]
    level: Annotated[Level, says("Own accounts; those of managed brands too; or a roll-up of brands without people.")]
    empty: Annotated[Empty, says("How one without news comes: whole, in a few lines, or not at all.")]


def _rhythm(report: ReportTable) -> ReportTable:
    every, on = report.get("every", "week"), report.get("on")
    if on is not None and (every == "day" or isinstance(on, str) != (every == "week")):
        needed = {"day": "a daily report has no `on`", "week": 'a weekly one needs a weekday, such as "monday"'}
        raise ValueError(
            f'{v.show(on)} does not go with every = "{every}": {needed.get(every, "a monthly one needs 1 to 28")}'
        )
    return report


@with_config(TABLE)
class FetchTable(TypedDict, total=False):
    """How networks are asked. Lengths of time are seconds, or text; sizes are bytes."""

    connect_timeout: Annotated[v.Seconds, says("For the connection.")]
    read_timeout: Annotated[v.Seconds, says("Between two parts of an answer.")]
    total_timeout: Annotated[v.Seconds, says("For one request, redirects included.")]
    retries: Annotated[int, Field(ge=0, le=10), says("Further tries within a check.")]
    max_redirects: Annotated[int, Field(ge=0, le=20), says("Redirects followed.")]
    max_body: Annotated[int, Field(ge=1000, le=1_000_000_000), says("The largest answer, unpacked.")]
    max_headers: Annotated[int, Field(ge=1000, le=100_000_000), says("The most bytes of headers.")]
    parse_cpu: Annotated[v.Seconds, says("Processor time for reading one document.")]
    per_host: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False), says("Requests a second and host; 0: any.")]
    concurrency: Annotated[int, Field(ge=1, le=1000), says("Checks at a time.")]
    allow_private: Annotated[list[v.Opening], says('Private addresses that accounts may have: "host:port", networks.')]
    pace_private: Annotated[bool, says("Whether per_host applies to addresses that --allow-private opens.")]
    proxy: Annotated[v.WebAddress, says("The proxy for every request; with a password, set MONITOR_PROXY instead.")]
    robots_exempt: Annotated[list[v.Domain], says("Domains of your own, read whatever their robots.txt says.")]


_MailFrom = TypedDict(
    "_MailFrom",
    {"from": Annotated[str, says("The sender: a mail address, or a name and the address in < >.")]},
    total=False,
)


@with_config(TABLE)
class MailTable(_MailFrom, total=False):
    """Where digests go."""

    deliver: Annotated[Literal["smtp", "maildir", "eml"], says("How.")]
    host: Annotated[v.Line, Field(min_length=1), says("The mail server.")]
    port: Annotated[int, Field(ge=1, le=65535), says("Its port.")]
    security: Annotated[Literal["starttls", "tls", "none"], says("How the connection is kept private.")]
    user: Annotated[v.Line, says("The user; the password is MONITOR_SMTP_PASSWORD.")]
    folder: Annotated[v.Line, Field(min_length=1), says("Of maildir and eml.")]
    timeout: Annotated[v.Seconds, says("For each step of the talk with a server.")]
    final_timeout: Annotated[v.Seconds, says("For the reply to the finished message.")]
    templates: Annotated[v.Line, Field(min_length=1), says("The folder of templates of your own.")]
    dkim_domain: Annotated[v.Domain, says("The domain that signs mails; the key is MONITOR_DKIM_KEY.")]
    dkim_selector: Annotated[v.Domain, says("Where its public key stands: SELECTOR._domainkey.DOMAIN.")]


def _sender(mail: MailTable) -> MailTable:
    if mail.get("deliver") == "smtp" and "from" not in mail:
        raise ValueError('deliver = "smtp" needs a sender: add from = "monitor@your.domain"')
    if "from" in mail and split_address(mail["from"]) is None:
        raise ValueError(f"from: {v.show(mail['from'])} is no sender: write it as monitor@your.domain")
    if ("dkim_domain" in mail) != ("dkim_selector" in mail):
        raise ValueError("a signature needs both dkim_domain and dkim_selector: add the other one, or take out both")
    own = mail.get("from", "").rpartition("@")[2].rstrip("> ").lower()
    domain = mail.get("dkim_domain", own).lower()
    if own and own != domain and not own.endswith(f".{domain}") and not domain.endswith(f".{own}"):
        raise ValueError(
            f"dkim_domain: {v.show(domain)} is not the sender's domain ({own}): receivers would not count it"
        )
    return mail


@with_config(TABLE)
class RetentionTable(TypedDict, total=False):
    """How long things are kept that are not needed for judging."""

    links: Annotated[v.Duration, says("Links to what others said to an account.")]
    replies: Annotated[v.Duration, says("That something was said, and answered.")]
    facts: Annotated[v.Duration, says("What a profile counted on a day.")]


@with_config(TABLE)
class PrivacyTable(TypedDict, total=False):
    """What is said of the organisation's own people."""

    people: Annotated[
        Literal["names", "roles"], says("Names, to themselves and their brand's manager; or roles alone, everywhere.")
    ]


@with_config(TABLE)
class AlertsTable(TypedDict, total=False):
    """Alerts, by mail to the person who answers for the account; without this table, there are none."""

    on: Annotated[list[Edge], says("What raises an alert: all of these where it is left out.")]
    repeat: Annotated[v.Window, says("How soon the alert is repeated, while it lasts and nobody decides.")]
    escalate: Annotated[v.Window, says("After how long the brand's manager is notified too.")]


@with_config(TABLE)
class ChannelTable(TypedDict, total=False):
    """Where several people read alerts of what begins: by Apprise, and without anybody's name."""

    name: Required[Annotated[v.Id, says("What it is called here.")]]
    url_secret: Required[Annotated[v.SecretName, says("The name of the secret that holds its Apprise address.")]]
    brands: Annotated[list[str], says("The ids of the brands it covers; without it, all.")]
    on: Annotated[list[Edge], says("What raises an alert: all of these where it is left out.")]
    language: Annotated[Language, says("The language of its alerts.")]


@with_config(TABLE)
class MonitorTable(TypedDict, total=False):
    """The program itself."""

    database: Annotated[str, Field(min_length=1, max_length=2000), says('"sqlite:///monitor.db" or PostgreSQL.')]
    organisation: Annotated[v.Line, says("The organisation's name.")]
    contact: Annotated[v.Line, says("A mail or web address that networks see in the User-Agent.")]
    poll_every: Annotated[v.Interval, says("How often each account is checked.")]
    lease: Annotated[v.Interval, says("For how long a run holds the accounts it took.")]
    zone: Annotated[v.Zone, says("The time zone of brands and reports that state none.")]
    language: Annotated[Language, says("The language of brands and reports that state none.")]
    include: Annotated[list[v.Line], says("Account lists: files, or patterns such as accounts.d/*.toml.")]
    connectors: Annotated[list[v.Line], says("Folders with connectors of one's own.")]


@with_config(TABLE)
class File(TypedDict, total=False):
    """monitor.toml."""

    monitor: Annotated[MonitorTable, says("The program itself.")]
    brands: Annotated[dict[v.Id, BrandTable], says("Brands by id.")]
    people: Annotated[dict[v.Id, PersonTable], says("People by id.")]
    audiences: Annotated[dict[v.Id, AudienceTable], says("Audiences by id.")]
    effort: Annotated[EffortTable, says("The means.")]
    accounts: Annotated[Accounts, says("The accounts.")]
    networks: Annotated[dict[v.Id, NetworkTable], says("Options of networks by id.")]
    reports: Annotated[
        list[Annotated[ReportTable, AfterValidator(_rhythm)]], says("Who receives which digest, and when.")
    ]
    fetch: Annotated[FetchTable, says("How networks are asked.")]
    mail: Annotated[MailTable, AfterValidator(_sender), says("Where digests go.")]
    retention: Annotated[RetentionTable, says("How long things are kept.")]
    alerts: Annotated[AlertsTable, says("Alerts.")]
    channels: Annotated[list[ChannelTable], says("Where several people read alerts.")]
    privacy: Annotated[PrivacyTable, says("What is said of the organisation's own people.")]


@cache
def file_adapter() -> TypeAdapter[File]:
    return TypeAdapter(File)


@cache
def report_adapter() -> TypeAdapter[ReportTable]:
    return TypeAdapter(Annotated[ReportTable, AfterValidator(_rhythm)])


@cache
def accounts_adapter() -> TypeAdapter[Accounts]:
    return TypeAdapter(Accounts)


@cache
def json_schema() -> dict[str, Any]:
    """The JSON Schema of monitor.toml, for editors."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "monitor.toml"}
    return head | {key: value for key, value in file_adapter().json_schema().items() if key != "title"}
