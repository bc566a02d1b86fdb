"""Configurations with many mistakes at once, and files that hold no configuration or cannot be read."""

from __future__ import annotations

import os

import pytest

from support.configuration import USUAL, Folder

NOBODY = 65534  # the user without rights


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_files(folder: Folder) -> None:
    folder.write("id;brand;url\nshop;acne;https://shop.example\n", "more.csv")
    text = (
        USUAL.replace('poll_every = "6h"', 'poll_every = "6 parsecs"\ninclude = ["more.csv", "gone.toml"]')
        .replace('name = "Acme"', "name = 3")
        .replace('to = "lea"', 'to = "leo"')
        .replace("retries = 0", "retries = 99")
    )

    mistakes = folder.mistakes(text)

    assert [mistake.partition(" ")[0] for mistake in mistakes] == [
        "monitor.toml:3:",
        "monitor.toml:4:",
        "monitor.toml:6:",
        "monitor.toml:24:",
        "monitor.toml:27:",
        "more.csv:2:",
    ]


def test_a_misspelt_required_key_is_one_mistake(folder: Folder) -> None:
    assert len(folder.mistakes(USUAL.replace("brand = ", "brnad = "))) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe[\x00m\x00", "monitor.toml:1: the file is not UTF-8 text here"),
        (b"[monitor]\n# caf\xe9\n", "monitor.toml:2: the file is not UTF-8 text here"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "monitor.toml:1: this is not TOML"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "monitor.toml:1: lists or tables are nested too deeply"),
        (b"a = " + b"9" * 5000, "monitor.toml:1: a value cannot be read"),
    ],
    ids=["UTF-16", "Latin-1", "binary", "nested", "digits"],
)
def test_a_file_that_is_no_configuration(folder: Folder, content: bytes, says: str) -> None:
    (mistake,) = folder.mistakes(content)

    assert mistake.startswith(says)


def test_windows_line_ends_and_a_byte_order_mark_are_no_fault(folder: Folder) -> None:
    broken = USUAL.replace('owner = "lea"', 'owner = "leaa"')

    folder.load(b"\xef\xbb\xbf" + USUAL.replace("\n", "\r\n").encode())
    (mistake,) = folder.mistakes(b"\xef\xbb\xbf" + broken.replace("\n", "\r\n").encode())

    assert mistake.startswith("monitor.toml:19: account")


def test_a_file_that_is_not_there_or_a_folder(folder: Folder) -> None:
    assert folder.mistakes() == ["monitor.toml:1: there is no such file: correct the path, or write it"]
    folder.main.mkdir()
    assert folder.mistakes() == ["monitor.toml:1: this is a folder: name the file in it"]


def test_a_file_without_an_end_is_not_waited_for(folder: Folder) -> None:
    os.mkfifo(folder.main)

    assert folder.mistakes() == ["monitor.toml:1: this is no plain file: name a file on disk"]


def test_a_file_of_somebody_else(folder: Folder) -> None:
    folder.write(USUAL)
    folder.load()  # brings in what is imported only when needed, while it can be
    folder.main.chmod(0)
    me = os.geteuid()
    if me == 0:
        os.seteuid(NOBODY)  # root reads everything
    try:
        (mistake,) = folder.mistakes()
    finally:
        os.seteuid(me)

    assert mistake.startswith("monitor.toml:1: the file cannot be read (Permission denied)")
