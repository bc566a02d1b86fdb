"""Why an account has its status, as data: every rule with the values that fill its sentence.

Dates are ISO texts, days and counts are numbers, states are words of model/state. The sentences are the templates';
a test checks that each rule has one in every language.
"""

from __future__ import annotations

from typing import Any, Final

from monitor.model.state import Reason

REASONS: Final[dict[str, tuple[str, ...]]] = {
    # what was seen of activity
    "kept": ("count", "target", "days"),  # acts in so many days, against the plan's
    "below_target": ("count", "target", "days"),
    "silent": ("days", "last", "planned"),  # since the last act of a person; the plan's cadence as text
    "silent_unplanned": ("days", "last"),
    "silent_behind_a_cross_poster": ("days", "last", "sources", "copied"),  # last may be None: never a person
    "never_animated": ("days", "planned"),  # watched so long, and nothing
    "part_unseen": ("until",),  # nobody could see the time before: a lower bound
    "pause_usual": ("days", "usual"),  # this silence, and the usual gap, in days
    "pause_longest": ("days", "longest", "pauses", "chance"),  # of the pauses that are known; the chance as below
    "pause_rare": ("days", "once", "usual", "chance"),  # once in so many pauses; the chance in % of 90 more days
    "farewell_likely": ("days", "chance"),
    "rhythm_unknown": ("days",),  # too little history
    "watching": ("days", "needed"),  # too early to say
    "recovering": ("since", "was"),
    "resumed": ("since", "until"),  # a pause ended; time to act
    "no_plan": (),
    "autopilot": ("items", "human_share"),
    "same_publication": ("sources",),  # the account that shows its posts too, and was declared earlier
    # how those who speak to it are answered; shares from 0 to 1, hours are office hours
    "unanswered": ("unanswered", "judged", "coverage", "least", "days", "oldest"),
    "answers_late": ("hours", "promised", "answered", "days"),
    # what could not be seen
    "not_looked_at": (),
    "failing": ("outcome", "kind", "said", "looks", "since"),  # the kind as trouble.py has it
    "blind": ("outcome", "kind", "said", "looks", "since", "last_ok"),  # last_ok: the last good check, may be None
    "identity_changed": ("since", "last_ok"),
    "not_seen_lately": ("last_ok", "days", "limit"),  # no good check for so many days, and how many may go by
    "never_seen": ("outcome", "kind", "said", "looks", "since"),
    "unmeasured": (),  # it answers, and no silence is proved yet
    "held": ("since", "until", "looks"),  # failures that are taken for our own count for nothing until then
    "gone": ("looks", "since"),
    "suspended": ("since",),
    "private": ("since",),
    "moved": ("since", "to"),
    "entered_by_hand": ("on",),
    "nothing_entered_since": ("on", "days", "limit"),
    "nothing_entered": (),
    # what people declared
    "planned": (),
    "paused": ("until", "why"),  # until may be None
    "reserved": (),
    "out_of_season": ("until",),
    "finished": (),  # by the account's own word
    "closing": ("on",),
    "closed": (),
    "still_active_though_closed": ("last", "url"),  # the url of the act, where it is known
    "still_asked_though_closed": ("count", "last", "url"),  # what people said since, and the last of it
    # who answers for it
    "no_owner": (),
    "owner_left": ("owner",),
    "over_capacity": ("promised", "available"),  # hours a week of its owner, who is not named
    "owner_unconfirmed": ("owner", "since"),  # the last day on which somebody had confirmed it
    "owner_to_confirm": ("owner", "until"),
}

ADVICE: Final[dict[str, tuple[str, ...]]] = {
    "revive_with_hours": ("hours",),  # a week, to keep the plan
    "plan_or_let_go": (),  # nothing was planned for it
    "reduce_to_kept": ("kept", "planned"),  # acts per period that were kept, and that were planned
    "merge_into_source": ("sources",),
    "hand_over_to_backup": ("backup",),
    "find_an_owner": (),
    "confirm_or_hand_over": ("owner",),
    "park_low_priority": ("priority",),
    "close_abandoned": ("days",),
    "close_finished": (),
    "investigate_unseen": ("outcome", "kind"),
    "investigate_identity": (),
    "check_the_address": (),
    "investigate_gone": (),
    "investigate_suspended": (),
    "investigate_private": (),
    "follow_the_move": ("to",),
    "investigate_zombie": ("last",),
}


def reason(rule: str, **values: Any) -> Reason:
    """A Reason of the tables above. Raises KeyError for a rule or values that they do not have."""
    keys = REASONS[rule] if rule in REASONS else ADVICE[rule]
    return Reason(rule, {key: values[key] for key in keys})
