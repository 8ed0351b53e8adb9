"""A chart is the same to the byte each time, prints its figures, and says them in words."""

from __future__ import annotations

import ast
import io
import re
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.image import imread

from analysis import drawing
from analysis.charts import (
    Bar,
    Segment,
    StackedRow,
    agreement_chart,
    bar_chart,
    bars_of,
    segments_of,
    stacked_row_of,
)
from analysis.drawing import Style, text_width, wrapped
from analysis.figures import CategoryCount, StateCounts, Tally
from analysis.palette import ink_on, luminance, segment_colours
from analysis.variables import Category

FIVE = (
    Segment("Strongly agree", "agree"),
    Segment("Agree", "agree"),
    Segment("Neither", "neutral"),
    Segment("Disagree", "disagree"),
    Segment("Strongly disagree", "disagree"),
)
SIDES = [segment.counts_as for segment in FIVE]
ROWS = (
    StackedRow("1. Voice", (36, 24, 2, 3, 1), "2 don't know"),
    StackedRow("2. Early help", (10, 8, 1, 1, 0)),
    StackedRow("3. Inclusion", None),
    StackedRow("4. Adulthood", (0, 0, 0, 0, 0)),
)
BARS = (Bar("Parent or carer", 45), Bar("Professional", 17), Bar("Someone else", None))


def test_the_same_chart_twice_is_the_same_to_the_byte() -> None:
    assert agreement_chart("Priorities", FIVE, ROWS) == agreement_chart("Priorities", FIVE, ROWS)
    assert bar_chart("Role", BARS, 66) == bar_chart("Role", BARS, 66)


def test_files_hold_no_date_and_no_maker() -> None:
    chart = agreement_chart("Priorities", FIVE, ROWS)
    assert b"<dc:date>" not in chart.svg
    assert b"atplotlib" not in chart.svg.replace(b"Created with matplotlib (https://matplotlib.org/)", b"")
    assert b"Software" not in chart.png
    assert chart.png.startswith(b"\x89PNG")


