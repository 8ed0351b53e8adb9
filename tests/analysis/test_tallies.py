"""Every count equals what a person would get with pencil and paper, on any data."""

from __future__ import annotations

import statistics
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dataset import (
    Category,
    Cell,
    Dataset,
    DatasetError,
    GroupTallyRecord,
    ResponseRecord,
    State,
    Variable,
    open_dataset,
    write_dataset,
)
from analysis.tallies import StateCounts, Tally, group_votes, tally, tally_all

AGREEMENT = (
    Category("strongly_agree", "agree"),
    Category("agree", "agree"),
    Category("neither", "neutral"),
    Category("disagree", "disagree"),
    Category("strongly_disagree", "disagree"),
    Category("not_for_me", "outside"),
    Category("dont_know", "dont_know"),
)
ROLE = Variable(
    "role", "closed", (Category("parent"), Category("professional"), Category("unsure", "dont_know"))
)
VOICE = Variable("voice", "scale", AGREEMENT)
SUPPORT = Variable(
    "support", "several", (Category("home"), Category("school"), Category("unsure", "dont_know"))
)
ORDER = Variable("order", "ranked", (Category("a"), Category("b"), Category("c")))
YEARS = Variable("years", "numeric")
SINCE = Variable("since", "date")
WHY = Variable("why", "open")
ALL = (ROLE, VOICE, SUPPORT, ORDER, YEARS, SINCE, WHY)

unanswered = st.sampled_from([s for s in State if s is not State.ANSWERED]).map(Cell)


def one_of(variable: Variable) -> st.SearchStrategy[Cell]:
    def cell(category: Category) -> Cell:
        return Cell("dont_know" if category.counts_as == "dont_know" else "answered", category.key)

    return unanswered | st.sampled_from(variable.categories).map(cell)


def answered(values: st.SearchStrategy[object]) -> st.SearchStrategy[Cell]:
    return unanswered | values.map(lambda value: Cell("answered", value))


cells = st.fixed_dictionaries(
    {},
    optional={
        "role": one_of(ROLE),
        "voice": one_of(VOICE),
        "support": answered(st.sampled_from([["home"], ["school"], ["home", "school"], ["unsure"]])),
        "order": answered(
            st.permutations("abc").flatmap(lambda p: st.integers(1, 3).map(lambda n: list(p[:n])))
        ),
        "years": answered(st.decimals(-50, 50, places=1).map(str)),
        "since": answered(st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(date.isoformat)),
        "why": answered(st.none()),
    },
)
responses = st.lists(st.tuples(cells, st.sampled_from(["online", "paper", "telephone"])), max_size=40).map(
    lambda given: [
        ResponseRecord(f"R{i}", channel, "standard", "en", c) for i, (c, channel) in enumerate(given)
    ]
)


def dataset_of(records: list[ResponseRecord], variables: tuple[Variable, ...] = ALL) -> Dataset:
    with tempfile.TemporaryDirectory() as folder:
        dataset = open_dataset(write_dataset(Path(folder), variables, records).path)
        # The files go with the folder, so the frame is read now.
        frame = dataset.responses.collect().lazy()
        votes = dataset.group_tallies

    class Held(Dataset):
        responses = frame
        group_tallies = votes

    return Held(dataset.digest, dataset.path, dataset.variables)


def plain_state(variable: Variable, cell: Cell) -> str:
    chosen = cell.value if isinstance(cell.value, list) else [cell.value]
    return "dont_know" if set(chosen) & variable.says_dont_know else cell.state


