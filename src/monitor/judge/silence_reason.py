"""A silence in one sentence: usual, rare, or rather a farewell. The word is "quiet"; "gone" is for what checks show.

| what is known                                             | reason          |
|-----------------------------------------------------------|-----------------|
| fewer than 4 gaps between posting days                    | rhythm_unknown  |
| it comes more often than once in 4 pauses                 | pause_usual     |
| rarer, and a farewell likelier than a pause, after 90 d   | farewell_likely |
| rarer, and longer than every pause that is known          | pause_longest   |
| rarer                                                     | pause_rare      |
"""

from __future__ import annotations

from math import ceil
from typing import Final

from monitor.judge.reason_catalogue import reason
from monitor.metrics.outlook import Outlook
from monitor.model.state import Reason

_FEW: Final = 4
_RARE: Final = 4.0
_FAREWELL: Final = 90.0  # days
_ROUGHLY: Final = ((1000, 1000), (100, 50), (20, 10), (10, 5), (0, 1))  # from so many on, to a multiple of


def rhythm_reason(outlook: Outlook) -> Reason:
    """What the silence is at the account's own rhythm."""
    days = int(outlook.silence)
    chance = round(100 * outlook.silent_90)
    usual = round(outlook.usual) if outlook.usual is not None else None
    if outlook.gaps < _FEW:
        return reason("rhythm_unknown", days=days)
    if outlook.once_in < _RARE:
        even = usual is not None and days <= 2 * usual  # else it posts in bursts, and no gap is the usual one
        return reason("pause_usual", days=days, usual=usual if even else None)
    if outlook.alive < 0.5 and outlook.silence >= _FAREWELL:
        return reason("farewell_likely", days=days, chance=chance)
    longest = ceil(outlook.longest) if outlook.longest is not None else days
    if days > longest:
        return reason("pause_longest", days=days, longest=longest, pauses=outlook.gaps, chance=chance)
    return reason("pause_rare", days=days, once=_rounded(outlook.once_in), usual=usual, chance=chance)


def _rounded(number: float) -> int:
    """As people say it: 7, 15, 240 is 250, at most 1000."""
    step = next(step for least, step in _ROUGHLY if number >= least)
    return min(1000, round(number / step) * step)
