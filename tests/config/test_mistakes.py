"""Every class of mistake, as the operator reads it: the line it stands at, what is wrong, what is meant.

Each case changes the configuration USUAL of support/configuration.py: `at` is the line of it that is replaced by `by`
(which may be several), or, with at = 0, the whole file is `by`. `says` stands in exactly one of the mistakes, at the
expected `line`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from support.configuration import USUAL, Folder

CHANNEL = '[[channels]]\nname = "ops"\nurl_secret = "OPS_URL"\n'


@dataclass(frozen=True)
class Case:
    at: int
    by: str
    line: int
    says: str


C = Case
CASES = [
    # channels
    C(25, CHANNEL + 'on = ["gon"]\n[fetch]', 28, 'channel 1, on[1]: "gon" is none of'),
    C(25, CHANNEL + 'language = "de"\n[fetch]', 28, 'channel 1, language: "de" is none of'),
    C(
        25,
        CHANNEL + 'brands = ["acmee"]\n[fetch]',
        28,
        'channel 1, brands: there is no brand "acmee"; did you mean "acme"?',
    ),
    C(25, CHANNEL + CHANNEL + "[fetch]", 29, 'channel "ops": this name is taken at'),
    C(25, '[[channels]]\nname = "ops"\n[fetch]', 25, "channel 1, url_secret: is missing: add it"),
    C(
        25,
        '[[channels]]\nname = "ops"\nurl_secret = "slack://hunter2/hunter2"\n[fetch]',
        27,
        "channel 1, url_secret: this is no name of a secret, such as MONITOR_SLACK_URL",
    ),
    C(25, CHANNEL + 'url = "slack://hunter2/hunter2"\n[fetch]', 28, "channel 1, url: there is no such key"),
    # unknown keys
    C(2, 'databas = "sqlite:///m.db"', 2, '[monitor] databas: there is no such key; did you mean "database"?'),
    C(3, "poll = 3", 3, "[monitor] poll: there is no such key"),
    C(5, 'nam = "Acme"', 5, '[brands.acme] nam: there is no such key; did you mean "name"?'),
    C(8, '[peple.lea]\nname = "L"\n[people.lea]', 8, '[peple]: there is no such key; did you mean "people"?'),
    C(17, 'netwrok = "feed"', 17, 'account "acme-blog", netwrok: there is no such key; did you mean "network"?'),
    C(17, "colour = 1", 17, "colour: there is no such key; known here: id, brand, url"),
    C(21, 'plan = { publsh = "3 per week" }', 21, 'plan.publsh: there is no such key; did you mean "publish"?'),
    C(21, "plan.thresholds.dormnt = 1", 21, 'plan.thresholds.dormnt: there is no such key; did you mean "dormant"?'),
    C(
        21,
        "pauses = [{ form = 2027-01-01, to = 2027-01-02 }]",
        21,
        'pauses[1].form: there is no such key; did you mean "from"?',
    ),
    C(26, "retrys = 1", 26, '[fetch] retrys: there is no such key; did you mean "retries"?'),
    # secrets
    C(
        28,
        'password = "hunter2"',
        28,
        "[mail] password: secrets never stand in the file: set MONITOR_SMTP_PASSWORD, or",
    ),
    C(
        2,
        'database = "postgresql://m:hunter2@db.example/m"',
        2,
        "its address holds a password; secrets never stand in the file: set MONITOR_DATABASE_URL",
    ),
    C(26, 'proxy = "http://m:hunter2@proxy.example:3128"', 26, "[fetch] proxy: the address holds a password"),
    C(18, 'url = "https://m:hunter2@acme.example/feed"', 18, 'account "acme-blog", url: it holds a password'),
    C(17, 'token = "hunter2"', 17, "token: secrets never stand in the file"),
    # names that nothing declares
    C(16, 'brand = "acne"', 16, 'account "acme-blog", brand: there is no brand "acne"; did you mean "acme"?'),
    C(19, 'owner = "leaa"', 19, 'account "acme-blog", owner: there is no person "leaa"; did you mean "lea"?'),
    C(
        19,
        'backup_owner = "zoe"',
        19,
        'there is no person "zoe": declare [people.zoe] with a name, or correct the name',
    ),
    C(20, 'audience = ["members", "membres"]', 20, 'audience: there is no audience "membres"; did you mean "members"?'),
    C(20, 'audience = [\n  "members",\n  "membres",\n]', 22, 'there is no audience "membres"'),
    C(20, 'cross_posts_from = ["acme-blgo"]', 20, 'there is no account "acme-blgo"; did you mean "acme-blog"?'),
    C(20, 'cross_posts_from = ["acme-blog"]', 20, "an account is no copy of itself"),
    C(7, 'manager = "lae"', 7, '[brands.acme] manager: there is no person "lae"; did you mean "lea"?'),
    C(23, 'to = "lena"', 23, 'report 1, to: there is no person "lena"; did you mean "lea"?'),
    C(
        24,
        'every = "week"\n[[reports]]\nto = "lea"\nevery = "day"\n[[reports]]\nto = "lea"',
        29,
        'report 3, to: "lea" gets a mail every week already (monitor.toml:23)',
    ),
    C(23, 'to = "lea"\nbrands = ["acm"]', 24, 'report 1, brands: there is no brand "acm"; did you mean "acme"?'),
    # ids
    C(
        21,
        '[[accounts]]\nid = "acme-blog"\nbrand = "acme"\nurl = "https://b.example"',
        22,
        'account "acme-blog": this id is taken at monitor.toml:15',
    ),
    C(15, 'id = "acme blog"', 15, '"acme blog" is no id: use letters, digits'),
    C(15, 'id = ""', 15, 'id: text, not an empty one, is needed here, and "" was found'),
    C(15, 'id = "a\\u0000b"', 15, "is no id"),
    C(12, '[audiences."the members"]', 12, '[audiences.the members]: "the members" is no id'),
    # missing
    C(5, "", 4, "[brands.acme] name: is missing: add it"),
    C(15, "", 14, "account 1, id: is missing: add it"),
    C(18, "", 14, 'account "acme-blog", url: is missing: add it'),
    C(2, "", 1, "[monitor] database: is missing: add database ="),
    C(0, "", 1, "[monitor] database: is missing"),
    C(0, "# nothing yet\n", 1, "[monitor] database: is missing"),
    # wrong types
    C(5, "name = 3", 5, "[brands.acme] name: text in quotes is needed here, and 3 was found"),
    C(9, 'name = "Lea\\nBcc: all@acme.example"', 9, "[people.lea] name: it holds a line break or a control character"),
    C(10, "people.tom = 1\n[people.tim]", 10, "[people.lea] people: there is no such key"),
    C(19, "priority = 9", 19, "priority: a number of at most 5 is needed here, and 9 was found"),
    C(19, 'priority = "high"', 19, 'priority: a whole number is needed here, and "high" was found'),
    C(19, "priority = 2.5", 19, "priority: a whole number is needed here, and 2.5 was found"),
    C(20, 'audience = "members"', 20, "audience: a list in brackets"),
    C(9, 'left = "yes"', 9, '[people.lea] left: true or false is needed here, and "yes" was found'),
    C(9, "hours_per_week = nan", 9, "[people.lea] hours_per_week: a finite number is needed here, and nan was found"),
    C(21, "plan = { coverage = inf }", 21, "plan.coverage: a finite number"),
    C(21, "plan = { coverage = 80 }", 21, "plan.coverage: a number of at most 1 is needed here, and 80 was found"),
    C(21, "plan = 3", 21, "plan: a table is needed here, and 3 was found"),
    C(4, "[brands]\nacme = 3\n[x]", 5, "[brands.acme]: a table is needed here, and 3 was found"),
    C(0, "monitor = 3", 1, "[monitor]: a table is needed here, and 3 was found"),
    C(0, "accounts = 3", 1, "[accounts]: a list in brackets"),
    C(0, "accounts = [3]", 1, "account 1: a table is needed here, and 3 was found"),
    # words
    C(
        24,
        'every = "weekly"',
        24,
        'report 1, every: "weekly" is none of "day", "week" or "month"; did you mean "week"?',
    ),
    C(
        19,
        'lifecycle = "pausd"',
        19,
        '"planned", "active", "paused", "reserved", "seasonal", "closing" or "closed"; did you mean "paused"?',
    ),
    C(19, 'objectives = ["retian"]', 19, 'objectives[1]: "retian" is none of'),
    C(6, 'language = "fra"', 6, '[brands.acme] language: "fra" is none of "en" or "fr"; did you mean "fr"?'),
    C(
        28,
        'deliver = "maildirs"',
        28,
        '[mail] deliver: "maildirs" is none of "smtp", "maildir" or "eml"; did you mean "maildir"?',
    ),
    # cadences, durations, days, zones
    C(21, 'plan = { publish = "3 a wek" }', 21, 'plan.publish: "3 a wek" is no cadence: say it as "3 per week"'),
    C(21, "plan = { publish = 3 }", 21, "plan.publish: 3 is no cadence"),
    C(21, 'plan = { publish = "1000000000 per day" }', 21, "is out of range: at most 1000 acts"),
    C(
        21,
        'plan = { reply_within = "a while" }',
        21,
        'plan.reply_within: "a while" is no length of time: say it as "30m"',
    ),
    C(21, "plan = { reply_within = 24 }", 21, "plan.reply_within: 24 is no length of time: in quotes: say it as"),
    C(21, "plan = { review_by = 2027 }", 21, "plan.review_by: 2027 is no day: write it as 2027-01-31"),
    C(21, 'plan = { review_by = "2027-02-30" }', 21, '"2027-02-30" is not in the calendar'),
    C(21, "plan = { review_by = 2027-01-31T10:00:00 }", 21, "is no day"),
    C(3, 'poll_every = "1000000000 days"', 3, '[monitor] poll_every: "1000000000 days" is too long: at most 10 years'),
    C(3, 'poll_every = "0s"', 3, '[monitor] poll_every: "0s" is out of range: from 1 seconds to "31d"'),
    C(3, "poll_every = 1e400", 3, "[monitor] poll_every: inf is no length of time"),
    C(6, 'zone = "Europe/Pari"', 6, '[brands.acme] zone: "Europe/Pari" is no time zone; did you mean "Europe/Paris"?'),
    C(6, 'zone = "../../etc/passwd"', 6, "is no time zone"),
    C(6, 'zone = "Europe"', 6, "is no time zone"),
    C(6, 'country = "France"', 6, '[brands.acme] country: "France" is no country: use its code of two letters'),
    C(26, 'total_timeout = "soon"', 26, "[fetch] total_timeout:"),
    C(26, 'total_timeout = "8 parsecs"', 26, '"8 parsecs" is no length of time: say it as "30m"'),
    C(26, "total_timeout = 0", 26, '[fetch] total_timeout: 0 is out of range: from 0.01 seconds to "1h"'),
    C(26, "per_host = -1", 26, "[fetch] per_host: a number of at least 0 is needed here, and -1 was found"),
    C(26, 'allow_private = ["intranet"]', 26, '"intranet" is neither "host:port" nor a network'),
    # things that do not go together
    C(
        21,
        "pauses = [{ from = 2027-02-01, to = 2027-01-01 }]",
        21,
        "pauses[1]: it ends (2027-01-01) before it begins (2027-02-01)",
    ),
    C(19, 'lifecycle = "seasonal"', 14, 'account "acme-blog": lifecycle = "seasonal" needs its windows: add seasons'),
    C(
        21,
        'plan.thresholds = { late = "9 days", overdue = "3 days" }',
        21,
        "plan.thresholds: late is longer than overdue",
    ),
    C(
        24,
        'every = "month"\non = "monday"',
        22,
        'report 1: "monday" does not go with every = "month": a monthly one needs 1 to 28',
    ),
    C(24, "on = 3", 22, 'report 1: 3 does not go with every = "week": a weekly one needs a weekday'),
    C(24, "on = 31", 24, "report 1, on: 31 is no day"),
    C(24, 'on = "mondy"', 24, 'report 1, on: "mondy" is no weekday; did you mean "monday"?'),
    C(24, 'at = "07:30"', 24, 'report 1, at: "07:30" is no full hour of the day'),
    C(28, 'deliver = "smtp"', 27, '[mail]: deliver = "smtp" needs a sender: add from ='),
    C(28, 'from = "the monitor"', 27, '[mail]: from: "the monitor" is no sender'),
    C(28, 'dkim_selector = "m"', 27, "[mail]: a signature needs both dkim_domain and dkim_selector"),
    C(
        28,
        'from = "m@acme.example"\ndkim_domain = "else.example"\ndkim_selector = "m"',
        27,
        '[mail]: dkim_domain: "else.example" is not the sender\'s domain (acme.example)',
    ),
    # addresses
    C(18, 'url = "acme.example/feed.xml"', 18, 'is no web address: did you mean "https://acme.example/feed.xml"?'),
    C(18, 'url = "ftp://acme.example/feed.xml"', 18, "is no web address: only http and https are read"),
    C(18, 'url = "https://acme.example/ feed.xml"', 18, "is no web address: remove the blanks"),
    C(18, 'url = "the blog"', 18, "is no web address: remove the blanks"),
    C(18, 'url = "file:///etc/passwd"', 18, "only http and https are read"),
    C(18, 'url = "https://acme.example/\\u0007"', 18, "it holds a line break or a control character"),
    C(2, 'database = "monitor.db"', 2, 'is no address of a database; did you mean "sqlite:///monitor.db"?'),
    C(2, 'database = "sqlit:///monitor.db"', 2, '"sqlit" is no database that is known here; did you mean "sqlite"?'),
    C(2, 'database = "sqlite://monitor.db"', 2, "lacks a slash"),
    C(2, 'database = "sqlite:///:memory:"', 2, "would keep nothing from one command to the next"),
    C(2, "database = 3", 2, "[monitor] database: text in quotes is needed here, and 3 was found"),
    # lists and connectors that are not there
    C(3, 'include = ["acounts.toml"]', 3, "[monitor] include[1]: there is no such file"),
    C(3, 'include = ["lists*/a.toml"]', 3, "wildcards can stand in the file name only"),
    C(3, "include = [3]", 3, "[monitor] include[1]: text in quotes is needed here, and 3 was found"),
    C(3, 'connectors = ["mine"]', 3, "[monitor] connectors[1]: there is no such folder"),
    # not TOML
    C(5, "name = Acme", 5, 'this is not TOML, column 8: invalid value; text stands in double quotes: key = "text"'),
    C(5, 'name = "Acme', 5, "a quote that opens must close on the same line"),
    C(5, 'name = "Acme"\nname = "Acme"', 6, "cannot overwrite a value; this key was given before: keep one of the two"),
    C(8, "[brands.acme]", 8, "this table stands here a second time: join the two"),
    C(20, 'audience = ["members"', 21, "unclosed array"),
    C(14, "[[accounts]", 14, "a table's header closes with the brackets it opened with"),
    C(6, 'zone = "Europe\\Paris"', 6, "a backslash is written \\\\; or put the text in single quotes"),
    C(6, "zone Europe", 6, "a line reads key = value"),
    C(21, "plan = { review_by = 2027-13-45 }", 21, "this is not TOML"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"line {case.at}: {case.by[:70]}")
def test_a_mistake_is_reported_with_its_line_and_what_is_meant(folder: Folder, case: Case) -> None:
    lines = USUAL.splitlines()
    text = case.by if case.at == 0 else "\n".join([*lines[: case.at - 1], *case.by.split("\n"), *lines[case.at :]])

    mistakes = folder.mistakes(text + "\n")

    found = [mistake for mistake in mistakes if case.says in mistake]
    assert [mistake.partition(" ")[0] for mistake in found] == [f"monitor.toml:{case.line}:"], mistakes
    assert not any("hunter2" in mistake for mistake in mistakes)


def test_the_configuration_that_the_cases_change_is_right(folder: Folder) -> None:
    folder.load(USUAL)
