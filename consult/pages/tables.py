"""Tables: any question, broken down by anything, as a page and as files, and what of it goes into the appendix."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from consult.appendix.composition_tables import compose_sheet
from consult.appendix.html import write_blocks
from consult.appendix.table_files import write_sheet_csv, write_sheet_xlsx
from consult.appendix.table_sheet import STANDING_WORDS, TableSheet
from consult.pages import access
from consult.pages.undoing import take_out_posted
from consult.rules.permissions import Access
from consult.services import current_dataset, deciding_figures, tabulating
from consult.services.current_dataset import CurrentDataset
from consult.services.deciding_figures import DecisionKind
from consult.services.publishing.drawing import ChartBook
from consult.services.tabulating import Choice, NoSuchTable
from consult.settings import Settings
from consult.store.consultations import Consultation

blueprint = Blueprint("tables", __name__, url_prefix="/officer/<slug>/tables")

WRITERS = {
    ".csv": (write_sheet_csv, "text/csv; charset=utf-8"),
    ".xlsx": (write_sheet_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
PUBLISHED = "published"


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    question: str
    by: str
    protect: bool

    @property
    def parts(self) -> dict[str, str]:
        return {"question": self.question, "by": self.by, "show": PUBLISHED if self.protect else ""}


def _asked() -> Asked:
    given = request.values
    return Asked(given.get("question", ""), given.get("by", ""), given.get("show") == PUBLISHED)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def source_of(consultation: Consultation, *, ask_first: bool = True) -> CurrentDataset:
    """The dataset that this consultation's pages count from."""
    return current_dataset.current(consultation, settings().datasets_folder, ask_first=ask_first)


def _sheet(consultation: Consultation, source: CurrentDataset, asked: Asked) -> TableSheet:
    return tabulating.sheet(
        consultation,
        source,
        ChartBook(settings().charts_folder),
        organisation=settings().organisation_name,
        question=asked.question,
        by=asked.by,
        protect=asked.protect,
    )


@blueprint.get("")
@access.requires(Access.OFFICER)
def index(slug: str) -> str | tuple[str, int]:
    """Choose a question and what to break it down by, and see it."""
    consultation, asked = access.current_consultation(), _asked()
    source = source_of(consultation)
    found, problem = None, ""
    if asked.question:
        try:
            found = _sheet(consultation, source, asked)
        except NoSuchTable as refused:
            problem = str(refused)
    page = _page(consultation, source, asked, found, problem)
    return (page, 400) if problem else page


def _page(
    consultation: Consultation, source: CurrentDataset, asked: Asked, found: TableSheet | None, problem: str
) -> str:
    version = tabulating.version_of(consultation, source)
    chosen = deciding_figures.standing(consultation, DecisionKind.TABLE)
    return render_template(
        "officer/tables.html",
        consultation=consultation,
        active="tables",
        asked=asked,
        problem=problem,
        source=source,
        sheet=found,
        # Written by our own writer, which escapes everything that people wrote.
        body=write_blocks(compose_sheet(found)) if found else Markup(""),
        use=STANDING_WORDS[found.standing] if found else "",
        questions=_options(tabulating.questions_to_show(version), asked.question, "Choose a question"),
        breakdowns=_options(tabulating.breakdowns(version), asked.by, "Nothing: all respondents together"),
        chosen=[_chosen(key, row.payload) for key, row in chosen.items()],
        history=deciding_figures.history(consultation, DecisionKind.TABLE)[:20],
        why_not=_why_not(consultation, source, asked) if found else "",
        is_chosen=_key(asked) in chosen,
        key=_key(asked),
    )


def _options(items: list[Choice], chosen: str, nothing: str) -> list[dict[str, object]]:
    """Choices for a select; a grid's statements are indented under it by their group's name."""
    first = {"value": "", "text": nothing, "selected": not chosen}
    return [
        first,
        *({"value": one.key, "text": _text(one), "selected": one.key == chosen} for one in items),
    ]


def _text(choice: Choice) -> str:
    return f"{choice.group}: {choice.label}" if choice.group else choice.label


def _why_not(consultation: Consultation, source: CurrentDataset, asked: Asked) -> str:
    return tabulating.why_not_in_appendix(consultation, source, asked.question, asked.by)


def _key(asked: Asked) -> str:
    return f"{asked.question} by {asked.by}"


@dataclass(frozen=True)
class ChosenTable:
    """A table that is in the appendix because an officer put it there."""

    key: str
    title: str
    question: str
    by: str


def _chosen(key: str, payload: dict[str, str]) -> ChosenTable:
    return ChosenTable(key, payload["title"], payload["question"], payload["by"])


@blueprint.get("/file<suffix>")
@access.requires(Access.OFFICER)
def download(slug: str, suffix: str) -> Response:
    """The same figures as on the page, as a file that says what it is."""
    if suffix not in WRITERS:
        abort(404)
    consultation, asked = access.current_consultation(), _asked()
    try:
        found = _sheet(consultation, source_of(consultation), asked)
    except NoSuchTable as refused:
        flash(str(refused), "problem")
        return redirect(url_for("tables.index", slug=slug), 303)
    write, media_type = WRITERS[suffix]
    return send_file(
        BytesIO(write(found)),
        mimetype=media_type,
        as_attachment=True,
        download_name=found.file_name(suffix),
    )


def _back(slug: str, asked: Asked) -> Response:
    address = url_for(
        "tables.index", slug=slug, question=asked.question, by=asked.by, show=asked.parts["show"]
    )
    return redirect(address, 303)


@blueprint.post("/count-again")
@access.requires(Access.OFFICER)
def count_again(slug: str) -> Response:
    """Freeze what is there now, where that takes long enough to be asked for."""
    source_of(access.current_consultation(), ask_first=False)
    flash("The figures are counted from everything that is there now.", "success")
    return _back(slug, _asked())


@blueprint.post("/put-in-appendix")
@access.requires(Access.OFFICER)
def put_in(slug: str) -> Response:
    """Have this table in the appendix from the next one that is built on."""
    consultation, asked = access.current_consultation(), _asked()
    source = source_of(consultation)
    try:
        why_not = _why_not(consultation, source, asked)
        keys = tabulating.variables_of(consultation, source, asked.question)
    except NoSuchTable as refused:
        why_not, keys = str(refused), ()
    if why_not:
        flash(why_not, "problem")
        return _back(slug, asked)
    title = tabulating.title_of(consultation, source, asked.question, asked.by)
    payload = {"question": asked.question, "by": asked.by, "variables": list(keys), "title": title}
    deciding_figures.decide(
        consultation, DecisionKind.TABLE, _key(asked), payload, by=access.current_account()
    )
    flash("The table is in the next appendix that is built. Small numbers in it will be withheld.", "success")
    return _back(slug, asked)


@blueprint.post("/take-out-of-appendix")
@access.requires(Access.OFFICER)
def take_out(slug: str) -> Response:
    """Have a table in the appendix no longer. Putting it in again undoes it."""
    take_out_posted(
        DecisionKind.TABLE,
        "key",
        done="The table is not in the next appendix that is built. You can put it back.",
        was_not_there="That table was not in the appendix.",
    )
    return _back(slug, _asked())
