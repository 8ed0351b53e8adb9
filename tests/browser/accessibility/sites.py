"""Sites that have every state of the public pages in them: consultations of each phase, results, a page that fails.

Belongs here: what is served. Does not belong here: how a visitor gets to a page (`journeys`).
"""

from __future__ import annotations

import copy
import functools
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, request
from werkzeug.serving import make_server

from consult import clock, jobs
from consult.application import create_app
from consult.rules.commitments import CommitmentKind, CommitmentStatus
from consult.rules.review import ActionKind
from consult.services import committing, loading, requesting_work, reviewing, setting_up_samples
from consult.services.publishing import showing
from consult.settings import settings_from_environment
from consult.store import answering, consultations, database, responses
from consult.store.answering import Publication
from consult.store.consultations import Consultation
from consult.store.transactions import transaction

EVERY_TYPE = Path(__file__).parents[2] / "pages" / "fixtures" / "every_type.json"
OPEN, COMING, CLOSED, CLOSING = "every-type", "coming", "closed", "closing"
NOT_READY, PUBLISHED, CONSENT = "not-ready", "send-strategy", "consent"
# No translation is needed to see how a page is laid out: letters of the script stand in for the words.
STAND_INS = {
    "ur": "ابتجحدرسشفقکلمنوہیے",
    "pl": "aąbcćdeęfghijklłmnńoópr",
}
DAY = timedelta(days=1)
PICTURE = "family"
# No email leaves: what is looked at are the pages that offer it, and mistakes in the address.
SETTINGS = {
    "SECURE_COOKIES": "no",
    "SMTP_URL": "smtp://127.0.0.1:1",
    "SITE_ADDRESS": "https://consultations.example.org",
    "MAIL_FROM": "consultations@example.org",
}


@dataclass(frozen=True)
class PublicSite:
    """A site that is being served."""

    url: str
    app: Flask

    def address(self, path: str) -> str:
        return f"{self.url}{path}"

    def close(self, slug: str, *, closed_for: timedelta = DAY) -> None:
        """Let a consultation have closed some time ago, or open again with a negative time."""
        with self.app.app_context(), transaction():
            _found(slug).closes_at = clock.now() - closed_for

    def publish(self, slug: str) -> None:
        """Close a consultation, answer what people wrote with a promise, and let its results be public."""
        self.close(slug, closed_for=timedelta(minutes=1))
        with self.app.app_context():
            consultation = _found(slug)
            _promise_something(consultation)
            with transaction():
                built = Publication(
                    consultation_id=consultation.id, dataset_digest="0" * 64, built_at=clock.now()
                )
                answering.add(built)
            showing.publish(consultation, built, by=None)
            database.db.session.remove()

    def take_down(self, slug: str) -> None:
        with self.app.app_context():
            consultation = _found(slug)
            for publication in answering.publications(consultation):
                showing.take_down(consultation, publication, by=None)
            database.db.session.remove()

    @functools.cached_property
    def results(self) -> str:
        """The address part of a consultation with published results, which are built at the first call."""
        with self.app.app_context():
            consultation = setting_up_samples.set_up(self.app.extensions["codes"], PUBLISHED, by=None)
            _work(consultation, requesting_work.ANALYSIS)
            setting_up_samples.decide_as_sample_officer(consultation, by=None)
            _work(consultation, requesting_work.APPENDIX)
            showing.publish(consultation, answering.publications(consultation)[0], by=None)
            database.db.session.remove()
        return PUBLISHED


def _promise_something(consultation: Consultation) -> None:
    """A theme for everything that was written, with an answer and what happened since."""
    named = {"name": "A bus to school", "definition": "Getting to school and back."}
    theme = f"t{reviewing.decide(consultation, ActionKind.ADD_THEME, named, by=None).actions[-1].number}"
    comments = [row.reference for row in responses.comments(consultation)]
    reviewing.decide(consultation, ActionKind.CODE, {"comments": comments, "themes": [theme]}, by=None)
    promise = committing.commit(
        consultation,
        theme,
        CommitmentKind.WILL_CHANGE,
        "A bus from each estate.",
        owner="Transport team",
        due_on=clock.now().date() + 30 * DAY,
        by=None,
    )
    committing.update(consultation, promise, CommitmentStatus.ON_TRACK, "It is ordered.", by=None)


def _work(consultation: Consultation, kind: str) -> None:
    waiting: list[int] = []
    requesting_work.request(consultation, kind, {"seed": 0}, by=None, enqueue=waiting.append)
    jobs.run_now(waiting[0])


def _found(slug: str) -> Consultation:
    consultation = consultations.by_slug(slug)
    if consultation is None:
        raise LookupError(slug)
    return consultation


