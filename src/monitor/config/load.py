"""monitor.toml and its account lists -> Settings, or every mistake in them at once.

    path -> Source -> + lists -> checked tables -> Settings
            sources   lists      schema, references, networks, database -> mistakes
                                                 build

Rules:
- All checks run, whatever others found, and nothing is built while one has found something: a configuration is valid as
  a whole or not at all, so that no broken or half-written file ever takes accounts away.
- Relative paths start at the folder of the file that names them.
- MONITOR_DATABASE_URL wins over [monitor] database, and MONITOR_PROXY over [fetch] proxy.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.config import calendars, lists, references
from monitor.config.database_url import database_url
from monitor.config.mistakes import did_you_mean, from_pydantic, secret_belongs, subject
from monitor.config.network_names import network_of
from monitor.config.secrets import secret
from monitor.config.sources import Source, read_toml
from monitor.config.url_secrets import has_password, is_web_address, mask
from monitor.model.errors import ConfigError, Mistake
from monitor.model.people import DayOff, is_address
from monitor.model.settings import Settings

if TYPE_CHECKING:
    from monitor.config.account_schema import AccountTable
    from monitor.config.schema import File

NAME = "monitor.toml"


def find(explicit: str | None, env: Mapping[str, str], cwd: Path) -> Path:
    """The configuration file: --config, MONITOR_CONFIG, ./monitor.toml, then the user's and the machine's.

    A file that is asked for by name is taken as it is: reading it says what is wrong. Raises ConfigError where none is.
    """
    if named := explicit or env.get("MONITOR_CONFIG"):
        return cwd / Path(named).expanduser()
    home = env.get("XDG_CONFIG_HOME") or str(Path(env.get("HOME", "~")).expanduser() / ".config")
    places = [cwd / NAME, Path(home) / "monitor" / NAME, Path("/etc/monitor") / NAME]
    for place in places:
        if os.path.lexists(place):
            return place
    searched = ", ".join(str(place) for place in places)
    remedy = "write one with `monitor init`, or name one with --config FILE or MONITOR_CONFIG"
    raise ConfigError([Mistake(NAME, 1, f"there is no configuration (checked {searched}): {remedy}")])


def load(
    path: Path,
    *,
    match: Callable[[str], str | None] | None = None,
    known: Collection[str] = (),
    closed: Collection[str] = (),
    env: Mapping[str, str] | None = None,
    instead: Mapping[Path, str] | None = None,
) -> Settings:
    """The settings that the file at `path` states. Raises ConfigError with every mistake, in the order of the files.

    `match` gives the network of an address (None: nothing recognises it); `known` are the networks that have a
    connector, empty where that is not known; `closed` are those that need a permission; `env` is the environment, the
    process's own by default. `instead`: absolute path -> what an account list is to hold, whatever it holds now.
    """
    main = read_toml(path)
    if isinstance(main, Mistake):
        raise ConfigError([main])
    given = os.environ if env is None else env
    return _Loading(path, main, match or (lambda _: None), known, closed, given, instead or {}).settings()


class _Loading:
    """One loading: what was read, and what was found wrong."""

    def __init__(
        self,
        path: Path,
        main: Source,
        match: Callable[[str], str | None],
        known: Collection[str],
        closed: Collection[str],
        env: Mapping[str, str],
        instead: Mapping[Path, str],
    ) -> None:
        self.main, self.match, self.env, self.instead = main, match, env, instead
        self.path, self.folder = path, path.absolute().parent
        self.lists: list[Source] = []
        self.mistakes: list[Mistake] = []
        self.notices: list[Mistake] = []
        own = self._own_networks()
        self.known = {*known, *own} if known else set[str]()
        self.closed = {name for name in closed if not self._permitted(name)}

    def settings(self) -> Settings:
        self._read_lists()
        file, entries = self._checked()
        self.mistakes += references.mistakes(self.main, self.lists)
        networks = self._networks()
        database, proxy = self._database(), self._proxy()
        days_off = {name: self._days_off(name, files) for name, files in calendars.named(self.main.table)}
        if self.mistakes:
            names = [source.name for source in (self.main, *self.lists)]
            order = {name: number for number, name in enumerate(names)}
            raise ConfigError(
                sorted(set(self.mistakes), key=lambda one: (order.get(one.file, -1), one.line, one.message))
            )

        from monitor.config import build

        declared = [build.Declared(*row) for row in zip(entries, networks, self._places(), strict=True)]
        settings = build.settings(file, declared, self.folder, database, proxy, days_off)
        self._odd_names(file)
        files = tuple(source.name for source in (self.main, *self.lists))
        return replace(settings, files=files, notices=tuple(self.notices))

    def _read_lists(self) -> None:
        """Every account list that [monitor] include names, each once."""
        taken = {self.path.absolute()}
        for number, pattern in enumerate(self._list("include")):
            path = ("monitor", "include", number)
            if not isinstance(pattern, str) or "\0" in pattern:
                continue  # the schema says so
            files, wrong = lists.files(pattern, self.folder)
            if wrong:
                self._mistake(path, wrong)
            files = sorted({*files, *(file for file in self.instead if lists.names(pattern, self.folder, file))})
            if not files and not wrong:
                self._notice(path, f'"{pattern}" matches no file')
            for file in files:
                if file.absolute() not in taken:
                    taken.add(file.absolute())
                    self._read_list(file, path)

    def _read_list(self, file: Path, named_at: tuple[str | int, ...]) -> None:
        found = lists.read_list(file, self.instead.get(file.absolute()))
        if isinstance(found, Source):
            self.lists.append(found)
        elif file.exists() or file in self.instead:
            self.mistakes.append(found)
        else:
            self._mistake(named_at, f"there is no such file: {file}: correct the name, or write it")

    def _days_off(self, brand: str, files: list[str]) -> tuple[DayOff, ...]:
        """What the brand's calendar files give it; theirs are mistakes like all others."""
        days: list[DayOff] = []
        for number, file in enumerate(files):
            path = ("brands", brand, "holidays", number)
            found = calendars.read(self.folder / Path(file).expanduser())
            if isinstance(found, list):
                self.mistakes += found
            elif not found:
                self._notice(path, f"{file} holds no whole day: events with hours are no days off")
            else:
                days += found
        return tuple(days)

    def _checked(self) -> tuple[File, list[AccountTable]]:
        """The tables as the schema understands them; meaningless where a mistake was found."""
        from pydantic import ValidationError

        from monitor.config import schema

        file: File = {}
        try:
            file = schema.file_adapter().validate_python(self.main.table)
        except ValidationError as error:
            self.mistakes += from_pydantic(error, self.main, schema.json_schema())
        entries = list(file.get("accounts", []))
        for source in self.lists:
            for key in source.table.keys() - {"accounts"}:
                remedy = "an account list holds [[accounts]] only; put this into monitor.toml"
                self.mistakes.append(source.mistake((key,), f"[{key}]: {remedy}"))
            try:
                strict = False if not source.text else None  # the cells of a CSV list are all text
                entries += schema.accounts_adapter().validate_python(source.table.get("accounts", []), strict=strict)
            except ValidationError as error:
                self.mistakes += from_pydantic(error, source, schema.json_schema(), ("accounts",))
        return file, entries

    def _networks(self) -> list[str]:
        """The network of each account, in order."""
        networks = []
        for source in (self.main, *self.lists):
            for number, account in enumerate(references.tables(source, "accounts")):
                url, named = account.get("url"), account.get("network")
                if not isinstance(url, str) or not url or not isinstance(named, str | None):
                    continue  # the schema says so
                try:
                    network, notice = network_of(url, named, self.match, self.known, self.closed)
                except ValueError as error:
                    where = ("accounts", number, "url")
                    self.mistakes.append(source.mistake(where, f"{subject(where[:2], source.table)}, {error}"))
                    continue
                networks.append(network)
                if notice:
                    where = ("accounts", number, "network")
                    self.notices.append(source.mistake(where, f"{subject(where[:2], source.table)}: {notice}"))
        return networks

    def _places(self) -> list[str]:
        """Where each account stands, in order, as "file:line"."""
        return [f"{source.name}:{line}" for source in (self.main, *self.lists) for line in source.starts]

    def _odd_names(self, file: File) -> None:
        """What the model no longer shows: mail addresses that are none, options of networks that nobody knows."""
        for name, person in file.get("people", {}).items():
            if "email" in person and not is_address(person["email"]):
                self._notice(
                    ("people", name, "email"), f"{person['email']!r} is no mail address: no report can go there"
                )
        for name in file.get("networks", {}):
            if self.known and name not in self.known:
                self._notice(("networks", name), f"no connector is called so{did_you_mean(name, self.known)}")

    def _database(self) -> str:
        path = ("monitor", "database")
        elsewhere = self._secret("MONITOR_DATABASE_URL")
        stated = self.main.table.get("monitor")
        text = stated.get("database") if isinstance(stated, dict) else None
        if isinstance(text, str) and has_password(text):
            self._mistake(path, f"its address holds a password; {secret_belongs('MONITOR_DATABASE_URL')}")
            return ""
        if text is None and not elsewhere:
            self._mistake(path, 'is missing: add database = "sqlite:///monitor.db" below [monitor]')
            return ""
        try:
            return database_url(elsewhere or str(text), self.folder) if elsewhere or isinstance(text, str) else ""
        except ValueError as error:
            self._mistake(path, f"{'in MONITOR_DATABASE_URL, ' if elsewhere else ''}{error}")
            return ""

    def _proxy(self) -> str | None:
        proxy = self._secret("MONITOR_PROXY")
        if proxy and not is_web_address(proxy):
            wrong = f'"{mask(proxy)[:200]}" in MONITOR_PROXY is no web address: write it as "http://proxy.example:3128"'
            self._mistake(("fetch", "proxy"), wrong)
        return proxy

    def _own_networks(self) -> list[str]:
        """The networks of the operator's own connectors: a manifest's file name is its network."""
        names: list[str] = []
        for number, folder in enumerate(self._list("connectors")):
            if isinstance(folder, str) and "\0" not in folder:
                path = self.folder / Path(folder).expanduser()
                if path.is_dir():
                    names += [manifest.stem for manifest in path.glob("*.toml")]
                else:
                    self._mistake(
                        ("monitor", "connectors", number),
                        f"there is no such folder: {path}: correct the name, or make it",
                    )
        return names

    def _permitted(self, network: str) -> bool:
        networks = self.main.table.get("networks")
        options = networks.get(network) if isinstance(networks, dict) else None
        return isinstance(options, dict) and bool(options.get("i_have_permission"))

    def _secret(self, name: str) -> str | None:
        try:
            return secret(name, self.env)
        except ConfigError as error:
            self.mistakes += error.mistakes
            return None

    def _list(self, key: str) -> list[Any]:
        monitor = self.main.table.get("monitor")
        value = monitor.get(key) if isinstance(monitor, dict) else None
        return value if isinstance(value, list) else []

    def _mistake(self, path: tuple[str | int, ...], message: str) -> None:
        self.mistakes.append(self.main.mistake(path, f"{subject(path, self.main.table)}: {message}"))

    def _notice(self, path: tuple[str | int, ...], message: str) -> None:
        self.notices.append(self.main.mistake(path, f"{subject(path, self.main.table)}: {message}"))
