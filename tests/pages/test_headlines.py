"""The officers' page of headlines: proposed because they are true, chosen, refused when they are true no longer."""

from __future__ import annotations

import json

import pytest

from consult.services import claiming
from consult.services.publishing import building
from consult.services.publishing.releases import RELEASE_FILE, read
from consult.store import consultations
from consult.store.database import db

SAMPLE = "send-strategy"
HEADLINES = f"/officer/{SAMPLE}/headlines"
REFUSED = "It is not true that over 95% agreed with “How it will be delivered” (49 of 59 agreed)."


@pytest.fixture
def appendix(app, tmp_path):
    def build():
        with app.app_context():
            _, files = building.build(
                consultations.by_slug(SAMPLE),
                organisation="Sample",
                datasets_folder=tmp_path / "d",
                charts_folder=tmp_path / "c",
                formats=["json"],
            )
            db.session.remove()
        told = next(file.content for file in files if file.name == RELEASE_FILE)
        build.refused = [f"{one.wanted}. {one.reason}" for one in read(told).refused]
        building.write_to_folder(files, tmp_path / "out")
        from consult.appendix.verification import verify_folder

        assert verify_folder(tmp_path / "out").agrees
        return [
            one["text"] for one in json.loads((tmp_path / "out" / "appendix.json").read_text())["headlines"]
        ]

    return build


def choose(officer, page, key, subject=""):
    form = next(f for f in page.all("form") if any(i.get("value") == key for i in f.iter("input")))
    token = next(i.get("value") for i in form.iter("input") if i.get("name") == "csrf_token")
    officer.client.post(
        f"{HEADLINES}/choose",
        data={"csrf_token": token, "key": key, "subject": subject},
        follow_redirects=True,
    )
    return officer.get(HEADLINES)


def test_the_files_own_headlines_are_a_start_and_every_true_claim_is_proposed(officer):
    page = officer.get(HEADLINES)
    assert "Over 85% (between 54 of 62 and 61 of 64) agreed with each of the five priorities." in page.text
    proposed = {i.get("value") for i in page.all("input", name="key")}
    assert {"priorities-most", "priorities-leading", "priorities.voice-over"} & proposed
    assert "fewer than" not in page.text.casefold()


def test_a_chosen_headline_is_printed_with_the_officers_words_and_can_be_undone(officer, appendix):
    page = choose(officer, officer.get(HEADLINES), "delivery-leading", "our plan for delivery")
    assert "More agreed than disagreed with our plan for delivery" in page.text
    assert "1 question: “How it will be delivered”." in page.text
    assert any("our plan for delivery" in text for text in appendix())
    officer.send(page, "/undo")
    assert not any("our plan for delivery" in text for text in appendix())


def test_taking_out_a_headline_of_the_file_can_be_undone(officer, appendix):
    before = appendix()
    page = officer.send(officer.get(HEADLINES), "/take-out")
    assert len(appendix()) == len(before) - 1
    officer.send(page, "/undo")
    assert sorted(appendix()) == sorted(before)


def test_what_is_not_borne_out_cannot_be_chosen_and_figures_cannot_be_typed_in(officer):
    page = officer.get(HEADLINES)
    token = page.form("/choose").values["csrf_token"]
    for key, subject in (
        ("delivery-fewer", ""),
        ("delivery-over", "99% of the plan"),
        ("delivery-over", "the plan, as 90 per cent of families do"),
        ("delivery-over", "the plan (980 of 1,000 families)"),
    ):
        reply = officer.client.post(
            f"{HEADLINES}/choose",
            data={"csrf_token": token, "key": key, "subject": subject},
            follow_redirects=True,
        )
        assert "do not bear" in reply.text or "without figures of your own" in reply.text


def test_a_headline_that_is_true_no_longer_is_shown_as_refused_with_its_reason(app, officer, appendix):
    choose(officer, officer.get(HEADLINES), "delivery-over")
    with app.app_context():
        consultation = consultations.by_slug(SAMPLE)
        claim = next(one for one in claiming.claims_of(consultation) if one.key == "delivery-over")
        payload = {"kind": "over", "over": 95, "variables": list(claim.variables), "subject": "the plan"}
        claiming.deciding_figures.decide(
            consultation, claiming.DecisionKind.HEADLINE, "delivery-over", payload, by=None
        )
        db.session.remove()
    page = officer.get(HEADLINES)
    assert "Refused" in page.text
    assert REFUSED in page.text
    assert not any("95%" in text for text in appendix())
    assert appendix.refused == [f"“Over 95%” about the plan. {REFUSED}"]
