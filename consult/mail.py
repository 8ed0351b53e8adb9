"""Sending one email: to someone who asked for it, over the organisation's own mail server.

Belongs here: making a message that is safe to send, and handing it over. Does not belong here: what it says (the
templates in `templates/emails`). An address is used once: it is neither stored nor logged, not even in an error.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from consult import clock
from consult.settings import Settings, SettingsProblem

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
# A person waits for the answer.
SECONDS_TO_WAIT = 10
LONGEST_ADDRESS = 254
# One @, no spaces, no lists, nothing that ends a header; names before the @ as mail servers take them.
ADDRESS_FORM = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


class NotAnAddress(ValueError):
    """What was typed is not one email address."""


class NotSent(Exception):
    """The email could not be handed over. Says nothing of the address."""


@dataclass(frozen=True)
class Server:
    """Where emails are handed over. `scheme` is one of `PORTS`."""

    scheme: str
    host: str
    port: int
    user: str
    password: str


@dataclass(frozen=True)
class Attachment:
    """A file of an email, with a media type such as `application/pdf`."""

    name: str
    media_type: str
    content: bytes


def server_of(url: str) -> Server:
    """The mail server of an `SMTP_URL`. Raises `SettingsProblem`, which does not repeat the password."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingsProblem(
            f"SMTP_URL must look like smtp://host:port; it can begin with {', '.join(PORTS)}"
        )
    if parts.scheme == "smtp" and parts.password and parts.hostname not in THIS_MACHINE:
        raise SettingsProblem(
            "SMTP_URL would send its password in the clear; use smtp+starttls:// or smtps://"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], user, password)


def one_address(typed: str) -> str:
    """The address that was typed, without the spaces around it. Raises `NotAnAddress`."""
    address = typed.strip(" ")
    if len(address) > LONGEST_ADDRESS or not ADDRESS_FORM.fullmatch(address) or ".." in address:
        raise NotAnAddress
    return address


def send(
    settings: Settings,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    attachments: Sequence[Attachment] = (),
    *,
    language: str = "en",
) -> None:
    """Send an email to one address. Raises `NotAnAddress`, or `NotSent` where the server does not take it."""
    message = _message(settings, one_address(to), subject, text, html, attachments, language)
    try:
        with _connected(server_of(settings.smtp_url)) as connection:
            connection.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        # The error of a refused recipient holds the address, so it is not passed on.
        raise NotSent(type(error).__name__) from None


def _message(
    settings: Settings,
    to: str,
    subject: str,
    text: str,
    html: str | None,
    attachments: Sequence[Attachment],
    language: str,
) -> EmailMessage:
    message = EmailMessage()
    sender = parseaddr(settings.mail_from)[1]
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    # Nobody's holiday reply should come back, and no scanner should take it for a letter.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text, cte="quoted-printable")
    if html is not None:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    for one in attachments:
        kind, _slash, subtype = one.media_type.partition("/")
        message.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
    # Last, because setting a content moves the headers that describe it into its part.
    message["Content-Language"] = language
    return message


def _connected(server: Server) -> smtplib.SMTP:
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS_TO_WAIT, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_WAIT)
    try:
        return _ready(connection, server)
    except BaseException:
        connection.close()
        raise


def _ready(connection: smtplib.SMTP, server: Server) -> smtplib.SMTP:
    """A connection that is encrypted where the address asks for it, and signed in where it names someone."""
    if server.scheme == "smtp+starttls":
        connection.starttls(context=ssl.create_default_context())
    if server.user:
        connection.login(server.user, server.password)
    return connection
