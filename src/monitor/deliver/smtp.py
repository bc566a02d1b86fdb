"""One message to one recipient over SMTP, one stage after the other, so that the outcome is known.

    connect > EHLO > [STARTTLS > EHLO] > [AUTH] > MAIL > RCPT > DATA > text > dot > QUIT

| what happens               | before MAIL   | MAIL to DATA  | at the dot | at QUIT |
|----------------------------|---------------|---------------|------------|---------|
| connection lost, time-out  | unreachable   | not sent      | uncertain  | sent    |
| 4xx; 5xx as a greeting     | unreachable   | not sent      | not sent   | sent    |
| 5xx: message or recipient  |               | refused       | refused    | sent    |
| 5xx: ours (see _OURS)      | misconfigured | misconfigured | refused    | sent    |
| TLS that cannot be trusted | misconfigured |               |            |         |
| any other code, garbage    | unreachable   | not sent      | uncertain  | sent    |

Certificates are verified, a server without the TLS that was asked for gets nothing, and a password is sent in clear
to this machine alone.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from typing import Final

from monitor.deliver.outcome import Delivery, State, one_line
from monitor.model.people import split_address
from monitor.model.settings import MailSettings

_OURS: Final = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538, 555})  # the session is at fault: ours to mend
_LOGIN: Final = frozenset({530, 534, 535, 538})  # of an answer to RCPT; the rest is about the recipient
_QUIT_TIMEOUT: Final = 5.0


class Stopped(Exception):
    """The session ended before the message was taken; `delivery` says how."""

    def __init__(self, state: State, detail: str) -> None:
        self.delivery = Delivery(state, detail)
        super().__init__(detail)


def send(message: bytes, to: str, settings: MailSettings, password: str | None) -> Delivery:
    """Send `message` to `to` through the server of `settings`."""
    server = f"{settings.host}:{settings.port}"
    if settings.user and (objection := may_log_in(settings, password)):
        return Delivery("misconfigured", objection)
    lost: State = "unreachable"  # what a broken connection means, as far as the session has come
    try:
        with session(settings) as client:
            log_in(client, settings, password)
            lost = "not_sent"
            _announce(client, message, to, settings)
            client.send(_stuffed(message))
            lost = "uncertain"
            if client.sock:
                client.sock.settimeout(settings.final_timeout)
            client.send(b".\r\n")
            code, reply = client.getreply()
            delivery = _outcome(code, reply, server)
            with suppress(OSError, ValueError):
                if client.sock:
                    client.sock.settimeout(min(settings.timeout, _QUIT_TIMEOUT))
                client.quit()
    except Stopped as stopped:
        delivery = stopped.delivery
    except (OSError, ValueError) as error:  # smtplib's own errors are OSError; ValueError: text it cannot encode
        state = "misconfigured" if lost == "unreachable" and is_ours(error, settings.security) else lost
        delivery = Delivery(state, f"{server}: {explained(error)}")
    return Delivery(delivery.state, one_line(delivery.detail, password))


def is_ours(error: Exception, security: str) -> bool:
    """Whether a session that failed before any message will fail until somebody changes the settings, here or there."""
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPServerDisconnected):
        return False  # a server that is shut greets with 5xx too
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500 and isinstance(error.smtp_error, bytes)  # text: smtplib's own "Line too long."
    if isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
        return security == "tls"  # after STARTTLS: something speaks in between
    return isinstance(error, smtplib.SMTPException | ssl.SSLError | ValueError)


@contextmanager
def session(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """A greeted, and where configured encrypted, connection. Closed at the end, and when all the time is used up."""
    where, context = (settings.host, settings.port), ssl.create_default_context  # which reads all authorities
    if settings.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=settings.timeout, context=context())
    else:
        client = smtplib.SMTP(*where, timeout=settings.timeout)
    watchdog = threading.Timer(settings.final_timeout + 10 * settings.timeout, _hang_up, (client,))
    watchdog.daemon = True
    watchdog.start()
    try:
        if client.sock:  # the text and its dot are two writes: the dot need not wait for the text's receipt
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            client.starttls(context=context())
            client.ehlo_or_helo_if_needed()
        yield client
    finally:
        watchdog.cancel()
        client.close()


def _hang_up(client: smtplib.SMTP) -> None:
    """End a session that a server draws out byte by byte: each read then ends at once."""
    if client.sock:
        with suppress(OSError):
            client.sock.shutdown(socket.SHUT_RDWR)


def may_log_in(settings: MailSettings, password: str | None) -> str | None:
    """What is against a login, to be asked before anything is said; None where nothing is."""
    if password is None:
        return f"no password for {settings.user}: set MONITOR_SMTP_PASSWORD, or MONITOR_SMTP_PASSWORD_FILE"
    if settings.security == "none" and not _is_this_machine(settings.host):
        return 'a password is never sent in clear: set [mail] security to "starttls" or "tls"'
    return None


def log_in(client: smtplib.SMTP, settings: MailSettings, password: str | None) -> None:
    """AUTH, where a user is configured; `may_log_in` must have nothing against it."""
    if settings.user:
        client.login(settings.user, password or "")


def _announce(client: smtplib.SMTP, message: bytes, to: str, settings: MailSettings) -> None:
    """MAIL, RCPT and DATA, up to the server's leave to send the text."""
    limit = client.esmtp_features.get("size", "")
    if limit.isdecimal() and 0 < int(limit) < len(message):
        raise Stopped("refused", f"the message has {len(message)} bytes, the server takes {limit} at most")
    options = [f"size={len(message)}"] if limit else []
    recipient = mailbox(to, "the recipient", "refused")
    if not (recipient.isascii() and message.isascii()):
        if not client.has_extn("smtputf8"):
            raise Stopped("refused", f"{to}: the server takes no addresses outside ASCII (no SMTPUTF8)")
        client.command_encoding = "utf-8"
        options += ["BODY=8BITMIME", "SMTPUTF8"]
    sender = mailbox(settings.sender, "[mail] from", "misconfigured")
    expect("MAIL", client.mail(sender, options), (250,))
    expect(f"RCPT {to}", client.rcpt(recipient), (250, 251, 252))
    expect("DATA", client.docmd("DATA"), (354,))


