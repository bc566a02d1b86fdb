"""Twenty silences, each in one sentence for whoever manages the brand. Read them: silences.txt.

To write the file again after a change of wording or of constants: delete it, and run this test twice.
"""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from typing import Final

from monitor.judge.silence_reason import rhythm_reason
from monitor.metrics.outlook import outlook
from monitor.metrics.rhythm import DAY
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.sentences import reason_sentence

SNAPSHOT = Path(__file__).with_name("silences.txt")
NOW = 1_900_000_000.0

# What the account was like, the gaps between its posting days (newest first), and its silence in days.
SILENCES: Final[tuple[tuple[str, list[int], float], ...]] = (
    ("daily, two days quiet", [1] * 60, 2),
    ("daily, a week quiet", [1] * 60, 7),
    ("daily with weekends off, four days quiet", [1, 1, 1, 1, 3] * 12, 4),
    ("daily with weekends off, a month quiet", [1, 1, 1, 1, 3] * 12, 30),
    ("daily with a summer break, three weeks quiet", [1] * 30 + [28] + [1] * 29, 21),
    ("three times a week, nine days quiet", [2, 2, 3] * 20, 9),
    ("three times a week, two months quiet", [2, 2, 3] * 20, 60),
    ("weekly to the day, ten days quiet", [7] * 52, 10),
    ("weekly to the day, six weeks quiet", [7] * 52, 42),
    ("weekly to the day, half a year quiet", [7] * 52, 182),
    ("weekly, slowing down, a month quiet", [24, 21, 17, 14, 11, 9, *[7] * 30], 30),
    ("in bursts, a month quiet", [1, 1, 45, 1, 2, 38, 1, 1, 1, 52, 2, 1, 60, 1], 30),
    ("in bursts, four months quiet", [1, 1, 45, 1, 2, 38, 1, 1, 1, 52, 2, 1, 60, 1], 120),
    ("monthly, three weeks quiet", [30, 31, 29, 30, 33, 28, 31, 30, 30, 31], 21),
    ("monthly, three months quiet", [30, 31, 29, 30, 33, 28, 31, 30, 30, 31], 91),
    ("quarterly, four months quiet", [91, 92, 89, 90, 95, 88, 91, 92], 120),
    ("two conferences a year, seven months quiet", [183, 182, 181, 185, 182, 183, 180], 210),
    ("new, three posts in a week, twelve days quiet", [3, 3], 12),
    ("a single post, forty days quiet", [], 40),
    ("monthly, silent for a year", [30, 31, 29, 30, 33, 28, 31, 30, 30, 31], 365),
)


def said() -> str:
    paragraphs = []
    for what, gaps, silence in SILENCES:
        last = NOW - silence * DAY
        times = sorted(last - ago * DAY for ago in accumulate(gaps, initial=0))
        reason = rhythm_reason(outlook(times, NOW))
        paragraphs.append("\n".join([what, *(f"  {reason_sentence(reason, language)}" for language in LANGUAGES)]))
    return "\n".join(paragraphs) + "\n"


def test_each_silence_is_explained_in_one_sentence() -> None:
    found = said()
    if not SNAPSHOT.exists():
        SNAPSHOT.write_text(found, encoding="utf-8")
        raise AssertionError(f"{SNAPSHOT.name} was missing: read what was written, and run this again")
    assert found == SNAPSHOT.read_text(encoding="utf-8")
