"""The diaries of Acme Vélos, the French-speaking brand, by the name under which its networks know each account.

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

_ARTICLES = (
    "Emmener trois enfants à l’école sans voiture",
    "Vélo cargo : combien ça coûte vraiment, sur dix ans",
    "Une journée avec Zoé, mécanicienne à l’atelier d’Exempleville",
    "Rouler sous la pluie : ce qui sert, ce qui ne sert pas",
    "Où garer un biporteur en ville",
    "Le carnet d’entretien à imprimer",
    "Ce que change une rue aux écoles, en chiffres",
)

_MESSAGES = (
    "Essais libres samedi de 10 h à 16 h à l’atelier, casques sur place.",
    "La béquille double du modèle 2016 est de nouveau au catalogue des pièces.",
    "Livré ce matin à vélo : un lave-vaisselle. Si, si.",
    "On cherche une mécanicienne ou un mécanicien à Exempleville, dès janvier.",
    "Merci aux 90 personnes venues rouler dimanche !",
)

_ANSWERS = (
    "@cyclo@social.example Oui, le siège se monte sur l’ancien cadre.",
    "@mairie@social.example Avec plaisir, écrivez à ville@acme.example.",
)

_BRIEFS = (
    "Trois nouveaux points de vente en Bretagne",
    "Le catalogue des pièces 2027 est en ligne",
    "Balade du dimanche : 28 km, deux châteaux, une crêperie",
    "Nos garanties en une page, à partager",
)

_STOCK = (
    "Stock de la semaine : cadres S et M",
    "Formation électricité, niveau 1 : deux places libres",
    "Pièces en rupture, et jusqu’à quand",
)

_FILMS = (
    "Plier le Mulet en onze secondes",
    "Régler un frein à disque",
    "Trois façons de porter une échelle (dont deux mauvaises)",
)

DIARIES: dict[str, Diary] = {
    # on plan: every Wednesday
    "journal": Diary(
        "Le journal d’Acme Vélos",
        "Rouler, construire, réparer.",
        (DiaryRhythm(_ARTICLES, (WEDNESDAY,), hour=8),),
        language="fr",
    ),
    # on plan: two posts a week, and replies; late once, in September; most who ask below a post get no answer:
    # unresponsive
    "velos": Diary(
        "Acme Vélos",
        "Des vélos cargo faits pour être réparés.",
        (
            DiaryRhythm(_MESSAGES, (TUESDAY, FRIDAY), hour=16, last=date(2026, 9, 8)),
            DiaryRhythm(_MESSAGES, (TUESDAY, FRIDAY), hour=16, first=date(2026, 9, 18)),
            DiaryRhythm(_ANSWERS, (THURSDAY,), Kind.REPLY, hour=11, first=date(2026, 9, 18)),
        ),
        followers=2980,
        questions=Questions((None, None, 5, None)),
        language="fr",
    ),
    # silent: nothing since 15 October
    "acme_velos_example": Diary(
        "Acme Vélos, la lettre",
        "L’actualité d’Acme Vélos.",
        (DiaryRhythm(_BRIEFS, (THURSDAY,), hour=5, last=date(2026, 10, 15)),),
        followers=1830,
        language="fr",
    ),
    # overdue since 8 November; its owner leaves two days later
    "revendeurs": Diary(
        "Acme Vélos pour les revendeurs",
        "Stock, formation, pièces.",
        (DiaryRhythm(_STOCK, (WEDNESDAY,), hour=8, last=date(2026, 10, 28)),),
        followers=312,
        language="fr",
    ),
    # late once, in October; goes on, but from November its host refuses to be read: blind
    "videos": Diary(
        "Acme Vélos en vidéo",
        "Une minute, un geste.",
        (
            DiaryRhythm(_FILMS, (SUNDAY,), hour=9, last=date(2026, 9, 27)),
            DiaryRhythm(_FILMS, (SUNDAY,), hour=9, first=date(2026, 10, 11)),
        ),
        language="fr",
    ),
    # paused after the last fair of the season
    "salons": Diary(
        "Acme Vélos dans les salons",
        "Où nous rencontrer.",
        (
            DiaryRhythm(
                ("Prochain salon : hall 3, stand 41", "Une journée au salon, en images"),
                (MONDAY, SATURDAY),
                hour=8,
                last=date(2026, 10, 17),
            ),
        ),
        language="fr",
    ),
}
