"""Whatever text stands in every field of a brand's networks and settings: its people and all others get their mail."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from support.injected import live
from support.injection import cases, controls, faults, parsed

FRAGMENTS = st.sampled_from([*cases().values(), "\ud800", "\udfff", "\x00", "\r\n", "=?utf-8?q?=0D=0A?=", "\u202e"])
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), min_size=1, max_size=4).map("".join)


@pytest.mark.slow
@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])  # to shrink would take hours
@given(st.lists(TEXTS, min_size=8, max_size=8))
def test_no_text_changes_or_keeps_back_a_message(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        world = live(Path(folder), {str(number): text for number, text in enumerate(texts)})
    clean = [parsed(mail).keys() for mail in world.of("clean")]
    assert len(clean) > 7
    wrong = [text for brand, text in world.values.items() if clean != [parsed(one).keys() for one in world.of(brand)]]
    assert wrong == []
    assert [found for mails in world.messages.values() for mail in mails for found in faults(mail)] == []
    assert controls(world.log) == set()
