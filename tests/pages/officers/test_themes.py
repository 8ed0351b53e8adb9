"""Suggested themes and what people make of them: naming, merging, setting aside, taking back."""

from __future__ import annotations

import pytest

THEMES = "/officer/send-strategy/themes"


@pytest.fixture
def references(said):
    return [comment.reference for comment in said]


@pytest.fixture
def suggested(suggest, references):
    """Two suggested themes of three and two comments; their addresses by name."""
    job = suggest({"Buses": references[:3], "Waiting": references[3:5]})
    return {"Buses": f"{THEMES}/s{job}_0", "Waiting": f"{THEMES}/s{job}_1"}


def counts(page) -> dict[str, str]:
    """What the list says of each theme: how many were read, are to read, and answers."""
    return {
        "".join(theme.find(".//a").itertext()): " ".join(
            "".join(theme.findall(".//p[@class='themes__counts']")[0].itertext()).split()
        )
        for theme in page.find("li", class_="themes__one")
    }


def account(page) -> tuple[str, ...]:
    return tuple(page.fact(label) for label in ("In a theme", "Read, no theme", "Set aside", "Not yet read"))


def test_suggestions_stand_apart_from_what_people_decided(officer, suggested):
    page = officer.visit(THEMES)
    assert counts(page) == {
        "Buses": "0 read 3 to read No answer",
        "Waiting": "0 read 2 to read No answer",
    }
    assert page.words.count("Suggested name") == 2
    assert account(page) == ("0", "0", "0", "77")
    assert "Not yet read, not grouped (72)" in page.words


def test_confirming_reads_the_ticked_comments_and_can_be_undone(officer, suggested, references):
    page = officer.visit(suggested["Buses"])
    assert page.heading == "Buses"
    page = officer.press(page, "Confirm in this theme", chosen=references[:2])
    assert "Confirmed 2 comments in “Buses”" in page.messages
    assert "Comments 1 to 1 of 1" in page.words
    themes = officer.visit(THEMES)
    assert counts(themes)["Buses"] == "2 read 1 to read No answer"
    assert account(themes) == ("2", "0", "0", "75")
    assert "Last decision: Confirmed 2 comments in “Buses”" in themes.words
    themes = officer.press(themes, "Undo the last decision")
    assert "Undone: Confirmed 2 comments in “Buses”" in themes.messages
    assert counts(themes)["Buses"] == "0 read 3 to read No answer"
    assert "Last decision" not in themes.words


def test_undoing_leads_back_to_where_it_was_pressed(officer, suggested, references):
    page = officer.press(officer.visit(suggested["Buses"]), "Confirm in this theme", chosen=references[:1])
    page = officer.press(page, "Undo the last decision")
    assert page.address == suggested["Buses"]


def test_typical_comments_come_first(officer, suggested, said):
    page = officer.visit(suggested["Buses"])
    shown = [field.get("value") for field in page.fields("chosen")]
    assert shown[0] == said[2].reference
    assert "Typical" in page.row(" ".join(said[2].text.split()))


def test_a_theme_is_named_and_defined(officer, suggested):
    page = officer.visit(officer.visit(suggested["Buses"]).link("Rename and define"))
    page = officer.press(page, "Save", name="  Getting\tto school ", definition="How children get there.")
    assert page.heading == "Getting to school"
    assert "How children get there." in page.words
    assert "Suggested by the computer as “Buses”, from the words school, bus" in page.words
    refused = officer.press(officer.visit(page.link("Rename and define")), "Save", name=" ")
    assert (refused.status, refused.errors) == (400, {"name": "Enter a name for the theme"})


def test_merging_brings_the_comments_together_and_can_be_taken_apart(officer, suggested):
    page = officer.visit(officer.visit(suggested["Waiting"]).link("Merge with another theme"))
    refused = officer.press(page, "Merge")
    assert refused.errors == {"into": "Choose the theme that it is merged into"}
    page = officer.press(page, "Merge", into=suggested["Buses"].rpartition("/")[2])
    assert "“Waiting” is now part of “Buses”" in page.messages
    themes = officer.visit(THEMES)
    assert counts(themes) == {"Buses": "0 read 5 to read No answer"}
    assert "Waiting: merged into “Buses”" in themes.words
    assert officer.visit(suggested["Waiting"]).link("Buses") == suggested["Buses"]
    themes = officer.press(themes, "Bring back Waiting")
    assert set(counts(themes)) == {"Buses", "Waiting"}


def test_a_theme_is_set_aside_with_its_reason_and_brought_back(officer, suggested):
    page = officer.visit(officer.visit(suggested["Waiting"]).link("Set this theme aside"))
    assert officer.press(page, "Set aside").errors == {
        "reason": "Say why it is set aside. The reason is published."
    }
    page = officer.press(page, "Set aside", reason="Only about the form")
    assert "Waiting: set aside because: Only about the form" in page.words
    assert set(counts(page)) == {"Buses"}
    gone = officer.visit(suggested["Waiting"])
    assert "This theme is set aside because: Only about the form" in gone.words
    assert officer.client.get(f"{suggested['Waiting']}/rename").status_code == 404
    assert set(counts(officer.press(gone, "Bring it back"))) == {"Buses", "Waiting"}


