"""What was received: the list of responses, one response, and deciding what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from consult import languages
from consult.dates_in_words import moment_in_words
from consult.pages import access
from consult.pages.form_parts import OfficerForm, choices, long_text
from consult.pages.paging import PER_PAGE, Paged, page_count, page_number
from consult.rules.permissions import Access
from consult.rules.responses import CHANNEL_WORDS, STATE_WORDS, Channel, State, may_become
from consult.services import deciding_states, questionnaires
from consult.services.asking_who_answered import SUPPORT_WORDS
from consult.services.deciding_states import StateProblem
from consult.store import accounts, response_counts, responses
from consult.store.consultations import Consultation
from consult.store.responses import Response
from surveys.answers import AnswerState, answers_from_json
from surveys.question_types import QUESTION_TYPES

blueprint = Blueprint("responses", __name__, url_prefix="/officer/<slug>/responses")

# Withdrawing erases what was said, so it is offered for one response at a time only.
PUT_RIGHT_AT_ANY_TIME = (State.COUNTED, State.TEST, State.HELD)
STATE_MEANINGS = {
    State.COUNTED: "It is in every figure, and its comments are read.",
    State.TEST: "Not a person’s answers. Kept and not counted.",
    State.HELD: "Something is being found out. Kept and not counted until then.",
    State.WITHDRAWN: "The person asked for it. What was said is erased and cannot be brought back.",
}
NO_ANSWER_WORDS = {
    AnswerState.LEFT_BLANK: "Left blank",
    AnswerState.NOT_ASKED: "Not asked",
    AnswerState.PREFER_NOT_TO_SAY: "Prefer not to say",
}

AGREED_WORDS = {"self": "The person who answered", "parent": "A parent or carer"}


class StateForm(OfficerForm):
    state = RadioField("What becomes of it", validators=[InputRequired("Choose what becomes of it")])
    reason = long_text("Why", "Say why. The reason is kept with the response.", longest=1000)


class SeveralForm(OfficerForm):
    """`chosen` are the references that were ticked; which of them exist is looked up."""

    chosen = SelectMultipleField("Responses", validate_choice=False)
    state = RadioField(
        "What becomes of them",
        choices=choices([(state, STATE_WORDS[state]) for state in PUT_RIGHT_AT_ANY_TIME]),
        validators=[InputRequired("Choose what becomes of them")],
    )
    reason = long_text("Why", "Say why. The reason is kept with each response.", longest=1000)

    def validate_chosen(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Choose at least one response")


@dataclass(frozen=True)
class ShownAnswer:
    question: str
    lines: tuple[str, ...]
    is_answer: bool


@blueprint.route("", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def index(slug: str) -> Reply | str | tuple[str, int]:
    """Every response, newest first, and deciding about several at once."""
    consultation, form = access.current_consultation(), SeveralForm()
    if not form.is_submitted():
        return _list_page(consultation, form)
    if not form.validate() or (changed := _change_several(consultation, form)) is None:
        return _list_page(consultation, form), 400
    flash(f"{_responses(changed)} now: {STATE_WORDS[State(form.state.data)].lower()}", "success")
    return redirect(url_for("responses.index", slug=slug, page=request.args.get("page", type=int)), 303)


def _change_several(consultation: Consultation, form: SeveralForm) -> int | None:
    """How many were changed; None, with the error on the form, where one of them cannot be. Then none is."""
    wanted = State(form.state.data)
    ticked = [reference for reference in dict.fromkeys(form.chosen.data) if reference.isprintable()]
    found = [responses.by_reference(consultation, reference) for reference in ticked]
    rows = [row for row in found if row is not None]
    states = {row.reference: State(responses.state_of(row)) for row in rows}
    if len(rows) < len(set(form.chosen.data)) or State.WITHDRAWN in states.values():
        form.take_problems({"chosen": "A response that was withdrawn cannot be changed. Choose others."})
        return None
    to_change = [row for row in rows if may_become(states[row.reference], wanted)]
    for row in to_change:
        deciding_states.set_state(consultation, row, wanted, form.reason.data, by=access.current_account())
    return len(to_change)


def _responses(number: int) -> str:
    return "1 response is" if number == 1 else f"{number:,} responses are"


def _list_page(consultation: Consultation, form: SeveralForm) -> str:
    counts = response_counts.by_state_and_channel(consultation)
    total = sum(count for _, _, count in counts)
    number = page_number(request.args.get("page", type=int), total)
    rows = responses.recent(consultation, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return render_template(
        "officer/responses.html",
        consultation=consultation,
        active="responses",
        form=form,
        received={state: sum(n for s, _, n in counts if s == state) for state in State},
        paged=Paged(tuple(rows), number, page_count(total), total),
        state_words=STATE_WORDS,
        meanings=STATE_MEANINGS,
        channel_words=CHANNEL_WORDS,
    )


@blueprint.route("/<reference>", methods=["GET", "POST"])
@access.requires(Access.OFFICER)
def one(slug: str, reference: str) -> Reply | str | tuple[str, int]:
    """One response as it was given, what was decided about it, and deciding anew."""
    consultation = access.current_consultation()
    response = responses.by_reference(consultation, reference)
    if response is None:
        abort(404)
    current, form = State(responses.state_of(response)), StateForm()
    form.state.choices = choices(
        [(state, STATE_WORDS[state]) for state in STATE_MEANINGS if may_become(current, state)]
    )
    if not form.is_submitted():
        return _one_page(consultation, response, form, current)
    if not form.validate() or not _change_one(consultation, response, form):
        return _one_page(consultation, response, form, current), 400
    flash(f"This response is now: {STATE_WORDS[State(form.state.data)].lower()}", "success")
    return redirect(url_for("responses.one", slug=slug, reference=reference), 303)


def _change_one(consultation: Consultation, response: Response, form: StateForm) -> bool:
    try:
        deciding_states.set_state(
            consultation, response, State(form.state.data), form.reason.data, by=access.current_account()
        )
    except StateProblem as problem:
        form.take_problems({"state": str(problem)})
    return not form.errors_in_order()


def _one_page(consultation: Consultation, response: Response, form: StateForm, current: State) -> str:
    return render_template(
        "officer/response.html",
        consultation=consultation,
        active="responses",
        response=response,
        answers=_shown_answers(response),
        channel=CHANNEL_WORDS[Channel(response.channel)],
        current=current,
        states=responses.states_of(response),
        names={account.id: account.name for account in accounts.all_accounts()},
        state_words=STATE_WORDS,
        meanings=STATE_MEANINGS,
        form=form,
    )


def _shown_answers(response: Response) -> list[ShownAnswer]:
    """Each question with its answer, in the wording that the person saw."""
    version = questionnaires.by_id(response.version_id)
    wording = version.wording(response.edition, response.language) or version.first_wording
    given = answers_from_json(response.answers)
    shown = []
    for question in version.questionnaire.questions:
        if QUESTION_TYPES[question.type].analysed_as == "none":
            continue
        answer = given.get(question.key)
        state = answer.state if answer else AnswerState.NOT_ASKED
        if answer is None or state in NO_ANSWER_WORDS:
            lines: tuple[str, ...] = (NO_ANSWER_WORDS[state],)
        else:
            lines = QUESTION_TYPES[question.type].display(question, wording, answer)
        shown.append(ShownAnswer(wording.question_text(question.key), lines, state not in NO_ANSWER_WORDS))
    return [*shown, *_beside_the_answers(response)]


def _beside_the_answers(response: Response) -> list[ShownAnswer]:
    """What people are asked in every consultation, where they were: who answered, and who agreed."""
    asked = []
    if response.channel == Channel.ONLINE and response.import_id is None:
        words = (
            SUPPORT_WORDS[response.support] if response.support else NO_ANSWER_WORDS[AnswerState.LEFT_BLANK]
        )
        asked.append(ShownAnswer("Who answered", (words,), bool(response.support)))
    if response.consented_at:
        when = moment_in_words(response.consented_at, languages.FIRST.locale)
        asked.append(
            ShownAnswer(
                "Agreed that we keep the answers", (f"{AGREED_WORDS[response.consent]}, {when}",), True
            )
        )
    return asked
