"""Use cases: what the program does, joined from the folders below it.

app        composition root and the only clock
parsing    documents decoded in processes that may be killed
looking    one conversation driven to its end: what the engine asks, fetch/ and parsing/ answer
cycle      accounts due -> looks -> store
judging    looks -> verdicts -> store
by_hand    what a person saw -> verdict -> store
digests    verdicts -> letters in the outbox
delivery   outbox -> mailboxes
tick       all of it in its order: what cron calls
stopping   a stop asked for in one thread, heeded in another
rounds     ticks, one after the other: what the daemon's timer calls
jumps      whether the clock may be trusted
leading    one daemon a database
daemon     timer, signals and lease, in one process
service    what systemd is told
glance     a look at any address, nothing stored
"""
