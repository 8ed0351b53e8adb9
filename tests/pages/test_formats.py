"""Answering on paper, asking for another format, and documents that the site serves itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consult import clock
from consult.services import keeping_documents, loading
from consult.services.loading import LoadingProblem
from consult.store import audit, consultations, format_requests
from consult.store.database import db

EVERY_TYPE = Path(__file__).parent / "fixtures" / "every_type.json"
BEFORE = datetime(2023, 6, 1, tzinfo=UTC)
AFTER = datetime(2100, 6, 1, tzinfo=UTC)


def test_the_questions_can_be_had_on_paper_in_every_wording(visitor, every_type):
    page = visitor.get(visitor.get(f"/consultations/{every_type}").links["Answer on paper"])
    assert page.heading == "Answer on paper"
    address = page.links["To print: Standard, English"]
    reply = visitor.client.get(address)
    assert reply.mimetype == "application/pdf"
    assert reply.data.startswith(b"%PDF-")
    assert reply.data == visitor.client.get(address).data
    assert 'filename="every-type-standard-en.pdf"' in reply.headers["Content-Disposition"]
    # Now that it is made, its size is known.
    assert f"PDF, {round(len(reply.data) / 1000)} KB" in visitor.get(page.address).text


@pytest.mark.parametrize("part", ["standard/fr/pdf", "other/en/pdf", "standard/en/exe", "standard/en/..pdf"])
def test_paper_that_there_is_not_is_not_found(visitor, every_type, part):
    assert visitor.client.get(f"/consultations/{every_type}/paper/{part}").status_code == 404


def test_nothing_is_on_paper_for_the_public_before_it_opens(visitor, every_type, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    assert visitor.client.get(f"/consultations/{every_type}/paper").status_code == 404
    assert visitor.client.get(f"/consultations/{every_type}/paper/standard/en/pdf").status_code == 404
    assert visitor.client.get(f"/officer/{every_type}/paper").status_code == 302


def requests_of(app):
    with app.app_context():
        return format_requests.requests_of(consultations.by_slug("every-type"))


def test_a_request_reaches_the_officers_once_and_the_trail_says_nothing_of_the_person(
    app, visitor, every_type
):
    page = visitor.get(f"/consultations/{every_type}/another-format")
    asked = {"format": "braille", "reach_by": "email", "email": "sam@example.org"}
    sent = visitor.send(page, "another-format", **asked)
    assert sent.heading == "We have your request"
    visitor.send(page, "another-format", **asked)
    assert [(row.asked_format, row.contact) for row in requests_of(app)] == [("braille", "sam@example.org")]
    with app.app_context():
        assert "sam" not in json.dumps([entry.subject for entry in audit.entries()])


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, {"#format": "Choose what you need", "#reach_by": "Choose how we can reach you"}),
        (
            {"format": "language", "reach_by": "phone", "phone": "12"},
            {"#detail": "Write which language you need", "#phone": "Enter a phone number"},
        ),
        (
            {"format": "audio", "reach_by": "email", "email": "sam"},
            {"#email": "Enter an email address, like name@example.com"},
        ),
        (
            {"format": "audio", "reach_by": "post", "post": "", "email": "a@b.cd"},
            {"#post": "Enter your name and address, so that the post finds you"},
        ),
        (
            {"format": "gold", "reach_by": "owl"},
            {"#format": "Choose what you need", "#reach_by": "Choose how we can reach you"},
        ),
        (
            {"format": "audio", "reach_by": "email", "email": "a@b.cd", "detail": "x" * 501},
            {"#detail": "Use 500 characters or fewer"},
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_nothing_is_kept(app, visitor, every_type, changes, errors):
    page = visitor.send(
        visitor.get(f"/consultations/{every_type}/another-format"), "another-format", **changes
    )
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert page.errors == errors
    for place in errors:
        page.by_id(place[1:])
    assert requests_of(app) == []


def test_a_program_that_floods_is_stopped(app, visitor, every_type, monkeypatch):
    monkeypatch.setattr("consult.services.requesting_formats.MOST_IN_AN_HOUR", 1)
    asked = {"format": "braille", "reach_by": "email", "email": "sam@example.org"}
    address = f"/consultations/{every_type}/another-format"
    visitor.send(visitor.get(address), "another-format", **asked)
    assert visitor.send(visitor.get(address), "another-format", **asked).status == 429
    assert len(requests_of(app)) == 1


def test_nothing_can_be_asked_for_once_it_is_closed(visitor, every_type, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    assert visitor.client.get(f"/consultations/{every_type}/another-format").status_code == 404


@pytest.fixture
def with_documents(tmp_path, app):
    """Loads the consultation with documents, from a folder that a test can fill."""
    folder = tmp_path / "given"
    (folder / keeping_documents.FOLDER).mkdir(parents=True)

    def load(listed, **files):
        raw = json.loads(EVERY_TYPE.read_text(encoding="utf-8"))
        raw["consultation"]["documents"] = listed
        (folder / "c.json").write_text(json.dumps(raw))
        for name, content in files.items():
            (folder / keeping_documents.FOLDER / name.replace("__", ".")).write_bytes(content)
        with app.app_context():
            loading.load_file(folder / "c.json")
            db.session.remove()

    return load


def test_documents_are_served_with_type_size_and_alternative(visitor, with_documents):
    with_documents(
        [
            {
                "title": "Draft plan",
                "file": "plan.pdf",
                "alternative": {"title": "Draft plan as text", "file": "plan.txt"},
            },
            {"title": "The law", "address": "https://example.org/law.pdf"},
        ],
        plan__pdf=b"%PDF-1.7 " + b"x" * 45_000,
        plan__txt=b"The plan.",
    )
    page = visitor.get("/consultations/every-type")
    assert "Draft plan PDF, 45 KB" in page.text
    assert "Draft plan as text Text, 1 KB" in page.text
    assert "The law PDF, on another site" in page.text
    reply = visitor.client.get(page.links["Draft plan"])
    assert reply.mimetype == "application/pdf"
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert (
        visitor.client.get(page.links["Draft plan"].replace("/documents/", "/documents/0")).status_code == 404
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"<script>alert(1)</script>"),
        ("plan.docx", b"PK\x03\x04 not an archive"),
        ("plan.txt", b"\xff\xfe\x00"),
        ("missing.pdf", None),
    ],
)
def test_a_document_that_is_not_what_it_says_keeps_the_file_from_loading(app, with_documents, name, content):
    files = {name.replace(".", "__"): content} if content is not None else {}
    with pytest.raises(LoadingProblem, match=name):
        with_documents([{"title": "Draft plan", "file": name}], **files)
    with app.app_context():
        assert consultations.by_slug("every-type") is None
