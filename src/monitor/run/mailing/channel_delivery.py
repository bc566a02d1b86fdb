"""Messages to channels are handed over: each is claimed, posted, and what became of it is written down.

Each is a message of the outbox whose recipient is a channel; its body is plain text. A run killed between the
service's answer and the commit posts it again: a channel may show it twice, and never not at all. A channel that fails
is left alone for the rest of the run; nothing that it does holds up the others, or the mails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from monitor.deliver import Delivery
from monitor.deliver.channel import TIMEOUT, post
from monitor.judge.alert_rules import Alert
from monitor.model.alerting import Channel
from monitor.model.errors import ConfigError
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus
from monitor.report.contents.alert import warn
from monitor.report.rendering.channel_text import announced
from monitor.run.mailing.outbox_delivery import Posted, settle
from monitor.run.stopping import Stop
from monitor.store import MessageRow, NewMessage, Store

Secrets = Callable[[str], str | None]
_LEASE = timedelta(seconds=4 * TIMEOUT)


def message(
    channel: Channel,
    alerts: Sequence[Alert],
    account_statuses: Mapping[str, AccountStatus],
    settings: Settings,
    period: str,
    now: datetime,
) -> NewMessage:
    """The message about the channel's alerts, as it is queued."""
    title, text = announced(warn(alerts, None, account_statuses, settings, now), channel.language)
    digest = hashlib.blake2b(f"{channel.recipient}\0{period}".encode(), digest_size=16).hexdigest()
    return NewMessage(
        recipient=channel.recipient,
        address=channel.recipient,
        period=period,
        created=now,
        message_id=f"<{digest}@channel.invalid>",
        subject=title,
        body=text.encode("utf-8", "replace"),
    )


def deliver_channels(
    store: Store,
    settings: Settings,
    secrets: Secrets,
    clock: Callable[[], datetime],
    owner: str,
    stop: Stop | None = None,
) -> Posted:
    """Posts every message whose time has come; a channel whose message fails has its others tried in another run."""
    channels = {one.recipient: one for one in settings.channels}
    posted, failing = Posted(), set[str]()
    lease = max(settings.lease, _LEASE)
    while stop is None or stop.goes_on():
        claimed = store.claim_messages(
            clock(), until=clock() + lease, owner=owner, limit=1, channels=True, without=sorted(failing)
        )
        if not claimed:
            break
        (message,) = claimed
        result = _posted(message, channels.get(message.recipient), secrets)
        became = settle(store, message, result, clock(), patient=False)
        if became == "sent":
            posted += Posted(sent=1)
            continue
        failing.add(message.recipient)
        details = (f"channel {message.recipient.removeprefix('#')}: {result.detail}",)
        posted += Posted(failed=1, details=details) if became == "failed" else Posted(waiting=1, details=details)
    return posted


def post_to_channel(channel: Channel, title: str, text: str, secrets: Secrets) -> Delivery:
    """Hands a text to a channel, whose address is read now; what is wrong with its secret is a Delivery too."""
    try:
        url = secrets(channel.secret)
    except ConfigError as error:
        return Delivery("misconfigured", " ".join(str(error).split()))
    if not url:
        return Delivery("misconfigured", f"no address: set {channel.secret}, or {channel.secret}_FILE")
    return post(url.strip(), channel.secret, title, text)


def _posted(message: MessageRow, channel: Channel | None, secrets: Secrets) -> Delivery:
    if channel is None:
        return Delivery("refused", "the file has no such channel any more")
    return post_to_channel(channel, message.subject, message.body.decode(), secrets)
