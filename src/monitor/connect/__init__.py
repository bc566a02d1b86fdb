"""How a network is asked: manifests, the conversation they describe, documents, dates. Pure: no I/O, no clock.

catalogue ── manifest ──> observe ── yields Request, Decode; is sent their answers ──> Observation | Failure
                            │
                            ├── failures      what an answer without a document means
                            ├── paging        where the next page is
                            ├── items         one item of a list -> Activity
                            └── profile       a profile -> AccountFacts
decode ── feeds, html_page  a document -> plain values, out of process
"""
