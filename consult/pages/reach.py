"""Reach: population tables, who is missing while there is time, and the one page on how far people were consulted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.validators import InputRequired

from analysis.reach import PopulationProblem, PopulationRow
from consult.appendix.composition import numbered
from consult.appendix.composition_reach import compose_reach_page
from consult.appendix.document import Document, Heading
from consult.appendix.docx import docx_of
from consult.appendix.html import write_blocks
from consult.appendix.pdf import pdf_of
from consult.appendix.reach_contents import ReachPage
from consult.pages import access
from consult.pages.form_parts import OfficerForm, choices, long_text, one_line
from consult.pages.tables import settings, source_of
from consult.pages.undoing import take_out_posted, undo_posted_decision
from consult.rules.permissions import Access
from consult.services import deciding_figures, questionnaires, reaching, reporting_reach
from consult.services.deciding_figures import DecisionKind
from consult.services.publishing.drawing import ChartBook
from consult.services.questionnaires import LoadedVersion
from consult.services.reaching import NeedsMatching
from consult.store.consultations import Consultation
from surveys.definition import Question

blueprint = Blueprint("reach", __name__, url_prefix="/officer/<slug>/reach")

LARGEST_FILE = 200_000
FILE_NAME = "how-far-people-were-consulted"
NO_ENCODING = (
    "The file cannot be read as text. Save it as CSV UTF-8 in your spreadsheet program and choose it again."
)


class PopulationForm(OfficerForm):
    variable = SelectField(
        "Question that asks people which group they are in", validators=[InputRequired("Choose the question")]
    )
    source = one_line("Where the numbers are from, and of which date", "Say where the numbers are from")
    file = FileField("A CSV file")
    text = long_text("Or paste it here", longest=LARGEST_FILE)


def _page(consultation: Consultation, *, protect: bool) -> ReachPage:
    return reporting_reach.reach_page(
        consultation,
        source_of(consultation),
        ChartBook(settings().charts_folder),
        organisation=settings().organisation_name,
        protect=protect,
    )


def _document(page: ReachPage) -> Document:
    document = compose_reach_page(page)
    return Document(
        document.title,
        document.language,
        document.author,
        document.subject,
        document.footer,
        tuple(numbered(document.blocks)),
    )


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str:
    """Who is missing, for the team; and what can be loaded, taken out and published."""
    consultation = access.current_consultation()
    page = _page(consultation, protect=False)
    version = questionnaires.latest(consultation)
    blocks = [one for one in _document(page).blocks if not (isinstance(one, Heading) and one.level == 1)]
    return render_template(
        "officer/reach.html",
        consultation=consultation,
        active="reach",
        page=page,
        body=write_blocks(blocks),
        missing=[(table.caption, table.missing) for table in page.tables if table.missing],
        loaded=[(one.variable, one.caption, one.source) for one in page.tables],
        no_longer_fitting=reaching.no_longer_fitting(consultation, version),
        can_load=bool(reaching.questions_about_people(version)),
        in_appendix=reaching.is_in_appendix(consultation),
        history=deciding_figures.history(consultation, DecisionKind.POPULATION)[:20],
    )


@blueprint.get("/page")
@access.requires(Access.OFFICER)
def for_publication(slug: str) -> str:
    """The one page as it may be published, to be printed or copied."""
    consultation = access.current_consultation()
    document = _document(_page(consultation, protect=True))
    return render_template(
        "officer/reach_page.html",
        consultation=consultation,
        active="reach",
        body=write_blocks(document.blocks),
    )


@blueprint.get("/page<suffix>")
@access.requires(Access.OFFICER)
def download(slug: str, suffix: str) -> Response:
    """The one page as PDF or Word, with small numbers withheld."""
    writers = {
        ".pdf": (pdf_of, "application/pdf"),
        ".docx": (docx_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    }
    if suffix not in writers:
        abort(404)
    page = _page(access.current_consultation(), protect=True)
    write, media_type = writers[suffix]
    content = write(_document(page), page.built_for)
    name = f"{slug}-{FILE_NAME}{suffix}"
    return send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)


@dataclass(frozen=True)
class Unmatched:
    """A group of the file and the answers that somebody may say it stands for."""

    number: int
    row: PopulationRow
    chosen: tuple[str, ...]


@blueprint.route("/add", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def add(slug: str) -> Response | str | tuple[str, int]:
    """Load a population table; where its groups are called otherwise, ask which answers they stand for."""
    consultation = access.current_consultation()
    version, form = questionnaires.latest(consultation), PopulationForm()
    form.variable.choices = choices([("", "Choose a question"), *_about_people(version)])
    if not form.is_submitted():
        return _form_page(consultation, form, ())
    problems: tuple[str, ...] = ()
    if form.validate() and _took_file(form):
        try:
            return _load(consultation, version, form)
        except NeedsMatching as needed:
            return _matching_page(consultation, version, form, needed.rows, needed.matched, ()), 400
        except PopulationProblem as problem:
            problems = problem.problems
            if request.form.get("matching"):
                return _again(consultation, version, form, problems)
    return _form_page(consultation, form, problems), 400


def _about_people(version: LoadedVersion) -> list[tuple[str, str]]:
    return [(q.key, version.first_wording.label(q.key)) for q in reaching.questions_about_people(version)]


def _took_file(form: PopulationForm) -> bool:
    """Put the file's text beside what was pasted. Says so where there is neither, or it cannot be read."""
    file = form.file.data
    content = file.read(LARGEST_FILE + 1) if file and getattr(file, "filename", "") else b""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        form.take_problems({"file": NO_ENCODING})
        return False
    if len(content) > LARGEST_FILE:
        form.take_problems({"file": "The file is too large. A population table has one row for each group."})
    elif not (text or form.text.data):
        form.take_problems({"file": "Choose a file, or paste the table below"})
    form.text.data = text or form.text.data
    return not form.errors_in_order()


