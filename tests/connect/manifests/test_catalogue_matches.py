"""Every network's addresses as people paste them: input, handle, profile.

They stand in tests/matches/NETWORK.txt, one a line, or in `forms` of a recording of the network; "-" is none.
`unknown.txt` holds what is no account.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from monitor.connect.manifests.catalogue import FEED, Catalogue, Identified

TESTS = Path(__file__).parents[2]
MATCHES = TESTS / "matches"
CATALOGUE = Catalogue.load()
LINES = [
    (file.stem, line)
    for file in sorted(MATCHES.glob("*.txt"))
    if file.stem != "unknown"
    for line in file.read_text(encoding="utf-8").splitlines()
] + [
    (file.parent.name, "\t".join(form))
    for file in sorted((TESTS / "recordings").glob("*/*.toml"))
    for form in tomllib.loads(file.read_text(encoding="utf-8")).get("forms", ())
]
UNKNOWN = (MATCHES / "unknown.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("network", "line"), LINES, ids=lambda text: text.partition("\t")[0])
def test_an_address_gives_its_network_handle_and_profile(network: str, line: str) -> None:
    given, handle, profile = line.split("\t")
    expected = Identified(network, *(None if text == "-" else text for text in (handle, profile)))
    assert CATALOGUE.identify(given) == expected


@pytest.mark.parametrize("given", UNKNOWN)
def test_what_is_no_account_belongs_to_no_network(given: str) -> None:
    assert CATALOGUE.identify(given) == Identified(None, None, None)


def test_every_network_has_four_forms() -> None:
    matched = [
        name for name, known in CATALOGUE.manifests.items() if known.match.url or known.match.handle or name == FEED
    ]
    forms = {name: sum(network == name for network, _ in LINES) for name in matched}
    assert {name: number for name, number in forms.items() if number < 4} == {}
