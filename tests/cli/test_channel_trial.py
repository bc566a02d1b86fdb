"""`channels test`: a message to each channel, and a sentence where it does not arrive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from support.channel import TOKEN, serving
from support.program import write_config

Command = Callable[..., Result]
TWO = "".join(f'[[channels]]\nname = "{name}"\nurl_secret = "{name.upper()}_URL"\n' for name in ("ops", "press"))


@pytest.mark.slow
def test_it_says_of_each_channel_whether_it_works(
    tmp_path: Path, monitor: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = str(write_config(tmp_path, TWO))
    with serving() as service:
        monkeypatch.setenv("OPS_URL", service.at(200))
        monkeypatch.setenv("PRESS_URL", service.at(503))
        both = monitor("--config", config, "channels", "test")
        one = monitor("--config", config, "channels", "test", "ops")
        monkeypatch.setenv("PRESS_URL", f"nosuch://{TOKEN}")
        wrong = monitor("--config", config, "-vv", "channels", "test")
        assert [came["title"] for came in service.taken] == ["A test of the monitor"] * 4
    assert "ops: the test message was accepted; check that it can be read there\n" == both.stdout == one.stdout
    assert both.stderr == "monitor: channel press: the service answered HTTP 503: it is tried again\n"
    assert [both.exit_code, one.exit_code, wrong.exit_code] == [75, 0, 4]
    assert TOKEN not in "".join(ran.output for ran in (both, one, wrong))


def test_a_channel_without_its_secret_and_one_that_is_none(
    tmp_path: Path, monitor: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = str(write_config(tmp_path, TWO))
    monkeypatch.delenv("OPS_URL", raising=False)
    unset = monitor("--config", config, "channels", "test", "ops")
    unknown = monitor("--config", config, "channels", "test", "opps")
    assert (unset.exit_code, unset.stderr) == (4, "monitor: channel ops: no address: set OPS_URL, or OPS_URL_FILE\n")
    assert unknown.exit_code == 2
    assert "has no channel 'opps'; it has: ops, press" in unknown.stderr
    none = monitor("--config", str(write_config(tmp_path, "")), "channels", "test")
    assert (none.exit_code, "add [[channels]], as docs/channels.md shows" in none.stderr) == (2, True)
