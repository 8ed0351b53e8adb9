"""With a receipt code: what I said, taking it away, withdrawing it, and what became of it."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from consult import clock
from consult.store import answering, audit, consultations
from consult.store.answering import Publication
from consult.store.database import db
from consult.store.responses import Comment
from consult.store.transactions import transaction


def code_of(page):
    return page.all("strong", class_="receipt__code")[0].text


@pytest.fixture
def sent(visitor, every_type, way):
    """The receipt's page of someone who has sent their answers."""
    return visitor.send(way.to_check(visitor), "/answer/send-answers")


def use(visitor, code):
    return visitor.send(visitor.get("/receipt"), "/receipt", code=code)


def publish(app, slug):
    with app.app_context(), transaction():
        consultation = consultations.by_slug(slug)
        answering.add(
            Publication(
                consultation_id=consultation.id,
                dataset_digest="0" * 64,
                built_at=clock.now(),
                published_at=clock.now(),
            )
        )


def test_a_receipt_code_leads_to_where_the_consultation_stands(sent, another_visitor):
    page = use(another_visitor, code_of(sent).lower().replace(" ", "-"))
    assert page.status == 200
    assert page.heading == "Where your answers stand"
    assert page.answers["Your answers"] == "Counted with all the others"
    assert page.answers["What people said"] == "People are still answering, so there is nothing to show yet"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter your receipt code"),
        ("ABC", "A code has 16 letters and numbers. You entered 3"),
        ("ABCD EFGH IJKL MNOP", "We do not know this code. Check each letter and number, then try again"),
        ("<b>" + "x" * 500, "A code has 16 letters and numbers. You entered 58"),
    ],
)
def test_a_wrong_code_is_refused_in_words(visitor, typed, message):
    page = use(visitor, typed)
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert page.errors == {"#code": message}


def test_what_i_said_is_shown_as_i_gave_it(sent, another_visitor):
    page = another_visitor.get(
        use(another_visitor, code_of(sent)).links["See, print or download what you said"]
    )
    assert page.heading == "What you said"
    assert page.answers["Which of these best describes you?"] == "A parent or carer"
    written = page.answers["Is there anything else you want to tell us?"]
    assert written == "First line Second line & <b>more</b>"
    assert code_of(sent) in page.text


def test_a_receipt_as_plain_text_says_what_when_and_how(sent, visitor):
    reply = visitor.client.get(sent.links["Download your receipt as plain text"])
    assert reply.mimetype == "text/plain"
    assert 'filename="every-type-receipt.txt"' in reply.headers["Content-Disposition"]
    assert reply.headers["Cache-Control"] == "no-store"
    assert code_of(sent) in reply.text
    assert "Received on" in reply.text
    assert "You can withdraw your answers until the results are published" in reply.text
    assert "Then we read every comment and publish" in reply.text
    assert "Second line & <b>more</b>" in reply.text
    assert "http://localhost/receipt" in reply.text


