"""The sample brands' configuration, with the addresses of this run and what is true on a day of the story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from monitor.model.account import Objective
from monitor.run.planning.gate_request import AccountRequest

_TEMPLATE = Path(__file__).with_name("brand.toml")
_MAX_LEAVES = date(2026, 11, 10)  # the owner of velos-revendeurs

SEEN_BY_HAND: Mapping[date, date] = {  # what Nina enters for acme-photos: on which day, which day's post she saw
    date(2026, 9, 10): date(2026, 9, 8),
    date(2026, 9, 24): date(2026, 9, 22),
    date(2026, 10, 8): date(2026, 10, 7),
    date(2026, 10, 22): date(2026, 10, 20),
    date(2026, 11, 5): date(2026, 11, 3),
}

MORE = AccountRequest(
    "https://www.tiktok.com/@acme.cycles.example", "cycles", Objective.VISIBILITY, "families", 2
)  # is refused


def configuration(addresses: Mapping[str, str], smtp_port: int, today: date) -> str:
    """The text of monitor.toml on that day; `addresses` are the networks' by name."""
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        addresses,
        smtp=smtp_port,
        channels_host=urlsplit(addresses["channels"]).netloc,
        max_left=str(today >= _MAX_LEAVES).lower(),
    )


def is_ours(text: str) -> bool:
    """Whether `text` is a configuration that the demo wrote."""
    return text.startswith(_TEMPLATE.read_text(encoding="utf-8").partition("\n")[0])
