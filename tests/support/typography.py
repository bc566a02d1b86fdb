"""What a French typographer would mark."""

from __future__ import annotations

import re


def french_faults(text: str) -> list[str]:
    """Each fault with the words around it; settings to copy ("…") are left out."""
    faults = {
        "a plain space before a double sign": r" [:;!?»]",
        "no space before a double sign": r"[\wéèàç)»][;!?](?=\s|$)|[\wéèàç)»]:(?=\s|$)",
        "a plain space, or none, after an opening quote": r"«[^\u00a0]",
        "a no-break space that should be narrow": r"\u00a0[;!?]",
        "a narrow space that should be wide": r"\u202f[:»]",
        "a typewriter's apostrophe": r"\w'\w",
        "a typewriter's quotes": r'"(?!…)[^"…]*"',
    }
    return [
        f"{what}: {m[0]!r} in {text[max(0, m.start() - 20) : m.end() + 20]!r}"
        for what, pattern in faults.items()
        for m in re.finditer(pattern, text)
    ]
