"""What a run needs, loaded before it is forked: the modules, and the digest's templates, compiled."""

from __future__ import annotations

import importlib

MODULES = (
    "babel.dates",
    "babel.numbers",
    "css_inline",
    "httpx_aiohttp",
    "monitor.config.schema",
    "monitor.connect.catalogue",
    "monitor.deliver.smtp",
    "monitor.fetch.client",
    "monitor.fetch.exchange",
    "monitor.report.letter",
    "monitor.run.cycle",
    "monitor.run.delivery",
    "monitor.run.digests",
    "monitor.run.tick",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
)

for module in MODULES:
    importlib.import_module(module)

layout = importlib.import_module("monitor.report.layout")
for html in (True, False):
    words = layout.environment("en", html=html)
    for template in words.list_templates(filter_func=lambda name: "/" not in name):
        words.get_template(template)
