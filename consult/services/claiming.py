"""Headlines: what the product can claim, which claims an officer chose, and what became of each with today's figures.

Belongs here: proposing, choosing and checking. The vocabulary and the check are in `analysis.headlines`. The file's own
headlines are a start: they stand until somebody takes them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.dataset import Dataset
from analysis.figures import Tally
from analysis.headlines import Claim, ClaimKind, Headline, Refusal, check_claim, propose_every_claim
from analysis.tallies import tally_all
from consult.services import deciding_figures
from consult.services.deciding_figures import DecisionKind
from consult.services.deciding_likenesses import left_out_where_counted_once
from consult.services.questionnaires import LoadedVersion
from consult.store.accounts import Account
from consult.store.consultations import Consultation

LONGEST_SUBJECT = 200
KIND_WORDS = {
    ClaimKind.OVER: "Over",
    ClaimKind.FEWER: "Fewer than",
    ClaimKind.MOST: "Most",
    ClaimKind.LEADING: "More than not",
}


class ClaimProblem(ValueError):
    """A headline cannot be chosen; the message says why."""


@dataclass(frozen=True)
class ShownClaim:
    """A claim and what it says, or why it is refused."""

    claim: Claim
    text: str
    basis: str = ""
    counted_once: str = ""
    reason: str = ""

    @property
    def wanted(self) -> str:
        """What it would say, whether or not the figures bear it out."""
        return wanted_words(self.claim)

    @property
    def holds(self) -> bool:
        """Whether the figures bear it out."""
        return not self.reason


def wanted_words(claim: Claim) -> str:
    """What an officer wanted to say, also where it must not be said: “Over 85%” about the five priorities."""
    share = f" {claim.over}%" if claim.kind in (ClaimKind.OVER, ClaimKind.FEWER) else ""
    return f"“{KIND_WORDS[ClaimKind(claim.kind)]}{share}” about {claim.subject}"


def scale_tallies(dataset: Dataset) -> dict[str, Tally]:
    """The tallies of all responses together that claims are checked against."""
    keys = [variable.key for variable in dataset.variables if variable.kind == "scale"]
    return {key: table.columns[0] for key, table in tally_all(dataset, keys).items()} if keys else {}


def claims_of(consultation: Consultation) -> list[Claim]:
    """Every headline that is wanted: those of the file that nobody took out or changed, then those that were chosen."""
    decided = {row.key: row for row in deciding_figures.history(consultation, DecisionKind.HEADLINE)[::-1]}
    own = [
        Claim(raw["key"], raw["over"], tuple(raw["of"]), raw["subject"])
        for raw in consultation.details.get("headlines") or []
        if raw["key"] not in decided
    ]
    chosen = [_claim(key, row.payload) for key, row in decided.items() if row.stands]
    return [*own, *chosen]


def _claim(key: str, payload: Mapping[str, object]) -> Claim:
    variables = payload["variables"]
    assert isinstance(variables, list)  # noqa: S101 - written by `_payload`
    return Claim(
        key, int(str(payload["over"])), tuple(variables), str(payload["subject"]), str(payload["kind"])
    )


def _payload(claim: Claim) -> dict[str, object]:
    return {
        "kind": str(claim.kind),
        "over": claim.over,
        "variables": list(claim.variables),
        "subject": claim.subject,
    }


def words_of_questions(version: LoadedVersion, variables: Iterable[str]) -> dict[str, str]:
    """What questions, and statements of a grid, are called; those that are not asked any more keep their key."""
    asked = {question.key for question in version.questionnaire.questions}
    names = dict.fromkeys(name for key in variables for name in (key, key.partition(".")[0]))
    return {
        name: f"“{version.first_wording.variable_text(name)}”"
        for name in names
        if name.partition(".")[0] in asked
    }


def tallies_counted_once(consultation: Consultation, dataset: Dataset) -> dict[str, Tally] | None:
    """The same tallies with each campaign counted as one response; None where there is no campaign."""
    left_out = left_out_where_counted_once(consultation)
    return scale_tallies(dataset.without(left_out)) if left_out else None


def where_counted_once(claim: Claim, once: Mapping[str, Tally] | None, words: Mapping[str, str]) -> str:
    """Whether a headline rests on a campaign, in words; nothing where there is none."""
    if once is None:
        return ""
    found = check_claim(claim, once, words)
    if isinstance(found, Refusal):
        return f"With each campaign counted once it does not hold. {found.reason}"
    return "With each campaign counted once it holds as well."


def shown(
    claim: Claim,
    tallies: Mapping[str, Tally],
    words: Mapping[str, str],
    once: Mapping[str, Tally] | None = None,
) -> ShownClaim:
    """The claim as a sentence, or the reason why it must not be printed; `once`: each campaign counted once."""
    found = check_claim(claim, tallies, words)
    if isinstance(found, Headline):
        told = where_counted_once(claim, once, words)
        return ShownClaim(claim, found.text, basis=found.basis, counted_once=told)
    assert isinstance(found, Refusal)  # noqa: S101 - there are no others
    return ShownClaim(claim, "", reason=found.reason)


def proposals(
    version: LoadedVersion, tallies: Mapping[str, Tally], once: Mapping[str, Tally] | None = None
) -> list[ShownClaim]:
    """Every claim that holds now of questions that ask about agreeing."""
    about_agreeing = {key: tally for key, tally in tallies.items() if _asks_to_agree(version, key, tally)}
    words = words_of_questions(version, about_agreeing)
    subjects = dict(words)
    grids = {key.partition(".")[0] for key in about_agreeing if "." in key}
    for grid in grids:
        rows = sum(key.startswith(f"{grid}.") for key in about_agreeing)
        subjects[grid] = f"each of the {rows} statements on {subjects[grid]}"
    return [shown(claim, tallies, words, once) for claim in propose_every_claim(about_agreeing, subjects)]


def _asks_to_agree(version: LoadedVersion, key: str, tally: Tally) -> bool:
    question = version.questionnaire.question(key.partition(".")[0])
    words = [
        version.first_wording.option_text(question, category.key)
        for category in tally.categories
        if category.counts_as == "agree"
    ]
    return any("agree" in text.casefold() for text in words)


def choose(
    consultation: Consultation,
    version: LoadedVersion,
    dataset: Dataset,
    key: str,
    subject: str,
    *,
    by: Account | None,
) -> ShownClaim:
    """Choose a proposed claim, with other words for its subject if they are given. Raises `ClaimProblem`."""
    tallies = scale_tallies(dataset)
    found = next((one for one in proposals(version, tallies) if one.claim.key == key), None)
    if found is None:
        raise ClaimProblem("The figures do not bear this headline out any more. Choose another.")
    words = " ".join(subject.split()) or found.claim.subject
    if len(words) > LONGEST_SUBJECT or _has_other_figures(words, found.claim.subject + consultation.title):
        raise ClaimProblem(
            "Name what people agreed with in at most 200 characters, without figures of your own."
        )
    claim = Claim(key, found.claim.over, found.claim.variables, words, found.claim.kind)
    deciding_figures.decide(consultation, DecisionKind.HEADLINE, key, _payload(claim), by=by)
    return shown(claim, tallies, words_of_questions(version, tallies))


def _has_other_figures(words: str, own: str) -> bool:
    """Whether there is a share, or a number that is neither in the question's own words nor in the title."""
    is_share = re.search(r"[%<>]|per ?cent", words, re.IGNORECASE) is not None
    return is_share or bool(set(re.findall(r"\d+", words)) - set(re.findall(r"\d+", own)))


def take_out(consultation: Consultation, key: str, *, by: Account | None) -> None:
    """Want a headline no longer. Raises `ClaimProblem` where there is none of that key."""
    claim = next((one for one in claims_of(consultation) if one.key == key), None)
    if claim is None:
        raise ClaimProblem("That headline was taken out already.")
    deciding_figures.decide(consultation, DecisionKind.HEADLINE, key, _payload(claim), by=by, stands=False)
