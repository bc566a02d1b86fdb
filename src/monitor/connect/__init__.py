"""How a network is asked: manifests, the conversation they describe, documents, dates. Pure: no I/O, no clock.

catalogue ── manifest ──> engine ── yields Request, Decode; is sent their answers ──> Observation | Failure
                            │
                            ├── answers       what an answer without a document means
                            ├── paging        where the next page is
                            ├── activities    one item of a list -> Activity
                            └── facts         a profile -> AccountFacts
decode ── feeds, pages      a document -> plain values, out of process
"""