def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written on a sheet, in order."""
    said: list[str] = []
    put = drawing.Sheet.text

    def listen(sheet: drawing.Sheet, x: float, y: float, text: str, *rest: object) -> None:
        said.append(text)
        put(sheet, x, y, text, *rest)

    monkeypatch.setattr(drawing.Sheet, "text", listen)
    return said


def test_figures_are_printed_with_their_base(monkeypatch: pytest.MonkeyPatch) -> None:
    said = printed(monkeypatch)
    agreement_chart("Priorities", FIVE, ROWS)
    start = said.index("1. Voice")
    assert said[start:start + 12] == [
        "1. Voice", "55%", "36", "36%", "24", "2", "3", "1", "91%", "agree", "60 of 66",
        "66 answered on the scale; beside it: 2 don't know",
    ]  # fmt: skip


def test_on_a_small_base_the_count_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    said = printed(monkeypatch)
    agreement_chart("", FIVE, ROWS[1:2])
    start = said.index("2. Early help")
    assert said[start : start + 3] == ["2. Early help", "10", "50%"]
    assert said[-5:-3] == ["18 of 20", "90% agree"]


def test_what_is_withheld_or_unanswered_is_said_and_never_drawn_as_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = printed(monkeypatch)
    agreement_chart("", FIVE, ROWS[2:])
    bar_chart("", BARS, None)
    assert said.count("Withheld to protect people") == 2
    assert "Nobody answered on the scale" in said
    assert any(line.startswith("The number who answered is withheld") for line in said)
    assert not any("nan" in line.lower() for line in said)


def test_the_words_say_what_the_picture_shows() -> None:
    alt = agreement_chart("How far do you agree?", FIVE, ROWS).alt
    assert alt.startswith(
        "Stacked bar chart: How far do you agree? 1. Voice: 91% (60 of 66) agree; strongly agree 36"
    )
    assert "beside the scale: 2 don't know." in alt
    assert "2. Early help: 18 of 20 (90%) agree" in alt
    assert "3. Inclusion: withheld to protect people." in alt
    assert "4. Adulthood: nobody answered on the scale." in alt
    bars = bar_chart("Role", BARS, 66, several=True).alt
    assert bars == (
        "Bar chart: Role. 66 answered; each could choose several. Parent or carer: 68% (45 of 66). "
        "Professional: 26% (17 of 66). Someone else: withheld to protect people."
    )


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="Voice: 2 counts for 5 segments"):
        agreement_chart("", FIVE, [StackedRow("1. Voice", (1, 2))])
    with pytest.raises(ValueError, match="nothing to draw"):
        agreement_chart("", FIVE, [])
    with pytest.raises(ValueError, match="nothing to draw"):
        bar_chart("", [], 3)
    with pytest.raises(ValueError, match="no side of a scale"):
        agreement_chart("", [Segment("Don't know", "dont_know")], [StackedRow("x", (1,))])


def test_signs_that_mean_something_to_the_drawing_library_are_only_signs() -> None:
    chart = bar_chart("£5 or $5_000^2 $", [Bar("<b> & $x$ \\frac", 3)], 3)
    assert chart.svg.startswith(b"<?xml")
    assert "<b> & $x$ \\frac: 3 of 3 (100%)" in chart.alt


def test_long_labels_are_wrapped_and_stay_on_the_sheet() -> None:
    style = Style(11.5, bold=True)
    lines = wrapped("A very long label about co-production " * 4 + "x" * 200, style, 3)
    assert len(lines) > 5
    assert max(text_width(line, style) for line in lines) <= 3
    assert "".join(lines).replace(" ", "").endswith("x" * 200)
    assert wrapped("", style, 3) == ("",)
    chart = bar_chart("", [Bar("long " * 30, 10), Bar("b" * 100, 5)], 66)
    pixels = imread(io.BytesIO(chart.png))
    assert pixels[:, :10, :3].min() == 1 and pixels[:, -10:, :3].min() == 1


def test_the_palette_can_be_read_without_colour_and_its_figures_on_it() -> None:
    colours = segment_colours(SIDES)
    greys = [luminance(colour) ** (1 / 2.2) for colour in colours]
    assert min(abs(a - b) for a, b in combinations(greys, 2)) > 0.07
    for colour in colours:
        light, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("sides", [["agree", "disagree"], ["agree"] * 3 + ["neutral"] + ["disagree"] * 3])
def test_scales_of_other_lengths_get_different_colours(sides: list[str]) -> None:
    assert len(set(segment_colours(sides))) == len(sides)


def test_pyplot_is_not_used_anywhere_in_analysis() -> None:
    for file in (Path(__file__).parents[2] / "analysis").rglob("*.py"):
        imports = [
            node
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom | ast.Import)
        ]
        assert not any(re.search("pyplot", ast.unparse(node)) for node in imports), file


def test_a_tally_becomes_a_bar_with_what_the_base_leaves_out_beside_it() -> None:
    categories = (Category("yes", "agree"), Category("no", "disagree"), Category("na", "outside"))
    tally = Tally(
        "voice", None, "responses", 20, (CategoryCount("yes", 9), CategoryCount("no", 2)),
        StateCounts(answered=12, left_blank=3, not_asked=0, dont_know=4, prefer_not_to_say=1), 11,
        kind="scale", categories=categories, outside_counts=(CategoryCount("na", 1),),
    )  # fmt: skip
    labels = {"yes": "I agree", "no": "I disagree"}
    assert segments_of(tally, labels) == (Segment("I agree", "agree"), Segment("I disagree", "disagree"))
    assert stacked_row_of("Voice", tally) == StackedRow(
        "Voice",
        (9, 2),
        "1 gave an answer outside the scale, 4 don't know, 1 prefer not to say, 3 left it blank",
    )
    assert bars_of(tally, labels) == (Bar("I agree", 9), Bar("I disagree", 2))


def test_a_scale_that_is_not_about_agreeing_is_not_called_so() -> None:
    rating = (Segment("Very good", "agree"), Segment("Poor", "disagree"))
    chart = agreement_chart("", rating, [StackedRow("Overall", (40, 10))])
    assert "80% (40 of 50) positive" in chart.alt
    assert "agree" not in chart.alt


def bar_widths(bars: list[Bar], base: int) -> list[float]:
    drawn = bar_chart("", bars, base).svg.decode()
    found = re.findall(r'd="M ([\d.]+) [\d.]+ \nL ([\d.]+) [^"]*"[^>]*style="fill: #0b4f8a"', drawn)
    return [float(right) - float(left) for left, right in found]


def test_the_same_share_is_the_same_length_in_the_charts_of_two_groups() -> None:
    (half,), (all_of_them,) = bar_widths([Bar("Yes", 5)], 10), bar_widths([Bar("Yes", 100)], 100)
    assert bar_widths([Bar("Yes", 50)], 100) == [pytest.approx(half)]
    assert half == pytest.approx(all_of_them / 2)
