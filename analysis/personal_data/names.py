"""Names that somebody may have given: after "my son", "is called", "Mrs" and the like. Proposals, never to be trusted.

No list of names is used: names of this country's children come from everywhere, and a list would find those of some
and not of others. So a name that stands without such words before it is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from analysis.personal_data.finding import Finding, without_overlaps

KIND = "name"
_RELATIVES = (
    "sons?|daughters?|child|children|kids?|boys?|girls?|lads?|lass|baby|toddler|twins?|triplets|teenager|teen|grandsons?|"
    "granddaughters?|grandchild|grandchildren|grandad|granddad|grandma|grandmother|grandfather|gran|nan|nana|brothers?|"
    "sisters?|siblings?|nephews?|nieces?|cousins?|mum|mom|mam|mummy|mother|dad|daddy|father|husband|wife|partner|fianc[eé]e?|"
    "boyfriend|girlfriend|friends?|mate|uncle|aunt|auntie|aunty|neighbours?|(?:foster|step|god|half)[\\s\\-]?(?:son|daughter|"
    "child|mum|dad|brother|sister|mother|father)|eldest|oldest|youngest|middle one|little one|ward"
)
_STAFF = (
    "teacher|headteacher|head teacher|head|deputy|tutor|teaching assistant|ta|senco|sendco|social worker|key\\s?worker|"
    "support worker|caseworker|case worker|carer|childminder|doctor|gp|consultant|paediatrician|psychologist|therapist|"
    "nurse|health visitor|midwife|driver|escort|taxi driver|manager|officer|receptionist|paramedic|therapist|counsellor"
)
_DESCRIBED = r"(?:[\w\-]+ ){0,5}"  # my "eleven year old autistic" son
_WORD = r"[^\W\d_][^\W\d_'’\-]*(?:['’\-][^\W\d_]+)*"
_CAPITAL = r"(?-i:[^\W\d_a-zà-öø-ÿ])[^\W\d_]*(?:['’\-][^\W\d_]+)*"
_FULL = rf"{_CAPITAL}(?: {_CAPITAL}){{0,2}}"
_LISTED = rf"(?P<name>{_FULL}(?:(?:, | and | & |, and ){_FULL}){{0,4}})"

_EXPRESSIONS = tuple(
    re.compile(expression, re.IGNORECASE)
    for expression in (
        rf"\b(?:my|our|his|her|their|the|a|an|this|your)\s+{_DESCRIBED}(?:{_RELATIVES}|{_STAFF})"
        rf"(?:'s|’s)?(?:\s+is|\s+was|\s+are)?\s*[,:(\-–—]?\s*{_LISTED}",
        rf"\b(?:called|named|name is|name['’]s|names are|name was|name:|known as|nicknamed)\s+"
        rf"[\"'“‘]?(?P<name>{_FULL}|{_WORD})",
        rf"\b(?:my name is|i am called|i'm called|signed|regards,?|sincerely,?|faithfully,?|wishes,?|thanks,?|love,?|"
        rf"from,)\s+{_LISTED}",
        rf"\b(?:i am|i'm|i’m|this is|it's|it’s)\s+(?P<name>{_CAPITAL} {_CAPITAL})",
        rf"\b(?:mr|mrs|miss|ms|mx|dr|doctor|prof|professor|sir|madam|lady|lord|rev|reverend|father|sister|nurse|pc|"
        rf"councillor|cllr)\b\.?\s+{_LISTED}",
        rf"(?P<name>{_FULL})(?:,| is| \()\s*(?:my|our|his|her|their)\s+{_DESCRIBED}(?:{_RELATIVES})\b",
        rf"(?P<name>{_FULL}),? (?:who is |is |aged |age )?\(?(?:aged |age )?\d{{1,2}}\)?"
        rf"(?: years? old| yrs? old| months? old|\)|,? (?:has|is|was|needs)\b)",
    )
)
# Words with a capital that are no names: they begin a sentence, or name a month, a subject, a service or a condition.
_OTHER_WORDS = """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december christmas easter english maths math science history
    french german welsh british england wales scotland ireland london council school primary
    secondary academy college university nursery hospital nhs camhs send sen ehcp ehc ehcps senco
    adhd asd autism autistic down downs syndrome pda ocd ot salt gp ta la lea pip dla asc year years
    reception key stage covid covid-19 ofsted tribunal early help local offer high street zoom teams
    facebook whatsapp thank thanks please sorry yes okay ok also because said says say told asked
    needs need has had have having goes went going gets got getting loves loved loves likes liked
    hates hated struggles struggled feels felt wants wanted cannot can't could couldn't would
    wouldn't will won't should shouldn't does doesn't did didn't is isn't was wasn't are aren't were
    weren't attends attended lives lived started starts left leaves waited waits finds found came
    comes takes took makes made just only really very always never still now then there here it's
    i'm i've i'd he's she's we're they're that's what's who's let's don't mum dad nan miss sir mr
    mrs ms dr mx doctor nurse teacher parent carer special educational disability disabilities
    support service services therapy therapist speech language occupational out up off in on over
    back upon about away round names him her me them us you by at
"""
_NO_NAMES = ENGLISH_STOP_WORDS | frozenset(_OTHER_WORDS.split())


def proposed_names(text: str) -> tuple[Finding, ...]:
    """Words that may be somebody's name, in order."""
    return without_overlaps(finding for expression in _EXPRESSIONS for finding in _found(expression, text))


def _found(expression: re.Pattern[str], text: str) -> Iterator[Finding]:
    for match in expression.finditer(text):
        start = match.start("name")
        for place, name in _runs(match["name"]):
            yield Finding(start + place, start + place + len(name), KIND, name)


def _runs(words: str) -> Iterator[tuple[int, str]]:
    """Each name of "Tom, Ellie-Mae and Jack Smith" with its place, up to the first word that is none."""
    place = 0
    for part in re.split(r"(, and |, | and | & )", words):
        names = list(takewhile(_may_be_a_name, part.split(" ")))
        if names:
            yield place, " ".join(names)
        place += len(part)


def _may_be_a_name(word: str) -> bool:
    return any(letter.isalpha() for letter in word) and word.casefold().replace("’", "'") not in _NO_NAMES
