"""Reads a whole consultation from its file: details, questionnaire and wordings, checked against each other.

Belongs here: the file format `said-and-done/consultation/1`, also published as `schema.json`. Does not belong
here: the format of a questionnaire (`definition`) or of a wording (`wordings`), or what becomes of a
consultation once it is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from surveys.consultation_documents import read_documents
from surveys.definition import Questionnaire, parse_questionnaire
from surveys.json_files import read_json_file
from surveys.problems import Problem, ProblemsFound
from surveys.question_types import question_type
from surveys.reading import Reading, raise_if_any, refuse_repeats
from surveys.wordings import Wording, missing_texts, parse_wording

FORMAT = "said-and-done/consultation/1"
LONDON = ZoneInfo("Europe/London")
SLUG_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80
MOMENT_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?")
LAWFUL_BASES = ("public_task", "consent")
SAFEGUARDING_NAMES = ("lead", "deputy")
MEDIA_FOLDER = "media"


@dataclass(frozen=True)
class ConsultationDetails:
    """What the file says of the exercise itself. Times are aware: London's where the file gave no offset.

    `documents` have a title, an address or a file, and perhaps an alternative with the same; `headlines` have
    key, over (per cent), of (keys of questions or rows) and subject; `safeguarding` says who is lead and deputy.
    """

    slug: str
    title: str
    summary: str
    purpose: str
    open_to_change: str
    not_open_to_change: str
    opens_at: datetime
    closes_at: datetime
    promoted_through: tuple[str, ...]
    documents: tuple[Mapping[str, object], ...]
    headlines: tuple[Mapping[str, object], ...]
    lawful_basis: str = "public_task"
    includes_under_13s: bool = False
    safeguarding: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ConsultationFile:
    consultation: ConsultationDetails
    questionnaire: Questionnaire
    wordings: tuple[Wording, ...]
    folder: Path | None = None
    """Where the file stands, with the folders `media` and `documents` beside it; None where it came otherwise."""


def read_consultation_file(path: Path) -> ConsultationFile:
    """Reads the file at a path. Raises ProblemsFound for everything that is wrong, JSON syntax included."""
    file = replace(parse_consultation(read_json_file(path)), folder=path.parent)
    raise_if_any(_missing_media(file, path.parent / MEDIA_FOLDER))
    return file


def _missing_media(file: ConsultationFile, folder: Path) -> list[Problem]:
    return [
        Problem(
            f"wordings[{number}].{place}",
            f"there is no file “{name}” in the folder “{MEDIA_FOLDER}”.",
            f"Put it into {folder}, or name another.",
        )
        for number, wording in enumerate(file.wordings)
        for place, name in wording.media_files()
        if not (folder / name).is_file()
    ]


def parse_consultation(raw: object) -> ConsultationFile:
    """Reads a consultation from parsed JSON. Raises ProblemsFound."""
    problems: list[Problem] = []
    reading = Reading(raw, "", problems)
    raise_if_any(problems)
    reading.only(("format", "consultation", "questionnaire", "wordings"))
    reading.one_of("format", (FORMAT,), required=True)
    details = _details(reading)
    questionnaire = _questionnaire(reading)
    wordings = () if questionnaire is None else _wordings(reading, questionnaire, details)
    if questionnaire is not None:
        _check_headlines(reading, questionnaire)
    raise_if_any(problems)
    if details is None or questionnaire is None:
        raise AssertionError("a part of the file was not read, and no problem was noted")
    return ConsultationFile(details, questionnaire, wordings)


def _questionnaire(reading: Reading) -> Questionnaire | None:
    if not reading.has("questionnaire"):
        reading.refuse("questionnaire", "“questionnaire” is missing.", "Add the pages and questions.")
        return None
    try:
        return parse_questionnaire(reading.raw["questionnaire"], "questionnaire")
    except ProblemsFound as found:
        reading.problems.extend(found.problems)
        return None


def _wordings(
    reading: Reading, questionnaire: Questionnaire, details: ConsultationDetails | None
) -> tuple[Wording, ...]:
    found = reading.items("wordings", required=True)
    if not found and isinstance(reading.raw.get("wordings"), list):
        reading.refuse("wordings", "there is no wording.", "Give at least one: a questionnaire needs texts.")
    wordings: list[Wording] = []
    for number, raw in enumerate(found):
        wording = _wording(reading, raw, questionnaire, f"wordings[{number}]")
        if wording is not None:
            reading.problems.extend(_lacks(wording, questionnaire, details, f"wordings[{number}]"))
            wordings.append(wording)
    names = [f"{wording.edition}, {wording.language}" for wording in wordings]
    refuse_repeats(reading, "wordings", names, "wording")
    return tuple(wordings)


def _wording(reading: Reading, raw: object, questionnaire: Questionnaire, at: str) -> Wording | None:
    try:
        return parse_wording(raw, questionnaire, at)
    except ProblemsFound as found:
        reading.problems.extend(found.problems)
        return None


def _lacks(
    wording: Wording, questionnaire: Questionnaire, details: ConsultationDetails | None, at: str
) -> tuple[Problem, ...]:
    return missing_texts(
        questionnaire,
        wording,
        at,
        asks_consent=details is not None and details.lawful_basis == "consent",
        includes_under_13s=details is not None and details.includes_under_13s,
    )


def _details(reading: Reading) -> ConsultationDetails | None:
    if not reading.has("consultation"):
        reading.refuse(
            "consultation", "“consultation” is missing.", "Add its slug, title, dates and purpose."
        )
        return None
    inner = reading.inside("consultation", "consultation")
    inner.only(ConsultationDetails.__dataclass_fields__)
    opens_at, closes_at = _moment(inner, "opens_at"), _moment(inner, "closes_at")
    if opens_at and closes_at and opens_at >= closes_at:
        inner.refuse("closes_at", "it closes before it opens.", "Change one of the two.")
    texts = {
        name: inner.text(name)
        for name in ("title", "summary", "purpose", "open_to_change", "not_open_to_change")
    }
    return ConsultationDetails(
        slug=_slug(inner),
        opens_at=opens_at or datetime.min.replace(tzinfo=LONDON),
        closes_at=closes_at or datetime.max.replace(tzinfo=LONDON),
        promoted_through=inner.texts("promoted_through"),
        documents=read_documents(inner),
        headlines=_headlines(inner),
        lawful_basis=inner.one_of("lawful_basis", LAWFUL_BASES) or "public_task",
        includes_under_13s=inner.flag("includes_under_13s"),
        safeguarding=_safeguarding(inner),
        **texts,
    )


def _slug(reading: Reading) -> str:
    slug = reading.text("slug")
    if slug and not (SLUG_FORM.fullmatch(slug) and len(slug) <= LONGEST_SLUG):
        reading.refuse(
            "slug",
            f"“{slug[:100]}” cannot be part of a web address.",
            f"Use small letters, digits and single hyphens, at most {LONGEST_SLUG} in all.",
        )
    return slug


def _moment(reading: Reading, name: str) -> datetime | None:
    """A date and time; in London time where no offset is given."""
    text = reading.text(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text if MOMENT_FORM.fullmatch(text) else "")
    except ValueError:
        reading.refuse(name, f"“{text[:40]}” is not a date and time.", 'Write it like "2024-03-31T17:00".')
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _safeguarding(reading: Reading) -> dict[str, str]:
    reading.inside("safeguarding").only(SAFEGUARDING_NAMES)
    return reading.texts_by_key("safeguarding")


def _headlines(reading: Reading) -> tuple[Mapping[str, object], ...]:
    headlines: list[Mapping[str, object]] = []
    for headline in reading.each("headlines", "headline"):
        headline.only(("key", "over", "of", "subject"))
        over = headline.whole_number("over", least=0, most=99)
        if not headline.has("over"):
            headline.refuse("over", "“over” is missing.", "Give the per cent that the headline claims.")
        headlines.append(
            {
                "key": headline.key(),
                "over": over,
                "of": list(headline.texts("of")),
                "subject": headline.text("subject"),
            }
        )
    refuse_repeats(reading, "headlines", [str(headline["key"]) for headline in headlines], "headline")
    return tuple(headlines)


def _check_headlines(reading: Reading, questionnaire: Questionnaire) -> None:
    """A headline speaks of scale questions, or of rows of a grid, that exist."""
    scales = {
        variable.key
        for question in questionnaire.questions
        for variable in question_type(question).variables(question, questionnaire)
        if variable.kind == "scale"
    }
    known = scales | {key.partition(".")[0] for key in scales}
    for headline in reading.inside("consultation").each("headlines", "headline"):
        of = headline.texts("of")
        if not of:
            headline.refuse("of", "the headline names no question.", "Name the questions that it speaks of.")
        for number, key in enumerate(of):
            if key not in known:
                headline.refuse(
                    f"of[{number}]",
                    f"“{key[:90]}” is not an agreement scale, grid or grid row.",
                    f"Known: {', '.join(sorted(known)) or 'the questionnaire has none'}.",
                )
