"""Sample networks and sample brands on loopback: the whole program at work, without anything outside this machine.

- diary: when somebody writes what, and for how long
- acme_cycles, acme_velos: the diaries of the two sample brands
- sample_feeds, fediverse, telegram: a diary as the document that a network serves
- sample_networks: which diary stands at which path, and what goes wrong there, when
- servers: a network at a loopback port of its own
- mailbox: a mail server that keeps what it receives
- brand: the configuration of both brands, from brand.toml
- shelf: the folder that is left behind
- story: the weeks, played
"""