def test_a_theme_that_nobody_suggested_is_added(officer, suggested):
    page = officer.visit(officer.visit(THEMES).link("Add a theme"))
    page = officer.press(page, "Add theme", name="Wheelchairs", definition="")
    assert counts(page)["Wheelchairs"] == "0 read 0 to read No answer"
    assert "Suggested name" not in page.row("Wheelchairs")


def test_every_decision_is_in_the_history_and_an_undone_one_comes_back(officer, suggested, references):
    officer.press(officer.visit(suggested["Buses"]), "Confirm in this theme", chosen=references[:2])
    officer.press(officer.visit(f"{suggested['Buses']}/rename"), "Save", name="Travel")
    page = officer.visit(f"{THEMES}/history")
    assert "Named a theme “Travel” Step 3, Olu Officer" in page.words
    page = officer.press(page, "Undo step 2")
    assert "Undone: Confirmed 2 comments in “Travel”" in page.messages
    assert "Confirmed 2 comments in “Travel” Undone" in page.words
    assert counts(officer.visit(THEMES)) == {
        "Travel": "0 read 3 to read No answer",
        "Waiting": "0 read 2 to read No answer",
    }
    officer.press(page, "Undo step 4")
    assert counts(officer.visit(THEMES))["Travel"] == "2 read 1 to read No answer"


def test_a_step_that_later_ones_build_on_is_undone_after_them(officer, suggested, references):
    officer.press(officer.visit(f"{THEMES}/add"), "Add theme", name="Wheelchairs")
    listed = officer.visit(f"{THEMES}/comments?where=to_read")
    officer.press(listed, "Move", chosen=references[:1], theme="t2")
    page = officer.press(officer.visit(f"{THEMES}/history"), "Undo step 2")
    assert "A later step builds on this one. Undo the later step first." in page.messages
    assert "Wheelchairs" in counts(officer.visit(THEMES))


@pytest.mark.parametrize("number", ["0", "999", "many", "-1", "1" * 30])
def test_there_is_nothing_to_undo_that_was_not_decided(officer, suggested, number):
    reply = officer.send(f"{THEMES}/undo", number=number, back="https://evil.example")
    assert (reply.status_code, reply.location) == (303, THEMES)
    assert "no such step to undo" in officer.visit(THEMES).messages


def test_newer_suggestions_are_taken_only_when_asked(officer, suggest, suggested, references):
    officer.press(officer.visit(suggested["Buses"]), "Confirm in this theme", chosen=references[:2])
    suggest({"Trains": references[:10]}, take=False)
    page = officer.visit(THEMES)
    assert set(counts(page)) == {"Buses", "Waiting"}
    page = officer.press(page, "Use the newer suggestions")
    assert counts(page) == {
        "Trains": "0 read 8 to read No answer",
        "Buses": "2 read 0 to read No answer",
    }


def test_asking_for_suggestions_shows_how_far_they_are(app, officer):
    asked = []
    app.extensions["enqueue"] = asked.append
    page = officer.press(officer.visit(THEMES), "Suggest themes")
    assert page.heading == "Looking for themes"
    assert "Waiting to begin" in page.words
    assert page.headers["Refresh"] == "3"
    again = officer.visit(THEMES)
    assert "Suggest themes" not in again.buttons()
    assert again.link("Themes are being looked for") == page.address
    still = officer.visit(page.link("Stop looking again"))
    assert "Refresh" not in still.headers
    assert len(asked) == 1
    assert officer.send(f"{THEMES}/ask").location == page.address
    assert len(asked) == 1


def test_work_in_progress_finished_and_failed(app, officer):
    from consult.services import requesting_work

    asked = []
    app.extensions["enqueue"] = asked.append
    page = officer.press(officer.visit(THEMES), "Suggest themes")
    with app.app_context():
        requesting_work.report(asked[0], "Reading the comments", 40, 77)
    page = officer.visit(page.address)
    assert "Reading the comments: 40 of 77" in page.words
    assert page.title.startswith("Looking for themes, 40 of 77")
    with app.app_context():
        requesting_work.fail(asked[0], "There was nothing to read.")
    page = officer.visit(page.address)
    assert "It stopped There was nothing to read." in page.words
    assert "Refresh" not in page.headers
    page = officer.press(page, "Try again")
    assert asked[1] != asked[0]
    with app.app_context():
        requesting_work.finish(asked[1], dataset_digest=None)
    page = officer.visit(page.address)
    assert page.address == THEMES
    assert "The suggestions are ready." in page.messages


@pytest.mark.parametrize("key", ["nothing", "s99_1", "nothing/merge", "t1/rename", "../work/99"])
def test_there_is_no_page_for_a_theme_that_there_is_not(officer, key):
    assert officer.client.get(f"{THEMES}/{key}").status_code == 404
