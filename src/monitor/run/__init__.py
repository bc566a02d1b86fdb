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
glance     a look at any address, nothing stored
"""
