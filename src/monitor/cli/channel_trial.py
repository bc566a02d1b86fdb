"""`channels test`: whether alerts reach the channels."""

from __future__ import annotations

import click

from monitor.cli.parts import TEMPORARY, application, known_word

_MISCONFIGURED = 4


@click.group()
def channels() -> None:
    """Where several people read what cannot wait: Slack, Teams, Mattermost, Telegram, ntfy and others."""


@channels.command("test")
@click.argument("name", metavar="[NAME]", required=False)
@click.pass_context
def tested(ctx: click.Context, name: str | None) -> None:
    """Send a test message to every channel, or to one, and say what is wrong."""
    from monitor.report.rendering.channel_text import trial
    from monitor.run.mailing.channel_delivery import post_to_channel

    with application(ctx) as app:
        every = app.settings.channels
        if not every:
            raise click.UsageError(f"{app.path} has no channel: add [[channels]], as docs/channels.md shows")
        known_word(app, "channel", name, [one.name for one in every])
        states = []
        for channel in every:
            if name in (None, channel.name):
                result = post_to_channel(channel, *trial(channel.name, channel.language), app.secret)
                states.append(result.state)
                if result.state == "sent":
                    click.echo(f"{channel.name}: the test message was accepted; check that it can be read there")
                else:
                    click.echo(f"monitor: channel {channel.name}: {result.detail}", err=True)
    if any(state != "sent" for state in states):
        ctx.exit(_MISCONFIGURED if "misconfigured" in states else TEMPORARY)
