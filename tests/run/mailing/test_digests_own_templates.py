"""F094: the organisation's own templates. What holds is used; what is broken is named, and never loses a message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from monitor.report.rendering.branding import read
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from monitor.report.rendering.sample import samples
from monitor.report.rendering.writer import tried
from support.injection import body, parsed
from support.program import NOON, Clock, Program, account, write_config
from support.site import Site

BRANDED = {
    "brand.css": "h1 { color: #5b2a86 }\n.sheet { border-top: 3px solid #5b2a86 }\n",
    "banner.html": '<p class="over">Acme, every day</p>\n',
    "en/signature.html": "<p>Questions? Ask the web team.</p>\n",
    "fr/signature.html": "<p>Des questions\u00a0? Demandez à l’équipe web.</p>\n",
    "en/signature.txt": "Questions? Ask the web team.\n",
    "fr/signature.txt": "Des questions\u00a0? Demandez à l’équipe web.\n",
}
BROKEN: dict[str, tuple[str, str | bytes, int, str]] = {  # name, contents, the line at fault, what is said of it
    "syntax": ("banner.html", "<p>\n{% if %}\n", 2, "Expected an expression"),
    "undefined": ("banner.html", "<p>\n\n{{ nobody.name }}</p>", 3, "'nobody' is undefined"),
    "missing": ("signature.txt", "\n{% include 'other.txt' %}", 2, "other.txt"),
    "filter": ("signature.html", "{{ digest.title|shout }}", 1, "No filter named 'shout'"),
    "endless": ("banner.html", "\n{% for n in range(10**9) %}{% endfor %}", 2, "operator **"),
    "counting": ("banner.html", "\n{% for n in range(1000000000) %}{% endfor %}", 2, "counts further"),
    "huge": ("signature.txt", "{{ 'x' * 100000000 }}", 1, "more than 10000"),
    "long": ("banner.html", "{% for n in range(9999) %}" + "x" * 100 + "{% endfor %}", 1, "more than 500000"),
    "escape": ("banner.html", "<p>\n{{ ''.__class__.__mro__ }}", 2, "unsafe"),
    "recursion": ("banner.html", "{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "recursion"),
    "raising": ("banner.html", "{{ 1 / 0 }}", 1, "division by zero"),
    "encoding": ("banner.html", b"<p>\nd\xe9cider</p>", 2, "not UTF-8"),
    "picture": ("banner.html", "<p>\n<img alt='' >", 2, "leave this element out"),
    "remote": ("brand.css", "h1 {\n background: url(https://acme.example/a.png) }", 2, "fetches nothing"),
    "unescaped": ("banner.html", "{{ digest.title|safe }}", 1, "shown as text"),
    "script": ("banner.html", "<a href='javascript:alert(1)'>x</a>", 1, "a link leads to"),
    "name": ("banners.html", "<p>", 1, "no template of this name"),
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def program(folder: Path, site: Site, templates: Path) -> Program:
    site.feed("/blog.xml", NOON)
    config = write_config(folder, account("blog", f"{site.base}/blog.xml"))
    text = config.read_text(encoding="utf-8").replace("[mail]\n", f'[mail]\ntemplates = "{templates}"\n')
    config.write_text(text, encoding="utf-8")
    return Program(config, Clock())


def invoke(app: Program, *words: str) -> Result:
    return CliRunner().invoke(main, ["--config", str(app.path), *words])


@pytest.mark.parametrize("language", LANGUAGES)
def test_colours_a_banner_and_a_closing_sentence(tmp_path: Path, language: str) -> None:
    own = read(str(written(tmp_path, BRANDED)))
    said = {"en": "Ask the web team.", "fr": "Demandez à l’équipe web."}[language]
    for contents in samples():
        message = render(contents, language, own)
        assert "Acme, every day" in message.html and "#5b2a86" in message.html.partition("<h1")[2]
        assert said in message.html and said in message.text
        assert "#5b2a86" not in render(contents, language).html


def test_a_block_or_a_whole_layout_can_be_replaced(tmp_path: Path) -> None:
    files = {
        "digest.html": '{% extends "builtin/digest.html" %}{% block foot %}<p>Our own foot.</p>{% endblock %}',
        "alert.txt": "{{ digest.title }}: {{ digest.needing }}\n",
    }
    own = read(str(written(tmp_path, files)))
    digest, _, alert = (render(one, "en", own) for one in samples())
    assert "Our own foot." in digest.html and "You get this mail because" not in digest.html
    assert alert.text == "Acme: 1\n" and "You get this mail because" in alert.html


def test_the_example_of_the_documentation_holds(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "branding.md").read_text(encoding="utf-8")
    files = {name: text for text, name in re.findall(r"```\w+\n(\S+ our-templates/(\S+) .*?)```", page, re.DOTALL)}
    assert files.keys() == {"brand.css", "en/signature.html", "fr/signature.html"}
    assert tried(str(written(tmp_path, files))) == []
    digest = render(samples()[0], "fr", read(str(tmp_path)))
    assert "Demandez à l’équipe web." in digest.html and "#5b2a86" in digest.html.partition("<h1")[2]


@pytest.mark.slow
@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_named_by_file_and_line(tmp_path: Path, kind: str) -> None:
    name, contents, line, said = BROKEN[kind]
    (tmp_path / name).write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    found = [str(one) for one in tried(str(tmp_path))]
    at = tmp_path if kind == "long" else tmp_path / name  # how long it gets shows outside of any line
    assert found and all(one.startswith(f"{at}:{line}: ") for one in found), found
    assert any(said in one for one in found), found


def test_a_folder_in_the_place_of_a_file_and_none_at_all(tmp_path: Path) -> None:
    (tmp_path / "banner.html").mkdir()
    assert "cannot be read" in str(tried(str(tmp_path))[0])
    assert "there is no such folder" in str(tried(str(tmp_path / "absent"))[0])


def test_a_run_with_its_own_templates(tmp_path: Path, site: Site) -> None:
    app = program(tmp_path, site, written(tmp_path / "own", BRANDED))
    assert "is right" in invoke(app, "config", "check").output
    app.run()
    app.clock.forward(days=7)
    ran = app.run()
    assert ran.queued is not None and ran.queued.faults == ()
    (mail,) = (parsed(path.read_bytes()) for path in app.mails)
    assert "Acme, every day" in body(mail, "html") and "Ask the web team." in body(mail, "plain")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["syntax", "undefined", "counting", "encoding", "picture"])
def test_a_broken_template_loses_no_message(tmp_path: Path, site: Site, kind: str) -> None:
    name, contents, line, said = BROKEN[kind]
    own = tmp_path / "own"
    own.mkdir()
    app = program(tmp_path, site, own)
    app.run()
    (own / name).write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    app.clock.forward(days=7)
    ran = app.run()
    assert ran.queued is not None and ran.posted is not None
    assert (ran.queued.messages, ran.queued.problems, ran.posted.sent) == (1, (), 1)
    (fault,) = ran.queued.faults
    assert fault.startswith(f"{own / name}:{line}: ") and said in fault and "the program's own" in fault
    (mail,) = (parsed(path.read_bytes()) for path in app.mails)
    assert "You get this mail because" in body(mail, "html")
    checked = invoke(app, "config", "check")
    assert (checked.exit_code, f"{own / name}:{line}: " in checked.output) == (4, True)
    preview = invoke(app, "digest", "--preview", str(tmp_path / "now.html"))
    assert (preview.exit_code, said in preview.output) == (0, True)


def test_a_message_keeps_the_form_it_was_decided_with(tmp_path: Path, site: Site) -> None:
    """What waits in the outbox does not change with the templates."""
    own = written(tmp_path / "own", BRANDED)
    app = program(tmp_path, site, own)
    config = app.path.read_text(encoding="utf-8")
    app.path.write_text(config.replace('deliver = "maildir"', 'deliver = "smtp"\nport = 9\nsecurity = "none"'), "utf-8")
    app.run()
    app.clock.forward(days=7)
    app.run()
    written(own, {"banner.html": "<p>Another banner</p>"})
    app.path.write_text(config, encoding="utf-8")
    app.clock.forward(hours=3)
    app.run()
    (mail,) = (parsed(path.read_bytes()) for path in app.mails)
    assert "Acme, every day" in body(mail, "html") and "Another banner" not in body(mail, "html")
