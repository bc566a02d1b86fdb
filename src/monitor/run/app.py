"""The composition root: what a command works with, made when first asked for; and the only clock of the program."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.model.errors import ConfigError, MonitorError
from monitor.model.settings import FetchSettings, Settings

if TYPE_CHECKING:
    from monitor.connect.manifests.catalogue import Catalogue
    from monitor.fetch.client import Fetcher
    from monitor.model.http import RobotsTxt
    from monitor.report.rendering.writer import Writer
    from monitor.store import Store


def now() -> datetime:
    """The present instant, in UTC: nothing else reads the clock."""
    return datetime.now(UTC)  # noqa: TID251 — the one place


class App:
    """The parts of the program, joined for one configuration. `clock` may be another than the wall's (demo, tests)."""

    def __init__(
        self,
        config: str | None,
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._config = config
        self._env = os.environ if env is None else env
        self._cwd = cwd or Path.cwd()
        self.clock = clock
        self._dated: tuple[int, Settings] | None = None

    @cached_property
    def path(self) -> Path:
        """The configuration file in use. Raises ConfigError where there is none."""
        from monitor.config.load import find

        return find(self._config, self._env, self._cwd)

    @cached_property
    def settings(self) -> Settings:
        """Raises ConfigError with every mistake of the files."""
        catalogue = self.plain_catalogue
        settings = self._loaded(catalogue)
        if settings.connectors:  # the operator's own manifests recognise addresses too: read again with them
            catalogue = self.catalogue_for(settings)
            settings = self._loaded(catalogue)
        return settings

    @property
    def plan(self) -> Settings:
        """The settings as they hold now: with days off, people's decisions and preferences laid over them."""
        from monitor.judge.decisions import decided
        from monitor.judge.preferences import with_preferences

        now = self.clock()
        return with_preferences(
            decided(self._with_days_off(now), self.store.decisions(), now), self.store.preferences()
        )

    def _with_days_off(self, now: datetime) -> Settings:
        """The settings with the days off of the years around `now`, made once a year."""
        if self._dated is None or self._dated[0] != now.year:
            from monitor.metrics.days_off import with_days_off

            self._dated = now.year, with_days_off(self.settings, now)
        return self._dated[1]

    def settings_with(self, lists: Mapping[Path, str]) -> Settings:
        """The settings as they would be if these account lists held these texts. Raises as `settings` does."""
        return self._loaded(self.catalogue, lists)

    def _loaded(self, catalogue: Catalogue, instead: Mapping[Path, str] | None = None) -> Settings:
        from monitor.config.load import load

        match, known, closed = catalogue.match, catalogue.names(), catalogue.closed
        return load(self.path, match=match, known=known, closed=closed, env=self._env, instead=instead)

    @cached_property
    def plain_catalogue(self) -> Catalogue:
        """The connectors shipped with the program."""
        from monitor.connect.manifests.catalogue import Catalogue

        return Catalogue.load(has=self._has)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The connectors as configured."""
        return self.catalogue_for(self.settings)

    def catalogue_for(self, settings: Settings) -> Catalogue:
        """The connectors with the operator's own folders, and other bases, as `settings` say."""
        from monitor.connect.manifests.catalogue import Catalogue

        if not settings.connectors and not settings.networks:
            return self.plain_catalogue
        return Catalogue.load([Path(folder) for folder in settings.connectors], settings.networks, self._has)

    def settings_or_default(self) -> Settings:
        """The configuration where there is one; for commands that work without."""
        from monitor.config.load import find

        if self._config is None:
            try:
                find(None, self._env, self._cwd)
            except ConfigError:
                return Settings(database="")
        return self.settings

    @cached_property
    def store(self) -> Store:
        """The database, its tables made if it is empty. Raises SchemaError or Unavailable."""
        from monitor.store import Store

        store = Store(self.settings.database)
        store.ensure()
        return store

    @property
    def owner(self) -> str:
        """Who holds a lease: this process on this machine."""
        return f"{os.uname().nodename}:{os.getpid()}"

    def _has(self, secret: str) -> bool:
        return self.secret(secret) is not None

    def secret(self, name: str) -> str | None:
        from monitor.config.secrets import secret

        return secret(name, self._env)

    def writer(self) -> Writer:
        """What writes and signs the messages that are decided now."""
        from monitor.report.mail.dkim import KEY, signer
        from monitor.report.rendering.writer import Writer

        mail = self.settings.mail
        return Writer(signer(mail, self.secret(KEY), self.clock()), mail.templates)

    def open_fetcher(
        self,
        opened: Collection[str] = (),
        held: Mapping[str, datetime] | None = None,
        robots: Mapping[str, RobotsTxt] | None = None,
        settings: FetchSettings | None = None,
    ) -> Fetcher:
        """A client for one cycle: `opened` are host:port that --allow-private opens; the rest was learned by others."""
        from monitor.fetch.client import Fetcher, user_agent

        fetch = settings or self.settings.fetch
        return Fetcher(
            fetch,
            user_agent=user_agent(__version__, fetch.contact),
            secrets=self.secret,
            opened=opened,
            held=held,
            robots=robots,
        )

    def renewed(self) -> App:
        """The application on the files as they are now, with the same database at hand.

        Raises as `settings` and `catalogue` do, and MonitorError where the files name another database.
        """
        fresh = App(self._config, env=self._env, cwd=self._cwd, clock=self.clock)
        if fresh.settings.database != self.settings.database:
            raise MonitorError(f"{fresh.path} names another database: to change it, start the program again")
        _ = fresh.catalogue  # its manifests are read, and their mistakes reported, here and not later
        fresh.store = self.store
        return fresh

    def close(self) -> None:
        if "store" in self.__dict__:
            self.store.close()
