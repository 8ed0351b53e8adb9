"""The appendix from the button that builds it to the public's page, and taking it down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consult.services.publishing.building import FRAGMENT
from consult.services.publishing.releases import RELEASE_FILE, RefusedHeadline, Release, TableCost, written
from consult.store import answering
from consult.store.answering import Publication, PublicationFile
from consult.store.consultations import Consultation
from consult.store.transactions import transaction

ADDRESS = "/officer/send-strategy/appendix"
PUBLIC = "/consultations/send-strategy/results"

REFUSED = "It is not true that over 95% agreed with “How it will be delivered” (49 of 59 agreed)."


@pytest.fixture
def built(app, consultation):
    """Keep a small appendix that was built, and give its address."""

    def keep(words: str = "What people said", release: Release | None = None) -> str:
        kept = [(RELEASE_FILE, "application/json", written(release).decode())] if release else []
        with app.app_context(), transaction():
            publication = Publication(
                consultation_id=consultation.id,
                job_id=None,
                dataset_digest="abc" * 20,
                built_at=datetime(2024, 1, 2, 9, tzinfo=UTC),
            )
            answering.add(publication)
            for name, media_type, content in (
                (FRAGMENT, "text/html", f"<h1>{words}</h1><p>Told us &amp; asked.</p>"),
                ("appendix.pdf", "application/pdf", "%PDF-1.7"),
                ("responses.csv", "text/csv", "reference\n1"),
                *kept,
            ):
                answering.add(
                    PublicationFile(
                        publication_id=publication.id,
                        name=name,
                        media_type=media_type,
                        content=content.encode(),
                    )
                )
            return f"{ADDRESS}/{publication.id}"

    return keep


def test_an_appendix_is_looked_at_before_it_is_published(officer, visitor, built):
    address = built()
    listed = officer.visit(ADDRESS)
    assert "Built 2 January 2024 at 9am Not published" in listed.words
    page = officer.visit(listed.link("Built 2 January 2024"))
    assert page.address == address
    assert page.heading == "What people said"
    assert "Told us & asked." in page.words
    assert "Only the team can see this" in page.words
    assert visitor.client.get(PUBLIC).status_code == 404


def test_each_file_is_downloaded_under_the_name_of_the_consultation(officer, built):
    page = officer.visit(built())
    reply = officer.client.get(page.link("PDF"))
    assert (reply.data, reply.mimetype) == (b"%PDF-1.7", "application/pdf")
    assert reply.headers["Content-Disposition"] == "attachment; filename=send-strategy-appendix.pdf"
    assert officer.client.get(page.link("responses.csv")).data == b"reference\n1"
    assert officer.client.get(f"{page.address}/files/nothing.pdf").status_code == 404
    assert FRAGMENT not in page.words


def test_publishing_is_asked_about_first_and_can_be_taken_back(officer, visitor, built):
    page = officer.visit(built())
    asked = officer.visit(page.link("Publish this appendix"))
    assert asked.heading == "Publish this appendix?"
    assert "People can no longer withdraw their responses" in asked.words
    assert visitor.client.get(PUBLIC).status_code == 404
    page = officer.press(asked, "Publish this appendix")
    assert "The appendix is published. Everyone can read it now." in page.messages
    assert "Published since" in page.words
    assert "What people said" in visitor.visit(PUBLIC).words
    asked = officer.visit(officer.visit(page.link("Built")).link("Take it down"))
    page = officer.press(asked, "Take the appendix down")
    assert "Taken down" in page.words
    assert visitor.client.get(PUBLIC).status_code == 404
    officer.press(officer.visit(f"{page.link('Built')}/publish"), "Publish this appendix")
    assert visitor.client.get(PUBLIC).status_code == 200


def test_a_newer_appendix_takes_the_place_of_the_one_before(officer, visitor, built):
    first, second = built("The first"), built("The second")
    officer.press(officer.visit(f"{first}/publish"), "Publish this appendix")
    asked = officer.visit(f"{second}/publish")
    assert "It takes the place of the one published" in asked.words
    page = officer.press(asked, "Publish this appendix")
    assert "The second" in visitor.visit(PUBLIC).words
    assert "Replaced published" in page.words


def test_nothing_is_published_while_people_still_answer(app, officer, built, consultation):
    with app.app_context(), transaction():
        from consult.store import consultations

        row: Consultation = consultations.by_slug(consultation.slug)
        row.closes_at = datetime(2099, 1, 1, tzinfo=UTC)
    page = officer.press(officer.visit(f"{built()}/publish"), "Publish this appendix")
    assert "The consultation is still open." in page.messages
    assert "Only the team can see this" in page.words


def test_what_is_not_published_cannot_be_taken_down(officer, built):
    page = officer.press(officer.visit(f"{built()}/take-down"), "Take the appendix down")
    assert "This appendix is not published." in page.messages


def test_building_is_followed_and_not_asked_for_twice(app, officer):
    asked = []
    app.extensions["enqueue"] = asked.append
    page = officer.press(officer.visit(ADDRESS), "Build an appendix")
    assert page.heading == "Building the appendix"
    listed = officer.visit(ADDRESS)
    assert "Build an appendix" not in listed.buttons()
    assert listed.link("An appendix is being built.") == page.address
    assert officer.send(f"{ADDRESS}/build").location == page.address
    assert len(asked) == 1


@pytest.mark.parametrize("address", ["/99", "/99/publish", "/99/take-down", "/99/files/appendix.pdf", "/x"])
def test_there_is_no_page_for_an_appendix_that_there_is_not(officer, address):
    assert officer.client.get(ADDRESS + address).status_code == 404


def test_the_whole_way_from_the_answers_to_the_published_appendix(officer, visitor):
    page = officer.press(officer.visit(ADDRESS), "Build an appendix")
    assert "The appendix is built. Look at it before you publish it." in page.messages
    preview = officer.visit(page.link("Built"))
    assert "66" in preview.words
    for words in ("Web page", "PDF", "Word", "OpenDocument text", "Spreadsheet", "CSV", "JSON"):
        reply = officer.client.get(preview.link(f"{words} of the appendix"))
        assert (reply.status_code, bool(reply.data)) == (200, True)
    assert "No figure had to be withheld" in preview.words
    assert "release.json" not in preview.words
    officer.press(officer.visit(preview.link("Publish this appendix")), "Publish this appendix")
    assert visitor.visit(PUBLIC).status == 200


def test_the_officer_sees_what_protecting_people_costs_before_publishing(officer, built):
    told = Release(
        costs=(TableCost("Role", 9, 2, 1), TableCost("Age", 5, 0, 1)),
        not_split=("Why, by who answered",),
        checked=2,
        shown_tables=7,
        refused=(
            RefusedHeadline(
                "“Over 95%” about the plan",
                REFUSED,
            ),
        ),
    )
    page = officer.visit(built(release=told))
    assert REFUSED in officer.visit(ADDRESS).words
    for shown in (page, officer.visit(page.link("Publish this appendix"))):
        assert "4 figures in 2 of 7 tables" in shown.words
        assert "Role 9 2 1" in shown.words
        assert "A headline that you chose is not in this appendix" in shown.words
        assert f"“Over 95%” about the plan. {REFUSED}" in shown.words
        assert "Tables that are left out, because too few answered: Why, by who answered." in shown.words
