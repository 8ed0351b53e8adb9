"""A small language model for tests: it knows a few names by heart. Skips where the optional extra is not installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

PEOPLE = ("Tom Plantedname", "Plantedname", "Aisha", "Nia")


def make_model(folder: Path, *, label: str = "PERSON", language: str = "en") -> str:
    """Save a model to a folder, as an organisation would have one, and give the folder's name."""
    if not all(map(find_spec, ("spacy", "presidio_analyzer"))):
        pytest.skip("a language model for names: the optional extra is not installed (make names)")
    import spacy

    nlp = spacy.blank(language)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for name in PEOPLE])
    ruler.add_patterns([{"label": "ORG", "pattern": "Ofsted"}])
    nlp.to_disk(folder)
    return str(folder)
