"""Diaries as the public preview pages of Telegram channels: HTML, about twenty messages, oldest first."""

from __future__ import annotations

from html import escape

from monitor.demo.diary import Diary, DiaryPost
from monitor.demo.servers import Answer, Asked

_SHOWN = 20


def preview(name: str, diary: Diary, asked: Asked) -> Answer:
    """The page /s/NAME, or its older part before the message `before`."""
    before = int(asked.query.get("before", 2**31))
    posts = [post for post in diary.written(asked.now) if post.number < before]
    page = posts[:_SHOWN][::-1]
    more = (
        f'<a href="/s/{name}?before={page[0].number}" class="tme_messages_more js-messages_more" '
        f'data-before="{page[0].number}"></a>'
        if len(posts) > _SHOWN
        else ""
    )
    title = escape(diary.name)
    body = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title} – Telegram</title><meta property="og:title" content="{title}"></head>
<body class="widget_frame_base tgme_webpreview"><header class="tgme_header">
<div class="tgme_channel_info"><div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/{name}">@{name}</a></div>
<div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter"><span class="counter_value">\
{_short(diary.followers)}</span> <span class="counter_type">subscribers</span></div></div>
<div class="tgme_channel_info_description">{escape(diary.about)}</div></div></header>
<main class="tgme_main" data-url="/{name}"><section class="tgme_channel_history js-message_history">
<div class="tgme_widget_message_centered js-messages_more_wrap">{more}</div>
{"".join(_message(name, title, post) for post in page)}</section></main></body></html>
"""
    return Answer(200, body)


def contact(name: str, diary: Diary) -> Answer:
    """The page /NAME of a channel that shows no preview: it says how to open the application."""
    title = escape(diary.name)
    return Answer(
        200,
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Telegram: Contact @{name}</title></head>\n'
        f'<body><div class="tgme_page"><div class="tgme_page_title"><span dir="auto">{title}</span></div>'
        f'<div class="tgme_page_extra">{diary.followers} subscribers</div>'
        f'<a class="tgme_action_button_new" href="tg://resolve?domain={name}">View in Telegram</a></div>'
        "</body></html>\n",
    )


def _message(name: str, title: str, post: DiaryPost) -> str:
    address = f"https://t.me/{name}/{post.number}"
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="{name}/{post.number}">
<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color">\
<a class="tgme_widget_message_owner_name" href="https://t.me/{name}"><span dir="auto">{title}</span></a></div>
<div class="tgme_widget_message_text js-message_text" dir="auto">{escape(post.title)}</div>
<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short">
<span class="tgme_widget_message_views">{_short(300 + 37 * post.number)}</span>
<span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="{address}">\
<time datetime="{post.at.isoformat()}" class="time">{post.at:%H:%M}</time></a></span>
</div></div></div></div></div>
"""


def _short(count: int) -> str:
    """As the page shows counts: 640, 1.2K."""
    return str(count) if count < 1000 else f"{count / 1000:.1f}K".replace(".0K", "K")
