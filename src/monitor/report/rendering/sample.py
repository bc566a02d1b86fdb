"""Messages of a brand that does not exist, one of each kind, on which templates are tried. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from monitor.metrics.effort import Hours
from monitor.model.state import Advice, Proposal, Reason, Status
from monitor.report.blocks.figures import Heat, Index, Numbers, Strip, Week, Workload
from monitor.report.blocks.section_rows import Action, Card, ChangeRow, Command, Headline, Listing
from monitor.report.contents.alert import Alerted, AlertMessage
from monitor.report.contents.digest import Digest, Proof
from monitor.report.contents.director import BrandRow, DirectorReport, NetworkRow, PendingDecision
from monitor.report.readers.period import Period

_NOW: Final = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)
_PERIOD: Final = Period("2026-W47", date(2026, 11, 16), date(2026, 11, 22), _NOW)
_NUMBERS: Final = Numbers(on_plan=1, slowing=1, inanimate=1, total=3)
_PROOF: Final = Proof(checks=21, networks={"feed": _NOW}, cycles=7, version="0", next_at=_NOW + timedelta(weeks=1))


def _card(name: str, status: Status) -> Card:
    silent = Reason("silent", {"days": 31.0, "last": "2026-10-23", "planned": "3 per week"})
    close = Proposal(Advice.CLOSE, Reason("close_abandoned", {"days": 31}), -1.0, Status.ABANDONED, date(2027, 4, 21))
    return Card(
        id=name,
        name=f"Acme {name}",
        network="mastodon",
        brand="",
        status=status,
        link=f"https://social.example/@{name}",
        owner="Sample",
        since=date(2026, 11, 20),
        age=31,
        silence=31,
        last=date(2026, 10, 23),
        last_link=f"https://social.example/@{name}/1",
        last_title="A workshop",
        reasons=(silent,),
        proposal=close,
        strip=Strip((Week.FULL, Week.NONE) * 13, 13, 26, planned=True),
        heat=Heat(((Week.SOME,) * 12,) * 7, 84, 84),
        commands=(Command(f"monitor explain {name}"),),
    )


def samples() -> tuple[Digest | DirectorReport | AlertMessage, ...]:
    dormant, late, alive = (
        _card(name, status)
        for name, status in (("shop", Status.DORMANT), ("club", Status.LATE), ("blog", Status.ON_PLAN))
    )
    digest = Digest(
        title="Acme",
        reader="Sample",
        period=_PERIOD,
        every="week",
        on=0,
        hour=7,
        zone="Europe/Paris",
        manages=True,
        now=_NOW,
        numbers=_NUMBERS,
        previous=_NUMBERS,
        headlines=(Headline("inanimate", 1, new=1),),
        oldest=31,
        moribund=Listing((Index("", 33, 25),)),
        changed=Listing((ChangeRow(dormant, "status", Status.LATE, Status.DORMANT, _PERIOD.end),)),
        decide=Listing((dormant,)),
        stale=Listing((dormant,)),
        waiting=Listing((dormant,), 3),
        watch=Listing((late,)),
        hours=Listing((Workload("Acme", Hours(8, 5, 4)),)),
        on_plan=Listing((alive,)),
        proof=_PROOF,
        actions=(Action("explain", Command("monitor explain shop"), "Acme shop", "shop"),),
        operator="monitor@acme.example",
    )
    alert = AlertMessage(
        "Acme",
        "Sample",
        _NOW,
        "Europe/Paris",
        Listing((Alerted(dormant, "dormant", "new", 0),)),
        (("dormant", 1),),
        1,
        "",
    )
    director = DirectorReport(
        title="Acme",
        period=_PERIOD,
        every="month",
        on=1,
        hour=7,
        zone="Europe/Paris",
        now=_NOW,
        numbers=_NUMBERS,
        previous=_NUMBERS,
        pending=1,
        oldest=31,
        hours=Hours(8, 5, 4),
        brands=Listing((BrandRow("Acme", Index("", 33, 25), _NUMBERS, Hours(8, 5, 4), 1, 31),)),
        networks=Listing((NetworkRow("mastodon", "reduce", 3, 1, 1, 5.0),)),
        waiting=Listing((PendingDecision("mastodon", "Acme", Status.DORMANT, Advice.CLOSE, 31),)),
        proof=_PROOF,
        late=None,
        brief=False,
    )
    return digest, director, alert
