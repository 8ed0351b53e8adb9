"""Reading comments: finding them, ticking them, and every decision about them."""

from __future__ import annotations

import pytest

THEMES = "/officer/send-strategy/themes"
LIST = f"{THEMES}/comments"


@pytest.fixture
def references(said):
    return [comment.reference for comment in said]


@pytest.fixture
def job(suggest, references):
    tone = {references[0]: 0.1, references[1]: -0.9, references[2]: 0.8}
    return suggest({"Buses": references[:3], "Waiting": references[3:5]}, sentiment=tone)


def shown(page) -> list[str]:
    return [field.get("value") for field in page.fields("chosen")]


def where(officer, name: str) -> list[str]:
    return shown(officer.visit(f"{LIST}?where={name}"))


def test_comments_are_read_fifty_at_a_time(officer, job):
    page = officer.visit(LIST)
    assert "Comments 1 to 50 of 77" in page.words
    assert len(shown(page)) == 50
    second = officer.visit(page.link("Next"))
    assert "Comments 51 to 77 of 77" in second.words
    assert not set(shown(page)) & set(shown(second))


def test_a_link_ticks_the_whole_page(officer, job):
    page = officer.visit(f"{THEMES}/s{job}_0")
    assert not [field for field in page.fields("chosen") if field.get("checked") is not None]
    page = officer.visit(page.link("Tick all 3 on this page"))
    assert len([field for field in page.fields("chosen") if field.get("checked") is not None]) == 3
    page = officer.press(page, "Confirm in this theme")
    assert "Confirmed 3 comments in “Buses”" in page.messages
    assert "tick" not in page.address


def test_words_are_searched_whatever_their_case(officer, job, said):
    page = officer.press(officer.visit(f"{LIST}?where=all"), "Show", words="  NAMED  person ")
    expected = [c.reference for c in said if "named" in c.text.lower() and "person" in c.text.lower()]
    assert page.address.startswith(f"{LIST}?where=all")
    assert sorted(shown(page)) == expected
    none = officer.visit(f"{LIST}?where=all&words=xyzzy")
    assert "No comment here has these words. Try fewer or others." in none.words
    assert officer.visit(f"{LIST}?words=%00%07%22%3Cb%3E").status == 200


def test_comments_on_one_question_can_be_read_alone(officer, job, said):
    page = officer.visit(f"{LIST}?where=all&question=delivery_why")
    expected = [comment.reference for comment in said if comment.question == "delivery_why"]
    assert sorted(shown(page)) == expected


def test_the_tone_orders_the_list_and_is_said_to_be_a_guess(officer, job, references):
    page = officer.visit(f"{THEMES}/s{job}_0?order=unhappiest")
    assert shown(page) == [references[1], references[0], references[2]]
    assert "The tone is a computer’s guess and often wrong." in page.words
    assert shown(officer.visit(f"{THEMES}/s{job}_0?order=happiest")) == [
        references[2],
        references[0],
        references[1],
    ]


def test_without_a_guess_no_order_by_tone_is_offered(officer, consultation):
    page = officer.visit(LIST)
    assert "guess" not in page.words
    assert officer.visit(f"{LIST}?order=happiest&where=nowhere&page=x&question=none").status == 200


def test_what_is_suggested_is_confirmed_comment_by_comment(officer, job, references):
    page = officer.visit(LIST)
    refused = officer.press(page, "Confirm what is suggested", chosen=[references[0], references[10]])
    assert list(refused.errors.values()) == [
        "A ticked comment has no suggestion. Choose a theme for it, or say that none fits."
    ]
    ticked = {field.get("value") for field in refused.fields("chosen") if field.get("checked") is not None}
    assert ticked <= {references[0], references[10]}
    page = officer.press(page, "Confirm what is suggested", chosen=[references[0], references[3]])
    assert "Confirmed 2 comments in 2 themes" in page.messages
    assert sorted(where(officer, "in_a_theme")) == sorted([references[0], references[3]])


def test_moving_puts_comments_in_one_theme_and_adding_keeps_the_others(officer, job, references, said):
    page = officer.visit(f"{THEMES}/s{job}_0")
    page = officer.press(page, "Confirm in this theme", chosen=references[:3])
    page = officer.press(page, "Add as well", chosen=[references[0]], theme=f"s{job}_1")
    assert "Put 1 comment in “Waiting” as well" in page.messages
    assert "Waiting" in page.row(" ".join(said[0].text.split()))
    page = officer.press(page, "Move", chosen=[references[1]], theme=f"s{job}_1")
    assert "Moved 1 comment to “Waiting”" in page.messages
    assert sorted(shown(page)) == sorted([references[0], references[2]])
    waiting = officer.visit(f"{THEMES}/s{job}_1?show=read")
    assert sorted(shown(waiting)) == sorted([references[0], references[1]])


def test_adding_a_theme_to_a_suggested_comment_confirms_it_here_too(officer, job, references):
    page = officer.visit(f"{THEMES}/s{job}_0")
    officer.press(page, "Add as well", chosen=[references[0]], theme=f"s{job}_1")
    assert shown(officer.visit(f"{THEMES}/s{job}_0?show=read")) == [references[0]]
    assert shown(officer.visit(f"{THEMES}/s{job}_1?show=read")) == [references[0]]


