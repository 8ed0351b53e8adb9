"""Publishing twice: what two releases together give away, above all when somebody withdrew in between."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from analysis.disclosure import EarlierRelease, PublishedTable, Reason, TablesDisagree, audit, protect

AUDIENCE = frozenset({"audience"})
ANSWERS = ("agree", "neither", "disagree")
GROUPS = ("parent", "professional", "young")


def made_up_responses(count, seed):
    draw = np.random.default_rng(seed)
    groups = draw.choice(GROUPS, size=count, p=(0.5, 0.3, 0.2)).tolist()
    answers = draw.choice(ANSWERS, size=count, p=(0.5, 0.3, 0.2)).tolist()
    return list(zip(answers, groups, strict=True))


def tables_of(responses):
    everything = {(answer, group): 0 for answer in ANSWERS for group in GROUPS} | Counter(responses)
    profile = Counter((group,) for _, group in responses)
    return [
        PublishedTable("q", ("q", "audience"), everything, identifying=AUDIENCE),
        PublishedTable("audience", ("audience",), profile, identifying=AUDIENCE),
    ]


def shown_changes(before, after):
    """The changes that a reader can read off: cells that both releases show."""
    first = before.tables[0]
    for categories in ({"q": answer, "audience": group} for answer in ANSWERS for group in GROUPS):
        cell = first.cell(categories)
        now = after.value("q", categories)
        if cell not in before.withheld and now is not None:
            yield now - first.counts[categories["q"], categories["audience"]]


def test_one_withdrawal_between_two_releases_does_not_show_whose_it_was():
    responses = made_up_responses(300, 1)
    before = protect(tables_of(responses))
    assert before.cells_withheld == 0
    earlier = before.as_release("first", withdrawn_since=1)
    after = protect(tables_of(responses[1:]), [earlier])
    assert after.report.is_clean
    assert set(shown_changes(before, after)) <= {0}
    assert Reason.CHANGED in after.withheld.values()
    assert not audit(tables_of(responses[1:]), frozenset(), [earlier]).is_clean


def test_what_was_withheld_before_is_not_given_away_by_the_next_release():
    responses = [*made_up_responses(300, 1), *([("disagree", "school")] * 3)]
    table = PublishedTable("q", ("q", "audience"), Counter(responses), identifying=AUDIENCE)
    before = protect([table])
    assert not audit([table], frozenset(), [before.as_release("first")]).is_clean
    after = protect([table], [before.as_release("first")])
    assert after.withheld.keys() == before.withheld.keys()


def test_a_few_paper_forms_that_came_in_later_do_not_show_what_they_said():
    responses = made_up_responses(304, 2)
    before = protect(tables_of(responses[:300]))
    tables = tables_of(responses)
    assert not audit(tables, frozenset(), [before.as_release("first")]).is_clean
    assert protect(tables, [before.as_release("first")]).report.is_clean


def test_some_withdrew_and_some_were_added():
    responses = made_up_responses(306, 3)
    before = protect(tables_of(responses[:300]))
    tables = tables_of(responses[2:])
    earlier = before.as_release("first", withdrawn_since=2)
    assert not audit(tables, frozenset(), [earlier]).is_clean
    after = protect(tables, [earlier])
    assert after.report.is_clean
    assert audit(tables, frozenset(after.withheld), [earlier]).is_clean


def test_many_new_responses_make_small_changes_nobodys():
    responses = made_up_responses(700, 4)
    before = protect(tables_of(responses[:300]))
    after = protect(tables_of(responses), [before.as_release("first")])
    assert after.withheld == {}


def test_three_releases_are_looked_at_together():
    responses = made_up_responses(300, 5)
    first = protect(tables_of(responses)).as_release("first", withdrawn_since=1)
    second = protect(tables_of(responses[1:]), [first]).as_release("second", withdrawn_since=1)
    third = protect(tables_of(responses[2:]), [first, second])
    assert third.report.is_clean


def test_what_an_earlier_release_gave_away_is_told_apart_from_what_this_one_does():
    tables = tables_of([*made_up_responses(60, 1), *[("disagree", "young")] * 2])
    careless = EarlierRelease("careless", tuple(tables), frozenset())
    protected = protect(tables, [careless])
    assert protected.report.is_clean
    assert protected.report.known_already
    assert all(found.low == found.high for found in protected.report.known_already)


def test_more_withdrawals_than_said_are_refused():
    responses = made_up_responses(300, 1)
    earlier = protect(tables_of(responses)).as_release("first", withdrawn_since=1)
    with pytest.raises(TablesDisagree, match="fell by 3, more than the 1 said to be withdrawn"):
        protect(tables_of(responses[3:]), [earlier])


def test_counts_that_grew_although_nobody_was_added_are_refused():
    responses = made_up_responses(300, 1)
    earlier = protect(tables_of(responses)).as_release("first", withdrawn_since=1)
    other = [("agree", "young"), *responses[2:]]
    with pytest.raises(TablesDisagree, match="young and q = agree changed since release first"):
        protect(tables_of(other), [earlier])
