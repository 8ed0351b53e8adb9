"""A quotation needs two people: one proposes the words, another officer of the consultation checks them."""

from __future__ import annotations

from functools import partial

import pytest

from consult.rules.permissions import Role
from consult.rules.review import ActionKind, ReviewProblem
from consult.services import quoting, reviewing, setting_up_samples
from consult.services.publishing import answers
from consult.store import responses
from tests.services.people import member_of


@pytest.fixture
def strategy(in_app, codes):
    return setting_up_samples.set_up(codes, "send-strategy", by=None)


@pytest.fixture
def person(strategy):
    return partial(member_of, strategy)


@pytest.fixture
def reference(strategy):
    return responses.comments(strategy)[0].reference


def proposed(strategy, reference, by, text="They […] said it"):
    return quoting.propose(strategy, reference, text, by=by).actions[-1].number


def test_only_another_officer_of_the_consultation_can_check(strategy, reference, person):
    olu, ona = person("Olu", Role.OFFICER), person("Ona", Role.OFFICER)
    number = proposed(strategy, reference, olu)
    for nobody in (person("Fay", Role.FACILITATOR), person("Oz")):
        with pytest.raises(ReviewProblem, match="Only an officer"):
            quoting.check(strategy, reference, number, by=nobody)
    with pytest.raises(ReviewProblem, match="needs two people"):
        quoting.check(strategy, reference, number, by=olu)
    assert reviewing.codebook(strategy).quotations == {}
    assert quoting.check(strategy, reference, number, by=ona).codebook.quotations == {
        reference: "They […] said it"
    }


def test_changed_words_wait_again_and_what_was_checked_is_what_was_seen(strategy, reference, person):
    olu, ona = person("Olu", Role.OFFICER), person("Ona", Role.OFFICER)
    first = proposed(strategy, reference, olu)
    second = proposed(strategy, reference, ona, "Other words")
    with pytest.raises(ReviewProblem, match="changed or taken out"):
        quoting.check(strategy, reference, first, by=ona)
    quoting.check(strategy, reference, second, by=olu)
    proposed(strategy, reference, olu, "New words")
    assert reviewing.codebook(strategy).quotations == {}
    assert [one.proposed.text for one in quoting.waiting(reviewing.open_review(strategy))] == ["New words"]


def test_words_that_nobody_is_named_for_cannot_be_checked(strategy, reference, person):
    number = proposed(strategy, reference, None)
    with pytest.raises(ReviewProblem, match="two people"):
        quoting.check(strategy, reference, number, by=person("Olu", Role.OFFICER))


def test_checking_is_undone_before_proposing(strategy, reference, person):
    olu, ona = person("Olu", Role.OFFICER), person("Ona", Role.OFFICER)
    first = proposed(strategy, reference, olu)
    quoting.check(strategy, reference, first, by=ona)
    with pytest.raises(ReviewProblem, match="later step"):
        reviewing.decide(strategy, ActionKind.UNDO, {"number": first}, by=olu)
    review = reviewing.decide(strategy, ActionKind.UNDO, {"number": first + 1}, by=olu)
    assert (list(review.codebook.quotations), list(review.codebook.proposed_quotations)) == ([], [reference])


def test_the_appendix_quotes_only_what_two_people_cleared(strategy, reference, person):
    olu, ona = person("Olu", Role.OFFICER), person("Ona", Role.OFFICER)
    review = reviewing.decide(strategy, ActionKind.ADD_THEME, {"name": "Buses", "definition": ""}, by=olu)
    coded = {"comments": [reference], "themes": [f"t{review.actions[-1].number}"]}
    reviewing.decide(strategy, ActionKind.CODE, coded, by=olu)
    number = proposed(strategy, reference, olu)

    def quoted():
        found = answers.themes_of(reviewing.open_review(strategy), [])
        return [one.text for theme in found for one in theme.quotations]

    assert quoted() == []
    quoting.check(strategy, reference, number, by=ona)
    assert quoted() == ["They […] said it"]


def test_the_samples_quotations_were_checked_by_a_second_sample_officer(strategy):
    setting_up_samples.decide_as_sample_officer(strategy, by=None)
    review = reviewing.open_review(strategy)
    assert len(review.codebook.quotations) > 3
    assert review.codebook.proposed_quotations == {}


def test_what_may_identify_someone_is_taken_out_of_the_words_to_start_with():
    said = "My son Tom waits at SW1A 1AA, call 07700 900123."
    words = quoting.suggested_words(said)
    assert "Tom" not in words and "SW1A" not in words and "900123" not in words
    assert words.startswith("My son [") and words.endswith("].")
    assert quoting.still_there("At SW1A 1AA") == ("postcode: SW1A 1AA",)
