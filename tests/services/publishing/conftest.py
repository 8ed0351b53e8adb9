"""The sample consultation, set up as the demonstration does, and its appendix."""

from __future__ import annotations

import pytest

from consult.appendix.formats import FORMATS
from consult.services import freezing, setting_up_samples
from consult.services.publishing import building
from consult.services.publishing.gathering import gather


@pytest.fixture
def strategy(in_app, codes):
    consultation = setting_up_samples.set_up(codes, "send-strategy", by=None)
    setting_up_samples.decide_as_sample_officer(consultation, by=None)
    return consultation


@pytest.fixture
def gathered(in_app):
    """Gathers a consultation's contents from what it holds now."""
    settings = in_app.extensions["settings"]

    def run(consultation):
        reference = freezing.freeze(consultation, settings.datasets_folder)
        return gather(
            consultation,
            reference.path,
            organisation="Sample Borough Council",
            charts_folder=settings.charts_folder,
            progress=lambda *_: None,
        )

    return run


@pytest.fixture
def built(in_app):
    """Builds a consultation's appendix, in every format or in some: file name → bytes."""
    settings = in_app.extensions["settings"]

    def run(consultation, *formats):
        _, files = building.build(
            consultation,
            organisation="Sample Borough Council",
            datasets_folder=settings.datasets_folder,
            charts_folder=settings.charts_folder,
            formats=formats or tuple(FORMATS),
        )
        return {file.name: file.content for file in files}

    return run
