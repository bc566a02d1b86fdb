"""Real answers of fediverse servers (../shared/recorded/activitypub) through observe, read right.

WebFinger answers, actors and outboxes stand where the manifest asks for them; acts and posts that were recorded by
themselves are put into an outbox of one item. What is hand-made stands under `made`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.check import Failure, Observation, Outcome
from monitor.model.http import Response

FOLDER = Path(__file__).parents[3].parent / "shared" / "recorded" / "activitypub"
NOW = datetime(2026, 8, 1, tzinfo=UTC)

WEBFINGER = {  # file: the handle that was asked for, the actor's address in the answer
    "pleroma_framasoft@framatube.org.json": ("@framasoft@framatube.org", "https://framatube.org/accounts/framasoft"),
    "pleroma_kaniini@gerzilla.de.json": ("acct:kaniini@gerzilla.de", "https://gerzilla.de/channel/kaniini"),
    "pleroma_webfinger_emelie.json": ("@emelie@mastodon.social", "https://mastodon.social/users/emelie"),
    "pleroma_winterdienst_webfinger.json": ("winterdienst@gnusocial.de", None),
    "wp_lemmy-ml-well-known-webfinger.json": ("@pfefferle@lemmy.ml", "https://lemmy.ml/u/pfefferle"),
    "wp_notiz-blog-well-known-webfinger.json": (
        "@pfefferle@notiz.blog",
        "https://notiz.blog/author/matthias-pfefferle/",
    ),
}
ACTORS = {  # file: where in the document its public address stands, and since when the account is there
    "lemmyassets_discourse_objects_person.json": ("url", None),
    "lemmyassets_friendica_objects_person_1.json": ("url", None),
    "lemmyassets_gnusocial_objects_person.json": ("url", "2022-02-23T17:20:30"),
    "lemmyassets_lemmy_objects_group.json": ("id", "2019-06-02T16:43:50"),
    "lemmyassets_mastodon_objects_person.json": ("url", "2022-10-03T00:00:00"),
    "lemmyassets_mobilizon_objects_group.json": ("url", None),
    "lemmyassets_peertube_objects_person.json": ("url", "2020-06-30T13:45:17"),
    "lemmyassets_pleroma_objects_person.json": ("url", None),
    "lemmyassets_smithereen_objects_person.json": ("url", None),
    "pleroma_7even.json": ("url", None),
    "pleroma_baptiste.gelex.xyz-user.json": ("url", None),
    "pleroma_craigmaloney.json": ("url", None),
    "pleroma_emelie.json": ("url", None),
    "pleroma_guppe-actor.json": ("id", None),
    "pleroma_hellpie.json": ("url", None),
    "pleroma_https___framatube.org_accounts_framasoft.json": ("url", None),
    "pleroma_https___osada.macgirvin.com_channel_mike.json": ("url.0.href", None),
    "pleroma_https___prismo.news__mxb.json": ("url", None),
    "pleroma_lucifermysticus.json": ("url", None),
    "pleroma_mobilizon.org-user.json": ("url", None),
    "pleroma_rin.json": ("url", None),
    "pleroma_sjw.json": ("url", None),
    "wp_notiz-blog-author-matthias-pfefferle.json": ("url", None),
}
ITEMS = {  # file: kind, date, where id, address and title stand
    "lemmyassets_discourse_objects_page.json": ("post", "2024-04-13T14:36:19", "id", "url", "name"),
    "lemmyassets_friendica_objects_page_1.json": ("post", "2022-03-24T07:17:21", "id", "url", "name"),
    "lemmyassets_gnusocial_objects_note.json": ("reply", "2022-03-01T21:00:16", "id", "id", ""),
    "lemmyassets_lemmy_objects_comment.json": ("reply", "2021-03-01T13:42:43", "id", "id", ""),
    "lemmyassets_mastodon_objects_note_1.json": ("reply", "2021-11-05T11:46:50", "id", "url", ""),
    "lemmyassets_mastodon_objects_note_2.json": ("post", "2024-10-14T16:57:15", "id", "url", ""),  # answers itself
    "lemmyassets_mitra_activities_create_post.json": ("post", "2026-07-12T19:30:38", "object.id", "object.id", ""),
    "lemmyassets_mobilizon_objects_event.json": ("post", "2022-09-27T14:33:14", "id", "url", "name"),
    "lemmyassets_peertube_objects_note.json": ("reply", "2022-04-29T07:52:32", "id", "url", ""),
    "lemmyassets_peertube_objects_video.json": ("post", "2025-02-01T11:59:45", "id", "url.0.href", "name"),
    "lemmyassets_pleroma_objects_note.json": ("reply", "2021-10-07T18:06:52", "id", "id", "content"),
    "lemmyassets_smithereen_objects_note.json": ("reply", "2021-11-09T11:42:35", "id", "url", ""),
    "pleroma_baptiste.gelex.xyz-article.json": ("post", "2018-07-10T20:16:24", "id", "url", "name"),
    "pleroma_framatube.org-video.json": (
        "post",
        "2020-05-24T18:34:31",
        "object.id",
        "object.url.0.href",
        "object.name",
    ),
    "pleroma_funkwhale_audio.json": ("post", "2020-03-11T10:01:52", "id", "url.1.href", "name"),
    "pleroma_funkwhale_create_audio.json": (
        "post",
        "2020-03-11T10:01:52",
        "object.id",
        "object.url.1.href",
        "object.name",
    ),
    "pleroma_mastodon-note-object.json": ("post", "2018-02-17T17:46:20", "id", "url", ""),
    "pleroma_mastodon-post-activity.json": (
        "post",
        "2018-02-12T14:08:20",
        "object.id",
        "object.url",
        "object.summary",
    ),
    "pleroma_mayumayupost.json": ("reply", "2018-02-22T09:26:31", "id", "url", ""),
    "pleroma_misskey_poll_no_end_date.json": ("post", "2019-09-05T05:35:32", "id", "id", ""),
    "pleroma_mobilizon.org-event.json": ("post", "2019-12-17T11:33:56", "id", "url", "name"),
    "pleroma_peertube-social.json": ("post", "2020-02-12T01:06:08", "id", "url.0.href", "name"),
    "pleroma_poll_original.json": ("post", "2019-09-18T14:32:36", "id", "id", "content"),
}
NO_ACTS = {  # acts that bring no post: an outbox of nothing else shows nothing
    "lemmyassets_lemmy_activities_deletion_delete_user.json",
    "lemmyassets_wordpress_activities_announce.json",  # an edit, announced
    "pleroma_mastodon-delete.json",
}
TOMBSTONES = {"lemmyassets_lemmy_objects_tombstone.json", "lemmyassets_lotide_objects_tombstone.json"}
BY_ITSELF = {
    "lemmyassets_lemmy_collections_group_outbox.json",
    "lemmyassets_lemmy_collections_person_outbox.json",
    "lemmyassets_nodebb_objects_page.json",
    "lemmyassets_peertube_activities_announce_video.json",
}
NOT_ASKED = {
    "pleroma_masto_closed_followers.json": "who follows an account",
    "pleroma_masto_closed_followers_page.json": "who follows an account",
    "pleroma_pleroma_followers.json": "who follows an account",
    "pleroma_rel_me_link.html": "a web site that names an account",
}
LISTS: tuple[set[str], ...] = (
    set(WEBFINGER),
    set(ACTORS),
    set(ITEMS),
    NO_ACTS,
    TOMBSTONES,
    BY_ITSELF,
    set(NOT_ASKED),
)
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder ../shared is absent")


def document(name: str) -> Any:
    """The answer's document; some files hold the whole exchange."""
    found = json.loads((FOLDER / name).read_bytes())
    return json.loads(found["body"]) if "body" in found else found


