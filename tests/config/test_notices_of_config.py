"""What is not wrong, yet worth a notice."""

from __future__ import annotations

import pytest

from monitor.config import notices as reading
from monitor.config.notices import notices
from support.configuration import MINIMAL, Folder

WHOLE = (
    MINIMAL.replace("[brands", 'contact = "social@acme.example"\n[brands', 1)
    + """\
owner = "lea"
objectives = ["visibility"]
audience = ["all"]
plan = { publish = "weekly" }
[people.lea]
name = "Lea"
email = "lea@acme.example"
[audiences.all]
name = "All"
[[reports]]
to = "lea"
[mail]
from = "monitor@acme.example"
"""
)


def noticed(folder: Folder, text: str | None = None) -> list[str]:
    return [str(notice).replace(f"{folder.path}/", "") for notice in notices(folder.load(text))]


def test_a_whole_configuration_gives_no_notice(folder: Folder) -> None:
    assert noticed(folder, WHOLE) == []


def test_the_least_that_works_is_flagged_and_not_refused(folder: Folder) -> None:
    contact, gaps, report = noticed(folder, MINIMAL)

    assert contact.startswith('monitor.toml:1: no contact: add contact = "you@your.domain"')
    assert gaps.startswith('monitor.toml:5: account "acme-blog": no owner, plan.publish, objectives, audience: ')
    assert report.startswith("monitor.toml:1: no report: nobody receives a digest")


CASES = {
    "no owner": ('owner = "lea"', "", 'monitor.toml:6: account "acme-blog": no owner:'),
    "an unknown network": ('"feed"', '"mastodn"', 'monitor.toml:9: account "acme-blog": no connector reads "mastodn"'),
    "what it may be": ('"feed"', '"mastodn"', 'did you mean "mastodon"?'),
    "a mail address": (
        "lea@acme.example",
        "lea at acme",
        "monitor.toml:17: [people.lea] email: 'lea at acme' is no mail address",
    ),
    "a report to it": (
        "lea@acme.example",
        "lea at acme",
        'monitor.toml:21: report 1: "lea" has no email: add it to [people.lea]',
    ),
    "no address": ('email = "lea@acme.example"', "", 'monitor.toml:21: report 1: "lea" has no email'),
    "who has left": ('name = "Lea"', 'name = "Lea"\nleft = true', 'monitor.toml:22: report 1: "lea" has left'),
    "no sender": ('from = "monitor@acme.example"', "", "monitor.toml:22: [mail]: no sender: add from ="),
    "closing when?": ('owner = "lea"', 'lifecycle = "closing"\nowner = "lea"', "it is closing and says no day"),
    "paused until?": ('owner = "lea"', 'lifecycle = "paused"\nowner = "lea"', "it is paused and says no days"),
    "an unknown network's options": (
        "[mail]",
        "[networks.fed]\n[mail]",
        'monitor.toml:22: [networks.fed]: no connector is called so; did you mean "feed"?',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_notice_with_its_line(folder: Folder, case: str) -> None:
    before, after, says = CASES[case]

    found = noticed(folder, WHOLE.replace(before, after, 1))

    assert len([notice for notice in found if says in notice]) == 1, found


def test_one_address_twice(folder: Folder) -> None:
    again = '[[accounts]]\nid = "b"\nbrand = "acme"\nlifecycle = "closed"\nurl = "https://acme.example/feed.xml/"\n'

    assert noticed(folder, WHOLE + again) == [
        'monitor.toml:24: account "b": the same address as "acme-blog" (monitor.toml:6)'
    ]


def test_many_accounts_with_the_same_gap_are_one_notice(folder: Folder) -> None:
    rows = "".join(f"a{number},acme,https://a{number}.example\n" for number in range(50))
    folder.write("id,brand,url\n" + rows, "accounts.csv")

    (notice,) = noticed(folder, WHOLE.replace("contact", 'include = ["accounts.csv"]\ncontact', 1))

    assert notice.startswith('accounts.csv:2: accounts "a0", "a1", "a2" and 47 more: no owner,')


@pytest.mark.parametrize(("mode", "expected"), [(0o644, 1), (0o640, 0)])
def test_an_address_with_a_key_in_a_file_that_everyone_reads(folder: Folder, mode: int, expected: int) -> None:
    folder.write(WHOLE.replace("feed.xml", "feed.xml?token=hunter2")).chmod(mode)

    found = noticed(folder)

    assert len(found) == expected
    assert all("everyone can read the file: chmod 640" in notice and "hunter2" not in notice for notice in found)


def test_notices_do_not_need_the_file_to_be_there_still(folder: Folder) -> None:
    settings = folder.load(MINIMAL)
    folder.main.unlink()

    assert len(notices(settings)) == 3


def test_channels_without_what_speaks_to_them_are_flagged(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = '[[channels]]\nname = "ops"\nurl_secret = "OPS_URL"\n'
    assert noticed(folder, WHOLE + channel) == []
    monkeypatch.setattr(reading, "find_spec", lambda name: None)
    says = "channels are notified by Apprise, which is not installed: pip install 'account-health-monitor[notify]'"
    assert noticed(folder, WHOLE + channel) == [f"monitor.toml:24: {says}"]
