"""Items of one page that share an id: one post given twice, or several posts to which a network gave one id.

Rules:
1. Those whose dates differ, and whose addresses or titles differ too, are several posts. All others are one post.
2. Of several posts the oldest is known by the id alone, each other by its date too. So each stays known when older ones
   leave the list, and none is counted twice.
3. Every item stays in the check as it was given; store/ counts each post once, by its `key`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.model.activity import Activity


def with_distinct_keys(acts: Sequence[Activity]) -> tuple[Activity, ...]:
    """The acts in their order, each with what distinguishes it from others with its id."""
    if len({act.id for act in acts}) == len(acts):
        return tuple(acts)
    oldest: dict[str, Activity] = {}
    for act in acts:
        known = oldest.setdefault(act.id, act)
        if act.published and (known.published is None or act.published < known.published):
            oldest[act.id] = act
    return tuple(replace(act, apart=_apart(act, oldest[act.id])) for act in acts)


def _apart(act: Activity, oldest: Activity) -> str | None:
    if act.published is None or act.published == oldest.published:
        return None
    return None if (act.url, act.title) == (oldest.url, oldest.title) else act.published.isoformat()
