"""The reading age of a wording: about how old a child is who can read it.

Belongs here: measuring English with the automated readability index (E. A. Smith and R. J. Senter, 1967, “Automated
Readability Index”, Aerospace Medical Research Laboratories). Does not belong here: whether a wording may be
used; the figure is for its author to think about.

The index is 4.71 × characters a word + 0.5 × words a sentence - 21.43; 1 is read at 5 to 6, 2 at 6 to 7, and so on.
It knows neither meaning nor layout, and it is unsteady for short texts. So a wording is judged as a whole, the figure
of one question or sentence only says where to look first, and labels of few words are not taken for sentences.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from surveys.structure import Question, Questionnaire
from surveys.wording_texts import Wording

TARGETS = {"standard": 11, "easy_read": 9, "young_person": 9}
FEWEST_WORDS = 50
"""With fewer in all, a wording is not judged."""
FEWEST_WORDS_OF_A_LABEL = 4
"""An option or title with fewer is no sentence; counted as one it would make any wording seem easy."""
HARDEST_SHOWN = 5
FEWEST_WORDS_OF_THE_HARDEST = 6
"""Of shorter sentences the index makes more than they deserve."""
YOUNGEST, OLDEST = 5, 22
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
NO_WORD = re.compile(r"://|@|^www\.")


@dataclass(frozen=True)
class SentenceAge:
    """One sentence, with where it stands: a question's or page's key, or "" for the start page."""

    text: str
    place: str
    age: int


@dataclass(frozen=True)
class ReadingAge:
    """`age` in years, None where it was not measured, for the `reason`. `hardest` begins with the hardest.

    `by_question` has an age for each question: too short to rely on, good enough to see where to begin.
    """

    age: int | None
    target: int
    over: bool
    hardest: tuple[SentenceAge, ...] = ()
    reason: str = ""
    by_question: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sentence:
    text: str
    place: str
    words: int
    characters: int


def reading_age(wording: Wording, questionnaire: Questionnaire) -> ReadingAge:
    """The reading age of all that a wording says, and where it is hardest to read."""
    target = TARGETS[wording.edition]
    if wording.language.partition("-")[0] != "en":
        reason = "The measure was made for English, so wordings in other languages are not measured."
        return ReadingAge(None, target, False, reason=reason)
    sentences = tuple(_sentences(wording, questionnaire))
    words = sum(sentence.words for sentence in sentences)
    if words < FEWEST_WORDS:
        reason = f"There are {words} words, too few to measure: the measure needs {FEWEST_WORDS} or more."
        return ReadingAge(None, target, False, reason=reason)
    age = _age(sentences)
    by_question = {
        question.key: _age(own)
        for question in questionnaire.questions
        if (own := [sentence for sentence in sentences if sentence.place == question.key])
    }
    return ReadingAge(age, target, age > target, _hardest(sentences), by_question=by_question)


def index(characters: int, words: int, sentences: int) -> float:
    """The automated readability index of a text. Characters are letters and digits."""
    return 4.71 * characters / words + 0.5 * words / sentences - 21.43


def _age(sentences: Iterable[_Sentence]) -> int:
    found = list(sentences)
    words = sum(sentence.words for sentence in found)
    years = math.ceil(index(sum(sentence.characters for sentence in found), words, len(found))) + YOUNGEST
    return min(max(years, YOUNGEST), OLDEST)


def _hardest(sentences: Iterable[_Sentence]) -> tuple[SentenceAge, ...]:
    """Those of which the index makes most, each once."""
    once = {
        sentence.text: sentence for sentence in sentences if sentence.words >= FEWEST_WORDS_OF_THE_HARDEST
    }
    hardest = sorted(once.values(), key=lambda one: (-index(one.characters, one.words, 1), one.text))
    return tuple(SentenceAge(one.text, one.place, _age([one])) for one in hardest[:HARDEST_SHOWN])


def _sentences(wording: Wording, questionnaire: Questionnaire) -> Iterator[_Sentence]:
    yield from _in_paragraphs("", _start_page(wording))
    yield from _in_labels("", [wording.title])
    for page in questionnaire.pages:
        asked = [question for question in page.questions if question.key not in wording.omits]
        if asked:
            yield from _in_labels(page.key, [wording.page_title(page.key)])
            yield from _in_paragraphs(page.key, wording.page_introduction(page.key))
        for question in asked:
            yield from _of_question(wording, question)
    yield from _in_labels("", [text for scale in wording.scales.values() for text in scale.values()])


def _start_page(wording: Wording) -> Iterator[str]:
    yield from (*wording.introduction, *wording.privacy, *wording.consent, *wording.for_parents)
    for section in wording.privacy_more:
        yield from section.paragraphs
    yield wording.safeguarding


def _of_question(wording: Wording, question: Question) -> Iterator[_Sentence]:
    texts = wording.texts_of(question.key)
    yield from _in_paragraphs(question.key, (texts.text, texts.hint, texts.why, *texts.body))
    yield from _in_labels(question.key, (*texts.options.values(), *texts.rows.values()))


def _in_paragraphs(place: str, paragraphs: Iterable[str]) -> Iterator[_Sentence]:
    for paragraph in paragraphs:
        for text in SENTENCE_END.split(paragraph):
            words = _words(text)
            if words:
                yield _Sentence(text.strip(), place, len(words), sum(map(_characters, words)))


def _in_labels(place: str, labels: Iterable[str]) -> Iterator[_Sentence]:
    return (found for found in _in_paragraphs(place, labels) if found.words >= FEWEST_WORDS_OF_A_LABEL)


def _words(text: str) -> list[str]:
    """What stands between spaces and has a letter or digit in it, web and email addresses aside."""
    return [word for word in text.split() if _characters(word) and not NO_WORD.search(word)]


def _characters(word: str) -> int:
    return sum(character.isalnum() for character in word)