def made(value: Any, url: str, status: int = 200) -> dict[str, Response]:
    return {url: Response(status, {"content-type": "application/activity+json"}, json.dumps(value).encode(), url)}


def at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value


def author(item: Any) -> str:
    named = item.get("actor") or item["attributedTo"]
    named = named[0] if isinstance(named, list) else named
    return str(named if isinstance(named, str) else named["id"])


def check_outbox(replay: Any, actor: str, items: list[Any]) -> Observation | Failure:
    answers = made({"id": actor, "type": "Person", "outbox": f"{actor}/outbox"}, actor) | made(
        {"type": "OrderedCollection", "totalItems": len(items), "orderedItems": items}, f"{actor}/outbox"
    )
    result: Observation | Failure = replay("activitypub", actor, answers, now=NOW).result
    return result


def test_every_file_is_in_one_list(shared: Path) -> None:
    files = sorted(path.name for path in (shared / "recorded" / "activitypub").iterdir())
    assert sorted(name for names in LISTS for name in names) == files


@pytest.mark.parametrize("name", WEBFINGER)
@pytest.mark.shared
def test_webfinger_leads_to_the_actor(replay: Any, name: str) -> None:
    handle, actor = WEBFINGER[name]
    user, host = handle.removeprefix("acct:").lstrip("@").split("@")
    finger = f"https://{host}/.well-known/webfinger?resource=acct%3A{user}%40{host}"
    answers = made(document(name), finger) | (made({}, actor, 503) if actor else {})
    played = replay("activitypub", handle, answers, now=NOW)
    assert [request.url for request in played.requests] == [finger, *([actor] if actor else [])]
    assert played.failed.outcome is (Outcome.TEMPORARY if actor else Outcome.CHANGED_FORMAT)