def check_column(column: Tally, variable: Variable, records: list[ResponseRecord]) -> None:
    """Count with plain loops and compare."""
    given = [r.cells.get(variable.key, Cell("not_asked")) for r in records]
    states = Counter(plain_state(variable, c) for c in given)
    assert column.states == StateCounts(**{s.value: states[s] for s in State})
    assert column.received == len(records) == sum(states.values())
    answers = [c.value for c in given if plain_state(variable, c) == "answered"]
    if variable.is_single:
        counts = Counter(answers)
        assert column.counts == tuple((c.key, counts[c.key]) for c in variable.on_scale)
        assert column.outside == counts["not_for_me"]
        assert column.base == len(answers) - counts["not_for_me"]
    if variable.kind == "several":
        assert column.counts == tuple((k, sum(k in a for a in answers)) for k in ("home", "school"))
        assert column.base == len(answers)
    if variable.kind == "ranked":
        assert column.counts == tuple((k, sum(a[0] == k for a in answers)) for k in "abc")
        for key, mean in column.mean_rank:
            places = [a.index(key) + 1 for a in answers if key in a]
            assert mean == (pytest.approx(statistics.mean(places)) if places else None)
    if variable.has_value:
        check_summary(column, answers)


def check_summary(column: Tally, answers: list[str]) -> None:
    if not answers:
        assert column.summary is None
        return
    assert column.summary is not None
    assert column.summary.n == len(answers)
    if column.variable == "since":
        days = sorted(map(date.fromisoformat, answers))
        assert (column.summary.minimum, column.summary.maximum) == (days[0], days[-1])
        assert column.summary.median == days[(len(days) - 1) // 2]
        return
    numbers = sorted(map(float, answers))
    quartiles = statistics.quantiles(numbers, method="inclusive") if len(numbers) > 1 else numbers * 3
    found = column.summary
    assert [found.lower_quartile, found.median, found.upper_quartile] == pytest.approx(quartiles)
    assert (found.minimum, found.maximum) == (numbers[0], numbers[-1])


@settings(max_examples=60)
@given(responses)
def test_all_responses_together_equal_a_plain_count(records: list[ResponseRecord]) -> None:
    tables = tally_all(dataset_of(records), [v.key for v in ALL])
    for variable in ALL:
        (column,) = tables[variable.key].columns
        check_column(column, variable, records)


@settings(max_examples=40)
@given(responses)
def test_by_channel_equals_a_plain_count_of_each_channel(records: list[ResponseRecord]) -> None:
    tables = tally_all(dataset_of(records), [v.key for v in ALL], by="channel")
    for variable in ALL:
        columns = tables[variable.key].columns
        assert [c.column_label for c in columns] == sorted({r.channel for r in records})
        for column in columns:
            check_column(column, variable, [r for r in records if r.channel == column.column_label])


@settings(max_examples=40)
@given(responses)
def test_by_another_question_equals_a_plain_count_and_leaves_nobody_out(
    records: list[ResponseRecord],
) -> None:
    def label(record: ResponseRecord) -> str:
        cell = record.cells.get("role", Cell("not_asked"))
        return str(cell.value) if cell.state == "answered" else f"state:{cell.state}"

    tables = tally_all(dataset_of(records), [v.key for v in ALL], by="role")
    for variable in ALL:
        columns = tables[variable.key].columns
        assert sum(c.received for c in columns) == len(records)
        assert [c.column_label for c in columns][:2] == ["parent", "professional"]
        for column in columns:
            check_column(column, variable, [r for r in records if label(r) == column.column_label])


@settings(max_examples=60)
@given(responses)
def test_figures_keep_their_promises(records: list[ResponseRecord]) -> None:
    (voice,) = tally(dataset_of(records), "voice").columns
    assert voice.agree is not None and voice.neutral is not None and voice.disagree is not None
    assert voice.agree + voice.neutral + voice.disagree == voice.base
    assert voice.net == voice.agree - voice.disagree
    if voice.base == 0:
        assert set(voice.percentages) == {None}
        assert voice.agree_percentage is None and voice.net_percentage is None and voice.agree_share is None
    else:
        assert all(p is not None and 0 <= p <= 100 for p in voice.percentages)
        assert abs(100 * voice.agree / voice.base - (voice.agree_percentage or 0)) <= 0.5


def scale_answers(**counts: int) -> Dataset:
    answers = [key for key, n in counts.items() for _ in range(n)]
    records = [
        ResponseRecord(
            f"R{i}", "online", "standard", "en",
            {"voice": Cell("dont_know" if key == "dont_know" else "answered", key)},
        )
        for i, key in enumerate(answers)
    ]  # fmt: skip
    return dataset_of(records, (VOICE,))


def test_dont_know_and_outside_stand_beside_the_base() -> None:
    (voice,) = tally(
        scale_answers(strongly_agree=3, agree=2, disagree=1, not_for_me=4, dont_know=5), "voice"
    ).columns
    assert (voice.received, voice.base, voice.outside, voice.states.dont_know) == (15, 6, 4, 5)
    assert (voice.agree, voice.agree_percentage, voice.net_percentage) == (5, 83, 67)
    assert voice.states.answered == 10
    assert voice.base_is_small


def test_a_half_is_rounded_up_and_a_sum_other_than_100_is_known() -> None:
    (voice,) = tally(scale_answers(strongly_agree=1, agree=1, neither=6), "voice").columns
    assert voice.percentages == (13, 13, 75, 0, 0)
    assert not voice.adds_to_100
    assert voice.agree_percentage == 25
    (even,) = tally(scale_answers(agree=1, neither=3), "voice").columns
    assert even.percentages == (0, 25, 75, 0, 0)
    assert even.adds_to_100


def test_what_is_no_scale_has_no_agreement() -> None:
    (role,) = tally(dataset_of([]), "role").columns
    assert (role.agree, role.net, role.agree_percentage, role.agree_share) == (None, None, None, None)


def test_a_breakdown_by_choices_that_overlap_is_refused() -> None:
    with pytest.raises(DatasetError, match="support cannot be a breakdown"):
        tally(dataset_of([]), "voice", by="support")
    with pytest.raises(DatasetError, match="no variable 'colour'"):
        tally(dataset_of([]), "colour")


def test_a_question_called_channel_can_be_told_from_the_channel() -> None:
    channel = Variable("channel", "closed", (Category("email"), Category("radio")))
    records = [
        ResponseRecord("R1", "online", "standard", "en", {"channel": Cell("answered", "radio")}),
        ResponseRecord("R2", "paper", "standard", "en", {"channel": Cell("answered", "radio")}),
    ]
    dataset = dataset_of(records, (channel,))
    assert [c.column_label for c in tally(dataset, "channel", by="channel").columns] == ["online", "paper"]
    by_question = tally(dataset, "channel", by="question:channel")
    assert [(c.column_label, c.received) for c in by_question.columns] == [("email", 0), ("radio", 2)]
    assert by_question.column("radio").n_of == {"email": 0, "radio": 2}
    with pytest.raises(KeyError, match="No column 'fax'"):
        by_question.column("fax")


def test_votes_have_a_unit_and_columns_of_their_own(tmp_path: Path) -> None:
    votes = [
        GroupTallyRecord("E2", "voice", 20, {"agree": 9, "disagree": 3, "dont_know": 4, "not_for_me": 1}),
        GroupTallyRecord("E1", "voice", 5, {}),
    ]
    dataset = open_dataset(write_dataset(tmp_path, ALL, [], [], votes).path)
    first, second = group_votes(dataset, "voice")
    assert (first.event, first.present, first.base, first.agree_percentage) == ("E1", 5, 0, None)
    assert (second.present, second.base, second.agree, second.agree_percentage) == (20, 12, 9, 75)
    assert (second.dont_know, second.outside, second.unit) == (4, 1, "votes")
    assert tally(dataset, "voice").columns[0].received == 0


def test_a_tally_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="the states add up to 3, not 4"):
        Tally("voice", None, "responses", 4, (), StateCounts(answered=3), 3)
    with pytest.raises(ValueError, match="the base is 2, but the counts say 0"):
        Tally("voice", None, "responses", 2, (), StateCounts(answered=2), 2)