@contextmanager
def served(empty_database: Path, folder: Path) -> Iterator[PublicSite]:
    """A site with nothing in it, on a free port."""
    shutil.copy(empty_database, folder / "consult.sqlite")
    app = create_app(settings_from_environment(SETTINGS | {"DATA_FOLDER": str(folder)}))
    _let_privacy_fail_when_asked(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield PublicSite(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            database.db.engine.dispose()


def _let_privacy_fail_when_asked(app: Flask) -> None:
    """With `?fail` the page has a fault, so that what people then read can be looked at."""
    view = app.view_functions["public.privacy"]

    @functools.wraps(view)
    def failing() -> Any:
        if "fail" in request.args:
            raise RuntimeError("a fault on purpose")
        return view()

    app.view_functions["public.privacy"] = failing


def fill(site: PublicSite, folder: Path) -> None:
    """Load a consultation of each phase."""
    now = clock.now()
    whole = _with_more_wordings(json.loads(EVERY_TYPE.read_text()))
    with site.app.app_context():
        for slug, opens, closes in (
            (OPEN, now - DAY, now + 30 * DAY),
            (CLOSING, now - DAY, now + 30 * DAY),
            (COMING, now + DAY, now + 30 * DAY),
            (CLOSED, now - 30 * DAY, now - DAY),
        ):
            loading.load_file(_written(folder, _renamed(whole, slug, opens, closes)))
        asking = _asking_for_consent(_renamed(whole, CONSENT, now - DAY, now + 30 * DAY))
        loading.load_file(_written(folder, asking))
        with transaction():
            consultations.add(
                Consultation(
                    slug=NOT_READY,
                    title="A consultation without its questions",
                    summary="The questions are still being written.",
                    details={},
                    safeguarding_lead="Lee Lead",
                    safeguarding_deputy="Dee Deputy",
                    opens_at=now - DAY,
                    closes_at=now + DAY,
                    created_at=now,
                )
            )
        database.db.session.remove()


def _renamed(whole: dict[str, Any], slug: str, opens: datetime, closes: datetime) -> dict[str, Any]:
    file = copy.deepcopy(whole)
    file["consultation"] |= {
        "slug": slug,
        "opens_at": f"{opens:%Y-%m-%dT%H:%M}",
        "closes_at": f"{closes:%Y-%m-%dT%H:%M}",
    }
    return file


def _asking_for_consent(file: dict[str, Any]) -> dict[str, Any]:
    file["consultation"] |= {"lawful_basis": "consent", "includes_under_13s": True}
    for wording in file["wordings"]:
        wording["consent"] = ["We keep your answers only if you agree."]
        wording["for_parents"] = ["Children under 13 need a parent or carer to agree."]
        kept = {
            "title": "How long we keep your answers",
            "paragraphs": ["For two years. Then we delete them."],
        }
        wording["privacy_more"] = [kept]
    return file


def _written(folder: Path, file: dict[str, Any]) -> Path:
    path = folder / f"{file['consultation']['slug']}.json"
    path.write_text(json.dumps(file, ensure_ascii=False))
    return path


def _with_more_wordings(file: dict[str, Any]) -> dict[str, Any]:
    by_edition = {each["edition"]: each for each in file["wordings"]}
    file["wordings"] = [
        by_edition["standard"],
        _with_pictures(by_edition["easy_read"], file["questionnaire"]),
        by_edition["standard"] | {"edition": "young_person"},
    ]
    for edition, language in (("standard", "ur"), ("easy_read", "ur"), ("young_person", "ur")):
        of_edition = next(each for each in file["wordings"] if each["edition"] == edition)
        file["wordings"].append(_stood_in(of_edition, language))
    return file


def _with_pictures(wording: dict[str, Any], questionnaire: dict[str, Any]) -> dict[str, Any]:
    """An easy read wording with a bundled picture beside everything, and a scale that is shown as faces."""
    wording = copy.deepcopy(wording)
    for page in questionnaire["pages"]:
        for question in page["questions"]:
            if question["key"] not in wording["omits"]:
                _illustrate(wording["questions"][question["key"]], question)
    options = [option["key"] for option in questionnaire["scales"]["agreement"]["options"]]
    wording["scale_pictures"] = {"agreement": dict.fromkeys(options, PICTURE)}
    wording["scales_shown"] = {"agreement": {"as": "faces", "options": options}}
    return wording


def _illustrate(texts: dict[str, Any], question: dict[str, Any]) -> None:
    texts["picture"] = PICTURE
    for part, name in (("options", "pictures"), ("rows", "row_pictures")):
        if part in question:
            texts[name] = {each["key"]: PICTURE for each in question[part]}


# What names something or chooses between things is no text.
NOT_TEXT = {
    "edition",
    "language",
    "omits",
    "shown_as",
    "as",
    "options_shown",
    "picture",
    "pictures",
    "scale_pictures",
}
NOT_TEXT |= {"row_pictures", "scales_shown", "recording", "signed_video"}


def _stood_in(wording: dict[str, Any], language: str) -> dict[str, Any]:
    """A wording whose texts are as long, in letters of another language."""

    def put(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: each if key in NOT_TEXT else put(each) for key, each in value.items()}
        if isinstance(value, list):
            return [put(each) for each in value]
        return _letters(value, language) if isinstance(value, str) else value

    words = {"prefer_not_to_say": _letters("Prefer not to say", language), "language": language}
    return put(wording) | words


def _letters(text: str, language: str) -> str:
    stand_ins = STAND_INS[language]
    return "".join(stand_ins[ord(letter) % len(stand_ins)] if letter.isalpha() else letter for letter in text)
