"""The bundled samples: they load, they are possible, and they say what they claim to say.

Figures here are counted in plain Python from the files, not by the product, so that the product can be held
against them.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from consult.rules.commitments import CommitmentKind, CommitmentStatus, problems
from surveys.answers import Answer, AnswerState, answers_from_json
from surveys.consultation_file import ConsultationFile, read_consultation_file
from surveys.journey import Journey
from surveys.question_types import QUESTION_TYPES
from surveys.reading_age import reading_age
from surveys.structure import Question

PROJECT = Path(__file__).parents[2]
SAMPLES = PROJECT / "consult" / "samples"
SLUGS = ("send-strategy", "have-your-say", "nhs-fft", "brexit-consensus")
PRIORITIES = ("voice", "early_help", "inclusion", "joined_up", "adulthood")
OPEN_QUESTIONS = ("priorities_why", "delivery_why", "anything_else", "training_wanted")
SAYS_SAMPLE = {
    "en": ("Sample", "This is sample data"),
    "ur": ("نمونہ", "یہ نمونے کا ڈیٹا ہے"),
    "cy": ("Sampl", "Data sampl yw hwn"),
    "pl": ("Przykład", "To są dane przykładowe"),
}
AGREE = {"strongly_agree", "agree"}
ON_THE_SCALE = {*AGREE, "neither", "disagree", "strongly_disagree"}


def read_json(slug: str, name: str):
    return json.loads((SAMPLES / slug / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def strategy() -> ConsultationFile:
    return read_consultation_file(SAMPLES / "send-strategy" / "consultation.json")


@pytest.fixture(scope="module")
def responses() -> list[dict]:
    return read_json("send-strategy", "responses.json")


@pytest.fixture(scope="module")
def events() -> list[dict]:
    return read_json("send-strategy", "events.json")


@pytest.fixture(scope="module")
def review() -> dict:
    return read_json("send-strategy", "review.json")


@pytest.fixture(scope="module")
def everything_said(responses: list[dict], events: list[dict]) -> set[tuple]:
    written = {
        (response["reference"], key)
        for response in responses
        for key in OPEN_QUESTIONS
        if response["answers"].get(key, {}).get("value")
    }
    return written | {(event["key"], n) for event in events for n in range(1, len(event["notes"]) + 1)}


def named(comment: dict) -> tuple:
    if "event" in comment:
        return comment["event"], comment["note"]
    return comment["reference"], comment["question"]


def decided(review: dict) -> list[tuple]:
    """Every comment that the sample officer has read, once for each place where it stands."""
    groups = [theme["comments"] for theme in review["themes"]]
    groups += [review["no_theme"], *(group["comments"] for group in review["set_aside"])]
    return [named(comment) for group in groups for comment in group]


@pytest.mark.parametrize("slug", SLUGS)
def test_each_sample_loads_under_its_own_slug(slug):
    assert read_consultation_file(SAMPLES / slug / "consultation.json").consultation.slug == slug


def test_every_sample_folder_is_among_those_tested():
    assert sorted(path.parent.name for path in SAMPLES.glob("*/consultation.json")) == sorted(SLUGS)


@pytest.mark.parametrize("slug", ["send-strategy", "have-your-say"])
def test_made_up_samples_say_so_in_every_wording(slug):
    sample = read_consultation_file(SAMPLES / slug / "consultation.json")
    assert sample.consultation.title.startswith("Sample")
    assert "Sample data" in sample.consultation.summary
    for wording in sample.wordings:
        title, sentence = SAYS_SAMPLE[wording.language]
        assert wording.title.startswith(title)
        assert any(sentence in paragraph for paragraph in wording.introduction)


def test_the_open_sample_has_all_editions_and_says_which_wordings_a_machine_translated():
    sample = read_consultation_file(SAMPLES / "have-your-say" / "consultation.json")
    assert {(wording.edition, wording.language) for wording in sample.wordings} == {
        ("standard", "en"),
        ("easy_read", "en"),
        ("young_person", "en"),
        ("standard", "ur"),
        ("easy_read", "ur"),
        ("standard", "cy"),
        ("standard", "pl"),
    }
    for wording in sample.wordings:
        assert wording.checked_by_a_person is (wording.language == "en")
        assert wording.for_parents, "the sample is open to children under 13"
        assert not wording.omits
    assert {question.key for question in sample.questionnaire.questions if question.equality} == {
        "age_group",
        "ethnic_group",
        "disability",
    }


@pytest.mark.parametrize("slug", ["send-strategy", "have-your-say"])
def test_every_picture_that_a_sample_names_is_in_the_bundled_set(slug):
    bundled = {path.stem for path in (PROJECT / "consult" / "static" / "pictures").glob("*.svg")}
    sample = read_consultation_file(SAMPLES / slug / "consultation.json")
    for wording in sample.wordings:
        named = {name for texts in wording.questions.values() for _, name in texts.media() if name}
        for question in sample.questionnaire.questions:
            named |= {wording.option_picture(question, key) for key in question.offered_keys} - {""}
        assert named <= bundled
        assert named or wording.edition != "easy_read"


@pytest.mark.parametrize("slug", ["send-strategy", "have-your-say"])
def test_no_english_wording_of_a_made_up_sample_is_harder_to_read_than_it_should_be(slug):
    sample = read_consultation_file(SAMPLES / slug / "consultation.json")
    for wording in sample.wordings:
        found = reading_age(wording, sample.questionnaire)
        assert not found.over, (wording.edition, found)
        assert (found.age is None) is (wording.language != "en")


def test_every_question_type_occurs(strategy):
    assert {question.type for question in strategy.questionnaire.questions} == set(QUESTION_TYPES)


def test_the_open_questions_are_those_counted_here(strategy):
    found = [q.key for q in strategy.questionnaire.questions if QUESTION_TYPES[q.type].analysed_as == "open"]
    assert sorted(found) == sorted(OPEN_QUESTIONS)


def test_the_sample_can_be_answered_in_standard_and_in_easy_read(strategy):
    assert {(wording.edition, wording.language) for wording in strategy.wordings} == {
        ("standard", "en"),
        ("easy_read", "en"),
    }


def test_66_people_answered_online_while_it_was_open(strategy, responses):
    assert len(responses) == 66
    assert len({response["reference"] for response in responses}) == 66
    details = strategy.consultation
    for response in responses:
        moment = datetime.fromisoformat(response["submitted_at"])
        assert moment.tzinfo is not None
        assert details.opens_at <= moment < details.closes_at


def test_responses_use_wordings_that_exist(strategy, responses):
    known = {(wording.edition, wording.language) for wording in strategy.wordings}
    assert {(response["edition"], response["language"]) for response in responses} == known


def test_every_response_is_a_whole_journey_with_nothing_out_of_reach(strategy, responses):
    for response in responses:
        answers = answers_from_json(response["answers"])
        journey = Journey(strategy.questionnaire, answers)
        assert journey.is_complete, response["reference"]
        asked = {question.key for question in journey.questions if QUESTION_TYPES[question.type].asks}
        assert set(answers) == asked, response["reference"]


def as_typed(question: Question, answer: Answer) -> Answer:
    """The answer as it would be if its text were read from a file: refused where no form could give it."""
    told = answer.value if isinstance(answer.value, str) else ";".join(answer.value)
    return QUESTION_TYPES[question.type].answer_from_text(question, told)


def test_every_answer_is_one_that_the_questionnaire_allows(strategy, responses):
    for response in responses:
        for key, answer in answers_from_json(response["answers"]).items():
            question = strategy.questionnaire.question(key)
            if answer.state in (AnswerState.LEFT_BLANK, AnswerState.PREFER_NOT_TO_SAY):
                assert answer.value is None
                assert answer.state is AnswerState.LEFT_BLANK or question.prefer_not_to_say
            elif question.type == "agreement_grid":
                assert set(answer.value) == set(question.row_keys)
                assert set(answer.value.values()) <= {*question.choice_keys, None}
            else:
                assert as_typed(question, answer) == answer, (response["reference"], key)


def test_each_of_the_answer_states_occurs(responses):
    states = Counter(answer["state"] for response in responses for answer in response["answers"].values())
    assert set(states) == {"answered", "left_blank", "dont_know", "prefer_not_to_say"}
    professionals = [r for r in responses if r["answers"]["role"].get("value") == "professional"]
    assert professionals
    assert all("child_age" not in response["answers"] for response in professionals), "not asked: no entry"


def test_parent_carers_and_professionals_are_both_well_heard(responses):
    roles = Counter(response["answers"]["role"].get("value", "not said") for response in responses)
    assert roles == {"parent_carer": 44, "professional": 22}


def agreed(options: list[str | None]) -> tuple[int, int]:
    given = Counter(options)
    return sum(given[key] for key in AGREE), sum(given[key] for key in ON_THE_SCALE)


def test_more_than_85_per_cent_agree_with_every_priority(responses):
    found = {}
    for row in PRIORITIES:
        options = [(response["answers"]["priorities"].get("value") or {}).get(row) for response in responses]
        found[row] = agreed(options)
    assert found == {
        "voice": (61, 64),
        "early_help": (60, 64),
        "inclusion": (54, 62),
        "joined_up": (56, 62),
        "adulthood": (51, 58),
    }
    assert all(n > 0.85 * base for n, base in found.values())


def test_more_than_80_and_fewer_than_85_per_cent_agree_with_the_delivery(responses):
    n, base = agreed([response["answers"]["delivery"].get("value") for response in responses])
    assert (n, base) == (49, 59)
    assert 0.80 * base < n < 0.85 * base


def test_the_headlines_of_the_file_are_the_two_that_the_figures_bear_out(strategy):
    assert [(claim["over"], claim["of"]) for claim in strategy.consultation.headlines] == [
        (85, ["priorities"]),
        (80, ["delivery"]),
    ]


def test_people_wrote_between_45_and_65_comments_of_very_different_length(everything_said, responses):
    texts = [
        answer["value"]
        for response in responses
        for key, answer in response["answers"].items()
        if key in OPEN_QUESTIONS and answer.get("value")
    ]
    assert 45 <= len(texts) <= 65
    assert min(map(len, texts)) < 20
    assert max(map(len, texts)) > 200
    assert len(set(texts)) == len(texts)


def test_the_two_events_are_held_while_open_with_people_who_add_up(strategy, events):
    audiences = {option.key for option in strategy.questionnaire.question("role").options} | {"unknown"}
    assert len(events) == 2
    for event in events:
        assert "2023-10-18" <= event["held_on"] <= "2023-11-30"
        assert set(event["attendance"]) <= audiences
        assert sum(event["attendance"].values()) == event["present"]
        assert event["overlap_declared"]


def test_no_group_tally_has_more_votes_than_people(strategy, events):
    variables = {
        variable.key: variable
        for question in strategy.questionnaire.questions
        for variable in QUESTION_TYPES[question.type].variables(question, strategy.questionnaire)
    }
    for event in events:
        for tally in event["group_tallies"]:
            variable, counts = variables[tally["variable"]], tally["counts"]
            assert set(counts) <= {category.key for category in variable.categories}
            assert tally["present"] <= event["present"]
            votes = max(counts.values()) if variable.kind == "several" else sum(counts.values())
            assert votes <= tally["present"]


def test_every_comment_in_the_review_was_really_said(review, everything_said):
    assert set(decided(review)) <= everything_said


def test_a_handful_of_comments_is_left_unread_on_purpose(review, everything_said):
    assert len(everything_said - set(decided(review))) == 6


def test_no_comment_is_both_in_a_theme_and_out_of_all(review):
    in_themes = {named(comment) for theme in review["themes"] for comment in theme["comments"]}
    outside = [named(comment) for comment in review["no_theme"]]
    outside += [named(comment) for group in review["set_aside"] for comment in group["comments"]]
    assert in_themes.isdisjoint(outside)
    assert len(outside) == len(set(outside))
    assert all(group["reason"] for group in review["set_aside"])


def test_themes_have_a_name_of_their_own_a_definition_and_comments(review):
    names = [theme["name"] for theme in review["themes"]]
    assert len(names) == len(set(names))
    assert all(theme["definition"] and theme["comments"] for theme in review["themes"])


def test_every_theme_but_support_for_the_draft_is_answered(review):
    answered = {commitment["theme"] for commitment in review["commitments"]}
    assert {theme["name"] for theme in review["themes"]} - answered == {"Support for the draft"}


def test_commitments_are_of_every_kind_and_their_status_is_that_of_the_last_update(review):
    commitments = review["commitments"]
    assert len(commitments) >= 10
    assert {commitment["kind"] for commitment in commitments} == set(CommitmentKind)
    for commitment in commitments:
        updates = commitment["updates"]
        assert commitment["status"] == (updates[-1]["status"] if updates else "not_started")
        assert [update["made_on"] for update in updates] == sorted(update["made_on"] for update in updates)
        assert {update["status"] for update in updates} <= set(CommitmentStatus)
        kind = CommitmentKind(commitment["kind"])
        assert problems(kind, commitment["text"], commitment["owner"], commitment["due_on"]) == {}


def test_quotations_are_peoples_own_words_from_comments_in_a_theme(review, responses, events):
    answers = {response["reference"]: response["answers"] for response in responses}
    notes = {event["key"]: event["notes"] for event in events}
    in_themes = {named(comment) for theme in review["themes"] for comment in theme["comments"]}
    for quotation in review["quotations"]:
        assert named(quotation) in in_themes
        if "event" in quotation:
            said = notes[quotation["event"]][quotation["note"] - 1]
        else:
            said = answers[quotation["reference"]][quotation["question"]]["value"]
        assert quotation["text"] in said
