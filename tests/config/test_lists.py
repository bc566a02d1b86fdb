"""Account lists: TOML and CSV files that the main file includes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.model.account import Cadence, Objective, Plan, Span, Thresholds
from support.configuration import MINIMAL, Folder

WITH = (
    MINIMAL.replace("[brands", "include = [{}]\n[brands", 1) + '[people.lea]\nname = "L"\n[audiences.all]\nname = "A"\n'
)
ONE = '[[accounts]]\nid = "{id}"\nbrand = "acme"\nurl = "https://{id}.example"\n'


def including(*patterns: str) -> str:
    return WITH.replace("{}", ", ".join(f'"{pattern}"' for pattern in patterns))


def test_lists_are_added_in_the_order_of_their_names(folder: Folder) -> None:
    for name in ("b", "a", "c"):
        folder.write(ONE.format(id=name), f"accounts.d/{name}.toml")
    folder.write(ONE.format(id="hidden"), "accounts.d/.hidden.toml")
    folder.write("id,brand,url\nshop,acme,https://shop.example\n", "accounts.csv")

    settings = folder.load(including("accounts.csv", "accounts.d/*.toml", "accounts.d/a.toml"))

    assert list(settings.accounts) == ["acme-blog", "shop", "a", "b", "c"]
    assert settings.accounts["shop"].source == f"{folder.path}/accounts.csv:2"
    assert settings.accounts["a"].source == f"{folder.path}/accounts.d/a.toml:1"
    names = ("monitor.toml", "accounts.csv", "accounts.d/a.toml", "accounts.d/b.toml", "accounts.d/c.toml")
    assert settings.files == tuple(f"{folder.path}/{name}" for name in names)


def test_a_pattern_that_covers_the_main_file_does_not_read_it_twice(folder: Folder) -> None:
    assert list(folder.load(including("*.toml")).accounts) == ["acme-blog"]


def test_a_pattern_without_files_is_a_notice(folder: Folder) -> None:
    settings = folder.load(including("accounts.d/*.toml"))

    (notice,) = settings.notices
    assert str(notice) == f'{folder.main}:3: [monitor] include[1]: "accounts.d/*.toml" matches no file'


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_toml_list_adds_nothing(folder: Folder, text: str) -> None:
    folder.write(text, "more.toml")

    assert list(folder.load(including("more.toml")).accounts) == ["acme-blog"]


HEADER = (
    "id;brand;network;url;owner;objectives;audience;priority;pauses;plan.publish;plan.coverage;plan.thresholds.dormant"
)
ROW = "shop;acme;feed;https://shop.example;lea;retain|recruit;all;4;2026-12-21..2027-01-03;3 per week;0,8;45 days"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n{ROW}\n".encode(),
        b"\xef\xbb\xbf" + f"{HEADER}\r\n{ROW}\r\n".encode(),
        f"{HEADER}\n{ROW}".replace(";", "\t").encode(),
        f"{HEADER}\n{ROW}".replace(";", ",").replace("0,8", '"0,8"').encode(),
        f"{HEADER.upper()}\n\n;;;\n{ROW};;\n".encode(),
    ],
    ids=["semicolons", "French Excel", "tabs", "commas", "capitals and empty rows"],
)
def test_a_csv_list_in_each_of_its_spellings(folder: Folder, text: bytes) -> None:
    folder.write(text, "accounts.csv")

    account = folder.load(including("accounts.csv")).accounts["shop"]

    assert (
        account.brand,
        account.network,
        account.url,
        account.owner,
    ) == ("acme", "feed", "https://shop.example", "lea")
    assert account.objectives == (Objective.RETAIN, Objective.RECRUIT)
    assert (account.audience, account.priority) == (("all",), 4)
    assert account.pauses == (Span(date(2026, 12, 21), date(2027, 1, 3)),)
    assert account.plan == Plan(
        publish=Cadence(3, timedelta(days=7), "3 per week"),
        coverage=0.8,
        thresholds=Thresholds(dormant=timedelta(days=45)),
    )


def test_an_empty_cell_is_an_absent_key(folder: Folder) -> None:
    folder.write("id,brand,url,owner,opened,plan.publish\nshop,acme,https://shop.example,,,\n", "accounts.csv")

    account = folder.load(including("accounts.csv")).accounts["shop"]

    assert (account.owner, account.opened, account.plan) == (None, None, Plan())


CSV_MISTAKES: dict[str, tuple[str | bytes, str, str]] = {
    "a key that is none": (
        "id,brand,url,onwer\na,acme,https://a.example,lea\nb,acme,https://b.example,lea\n",
        "1: ",
        'column "onwer": there is no such key; did you mean "owner"?',
    ),
    "a column that is missing": (
        "id,brand,uri\na,acme,https://a.example\n",
        "1: ",
        'lacks url; does "uri" mean "url"?',
    ),
    "no header": ("a,acme,https://a.example\n", "1: ", "the first row names the columns, and lacks id, brand, url"),
    "nothing": ("", "1: ", "lacks id, brand, url"),
    "a column twice": ("id,brand,url,url\n", "1: ", 'the column "url" stands here twice'),
    "a row that is too long": (
        "id,brand,url\na,acme,https://a.example,b\n",
        "2: ",
        "this row has 4 cells and the first row 3",
    ),
    "a cell without a column": (
        "id,brand,url,\na,acme,https://a.example,b\n",
        "2: ",
        '"b" stands in a column without a name',
    ),
    "a quote that never closes": (
        'id,brand,url\na,acme,"https://a.example\nb,acme,c\n',
        "2: ",
        "from here on this is no CSV",
    ),
    "a key that is table and value": (
        "id,brand,url,plan,plan.publish\na,acme,https://a.example,x,daily\n",
        "2: ",
        "contradict each other",
    ),
    "a wrong value after long cells": (
        'id,brand,url,mission,priority\na,acme,https://a.example,"two\nlines",9\n',
        "2: ",
        "priority: a number of at most 5",
    ),
    "a wrong number": (
        "id,brand,url,plan.coverage\na,acme,https://a.example,high\n",
        "2: ",
        'plan.coverage: a number is needed here, and "high" was found',
    ),
    "a day like a number": ("id,brand,url,opened\na,acme,https://a.example,20260101\n", "2: ", '"20260101" is no day'),
    "an unknown brand": (
        "id,brand,url\na,acme,https://a.example\nb,acne,https://b.example\n",
        "3: ",
        'account "b", brand: there is no brand "acne"',
    ),
    "an id of the main file": (
        "id,brand,url\nacme-blog,acme,https://a.example\n",
        "2: ",
        "this id is taken at monitor.toml:7",
    ),
    "an address that is none": ("id,brand,url\na,acme,a.example\n", "2: ", 'did you mean "https://a.example"?'),
    "a pause that ends first": (
        "id,brand,url,pauses\na,acme,https://a.example,2027-02-01..2027-01-01\n",
        "2: ",
        "it ends (2027-01-01) before",
    ),
    "another encoding": (b"id;brand;url;mission\na;acme;https://a.example;caf\xe9\n", "2: ", "CSV UTF-8"),
    "a NUL": (b"id,brand,url\na,acme,https://a.example/\x00\n", "2: ", ""),
}


@pytest.mark.parametrize("case", CSV_MISTAKES)
def test_a_mistake_in_a_csv_list_is_reported_with_its_row(folder: Folder, case: str) -> None:
    text, line, says = CSV_MISTAKES[case]
    folder.write(text, "accounts.csv")

    found = folder.mistakes(including("accounts.csv"))

    assert [mistake.startswith(f"accounts.csv:{line}") and says in mistake for mistake in found] == [True], found


def test_a_broken_toml_list_is_a_mistake_and_never_an_empty_list(folder: Folder) -> None:
    folder.write(ONE.format(id="a") + "[[accounts]\n", "more.toml")
    folder.write('[brands.b]\nname = "B"\n' + ONE.format(id="b"), "other.toml")

    first, second = folder.mistakes(including("more.toml", "other.toml"))

    assert first.startswith("more.toml:5: this is not TOML")
    assert second == "other.toml:1: [brands]: an account list holds [[accounts]] only; put this into monitor.toml"


def test_the_same_id_in_two_lists(folder: Folder) -> None:
    folder.write(ONE.format(id="a"), "a.toml")
    folder.write("\n" + ONE.format(id="a"), "b.toml")

    (mistake,) = folder.mistakes(including("a.toml", "b.toml"))

    assert mistake == 'b.toml:3: account "a": this id is taken at a.toml:2: give one of them another'


def test_a_file_of_another_kind_is_no_list(folder: Folder) -> None:
    folder.write("accounts: []", "accounts.yaml")

    (mistake,) = folder.mistakes(including("accounts.yaml"))

    assert mistake.startswith("accounts.yaml:1: an account list is a .toml, .csv or .tsv file")
