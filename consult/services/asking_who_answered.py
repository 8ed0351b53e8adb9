"""Whether someone helped to answer: asked once before answers are sent, counted like any other question.

It belongs to every questionnaire and to none, so its texts are the wording's own or the interface's. Its key has a
hyphen, which no question of a questionnaire can have. Does not belong here: the page that asks (`pages.who_answered`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from consult.rules.responses import Channel
from consult.services.questionnaires import LoadedVersion
from consult.store.responses import Response
from surveys.answers import LEFT_BLANK, NOT_ASKED, Answer, AnswerState
from surveys.structure import Option, Page, Question, Questionnaire
from surveys.wording_texts import EASY_READ
from surveys.wordings import PageTexts, QuestionTexts, Wording

WHO_ANSWERED = "who-answered"
ALONE, HELPED, ANSWERED_FOR = WAYS = ("alone", "helped", "answered_for")
# It is a fact about a person, so tables of it are protected as others are; it is not one of the sensitive kinds.
QUESTION = Question(
    WHO_ANSWERED, "single_choice", identifies="other", options=tuple(Option(way) for way in WAYS)
)
IN_ENGLISH = {
    "question": "Did someone help you answer?",
    ALONE: "I answered on my own",
    HELPED: "Someone helped me",
    ANSWERED_FOR: "Someone answered for me",
}
PICTURE, PICTURES = "help", {ALONE: "person", HELPED: "together", ANSWERED_FOR: "write"}
"""Bundled pictures: of the question, and of each way."""
SUPPORT_WORDS = {
    ALONE: "Answered on their own",
    HELPED: "Someone helped them",
    ANSWERED_FOR: "Someone answered for them",
    "": "Not said, or not asked",
}


def wording_with(wording: Wording, texts: Mapping[str, str]) -> Wording:
    """A wording that can also say this question: `texts` has its `question` and one text a way."""
    title = texts["question"]
    asked = QuestionTexts(
        text=title, options={way: texts[way] for way in WAYS}, picture=PICTURE, pictures=PICTURES
    )
    return replace(
        wording,
        pages={**wording.pages, WHO_ANSWERED: PageTexts(title)},
        questions={**wording.questions, WHO_ANSWERED: asked},
    )


def pictures_on_paper(wording: Wording) -> dict[str, str]:
    """The names of its pictures, where the wording has one beside every question and option."""
    return {"question": PICTURE, **PICTURES} if wording.edition == EASY_READ else {}


def questionnaire_with(questionnaire: Questionnaire) -> Questionnaire:
    """A questionnaire that asks this question last."""
    return replace(questionnaire, pages=(*questionnaire.pages, Page(WHO_ANSWERED, (QUESTION,))))


def counted_with(version: LoadedVersion) -> LoadedVersion:
    """A version as it is counted where people were asked: this question stands among those about people."""
    return replace(
        version,
        questionnaire=questionnaire_with(version.questionnaire),
        wordings={key: wording_with(wording, IN_ENGLISH) for key, wording in version.wordings.items()},
    )


def answer_of(support: str | None) -> Answer:
    """What is kept of it as an answer: nothing chosen is left blank."""
    return Answer(AnswerState.ANSWERED, support) if support else LEFT_BLANK


def support_of(answer: Answer) -> str:
    """An answer as it is kept: `alone`, `helped`, `answered_for`, or empty where nothing was chosen."""
    return str(answer.value) if answer.state is AnswerState.ANSWERED else ""


def said_by(response: Response) -> Answer:
    """What a response says of it. Only those who answered online themselves were asked."""
    asked = response.channel == Channel.ONLINE and response.import_id is None
    return answer_of(response.support) if asked else NOT_ASKED
