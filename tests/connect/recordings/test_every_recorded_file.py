"""Every recorded answer (../shared/recorded) is replayed or has its reason; a claim to be recorded is proved.

The lists themselves stand in the modules that replay: here is which module answers for which folder, by which test.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from monitor.connect.manifests.catalogue import Catalogue

HERE = Path(__file__).parents[1]
AFTER = re.compile(r"# After (?:a )?real \w+: [\w.-]+/[\w.-]+, ")  # repository, path and licence
LISTED = "test_the_list_covers_every_file"
PRESETS = "test_every_file_of_these_folders_is_replayed_or_stands_with_its_reason"
MUSIC = "test_every_other_file_of_soundcloud_answers_no_question_of_ours"
FEEDS = "test_the_tables_name_files_that_are_there"
FOLDERS = {  # the module and the test that fails for a file which is in no list of the module
    "activitypub": ("test_recorded_activitypub", "test_every_file_is_in_one_list"),
    "bandcamp": ("test_recorded_music", MUSIC),
    "bluesky": ("test_recorded_bluesky", "test_every_file_is_in_one_list"),
    "discourse": ("test_recorded_discourse", LISTED),
    "discovery": ("test_search", "test_every_recorded_page_is_judged"),
    "facebook": ("test_recorded_meta", LISTED),
    "feeds": ("test_feeds_recorded", FEEDS),
    "feeds_malformed": ("test_feeds_recorded", FEEDS),
    "ghost": ("test_recorded_presets", PRESETS),
    "github": ("test_recorded_github", LISTED),
    "gitlab": ("test_recorded_gitlab", LISTED),
    "hackernews": ("test_recorded_other_questions", LISTED),
    "hfeed": ("test_recorded_hfeed", LISTED),
    "instagram": ("test_recorded_meta", LISTED),
    "mastodon": ("test_recorded_mastodon", LISTED),
    "mediawiki": ("test_recorded_other_questions", LISTED),
    "medium": ("test_recorded_presets", PRESETS),
    "peertube": ("test_recorded_peertube", LISTED),
    "podcast": ("test_recorded_podcasts", "test_every_recorded_feed_of_a_podcast_is_replayed"),
    "reddit": ("test_recorded_presets", PRESETS),
    "soundcloud": ("test_recorded_music", MUSIC),
    "stackexchange": ("test_recorded_other_questions", LISTED),
    "substack": ("test_recorded_presets", PRESETS),
    "telegram": ("test_recorded_telegram", LISTED),
    "threads": ("test_recorded_meta", LISTED),
    "tumblr": ("test_recorded_presets", PRESETS),
    "vimeo": ("test_recorded_presets", PRESETS),
    "x": ("test_recorded_x", LISTED),
    "youtube": ("test_recorded_youtube", LISTED),
}
NO_ANSWERS = {
    "SOURCES.tsv": "where each file was found",
    "feeds_profile.tsv": "what each feed holds: what test_feeds_recorded.py expects",
}
REPLAYED = {  # routes whose real answers are those of ../shared, by the module that replays them
    "activitypub": "test_recorded_activitypub",
    "bandcamp": "test_recorded_music",
    "bluesky": "test_recorded_bluesky",
    "discourse": "test_recorded_discourse",
    "facebook": "test_recorded_meta",
    "feed": "test_feeds_recorded",
    "ghost": "test_recorded_presets",
    "github": "test_recorded_github",
    "gitlab": "test_recorded_gitlab",
    "hfeed": "test_recorded_hfeed",
    "instagram": "test_recorded_meta",
    "mastodon": "test_recorded_mastodon",
    "medium": "test_recorded_presets",
    "peertube": "test_recorded_peertube",
    "reddit": "test_recorded_presets",
    "reddit-api": "test_recorded_reddit_api",
    "soundcloud-api": "test_recorded_music",
    "spreaker": "test_recorded_presets",
    "squarespace": "test_recorded_presets",
    "substack": "test_recorded_presets",
    "telegram": "test_recorded_telegram",
    "vimeo": "test_recorded_presets",
    "x": "test_recorded_x",
    "youtube": "test_recorded_youtube",
    "youtube-api": "test_recorded_youtube_api",
}


def test_every_file_lies_where_a_module_answers_for_it(shared: Path) -> None:
    root = shared / "recorded"
    assert NO_ANSWERS.keys() == {path.name for path in root.iterdir() if path.is_file()}
    assert FOLDERS.keys() == {path.name for path in root.iterdir() if path.is_dir()}
    assert [path for path in root.glob("*/*") if not path.is_file()] == []


def _source(module: str) -> Path:
    """The test module of that name, in whichever folder it is."""
    return next(HERE.rglob(f"{module}.py"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_module_has_that_test_and_names_the_folder(folder: str) -> None:
    module, test = FOLDERS[folder]
    source = _source(module).read_text(encoding="utf-8")
    functions = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    assert test in functions
    assert any(f'"{folder}{end}' in source for end in ('"', "/"))


def test_the_recorded_routes_are_exactly_those_with_a_real_answer() -> None:
    catalogue = Catalogue.load(has=lambda secret: True)
    routes = [*catalogue.manifests.values(), *(route for others in catalogue.others.values() for route in others)]
    claims = {route.id for route in routes if route.status == "recorded"}
    written = {path.parent.name for path in (HERE.parent / "recordings").glob("*/*.toml") if _after_a_real_answer(path)}
    assert written | REPLAYED.keys() == claims


@pytest.mark.parametrize("route", REPLAYED)
def test_the_module_that_replays_a_route_names_it(route: str) -> None:
    assert f'"{route}"' in _source(REPLAYED[route]).read_text(encoding="utf-8")


def _after_a_real_answer(recording: Path) -> bool:
    return AFTER.match(recording.read_text(encoding="utf-8")) is not None
