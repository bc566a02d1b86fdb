"""What ends a cycle is one error that says what to do, wherever in the cycle it came up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from monitor.model.errors import Unavailable
from monitor.run.app import App
from monitor.run.polling.cycle import Cycle, Order
from monitor.store import Store
from support.program import Program
from support.site import Site


class Lost(Store):
    """A database that goes away when the named question is asked."""

    asked = ""

    def _gone(self, name: str) -> None:
        if name == self.asked:
            raise Unavailable("the database is gone")

    def claim(self, *args: Any, **kwargs: Any) -> Any:
        self._gone("claim")
        return super().claim(*args, **kwargs)

    def save_checks(self, *args: Any) -> Any:
        self._gone("save_checks")
        return super().save_checks(*args)


@pytest.mark.parametrize("asked", ["claim", "save_checks"])
def test_a_database_that_goes_away_is_one_error(asked: str, site: Site, program: Callable[[str], Program]) -> None:
    site.feed("/blog.xml", datetime.fromisoformat("2026-11-15T12:00:00+00:00"))
    made = program(f'[[accounts]]\nid = "blog"\nbrand = "acme"\nurl = "{site.base}/blog.xml"\n')
    app = App(str(made.path), env={}, clock=made.clock)
    app.store.sync(app.settings.accounts.values(), made.clock())
    app.close()
    lost = Lost(app.settings.database)
    lost.asked = asked
    with lost, pytest.raises(Unavailable, match="the database is gone"):
        cycle = Cycle(app.settings, app.catalogue, lost, made.clock, app.open_fetcher)
        asyncio.run(cycle.run("test", Order()))
