"""Every fault that this version answers for is named by a test, at the start of the docstring that says what must hold.

The catalogue of faults stands beside the project; here only its numbers.
"""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
OURS = (range(1, 8), (10,), range(12, 20), (26,), range(38, 83))
NAMED = re.compile(r"\bF(\d{3})\b(?: to F(\d{3})\b)?")


def test_every_fault_has_a_test() -> None:
    named: set[int] = set()
    for module in TESTS.rglob("test_*.py"):
        for first, last in NAMED.findall(module.read_text(encoding="utf-8")):
            named.update(range(int(first), int(last or first) + 1))
    assert [f"F{number:03}" for numbers in OURS for number in numbers if number not in named] == []
