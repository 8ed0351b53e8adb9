"""Planted personal data is found, every item of it; comments without any are left alone; harm is not missed."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.personal_data import (
    HARM_KINDS,
    IDENTIFYING_KINDS,
    identifying_items,
    look_through,
    proposed_names,
    redacted,
    signs_of_harm,
)
from analysis.personal_data.patterns import is_nhs_number, is_upn

REAL_COMMENTS = Path(__file__).parents[3] / "shared" / "data" / "nhs-fft" / "neas.csv"
AREAS = ("WV", "B", "SW", "EC", "M", "DY", "CF", "LL", "E", "N", "GL", "SN", "BT", "CV")
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def digits(draw, count):
    return "".join(draw.choice("0123456789") for _ in range(count))


def a_postcode(draw):
    outward = draw.choice(AREAS) + draw.choice(("1", "2", "9", "10", "14", "1A", "20"))
    inward = draw.choice("0123456789") + draw.choice(INWARD) + draw.choice(INWARD)
    code = outward + draw.choice((" ", "", "  ", "-")) + inward
    return draw.choice((code, code.lower()))


MOBILES = (
    "07{} {}",
    "07{}{}",
    "+447{}{}",
    "+44 7{} {}",
    "0044 7{} {}",
    "07{}-{}",
    "(+44) 7{} {}",
    "+44 (0)7{} {}",
)
LANDLINES = ("01902 {}", "(01902) {}", "01902{}", "0121 4{}", "020 79{}", "01902-{}", "0800 0{}")


def a_phone_number(draw):
    mobile = draw.choice(MOBILES).format(digits(draw, 3), digits(draw, 6))
    return draw.choice((mobile, draw.choice(LANDLINES).format(digits(draw, 6))))


def an_email_address(draw):
    name = draw.choice(("jo", "j.smith", "mary-jane_o'neil", "sen+help", "a1", "PARENT"))
    return (
        name
        + digits(draw, 2)
        + "@"
        + draw.choice(("example.com", "mail.example.co.uk", "EXAMPLE.org", "x-y.sch.uk"))
    )


def an_nhs_number(draw):
    while True:
        nine = draw.choice("123456789") + digits(draw, 8)
        check = (
            11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        )
        if check != 10:
            number = nine + str(check % 11)
            return draw.choice(
                (
                    number,
                    f"{number[:3]} {number[3:6]} {number[6:]}",
                    f"{number[:3]}-{number[3:6]}-{number[6:]}",
                )
            )


def a_pupil_number(draw):
    rest = digits(draw, 11) + draw.choice((*"0123456789", "A", "Z"))
    values = [int(character) if character.isdigit() else UPN_LETTERS.index(character) for character in rest]
    letter = UPN_LETTERS[sum(value * weight for value, weight in zip(values, range(2, 14), strict=True)) % 23]
    number = letter + rest
    return draw.choice((number, number.lower(), f"{number[:4]} {number[4:8]} {number[8:]}"))


PLANTED = {
    "postcode": a_postcode,
    "phone number": a_phone_number,
    "email address": an_email_address,
    "NHS number": an_nhs_number,
    "pupil number": a_pupil_number,
}
AROUND = (
    "We waited 14 weeks for a reply. {} Nobody came.",
    "Please write to me, {}, about the 2 places in Year 7",
    "({})",
    "{}",
    "It was bad:{}",
    "the form asked for this twice {}. On 12/10/2025 at 9.30am I gave it again!",
    "My details\n{}\nThank you",
)


def comments_with_planted_items():
    draw = random.Random(2026)
    for number in range(1000):
        kind = list(PLANTED)[number % len(PLANTED)]
        item = PLANTED[kind](draw)
        yield kind, item, draw.choice(AROUND).format(item)


def test_every_one_of_a_thousand_planted_items_is_found_where_it_stands():
    missed = []
    for kind, item, comment in comments_with_planted_items():
        covered = {place for found in identifying_items(comment) for place in range(found.start, found.end)}
        start = comment.index(item)
        if not covered.issuperset(
            place for place in range(start, start + len(item)) if comment[place].isalnum()
        ):
            missed.append((kind, comment))
    assert missed == []


def test_what_is_found_is_called_by_its_name():
    kinds = [
        (kind, {found.kind for found in identifying_items(comment)})
        for kind, _, comment in comments_with_planted_items()
    ]
    assert sum(kind in found for kind, found in kinds) >= 990  # a number can be valid as two things


def test_nothing_of_a_planted_item_is_left_after_redaction():
    for _, item, comment in comments_with_planted_items():
        assert item not in redacted(comment, identifying_items(comment))


CLEAN = """We waited {n} weeks|on {d}/{m}/2025|at {h}.30pm|in Year {y}|for £{n},{n}00|from 0 to 25|under the 2014 Act|
rang 111 and then 999|in KS{k} and KS{k}|2 to 3 times a day|between 10am and 4pm|with {n}% attendance|priority {k}|
page {n} of 120|section {n}.{k}.{h}|ages 5-11|in 2023-24|the 2024/25 budget of £1.2 million|the A{n} road|
a GCSE grade {k}|1 in {k} children|M{k} junction {k}|room B{n}|{n} out of 1000|20/09/2021 to 21/09/2021|covid-19|
a 3rd time|5* service|24/7 @ home|ratio of 1:{k}|£{n}.99|phase 1, 2 and 3|the 9th of June|EHCP|bus 5{n}|x{k}"""


def clean_comments():
    draw = random.Random(7)
    pieces = CLEAN.replace("\n", "").split("|")
    for _ in range(3000):
        text = ". ".join(draw.sample(pieces, 4))
        n, d, m, h, y, k = (draw.randint(1, most) for most in (99, 28, 12, 12, 13, 9))
        yield text.format(n=n, d=d, m=m, h=h, y=y, k=k)


def test_fewer_than_one_in_a_hundred_clean_comments_are_flagged():
    flagged = [comment for comment in clean_comments() if identifying_items(comment)]
    assert len(flagged) < 30, flagged[:5]


@pytest.mark.skipif(not REAL_COMMENTS.exists(), reason="shared/data/nhs-fft is not beside this folder")
def test_fewer_than_one_in_a_hundred_real_comments_are_flagged():
    with REAL_COMMENTS.open(encoding="utf-8", newline="") as file:
        answers = [row["answer"] for row in csv.DictReader(file)]
    assert sum(bool(identifying_items(answer)) for answer in answers) < len(answers) / 100


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("943 476 5919", True),
        ("9434765918", False),
        ("1111111111", False),
        ("94347659", False),
        ("943-476-5919", True),
    ],
)
def test_the_last_digit_of_an_nhs_number_is_checked(number, holds):
    assert is_nhs_number(number) is holds


@pytest.mark.parametrize(
    ("number", "holds"),
    [("H801200001001", True), ("J801200001001", False), ("H80120000100", False), ("H8012000010O1", False)],
)
def test_the_first_letter_of_a_pupil_number_is_checked(number, holds):
    assert is_upn(number) is holds


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("NHS number is 943 476 5918", "NHS number"),
        ("his UPN: A123456789012", "pupil number"),
        ("ring me on 765 4321", "phone number"),
        ("from Poland call +48 601 234 567", "phone number"),
        ("jo dot smith at example dot com", "email address"),
        ("jo.smith (at) example (dot) com", "email address"),
        ("QQ 12 34 56 C is mine", "national insurance number"),
        ("DOB 3/4/2012", "date of birth"),
        ("she was born on 3rd April 2012", "date of birth"),
        ("we live at 14 Mill Lane", "address"),
        ("Flat 2, 14a St John's Road", "address"),
        ("find me @jo_smith99", "account name"),
    ],
)
def test_mistyped_disguised_and_other_things_that_identify_are_found(comment, kind):
    if kind == "national insurance number":
        comment = comment.replace("QQ", "AB")
    assert kind in {found.kind for found in identifying_items(comment)}
    assert kind in IDENTIFYING_KINDS


@pytest.mark.parametrize(
    ("comment", "names"),
    [
        ("my son Tom is nine", ["Tom"]),
        ("My daughter, Ellie-Mae, and my eleven year old autistic son Jack", ["Ellie-Mae", "Jack"]),
        ("our twins Aisha and Bilal love it", ["Aisha", "Bilal"]),
        ("My child is called Siân O'Brien", ["Siân O'Brien"]),
        ("he is called tom", ["tom"]),
        ("Mrs Begum was wonderful", ["Begum"]),
        ("the teacher Miss Price and her TA Sandra", ["Price", "Sandra"]),
        ("My name is Jane Smith", ["Jane Smith"]),
        ("Kind regards, Jane Smith", ["Jane Smith"]),
        ("Łukasz, my nephew, waited", ["Łukasz"]),
        ("Amira (7) needs a place", ["Amira"]),
    ],
)
def test_names_are_proposed_after_words_that_announce_them(comment, names):
    assert [found.text for found in proposed_names(comment)] == names


@pytest.mark.parametrize(
    "comment",
    [
        "My son has autism. He loves school.",
        "my daughter's EHCP took a year",
        "It is called Early Help",
        "my child Needs more time",
        "The teacher was kind. Thank you.",
        "MY SON NEEDS HELP",
    ],
)
def test_words_that_are_no_names_are_not_proposed(comment):
    assert proposed_names(comment) == ()


HARM = {
    "suicide or self-harm": "I want to kill myself|she self harms|he said he wants to die|I dont want to be alive|"
    "they would be better off without me|sucide|took an overdose|cutting herself",
    "physical harm": "my dad hits me|he was punched by staff|bruises on her arms|mummy hurts me|they beat him up|"
    "he came to school with a knife",
    "sexual harm": "he touched me|she was raped|a man asked for nude photos|groomed online|bad things to me",
    "abuse or fear at home": "I am scared of my uncle|I don’t feel safe at home|domestic violence|he is abusive|"
    "he told me not to tell anyone|he threatens us|scared to go home",
    "neglect": "we have nothing to eat|left alone all night|neglected|always hungry|left in soiled clothes",
    "exploitation": "county lines|he has to carry drugs|forced marriage|met a man online|a gang",
    "restraint or seclusion": "restrained every day|locked in a room|pinned to the floor|seclusion|held him down",
    "bullying": "I get bullied|they call me names|racist remarks|they pick on me",
    "missing": "he ran away|she went missing|never came home",
}
SAID = [(kind, comment) for kind, comments in HARM.items() for comment in comments.split("|")]


@pytest.mark.parametrize(("kind", "comment"), SAID)
def test_signs_of_harm_are_not_missed(kind, comment):
    assert signs_of_harm(f"It was fine. {comment}, and more."), comment
    assert signs_of_harm(comment.upper())
    assert kind in HARM_KINDS


def test_every_kind_of_harm_is_tried():
    assert set(HARM) == set(HARM_KINDS)


def test_the_harm_queue_stays_short_enough_to_be_read():
    usual = [
        "The staff were lovely",
        "We waited a bit too long",
        "Great service, thank you",
        "More clubs at weekends please",
    ]
    assert [signs_of_harm(comment) for comment in usual] == [()] * 4


@given(st.text())
def test_any_text_can_be_looked_through_and_nothing_else_is_taken_out(text):
    looked = look_through(text)
    for found in (*looked.identifying, *looked.names, *looked.harm):
        assert text[found.start : found.end] == found.text
        assert found.text
    assert redacted(text, ()) == text


@pytest.mark.parametrize("unit", ["a", "1 ", "a@", "07", "A1 ", "my son ", "(0", "+44", "Tom and ", "not "])
def test_long_comments_that_look_like_something_all_the_way_are_read_to_the_end(unit):
    assert look_through(unit * 20_000 + " WV1 1AA").identifying[-1].text == "WV1 1AA"
