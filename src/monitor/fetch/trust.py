"""TLS as this program trusts it.

    authorities   the system's, or those in SSL_CERT_FILE and SSL_CERT_DIR (what OpenSSL itself honours)
    versions      1.2 or newer
    checked       the chain, its dates, and that the certificate names the host that was asked
    not checked   whether a certificate was revoked: neither lists (CRL) nor questions (OCSP) are asked for
    the end       an answer that only the connection's end delimits is whole where TLS says so (close_notify)

The last one is seen here: a connection that was cut and one that ended look the same to whoever reads from it.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from monitor.fetch.guard import DIAL, Dial

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Watched(ssl.SSLObject):
    """A TLS connection that marks, on the Dial of the current exchange, whether it was ended by its own word."""

    _dial: Dial | None

    def write(self, data: ReadableBuffer) -> int:
        self._dial = DIAL.get(None)
        if self._dial is not None:
            self._dial.ended = False
        return super().write(data)

    def read(self, len: int = 1024, buffer: bytearray | None = None) -> str:  # type: ignore[override]  # noqa: A002 — the names and types are those of ssl
        received = super().read(len) if buffer is None else super().read(len, buffer)
        dial = getattr(self, "_dial", None)
        if not received and dial is not None:
            dial.ended = True
        return received  # type: ignore[return-value]  # typeshed says str for what is bytes or a count


def trusting() -> ssl.SSLContext:
    """The context of every connection to a network; takes some 25 ms, most of it reading the authorities."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.hostname_checks_common_name = False  # where it states no names at all, OpenSSL would take that one
    context.set_alpn_protocols(["http/1.1"])
    context.sslobject_class = Watched
    return context