def _load(consultation: Consultation, version: LoadedVersion, form: PopulationForm) -> Response:
    matching = None
    if request.form.get("matching"):
        rows = reaching.groups_in(form.text.data, form.variable.data)
        matching = {row.group: request.form.getlist(f"group-{n}") for n, row in enumerate(rows)}
    reaching.load(
        consultation,
        version,
        form.variable.data,
        form.source.data,
        form.text.data,
        by=access.current_account(),
        matching=matching,
    )
    flash("The population table is loaded. Who is missing is shown below.", "success")
    return redirect(url_for("reach.index", slug=consultation.slug), 303)


def _again(
    consultation: Consultation, version: LoadedVersion, form: PopulationForm, problems: tuple[str, ...]
) -> tuple[str, int]:
    rows = reaching.groups_in(form.text.data, form.variable.data)
    chosen = {row.group: request.form.getlist(f"group-{n}") for n, row in enumerate(rows)}
    return _matching_page(consultation, version, form, rows, chosen, problems), 400


def _matching_page(
    consultation: Consultation,
    version: LoadedVersion,
    form: PopulationForm,
    rows: Sequence[PopulationRow],
    matched: Mapping[str, Sequence[str]],
    problems: Sequence[str],
) -> str:
    question: Question = version.questionnaire.question(form.variable.data)
    options = [(o.key, version.first_wording.option_text(question, o.key)) for o in question.options]
    groups = [Unmatched(n, row, tuple(matched.get(row.group, ()))) for n, row in enumerate(rows)]
    return render_template(
        "officer/reach_matching.html",
        consultation=consultation,
        active="reach",
        form=form,
        groups=groups,
        options=options,
        question=version.first_wording.label(question.key),
        problems=problems,
    )


def _form_page(consultation: Consultation, form: PopulationForm, problems: tuple[str, ...]) -> str:
    return render_template(
        "officer/reach_add.html", consultation=consultation, active="reach", form=form, problems=problems
    )


@blueprint.post("/take-out")
@access.requires(Access.OFFICER)
def take_out(slug: str) -> Response:
    """Compare with a population table no longer. Loading it again, or undoing, brings it back."""
    take_out_posted(
        DecisionKind.POPULATION,
        "variable",
        done="The population table is taken out. You can undo it under “Who decided what”.",
        was_not_there="That population table was not there.",
    )
    return redirect(url_for("reach.index", slug=slug), 303)


@blueprint.post("/undo")
@access.requires(Access.OFFICER)
def undo(slug: str) -> Response:
    """Put things back to what they were before a decision."""
    undo_posted_decision(DecisionKind.POPULATION)
    return redirect(url_for("reach.index", slug=slug), 303)


@blueprint.post("/in-appendix")
@access.requires(Access.OFFICER)
def in_appendix(slug: str) -> Response:
    """Have reach in the appendix, or no longer."""
    wanted = request.form.get("wanted") == "yes"
    reaching.put_in_appendix(access.current_consultation(), wanted, by=access.current_account())
    state = "in" if wanted else "not in"
    flash(f"How far people were consulted is {state} the next appendix that is built.", "success")
    return redirect(url_for("reach.index", slug=slug), 303)
