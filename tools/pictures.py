"""Pictures of the demo's digests for the documentation: both languages, light and dark, in a window and on a telephone.

python tools/pictures.py [FOLDER]              docs/images; needs chromium. `make pictures` calls it.

Each page stands in a frame of its width, since a browser's own window has a least width.
"""

from __future__ import annotations

import email
import email.policy
import html
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.browser import FLAGS

WIDTHS = {"": (640, 900), "-phone": (390, 844)}  # by what is added to the name: width and height
SCHEMES = {"": ("1", "#eef1f5"), "-dark": ("0", "#0e1319")}  # by the same: the browser's setting, the colour around
MARGIN = 24


def page_of(mail: Path) -> str:
    """The HTML part of a mail."""
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    body = message.get_body(("html",)) if isinstance(message, EmailMessage) else None
    if body is None:
        raise SystemExit(f"{mail}: no HTML")
    return str(body.get_content())


def picture(program: str, page: str, size: tuple[int, int], scheme: tuple[str, str], to: Path, work: Path) -> None:
    (width, height), (setting, colour) = size, scheme
    frame = f'<iframe srcdoc="{html.escape(page)}" style="width:{width}px;height:{height}px;border:0"></iframe>'
    document = work / "page.html"
    style = f"margin:{MARGIN}px 0;background:{colour};text-align:center"
    document.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body style="{style}">{frame}', encoding="utf-8")
    window = f"--window-size={max(width, 500) + 2 * MARGIN},{height + 2 * MARGIN}"
    options = [window, f"--screenshot={to}", f"--blink-settings=preferredColorScheme={setting}"]
    command = [program, *FLAGS, f"--user-data-dir={work / 'profile'}", *options, document.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=90)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images").resolve()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        subprocess.run([Path(sys.executable).with_name("monitor"), "demo"], cwd=work, check=True, capture_output=True)
        for language in ("en", "fr"):
            page = page_of(work / "demo-output" / f"digest-{language}.eml")
            for device, size in WIDTHS.items():
                for shade, scheme in SCHEMES.items():
                    to = folder / f"digest-{language}{device}{shade}.png"
                    picture("chromium", page, size, scheme, to, work)
                    print(f"{to.name}: {to.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
