"""An email that someone asks for on a page: whether it can be sent, sending it, and what to say if not.

Belongs here: from a typed address to the email of a template in `templates/emails`. Does not belong here: the mail
server (`consult.mail`). The address is used for this one email and is neither stored nor logged.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, request
from flask_babel import gettext as _

from consult import languages, mail
from consult.codes import spaced_code
from consult.mail import NotAnAddress, NotSent
from consult.pages import visits
from consult.services import using_codes
from consult.services.using_codes import TooManyEmails
from consult.settings import Settings


def is_possible() -> bool:
    """Whether this installation has a mail server. Without one nobody is offered an email."""
    return bool(_settings().smtp_url)


def site_address() -> str:
    """The address of the site without a slash at the end: as it is set, else as it was asked for."""
    return _settings().site_address or request.url_root.rstrip("/")


def send(typed: str, subject: str, template: str, *, code: str, **values: Any) -> str:
    """Send the email of a template in the language of the page. Gives what went wrong in words, or nothing.

    `code` is the receipt or resume code that it is asked for with; each is good for a few emails.
    """
    try:
        address = mail.one_address(typed)
    except NotAnAddress:
        return _("Enter an email address, like name@example.org")
    if not is_possible():
        return _cannot_send()
    try:
        using_codes.allow_email(visits.codes(), code)
        _send(address, subject, template, {**values, "code": spaced_code(code)})
    except TooManyEmails:
        return _(
            "We have sent as many emails for this code as we can. Write the code down, or try again tomorrow"
        )
    except NotSent as error:
        current_app.logger.warning("an email was not sent: %s", error)
        return _cannot_send()
    return ""


def _send(address: str, subject: str, template: str, values: dict[str, Any]) -> None:
    text = render_template(f"emails/{template}.txt", subject=subject, **values)
    html = render_template(f"emails/{template}.html", subject=subject, **values)
    mail.send(_settings(), address, subject, text, html, language=languages.current().tag)


def _cannot_send() -> str:
    return _("We could not send the email. Write the code down instead")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
