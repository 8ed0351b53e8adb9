"""A version in one wording becomes a questionnaire on paper: what is said, in which order.

Belongs here: which texts stand on the paper and who is told to answer what. Does not belong here: the room of a type
of question (`rooms`), conditions as sentences (`routing`), or what it looks like (`pdf`, `docx`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from consult.paper import routing
from consult.paper.document import (
    Asked,
    Block,
    Boxes,
    Choice,
    Heading,
    Information,
    Paper,
    PaperLanguage,
    Paragraph,
)
from consult.paper.rooms import EASY_READ, ROOMS, FindPicture, Maker, no_picture
from consult.paper.routing import Reduced, Route, Stop
from consult.paper.words import PaperWords
from surveys.conditions import Condition
from surveys.question_types import question_type
from surveys.structure import Page, Question, Questionnaire
from surveys.wordings import Wording


@dataclass(frozen=True)
class Around:
    """What stands on the paper beside the questions. Days are in words, addresses whole or empty.

    `made_on` is an ISO date, which the file gives as its own: that of the consultation, not of the printing.
    `by_consent` where consent is the reason for keeping answers, `under_13s` where children may answer;
    `language_name` and `direction` are those of the wording. `help_pictures` names the bundled pictures of the question
    about help, by `question` and the keys of its answers; it is empty where the wording goes without.
    """

    organisation: str
    contact: str
    return_address: str
    safeguarding: str
    closes: str
    online_address: str
    results_address: str
    version: int
    made_on: str
    by_consent: bool = False
    under_13s: bool = False
    language_name: str = "English"
    direction: str = "ltr"
    help_pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PrintedPage:
    page: Page
    condition: Reduced
    stops: tuple[Stop, ...]
    """Its questions that this wording prints, information included, each with its whole condition."""


def compose(
    questionnaire: Questionnaire,
    wording: Wording,
    around: Around,
    words: PaperWords,
    *,
    large: bool = False,
    find_picture: FindPicture = no_picture,
) -> Paper:
    """The questionnaire on paper in one wording; `large` for large print."""
    return _Composition(questionnaire, wording, around, words, large, find_picture).paper()


@dataclass(frozen=True)
class _Composition:
    questionnaire: Questionnaire
    wording: Wording
    around: Around
    words: PaperWords
    large: bool
    find_picture: FindPicture

    def paper(self) -> Paper:
        tag = self.wording.language
        words = self.words
        return Paper(
            title=self.wording.title,
            author=self.around.organisation,
            language=PaperLanguage(tag, self.around.direction),
            own_language=PaperLanguage(words.tag, words.direction),
            foot=" · ".join(self._foot()),
            page_of=words.page_of,
            made_on=self.around.made_on,
            large=self.large,
            easy_read=self.wording.edition == EASY_READ,
            blocks=tuple(self._blocks()),
        )

    def _foot(self) -> list[str]:
        words, wording = self.words, self.wording
        edition = {
            "standard": words.standard,
            "easy_read": words.easy_read,
            "young_person": words.young_person,
        }[wording.edition]
        large = [words.large_print] if self.large else []
        return [
            wording.title,
            words.version.format(number=self.around.version),
            edition,
            self.around.language_name,
            *large,
        ]

    def _blocks(self) -> Iterator[Block]:
        yield from self._opening()
        for printed in self.pages:
            yield from self._page(printed)
        yield from self._end()

    # Before the questions

    def _opening(self) -> Iterator[Block]:
        words, around, wording = self.words, self.around, self.wording
        yield Heading(1, wording.title)
        yield self._own(words.asked_by.format(organisation=around.organisation), "lead")
        yield from map(Paragraph, wording.introduction)
        yield self._own(words.closes.format(day=around.closes), "lead")
        if around.online_address:
            yield self._own(words.online.format(address=around.online_address))
        yield Heading(2, words.how_to_answer, own=True)
        for sentence in (words.use_a_pen, words.mistakes, words.no_name):
            yield self._own(sentence)
        yield from self._texts(words.privacy, wording.privacy)
        for section in wording.privacy_more:
            yield Heading(3, section.title)
            yield from map(Paragraph, section.paragraphs)
        if around.under_13s:
            yield from self._texts(words.for_parents, wording.for_parents)
        if around.by_consent:
            yield from self._texts(words.consent, wording.consent)
            yield self._consent()

    def _consent(self) -> Asked:
        room = (Boxes("", (Choice(self.words.agree),)),)
        return Asked(0, self.words.agree_heading, "", (), (self.words.needed,), room, own=True)

    def _texts(self, heading: str, paragraphs: Iterable[str]) -> Iterator[Block]:
        paragraphs = tuple(paragraphs)
        if paragraphs:
            yield Heading(2, heading, own=True)
            yield from map(Paragraph, paragraphs)

    def _own(self, text: str, kind: str = "body") -> Paragraph:
        return Paragraph(text, kind, own=True)

    def _safety(self) -> Iterator[Block]:
        if self.wording.safeguarding:
            yield Paragraph(self.wording.safeguarding, "safety")
        elif self.around.safeguarding:
            yield Paragraph(self.around.safeguarding, "safety", own=True)

    # The pages

    @cached_property
    def pages(self) -> tuple[PrintedPage, ...]:
        """The pages that can be reached in this wording, with what is printed of them."""
        printed: frozenset[str] = frozenset()
        pages = []
        for page in self.questionnaire.pages:
            condition = routing.reduced(page.show_if, printed)
            stops = tuple(self._stops(page, condition, printed))
            if stops:
                pages.append(PrintedPage(page, condition, stops))
                printed |= {stop.question.key for stop in stops}
        return tuple(pages)

    def _stops(self, page: Page, condition: Reduced, printed: frozenset[str]) -> Iterator[Stop]:
        for question in page.questions:
            whole = routing.both(condition, routing.reduced(question.show_if, printed))
            if question.key not in self.wording.omits and whole is not False:
                yield Stop(question, whole)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Every numbered question in the order of the paper."""
        return tuple(stop for page in self.pages for stop in page.stops if _asks(stop.question))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return {stop.question.key: number for number, stop in enumerate(self.stops, start=1)}

    @property
    def last_number(self) -> int:
        """The number of the question about help, which ends every questionnaire on paper."""
        return len(self.stops) + 1

    @cached_property
    def route(self) -> Route:
        return Route(self.questionnaire, self.wording, self.numbers, self.words)

    @cached_property
    def first_written(self) -> str:
        """The key of the first question that is answered in a person's own words."""
        written = (stop.question for stop in self.stops)
        return next((one.key for one in written if question_type(one).analysed_as == "open"), "")

    def _page(self, printed: PrintedPage) -> Iterator[Block]:
        title = self.wording.page_title(printed.page.key)
        yield Heading(2, title)
        yield from self._page_route(printed)
        for text in self.wording.page_introduction(printed.page.key):
            yield Paragraph(text, "opening")
        for stop in printed.stops:
            if stop.question.key == self.first_written:
                yield from self._safety()
            yield from self._stop(stop)

    def _page_route(self, printed: PrintedPage) -> Iterator[Block]:
        if isinstance(printed.condition, bool):
            return
        asked = [self.numbers[stop.question.key] for stop in printed.stops if _asks(stop.question)]
        yield self._only_if(printed.condition, asked)

    def _only_if(self, condition: Condition, asked: list[int]) -> Paragraph:
        said = self.route.sentence(condition)
        if not asked:
            return self._own(self.words.read_if.format(condition=said), "route")
        words = self.words
        by_length = {1: words.answer_one_if, 2: words.answer_two_if}
        template = by_length.get(len(asked), words.answer_several_if)
        sentence = template.format(
            number=asked[0], first=asked[0], last=asked[-1], next=asked[-1] + 1, condition=said
        )
        return self._own(sentence, "route")

    def _stop(self, stop: Stop) -> Iterator[Block]:
        question = stop.question
        own = routing.reduced(question.show_if, frozenset(self.numbers))
        if not isinstance(own, bool):
            asked = [self.numbers[question.key]] if _asks(question) else []
            yield self._only_if(own, asked)
        yield self._asked(question) if _asks(question) else self._information(question)

    def _information(self, question: Question) -> Information:
        text, body = self.wording.question_text(question.key), self.wording.body(question.key)
        return Information(text, body, self._picture(question))

    def _picture(self, question: Question) -> str:
        return self.find_picture(f"picture:{question.key}", self.wording.picture(question.key))

    def _asked(self, question: Question) -> Asked:
        key, wording = question.key, self.wording
        maker = Maker(question, wording, self.words, self.large, self._ways(question), self.find_picture)
        needed = (self.words.needed,) if question.required else ()
        why = (self.words.why.format(reason=wording.why(key)),) if wording.why(key) else ()
        return Asked(
            number=self.numbers[key],
            text=wording.question_text(key),
            hint=wording.hint(key),
            body=wording.body(key),
            notes=(*needed, *why),
            room=ROOMS[question.type](maker),
            picture=self._picture(question),
        )

    def _ways(self, question: Question) -> dict[str, str]:
        place = self.numbers[question.key] - 1
        ways = routing.ways_from(self.stops, place)
        return {option: self._go_to(key) for option, key in ways.items()}

    def _go_to(self, key: str) -> str:
        return self.words.go_to.format(number=self.numbers[key] if key else self.last_number)

    # After them

    def _end(self) -> Iterator[Block]:
        words, around = self.words, self.around
        yield Heading(2, words.finish, own=True)
        yield self._help()
        yield from self._safety()
        yield Heading(2, words.sending, own=True)
        yield self._own(words.closes.format(day=around.closes))
        if around.return_address:
            yield self._own(words.return_by_post.format(address=around.return_address))
        yield self._own(words.return_by_hand.format(contact=around.contact))
        yield self._own(words.thanks)
        if around.results_address:
            yield self._own(words.results_at.format(address=around.results_address))

    def _help(self) -> Asked:
        words, given = self.words, self.wording.support
        choices = [
            Choice(given.get(key) or getattr(words, key), self._help_picture(key))
            for key in ("alone", "helped", "answered_for")
        ]
        room = (Boxes(words.tick_one, tuple(choices)),)
        question = given.get("question")
        return Asked(
            self.last_number,
            question or words.support,
            "",
            (),
            (),
            room,
            picture=self._help_picture("question"),
            own=not question,
        )

    def _help_picture(self, key: str) -> str:
        return self.find_picture("", self.around.help_pictures.get(key, ""))


def _asks(question: Question) -> bool:
    return question_type(question).asks
