"""The mappings of two real data sets: they fit their questionnaires and speak of every column of their files.

Taking the files in is tested where importing is. Here it is counted in plain Python what has to come of it.
The files are not part of the project; tests on them are skipped by name where a clone does not have them.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from surveys.consultation_file import read_consultation_file
from surveys.interchange import READERS
from surveys.interchange.mapping import MappedResponse, RowProblem, map_rows, parse_mapping

SAMPLES = Path(__file__).parents[2] / "consult" / "samples"


def read_mapping(slug: str) -> dict:
    return json.loads((SAMPLES / slug / "mapping.json").read_text(encoding="utf-8"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def taken_in() -> Callable[[str, Path], list[MappedResponse]]:
    """The responses that a file gives through its sample's mapping; fails on the first problem of a row."""

    def take_in(slug: str, path: Path) -> list[MappedResponse]:
        questionnaire = read_consultation_file(SAMPLES / slug / "consultation.json").questionnaire
        mapping = parse_mapping(read_mapping(slug), questionnaire)
        outcomes = list(map_rows(READERS[path.suffix](path), mapping, questionnaire))
        problems = [str(outcome) for outcome in outcomes if isinstance(outcome, RowProblem)]
        assert not problems, problems[0]
        return outcomes

    return take_in


@pytest.mark.parametrize("slug", ["nhs-fft", "brexit-consensus"])
def test_a_mapping_fits_its_questionnaire(slug):
    questionnaire = read_consultation_file(SAMPLES / slug / "consultation.json").questionnaire
    assert parse_mapping(read_mapping(slug), questionnaire).channel == "online"


def test_every_patient_becomes_one_response_with_no_word_lost(shared_data, taken_in):
    path = shared_data / "nhs-fft" / "neas.csv"
    said = [row["answer"].strip() for row in rows_of(path)]
    written = [text for text in said if text and text != "Did not answer"]
    responses = taken_in("nhs-fft", path)
    assert len(responses) == 2959
    states = Counter(
        answer.state.value
        for response in responses
        for key, answer in response.answers.items()
        if key in ("why", "improve", "satisfied_111")
    )
    assert states == {"answered": len(written), "left_blank": len(said) - len(written)}


def test_a_question_that_a_patient_has_no_row_for_was_not_asked(shared_data, taken_in):
    path = shared_data / "nhs-fft" / "neas.csv"
    asked = Counter(row["question"][:8] for row in rows_of(path))
    responses = taken_in("nhs-fft", path)
    for key, question in (("why", "FFT Why?"), ("improve", "How coul"), ("satisfied_111", "Please d")):
        assert sum(key in response.answers for response in responses) == asked[question]


def test_each_vote_is_taken_in_and_an_empty_cell_is_not_asked(shared_data, taken_in):
    path = shared_data / "brexit-consensus" / "participants-votes.csv"
    cells = Counter(row[str(number)] for row in rows_of(path) for number in range(50))
    votes = Counter(
        vote
        for response in taken_in("brexit-consensus", path)
        for vote in response.answers["statements"].value.values()
    )
    assert votes == {"agree": cells["1"], "disagree": cells["-1"], "pass": cells["0"]}


def test_the_statements_are_those_of_the_conversation(shared_data):
    wording = read_consultation_file(SAMPLES / "brexit-consensus" / "consultation.json").wordings[0]
    for row in rows_of(shared_data / "brexit-consensus" / "comments.csv"):
        text = wording.row_text("statements", f"statement_{row['comment-id']}")
        assert text == row["comment-body"].strip()


def test_the_attribution_that_the_licence_asks_for_is_published_with_the_votes():
    summary = read_consultation_file(SAMPLES / "brexit-consensus" / "consultation.json").consultation.summary
    assert "CC BY 4.0" in summary
    assert "The Computational Democracy Project" in summary


RATINGS = {"agree": 2526, "neutral": 129, "disagree": 260, "outside": 44}
"""Respondents, not rows: one person's rating stands in each of their rows."""
PLATFORM_DIFFERS = {
    # statement: (agree, disagree) of the votes file, then as the platform counted them
    0: ((3, 161), (3, 162)),
    3: ((4, 157), (4, 158)),
    7: ((60, 81), (60, 82)),
    15: ((87, 65), (87, 66)),
    16: ((143, 7), (144, 7)),
    22: ((56, 38), (57, 38)),
    27: ((1, 95), (1, 96)),
    45: ((34, 3), (36, 3)),
}


def test_the_platforms_own_counts_differ_from_the_votes_file_in_eight_statements(shared_data):
    votes = rows_of(shared_data / "brexit-consensus" / "participants-votes.csv")
    statements = rows_of(shared_data / "brexit-consensus" / "comments.csv")
    platform = {int(row["comment-id"]): (int(row["agrees"]), int(row["disagrees"])) for row in statements}
    counted = {
        number: tuple(sum(row[str(number)] == vote for row in votes) for vote in ("1", "-1"))
        for number in platform
    }
    differing = {n: (counted[n], platform[n]) for n in platform if counted[n] != platform[n]}
    assert differing == PLATFORM_DIFFERS


def test_dates_of_the_patients_answers_are_left_out_because_they_cannot_be_relied_on(shared_data):
    rows = rows_of(shared_data / "nhs-fft" / "neas.csv")
    month_first = [row for row in rows if int(row["date"].split("/")[1]) > 12]
    assert len(month_first) == 289
    dates: dict[str, set[str]] = {}
    for row in rows:
        dates.setdefault(row["respondent_id"], set()).add(row["date"])
    assert sum(len(found) > 1 for found in dates.values()) == 503, "people whose two rows give two dates"
    assert "date" in read_mapping("nhs-fft")["ignore"]


def test_ratings_that_the_source_does_not_explain_are_outside_the_scale(shared_data):
    sample = read_consultation_file(SAMPLES / "nhs-fft" / "consultation.json")
    values = read_mapping("nhs-fft")["columns"]["rating"]["values"]
    experience = sample.questionnaire.question("experience")
    meaning = {rating: experience.counts_as(key) for rating, key in values.items()}
    given = {row["respondent_id"]: row["rating"] for row in rows_of(shared_data / "nhs-fft" / "neas.csv")}
    assert len(given) == 2959
    counted = Counter(meaning[rating] for rating in given.values())
    assert counted == RATINGS
