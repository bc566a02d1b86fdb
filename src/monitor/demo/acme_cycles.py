"""The diaries of Acme Cycles, the English-speaking brand, by the name under which its networks know each account.

What becomes of each one until the middle of November 2026 stands beside it; sample_networks.py adds what goes wrong on
the networks' side.
"""

from __future__ import annotations

from datetime import date

from monitor.demo.diary import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Diary,
    DiaryRhythm,
    Questions,
)
from monitor.model.activity import Kind

_STORIES = (
    "How a cargo bike replaces the second car",
    "Five questions to ask before you buy an e-bike",
    "From the frame shop: why we still braze by hand",
    "A school run in the rain, and what to wear for it",
    "Spare parts for twenty years: our promise, in numbers",
    "What a battery is really worth after 600 charges",
    "Three families, one shared bike: a year later",
    "Brakes that last: a guide to pads and discs",
    "The quiet street: how one neighbourhood asked for it",
    "Which lock for which city",
    "Moving house by bike: the list, and the truth",
    "Meet the bike library of Example-on-Sea",
    "Winter tyres: when, which, and how much",
    "Your questions on child seats, answered",
    "The new wheel jig, and why it took two years",
    "Repair or replace? A calculator you can copy",
    "How we ship without plastic",
    "Ten thousand kilometres with the Acme Mule",
    "Lights that see you home",
)

_SHORT_POSTS = (
    "Test rides this Saturday from 10 to 16 h at the workshop: helmets are there, bring the children.",
    "A delivery by Acme Mule: one piano stool, two lamps, no van.",
    "New in the parts list: the hinge of the 2011 folding frame is back.",
    "We look for two wheel builders. The mill is warm, the coffee is good.",
    "Poll: front box or long tail? We build both and cannot agree either.",
    "Today's view from the paint shop: seventeen greens, one winner.",
    "Reminder: free light check all week, no appointment needed.",
    "Thank you to the 140 people who rode with us on Sunday!",
)

_REPLIES = (
    "@rider@social.example Yes, the rack fits the 2018 frame: take the short bolts.",
    "@shop@social.example Write to parts@acme.example with the frame number and we look it up.",
    "@family@social.example Both seats, and the shopping. See you on Saturday!",
)

_GREETINGS = (
    "The bulletin says hello: which story should we tell next?",
    "Half a year of bulletins: thank you for reading",
)

_CLINIC = (
    "Repair clinic: how to true a wheel with a zip tie",
    "Repair clinic: the click that is not the bottom bracket",
    "Repair clinic: bleeding a brake without tears",
    "Repair clinic: a chain tells you when it is done",
)

_RIDES = (
    "Sunday ride: 32 km along the canal, meeting at 9",
    "Who has a spare rain cover for the Mule? Ask here",
    "Photos of the night ride are in the album",
)

_EPISODES = (
    "Episode {}: The woman who delivers bread at five",
    "Episode {}: A lock picker on locks",
    "Episode {}: What mayors do not tell you about bike lanes",
    "Episode {}: Steel, again",
)

_CLIPS = (
    "Folding the Mule in eleven seconds",
    "Three ways to carry a ladder (two are wrong)",
    "The sound of a well-oiled chain",
    "A child seat, mounted in one take",
)

_TESTS = (
    "Fatigue test 14: the welded bracket",
    "Rolling resistance of eleven tyres",
    "Salt, sweat and the headset",
)

_OPENINGS = (
    "We are hiring: a wheel builder, full time",
    "Meet us at the spring job fair, hall 2",
    "Apprenticeships from September: how to apply",
)

DIARIES: dict[str, Diary] = {
    # on plan: every Tuesday
    "blog": Diary(
        "Acme Cycles: the blog",
        "Riding, building and mending cargo bikes.",
        (DiaryRhythm(_STORIES, (TUESDAY,)),),
    ),
    # dormant from the end of September, back with one post on 11 November: recovering
    "lab": Diary(
        "Acme Lab notes",
        "What our engineers measure.",
        (
            DiaryRhythm(_TESTS, (FRIDAY,), last=date(2026, 8, 28)),
            DiaryRhythm(("We are back: 40,000 test kilometres on hub motors",), (WEDNESDAY,), first=date(2026, 11, 11)),
        ),
    ),
    # nothing since 22 April: dormant at the first check, abandoned from 20 October
    "jobs": Diary(
        "Acme Jobs",
        "Working at Acme Cycles.",
        (DiaryRhythm(_OPENINGS, (WEDNESDAY,), first=date(2026, 1, 7), last=date(2026, 4, 22)),),
    ),
    # on plan: three posts a week, shares and replies
    "acme": Diary(
        "Acme Cycles",
        "Cargo bikes, built to be mended. We answer on weekdays.",
        (
            DiaryRhythm(_SHORT_POSTS, (TUESDAY, THURSDAY, SATURDAY), hour=15),
            DiaryRhythm(("Cities that ride: the yearly count is out",), (WEDNESDAY,), Kind.SHARE, every=2, hour=11),
            DiaryRhythm(_REPLIES, (MONDAY, FRIDAY), Kind.REPLY, hour=17),
        ),
        followers=4210,
        questions=Questions((2, 26, 4)),
    ),
    # late: nothing since 6 November
    "workshop": Diary(
        "Acme Workshop",
        "Tips from the repair stand.",
        (DiaryRhythm(_CLINIC, (FRIDAY,), hour=14, last=date(2026, 11, 6)),),
        followers=980,
    ),
    # a machine copies blog and clips; nobody has shared anything since 16 September: dormant behind a cross-poster
    "newswire": Diary(
        "Acme Newswire",
        "All news of Acme Cycles.",
        (
            DiaryRhythm(_STORIES, (TUESDAY,), hour=10),
            DiaryRhythm(_CLIPS, (SATURDAY,), hour=11),
            DiaryRhythm(("Car-free day: where to find us",), (WEDNESDAY,), Kind.SHARE, hour=12, last=date(2026, 9, 16)),
        ),
        followers=2350,
    ),
    # nobody said so, but a machine copies blog and clips within minutes; a person writes once a month, and answers
    # nobody: on autopilot
    "bulletin": Diary(
        "Acme Bulletin",
        "Stories and clips of Acme Cycles.",
        (
            DiaryRhythm(_STORIES, (TUESDAY,), delay=4),
            DiaryRhythm(_CLIPS, (SATURDAY,), hour=10, delay=4),
            DiaryRhythm(_GREETINGS, (WEDNESDAY,), every=4, hour=13, first=date(2026, 7, 8)),
        ),
        followers=1240,
        questions=Questions((None,)),
    ),
    # goes on writing, but hides its preview: blind
    "acme_riders_example": Diary(
        "Acme Riders",
        "Rides and questions of our riders.",
        (DiaryRhythm(_RIDES, (MONDAY, THURSDAY), hour=18),),
        followers=640,
    ),
    # gone: the host removes the show on 8 November
    "podcast": Diary(
        "Spokespeople, the Acme podcast",
        "Conversations at walking pace.",
        (DiaryRhythm(_EPISODES, (SUNDAY,), every=2, hour=5),),
    ),
    # behind: planned are two clips a week, one appears
    "clips": Diary(
        "Acme Clips",
        "One minute, one thing.",
        (DiaryRhythm(_CLIPS, (SATURDAY,), hour=10),),
    ),
}