@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.shared
def test_an_actor_is_known_by_its_id(replay: Any, name: str) -> None:
    actor, (path, created) = document(name), ACTORS[name]
    nothing = {"type": "OrderedCollection", "totalItems": 0, "orderedItems": []}
    played = replay("activitypub", actor["id"], made(actor, actor["id"]) | made(nothing, actor["outbox"]), now=NOW)
    assert [request.url for request in played.requests] == [actor["id"], actor["outbox"]]
    facts = played.seen.facts
    assert actor["id"] == facts.identity == played.seen.memory.identity
    assert facts.name == " ".join(actor["name"].split())
    assert facts.url == at(actor, path)
    assert facts.created == (datetime.fromisoformat(created).replace(tzinfo=UTC) if created else None)
    assert facts.total == 0


@pytest.mark.parametrize("name", ITEMS)
@pytest.mark.shared
def test_an_item_of_an_outbox(replay: Any, name: str) -> None:
    item, (kind, published, number, address, title) = document(name), ITEMS[name]
    seen = check_outbox(replay, author(item), [item])
    assert isinstance(seen, Observation), seen
    (act,) = seen.activities
    assert (act.id, act.url, act.kind.value) == (at(item, number), at(item, address), kind)
    assert (act.published, act.trusted) == (datetime.fromisoformat(published).replace(tzinfo=UTC), True)
    assert act.author == author(item)
    note = item.get("object", item)
    assert act.in_reply_to == note.get("inReplyTo")
    assert at(item, title) == act.title if title else act.title is not None


@pytest.mark.shared
def test_counts_of_a_post(replay: Any) -> None:
    note = document("lemmyassets_mastodon_objects_note_2.json")
    seen = check_outbox(replay, author(note), [note])
    assert isinstance(seen, Observation)
    assert [(act.likes, act.shares, act.replies) for act in seen.activities] == [(39, 24, None)]


@pytest.mark.parametrize("name", sorted(NO_ACTS))
@pytest.mark.shared
def test_an_act_that_brings_no_post(replay: Any, name: str) -> None:
    item = document(name)
    failed = check_outbox(replay, author(item), [item])
    assert (failed.outcome, failed.detail) == (Outcome.BLOCKED, "the profile counts 1 posts, the list shows none")


@pytest.mark.parametrize("name", sorted(TOMBSTONES))
@pytest.mark.parametrize("status", [200, 410])
@pytest.mark.shared
def test_a_tombstone_in_the_place_of_an_actor(replay: Any, name: str, status: int) -> None:
    stone = document(name)
    assert replay("activitypub", stone["id"], made(stone, stone["id"], status)).failed.outcome is Outcome.GONE


@pytest.mark.shared
def test_the_outbox_of_a_community(replay: Any) -> None:
    outbox = document("lemmyassets_lemmy_collections_group_outbox.json")
    group = outbox["id"].removesuffix("/outbox")
    answers = made({"id": group, "type": "Group", "outbox": outbox["id"]}, group) | made(outbox, outbox["id"])
    seen = replay("activitypub", group, answers, now=NOW).seen
    assert [act.id for act in seen.activities] == ["https://ds9.lemmy.ml/post/2328", "https://ds9.lemmy.ml/post/2327"]
    assert [act.published for act in seen.activities] == [
        datetime(2021, 11, 18, 17, 19, 45, tzinfo=UTC),
        datetime(2021, 11, 18, 17, 19, 5, tzinfo=UTC),
    ]
    assert [act.title for act in seen.activities] == ["another outbox test", "outbox test"]
    assert {(act.kind.value, act.author) for act in seen.activities} == {("share", group)}
    assert (seen.facts.total, seen.complete) == (2, True)


@pytest.mark.shared
def test_the_outbox_of_a_person_on_lemmy_is_no_silence(replay: Any) -> None:
    outbox = document("lemmyassets_lemmy_collections_person_outbox.json")
    assert (outbox["orderedItems"], outbox["totalItems"]) == ([], 0)
    person = outbox["id"].removesuffix("/outbox")
    context = ["https://join-lemmy.org/context.json", "https://www.w3.org/ns/activitystreams"]
    profile = {"@context": context, "id": person, "type": "Person", "outbox": outbox["id"]}
    failed = replay("activitypub", person, made(profile, person) | made(outbox, outbox["id"]), now=NOW).failed
    assert (failed.outcome, failed.facts.identity) == (Outcome.BLOCKED, person)


@pytest.mark.shared
def test_a_person_on_nodebb_is_not_seen_by_an_outbox(replay: Any) -> None:
    page = document("lemmyassets_nodebb_objects_page.json")
    assert check_outbox(replay, author(page), [page]).outcome is Outcome.BLOCKED


@pytest.mark.shared
def test_acts_without_dates_are_not_read(replay: Any) -> None:
    share = document("lemmyassets_peertube_activities_announce_video.json")
    failed = check_outbox(replay, author(share), [share])
    assert (failed.outcome, failed.detail) == (Outcome.CHANGED_FORMAT, "no post of the list has a readable date")
