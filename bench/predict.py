"""How long `monitor predict` takes for 100,000 questions on one core. Needs nothing but the program.

python bench/predict.py [QUESTIONS]        the questions are made up: 60 posts each, of one account in ten 1,000
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile

NOW, DAY = 1_900_000_000, 86_400


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    draw = random.Random(1)
    with tempfile.TemporaryFile("w+") as questions, tempfile.TemporaryFile("w+") as answers:
        for number in range(count):
            posts = 1000 if number % 10 == 0 else 60
            gap = draw.choice([0.2, 1, 3, 7, 30]) * DAY
            last = NOW - draw.expovariate(1 / (2 * gap))
            times = sorted(int(last - place * gap * draw.uniform(0.8, 1.2)) for place in range(posts))
            questions.write(json.dumps({"account_id": str(number), "times": times, "now": NOW}) + "\n")
        questions.seek(0)
        subprocess.run(
            [sys.executable, "-c", "from monitor.cli import main; main()", "predict"],
            stdin=questions,
            stdout=answers,
            check=True,
        )
        answers.seek(0)
        answered = sum(1 for _ in answers)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{answered} of {count} questions answered in {used.ru_utime + used.ru_stime:.1f} s of CPU")


if __name__ == "__main__":
    main()