def mailbox(text: str, what: str, wrong: State) -> str:
    """The address alone, as MAIL and RCPT say it."""
    parts = split_address(text)
    if parts is None:
        raise Stopped(wrong, f"{what}: {text!r} is not an e-mail address: correct it in the configuration")
    return parts[1]


def expect(stage: str, answer: tuple[int, bytes], good: tuple[int, ...]) -> None:
    """Ends the session where the answer is none of the good ones."""
    code, reply = answer
    if code not in good:
        state: State = "not_sent"
        if 500 <= code <= 599:
            ours = _LOGIN if stage.startswith("RCPT") else _OURS
            state = "misconfigured" if code in ours else "refused"
        raise Stopped(state, f"{stage}: {_said(code, reply)}")


def _outcome(code: int, reply: bytes, server: str) -> Delivery:
    """What the reply to the final dot means."""
    state: State = "uncertain"
    if code == 250:  # nothing else is a yes here; a reply that was cut short may look like another success
        state = "sent"
    elif 400 <= code <= 499:
        state = "not_sent"
    elif 500 <= code <= 599:
        state = "refused"
    return Delivery(state, f"{server}: {_said(code, reply)}")


def _said(code: int, reply: bytes) -> str:
    return f"the server answered {code} {reply.decode('utf-8', 'replace')}"


def explained(error: Exception) -> str:
    """What went wrong, in words for the operator."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not valid ({error.verify_message}): nothing was sent"
    if isinstance(error, ssl.SSLEOFError):
        return "the server broke off while encryption was agreed on: it may only know an old TLS"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{error} It may offer it at another port, or with another [mail] security"
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(error) or type(error).__name__


def _stuffed(message: bytes) -> bytes:
    """The text as DATA carries it: CRLF at every line's end, and a dot before every line that begins with one."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
