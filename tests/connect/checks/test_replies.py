"""What others said to an account is asked for within bounds, and never makes the check fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.model.activity import Memory, Validator
from monitor.model.check import Outcome
from monitor.model.errors import ManifestError
from monitor.model.http import NoResponse, Refusal, Response
from support.networks import NOW

ADDRESS = "https://social.example/@acme"
API = "https://social.example/api/v1"
LIST = f"{API}/accounts/1/statuses?limit=40"
KNOWN = {"id": "1", "url": ADDRESS}
BLOG = "https://blog.example/wp-json/"
POSTS = (
    "https://blog.example/wp-json/wp/v2/posts?per_page=50&orderby=date&order=desc"
    "&_fields=id,guid,date_gmt,modified_gmt,link,title,author"
)
COMMENTS = (
    "https://blog.example/wp-json/wp/v2/comments?per_page=100&orderby=date&order=desc"
    "&_fields=id,post,parent,author,date_gmt,link,type"
)

Answers = Mapping[str, Response | NoResponse]
Made = Callable[..., dict[str, Response]]


def status(number: int, replies: int, day: int, **more: Any) -> dict[str, Any]:
    at = f"2026-06-{day:02}T08:00:00Z"
    return {"id": str(number), "created_at": at, "account": {"id": "1"}, "replies_count": replies} | more


def comment(number: int, to: int, author: int = 40, at: str = "2026-06-14T09:00:00Z") -> dict[str, Any]:
    return {"id": str(number), "created_at": at, "account": {"id": str(author)}, "in_reply_to_id": str(to)}


def profile(answer: Made) -> dict[str, Response]:
    return answer(f"{API}/accounts/1", json.dumps({"id": "1", "username": "acme", "statuses_count": 9}))


def context(answer: Made, post: int, *said: Mapping[str, Any]) -> dict[str, Response]:
    return answer(f"{API}/statuses/{post}/context", json.dumps({"ancestors": [], "descendants": said}))


def test_the_two_newest_acts_that_were_answered_more_often_are_asked_about(replay: Any, answer: Made) -> None:
    acts = [
        status(5, 0, 14),
        status(4, 7, 13),
        status(3, 2, 12),
        status(2, 2, 11),
        status(1, 9, 10, reblog={"id": "8"}),
    ]
    known = Memory("1", KNOWN, counted={"4": 7})
    answers = profile(answer) | answer(LIST, json.dumps(acts)) | context(answer, 3) | context(answer, 2)
    played = replay("mastodon", ADDRESS, answers, known, NOW, replies=True)
    assert [each.url for each in played.requests[2:]] == [f"{API}/statuses/3/context", f"{API}/statuses/2/context"]
    assert played.seen.memory.counted == {"4": 7, "3": 2, "2": 2}
    assert played.seen.memory.heard == NOW


def test_a_count_that_fell_counts_from_there(replay: Any, answer: Made) -> None:
    answers = profile(answer) | answer(LIST, json.dumps([status(4, 5, 13)]))
    played = replay("mastodon", ADDRESS, answers, Memory("1", KNOWN, counted={"4": 7, "3": 2}), NOW, replies=True)
    assert played.seen.memory.counted == {"4": 5, "3": 2}
    assert len(played.requests) == 2


@pytest.mark.parametrize(
    "unreadable",
    [
        Response(404, {}, b"", f"{API}/statuses/4/context"),
        Response(429, {"retry-after": "60"}, b"", f"{API}/statuses/4/context"),
        Response(200, {}, b"<html>", f"{API}/statuses/4/context"),
        Response(200, {}, b'{"error": "no"}', f"{API}/statuses/4/context"),
        Response(304, {}, b"", f"{API}/statuses/4/context"),
        NoResponse(Refusal.TIMEOUT, "too slow"),
    ],
    ids=["gone", "too often", "a page", "no list", "nothing new", "no answer"],
)
def test_replies_that_cannot_be_read_leave_the_check_as_it_is(
    replay: Any, answer: Made, unreadable: Response | NoResponse
) -> None:
    answers = profile(answer) | answer(LIST, json.dumps([status(4, 7, 13), status(3, 2, 12)]))
    played = replay(
        "mastodon", ADDRESS, {**answers, f"{API}/statuses/4/context": unreadable}, remembered(), NOW, replies=True
    )
    assert (
        played.seen.outcome,
        played.seen.complete,
        [act.id for act in played.seen.activities],
    ) == (Outcome.OK, True, ["4", "3"])
    assert (played.seen.replies, played.seen.memory.counted, played.seen.memory.heard) == ((), {}, None)
    assert len(played.requests) == 3


def remembered() -> Memory:
    return Memory("1", KNOWN)


def test_a_failed_check_asks_for_no_replies(replay: Any, answer: Made) -> None:
    played = replay("mastodon", ADDRESS, profile(answer) | answer(LIST, status=500), remembered(), NOW, replies=True)
    assert played.failed.outcome is Outcome.TEMPORARY
    assert len(played.requests) == 2


def test_where_no_count_grew_all_replies_are_known(replay: Any, answer: Made) -> None:
    known = Memory("1", KNOWN, counted={"4": 1}, heard=datetime(2026, 6, 1, tzinfo=UTC))
    answers = profile(answer) | answer(LIST, json.dumps([status(4, 1, 13)]))
    memory = replay("mastodon", ADDRESS, answers, known, NOW, replies=True).seen.memory
    assert (memory.counted, memory.heard) == ({"4": 1}, NOW)


def test_a_list_of_the_whole_account_is_asked_conditionally(replay: Any, answer: Made) -> None:
    known = Memory(resolved={"url": BLOG}, validators={COMMENTS: Validator('"c"', None, NOW)})
    posts = answer(POSTS, json.dumps([{"id": 2, "date_gmt": "2026-06-13T08:00:00", "guid": {"rendered": "g2"}}]))
    played = replay("wordpress", BLOG, posts | answer(COMMENTS, status=304), known, NOW, replies=True)
    assert played.requests[1].headers["if-none-match"] == '"c"'
    assert (
        played.seen.replies,
        played.seen.memory.heard,
        played.seen.memory.validators[COMMENTS].etag,
    ) == ((), NOW, '"c"')


def test_nothing_is_asked_of_an_interface_that_is_not_offered(replay: Any, answer: Made) -> None:
    feed = '<rss version="2.0"><channel><title>B</title><item><guid>1</guid></item></channel></rss>'
    answers = answer(POSTS, status=404) | answer("https://blog.example/feed/", feed)
    played = replay("wordpress", BLOG, answers, None, NOW, replies=True)
    assert [each.url for each in played.requests] == [POSTS, "https://blog.example/feed/"]


def test_what_has_no_id_or_no_date_to_be_trusted_is_left_out(replay: Any, answer: Made) -> None:
    said = [comment(21, 4), comment(22, 4, at="2030-01-01T00:00:00Z"), comment(23, 4, at="soon"), {"account": None}, 7]
    answers = profile(answer) | answer(LIST, json.dumps([status(4, 7, 13)])) | context(answer, 4, *said)  # type: ignore[arg-type]  # one is no status
    assert [each.id for each in replay("mastodon", ADDRESS, answers, remembered(), NOW, replies=True).seen.replies] == [
        "21"
    ]


def test_who_wrote_what_is_not_shown_by_accident(replay: Any, answer: Made) -> None:
    said = comment(21, 4, author=987654) | {"url": "https://social.example/@lea/21"}
    answers = profile(answer) | answer(LIST, json.dumps([status(4, 7, 13)])) | context(answer, 4, said)
    (reply,) = replay("mastodon", ADDRESS, answers, remembered(), NOW, replies=True).seen.replies
    assert reply.author == "987654"
    assert "987654" not in repr(reply)
    assert "lea" not in repr(reply)


FIELDS = (
    *(
        "descendants",
        "id",
        "created_at",
        "account",
        "in_reply_to_id",
        "data",
        "items",
        "comments",
        "children",
        "thread",
    ),
    *("replies", "post", "post_stream", "posts", "hits", "creator", "comment", "user", "path"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)
REPLY_STEPS = tuple((manifest, step) for manifest in Catalogue.load().manifests.values() for step in manifest.replies)


@settings(max_examples=300)
@given(st.sampled_from(REPLY_STEPS), JSON)
def test_whatever_is_answered_the_check_ends(pair: Any, document: Any) -> None:
    from monitor.connect.checks.replies import read_replies, sort_out
    from monitor.connect.checks.route import Route

    manifest, step = pair
    groups = dict.fromkeys(manifest.vars, "x") | dict.fromkeys(step.by.names if step.by else (), "1")
    said = read_replies(document, step, Route(manifest, groups, Memory(), NOW), "https://social.example/x", "4")
    if said is None:
        assert not isinstance(document if step.items is None else step.items.read(document), list)
        return
    theirs, given_answers = sort_out(said, ())
    assert {each.id for each in theirs}.isdisjoint({act.id for act in given_answers})
    assert all(each.answered is None or each.answered >= each.published for each in theirs)


REPLIES = """
name = "Acme"
status = "shape"
class = "A"
[match]
url = ['^https://acme\\.example/(?P<user>\\w+)$']
[vars]
base = "https://api.acme.example"
[[posts]]
get = "{base}/posts"
[posts.map]
id = "id"
published = "at"
[replies]
get = "{base}/replies"
%s
[replies.map]
id = "id"
published = "at"
%s
[terms]
automated = "api"
source = "https://acme.example"
read_on = 2026-11-22
"""


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("", "", "what the account wrote is no reply received"),
        ('by = "{user}"', "", "`by` needs `map.author`"),
        ('by = "{nobody}"', 'author = "who"', "nothing gives {nobody}"),
        ('post = "id"', 'ours = "mine"', "goes with {post}"),
        ("", 'ours = "mine"\ntext = "body"', "replies.0.map.text: no such key"),
    ],
)
def test_a_table_that_cannot_work_is_refused(tmp_path: Any, step: str, fields: str, said: str) -> None:
    path = tmp_path / "acme.toml"
    path.write_text(REPLIES % (step, fields))
    with pytest.raises(ManifestError, match=said.replace("{", r"\{").replace(".", r"\.")):
        Manifest.load(path)


def test_so_many_networks_show_what_others_say() -> None:
    assert len({manifest.network for manifest, _ in REPLY_STEPS}) >= 11