def test_a_receipt_as_pdf_is_tagged_and_says_the_same(sent, visitor):
    reply = visitor.client.get(sent.links["Download your receipt as a PDF"])
    assert reply.mimetype == "application/pdf"
    with pikepdf.open(BytesIO(reply.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].startswith("Receipt: ")


def test_without_a_code_every_page_asks_for_it(visitor, every_type):
    for path in ("", "/answers", "/receipt.pdf", "/receipt.txt", "/withdraw", "/what-became-of-it"):
        page = visitor.get(f"/receipt/yours{path}")
        assert page.address == "/receipt"
        assert "Enter your receipt code." in page.text


def test_a_forged_cookie_shows_nothing(visitor, sent):
    visitor.client.set_cookie("receipt_code", "AAAABBBBCCCCDDDD", path="/receipt")
    assert visitor.get("/receipt/yours/answers").address == "/receipt"


def test_finishing_on_the_device_forgets_the_receipt_too(visitor, sent):
    assert visitor.get("/receipt/yours").heading == "Where your answers stand"
    visitor.send(sent, "/answer/finish-here")
    assert visitor.get("/receipt/yours").address == "/receipt"
    assert visitor.get("/consultations/every-type/answer/your-receipt").address == "/consultations/every-type"


def test_the_code_is_held_for_half_an_hour_by_these_pages_alone(sent, another_visitor):
    page = another_visitor.get("/receipt")
    reply = another_visitor.post(page, "/receipt", follow=False, code=code_of(sent))
    kept = reply.headers["Set-Cookie"]
    assert "Max-Age=1800" in kept
    assert "HttpOnly" in kept
    assert "Path=/receipt" in kept


def test_withdrawing_says_what_it_means_and_erases_what_was_said(sent, another_visitor, rows, app):
    page = another_visitor.get(use(another_visitor, code_of(sent)).links["Withdraw your answers"])
    assert "All your answers and comments are erased at once, for good." in page.text
    assert rows.responses[0].answers != {}
    done = another_visitor.send(page, "/receipt/yours/withdraw")
    assert done.heading == "Your answers are withdrawn"
    assert rows.responses[0].answers == {}
    with app.app_context():
        assert db.session.query(Comment).count() == 0
        entry = audit.entries()[0]
        assert entry.action == "response withdrawn"
        assert entry.account_id is None
        assert "First line" not in str(entry.subject)
        assert audit.broken_entries() == []
    again = another_visitor.send(page, "/receipt/yours/withdraw")
    assert again.heading == "Your answers are withdrawn"
    stands = another_visitor.get("/receipt/yours")
    assert stands.answers["Your answers"] == "Withdrawn and erased. They are not counted"
    assert "You withdrew your answers" in another_visitor.get("/receipt/yours/answers").text
    assert "nothing of them is left" in another_visitor.get("/receipt/yours/what-became-of-it").text
    text = another_visitor.client.get("/receipt/yours/receipt.txt").text
    assert "You withdrew your answers" in text
    assert "First line" not in text


def test_withdrawing_without_a_token_of_ours_erases_nothing(sent, another_visitor, rows):
    page = another_visitor.get(use(another_visitor, code_of(sent)).links["Withdraw your answers"])
    assert another_visitor.send(page, "/receipt/yours/withdraw", csrf_token="forged").status == 400
    assert rows.responses[0].answers != {}


def test_after_publication_it_says_why_not_and_what_can_be_done(sent, another_visitor, app, rows):
    page = another_visitor.get(use(another_visitor, code_of(sent)).links["Withdraw your answers"])
    publish(app, "every-type")
    refused = another_visitor.send(page, "/receipt/yours/withdraw")
    assert refused.heading == "Your answers cannot be withdrawn any more"
    assert "consultations@example.org" in refused.text
    assert not [form for form in refused.all("form") if "withdraw" in form.get("action", "")]
    assert rows.responses[0].answers != {}


def test_before_publication_it_says_honestly_that_there_is_nothing_yet(sent, another_visitor):
    page = another_visitor.get(use(another_visitor, code_of(sent)).links["See what became of what you said"])
    assert "Nothing yet: people are still answering until" in page.text
    assert "First line Second line & <b>more</b>" in page.text
    assert page.text.count("We have it. What became of it is shown here once") == len(
        page.all("section", class_="became")
    )


def test_someone_elses_words_are_never_shown(sent, another_visitor, every_type, way, app):
    way.to_check(another_visitor)
    words = another_visitor.get("/consultations/every-type/answer/words")
    check = another_visitor.send(words, "/answer/words", q_why="Words of another person")
    theirs = another_visitor.send(check, "/answer/send-answers")
    publish(app, "every-type")
    use(another_visitor, code_of(sent))
    for path in ("", "/answers", "/withdraw", "/what-became-of-it"):
        assert "Words of another person" not in another_visitor.get(f"/receipt/yours{path}").text
    assert "Words of another person" not in another_visitor.client.get("/receipt/yours/receipt.txt").text
    use(another_visitor, code_of(theirs))
    assert "Words of another person" in another_visitor.get("/receipt/yours/what-became-of-it").text
