"""Names that a language model proposes, with the real Presidio and spaCy on a small model that the tests make."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.personal_data import Finding, joined, named_by_model, proposed_names
from analysis.personal_data.named_by_model import KIND, ModelProblem
from tests.names_model import make_model

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return make_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def propose(model):
    return named_by_model.loaded(model)


@pytest.fixture
def with_packages(monkeypatch):
    """As where the extra is installed, whether it is or not: for what is refused before anything is loaded."""
    own = named_by_model.find_spec
    monkeypatch.setattr(
        named_by_model, "find_spec", lambda name: name in named_by_model._PACKAGES or own(name)
    )


def test_a_name_that_stands_on_its_own_is_proposed_with_its_place(propose):
    text = "At school Aisha waits for Tom Plantedname."
    assert proposed_names(text) == ()
    assert propose(text) == (
        Finding(10, 15, KIND, "Aisha"),
        Finding(26, 41, KIND, "Tom Plantedname"),
    )


def test_only_people_are_proposed_and_nothing_is_logged_of_the_rest(propose, caplog):
    with caplog.at_level(logging.WARNING):
        assert propose("Ofsted came. Call 01902 550000 or write to aisha@example.org in Leeds.") == ()
    assert caplog.records == []


@pytest.mark.parametrize("text", ["", " ", "🌳🌳", "زیادہ درخت", "a" * 5000, "Aisha " * 2000])
def test_any_comment_can_be_read(propose, text):
    for found in propose(text):
        assert text[found.start : found.end] == found.text == "Aisha"


def test_a_model_is_loaded_once(model, propose):
    assert named_by_model.loaded(model) is propose


def test_both_proposals_of_one_name_become_one(propose):
    text = "My son Tom Plantedname and Nia"
    ours, model = proposed_names(text), propose(text)
    assert [one.text for one in joined(text, (*ours, *model))] == ["Tom Plantedname", "Nia"]
    assert {one.kind for one in joined(text, (*ours, *model))} == {"name"}


def test_what_overlaps_is_joined_from_end_to_end_and_says_who_was_first():
    text = "Dr Tom Plantedname met Aisha"
    given = [Finding(3, 6, "name", "Tom"), Finding(0, 18, KIND, text[:18]), Finding(23, 28, KIND, "Aisha")]
    assert joined(text, given) == (Finding(0, 18, "name", text[:18]), Finding(23, 28, KIND, "Aisha"))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10), st.sampled_from("ab"))))
def test_joined_findings_cover_what_was_given_and_do_not_overlap(places):
    text = "x" * 40
    given_ones = [
        Finding(start, start + length, kind, text[start : start + length]) for start, length, kind in places
    ]
    result = joined(text, given_ones)
    covered = [set(range(one.start, one.end)) for one in result]
    assert set().union(*covered) == {at for one in given_ones for at in range(one.start, one.end)}
    assert sum(map(len, covered)) == len(set().union(*covered))


def test_a_package_that_is_missing_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setattr(named_by_model, "find_spec", lambda _name: None)
    with pytest.raises(ModelProblem, match=r"not installed \(presidio_analyzer, spacy\).*make names"):
        named_by_model.assert_usable("en_core_web_sm")


@pytest.mark.parametrize("name", ["no_such_model", "no/such/folder", "../x", "json"])
def test_a_model_that_is_not_there_is_refused(with_packages, name):
    with pytest.raises(ModelProblem, match=f"no language model “{name}”.*developers.md"):
        named_by_model.assert_usable(name)


def test_a_folder_without_a_model_and_a_damaged_one_are_refused(with_packages, tmp_path):
    with pytest.raises(ModelProblem, match="no language model"):
        named_by_model.assert_usable(str(tmp_path))
    (tmp_path / "config.cfg").touch()
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(ModelProblem, match=r"damaged: meta\.json"):
        named_by_model.assert_usable(str(tmp_path))


@pytest.mark.parametrize("about", [{"lang": "de", "labels": {"ner": ["PER"]}}, {"lang": "en"}, {}])
def test_a_model_that_finds_no_people_in_english_is_refused(with_packages, tmp_path, about):
    (tmp_path / "config.cfg").touch()
    (tmp_path / "meta.json").write_text(json.dumps(about))
    with pytest.raises(ModelProblem, match="does not find the names of people in English"):
        named_by_model.assert_usable(str(tmp_path))


def test_real_models_are_told_apart_before_they_are_loaded(tmp_path):
    named_by_model.assert_usable(make_model(tmp_path / "good"))
    for wrong in (make_model(tmp_path / "places", label="GPE"), make_model(tmp_path / "xx", language="xx")):
        with pytest.raises(ModelProblem, match="does not find"):
            named_by_model.assert_usable(wrong)


def test_a_model_that_cannot_be_loaded_says_so(tmp_path):
    broken = make_model(tmp_path / "broken")
    (tmp_path / "broken" / "config.cfg").write_text("[nlp]\n")
    with pytest.raises(ModelProblem, match="cannot be loaded"):
        named_by_model.loaded(broken)


def test_an_installed_model_is_found_by_its_name(with_packages, tmp_path, monkeypatch):
    inner = tmp_path / "en_sample" / "en_sample-1.0.0"
    inner.mkdir(parents=True)
    (tmp_path / "en_sample" / "__init__.py").touch()
    (inner / "config.cfg").touch()
    (inner / "meta.json").write_text(json.dumps({"lang": "en", "labels": {"ner": ["PERSON"]}}))
    monkeypatch.syspath_prepend(tmp_path)
    named_by_model.assert_usable("en_sample")


def test_nothing_of_it_is_imported_before_a_model_is_loaded():
    imported = "consult.cli, consult.pages.quotations, consult.rounds"
    code = f"import sys, {imported}; print(*{{'spacy', 'presidio_analyzer'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
