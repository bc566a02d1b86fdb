"""Where on a page a link stands, and what that says about whose account it leads to. Rules are tables.

A link in a footer, a header or beside "Follow us" is the brand's; one in a text may be anybody's. Some stand in places
that are not the brand's own, wherever on the page: a credit of the agency, the team, partners, a comment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

OWN, REL_ME, ALTERNATE, JSON_LD, MICRODATA = "own domain", "rel=me", "rel=alternate", "json-ld", "microdata"
META, CHROME, HUB, PROFILE, WIKIDATA, TEXT_FILE, GUESSED, BODY, ROW, CONTACT = (
    "meta", "footer or header", "link hub", "profile", "wikidata", "text file", "guessed", "text", "row of networks",
    "contact page",
)  # fmt: skip

CONFIDENCE: Mapping[str, float] = {
    OWN: 1.0,
    REL_ME: 0.95,
    ALTERNATE: 0.95,
    JSON_LD: 0.9,
    MICRODATA: 0.9,
    META: 0.8,
    WIKIDATA: 0.8,
    GUESSED: 0.8,
    CHROME: 0.7,
    HUB: 0.7,
    ROW: 0.6,
    CONTACT: 0.6,
    PROFILE: 0.6,
    TEXT_FILE: 0.4,
    BODY: 0.3,
}
SHORT_NAMES: Mapping[str, tuple[str, ...]] = {  # what links to a network are labelled, beside its name
    "x": ("twitter", "x/twitter", "x (twitter)"),
    "facebook": ("fb",),
    "instagram": ("insta", "ig"),
    "youtube": ("yt",),
    "linkedin": ("in",),
}
STATED = 0.8  # from here on the site says by machine that the account is its own
SHOWN = 0.5  # what is less sure is not shown
ALIKE = 0.5  # what is otherwise unsure, but contains the brand's name

_CLOSE = 8  # elements around a link that say whose place it is: those further out hold the whole page
_SHORTLY = 60  # characters before a link in which somebody is named
_CONTACT = re.compile(r"contact|kontakt|contatt|contato|impressum|imprint|social|/links?/?$", re.IGNORECASE)

_EDGE = r"(?<![a-z])"
_OTHERS = re.compile(  # ids and classes of places that speak of somebody else
    _EDGE + r"(?:authors?|by-?line|team|equipe|staff|employees?|persons?|people|colleagues?|mitarbeiter\w*|"
    r"ansprechpartner|speakers?|testimonials?|reviews?|quotes?|partners?|sponsors?|clients?|customers?|friends|"
    r"blogroll|credits?|copyright-?by|powered-?by|made-?by|theme-?(?:info|by|credit)|site-?(?:by|credits?)|"
    r"comments?(?:-?list|-body|-author)?|tweets?|twitter-timeline|embeds?|advert\w*|ads?|banner-?ads?|related|guest)"
    r"(?![a-z])"
)
_SOCIAL = re.compile(  # not "has-header" or "content-sidebar": such wrap the whole page
    r"(?<![a-z])(?<!has-)(?<!with-)(?<!no-)(?:socials?|social-?\w+|follow(?:-?us)?|suivez(?:-?nous)?|reseaux|netzwerke|"
    r"redes|sns|[a-z]*footer\w*|header|top-?bar|navbar|masthead)(?![a-z])|> (?:sidebar|menu|nav|contact)(?![\w-])"
)
_TAGS = re.compile(r"<(?:footer|header|nav|aside)>")
_FOLLOW = re.compile(  # said before an account that is one's own
    r"follow (?:us|our)|(?:find|join|connect with) us|stay connected|our (?:social|channels|accounts)|social media|"
    r"we(?:'|’)?re (?:also )?on|(?:suivez|retrouvez|rejoignez)[ -\u00a0]?nous|réseaux|folg(?:en sie|t|e) uns|"
    r"soziale (?:medien|netzwerke)|s[ií]guenos|redes sociales|seguici|volg ons|siga-nos|obserwuj nas|följ oss|følg os",
    re.IGNORECASE,
)
_CREDIT = re.compile(  # said before the name of somebody who made the site
    r"(?:site|website) (?:by|made|design|built|created)|theme:|propulsé par|réalis(?:é|ation)|conception|webdesign|"
    r"(?:powered|made|built|designed|developed|created|crafted|hosted|theme|design|template|production|photos?) by|"
    r"cré(?:é|ation) (?:par|du site|:)|fièrement|umsetzung|gestaltung|erstellt von|realizzat[oa] da|"
    r"desarrollado por|diseñ(?:o|ado) (?:web|por)|gemaakt door|\b(?:by|par|von|por|da|door)\s*$",
    re.IGNORECASE,
)


def is_others(within: str, before: str) -> bool:
    """Whether a link stands where a site speaks of others than itself."""
    close = "<".join(within.split("<")[: _CLOSE + 1])
    credit = max((found.end() for found in _CREDIT.finditer(before[-_SHORTLY:])), default=0)
    follow = max((found.end() for found in _FOLLOW.finditer(before[-_SHORTLY:])), default=0)
    return _OTHERS.search(close) is not None or credit > follow


def place(within: str, near: str) -> str:
    """CHROME or BODY: whether a link stands where a site shows its own accounts."""
    inside, article, _ = within.partition("<article>")
    if _FOLLOW.search(near):
        return CHROME
    if article:  # an article's header is not the page's
        return CHROME if re.search(r"social|follow[ _-]?us", inside) else BODY
    return CHROME if _TAGS.search(inside) or _SOCIAL.search(inside) else BODY


def is_contact(path: str) -> bool:
    """Whether a page's path says that it is a contact page."""
    return _CONTACT.search(path) is not None
