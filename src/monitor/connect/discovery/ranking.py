"""Which of the candidates are the brand's accounts, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from monitor.connect.discovery import link_placement
from monitor.connect.discovery.brand_names import Site
from monitor.connect.discovery.candidates import CandidateLink
from monitor.connect.discovery.ignored_links import PERSONAL
from monitor.connect.manifests.catalogue import FEED
from monitor.model.discovery import Found


def choose(candidates: Sequence[CandidateLink], site: Site) -> list[Found]:
    """One of each account, the surest first. Left out is what nothing says to be the brand's:

    - what is named only in a text, and does not contain the brand's name;
    - what only stands in a footer or a hub, where another account on its network has the name, or is stated as its own;
    - a person's profile of the same kind.
    """
    by_key: defaultdict[str, list[CandidateLink]] = defaultdict(list)
    for candidate in candidates:
        by_key[candidate.key].append(candidate)
    found = [_found(same, site) for same in by_key.values()]
    shown = [each for each in found if each.confidence >= link_placement.SHOWN]
    sure = {each.url for each in shown if each.confidence >= link_placement.STATED or _alike(each, site)}
    decided = {each.network for each in shown if each.url in sure and each.network != FEED}
    kept = [each for each in shown if each.url in sure or each.network not in decided | PERSONAL]
    return sorted(kept, key=lambda each: -each.confidence)


def _found(candidates: Sequence[CandidateLink], site: Site) -> Found:
    """What all places of one account say together."""
    ranked = sorted(candidates, key=lambda candidate: -link_placement.CONFIDENCE[candidate.place])
    best = ranked[0]
    where = tuple(dict.fromkeys(f"{candidate.place}: {candidate.page}" for candidate in ranked))
    found = Found(best.url, best.network, best.handle, where, link_placement.CONFIDENCE[best.place])
    if _alike(found, site) and found.confidence < link_placement.STATED:
        found = replace(found, confidence=max(found.confidence, link_placement.ALIKE))
    if best.place == link_placement.OWN:
        return replace(found, confirmed=True, proof="the domain vouches for it")
    if best.network == FEED and site.owns(best.url):
        return replace(found, confirmed=True, proof="served by the site itself")
    return found


def _alike(found: Found, site: Site) -> bool:
    return site.alike(found.handle or "") or site.alike(found.url.rpartition("/")[2])
