"""Names that a language model proposes: Microsoft Presidio's analyser on a spaCy model, people's names in English only.

An optional extra. Presidio and spaCy are imported only when a model is loaded; that takes seconds, so no page may ask
for it. What is proposed is trusted as little as what `names` proposes: names that stand on their own are found, and
many comments are flagged that hold none. Not here: joining both (`finding.joined`), and when a model is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analysis.personal_data.finding import Finding

KIND = "name (proposed by the language model)"
LANGUAGE = "en"
_PACKAGES = ("presidio_analyzer", "spacy")
_PERSON = "PERSON"
_LABELS_OF_PEOPLE = frozenset({"PERSON", "PER"})

NameProposer = Callable[[str], tuple[Finding, ...]]


class ModelProblem(ValueError):
    """The language model, or what runs it, is not there or cannot be used; the message says what to do."""


def assert_usable(model: str) -> None:
    """Look whether a model can be asked, without loading anything. Raises `ModelProblem`."""
    missing = [package for package in _PACKAGES if find_spec(package) is None]
    if missing:
        raise ModelProblem(
            f"what a language model needs is not installed ({', '.join(missing)}). Install it with: make names"
        )
    about = _description(model)
    labels = {label for part in about.get("labels", {}).values() for label in part}
    if about.get("lang") != LANGUAGE or not labels & _LABELS_OF_PEOPLE:
        raise ModelProblem(
            f"the model “{model}” does not find the names of people in English. Choose a model for English with "
            "the label PERSON, such as en_core_web_sm"
        )


@lru_cache(maxsize=1)
def loaded(model: str) -> NameProposer:
    """What proposes names with a model. Takes seconds the first time. Raises `ModelProblem`."""
    assert_usable(model)
    try:
        engine = _engine(model)
    except (OSError, ValueError, ImportError) as error:
        raise ModelProblem(f"the model “{model}” cannot be loaded: {error}") from error

    def propose(text: str) -> tuple[Finding, ...]:
        results = engine.analyze(text, language=LANGUAGE, entities=[_PERSON])
        return tuple(sorted(Finding(one.start, one.end, KIND, text[one.start : one.end]) for one in results))

    return propose


def _description(model: str) -> dict[str, Any]:
    """What a model says of itself, in the file that spaCy keeps in each."""
    for folder in _folders(model):
        file = folder / "meta.json"
        if (folder / "config.cfg").is_file() and file.is_file():
            return _read(file, model)
    raise ModelProblem(
        f"there is no language model “{model}”: neither a folder that holds a spaCy model nor an installed one. "
        "How to get one is in docs/developers.md"
    )


def _read(file: Path, model: str) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelProblem(
            f"the model “{model}” is damaged: {file.name} cannot be read. Install it again"
        ) from error
    return about


def _folders(model: str) -> Iterable[Path]:
    """Where a model may be: a folder, or an installed package, which keeps it in a folder with its version."""
    if Path(model).is_dir():
        return (Path(model),)
    package = find_spec(model) if model.isidentifier() else None
    return [
        inner
        for place in (package.submodule_search_locations or () if package else ())
        for inner in Path(place).glob(f"{model}-*")
    ]


def _engine(model: str) -> Any:
    """Presidio with people's names from the model and none of its other searches."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    labels = {label for part in _description(model).get("labels", {}).values() for label in part}
    nlp_engine = SpacyNlpEngine(
        models=[{"lang_code": LANGUAGE, "model_name": model}],
        # Otherwise a warning is written for each label that Presidio has no word for.
        ner_model_configuration=NerModelConfiguration(labels_to_ignore=sorted(labels - _LABELS_OF_PEOPLE)),
    )
    registry = RecognizerRegistry(
        recognizers=[SpacyRecognizer(supported_language=LANGUAGE, supported_entities=[_PERSON])],
        supported_languages=[LANGUAGE],
    )
    return AnalyzerEngine(registry=registry, nlp_engine=nlp_engine, supported_languages=[LANGUAGE])
