"""Comparing: the same questions in earlier or later consultations, and other groups asked about the same outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from consult.appendix.comparison_files import (
    ComparedQuestion,
    Comparison,
    ComparisonPart,
    write_comparison_csv,
    write_comparison_xlsx,
)
from consult.appendix.composition import numbered
from consult.appendix.composition_figures import figure_tables
from consult.appendix.document import Block, BulletList, Figure, Heading, Paragraph
from consult.appendix.html import write_blocks
from consult.pages import access
from consult.pages.tables import settings
from consult.pages.undoing import take_out_posted, undo_posted_decision
from consult.rules.permissions import Access
from consult.services import comparing, deciding_figures
from consult.services.comparing import BESIDE, WAVE, Compared, LinkProblem
from consult.services.deciding_figures import DecisionKind
from consult.services.publishing.drawing import ChartBook
from consult.store.consultations import Consultation

blueprint = Blueprint("comparisons", __name__, url_prefix="/officer/<slug>/compare")

TITLES = {WAVE: "Asked again", BESIDE: "Side by side"}
BREAK = "Break in the series. Not to be compared."
INTRODUCTIONS = {
    WAVE: "Those who answered chose to, each time anew, so nothing is estimated. Beside a change stands how many of "
    "the later answers would have to be otherwise for it to be none. Where that is under five, or fewer than 30 "
    "answered, no change is claimed.",
    BESIDE: "Other people were asked about the same outcomes. Their figures stand side by side and are never added.",
}


def _others(consultation: Consultation) -> list[Consultation]:
    account = access.current_account()
    return comparing.linkable(account, consultation) if account else []


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """Everything that is linked, compared; and what could be linked."""
    consultation = access.current_consultation()
    others = _others(consultation)
    links = deciding_figures.standing(consultation, DecisionKind.SERIES)
    blocks = tuple(numbered(tuple(_blocks(consultation, others))))
    return render_template(
        "officer/comparisons.html",
        consultation=consultation,
        active="comparisons",
        others=others,
        linked=[one for one in others if one.slug in links],
        hidden=len(set(links) - {one.slug for one in others}),
        body=write_blocks(blocks),
        history=deciding_figures.history(consultation, DecisionKind.SERIES)[:20],
    )


WRITERS = {
    ".csv": (write_comparison_csv, "text/csv; charset=utf-8"),
    ".xlsx": (write_comparison_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@blueprint.get("/file<suffix>")
@access.requires(Access.OFFICER)
def download(slug: str, suffix: str) -> Response:
    """The same figures and words as on the page, as a file."""
    if suffix not in WRITERS:
        abort(404)
    consultation = access.current_consultation()
    found = _as_file(consultation, _found(consultation, _others(consultation)))
    if not found.parts:
        flash("Nothing is linked yet, so there is nothing to download.", "problem")
        return redirect(url_for("comparisons.index", slug=slug), 303)
    write, media_type = WRITERS[suffix]
    return send_file(
        BytesIO(write(found)),
        mimetype=media_type,
        as_attachment=True,
        download_name=f"{slug}-compared{suffix}",
    )


def _found(consultation: Consultation, others: list[Consultation]) -> dict[str, list[Compared]]:
    charts = ChartBook(settings().charts_folder)
    return {
        way: found
        for way in TITLES
        if (found := comparing.comparison(consultation, others, way, settings().datasets_folder, charts))
    }


def _as_file(consultation: Consultation, found: dict[str, list[Compared]]) -> Comparison:
    sources = dict.fromkeys(source for part in found.values() for one in part for source in one.sources)
    return Comparison(
        consultation.title,
        settings().organisation_name,
        tuple(sources),
        tuple(
            ComparisonPart(
                TITLES[way], tuple(ComparedQuestion(one.label, one.tables, _said(one)) for one in part)
            )
            for way, part in found.items()
        ),
    )


def _said(one: Compared) -> tuple[tuple[str, str], ...]:
    """What the page says of a question in words, between which consultations."""
    left_out = [("Left out", reason) for reason in one.refused]
    changes = [
        (
            f"{step.before} to {step.after}",
            f"{BREAK} {' '.join(step.breaks)}" if step.breaks else step.words,
        )
        for step in one.steps
    ]
    asked = [("Asked differently", words) for words in one.asked]
    return (*left_out, *asked, *changes)


def _blocks(consultation: Consultation, others: list[Consultation]) -> Iterator[Block]:
    for way, found in _found(consultation, others).items():
        yield Heading(2, TITLES[way], way)
        yield Paragraph(INTRODUCTIONS[way], "note")
        for one in found:
            yield from _question(one)


def _question(one: Compared) -> Iterator[Block]:
    yield Heading(3, one.label, "")
    yield from (Paragraph(reason) for reason in one.refused)
    if one.asked:
        yield Paragraph("They were not asked in the same words:")
        yield BulletList(one.asked)
    for place in one.steps:
        if place.breaks:
            yield Paragraph(
                f"Break in the series between {place.before} and {place.after}. Not to be compared."
            )
            yield BulletList(place.breaks)
        else:
            yield Paragraph(f"{place.before} to {place.after}: {place.words}")
    yield from (Figure(chart.svg, chart.png, chart.alt, chart.caption) for chart in one.charts)
    for table in one.tables:
        yield from figure_tables(table)


def _other(consultation: Consultation, slug: str) -> Consultation:
    return next((one for one in _others(consultation) if one.slug == slug), None) or abort(404)


@blueprint.route("/link/<other>", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def link(slug: str, other: str) -> Response | str | tuple[str, int]:
    """Say which of its questions are the same as ours, or about the same outcome."""
    consultation = access.current_consultation()
    found = _other(consultation, other)
    ours, theirs = comparing.scale_questions(consultation), comparing.scale_questions(found)
    chosen = {key: key if key in theirs else "" for key in ours}
    before = deciding_figures.standing(consultation, DecisionKind.SERIES).get(other)
    if before:
        chosen = {key: before.payload["pairs"].get(key, "") for key in ours}
    way, problem = (before.payload["way"] if before else ""), ""
    if request.method == "POST":
        chosen = {key: request.form.get(f"pair-{n}", "") for n, key in enumerate(ours)}
        way = request.form.get("way", "")
        try:
            comparing.link(consultation, found, way, chosen, by=access.current_account())
            flash("The two are linked.", "success")
            return redirect(url_for("comparisons.index", slug=slug), 303)
        except LinkProblem as refused:
            problem = str(refused)
    page = render_template(
        "officer/comparison_link.html",
        consultation=consultation,
        active="comparisons",
        other=found,
        ours=ours,
        theirs=theirs,
        chosen=chosen,
        way=way,
        problem=problem,
    )
    return (page, 400) if problem else page


@blueprint.post("/unlink")
@access.requires(Access.OFFICER)
def unlink(slug: str) -> Response:
    """Compare with a consultation no longer. Undo brings it back."""
    take_out_posted(
        DecisionKind.SERIES,
        "other",
        done="The two are no longer linked. You can undo it under “Who decided what”.",
        was_not_there="The two were not linked.",
    )
    return redirect(url_for("comparisons.index", slug=slug), 303)


@blueprint.post("/undo")
@access.requires(Access.OFFICER)
def undo(slug: str) -> Response:
    """Put things back to what they were before a decision."""
    undo_posted_decision(DecisionKind.SERIES)
    return redirect(url_for("comparisons.index", slug=slug), 303)
