"""The digests that the tests read, and the parts to build others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.model.people import Decision
from monitor.report.contents.digest import Digest
from support.account_status import NOW, Make, make_status
from support.digest import Compose, make_digest


@pytest.fixture
def account_status() -> Make:
    return make_status


@pytest.fixture
def compose_digest() -> Compose:
    return make_digest


@pytest.fixture
def rich() -> Digest:
    """A digest in which every section has something to say."""
    snoozed = Decision(
        "acme-shop", "snooze", NOW - timedelta(days=2), "nora", "new shop opens", until=date(2026, 12, 1)
    )
    return make_digest(decisions=(snoozed,))
