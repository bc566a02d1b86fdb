"""How long the catalogue of networks takes to load, and all recordings to replay. Needs nothing but the program.

python bench/catalogue.py        the best of five, each in a process of its own; CPU seconds of that process
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROUNDS = 5
RECORDINGS = Path(__file__).parents[1] / "tests" / "recordings"

LOAD = """
import time
from monitor.connect.manifests.catalogue import Catalogue
began = time.process_time()
catalogue = Catalogue.load(has=lambda secret: True)
"""
REPLAY = f"""
from pathlib import Path
from monitor.connect.recordings.recording import differences, read
routes = {{route.id: route for several in catalogue.others.values() for route in several}} | dict(catalogue.manifests)
began = time.process_time()
for path in sorted(Path({str(RECORDINGS)!r}).glob("*/*.toml")):
    assert differences(routes[path.parent.name], read(path)) == [], path
"""
SAY = "print(time.process_time() - began)"


def best(program: str) -> float:
    """The lowest of ROUNDS, in seconds."""
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, check=True) for _ in range(ROUNDS)]
    return min(float(run.stdout) for run in runs)


def main() -> None:
    count = len(list(RECORDINGS.glob("*/*.toml")))
    print(f"the catalogue loads in {best(LOAD + SAY) * 1000:.0f} ms (bar: 150)")
    print(f"{count} recordings replay in {best(LOAD + REPLAY + SAY):.2f} s (bar: 10)")


if __name__ == "__main__":
    main()
