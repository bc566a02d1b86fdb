"""Which addresses may receive a report: the recorded list, asked of a configuration as its owner writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.config.notices import notices
from support.configuration import MINIMAL, Folder

SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "email-addresses" / "cases.jsonl"
CASES = [json.loads(line) for line in SUITE.read_text("utf-8").splitlines()] if SUITE.exists() else []


def people(addresses: list[str]) -> str:
    """A configuration with a report to each of the addresses."""
    tables = (
        f"[people.p{number}]\nname = 'P'\nemail = {json.dumps(address)}\n[[reports]]\nto = 'p{number}'\n"
        for number, address in enumerate(addresses)
    )
    return MINIMAL + "".join(tables)


@pytest.mark.shared
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_an_address_is_taken_or_named_with_its_line(folder: Folder, case: dict[str, Any]) -> None:
    text = people([case["address"]])
    settings = folder.load(text)
    found = [str(notice) for notice in notices(settings) if "is no mail address" in str(notice)]
    line = text.split("\n").index(next(row for row in text.split("\n") if row.startswith("email = "))) + 1
    if case["expect"]["acceptable"]:
        assert found == []
        assert settings.people["p0"].email == case["address"]
    else:
        assert len(found) == 1
        assert f"monitor.toml:{line}: [people.p0] email" in found[0]
        assert settings.people["p0"].email is None


def test_one_bad_address_among_500_leaves_499_reports(folder: Folder) -> None:
    addresses = [f"p{number}@acme.example" for number in range(500)]
    addresses[123] = "p123 at acme.example"
    loaded = folder.load(people(addresses))
    (found,) = (str(notice) for notice in notices(loaded) if "is no mail address" in str(notice))
    assert "[people.p123]" in found
    assert sum(loaded.people[report.to].email is not None for report in loaded.reports) == 499
