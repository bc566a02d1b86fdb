"""`monitor predict`: questions about silences in, answers out; `monitor backtest FILE`: other thresholds compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from monitor.cli import main

DAY = 86_400
NOW = 1_900_000_000


def asked(*questions: dict[str, Any]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    ran = CliRunner().invoke(main, ["predict"], input=lines, catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.output.splitlines()]


def weekly(silence: int, count: int = 50) -> list[int]:
    return [NOW - (silence + 7 * number) * DAY for number in reversed(range(count))]


def test_each_question_has_its_answer_in_order() -> None:
    short, long = asked(
        {"account_id": "a", "times": weekly(3), "now": NOW}, {"account_id": "b", "times": weekly(200), "now": NOW}
    )
    assert [(answer["account_id"], answer["now"]) for answer in (short, long)] == [("a", NOW), ("b", NOW)]
    assert short["p_silent_90"] < 0.1 < 0.9 < long["p_silent_90"]
    assert short["p_alarm"] < 0.5 < long["p_alarm"]


def test_what_lies_ahead_of_now_does_not_count() -> None:
    times = weekly(30)
    (known,), (peeked,) = (
        asked({"account_id": "a", "times": more, "now": NOW}) for more in (times, [*times, NOW, NOW + DAY])
    )
    assert peeked == known


def test_a_plan_answers_where_no_post_is_known() -> None:
    (answer,) = asked({"account_id": "a", "times": [], "now": NOW, "planned": 0.1})
    assert answer["expected_in"] == 10


def test_a_line_that_is_no_question_is_named() -> None:
    ran = CliRunner().invoke(main, ["predict"], input='\n{"account_id": "a"}\n')
    assert ran.exit_code == 2
    assert "line 2 of standard input" in ran.output


def test_other_thresholds_are_compared_on_recorded_history(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text(json.dumps({"account_id": "a", "times": weekly(400), "obs_end": NOW}) + "\n")
    ran = CliRunner().invoke(
        main, ["backtest", str(file), "--plan", "1 per week", "--set", "dormant=60", "--json"], catch_exceptions=False
    )
    rows = {row["rule"]: row for row in json.loads(ran.output)}
    assert tuple(rows["dormant, as planned"][key] for key in ("silent", "told", "false")) == (1, 1, 0)
    assert (rows["dormant, as planned"]["delay"], rows["dormant, changed"]["delay"]) == (90, 60)
    assert rows["off rhythm"]["delay"] < 60


def test_the_comparison_is_a_table_and_a_chart(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    lines = [{"account_id": str(n), "times": weekly(400 * n, 30), "obs_end": NOW} for n in (0, 1)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    said = CliRunner().invoke(main, ["backtest", str(file)], catch_exceptions=False).output
    assert "false a year" in said and "off rhythm" in said and "silent for 90 days" in said


def test_a_threshold_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text(json.dumps({"account_id": "a", "times": weekly(400), "obs_end": NOW}) + "\n")
    for wrong in ("dorment=60", "dormant=soon", "dormant"):
        ran = CliRunner().invoke(main, ["backtest", str(file), "--set", wrong])
        assert ran.exit_code == 2
        assert wrong in ran.output
