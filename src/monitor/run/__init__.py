"""Use cases: what the program does, joined from the folders below it.

accounts   what people say of accounts: new ones, what they saw or decided -> account list, store
trials     connectors and addresses tried out, nothing stored
daemon     ticks on a timer, in one process, one daemon a database
discovery  the brands' own sites and the communities of their audiences, read
judging    checks -> verdicts -> store
mailing    verdicts -> messages in the outbox -> mailboxes and channels
planning   questions before acting: the plan, the gate, a backtest, a prediction
polling    accounts due -> checks -> store
app        composition root and the only clock
stopping   a stop asked for in one thread, heeded in another
tick       all of it in its order: what cron calls
"""
