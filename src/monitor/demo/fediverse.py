"""Diaries as the public API of a small Mastodon instance gives them: lookup, account, statuses with Link paging."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from monitor.demo.diary import Diary, DiaryPost
from monitor.demo.servers import Answer, Asked
from monitor.model.activity import Kind

_MOST = 40  # statuses a page, at most
_FIRST_ACCOUNT = 109_000_000_000_000_001
_ELSEWHERE = {"id": "109500000000000042", "username": "rider", "acct": "rider@social.example"}


def instance(asked: Asked, diaries: Mapping[str, Diary]) -> Answer:
    """Answers one request; account names are the keys of `diaries`."""
    ids = {str(_FIRST_ACCOUNT + number): name for number, name in enumerate(diaries)}
    by_name = {name: key for key, name in ids.items()}
    if asked.path == "/api/v1/accounts/lookup":
        key = by_name.get(asked.query.get("acct", "").partition("@")[0])
        return _json(_account(key, ids[key], diaries[ids[key]], asked)) if key else _not_found()
    status = asked.path.removeprefix("/api/v1/statuses/").removesuffix("/context")
    if status != asked.path:
        return _context(status, {name: (key, diaries[name]) for key, name in ids.items()}, asked)
    key, _, rest = asked.path.removeprefix("/api/v1/accounts/").partition("/")
    if key not in ids or rest not in ("", "statuses"):
        return _not_found()
    account = _account(key, ids[key], diaries[ids[key]], asked)
    return _statuses(account, diaries[ids[key]], asked) if rest else _json(account)


def _statuses(account: dict[str, Any], diary: Diary, asked: Asked) -> Answer:
    """One page, newest first: older than `max_id`, newer than `min_id` or `since_id`."""
    older = int(asked.query.get("max_id", 2**63))
    newer = int(asked.query.get("min_id", asked.query.get("since_id", 0)))
    posts = [post for post in diary.written(asked.now) if newer < _status_id(post) < older]
    if asked.query.get("pinned") == "true":
        posts = []
    limit = min(int(asked.query.get("limit", 20)), _MOST)
    page = posts[:limit]
    links = []
    address = f"{asked.base}{asked.path}?limit={limit}"
    if len(posts) > limit:
        links.append(f'<{address}&max_id={_status_id(page[-1])}>; rel="next"')
    if page:
        links.append(f'<{address}&min_id={_status_id(page[0])}>; rel="prev"')
    statuses = [_status(post, account, asked.base, len(_below(post, diary, asked.now))) for post in page]
    return _json(statuses, {"Link": ", ".join(links)} if links else {})


def _below(post: DiaryPost, diary: Diary, now: datetime) -> list[tuple[datetime, bool]]:
    """What stands below the post: when, and whether the account wrote it."""
    comment = diary.comment(post, now)
    if comment is None:
        return []
    return [(comment.at, False)] + ([(comment.answered, True)] if comment.answered is not None else [])


def _context(key: str, accounts: Mapping[str, tuple[str, Diary]], asked: Asked) -> Answer:
    """What stands below a status: somebody's question, and the answer to it."""
    for name, (account, diary) in accounts.items():
        for post in diary.written(asked.now):
            if str(_status_id(post)) == key:
                said = [
                    {
                        "id": str(_status_id(post) + place),
                        "created_at": _iso(at),
                        "url": f"{asked.base}/@{name if ours else 'rider'}/{_status_id(post) + place}",
                        "in_reply_to_id": str(_status_id(post) + place - 1),
                        "account": {"id": account} if ours else _ELSEWHERE | {"id": f"{post.number}"},
                    }
                    for place, (at, ours) in enumerate(_below(post, diary, asked.now), 1)
                ]
                return _json({"ancestors": [], "descendants": said})
    return _not_found()


def _status(post: DiaryPost, account: dict[str, Any], base: str, replies: int) -> dict[str, Any]:
    key = str(_status_id(post))
    shared = post.kind is Kind.SHARE
    return {
        "id": key,
        "created_at": _iso(post.at),
        "uri": f"{base}/users/{account['username']}/statuses/{key}",
        "url": f"{base}/@{account['username']}/{key}",
        "content": "" if shared else f"<p>{escape(post.title)}</p>",
        "in_reply_to_id": str(_status_id(post) - 1) if post.kind is Kind.REPLY else None,
        "in_reply_to_account_id": _ELSEWHERE["id"] if post.kind is Kind.REPLY else None,
        "visibility": "public",
        "edited_at": None,
        "replies_count": replies,
        "reblogs_count": post.number % 5,
        "favourites_count": post.number % 17,
        "account": account,
        "reblog": _shared(post) if shared else None,
    }


def _shared(post: DiaryPost) -> dict[str, Any]:
    """The status of somebody elsewhere that this one passes on."""
    address = f"https://social.example/@rider/{post.number}"
    return {
        "id": str(_status_id(post) - 2),
        "created_at": _iso(post.at),
        "uri": address,
        "url": address,
        "content": f"<p>{escape(post.title)}</p>",
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "account": _ELSEWHERE,
        "reblog": None,
    }


def _account(key: str, name: str, diary: Diary, asked: Asked) -> dict[str, Any]:
    posts = diary.written(asked.now)
    return {
        "id": key,
        "username": name,
        "acct": name,
        "display_name": diary.name,
        "locked": False,
        "bot": False,
        "created_at": "2024-03-04T00:00:00.000Z",
        "note": f"<p>{escape(diary.about)}</p>",
        "url": f"{asked.base}/@{name}",
        "uri": f"{asked.base}/users/{name}",
        "followers_count": diary.followers,
        "following_count": 120,
        "statuses_count": len(posts),
        "last_status_at": posts[0].at.date().isoformat() if posts else None,
        "emojis": [],
        "fields": [],
    }


def _status_id(post: DiaryPost) -> int:
    """As Mastodon makes them: milliseconds since 1970, shifted by 16 bits."""
    return int(post.at.timestamp() * 1000) << 16


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _json(document: object, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(200, json.dumps(document, ensure_ascii=False), "application/json; charset=utf-8", headers or {})


def _not_found() -> Answer:
    return Answer(404, '{"error":"Record not found"}', "application/json; charset=utf-8")
