"""What a run needs, loaded before it is forked: the modules, and the digest's templates, compiled."""

from __future__ import annotations

import importlib

MODULES = (
    "babel.dates",
    "babel.numbers",
    "css_inline",
    "httpx_aiohttp",
    "monitor.config.schema",
    "monitor.connect.manifests.catalogue",
    "monitor.deliver.smtp",
    "monitor.fetch.client",
    "monitor.fetch.exchange",
    "monitor.report.mail.mime",
    "monitor.run.polling.cycle",
    "monitor.run.mailing.outbox_delivery",
    "monitor.run.mailing.digests",
    "monitor.run.tick",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
)

for module in MODULES:
    importlib.import_module(module)

layout = importlib.import_module("monitor.report.rendering.templates")
for html in (True, False):
    words = layout.environment("en", html=html)
    for template in words.list_templates(filter_func=lambda name: "/" not in name):
        words.get_template(template)