def test_comments_are_split_off_as_a_new_theme(officer, job, references):
    page = officer.visit(f"{THEMES}/s{job}_0")
    officer.press(page, "Confirm in this theme", chosen=references[:3])
    page = officer.visit(f"{THEMES}/s{job}_0?show=read")
    refused = officer.press(page, "Make the theme", chosen=references[:1])
    assert refused.errors == {"name": "Enter a name for the new theme"}
    page = officer.press(
        page, "Make the theme", chosen=references[:2], name="Drivers", definition="Who drives."
    )
    assert "The new theme “Drivers” has 2 comments" in page.messages
    assert shown(page) == [references[2]]
    drivers = officer.visit(officer.visit(THEMES).link("Drivers"))
    assert sorted(shown(drivers)) == sorted(references[:2])


def test_a_new_theme_is_made_of_comments_from_anywhere(officer, job, references):
    page = officer.press(
        officer.visit(LIST), "Make the theme", chosen=[references[0], references[9]], name="Friends"
    )
    assert "The new theme “Friends” has 2 comments" in page.messages
    assert sorted(where(officer, "in_a_theme")) == sorted([references[0], references[9]])


def test_no_theme_and_set_aside_are_counted_apart(officer, job, references):
    officer.press(officer.visit(LIST), "No theme fits", chosen=references[:2])
    assert sorted(where(officer, "no_theme")) == references[:2]
    page = officer.visit(LIST)
    refused = officer.press(page, "Set aside", chosen=[references[5]])
    assert refused.errors == {"reason": "Say why they are set aside. The reason is published."}
    page = officer.press(page, "Set aside", chosen=[references[5]], reason="It names a child")
    assert "Set aside 1 comment" in page.messages
    assert where(officer, "set_aside") == [references[5]]
    assert "It names a child" in officer.visit(f"{LIST}?where=set_aside").words
    overview = officer.visit(THEMES)
    assert [overview.fact(label) for label in ("Read, no theme", "Set aside", "Not yet read")] == [
        "2",
        "1",
        "74",
    ]


def test_enter_in_a_field_does_what_the_field_is_for(officer, job, references):
    page = officer.visit(LIST)
    page = officer.press(page, "Decide", chosen=[references[0]], reason="It names a child")
    assert "Set aside 1 comment" in page.messages
    page = officer.press(page, "Decide", chosen=[references[1]], name="Names")
    assert "The new theme “Names” has 1 comment" in page.messages
    refused = officer.press(page, "Decide", chosen=[references[2]])
    assert list(refused.errors.values()) == ["Choose what to do with the comments that are ticked"]
    refused = officer.press(page, "Decide", chosen=[references[2]], name="One", reason="Two")
    assert refused.status == 400


def test_nothing_is_decided_about_nothing(officer, job, references):
    page = officer.visit(LIST)
    for chosen in ([], ["not-there"]):
        refused = officer.press(page, "No theme fits", chosen=chosen)
        assert refused.errors == {"chosen": "Choose at least one comment"}
    refused = officer.press(page, "Move", chosen=[references[0]])
    assert refused.errors == {"theme": "Choose a theme from the list"}
    refused = officer.press(page, "Move", chosen=[references[0]], theme="s99_9")
    assert refused.errors == {"theme": "Choose a theme from the list"}
    assert where(officer, "in_a_theme") == where(officer, "no_theme") == []


def test_where_nothing_is_left_the_list_says_so(officer, job, references):
    officer.press(officer.visit(f"{THEMES}/s{job}_1"), "Confirm in this theme", chosen=references[3:5])
    page = officer.visit(f"{THEMES}/s{job}_1?show=to_read")
    assert "Nothing is left to read here." in page.words
    assert "No comment was set aside." in officer.visit(f"{LIST}?where=set_aside").words


def test_the_words_of_a_comment_are_proposed_to_be_quoted(officer, job, references, said):
    page = officer.press(officer.visit(f"{THEMES}/s{job}_0"), "Confirm in this theme", chosen=references[:1])
    page = officer.visit(f"{THEMES}/s{job}_0?show=read")
    form = officer.visit(page.link("Quote comment 1"))
    assert "".join(form.fields("text")[0].itertext()).strip() == said[0].text
    assert officer.press(form, "Propose the quotation", text=" ").errors == {
        "text": "Enter the words to publish"
    }
    page = officer.press(form, "Propose the quotation", text="They […] said it")
    assert page.address == f"{THEMES}/s{job}_0?show=read"
    assert "The quotation is proposed." in page.messages
    assert "Last decision: Proposed to be quoted: “They […] said it”" in page.words
    assert "Quotation waits to be checked" in page.words
    form = officer.visit(page.link("See the quotation"))
    assert "".join(form.fields("text")[0].itertext()).strip() == "They […] said it"
    page = officer.press(form, "Stop quoting it")
    assert "See the quotation" not in page.words


def test_there_is_no_quotation_of_a_comment_that_there_is_not(officer, job):
    assert officer.client.get(f"{THEMES}/quotations/nothing").status_code == 404
    reply = officer.send(f"{THEMES}/quotations/nothing/stop", back="//evil.example")
    assert reply.location == THEMES
