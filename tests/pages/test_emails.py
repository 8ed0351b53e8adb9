"""Emails that people ask for, over a real mail server: what they say, and that nothing of the address stays."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from consult import mail
from consult.application import create_app
from consult.mail import NotAnAddress
from consult.settings import SettingsProblem, settings_from_environment
from consult.store.database import db
from consult.store.tables import metadata
from tests.mail_server import mail_server
from tests.pages.conftest import Visitor

ANSWER = "/consultations/every-type/answer"
ADDRESS = "parent.carer@example.org"


@pytest.fixture
def post():
    with mail_server() as handler:
        yield handler


@pytest.fixture
def settings(settings, post):
    return replace(
        settings,
        smtp_url=post.url,
        mail_from="Sample Borough Council <no-reply@example.org>",
        site_address="https://say.example.org",
    )


def code_page(visitor, way):
    return visitor.send(way.up_to(visitor, "words"), "/answer/words", then="later", q_why="Saved")


def code_of(page):
    return page.all("strong", class_="receipt__code")[0].text


def test_the_link_is_sent_and_carries_on_elsewhere(visitor, another_visitor, every_type, way, post):
    page = code_page(visitor, way)
    sent = visitor.send(page, "/answer/email-code", email=f" {ADDRESS} ")
    assert "The email is on its way. We have not kept the address." in sent.text
    assert post.recipients == [ADDRESS]
    [message] = post.messages
    assert message["Subject"].startswith("Carry on with your answers: Short breaks")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Date"].datetime
    assert message["Content-Language"] == "en"
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    code = code_of(page).replace(" ", "")
    link = f"https://say.example.org/consultations/every-type/resume/{code}"
    assert link in text
    assert link in html
    assert code_of(page) in text
    opened = another_visitor.get(link.removeprefix("https://say.example.org"))
    another_visitor.send(opened, "/resume")
    assert another_visitor.get(f"{ANSWER}/words").form("/answer/words").values["q_why"] == "Saved"


def test_the_receipt_is_sent_with_what_was_said(visitor, every_type, way, post):
    receipt = visitor.send(way.to_check(visitor), "/answer/send-answers")
    answers = visitor.get(receipt.links["See, print or email what you said"])
    visitor.send(answers, "/receipt/yours/email", email=ADDRESS)
    [message] = post.messages
    text = message.get_body(("plain",)).get_content()
    assert code_of(receipt) in text
    assert "Second line & <b>more</b>" in text
    assert "You can withdraw your answers" in text
    assert "https://say.example.org/receipt" in text
    assert "Second line &amp; &lt;b&gt;more&lt;/b&gt;" in message.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    "typed",
    ["", "nobody", "a@b", "a b@example.org", "a@example.org,c@example.org", "a@example.org\r\nBcc: c@example.org",
     "a@example.org\nBcc: c@example.org", "<a@example.org>", "a@exämple.org",
     "a" * 65 + "@example.org", "a@@example.org"],
)  # fmt: skip
def test_what_is_no_single_address_is_refused_and_nothing_sent(visitor, every_type, way, post, typed):
    page = visitor.send(code_page(visitor, way), "/answer/email-code", email=typed)
    assert page.status == 400
    assert page.errors == {"#email": "Enter an email address, like name@example.org"}
    assert post.messages == []
    with pytest.raises(NotAnAddress):
        mail.one_address(typed)


def test_a_server_that_refuses_is_told_honestly_and_the_code_stays(visitor, every_type, way, post, caplog):
    post.refuses = True
    with caplog.at_level(logging.DEBUG):
        page = visitor.send(code_page(visitor, way), "/answer/email-code", email=ADDRESS)
    assert page.status == 400
    assert page.errors == {"#email": "We could not send the email. Write the code down instead"}
    assert code_of(page)
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert "an email was not sent: SMTPRecipientsRefused" in ours
    assert "parent.carer" not in str(ours)


def test_a_server_that_is_not_there_is_told_honestly(visitor, every_type, way, app):
    app.extensions["settings"] = replace(app.extensions["settings"], smtp_url="smtp://127.0.0.1:1")
    page = visitor.send(code_page(visitor, way), "/answer/email-code", email=ADDRESS)
    assert page.errors == {"#email": "We could not send the email. Write the code down instead"}


def test_no_address_is_kept(visitor, every_type, way, post, app):
    visitor.send(code_page(visitor, way), "/answer/email-code", email=ADDRESS)
    assert post.messages
    with app.app_context():
        for table in metadata.sorted_tables:
            assert ADDRESS not in str(db.session.execute(table.select()).all()), table.name


def test_a_code_sends_three_emails_and_no_more(visitor, every_type, way, post):
    page = code_page(visitor, way)
    for _email in range(3):
        page = visitor.send(page, "/answer/email-code", email=ADDRESS)
    refused = visitor.send(page, "/answer/email-code", email=ADDRESS)
    assert refused.status == 400
    assert "as many emails for this code as we can" in refused.errors["#email"]
    assert len(post.messages) == 3


def test_without_a_mail_server_no_email_is_offered(settings, every_type, way):
    app = create_app(replace(settings, smtp_url=""))
    visitor = Visitor(app)
    assert not [one for one in code_page(visitor, way).all("form") if "email" in one.get("action", "")]
    receipt = visitor.send(way.to_check(visitor), "/answer/send-answers")
    answers = visitor.get(receipt.links["See, print or download what you said"])
    assert not [one for one in answers.all("form") if "email" in one.get("action", "")]
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "values",
    [
        {"SMTP_URL": "smtp://127.0.0.1:25", "MAIL_FROM": "a@example.org"},
        {"SMTP_URL": "smtp://127.0.0.1:25", "SITE_ADDRESS": "https://say.example.org"},
        {"SITE_ADDRESS": "say.example.org"},
    ],
)
def test_settings_that_lack_something_are_refused(tmp_path, values):
    with pytest.raises(SettingsProblem):
        settings_from_environment({"DATA_FOLDER": str(tmp_path), **values})


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://me:secret@mail.example.org"]
)
def test_a_mail_server_that_is_not_named_well_is_refused_without_its_password(url):
    with pytest.raises(SettingsProblem) as refused:
        mail.server_of(url)
    assert "secret" not in str(refused.value)


def test_a_subject_cannot_begin_another_header(settings, post):
    mail.send(settings, ADDRESS, "One\r\nBcc: other@example.org", "Text")
    assert post.messages[0]["Subject"] == "One Bcc: other@example.org"
    assert post.recipients == [ADDRESS]
