"""Mail addresses: one rule for the file, the mail and the dialogue with the server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.model.people import is_address, split_address

ADDRESSES = Path(__file__).parents[2].parent / "shared" / "suites" / "email-addresses" / "cases.jsonl"


def mail_addresses() -> list[tuple[str, bool]]:
    if not ADDRESSES.is_file():
        return []
    cases = [json.loads(line) for line in ADDRESSES.read_text(encoding="utf-8").splitlines()]
    return [(case["address"], case["expect"]["acceptable"]) for case in cases]


@pytest.mark.shared
@pytest.mark.parametrize(("address", "acceptable"), mail_addresses())
def test_a_mail_address_of_the_recorded_cases(address: str, acceptable: bool) -> None:
    assert is_address(address) == acceptable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monitor@acme.example", True),
        ("Acme Monitor <monitor@acme.example>", True),
        ("Café du Parc <monitor@acme.example>", True),
        ("<monitor@acme.example>", True),
        ("Acme <monitor@acme.example> <other@acme.example>", False),
        ("Acme\nBcc: all@acme.example <monitor@acme.example>", False),
        ("monitor@acme.example, other@acme.example", False),
        ("monitor", False),
        ("=?utf-8?q?admin=40acme.example?=@evil.example", False),
        ("", False),
    ],
)
def test_a_sender_has_one_address(text: str, expected: bool) -> None:
    assert (split_address(text) is not None) == expected
