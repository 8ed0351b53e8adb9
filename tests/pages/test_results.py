"""What the public sees of what came of a consultation, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from consult import clock
from consult.appendix.formats import FORMATS
from consult.appendix.html import stylesheet
from consult.services.publishing.building import FRAGMENT
from consult.store import answering, consultations
from consult.store.answering import Commitment, CommitmentUpdate, Publication, PublicationFile
from consult.store.database import db

PAGE = "/consultations/every-type"


def add_file(publication, name, media_type, content):
    answering.add(
        PublicationFile(publication_id=publication.id, name=name, media_type=media_type, content=content)
    )


@pytest.fixture
def publish(app, every_type):
    """Puts a small appendix in the store, published unless told otherwise, and gives its id."""

    def put(*, published=True, withdrawn=False):
        now = clock.now()
        with app.app_context():
            consultation = consultations.by_slug(every_type)
            publication = Publication(
                consultation_id=consultation.id,
                dataset_digest="d" * 64,
                built_at=now,
                published_at=now if published else None,
                withdrawn_at=now if withdrawn else None,
            )
            answering.add(publication)
            add_file(
                publication, FRAGMENT, "text/html", b"<h1>Results</h1><h2>Who said what</h2><p>66 people</p>"
            )
            for form in FORMATS.values():
                add_file(publication, form.file_name, form.media_type, f"as {form.title}".encode())
            add_file(publication, "responses.csv", "text/csv", b"what each person said")
            db.session.commit()

    return put


@pytest.fixture
def promise(app, every_type):
    """Puts a commitment in the store with its updates."""

    def put(key="c1", kind="will_change", text="More places at weekends", updates=()):
        with app.app_context():
            consultation = consultations.by_slug(every_type)
            commitment = Commitment(
                consultation_id=consultation.id,
                key=key,
                theme_key="t1",
                kind=kind,
                text=text,
                owner="Short breaks team" if kind == "will_change" else "",
                due_on=date(2027, 3, 31) if kind == "will_change" else None,
                created_at=clock.now(),
            )
            answering.add(commitment)
            for day, status, words, difference in updates:
                answering.add(
                    CommitmentUpdate(
                        commitment_id=commitment.id,
                        made_on=day,
                        status=status,
                        text=words,
                        difference=difference,
                        recorded_at=clock.now(),
                    )
                )
            db.session.commit()

    return put


def test_the_published_appendix_is_a_page_of_the_site(visitor, publish):
    publish()
    page = visitor.get(f"{PAGE}/results")
    assert page.status == 200
    assert page.title == ("What people said – Short breaks for disabled children – Sample Borough Council")
    assert page.heading == "Results"
    assert "66 people" in page.text
    assert page.links["About this consultation"] == PAGE
    assert page.all("link", href=f"/appendix.css?v={version_of_style()}")


def version_of_style():
    import hashlib

    return hashlib.sha256(stylesheet("page").encode()).hexdigest()[:12]


def test_every_format_can_be_downloaded_and_bears_its_name(visitor, publish):
    publish()
    page = visitor.get(f"{PAGE}/results")
    for form in FORMATS.values():
        address = f"{PAGE}/appendix{form.suffix}"
        assert page.links[f"{form.title} file of these results"] == address
        reply = visitor.client.get(address)
        assert reply.data == f"as {form.title}".encode()
        assert reply.headers["Content-Type"] == form.media_type
        assert f'filename="every-type-{form.file_name}"' in reply.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "name", ["responses.csv", "appendix-fragment.html", "appendix.exe", "appendix.", "appendix.html/../x"]
)
def test_nothing_else_of_a_publication_can_be_downloaded(visitor, publish, name):
    publish()
    assert visitor.get(f"{PAGE}/{name}").status == 404


@pytest.mark.parametrize("how", [{"published": False}, {"withdrawn": True}])
def test_what_is_not_published_is_not_there(visitor, publish, promise, how):
    publish(**how)
    promise()
    for path in ("/results", "/appendix.pdf", "/progress"):
        assert visitor.get(PAGE + path).status == 404
    assert f"{PAGE}/results" not in visitor.get("/").links.values()


def test_promises_with_what_has_happened_since(visitor, publish, promise):
    publish()
    promise(
        updates=[
            (date(2026, 5, 1), "on_track", "We asked three providers", ""),
            (date(2026, 9, 1), "delayed", "One of them left", "Twelve more children have a place"),
        ]
    )
    promise("c2", kind="cannot", text="Free taxis: the law does not let us")
    page = visitor.get(f"{PAGE}/progress")
    assert page.title.startswith("What has happened since – Short breaks for disabled children")
    assert page.headings[:4] == [
        "What has happened since",
        "Other points",
        "We will change it",
        "We cannot do this",
    ]
    for words in ("Who: Short breaks team", "By 31 March 2027", "Twelve more children have a place"):
        assert words in page.text
    assert page.text.index("1 September 2026") < page.text.index("1 May 2026")
    tags = [" ".join("".join(tag.itertext()).split()) for tag in page.all("strong", class_="govuk-tag")]
    assert tags == ["Delayed"]


def test_no_promises_yet_is_said_so(visitor, publish):
    publish()
    assert "There are no promises to follow yet." in visitor.get(f"{PAGE}/progress").text


def test_what_people_wrote_into_promises_is_never_run(visitor, publish, promise):
    publish()
    promise(text="<script>alert(1)</script>")
    page = visitor.get(f"{PAGE}/progress")
    assert "<script>alert(1)</script>" in page.text


def test_the_hub_and_the_consultation_lead_to_its_results(visitor, publish, promise, monkeypatch):
    publish()
    promise()
    from datetime import UTC, datetime

    monkeypatch.setattr(clock, "now", lambda: datetime(2100, 6, 1, tzinfo=UTC))
    assert visitor.get("/").links["What people said: Short breaks for disabled children"] == f"{PAGE}/results"
    page = visitor.get(PAGE)
    assert page.links["Read what people said"] == f"{PAGE}/results"
    assert page.links["See what has happened since"] == f"{PAGE}/progress"
