"""Messages in folders: one file per message, however often, from however many processes it is delivered."""

from __future__ import annotations

import mailbox
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.deliver import Delivery, deliver
from monitor.deliver.outcome import file_name
from monitor.model.settings import MailSettings

ID = "<0123456789abcdef@acme.example>"
KINDS = ["maildir", "eml"]


def settings(kind: str, folder: Path) -> MailSettings:
    return MailSettings(deliver=kind, folder=str(folder))


def put(message: bytes, kind: str, folder: Path, message_id: str = ID) -> Delivery:
    return deliver(message, "nora@acme.example", message_id, settings(kind, folder), None)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_delivered_twice_is_one_file(tmp_path: Path, message: bytes, kind: str) -> None:
    folder = tmp_path / "new" / "folder"
    first, second = put(message, kind, folder), put(message, kind, folder)
    assert (first.state, second) == ("sent", first)
    (file,) = files(folder)
    assert (file.read_bytes(), first.detail) == (message, str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("kind", KINDS)
def test_two_messages_are_two_files(tmp_path: Path, message: bytes, kind: str) -> None:
    put(message, kind, tmp_path)
    put(message, kind, tmp_path, "<another@acme.example>")
    assert len(files(tmp_path)) == 2


def test_a_maildir_is_read_by_other_programs(tmp_path: Path, message: bytes) -> None:
    put(message, "maildir", tmp_path / "box")
    (mail,) = mailbox.Maildir(tmp_path / "box")
    assert mail["Subject"] == "s"


@pytest.mark.parametrize("flags", ["", ":2,", ":2,S", ":2,FRS"])
def test_a_message_that_was_read_is_not_delivered_again(tmp_path: Path, message: bytes, flags: str) -> None:
    put(message, "maildir", tmp_path)
    (new,) = files(tmp_path)
    new.rename(tmp_path / "cur" / f"{new.name}{flags}")
    assert put(message, "maildir", tmp_path).state == "sent"
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_killed_process_left_behind_does_not_count(tmp_path: Path, message: bytes, kind: str) -> None:
    draft = tmp_path / "tmp" / f"{file_name(ID)}.999999" if kind == "maildir" else tmp_path / f".{file_name(ID)}.eml.9"
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(message[:10])
    assert put(message, kind, tmp_path).state == "sent"
    assert message in [file.read_bytes() for file in files(tmp_path)]


@pytest.mark.parametrize("kind", KINDS)
def test_many_deliver_at_once_and_one_message_is_there(tmp_path: Path, message: bytes, kind: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        deliveries = list(pool.map(lambda _: put(message, kind, tmp_path), range(24)))
    assert {delivery.state for delivery in deliveries} == {"sent"}
    assert [file.read_bytes() for file in files(tmp_path)] == [message]


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, message: bytes, kind: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    delivery = put(message, kind, blocked)
    assert delivery.state == "not_sent"
    assert str(blocked) in delivery.detail and "writable" in delivery.detail


@pytest.mark.parametrize("kind", KINDS)
def test_a_disk_without_hard_links_still_gets_the_message(
    tmp_path: Path, message: bytes, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr("os.link", refuse)
    assert put(message, kind, tmp_path).state == "sent"
    assert [file.read_bytes() for file in files(tmp_path)] == [message]


@pytest.mark.parametrize(
    ("given_settings", "expected"),
    [(MailSettings(deliver="eml"), "folder"), (MailSettings(deliver="pigeon"), "pigeon")],
)
def test_settings_that_lead_nowhere_are_said(message: bytes, given_settings: MailSettings, expected: str) -> None:
    delivery = deliver(message, "nora@acme.example", ID, given_settings, None)
    assert delivery.state == "not_sent"
    assert expected in delivery.detail


@given(st.text())
def test_no_message_id_leads_out_of_the_folder(message_id: str) -> None:
    name = file_name(message_id)
    assert name.isalnum() and len(name) == 32
