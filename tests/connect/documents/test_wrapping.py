"""What a server writes around a document hides nothing of it; a page that quotes a document is a page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.documents.decode import decode, decode_plain
from monitor.model.http import Decode, Decoded, DecodeError, Format

URL = "https://acme.example/feed"
BODY = (
    '<rss version="2.0"><channel><title>Acme</title><link>https://acme.example/</link>'
    "<item><title>One &amp; é</title><link>https://acme.example/1</link><guid>1</guid></item>"
    "<item><title>Two</title><link>https://acme.example/2</link><guid>2</guid></item></channel></rss>"
)
RSS = f'<?xml version="1.0" encoding="UTF-8"?>\n{BODY}'
SITEMAP = "<urlset><url><loc>https://acme.example/1</loc></url><url><loc>https://acme.example/2</loc></url></urlset>"
WARNING = "<br />\n<b>Notice</b>:  Undefined offset: 4 in <b>/srv/www/rss.php</b> on line <b>12</b><br />\n"
XDEBUG = (
    "<br />\n<font size='1'><table class='xdebug-error xe-notice' dir='ltr' border='1'><tr><th align='left'>( ! )"
    "</th></tr>\n<tr><td>0.0012</td><td>{main}( )</td></tr>\n</table></font>\n"
)
MESSAGES = {
    "warning": WARNING,
    "many warnings": WARNING * 300,
    "xdebug": XDEBUG,
    "dump": "<pre class='xdebug-var-dump' dir='ltr'><b>array</b> <i>(size=0)</i></pre>",
    "plain warning": "\nWarning: foreach() argument must be of type array in /srv/www/rss.php on line 3\n",
    "log": "[15-Jun-2026 10:00:00 UTC] PHP Deprecated:  strlen(): null in /srv/rss.php on line 3\n",
    "tag in words": "PHP Parse error: unexpected '<', expecting end of file in /srv/rss.php\n",
    "comment": "<!-- served by <html> cache; was <rss> -->\n",
    "banner": '<div id="ad"><p>Hosted for free<br><a href="https://host.example/">why?</a></p></div>\n',
    "script": '<script src="https://ads.example/a.js"></script>',
    "style": "<style>a > b {}</style>\n",
    "mark": f"{WARNING}\ufeff",
    "mark and blanks": f"\ufeff\n{WARNING}\ufeff\n\n",
}
BEHIND = {
    "nothing": "",
    "blanks": "\n\n \t",
    "comment": "\n<!-- 12 queries & 0.3 seconds <cached> -->",
    "warning": WARNING,
    "script": '<script>track("</div>", 1 && 2)</script>',
    "words": "\nFatal error: Uncaught Error: x & y in /srv/rss.php:3",
    "zeros": "\0\0",
    "number": "0",
}


def ids(body: str, content_type: str = "text/xml") -> list[str]:
    request = Decode(Format.FEED, body.encode(), content_type, URL)
    decoded = decode_plain(request) or decode(request)
    assert isinstance(decoded, Decoded), decoded
    assert decoded.document["whole"]
    return [item["id"] for item in decoded.document["items"]]


@pytest.mark.parametrize("behind", BEHIND.values(), ids=BEHIND)
@pytest.mark.parametrize("before", ["", *MESSAGES.values()], ids=["nothing", *MESSAGES])
def test_a_feed_is_read_whole_whatever_stands_around_it(before: str, behind: str) -> None:
    assert ids(f"{before}{RSS}{behind}") == ids(f"{before}{BODY}{behind}", "text/html; charset=utf-8") == ["1", "2"]


@pytest.mark.parametrize("before", MESSAGES.values(), ids=MESSAGES)
def test_messages_behind_the_declaration_are_left_out_too(before: str) -> None:
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    assert ids(f"{declaration}{before}{BODY}") == ids(f"{declaration}{before}{RSS}") == ["1", "2"]


def test_messages_inside_a_feed_hide_no_entry() -> None:
    assert ids(BODY.replace("<item>", f"{WARNING}<item>")) == ["1", "2"]
    assert ids(BODY.replace("<item>", "<br>\n<b>Warning</b>: a & b<br>\n<item>")) == ["1", "2"]


@pytest.mark.parametrize("behind", BEHIND.values(), ids=BEHIND)
@pytest.mark.parametrize("before", ["", *MESSAGES.values()], ids=["nothing", *MESSAGES])
def test_a_sitemap_is_read_whole(before: str, behind: str) -> None:
    decoded = decode(Decode(Format.XML, f"{before}{SITEMAP}{behind}".encode()))
    assert isinstance(decoded, Decoded), decoded
    assert len(decoded.document["url"]) == 2


def test_a_feed_that_a_message_ends_is_not_whole() -> None:
    cut = RSS[: RSS.index("<guid>2")] + "<br />\n<b>Fatal error</b>: Allowed memory size exhausted<br />\n"
    decoded = decode(Decode(Format.FEED, cut.encode(), "text/xml", URL))
    assert isinstance(decoded, Decoded)
    assert not decoded.document["whole"]


PAGES = {
    "page": "<!DOCTYPE html><html><body>{}</body></html>",
    "xhtml": '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" ""><html><p>{}</p></html>',
    "page behind a warning": f"{WARNING}<html><head><title>Error</title></head><body>{{}}</body></html>",
    "a page before": "<html><body>We are back soon.</body></html>{}",
    "login": "<title>Log in</title><input type='password'>{}",
    "form": "<form action='/consent'>{}</form>",
    "pre": "<h1>Error</h1><pre>{}</pre>",
    "pre that is not closed": "<h1>Error</h1>\n<pre>\n{}",
    "code": "<p>Write <code>{}</code> first.</p>",
    "textarea": "<textarea rows='9'>{}</textarea>",
    "script": "<script>show('{}')</script>",
    "comment": "<p>Moved.</p><!-- {} -->",
    "cell": "<table><tr><td>{}</td></tr></table>",
    "division": "<div class='example'>\n{}\n</div>",
    "attribute": "<div data-feed='{}'>Subscribe</div>",
    "frame": "<iframe srcdoc='{}'></iframe>",
}


@pytest.mark.parametrize("body", [BODY, RSS], ids=["without declaration", "with declaration"])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_that_quotes_a_feed_is_no_feed(page: str, body: str) -> None:
    decoded = decode(Decode(Format.FEED, page.replace("{}", body).encode(), "text/html", URL))
    assert decoded == DecodeError("an HTML page instead of a feed")


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_that_quotes_a_sitemap_or_json_is_neither(page: str) -> None:
    for form, quoted in ((Format.XML, SITEMAP), (Format.JSON, '\n{"id": 1}\n'), (Format.FEED, '\n{"items": []}\n')):
        assert isinstance(decode(Decode(form, page.replace("{}", quoted).encode(), "text/html", URL)), DecodeError)


def test_escaped_markup_is_text() -> None:
    page = "<p>&lt;rss version=&quot;2.0&quot;&gt;&lt;channel&gt;&lt;item&gt;</p>"
    assert decode(Decode(Format.FEED, page.encode(), "", URL)) == DecodeError("an HTML page instead of a feed")


DOCUMENT = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "é [x] {y}"}]}
GUARDS = {
    "google": ")]}',\n{}",
    "angular": ")]}'\n{}",
    "endless loop": "while(1);{}",
    "another loop": "for (;;);{}",
    "throw": "throw 1; <dont be evil>{}",
    "empty object": "{}&& {}",
    "callback": "show({});",
    "careful callback": "/**/ typeof my.show === 'function' && my.show({})\n",
}


@pytest.mark.parametrize("behind", ["", "\n", "\n<!-- cached -->", WARNING, "\nWarning: x in y on line 1\n"])
@pytest.mark.parametrize("before", ["", *MESSAGES.values()], ids=["nothing", *MESSAGES])
def test_json_is_read_between_messages(before: str, behind: str) -> None:
    body = f"{before}{json.dumps(DOCUMENT, ensure_ascii=False)}{behind}".encode()
    assert decode_plain(Decode(Format.JSON, body)) == Decoded(DOCUMENT)
    assert isinstance(decode(Decode(Format.FEED, body, "", URL)), Decoded)


@pytest.mark.parametrize("guard", GUARDS.values(), ids=GUARDS)
def test_json_is_read_behind_a_guard_and_in_a_callback(guard: str) -> None:
    head, _, tail = guard.rpartition("{}")
    assert decode(Decode(Format.JSON, f"{head}{json.dumps(DOCUMENT)}{tail}".encode())) == Decoded(DOCUMENT)


@pytest.mark.parametrize(
    "body",
    [
        '{"id": 1}\n{"id": 2}',
        '{"id": 1',
        f'{WARNING}{{"id": 1',
        'Error at line 3: {"id": 1}',
        'Not found\n{"id": 1}',
        'var a = {"id": 1}; show({"id": 2});',
        "show()",
        f"{WARNING}nothing",
        f'{WARNING}at [1] of {{"id": 1}} there is no value',
    ],
)
def test_what_only_holds_json_is_none(body: str) -> None:
    assert isinstance(decode(Decode(Format.JSON, body.encode())), DecodeError)


def test_nothing_behind_a_message_is_too_deep_to_be_refused() -> None:
    deep = f"{WARNING}{'[' * 200_000}".encode()
    assert decode(Decode(Format.JSON, deep)) == DecodeError("JSON nested too deeply")


WORDS = st.text(st.characters(codec="ascii", exclude_characters="<>", categories=["L", "N", "P", "Zs"]), max_size=80)


@given(st.lists(st.sampled_from(sorted(MESSAGES)), max_size=4), WORDS)
def test_messages_in_any_order_hide_nothing(names: list[str], words: str) -> None:
    before = "".join(MESSAGES[name] for name in names)
    assert ids(f"<p>{words}</p>\n{before}{RSS}") == ["1", "2"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_behind_a_warning_is_that_json(document: Any) -> None:
    if isinstance(document, dict | list):
        body = f"{WARNING}{json.dumps(document)}\n".encode()
        assert decode(Decode(Format.JSON, body)) == Decoded(document)
