"""What expressions can do beyond JMESPath."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.connect.manifests.expressions import Expression


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("https://acme.example/a", "https://acme.example/a"),
        ({"id": "https://acme.example/a", "url": "https://acme.example/b"}, "https://acme.example/a"),
        ({"type": "Link", "href": "https://acme.example/a"}, "https://acme.example/a"),
        ({"url": [{"href": "https://acme.example/a"}]}, "https://acme.example/a"),
        ([None, "", {"name": "Lea"}, "https://acme.example/a", "https://acme.example/b"], "https://acme.example/a"),
        ({"name": "Lea"}, None),
        ("", None),
        (None, None),
        (5, None),
        ([[[[[["https://acme.example/deep"]]]]]], None),
    ],
)
def test_ref_is_the_first_address_or_id(value: Any, named: str | None) -> None:
    assert named == Expression.compile("ref(actor)").read({"actor": value})


def test_split_gives_the_parts_of_a_text() -> None:
    uri = {"uri": "at://did:plc:a/app.bsky.feed.post/3k"}
    assert Expression.compile("split(uri, '/')[-1]").read(uri) == "3k"
    assert [uri["uri"]] == Expression.compile("split(uri, '')").read(uri)
    assert Expression.compile("split(uri, '/')").read({"uri": 5}) is None
