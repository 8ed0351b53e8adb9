"""Which wordings people can choose: those that lack nothing. The others wait, and officers are told what they lack.

Does not belong here: what a wording must have (`surveys.wording_lacks`), or when a consultation is open
(`consult.rules.lifecycle`).
"""

from __future__ import annotations

from consult.services import attaching
from consult.services.attaching import Attachments, Kind, Mark
from consult.services.attaching.bundled import is_bundled
from consult.services.attaching.slots import Slot, place_in_file, slots_of
from consult.services.questionnaires import LoadedVersion
from consult.store.consultations import Consultation
from surveys.problems import Problem
from surveys.wording_lacks import missing_texts
from surveys.wording_texts import EASY_READ
from surveys.wordings import Wording


def offered(consultation: Consultation, version: LoadedVersion) -> tuple[Wording, ...]:
    """The wordings that can be chosen, in the order of the consultation file."""
    return tuple(
        wording for wording in version.wordings.values() if is_offered(consultation, version, wording)
    )


def is_offered(consultation: Consultation, version: LoadedVersion, wording: Wording) -> bool:
    return not lacks(consultation, version, wording)


def lacks(
    consultation: Consultation, version: LoadedVersion, wording: Wording, mark: Mark | None = None
) -> tuple[Problem, ...]:
    """Everything that a wording lacks before people may choose it: texts, and in easy read pictures."""
    attached = attaching.attachments(consultation, wording, mark)
    key = (version.version_id, version.digest, wording.edition, wording.language, str(consultation.details))
    known = _found.get(key)
    # The attachments are one object for as long as nothing changes.
    if known is None or known[0] is not attached:
        if len(_found) > MOST_KEPT:
            _found.clear()
        known = _found[key] = (attached, _lacks(consultation, version, wording, attached))
    return known[1]


MOST_KEPT = 500
_found: dict[tuple[int, str, str, str, str], tuple[Attachments, tuple[Problem, ...]]] = {}


def _lacks(
    consultation: Consultation, version: LoadedVersion, wording: Wording, attached: Attachments
) -> tuple[Problem, ...]:
    texts = missing_texts(
        version.questionnaire,
        wording,
        asks_consent=consultation.details.get("lawful_basis") == "consent",
        includes_under_13s=bool(consultation.details.get("includes_under_13s")),
    )
    slots = slots_of(version.questionnaire, wording)
    without = {place_in_file(slot) for slot in slots if slot.key in attached}
    still = [problem for problem in texts if problem.place.partition(" ")[0] not in without]
    return (*still, *_lost_pictures(wording, slots, attached))


def _lost_pictures(wording: Wording, slots: tuple[Slot, ...], attached: Attachments) -> tuple[Problem, ...]:
    """Pictures that easy read names and that are not there (any more)."""
    return tuple(
        Problem(
            place_in_file(slot),
            f"the picture “{slot.names}” is not there.",
            "Upload one on the page of the question, or put back the one that was removed.",
        )
        for slot in slots
        if wording.edition == EASY_READ
        and slot.kind is Kind.PICTURE
        and slot.names
        and slot.key not in attached
        and not is_bundled(slot.names)
    )
