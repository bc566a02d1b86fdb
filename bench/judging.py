"""How long judging takes, and how much memory, on a fleet with a history. Needs nothing but the program.

python bench/judging.py [ACCOUNTS [ACTS]]      100,000 accounts with 50 acts each; the database is made first

Judged are: every account for the first time; all again a day later, when silence alone has grown; one in twenty. In the
end stands the largest memory of the process that judged, which is another than the one that filled the database.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.metrics.days_off import with_days_off
from monitor.model.account import Account, Cadence, Plan
from monitor.model.people import Brand, Person
from monitor.model.settings import Settings
from monitor.run.judging.judging import judge_again
from monitor.store import Store

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
DAY = timedelta(days=1)
BRANDS = 100
PLANS = (Cadence(3, 7 * DAY, "3 per week"), Cadence(1, 7 * DAY, "1 per week"), Cadence(1, 30 * DAY, "1 per month"))


def settings(database: str, count: int) -> Settings:
    """A fleet: each account with one of three plans, spread over the brands; holidays count as days off."""
    zones = [ZoneInfo(name) for name in ("Europe/Paris", "America/New_York", "Asia/Tokyo", "UTC")]
    brands = {
        f"b{n}": Brand(f"b{n}", f"Brand {n}", zones[n % len(zones)], country="FR", manager="ada") for n in range(BRANDS)
    }
    accounts = {
        name: Account(
            name, f"b{n % BRANDS}", "feed", f"https://h{n}.example/feed", owner="ada", plan=Plan(PLANS[n % 3])
        )
        for n in range(count)
        for name in (f"a{n}",)
    }
    people = {"ada": Person("ada", "Ada Sample", hours_per_week=40)}
    return with_days_off(Settings(database, brands=brands, people=people, accounts=accounts), NOW)


def fill(database: str, count: int, acts: int) -> None:
    """Accounts that were checked this morning, with their histories; one in five has been silent for a while."""
    import sqlite3

    from monitor.model.state import ObservationAxis, ObservationState, State
    from monitor.store import codec
    from monitor.store.database.columns import day_number, seconds
    from monitor.store.intake import day_counts

    draw = random.Random(1)
    with closing(Store(database)) as store:
        store.ensure()
        store.sync(settings(database, count).accounts.values(), NOW - 400 * DAY)
    state = State(
        observation=ObservationAxis(
            ObservationState.OK, NOW - 399 * DAY, first_ok=NOW - 399 * DAY, last_ok=NOW, last_ok_check=1
        )
    )
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file, file:
        numbers = dict(file.execute("SELECT id, number FROM accounts"))
        for n in range(count):
            every = PLANS[n % 3].per / PLANS[n % 3].count
            last = NOW - every * draw.uniform(0, 1.5) - (draw.uniform(0, 300) * DAY if n % 5 == 0 else 0 * DAY)
            times = [last - place * every * draw.uniform(0.95, 1.05) for place in range(acts)]
            days: dict[date, list[int]] = {}
            for at in times:
                days.setdefault(at.date(), [0, 0, 0, 0, 0])[0] += 1
            number = numbers[f"a{n}"]
            file.executemany(
                "INSERT INTO activities (account, key, kind, copied, at, first_seen) VALUES (?, ?, 0, 0, ?, ?)",
                [(number, place, seconds(at), seconds(at)) for place, at in enumerate(times)],
            )
            file.executemany(
                "INSERT INTO daily_counts (account, day, post, share, reply, copied) VALUES (?, ?, ?, 0, 0, 0)",
                [(number, day_number(day), counts[0]) for day, counts in sorted(days.items())],
            )
            file.execute(
                "UPDATE accounts SET recent_days = ?, first_look = ?, last_look = ?, last_ok = ?, last_human = ?,"
                " last_any = ?, state = ? WHERE number = ?",
                (
                    day_counts.add(None, days, NOW), seconds(NOW - 399 * DAY), seconds(NOW), seconds(NOW),
                    seconds(last), seconds(last), codec.dump_state(state), number,
                ),
            )  # fmt: skip


def timed(what: str, count: int, work: Callable[[], object]) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    took, used = time.perf_counter() - began, time.process_time() - cpu
    print(f"{what:<28} {used:6.1f} s of CPU, {took:6.1f} s; {count / used:8,.0f} accounts/s", flush=True)


def judged(database: str, count: int) -> None:
    declared = settings(database, count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'the plan, in memory':<28} {peak / 1024:6.0f} MB")
    with closing(Store(database)) as store:
        timed("all, for the first time", count, lambda: judge_again(store, declared, NOW))
        timed("all, a day later", count, lambda: judge_again(store, declared, NOW + DAY))
        twentieth = list(declared.accounts)[::20]
        timed("one in twenty", len(twentieth), lambda: judge_again(store, declared, NOW + 2 * DAY, twentieth))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'largest memory':<28} {peak / 1024:6.0f} MB")


def main() -> None:
    count, acts = (int(word) for word in (*sys.argv[1:3], *("100000", "50")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'monitor.db'}"
        fill(database, count, acts)
        print(f"{count:,} accounts, {count * acts:,} acts", flush=True)
        subprocess.run([sys.executable, __file__, "--judge", database, str(count)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--judge"]:
        judged(sys.argv[2], int(sys.argv[3]))
    else:
        main()
