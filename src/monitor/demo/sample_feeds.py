"""A diary as a feed: RSS 2.0 with what podcasts add, Atom, JSON Feed. Each shows the newest entries only."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime
from html import escape

from monitor.demo.diary import Diary, DiaryPost
from monitor.demo.servers import Answer

_SHOWN = 15  # as many as most publishing software


def rss(diary: Diary, page: str, now: datetime, *, podcast: bool = False) -> Answer:
    """RSS 2.0; with `podcast`, each item carries its sound file and length."""
    posts = diary.written(now)[:_SHOWN]
    items = "".join(_item(post, page, podcast) for post in posts)
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>\n'
        f"<title>{escape(diary.name)}</title><link>{escape(page)}</link>"
        f"<description>{escape(diary.about)}</description><language>{diary.language}</language>\n"
        f"{items}</channel></rss>\n"
    )
    return Answer(200, body, "application/rss+xml; charset=utf-8")


def _item(post: DiaryPost, page: str, podcast: bool) -> str:
    link = escape(f"{page}/{post.number}")
    sound = (
        f'<enclosure url="{link}.mp3" length="31457280" type="audio/mpeg"/><itunes:duration>00:41:07</itunes:duration>'
        if podcast
        else ""
    )
    return (
        f"<item><title>{escape(_title(post))}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(post.at, usegmt=True)}</pubDate>{sound}</item>\n"
    )


def atom(diary: Diary, page: str, now: datetime) -> Answer:
    posts = diary.written(now)[:_SHOWN]
    entries = "".join(
        f"<entry><id>{escape(page)}/{post.number}</id><title>{escape(_title(post))}</title>"
        f'<link href="{escape(page)}/{post.number}"/><published>{post.at.isoformat()}</published>'
        f"<updated>{post.at.isoformat()}</updated></entry>\n"
        for post in posts
    )
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{diary.language}"><id>{escape(page)}</id>'
        f"<title>{escape(diary.name)}</title><subtitle>{escape(diary.about)}</subtitle>"
        f"<updated>{posts[0].at.isoformat()}</updated><author><name>{escape(diary.name)}</name></author>\n"
        f"{entries}</feed>\n"
    )
    return Answer(200, body, "application/atom+xml; charset=utf-8")


def json_feed(diary: Diary, page: str, now: datetime) -> Answer:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": diary.name,
        "description": diary.about,
        "home_page_url": page,
        "language": diary.language,
        "items": [
            {
                "id": f"{page}/{post.number}",
                "url": f"{page}/{post.number}",
                "title": _title(post),
                "content_text": _title(post),
                "date_published": post.at.isoformat(),
            }
            for post in diary.written(now)[:_SHOWN]
        ],
    }
    return Answer(200, json.dumps(document, ensure_ascii=False), "application/feed+json; charset=utf-8")


def _title(post: DiaryPost) -> str:
    """Episodes are numbered: their titles say where."""
    return post.title.replace("{}", str(post.number))
