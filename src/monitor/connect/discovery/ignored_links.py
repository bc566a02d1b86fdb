"""Addresses that are no account of a brand, wherever a site links to them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from monitor.connect.manifests.addresses import SHORTENERS, at

_SHARES = re.compile(  # buttons that publish the page, not the brand's account
    r"/sharer|/share(?:\?|/|$|article|-offsite)|[?&]share=|/intent/|/dialog/|pin/create|/submit(?:link)?\?|t\.me/share|"
    r"wa\.me|api\.whatsapp|addtoany|addthis|sharethis|/plugins/|/badges?/|/widgets?[./]|/embed[/?]|/oauth|/login|"
    r"/signup|/hashtag/|/search\?|/bookmarklet|/cws/share|/share_channel|compose\?|/tr\?|/home\?status",
    re.IGNORECASE,
)
_POSTS = re.compile(  # what an account has published
    r"/status(?:es)?/\d|(?<!sourceforge\.net)(?<!facebook\.com)/p/[\w-]+|/reels?/|/stories/|/watch|/pin/\d|/posts/|"
    r"/videos?/\w|/shorts/|/photos/[a-z]+\.\d|/photo[./?]|/permalink|/events?/\d|/playlist|/live/|/comments/|/pulse/|"
    r"/feed/update|/@[^/]+/\d{6,}|/notes?/\w{8,}|/activity-?\d|\?v=",
    re.IGNORECASE,
)

VENDORS = frozenset(  # their accounts stay in the footers that they deliver
    {
        "wordpress", "wordpressdotcom", "wordpresscom", "automattic", "wix", "wixcom", "squarespace", "shopify",
        "webflow", "weebly", "jimdo", "ghost", "drupal", "joomla", "typo3", "prestashop", "magento", "hubspot",
        "elementor", "elegantthemes", "themeforest", "envato", "godaddy", "strikingly", "tilda", "framer", "duda",
        "bigcommerce", "woocommerce", "blogger", "tumblr", "medium", "substack", "mailchimp", "themeisle",
        "astrathemes", "generatepress", "colorlib", "html5up", "bootstrap", "tailwindcss", "getbootstrap",
        "gohugoio", "jekyllrb", "gatsbyjs", "linktree", "beacons", "beaconsai", "aboutdotme", "carrd", "campsite",
        "hugo", "facebook", "twitter", "instagram", "linkedin", "youtube", "tiktok", "pinterest", "x", "meta",
        "google", "github",
    }
)  # fmt: skip
PLACEHOLDERS = frozenset(
    {
        "yourprofile", "yourpage", "yourname", "youraccount", "yourusername", "yourhandle", "yourbrand",
        "yourcompany", "yourchannel", "username", "user", "example", "exampleuser", "profile", "account", "handle",
        "company", "name", "page", "channel", "test", "demo", "themename", "share", "home", "mysite", "mypage",
        "placeholder", "loremipsum", "johndoe", "companyname", "privacy", "terms", "policy", "policies", "cookies",
        "cookiepolicy", "legal", "help", "support", "about", "login", "jobs", "careers", "press", "features", "blog",
    }
)  # fmt: skip
NO_ACCOUNTS = frozenset({"sitemap", "wordpress", "hfeed"})  # read a site itself, which every site links to
PERSONAL = frozenset({"linkedin-profile", "facebook-profile", "xing"})  # people's: of a team's page, not the brand's

HUBS = (
    "linktr.ee", "bio.link", "beacons.ai", "carrd.co", "about.me", "campsite.bio", "campsite.to", "lnk.bio",
    "taplink.cc", "linkin.bio", "solo.to", "flow.page", "linkpop.com", "tap.bio", "msha.ke", "bento.me", "hoo.be",
    "allmylinks.com",
)  # fmt: skip


def is_share(url: str) -> bool:
    return _SHARES.search(url) is not None


def is_post(url: str) -> bool:
    return _POSTS.search(url) is not None


def is_hub(url: str) -> bool:
    """A page that only leads to its owner's accounts."""
    host = at(url)
    path = urlsplit(url).path.strip("/")
    return any(host.endswith(f".{hub}") or (host == hub and path != "" and "/" not in path) for hub in HUBS)


def is_short(url: str) -> bool:
    """An address that only redirects."""
    return at(url) in SHORTENERS and urlsplit(url).path.strip("/") != ""
