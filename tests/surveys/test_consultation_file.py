"""Whole files: what the loader takes, what it refuses, and that the published schema says the same."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import surveys
from surveys.consultation_file import parse_consultation, read_consultation_file
from surveys.problems import ProblemsFound
from surveys.question_types import QUESTION_TYPES
from surveys.structure import IDENTIFYING, SCALE_MEANINGS
from surveys.wordings import EDITIONS
from surveys.written_text import CEILING

SCHEMA = json.loads((Path(surveys.__file__).parent / "schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SAMPLES = sorted((Path(surveys.__file__).parents[1] / "consult" / "samples").glob("*/consultation.json"))


def accepted(raw: object) -> bool:
    try:
        parse_consultation(raw)
    except ProblemsFound as found:
        assert found.problems
        return False
    return True


def paths_in(raw: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside, from the outside in."""
    inside = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for name, value in inside:
        yield (*path, name)
        yield from paths_in(value, (*path, name))


def spoiled(raw: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with one value changed."""
    changed = inner = copy.deepcopy(raw)
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return changed


def without(raw: Any, path: tuple[Any, ...]) -> Any:
    changed = inner = copy.deepcopy(raw)
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return changed


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "consultation.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_consultation_file(path)
    return str(found.value)


def test_a_file_is_read_whole(full_file: dict[str, Any], tmp_path: Path) -> None:
    file = read_consultation_file(write(tmp_path, json.dumps(full_file)))
    details = file.consultation
    assert details.slug == "a-test"
    assert details.opens_at.astimezone(UTC) == datetime(2024, 7, 1, 8, tzinfo=UTC), "summer time in London"
    assert details.closes_at.astimezone(UTC) == datetime(2024, 12, 1, 17, tzinfo=UTC)
    assert details.headlines[0] == {"key": "most", "over": 85, "of": ["q_agreement_grid"], "subject": "both"}
    assert details.promoted_through == ("Schools",)
    assert file.questionnaire.raw == full_file["questionnaire"]
    assert [wording.raw for wording in file.wordings] == full_file["wordings"]
    VALIDATOR.validate(full_file)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_the_bundled_samples_are_in_order(path: Path) -> None:
    read_consultation_file(path)
    VALIDATOR.validate(json.loads(path.read_text(encoding="utf-8")))


class TestFile:
    def test_faulty_json_is_told_with_line_and_column(self, tmp_path: Path) -> None:
        text = refusal(write(tmp_path, '{\n "format": "x",\n "wordings": [}\n'))
        assert "consultation.json, line 3, column 15: this is not JSON" in text

    def test_a_name_that_stands_twice_is_told(self, tmp_path: Path) -> None:
        assert "“key” stands twice" in refusal(write(tmp_path, '{"questionnaire": {"key": "a", "key": "b"}}'))

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            ("[" * 100_000, "too many levels"),
            ('{"a": NaN}', "“NaN” is not a number"),
            ("", "this is not JSON"),
            ("[]", "expected an object"),
            (b'{"format": "\xff"}', "byte 12 is not UTF-8"),
            (b" " * 10_000_001, "larger than 10,000,000 bytes"),
        ],
    )
    def test_what_is_no_file_of_ours_is_told(self, tmp_path: Path, content: str | bytes, says: str) -> None:
        assert says in refusal(write(tmp_path, content))

    def test_a_file_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        assert "there is no such file" in refusal(tmp_path / "nowhere.json")

    def test_a_byte_order_mark_does_no_harm(self, full_file: dict[str, Any], tmp_path: Path) -> None:
        assert read_consultation_file(write(tmp_path, b"\xef\xbb\xbf" + json.dumps(full_file).encode()))


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("consultation", "slug"), "Not A Slug", "consultation.slug"),
        (("consultation", "opens_at"), "2025-01-01T09:00", "consultation.closes_at"),
        (("consultation", "headlines", 0, "of"), ["role"], "consultation.headlines[0].of[0]"),
        (
            ("consultation", "headlines", 0, "of"),
            ["q_agreement_grid.nobody"],
            "consultation.headlines[0].of[0]",
        ),
        (("wordings", 0, "questions", "role"), {}, "wordings[0].questions.role.text"),
        (("questionnaire", "pages", 0, "key"), "second", "questionnaire.pages"),
        (
            ("questionnaire", "pages", 0, "show_if"),
            {"question": "q_date", "answered": True},
            "questionnaire.pages[0].show_if",
        ),
    ],
)
def test_what_only_the_loader_can_see_is_refused_with_its_place(
    full_file: dict[str, Any], path: tuple[Any, ...], value: Any, place: str
) -> None:
    with pytest.raises(ProblemsFound) as found:
        parse_consultation(spoiled(full_file, path, value))
    assert place in {problem.place.partition(" (")[0] for problem in found.value.problems}


def test_two_wordings_of_one_edition_and_language_are_refused(full_file: dict[str, Any]) -> None:
    full_file["wordings"] *= 2
    with pytest.raises(ProblemsFound, match="“standard, en” is there 2 times"):
        parse_consultation(full_file)


@pytest.mark.parametrize(
    ("part", "value", "place", "says"),
    [
        ("documents", [{"title": "A"}], "documents[0]", "neither an address nor a file"),
        (
            "documents",
            [{"title": "A", "file": "a.pdf", "address": "https://a.example"}],
            "documents[0]",
            "an address and a file",
        ),
        ("documents", [{"title": "A", "file": "../a.pdf"}], "documents[0].file", "name of a file"),
        (
            "documents",
            [{"title": "A", "file": "a.pdf", "alternative": {"title": "B", "address": "b"}}],
            "documents[0].alternative.address",
            "not a web address",
        ),
        ("lawful_basis", "because", "lawful_basis", "public_task, consent"),
        ("includes_under_13s", "yes", "includes_under_13s", "true or false"),
        ("safeguarding", {"head": "A"}, "safeguarding.head", "Known here: deputy, lead"),
        ("safeguarding", {"lead": ""}, "safeguarding.lead", "empty"),
    ],
)
def test_a_faulty_detail_is_refused_with_its_place(
    full_file: dict[str, Any], part: str, value: Any, place: str, says: str
) -> None:
    raw = spoiled(full_file, ("consultation", part), value)
    with pytest.raises(ProblemsFound) as found:
        parse_consultation(raw)
    (problem,) = found.value.problems
    assert problem.place.partition(" (")[0] == f"consultation.{place}"
    assert says in str(problem)
    assert not VALIDATOR.is_valid(raw)


def test_documents_basis_and_safeguarding_are_read(full_file: dict[str, Any], tmp_path: Path) -> None:
    documents = [
        {"title": "A", "file": "a.pdf", "alternative": {"title": "B", "address": "https://b.example"}}
    ]
    lead = {"lead": "lead@example.org"}
    full_file["consultation"] |= {"documents": documents, "lawful_basis": "consent", "safeguarding": lead}
    full_file["wordings"][0]["consent"] = ["You agree that we keep this."]
    VALIDATOR.validate(full_file)
    file = read_consultation_file(write(tmp_path, json.dumps(full_file)))
    details = file.consultation
    assert list(details.documents) == documents
    assert (details.lawful_basis, details.includes_under_13s, details.safeguarding) == (
        "consent",
        False,
        lead,
    )
    assert file.folder == tmp_path
    plain = parse_consultation(without(full_file, ("consultation", "lawful_basis")))
    assert (plain.consultation.lawful_basis, plain.folder) == ("public_task", None)


def test_consent_and_parents_are_asked_for_in_every_wording(full_file: dict[str, Any]) -> None:
    full_file["consultation"] |= {"lawful_basis": "consent", "includes_under_13s": True}
    with pytest.raises(ProblemsFound) as found:
        parse_consultation(full_file)
    assert [problem.place.partition(" (")[0] for problem in found.value.problems] == [
        "wordings[0].consent",
        "wordings[0].for_parents",
    ]


def test_a_picture_or_recording_that_is_not_there_is_named(full_file: dict[str, Any], tmp_path: Path) -> None:
    texts = full_file["wordings"][0]["questions"]["role"]
    texts |= {"picture": "hall.png", "recording": "role.mp3", "pictures": {"parent": "family"}}
    text = refusal(write(tmp_path, json.dumps(full_file)))
    assert "wordings[0].questions.role.picture: there is no file “hall.png” in the folder “media”" in text
    assert "role.mp3" in text
    (tmp_path / "media").mkdir()
    for name in ("hall.png", "role.mp3"):
        (tmp_path / "media" / name).write_bytes(b"x")
    assert read_consultation_file(tmp_path / "consultation.json")


class TestSchema:
    """The schema is never stricter than the loader, and refuses what a schema can see."""

    def test_is_itself_in_order(self) -> None:
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_knows_the_same_words_as_the_product(self) -> None:
        question = SCHEMA["$defs"]["question"]
        assert question["properties"]["type"]["enum"] == list(QUESTION_TYPES)
        branches = {branch["title"]: branch for branch in question["oneOf"]}
        assert set(branches) == set(QUESTION_TYPES)
        for name, kind in QUESTION_TYPES.items():
            common = {"type", "required", "prefer_not_to_say", "identifies", "equality"}
            assert set(branches[name]["properties"]) - common == kind.settings, name
        assert branches["date"]["properties"]["identifies"]["enum"] == [*IDENTIFYING, None]
        scale = SCHEMA["$defs"]["scale"]["properties"]["options"]["items"]
        assert scale["properties"]["counts_as"]["enum"] == list(SCALE_MEANINGS)
        assert SCHEMA["$defs"]["wording"]["properties"]["edition"]["enum"] == list(EDITIONS)
        assert branches["long_text"]["properties"]["max_length"]["maximum"] == CEILING

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("format",), "said-and-done/consultation/2"),
            (("extra",), 1),
            (("consultation",), None),
            (("consultation", "title"), " "),
            (("consultation", "opens_at"), "1 July 2024"),
            (("consultation", "opens_at"), "2024-07-01"),
            (("consultation", "headlines", 0, "over"), 100),
            (("consultation", "headlines", 0, "of"), []),
            (("consultation", "documents", 0, "address"), "javascript:alert(1)"),
            (("questionnaire", "pages"), []),
            (("questionnaire", "pages", 0, "key"), "First page"),
            (("questionnaire", "pages", 0, "questions", 0, "type"), "riddle"),
            (("questionnaire", "pages", 0, "questions", 0, "identifies"), "shoe_size"),
            (("questionnaire", "pages", 0, "questions", 0, "identifies"), "ethnicity"),
            (("questionnaire", "pages", 0, "questions", 0, "options"), [{"key": "a"}]),
            (("questionnaire", "pages", 0, "questions", 0, "rows"), [{"key": "a"}]),
            (("questionnaire", "pages", 0, "questions", 0, "required"), "yes"),
            (("questionnaire", "pages", 1, "show_if"), "role == parent"),
            (
                ("questionnaire", "pages", 1, "show_if"),
                {"question": "role", "is": "parent", "includes": "parent"},
            ),
            (("questionnaire", "pages", 1, "show_if"), {"all": []}),
            (("questionnaire", "scales", "agreement", "options", 0, "counts_as"), "for"),
            (("wordings",), []),
            (("wordings", 0, "edition"), "posh"),
            (("wordings", 0, "questions", "role", "colour"), "red"),
        ],
    )
    def test_both_refuse_what_a_schema_can_see(
        self, full_file: dict[str, Any], path: tuple[Any, ...], value: Any
    ) -> None:
        raw = spoiled(full_file, path, value)
        assert not VALIDATOR.is_valid(raw)
        assert not accepted(raw)

    def test_what_is_left_out_and_taken_still_validates(self, full_file: dict[str, Any]) -> None:
        for path in paths_in(full_file):
            raw = without(full_file, path)
            if accepted(raw):
                VALIDATOR.validate(raw)

    def test_what_is_null_and_taken_still_validates(self, full_file: dict[str, Any]) -> None:
        for path in paths_in(full_file):
            raw = spoiled(full_file, path, None)
            if accepted(raw):
                VALIDATOR.validate(raw)

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_what_is_changed_and_taken_still_validates(
        self, full_file: dict[str, Any], data: st.DataObject
    ) -> None:
        path = data.draw(st.sampled_from(list(paths_in(full_file))))
        value = data.draw(
            st.sampled_from([True, 0, 1, 1.5, "", "a", " a ", "agree", "2024-01-01", [], ["a"], {}])
        )
        raw = spoiled(full_file, path, value)
        if accepted(raw):
            VALIDATOR.validate(raw)
