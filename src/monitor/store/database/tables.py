"""The tables, as SQLAlchemy Core; no ORM.

    accounts ─┬─ activities      what an account did; key = (account, 64-bit hash of the act's id)
              ├─ marks           hashes of their texts and links, for some weeks: what siblings have in common
              ├─ daily_counts    acts by day in the brand's zone; outlives the activities
              ├─ facts_daily     followers, posts and views of a post, by day
              ├─ replies         what others said: keyed hashes, times, links for a while (see kept_replies.py)
              ├─ looks           what each check came to; of a cycle
              ├─ transitions     what changed, in the order of their ids
              └─ decisions       what people decided
    cycles, holds (the back-offs of hosts), robots, locks, leaders, pepper, discoveries, communities;
    letters (the outbox) and what belongs to it are in mail_tables.py

Roll-ups (last human act, last check, state) stand on the account's row, so that judging and showing never scan
history; so do the keys of the acts last seen, by which most acts are known without a question.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

from monitor.store.database.columns import Day, Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Ids of checks outgrow 32 bits in a large fleet; SQLite counts only an INTEGER up by itself, and that has 64 bits.
Number = BigInteger().with_variant(Integer, "sqlite")

cycles = Table(
    "cycles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("started", Instant, nullable=False),
    Column("ended", Instant),
    Column("outage", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("brand", Text, nullable=False),
    Column("network", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("configured", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("not_before", Instant),  # the network asked for patience until then
    Column("lease_until", Instant),
    Column("lease_by", ForeignKey(cycles.c.id)),
    Column("memory", Text),
    Column("facts", Text),
    Column("first_look", Instant),
    Column("last_look", Instant),
    Column("last_look_id", Number),
    Column("baseline_at", Instant),  # the first observation at this URL; NULL: the next one is the first
    Column("last_ok", Instant),
    Column("latest_keys", LargeBinary),  # and faces, of the acts in the last observation (see known_posts.py)
    Column("recent_days", LargeBinary),  # see day_counts.py
    Column("last_human", Instant),
    Column("last_human_url", Text),
    Column("last_human_title", Text),
    Column("last_any", Instant),
    Column("status", Text, nullable=False),
    Column("state", Text),
    Column("judged_look_id", Number),
    Column("judged_at", Instant),
    Column("copies_of", Text),  # the account whose posts were last found copied here
    Column("evidence", Text),  # what the last complete check showed, and which acts it took for an import (JSON)
    Column("same_as", Text),  # the account whose posts are this one's too, one publication (see shared_posts.py; JSON)
    Index(None, "due_at"),
)

activities = Table(
    "activities",
    metadata,
    Column("account", ForeignKey(accounts.c.number), primary_key=True),
    Column("key", BigInteger, primary_key=True),
    Column("kind", SmallInteger, nullable=False),  # its place in rollup.KINDS
    Column("copied", Boolean, nullable=False),
    Column("at", Instant),  # when it counts; NULL: it does not
    Column("stated", Instant),  # the date it states, where that is not `at`
    Column("first_seen", Instant, nullable=False),
    Column("url", Text),
    Column("title", Text),
    Column("face", BigInteger),  # what it is recognised by under another id (model/activity.py)
    Index(None, "account", "face"),
    sqlite_with_rowid=False,
)

marks = Table(  # what two posts of a brand may have in common: the hash of a text or link (see copies.py)
    "marks",
    metadata,
    Column("mark", BigInteger, primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("account", ForeignKey(accounts.c.number), primary_key=True),
    Column("key", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

daily_counts = Table(
    "daily_counts",
    metadata,
    Column("account", ForeignKey(accounts.c.number), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("post", Integer, nullable=False),
    Column("share", Integer, nullable=False),
    Column("reply", Integer, nullable=False),
    Column("copied", Integer, nullable=False),  # of post
    Column("planned", Integer, nullable=False, server_default="0"),  # of post
    sqlite_with_rowid=False,
)

facts_daily = Table(
    "facts_daily",
    metadata,
    Column("account", ForeignKey(accounts.c.number), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("followers", BigInteger),
    Column("total", BigInteger),
    Column("views", BigInteger),  # of a post, the median of the last weeks
    sqlite_with_rowid=False,
)

replies = Table(
    "replies",
    metadata,
    Column("account", ForeignKey(accounts.c.number), primary_key=True),
    Column("key", BigInteger, primary_key=True),
    Column("author", BigInteger),
    Column("thread", BigInteger),
    Column("at", Instant, nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("answered", Instant),
    Column("url", Text),
    sqlite_with_rowid=False,
)

pepper = Table(  # the one key of this database's hashes of people
    "pepper",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

looks = Table(
    "looks",
    metadata,
    Column("id", Number, primary_key=True),
    Column("account", ForeignKey(accounts.c.number), nullable=False),
    Column("cycle", ForeignKey(cycles.c.id), nullable=False),
    Column("at", Instant, nullable=False),
    Column("host", Text, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("activities", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("page", BigInteger),  # the hash of a failed answer's body
    Index(None, "account", "id"),
    sqlite_autoincrement=True,
)

transitions = Table(
    "transitions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", ForeignKey(accounts.c.number), nullable=False, index=True),
    Column("axis", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("looks", Text, nullable=False),
    Column("announce", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", ForeignKey(accounts.c.number), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("on", Day),
    Column("until", Day),
    Column("person", Text),  # who is to do it
    sqlite_autoincrement=True,
)

holds = Table(
    "holds",
    metadata,
    Column("host", Text, primary_key=True),
    Column("until", Instant, nullable=False),
    Column("reason", Text, nullable=False),
)

robots = Table(  # what sites let programs read: the part of their robots.txt that speaks to us
    "robots",
    metadata,
    Column("site", Text, primary_key=True),  # "https://name:port"
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

TRANSITIONS = "transitions"  # the name of the lock that numbers them
locks = Table(  # rows that writers lock in turn where the database does not let one writer in at a time
    "locks",
    metadata,
    Column("name", Text, primary_key=True),
)

leaders = Table(  # the one daemon of this database
    "leaders",
    metadata,
    Column("role", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)

discoveries = Table(  # what the brands' own web sites say of their accounts
    "discoveries",
    metadata,
    Column("brand", Text, primary_key=True),
    Column("site", Text, nullable=False),
    Column("seen", Instant),
    Column("next", Instant, nullable=False),
    Column("orphans", Text, nullable=False),
    Column("failed", Text, nullable=False),
)

communities = Table(  # where the audiences already are (see communities.py)
    "communities",
    metadata,
    Column("url", Text, primary_key=True),
    Column("network", Text),
    Column("due", Instant, nullable=False),
    Column("looked", Instant),
    Column("outcome", Text),
    Column("detail", Text, nullable=False),
    Column("memory", Text),
    Column("seen", Instant),  # when the last good check was made, which saw the rest
    Column("members", BigInteger),
    Column("posts_a_week", Float),
    Column("last_post", Instant),
    Column("at_least", Boolean),
)
