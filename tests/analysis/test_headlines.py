"""A headline is printed only if the figures bear it out, on every one of its questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.figures import CategoryCount, StateCounts, Tally
from analysis.headlines import (
    Claim,
    Headline,
    Refusal,
    check_claim,
    propose_claims,
    propose_every_claim,
)
from analysis.variables import Category

SCALE = (
    Category("strongly_agree", "agree"),
    Category("agree", "agree"),
    Category("neither", "neutral"),
    Category("disagree", "disagree"),
)


def scale_tally(
    key: str, agree: int, base: int, categories: tuple[Category, ...] = SCALE, unit: str = "responses"
) -> Tally:
    counts = dict.fromkeys([c.key for c in categories], 0) | {"agree": agree, "neither": base - agree}
    return Tally(
        key, None, unit, base + 3, tuple(CategoryCount(k, n) for k, n in counts.items()),
        StateCounts(answered=base, dont_know=3), base, kind="scale", categories=categories,
    )  # fmt: skip


def tallies(*found: Tally) -> dict[str, Tally]:
    return {tally.variable: tally for tally in found}


PRIORITIES = tallies(scale_tally("priorities.voice", 58, 66), scale_tally("priorities.early_help", 62, 65))
CLAIM = Claim("priorities", 85, ("priorities",), "each of the two priorities")


def test_a_claim_that_holds_names_base_and_n() -> None:
    headline = check_claim(CLAIM, PRIORITIES)
    assert isinstance(headline, Headline)
    assert headline.text == "Over 85% (between 58 of 66 and 62 of 65) agreed with each of the two priorities."
    assert (headline.base_low, headline.base_high, headline.n_low, headline.n_high) == (65, 66, 58, 62)
    assert headline.variables == ("priorities.voice", "priorities.early_help")
    assert (
        "of the 65 to 66 responses that answered on the scale; 2 questions: priorities.voice"
        in headline.basis
    )


def test_one_question_below_refuses_the_claim_and_is_named() -> None:
    refusal = check_claim(CLAIM, PRIORITIES | tallies(scale_tally("priorities.send", 50, 60)))
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "It is not true that over 85% agreed with priorities.send (50 of 60 agreed)."
    assert refusal.variables == ("priorities.send",)


def test_over_means_strictly_over_on_unrounded_figures() -> None:
    exactly = check_claim(Claim("c", 85, ("x",), "it"), tallies(scale_tally("x", 85, 100)))
    rounded_up = check_claim(Claim("c", 85, ("x",), "it"), tallies(scale_tally("x", 8499, 10_000)))
    just_over = check_claim(Claim("c", 85, ("x",), "it"), tallies(scale_tally("x", 8501, 10_000)))
    assert isinstance(exactly, Refusal)
    assert isinstance(rounded_up, Refusal)
    assert isinstance(just_over, Headline)
    assert just_over.text == "Over 85% (8501 of 10000) agreed with it."


def test_under_a_base_of_30_the_count_comes_first() -> None:
    headline = check_claim(Claim("c", 80, ("x",), "how it will be done"), tallies(scale_tally("x", 18, 20)))
    assert isinstance(headline, Headline)
    assert headline.text == "18 of 20 (over 80%) agreed with how it will be done."


NO_SCALE = Tally("role", None, "responses", 0, (), StateCounts(), 0)


@pytest.mark.parametrize(
    ("claim", "found", "reason"),
    [
        (Claim("c", 85, (), "it"), PRIORITIES, "names no question"),
        (Claim("c", 100, ("priorities",), "it"), PRIORITIES, "can never be true"),
        (Claim("c", -5, ("priorities",), "it"), PRIORITIES, "can never be true"),
        (Claim("c", 85, ("priorities", "delivery"), "it"), PRIORITIES, "no figures for delivery"),
        (Claim("c", 85, ("priority",), "it"), PRIORITIES, "no figures for priority"),
        (Claim("c", 85, ("x",), "it"), tallies(scale_tally("x", 0, 0)), "Nobody answered x on the scale"),
        (Claim("c", 85, ("role",), "it"), tallies(NO_SCALE), "Agreement cannot be said of role"),
        (
            Claim("c", 5, ("x", "y"), "it"),
            tallies(scale_tally("x", 9, 9), scale_tally("y", 9, 9, (*SCALE, Category("no", "disagree")))),
            "different scales",
        ),
        (
            Claim("c", 5, ("x", "y"), "it"),
            tallies(scale_tally("x", 9, 9), scale_tally("y", 9, 9, unit="votes")),
            "different units",
        ),
    ],
)
def test_a_claim_that_cannot_be_made_is_refused_with_its_reason(
    claim: Claim, found: dict[str, Tally], reason: str
) -> None:
    refusal = check_claim(claim, found)
    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason


@given(st.lists(st.integers(1, 300).flatmap(lambda b: st.tuples(st.integers(0, b), st.just(b))), min_size=1))
def test_what_is_proposed_holds_and_the_next_step_does_not(rows: list[tuple[int, int]]) -> None:
    found = tallies(*(scale_tally(f"grid.row{i}", agree, base) for i, (agree, base) in enumerate(rows)))
    lowest = min(100 * agree / base for agree, base in rows)
    proposed = propose_claims(found, {"grid": "every row"})
    if lowest <= 50:
        assert proposed == ()
        return
    (claim,) = proposed
    assert claim.over < lowest <= claim.over + 5
    assert claim.subject == "every row"
    assert isinstance(check_claim(claim, found), Headline)


def test_nothing_is_proposed_of_what_is_no_scale() -> None:
    assert propose_claims(tallies(NO_SCALE)) == ()


@pytest.mark.parametrize(
    ("kind", "over", "agree", "disagree", "holds"),
    [
        ("most", 0, 51, 49, True),
        ("most", 0, 50, 50, False),
        ("fewer", 50, 49, 51, True),
        ("fewer", 50, 50, 50, False),
        ("leading", 0, 51, 49, True),
        ("leading", 0, 50, 50, False),
    ],
)
def test_each_kind_of_claim_holds_only_strictly(kind, over, agree, disagree, holds):
    found = check_claim(Claim("k", over, ("q",), "it", kind), {"q": two_sided("q", agree, disagree)})
    assert isinstance(found, Headline) is holds


def two_sided(key, agree, disagree):
    categories = (Category("yes", "agree"), Category("no", "disagree"))
    counts = (CategoryCount("yes", agree), CategoryCount("no", disagree))
    base = agree + disagree
    return Tally(key, None, "responses", base, counts, StateCounts(answered=base), base, "scale", categories)


@given(counts=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=4))
def test_nothing_is_proposed_that_is_not_true_and_a_base_of_nobody_proposes_nothing(counts):
    tallies = {f"g.r{n}": two_sided(f"g.r{n}", *pair) for n, pair in enumerate(counts)}
    for claim in propose_every_claim(tallies):
        assert isinstance(check_claim(claim, tallies), Headline)
        assert "nan" not in check_claim(claim, tallies).text.casefold()
    if any(sum(pair) == 0 for pair in counts):
        assert not any(claim.variables == ("g",) for claim in propose_every_claim(tallies))


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        (Claim("c", 95, ("x",), "it"), tallies(scale_tally("x", 9, 10))),
        (Claim("c", 5, ("x",), "it"), {"x": two_sided("x", 0, 0)}),
        (Claim("c", 5, ("x",), "it"), {}),
        (Claim("c", 0, ("x",), "it", "leading"), {"x": two_sided("x", 1, 2)}),
    ],
)
def test_a_refusal_names_questions_as_people_know_them(claim: Claim, found: dict[str, Tally]) -> None:
    refusal = check_claim(claim, found, {"x": "“How it will be done”"})
    assert isinstance(refusal, Refusal)
    assert "“How it will be done”" in refusal.reason
    assert " x" not in refusal.reason
