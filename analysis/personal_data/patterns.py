"""What identifies by its form: postcodes, telephone numbers, email addresses, NHS numbers, pupil numbers and the like.

Each pattern gives candidates and, where there is one, a check (the last digit of an NHS number, the first letter of a
unique pupil number) tells them from other numbers. A number that fails its check is still found when the words before
it say what it is: people mistype. Patterns never look back over a text more than once, so long comments take no longer
in proportion. Not here: names (`names`) and harm (`harm`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.personal_data.finding import Finding, without_overlaps

_AREA_LIST = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG "
    "NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS "
    "TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS = "|".join(sorted(_AREA_LIST.split(), key=lambda area: -len(area)))
_GAP = r"[\s\-.]"  # what people put between the groups of a number
_BEFORE = r"(?<![^\W_])"  # no letter or digit stands right before
_AFTER = r"(?![^\W_])"

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_STREETS = (
    "street|st|road|rd|lane|ln|avenue|ave|close|drive|crescent|cres|court|way|grove|terrace|place|gardens|square|row|"
    "hill|green|walk|mews|park|rise|view|parade|gate|croft"
)
_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_DATE = (
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS}|nov(?:ember)?|dec(?:ember)?),?\s+(?:\d{{4}}|\d{{2}})|"
    rf"(?:{_MONTHS}|nov(?:ember)?|dec(?:ember)?)\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)


@dataclass(frozen=True)
class _Pattern:
    """The named group `item`, or else the whole match, is what is found, if `holds` says so."""

    kind: str
    expression: re.Pattern[str]
    holds: Callable[[str], bool] = lambda item: True

    def findings(self, text: str) -> Iterator[Finding]:
        group = "item" if "item" in self.expression.groupindex else 0
        for match in self.expression.finditer(text):
            if self.holds(match[group]):
                yield Finding(match.start(group), match.end(group), self.kind, match[group])


def identifying_items(text: str) -> tuple[Finding, ...]:
    """Everything in the text that identifies by its form, in order. Never raises, whatever the text."""
    return without_overlaps(finding for pattern in _PATTERNS for finding in pattern.findings(text))


def is_nhs_number(item: str) -> bool:
    """Ten digits, the last of which is 11 less the weighted sum of the others modulo 11 (NHS Data Dictionary)."""
    digits = _digits(item)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == digits[9] and check != 10


def is_upn(item: str) -> bool:
    """A letter and twelve characters, the letter being their weighted sum modulo 23 (Department for Education)."""
    letters = "".join(character for character in item.upper() if character.isalnum())
    if len(letters) != 13 or not letters[1:12].isdigit():
        return False
    last = int(letters[12]) if letters[12].isdigit() else UPN_LETTERS.find(letters[12])
    values = [*(int(character) for character in letters[1:12]), last]
    return (
        last >= 0
        and UPN_LETTERS[sum(value * (place + 2) for place, value in enumerate(values)) % 23] == letters[0]
    )


def _digits(item: str) -> list[int]:
    return [int(character) for character in item if character.isdecimal()]


def _is_phone(item: str) -> bool:
    """As many digits as a number that can be called has."""
    number = "".join(str(digit) for digit in _digits(item))
    if item.lstrip().startswith("+") and not number.startswith("44"):
        return 8 <= len(number) <= 15
    national = re.sub(r"^(?:0044|44)?0?", "", number)
    return len(national) in (9, 10) and national[:1] in set("1235789")


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


_PATTERNS = (
    _Pattern(
        "email address",
        _compiled(
            r"(?<![\w.+\-@])(?P<item>[\w.+\-'&]++\s?(?:@|[(\[{]\s?at\s?[)\]}])\s?"
            r"[\w\-]++(?:(?:\.|\s?[(\[{]\s?dot\s?[)\]}]\s?)[\w\-]++)++)"
        ),
    ),
    _Pattern(
        "email address",
        _compiled(
            r"(?<![\w.+\-])(?P<item>[\w.+\-]++ at [\w\-]++(?: dot [\w\-]++){0,3} dot (?:com|uk|org|net|co|gov|me))\b"
        ),
    ),
    _Pattern(
        "pupil number",
        _compiled(rf"{_BEFORE}(?P<item>[A-HJ-NP-RT-Z](?:{_GAP}?\d){{11}}{_GAP}?[\dA-HJ-NP-RT-Z]){_AFTER}"),
        is_upn,
    ),
    _Pattern(
        "pupil number",
        _compiled(
            rf"\b(?:upn|pupil (?:number|no|id))\W{{0,3}}(?:is\s)?\W{{0,3}}"
            rf"(?P<item>[A-Z](?:{_GAP}?\d){{11}}{_GAP}?\w){_AFTER}"
        ),
    ),
    _Pattern(
        "national insurance number",
        _compiled(
            rf"{_BEFORE}(?P<item>(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
            rf"(?:{_GAP}?\d\d){{3}}{_GAP}?[A-D]){_AFTER}"
        ),
    ),
    _Pattern(
        "NHS number",
        _compiled(
            rf"(?<![\w+])(?<!\d[.\-])(?P<item>\d{{3}}{_GAP}{{0,3}}\d{{3}}{_GAP}{{0,3}}\d{{4}}){_AFTER}"
        ),
        is_nhs_number,
    ),
    _Pattern(
        "NHS number",
        _compiled(
            rf"\bnhs\s?(?:number|no|num|id|#)?\W{{0,3}}(?:is\s)?\W{{0,3}}"
            rf"(?P<item>(?:\d{_GAP}{{0,3}}){{9}}\d){_AFTER}"
        ),
    ),
    _Pattern(
        "phone number",
        _compiled(
            r"(?<!\d)(?<!\d[.,/\-])(?P<item>(?:\(?(?:\+|00)\s?44\)?(?:[\s\-.]{0,2}\(0\))?|\(?0)"
            r"(?:[\s\-.()/]{0,2}\d){9,10})(?!\d)"
        ),
        _is_phone,
    ),
    _Pattern(
        "phone number", _compiled(r"(?<!\w)(?P<item>\+\d{1,3}(?:[\s\-.()]{0,2}\d){7,12})(?!\d)"), _is_phone
    ),
    _Pattern(
        "phone number",
        _compiled(
            r"\b(?:tel|telephone|phone|mobile|mob|call me|ring me|text me|whatsapp|ring us|call us|"
            r"my number|contact me)\b[^\d\n]{0,15}(?P<item>\d(?:[\s\-.]{0,2}\d){5,11})(?!\d)"
        ),
    ),
    _Pattern(
        "postcode",
        _compiled(
            rf"{_BEFORE}(?P<item>(?:GIR\s{{0,2}}0AA|(?:{_AREAS})\d(?:\d|[A-HJKMNP-Y])?"
            rf"[\s\-]{{0,3}}\d[ABD-HJLNP-UW-Z]{{2}})){_AFTER}"
        ),
    ),
    # Written as postcodes are, whatever the letters: made up, mistyped or new ones.
    _Pattern("postcode", re.compile(r"(?<![^\W_])(?P<item>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?![^\W_])")),
    _Pattern(
        "date of birth",
        _compiled(
            rf"\b(?:d\.?o\.?b|date of birth|birth\s?date|birthday|born)\b\W{{0,3}}(?:is|was|on)?\W{{0,3}}"
            rf"(?P<item>{_DATE})"
        ),
    ),
    _Pattern(
        "address",
        re.compile(
            r"(?<![\w£.,:/])(?P<item>(?:[Ff]lat \d{1,4}[A-Za-z]?,? )?\d{1,4}[A-Za-z]?,? "
            r"(?:[A-Z][A-Za-z'’\-]{1,20} ){1,3}"
            rf"(?i:{_STREETS}))\b"
        ),
    ),
    _Pattern("account name", re.compile(r"(?<![\w.@])(?P<item>@[A-Za-z][\w.]{2,30})\b")),
)

IDENTIFYING_KINDS = tuple(dict.fromkeys(pattern.kind for pattern in _PATTERNS))
