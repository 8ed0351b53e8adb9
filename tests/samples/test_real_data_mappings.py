"""The mappings of two real data sets: they fit their questionnaires and speak of every column of their files.

Taking the files in is tested where importing is. Here it is counted in plain Python what has to come of it.
The files are not part of the project; tests on them are skipped by name where a clone does not have them.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from surveys.consultation_file import read_consultation_file
from surveys.question_types import QUESTION_TYPES

SAMPLES = Path(__file__).parents[2] / "consult" / "samples"


def read_mapping(slug: str) -> dict:
    return json.loads((SAMPLES / slug / "mapping.json").read_text(encoding="utf-8"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("slug", ["nhs-fft", "brexit-consensus"])
def test_a_mapping_names_questions_and_options_that_exist(slug):
    sample = read_consultation_file(SAMPLES / slug / "consultation.json")
    for column, bindings in read_mapping(slug)["columns"].items():
        for binding in bindings if isinstance(bindings, list) else [bindings]:
            question = sample.questionnaire.question(binding["question"].partition(".")[0])
            targets = QUESTION_TYPES[question.type].targets(question)
            assert binding["question"] in targets, column
            assert set(binding.get("values", {}).values()) <= set(question.choice_keys), column


@pytest.mark.parametrize(
    ("slug", "path"),
    [("nhs-fft", "nhs-fft/neas.csv"), ("brexit-consensus", "brexit-consensus/participants-votes.csv")],
)
def test_a_mapping_speaks_of_every_column_of_its_file(slug, path, shared_data):
    columns = rows_of(shared_data / path)[0]
    mapping = read_mapping(slug)
    conditions = {
        binding["when"]["column"]
        for bindings in mapping["columns"].values()
        if isinstance(bindings, list)
        for binding in bindings
    }
    used = {*mapping["columns"], *mapping["ignore"], *conditions}
    used |= {mapping[name] for name in ("group_rows_by", "reference") if name in mapping}
    assert set(columns) == used


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
