"""Chromium, driven by its command line: pages in frames as wide as a mail window or a telephone."""

from __future__ import annotations

import html
import json
import re
import subprocess
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip

# Each page in a frame of its width, since a browser's own window has a least width. What is measured is written into
# the page, which the browser then prints.
FRAME = '<iframe title="{name}" srcdoc="{page}" style="width:{width}px;height:4000px;border:0"></iframe>'
MEASURE = """<!DOCTYPE html><meta charset="utf-8"><body>{frames}<pre id="found"></pre><script>
onload = () => {{
  const found = Array.from(document.querySelectorAll("iframe"), frame => {{
    const page = frame.contentDocument.documentElement;
    const parts = Array.from(page.querySelectorAll("*"));
    const wide = parts.filter(part => part.getBoundingClientRect().right > page.clientWidth + 1);
    return [frame.title, {{
      width: page.clientWidth,
      needed: page.scrollWidth,
      tooWide: wide.map(part => part.outerHTML.slice(0, 160)).slice(-1),
      height: page.scrollHeight,
      decisions: Array.from(page.querySelectorAll(".todo-row"), row => row.getBoundingClientRect().bottom),
      loaded: frame.contentWindow.performance.getEntriesByType("resource").map(entry => entry.name),
    }}];
  }});
  document.getElementById("found").textContent = JSON.stringify(Object.fromEntries(found));
}};
</script>"""


# What axe-core finds in each frame: rule, how bad, and the parts it is about.
CHECK = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>frames</title><body>
{frames}<pre id="found"></pre><script type="text/plain" id="axe">{axe}</script><script>
onload = async () => {{
  const found = {{}};
  for (const frame of document.querySelectorAll("iframe")) {{
    const script = frame.contentDocument.createElement("script");
    script.textContent = document.getElementById("axe").textContent;
    frame.contentDocument.head.append(script);
    const asked = {{resultTypes: ["violations", "incomplete"]}};
    const result = await frame.contentWindow.axe.run(frame.contentDocument, asked);
    found[frame.title] = {{
      dark: frame.contentWindow.matchMedia("(prefers-color-scheme: dark)").matches,
      passed: result.passes.length,
      unsure: result.incomplete.map(one => one.id),
      findings: result.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200)).slice(0, 3)]),
    }};
  }}
  document.getElementById("found").textContent = JSON.stringify(found);
}};
</script>"""


@dataclass(frozen=True)
class Browser:
    """Chromium, with an empty profile of its own; each call is one process that ends."""

    program: Path
    folder: Path

    def ask(self, page: str, *options: str) -> str:
        document = self.folder / "page.html"
        document.write_text(page, encoding="utf-8")
        command = [str(self.program), *FLAGS, f"--user-data-dir={self.folder / 'profile'}", *options, document.as_uri()]
        ran = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=90, check=True)
        return ran.stdout

    def measure(self, pages: dict[str, tuple[str, int]]) -> dict[str, dict[str, Any]]:
        """What the page needs in a frame so wide, by the page's name."""
        frames = [FRAME.format(name=name, page=html.escape(page), width=width) for name, (page, width) in pages.items()]
        printed = self.ask(MEASURE.format(frames="".join(frames)), "--dump-dom")
        written = re.search(r'<pre id="found">(.+?)</pre>', printed)
        assert written is not None, printed[-500:]
        found: dict[str, dict[str, Any]] = json.loads(html.unescape(written[1]))
        return found

    def picture(self, page: str, width: int, height: int) -> bytes:
        """A screenshot as PNG."""
        picture = self.folder / "page.png"
        self.ask(page, f"--window-size={width},{height}", f"--screenshot={picture}")
        return picture.read_bytes()

    def check(self, pages: dict[str, tuple[str, int]], *, dark: bool) -> dict[str, dict[str, Any]]:
        """What axe-core finds in each page, in a frame so wide, by the page's name."""
        axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
        frames = [FRAME.format(name=name, page=html.escape(page), width=width) for name, (page, width) in pages.items()]
        document = CHECK.format(frames="".join(frames), axe=axe.replace("</script", "<\\/script"))
        scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
        printed = self.ask(document, "--dump-dom", "--virtual-time-budget=60000", scheme)
        written = re.search(r'<pre id="found">(.+?)</pre>', printed)
        assert written is not None, printed[-500:]
        found: dict[str, dict[str, Any]] = json.loads(html.unescape(written[1]))
        return found
