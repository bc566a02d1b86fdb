"""A URL is read in one way, or not at all."""

from __future__ import annotations

import httpx
import pytest
import yarl
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.client import host_of
from monitor.fetch.target import Refused, Target, parse


@pytest.mark.parametrize(
    ("url", "at", "shown"),
    [
        ("http://example.com", "example.com:80", "http://example.com/"),
        ("HTTPS://Example.COM./Feed?x=1#top", "example.com:443", "https://example.com/Feed?x=1"),
        ("https://example.com:443/", "example.com:443", "https://example.com/"),
        ("http://example.com:8080?q", "example.com:8080", "http://example.com:8080/?q"),
        ("https://social.example/@brand", "social.example:443", "https://social.example/@brand"),
        ("https://user:se%40cret@example.com/feed", "example.com:443", "https://example.com/feed"),
        ("http://93.184.215.14:81/", "93.184.215.14:81", "http://93.184.215.14:81/"),
        ("http://[2606:4700:4700:0::1111]:81/", "[2606:4700:4700::1111]:81", "http://[2606:4700:4700::1111]:81/"),
        ("https://münchen.example/é?ü", "xn--mnchen-3ya.example:443", "https://xn--mnchen-3ya.example/%C3%A9?%C3%BC"),
        ("https://old-.tumblr.example/", "old-.tumblr.example:443", "https://old-.tumblr.example/"),
        ("https://example.com/a%2Fb%zz", "example.com:443", "https://example.com/a%2Fb%zz"),
    ],
)
def test_a_url_is_read(url: str, at: str, shown: str) -> None:
    target = parse(url)
    assert isinstance(target, Target)
    assert (target.at, target.url) == (at, shown)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "is not an absolute http or https URL"),
        ("/feed.xml", "is not an absolute http or https URL"),
        ("//example.com/", "is not an absolute http or https URL"),
        ("ftp://example.com/", "has the scheme ftp; only http and https are asked"),
        ("http:/example.com/", "is malformed: expected http(s)://host[:port]/path"),
        ("http:///example.com/", "is malformed: expected http(s)://host[:port]/path"),
        ("http://a@b@example.com/", "is malformed: expected http(s)://host[:port]/path"),
        ("http://example.com:/", "is malformed: expected http(s)://host[:port]/path"),
        ("http://example.com:65536/", "has a port outside 1 to 65535"),
        ("http://example.com\\@10.0.0.1/", "holds a space, a control character or a backslash"),
        ("http://example.com/\u202efeed", "holds a space, a control character or a backslash"),
        ("http://example.com/\ud800", "holds a space, a control character or a backslash"),
        ("http://example.com#@10.0.0.1/", 'hides an "@" behind its host'),
        ("http://example.com?@10.0.0.1/", 'hides an "@" behind its host'),
        ("http://127.1/", "writes an IPv4 address in an unusual form"),
        ("http://08.8.8.8/", "writes an IPv4 address in an unusual form"),
        ("http://feeds.0x7f/", "writes an IPv4 address in an unusual form"),
        ("http://256.1.1.1/", "holds a malformed IPv4 address"),
        ("http://[::1::]/", "holds a malformed IPv6 address"),
        ("http://[fe80::1%25eth0]/", "is malformed: expected http(s)://host[:port]/path"),
        ("http://%65xample.com/", "holds a malformed host name"),
        ("http://example..com/", "holds a malformed host name"),
        ("http://example.com../", "holds a malformed host name"),
        ("http://①②⑦.example/", "holds a malformed host name"),
        ("http://example。com/", "holds a malformed host name"),
        ("http://" + "a." * 127 + "com/", "holds a malformed host name"),
    ],
)
def test_what_parsers_may_read_differently_is_refused(url: str, reason: str) -> None:
    assert parse(url) == Refused(reason)


def test_the_host_of_a_url_is_name_and_port() -> None:
    assert host_of("https://Feeds.Example.com/rss") == "feeds.example.com:443"
    assert host_of("not a url") == ""


_ODD = st.text(alphabet="abz019.-_:/@?#[]%\\ \t\n①。é", max_size=30)


@given(st.one_of(_ODD.map(lambda rest: "http://" + rest), _ODD, st.text(max_size=40)))
def test_what_is_read_is_read_alike_by_the_libraries_that_dial(url: str) -> None:
    target = parse(url)
    if isinstance(target, Target):
        default = 80 if target.scheme == "http" else 443
        by_httpx = httpx.URL(target.url)
        assert (by_httpx.raw_host.decode(), by_httpx.port or default) == (target.host, target.port)
        by_yarl = yarl.URL(str(by_httpx))
        assert (by_yarl.raw_host, by_yarl.port) == (target.host, target.port)
        assert parse(target.url).url == target.url  # type: ignore[union-attr]  # what is shown can be read again
