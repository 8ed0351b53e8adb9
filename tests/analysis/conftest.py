"""Made-up datasets for the tests of counting, and the folder of shared data where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.dataset import Category, Variable

AGREEMENT = (
    Category("strongly_agree", "agree"),
    Category("agree", "agree"),
    Category("neither", "neutral"),
    Category("disagree", "disagree"),
    Category("strongly_disagree", "disagree"),
    Category("not_for_me", "outside"),
    Category("dont_know", "dont_know"),
)


@pytest.fixture
def role() -> Variable:
    categories = (Category("parent_carer"), Category("professional"), Category("unsure", "dont_know"))
    return Variable("role", "closed", categories, "audience")


@pytest.fixture
def voice() -> Variable:
    return Variable("priorities.voice", "scale", AGREEMENT)


@pytest.fixture
def support() -> Variable:
    return Variable(
        "support", "several", (Category("home"), Category("school"), Category("unsure", "dont_know"))
    )


@pytest.fixture
def order() -> Variable:
    return Variable("order", "ranked", (Category("a"), Category("b"), Category("c")))


@pytest.fixture
def years() -> Variable:
    return Variable("years", "numeric")


@pytest.fixture
def since() -> Variable:
    return Variable("since", "date")


@pytest.fixture
def why() -> Variable:
    return Variable("why", "open")


@pytest.fixture
def variables(
    role: Variable,
    voice: Variable,
    support: Variable,
    order: Variable,
    years: Variable,
    since: Variable,
    why: Variable,
) -> tuple[Variable, ...]:
    return role, voice, support, order, years, since, why


@pytest.fixture
def shared_data() -> Path:
    folder = Path(__file__).parents[2] / ".." / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not beside this checkout")
    return folder
