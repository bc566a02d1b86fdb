"""How people head the columns of a list of accounts, in English and in French, and the words they put below.

All are compared without case, accents and punctuation. A heading that is a key of account lists (`plan.publish`,
`backup_owner`) stands for that key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from monitor.model.account import Lifecycle, Objective

# What a column is about -> its headings. The keys are those of an account list but for the first two.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "handle": (
        "handle, account, account name, username, user name, screen name, profile name, page name",
        "compte, nom du compte, nom d utilisateur, pseudo, pseudonyme, identifiant, nom de la page, nom du profil",
    ),
    "decision": (
        "decision, keep, keep deactivate, keep or deactivate, action, recommendation, state, status, lifecycle",
        "garder, garder desactiver, garder ou desactiver, conserver, conserver desactiver, conserver fermer",
        "a garder, statut, etat, preconisation, recommandation, que faire, maintien, devenir",
    ),
    "url": (
        "url, link, address, web address, profile, profile url, profile link, account url, account link, page url",
        "lien, lien du compte, lien du profil, lien url, adresse, adresse web, url du compte, url du profil, profil",
        "feed, flux",
    ),
    "network": (
        "network, social network, platform, social platform, channel, media, social media, site",
        "reseau, reseau social, plateforme, plate forme, canal, media social, medias, type de reseau",
    ),
    "brand": (
        "brand, entity, organisation, organization, company, business unit",
        "marque, entite, societe, enseigne, direction, service",
    ),
    "owner": (
        "owner, responsible, person responsible, person in charge, in charge, community manager, manager, contact",
        "responsable, proprietaire, animateur, animatrice, anime par, referent, referente, porteur, gestionnaire",
        "pilote",
    ),
    "backup_owner": (
        "backup, backup owner, substitute, deputy, second",
        "suppleant, suppleante, remplacant, remplacante, adjoint, relais",
    ),
    "mission": (
        "mission, purpose, role, description, goal, what for, aim",
        "but, finalite, vocation, raison d etre, ligne editoriale, objet",
    ),
    "objectives": ("objectives, objective, goals", "objectifs, objectif"),
    "audience": ("audience, audiences, target, target audience", "cible, cibles, public, publics, public vise"),
    "priority": ("priority, importance", "priorite"),
    "language": ("language", "langue"),
    "plan.publish": (
        "frequency, cadence, posting frequency, publishing frequency, planned frequency, rhythm",
        "frequence, frequence de publication, rythme, rythme de publication, periodicite",
    ),
    "plan.reply_within": ("reply within, response time", "delai de reponse"),
    "plan.hours_per_week": ("hours per week, hours a week", "heures par semaine, temps par semaine"),
    "plan.review_by": ("review by, review, next review", "revue, prochaine revue, a revoir le"),
    "opened": ("opened, created, opened on, created on, creation date", "ouvert le, cree le, date de creation"),
    "closing_on": ("closing on, closes on, closing date", "fermeture, ferme le, date de fermeture, fermeture le"),
    "id": ("id, key", "cle"),
}

# What was decided -> the lifecycle that says so; "" is an account that goes on.
_DECISIONS: Mapping[str, tuple[str, ...]] = {
    "": (
        "keep, yes, y, active, ok, continue, maintain, go on, live, x, 1, true, develop, improve",
        "garder, oui, o, conserver, maintenir, actif, active, continuer, a garder, a conserver, developper, poursuivre",
    ),
    Lifecycle.PAUSED: ("pause, paused, suspend, on hold", "en pause, mettre en pause, suspendre, en suspens, suspendu"),
    Lifecycle.CLOSING: (
        "deactivate, close, delete, remove, drop, stop, no, n, 0, false, to close, to delete, closing, disable, merge",
        "desactiver, fermer, supprimer, arreter, non, a desactiver, a fermer, a supprimer, fusionner, abandonner",
    ),
    Lifecycle.CLOSED: (
        "closed, deactivated, deleted, removed, stopped, disabled",
        "ferme, fermee, desactive, desactivee, supprime, supprimee, arrete, arretee, clos",
    ),
    Lifecycle.RESERVED: ("reserved, reserve, park, parked, name only", "reserver, a reserver, nom reserve"),
    Lifecycle.PLANNED: (
        "planned, create, to create, open, new, future",
        "prevu, prevue, creer, a creer, ouvrir, futur",
    ),
    Lifecycle.SEASONAL: ("seasonal", "saisonnier, saisonniere"),
}

_OBJECTIVES: Mapping[str, tuple[str, ...]] = {
    Objective.VISIBILITY: ("visibility, awareness, reach, notoriety", "visibilite, notoriete, faire connaitre"),
    Objective.RECRUIT: ("recruit, recruitment, acquisition, sales", "recruter, recrutement, conquete, ventes"),
    Objective.RETAIN: ("retain, retention, loyalty", "fideliser, fidelisation, fidelite"),
    Objective.CONTACTS: ("contacts, leads, know contacts", "connaitre ses contacts, prospects, connaissance client"),
    Objective.INTERACTION: ("interaction, interactions, engagement, conversation", "echange, echanges, dialogue"),
}

# What people call a network -> its id, where neither its id nor its name says it.
NETWORKS: Mapping[str, str] = {
    "twitter": "x",
    "facebookpage": "facebook",
    "fb": "facebook",
    "insta": "instagram",
    "ig": "instagram",
    "yt": "youtube",
    "linkedincompany": "linkedin",
    "googlemybusiness": "google-business",
    "gmb": "google-business",
    "threadsmeta": "threads",
    "tiktokcom": "tiktok",
    "bsky": "bluesky",
    "rss": "feed",
    "atom": "feed",
    "devcommunity": "devto",
    "stackoverflow": "stackexchange",
    "hn": "hackernews",
    "forgejo": "gitea",
    "codeberg": "gitea",
}
_KEY = re.compile(r"plan\.[a-z_.]+|backup_owner|closing_on|cross_posts_from|pauses|seasons")


def plain(text: str) -> str:
    """Words without case, accents and punctuation, one blank between them."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def _by_word(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {word.strip(): key for key, lines in table.items() for line in lines for word in line.split(",")}


_KEY_OF, _LIFECYCLE_OF, _OBJECTIVE_OF = _by_word(_HEADINGS), _by_word(_DECISIONS), _by_word(_OBJECTIVES)


def column(heading: str) -> str | None:
    """What a column is about; None for a heading that says nothing of an account."""
    text = heading.strip().lower()
    if _KEY.fullmatch(text):
        return text
    return _KEY_OF.get(plain(heading))


def lifecycle(word: str) -> str | None:
    """The lifecycle that a decision comes to, "" for an account that goes on; None for a word that is not known."""
    return _LIFECYCLE_OF.get(plain(word))


def objective(word: str) -> str | None:
    return _OBJECTIVE_OF.get(plain(word))


def decisions() -> str:
    """The words for decisions that messages name."""
    return ", ".join(lines[0].split(",")[0] for lines in _DECISIONS.values())
