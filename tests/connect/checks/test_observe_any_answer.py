"""Whatever a network answers, a check ends as an observation or a failure that can be stored."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.connect.checks.observe import observe
from monitor.connect.documents.decode import decode
from monitor.connect.manifests.catalogue import Catalogue
from monitor.model.activity import Memory
from monitor.model.check import Failure, Observation
from monitor.model.http import Decode, NoResponse, Refusal, Response
from support.networks import ACCOUNT, FEED, NOW, TODAY

CATALOGUE = Catalogue.load()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "created_at", "account", "reblog", "moved", "items", "url", "statuses_count", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
BODIES = st.one_of(
    st.binary(max_size=80),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.sampled_from([TODAY.encode(), b"<html><body>", b"[]", b'{"id": "1"}', b'[{"id": "1"}]']),
)
HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "etag", "last-modified", "link", "age", "refresh", "warning", "location"]),
    st.text(max_size=30) | st.sampled_from(['</x>; rel="next"', "<http://[::1>; rel=next", "text/html; charset=\x00"]),
    max_size=4,
)
FINAL = st.sampled_from(["https://social.example/x", "http://[bad", "https://acme.example/login", "", "x\x00y"])
RECORDED = st.one_of(
    st.builds(Response, st.sampled_from([200, 200, 200, 304, 404, 429, 500, 0]), HEADERS, BODIES, FINAL),
    st.builds(NoResponse, st.sampled_from(list(Refusal)), st.text(max_size=10)),
)
MEMORIES = st.sampled_from(
    [
        Memory(),
        Memory(identity="1", resolved={"id": "1"}, newest=NOW, seen_any=True, total=3),
        Memory(resolved={"id": ""}),
    ]
)


@settings(max_examples=300)
@given(
    st.sampled_from(
        [("feed", FEED), ("mastodon", ACCOUNT), ("telegram", "t.me/acme_news"), ("feed", "x\x00"), ("feed", "")]
    ),
    st.lists(RECORDED, min_size=1, max_size=6),
    MEMORIES,
)
def test_no_answer_of_a_network_raises(account: tuple[str, str], answers: list[Any], memory: Memory) -> None:
    network, url = account
    manifest = CATALOGUE.get(network)
    assert manifest is not None
    talk, given_answers = observe(manifest, url, memory, NOW), iter(answers * 20)
    result: Observation | Failure | None = None
    try:
        question = next(talk)
        for _ in range(100):
            question = talk.send(decode(question) if isinstance(question, Decode) else next(given_answers))
    except StopIteration as end:
        result = end.value
    assert isinstance(result, Observation | Failure)
    if isinstance(result, Observation):
        ids = [act.id for act in result.activities]
        assert len(set(ids)) == len(ids)
        for act in result.activities:
            assert not act.trusted or (act.published is not None and act.published <= NOW)
            for text in (act.id, act.url or "", act.title or "", act.author or ""):
                assert "\x00" not in text
                text.encode()
        assert replace(result.memory, validators={}).seen_any is (memory.seen_any or bool(ids))
    else:
        assert len(result.detail) <= 300
        assert "\n" not in result.detail
