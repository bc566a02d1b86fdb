"""What the operator may say about how networks are asked: one's own domains, budgets, permissions."""

from __future__ import annotations

import pytest

from monitor.config.network_names import network_of
from support.configuration import MINIMAL, Folder

FORBIDDEN = MINIMAL.replace('network = "feed"', 'network = "telegram"')
LEAVE = '[networks.telegram]\ni_have_permission = "Asked on 2026-11-02"\n'


def test_domains_of_ones_own_are_read_in_the_characters_that_dns_knows(folder: Folder) -> None:
    settings = folder.load(MINIMAL + '[fetch]\nrobots_exempt = ["Acme.example", "bücher.example", "intranet"]\n')
    assert settings.fetch.robots_exempt == ("acme.example", "xn--bcher-kva.example", "intranet")


@pytest.mark.parametrize("name", ["https://acme.example", "acme.example/", "acme.example:443", "a b", "", "*.example"])
def test_what_is_no_domain_is_a_mistake(folder: Folder, name: str) -> None:
    (mistake,) = folder.mistakes(MINIMAL + f'[fetch]\nrobots_exempt = ["{name}"]\n')
    assert mistake.startswith("monitor.toml:11: ")
    assert 'write it as "acme.example"' in mistake


@pytest.mark.parametrize("text", ["60/h", "1/s", "10000 / d"])
def test_a_budget_is_a_number_in_a_time(folder: Folder, text: str) -> None:
    settings = folder.load(MINIMAL + f'[networks.mastodon]\nper_network = "{text}"\n')
    assert settings.networks["mastodon"] == {"per_network": text}


@pytest.mark.parametrize("text", ["60", "0/h", "60/w", "1.5/h", "10001/d", "-1/h", "60 per hour"])
def test_what_is_no_budget_is_a_mistake(folder: Folder, text: str) -> None:
    (mistake,) = folder.mistakes(MINIMAL + f'[networks.mastodon]\nper_network = "{text}"\n')
    assert mistake.startswith("monitor.toml:11: ")
    assert 'write it as "60/h"' in mistake


@pytest.mark.parametrize(
    ("text", "network"),
    [
        (FORBIDDEN, "manual"),
        (FORBIDDEN + LEAVE, "telegram"),
        (FORBIDDEN + LEAVE.replace("telegram", "mastodon"), "manual"),
        (MINIMAL, "feed"),
    ],
    ids=["no leave", "leave", "leave of another", "not forbidden"],
)
def test_a_network_whose_terms_forbid_programs_needs_a_permission(folder: Folder, text: str, network: str) -> None:
    folder.write(text)
    settings = folder.load(closed=["telegram"])
    assert settings.accounts["acme-blog"].network == network
    notices = [str(notice) for notice in settings.notices if "i_have_permission" in notice.message]
    assert (network == "manual") is (len(notices) == 1)


def test_an_address_that_a_forbidden_network_recognises_is_left_to_people_too() -> None:
    network, notice = network_of("@acme", None, lambda _: "acmenet", ["acmenet"], ["acmenet"])
    assert network == "manual"
    assert "[networks.acmenet] i_have_permission" in notice
