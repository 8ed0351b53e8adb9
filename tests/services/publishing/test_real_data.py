"""Appendices of data that others made: the figures are those of the source, or the difference is named."""

from __future__ import annotations

import csv
import json

import pytest

from consult.appendix.verification import verify_folder
from consult.services import importing, loading

# Statement: (agree, disagree) that the platform's own file gives beyond what the votes file bears out.
BEYOND_THE_VOTES = {
    0: (0, 1),
    3: (0, 1),
    7: (0, 1),
    15: (0, 1),
    16: (1, 0),
    22: (1, 0),
    27: (0, 1),
    45: (2, 0),
}


@pytest.fixture
def imported(in_app, codes, samples, shared_data):
    """Loads a bundled consultation and imports its real data."""

    def run(name, file):
        consultation = loading.load_file(samples / name / "consultation.json").consultation
        mapping = samples / name / "mapping.json"
        importing.import_responses(codes, consultation, shared_data / name / file, mapping)
        return consultation

    return run


def appendix_of(files, folder):
    for name, content in files.items():
        (folder / name).write_bytes(content)
    assert verify_folder(folder).differences == ()
    return json.loads(files["appendix.json"])


def test_brexit_consensus_counts_every_statement_as_its_platform_did(imported, built, shared_data, tmp_path):
    consultation = imported("brexit-consensus", "participants-votes.csv")
    appendix = appendix_of(built(consultation, "json"), tmp_path)
    assert appendix["received"]["counted"] == 204
    ours = _agree_and_disagree(appendix)
    with (shared_data / "brexit-consensus" / "comments.csv").open(encoding="utf-8", newline="") as file:
        theirs = {
            int(row["comment-id"]): (int(row["agrees"]), int(row["disagrees"]))
            for row in csv.DictReader(file)
        }
    differences = {
        number: (theirs[number][0] - ours[number][0], theirs[number][1] - ours[number][1])
        for number in theirs
        if theirs[number] != ours[number]
    }
    assert differences == BEYOND_THE_VOTES


def _agree_and_disagree(appendix):
    found = {}
    for question in appendix["questions"]:
        for table in question["tables"]:
            rows = {row["measure"]: row["cells"] for row in table["rows"]}
            for place, column in enumerate(table["columns"]):
                if column["by"] is None and column["variable"].startswith("statements."):
                    number = int(column["variable"].rpartition("_")[2])
                    found[number] = (rows["agree"][place]["n"], rows["disagree"][place]["n"])
    return found


def test_friends_and_family_counts_ratings_and_reports_those_outside_the_scale(imported, built, tmp_path):
    consultation = imported("nhs-fft", "neas.csv")
    appendix = appendix_of(built(consultation, "json"), tmp_path)
    assert appendix["received"]["counted"] == 2959
    rating = next(q for q in appendix["questions"] if q["kind"] == "scale")
    rows = {row["measure"]: row["cells"][0] for row in rating["tables"][0]["rows"]}
    outside = sum(cell["n"] for measure, cell in rows.items() if measure.startswith("outside:"))
    assert (rows["agree"]["n"], rows["disagree"]["n"], outside) == (2526, 260, 44)
    assert rows["base"]["n"] + outside == 2959
