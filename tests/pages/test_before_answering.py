"""What people are told and asked before they answer: the notice in their words, and whether they agree."""

from __future__ import annotations

import json

import pytest

from consult.services import loading
from consult.store.database import db
from tests.pages.conftest import EVERY_TYPE, SLUG

ANSWER = f"/consultations/{SLUG}/answer"
PARENTS = "We ask children of 7 and over. Please read the questions together."
AGREE = "We keep the answers because you agree to it."


@pytest.fixture
def load(app, tmp_path):
    """Loads the consultation with every type of question, with other details."""

    def with_details(**details):
        raw = json.loads(EVERY_TYPE.read_text())
        raw["consultation"] |= details
        for wording in raw["wordings"]:
            wording |= {
                "for_parents": [PARENTS],
                "consent": [AGREE],
                "privacy_more": [{"title": "How long we keep them", "paragraphs": ["For two years."]}],
                "safeguarding": f"Tell an adult that you trust ({wording['edition']}).",
            }
        path = tmp_path / "consultation.json"
        path.write_text(json.dumps(raw))
        with app.app_context():
            loading.load_file(path)
            db.session.remove()

    return with_details


def test_the_notice_has_its_second_layer_in_the_words_that_were_chosen(visitor, load):
    load(includes_under_13s=True)
    about = visitor.get(f"/consultations/{SLUG}")
    assert PARENTS in about.text
    page = visitor.get(about.links["More about what happens to your answers"])
    assert page.heading == "What happens to your answers"
    assert "How long we keep them" in page.headings
    assert PARENTS in page.text
    assert AGREE not in page.text
    easy = visitor.get(page.links["Easy read"])
    assert "edition--easy_read" in easy.all("body")[0].get("class")


def test_nobody_is_asked_to_agree_where_agreement_is_not_the_basis(visitor, load):
    load()
    assert visitor.start().address == f"{ANSWER}/welcome"
    assert visitor.get(f"{ANSWER}/before-you-answer").address == f"{ANSWER}/welcome"


def test_agreement_is_asked_first_and_kept_with_the_response(visitor, load, way, rows):
    load(lawful_basis="consent")
    page = visitor.start()
    assert page.address == f"{ANSWER}/before-you-answer"
    assert AGREE in page.text
    for address in ("welcome", "check-answers", "who-answered", ""):
        assert visitor.get(f"{ANSWER}/{address}").address == f"{ANSWER}/before-you-answer"
    refused = visitor.send(page, "/before-you-answer")
    assert refused.errors == {"#agree": "Choose an answer"}
    assert refused.title.startswith("Error: ")
    assert visitor.send(page, "/before-you-answer", agree="parent").status == 400
    page = visitor.send(refused, "/before-you-answer", agree="self")
    assert page.address == f"{ANSWER}/welcome"
    for key, values in way.pages:
        page = visitor.send(page, f"/answer/{key}", **values)
    check = visitor.send(page, "/answer/who-answered")
    visitor.send(check, "/answer/send-answers")
    [response] = rows.responses
    assert response.consent == "self"
    assert response.consented_at is not None


def test_a_child_under_13_says_that_a_parent_agrees(visitor, load):
    load(lawful_basis="consent", includes_under_13s=True)
    page = visitor.start("easy_read.en")
    assert PARENTS in page.text
    words = [" ".join("".join(label.itertext()).split()) for label in page.all("label")]
    assert words == [
        "I am 13 or older, and I say yes",
        "I am under 13, and my parent or carer says yes",
        "No, I do not want to take part",
    ]
    assert visitor.send(page, "/before-you-answer", agree="parent").address == f"{ANSWER}/welcome.intro"


def test_someone_who_does_not_agree_is_let_go_kindly_and_nothing_is_kept(visitor, load, rows):
    load(lawful_basis="consent", includes_under_13s=True)
    page = visitor.send(visitor.start("easy_read.en"), "/before-you-answer", agree="no")
    assert page.heading == "That is fine"
    assert "edition--easy_read" in page.all("body")[0].get("class")
    assert "We have kept nothing from you" in page.text
    assert rows.drafts == 0
    assert visitor.get(f"{ANSWER}/").address == f"/consultations/{SLUG}"


def test_the_wording_can_be_changed_before_agreeing(visitor, load):
    load(lawful_basis="consent")
    page = visitor.send(visitor.start(), "/before-you-answer", wording="easy_read.en")
    assert page.address == f"{ANSWER}/before-you-answer"
    assert "edition--easy_read" in page.all("body")[0].get("class")


def test_nothing_is_saved_without_agreement_whatever_is_posted(visitor, load, rows):
    load(lawful_basis="consent")
    page = visitor.start()
    token = page.form("/before-you-answer").values
    reply = visitor.client.post(f"{ANSWER}/about_you", data={**token, "q_role": "professional"})
    assert reply.status_code == 303
    reply = visitor.client.post(f"{ANSWER}/send-answers", data={**token})
    assert reply.status_code == 303
    assert rows.responses == []


def test_safety_is_told_in_the_words_of_the_wording(visitor, load, way):
    load()
    assert "Tell an adult that you trust (standard)." in way.up_to(visitor, "words").text
