"""F062: hostile strings in every field of networks and of the configuration, from the wire to every kind of output.

What the people of a hostile brand get is compared with what those of a harmless brand get.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.config.load import load
from monitor.model.errors import ConfigError
from monitor.report.readers.sanitise import line
from support.injected import KINDS, World, live
from support.injection import active, body, cases, controls, faults, parsed, skeleton, squashed, toml

pytestmark = pytest.mark.slow

SHORTENED = {"long06": "a thousand signs of twelve octets each: its messages leave rows out, to stay under their size"}
ALLOWED = {"calendar": {"\r"}}  # its lines end so


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return live(tmp_path_factory.mktemp("world"), cases())


def names(mail: bytes) -> list[str]:
    return list(parsed(mail).keys())


def bones(mail: bytes) -> list[tuple[str, ...]]:
    return skeleton(body(parsed(mail), "html"))


def test_every_message_is_sound_and_for_one_person(world: World) -> None:
    wrong = {
        f"{value!r:.60}, message {number}": found
        for brand, value in world.values.items()
        for number, mail in enumerate(world.of(brand))
        if (found := faults(mail))
    }
    assert wrong == {}
    assert [found for mail in world.messages["director@acme.example"] for found in faults(mail)] == []


def test_nobody_gets_another_message_than_the_people_of_a_harmless_brand(world: World) -> None:
    clean = [names(mail) for mail in world.of("clean")]
    assert len(clean) > 7
    assert [value for brand, value in world.values.items() if clean != [names(mail) for mail in world.of(brand)]] == []


def test_a_page_has_the_elements_of_a_harmless_one_and_text(world: World) -> None:
    clean = [bones(mail) for mail in world.of("clean")]
    alike = [brand for brand in world.values if world.account_status(brand) == world.account_status("clean")]
    assert len(alike) > 0.9 * len(world.values)  # the others' documents could not be read
    others = {world.values[brand] for brand in alike if clean != [bones(mail) for mail in world.of(brand)]}
    assert others == {cases()[name] for name in SHORTENED if name in cases()}


def test_no_page_has_an_element_that_a_harmless_one_has_not(world: World) -> None:
    known = {bone for mail in world.of("clean") for bone in bones(mail)}
    found = {brand: {bone for mail in world.of(brand) for bone in bones(mail)} - known for brand in world.values}
    assert {world.values[brand]: more for brand, more in found.items() if more} == {}


def test_plain_text_and_html_show_the_text_as_it_is(world: World) -> None:
    """A template's signs, an element, a quote: what can be shown is shown."""
    hidden = []
    for brand, value in world.values.items():
        shown = squashed(line(value, 60))[:20].rstrip("…")
        mail = parsed(world.of(brand)[-1])
        page = LexborHTMLParser(body(mail, "html")).body
        parts = body(mail, "plain"), page.text() if page else ""
        hidden += [(value, kind) for kind, part in enumerate(parts) if shown not in squashed(part)]
    assert hidden == []


def test_no_command_is_steered(world: World) -> None:
    steered = {name: controls(text) - ALLOWED.get(name, set()) for name, text in world.outputs.items()}
    assert {name: found for name, found in steered.items() if found} == {}


def test_what_other_programs_read_is_well_formed(world: World) -> None:
    feed = feedparser.parse(world.outputs["feed"])
    assert not feed.bozo and feed.entries
    ElementTree.fromstring(world.outputs["feed"])  # noqa: S314  # our own document
    assert [found for entry in feed.entries for found in active(entry.get("summary", ""))] == []
    events = icalendar.Calendar.from_ical(world.outputs["calendar"]).walk("VEVENT")
    assert len(world.values) <= len(events)
    accounts = json.loads(world.outputs["status --json"])["accounts"]
    assert len(accounts) == len(KINDS) * len(world.values)


def test_the_log_notes_each_tick_on_lines_of_its_own(world: World) -> None:
    assert world.log.count(" checks, ") == 5
    assert controls(world.log) == set()
    assert [row for row in world.log.splitlines() if not row.startswith(("DEBUG ", "INFO ", "WARNING "))] == []


def test_messages_are_written_nowhere_else(world: World) -> None:
    written = {path.name for path in world.folder.iterdir() if not path.name.startswith("monitor.db")}
    assert written == {"monitor.toml", "mail", "eml", "again", "page"}
    for name in ("mail", "again"):
        assert {path.name for path in (world.folder / name).iterdir()} == {"new", "cur", "tmp"}
    files = [*(world.folder / "eml").iterdir(), *(world.folder / "again" / "new").iterdir()]
    assert len(files) == 2 * (2 * len(world.values) + 1)  # of each brand's two people, and of the director
    assert [path.name for path in files if not re.fullmatch(r"[0-9a-f]{32}(\.eml)?", path.name)] == []
    assert [found for path in files for found in faults(path.read_bytes())] == []


@pytest.mark.parametrize("field", ["brand", "account", "url", "email", "zone", "plan"])
def test_what_the_configuration_refuses_it_names_on_one_line(field: str, tmp_path: Path) -> None:
    """Every string where an id, an address, a zone or a plan belongs: taken as it is, or refused in a sentence."""
    path = tmp_path / "monitor.toml"
    for value in cases().values():
        written = toml(value)
        if written is None:
            continue
        path.write_text(stated(field, written), encoding="utf-8")
        try:
            load(path)
        except ConfigError as error:
            said = str(error)
            assert controls(said) == set(), value
            assert all(row.startswith(f"{path}:") for row in said.splitlines()), value


def stated(field: str, value: str) -> str:
    """A configuration with the value in one field."""
    given = {"brand": '"acme"', "account": '"one"', "url": '"https://acme.example/feed.xml"', "zone": '"Europe/Paris"'}
    given |= {"email": '"ada@acme.example"', "plan": '"1 per week"', field: value}
    return f"""
[monitor]
database = "sqlite:///monitor.db"
[brands.acme]
name = "Acme"
zone = {given["zone"]}
[people.ada]
name = "Ada"
email = {given["email"]}
[[accounts]]
id = {given["account"]}
brand = {given["brand"]}
network = "feed"
url = {given["url"]}
owner = "ada"
plan = {{ publish = {given["plan"]} }}
"""
