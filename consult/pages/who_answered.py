"""The page that asks once, before the answers are checked and sent, whether someone helped.

Belongs here: asking it, in the wording's own words or the interface's. Does not belong here: how it is counted
(`services.asking_who_answered`) or the questions of a questionnaire (`respond`).
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.pages import not_saved, posted, questions
from consult.pages.access import requires
from consult.pages.media import media_of
from consult.pages.questions import CheckedAnswer, CheckedPage, QuestionPage
from consult.pages.visits import Visit, current_visit
from consult.pages.wordings_offered import wordings_offered
from consult.rules.permissions import Access
from consult.security import csrf
from consult.services import responding
from consult.services.asking_who_answered import (
    ALONE,
    ANSWERED_FOR,
    HELPED,
    QUESTION,
    WHO_ANSWERED,
    answer_of,
    questionnaire_with,
    support_of,
    wording_with,
)
from consult.services.responding import ChangedElsewhere, OpenDraft
from surveys.forms import SurveyForm, build_form
from surveys.question_types import question_type
from surveys.wordings import Wording

blueprint = Blueprint("who_answered", __name__, url_prefix="/consultations/<slug>/answer")
not_saved.register(blueprint)

View = str | Response | tuple[str, int]


@blueprint.get(f"/{WHO_ANSWERED}")
@requires(Access.PUBLIC)
def ask(slug: str) -> View:
    """Ask it, once everything before it is answered."""
    visit = current_visit()
    if not visit.draft.journey.is_complete:
        return redirect(url_for("respond.carry_on", slug=slug), 303)
    return _show(visit, _form(visit))


@blueprint.post(f"/{WHO_ANSWERED}")
@csrf.exempt
@requires(Access.PUBLIC)
def save(slug: str) -> View:
    """Keep what was chosen, or that nothing was, and go on to check the answers.

    The form's token is checked here, so that a visit which has run out gives back what was chosen.
    """
    visit = current_visit()
    posted.refuse_another_response(visit.fingerprint)
    revision, form = posted.revision(), _form(visit, typed=True)
    if not posted.comes_from_our_page():
        return _show(visit, form, notice=posted.visit_ran_out()), 400
    form.validate()
    support = support_of(form.answers()[WHO_ANSWERED])
    wanted = posted.wanted_wording(visit)
    try:
        responding.save_support(visit.draft, support, revision=revision, wording=wanted)
    except ChangedElsewhere:
        return _show(current_visit(), form, notice=posted.changed_elsewhere()), 409
    if wanted is not None:
        return redirect(url_for("who_answered.ask", slug=slug), 303)
    return redirect(url_for("respond.check", slug=slug), 303)


def wording_of(draft: OpenDraft) -> Wording:
    """The wording of a response, able to say this question too, in its own words where it has them."""
    return wording_with(draft.wording, {**_interface_texts(), **draft.wording.support})


def _interface_texts() -> dict[str, str]:
    return {
        "question": _("Did someone help you answer?"),
        ALONE: _("I answered on my own"),
        HELPED: _("Someone helped me"),
        ANSWERED_FOR: _("Someone answered for me"),
    }


def _form(visit: Visit, *, typed: bool = False) -> SurveyForm:
    return build_form(
        (QUESTION,),
        questionnaire_with(visit.draft.version.questionnaire),
        wording_of(visit.draft),
        formdata=request.form if typed else None,
        answers={WHO_ANSWERED: answer_of(visit.draft.row.support)},
    )


def _show(visit: Visit, form: SurveyForm, *, notice: str = "") -> str:
    return render_template(
        "respond/page.html",
        consultation=visit.consultation,
        page=_page(visit.draft, form),
        errors=form.errors_in_order(),
        wording=wording_of(visit.draft),
        media=media_of(visit.consultation, wording_of(visit.draft)),
        offered=wordings_offered(visit.consultation, visit.draft.version, visit.draft.wording),
        revision=visit.draft.row.revision,
        fingerprint=visit.fingerprint,
        from_check=request.values.get("from") == questions.CHECK,
        notice=notice,
    )


def _page(draft: OpenDraft, form: SurveyForm) -> QuestionPage:
    return QuestionPage(
        key=WHO_ANSWERED,
        title=form[WHO_ANSWERED].text,
        introduction=(),
        form=form,
        number=0,
        total=0,
        heading_is_question=True,
        safeguarding_before=None,
        back_to=draft.journey.pages[-1].key,
    )


def checked_page(draft: OpenDraft) -> CheckedPage:
    """What was said of it, for the page that checks all answers."""
    wording, kind = wording_of(draft), question_type(QUESTION)
    lines = kind.display(QUESTION, wording, answer_of(draft.row.support))
    text = wording.question_text(WHO_ANSWERED)
    checked = CheckedAnswer(
        WHO_ANSWERED, kind.field_class.first_id(QUESTION), text, lines, draft.wording.language
    )
    return CheckedPage(_("Who answered"), (checked,))
