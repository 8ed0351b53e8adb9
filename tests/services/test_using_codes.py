"""Codes that are guessed give nothing, cost the same right or wrong, and shut nobody out."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import event, func, select

from consult.services import responding, using_codes
from consult.services.using_codes import RECEIPTS, WRONG_CODES_A_MINUTE, TooManyEmails, UnknownCode
from consult.store import typed_codes
from consult.store.database import db
from tests.services.test_responding import IDEAS, WORKER, answered


@pytest.fixture
def receipt_code(parks, codes):
    return responding.submit(codes, parks, answered(codes, parks, WORKER | IDEAS)).code


@pytest.fixture
def resume_code(parks, codes):
    return answered(codes, parks, WORKER)


def statements(action):
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        action()
    except UnknownCode:
        pass
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return asked


GUESSES = ("", "ABC", "AAAA BBBB CCCC DDDD", "x" * 60, "ÄÖÜ" * 5, "'; DROP TABLE draft; --")


@pytest.mark.parametrize("use", [using_codes.sent_with, using_codes.resumed_with])
def test_right_wrong_and_malformed_codes_ask_the_same_of_the_database(codes, receipt_code, resume_code, use):
    right = receipt_code if use is using_codes.sent_with else resume_code
    # The first right and the first wrong one of a minute each begin a count.
    for first in (right, GUESSES[0]):
        statements(partial(use, codes, first))
    found = statements(lambda: use(codes, right))
    for guess in GUESSES:
        assert statements(partial(use, codes, guess)) == found


def test_a_thousand_guesses_find_nothing_and_write_little(codes, parks, receipt_code, set_clock):
    too_many = 0
    for number in range(1000):
        with pytest.raises(UnknownCode) as refused:
            using_codes.sent_with(codes, f"{number:016d}".replace("0", "Q").replace("1", "Z"))
        too_many += refused.value.too_many
    assert too_many == 1000 - WRONG_CODES_A_MINUTE
    minute = using_codes._this_minute()
    assert typed_codes.used(RECEIPTS, minute) == WRONG_CODES_A_MINUTE


def test_a_right_code_gets_through_while_wrong_ones_are_slowed_down(codes, parks, receipt_code, resume_code):
    for _guess in range(WRONG_CODES_A_MINUTE + 1):
        for use in (using_codes.sent_with, using_codes.resumed_with):
            with pytest.raises(UnknownCode) as refused:
                use(codes, "wrong")
    assert refused.value.too_many
    for _child in range(30):
        assert using_codes.sent_with(codes, receipt_code).consultation.id == parks.id
        assert using_codes.resumed_with(codes, resume_code).token == resume_code


def test_guessing_in_one_consultation_slows_down_no_other_place(codes, parks):
    for _guess in range(WRONG_CODES_A_MINUTE):
        with pytest.raises(UnknownCode):
            using_codes.resumed_with(codes, "wrong", parks)
    with pytest.raises(UnknownCode) as there:
        using_codes.resumed_with(codes, "wrong", parks)
    with pytest.raises(UnknownCode) as elsewhere:
        using_codes.resumed_with(codes, "wrong")
    assert (there.value.too_many, elsewhere.value.too_many) == (True, False)


def test_a_minute_later_wrong_codes_are_answered_as_before(codes, parks, set_clock):
    for _guess in range(WRONG_CODES_A_MINUTE):
        with pytest.raises(UnknownCode):
            using_codes.sent_with(codes, "wrong")
    set_clock.forward(minutes=1)
    with pytest.raises(UnknownCode) as refused:
        using_codes.sent_with(codes, "wrong")
    assert not refused.value.too_many


def test_counts_are_kept_for_a_day_and_hold_no_code(codes, parks, set_clock):
    for _minute in range(3):
        with pytest.raises(UnknownCode):
            using_codes.sent_with(codes, "AAAABBBBCCCCDDDD")
        set_clock.forward(minutes=1)
    places = db.session.scalars(select(typed_codes.CodeUse.place)).all()
    assert places == [RECEIPTS] * 3
    set_clock.forward(days=2)
    with pytest.raises(UnknownCode):
        using_codes.sent_with(codes, "wrong")
    assert db.session.scalar(select(func.count()).select_from(typed_codes.CodeUse)) == 1


def test_a_code_is_good_for_a_few_emails_a_day(codes, parks, receipt_code, set_clock):
    for _email in range(using_codes.EMAILS_WITH_ONE_CODE):
        using_codes.allow_email(codes, receipt_code)
        set_clock.forward(hours=1)
    with pytest.raises(TooManyEmails):
        using_codes.allow_email(codes, receipt_code)
    using_codes.allow_email(codes, "another code")
    set_clock.forward(days=1)
    using_codes.allow_email(codes, receipt_code)


def test_a_resume_code_is_eighty_random_bits_in_letters_that_can_be_typed(codes, parks):
    found = {responding.start(codes, parks, "standard", "en") for _start in range(50)}
    assert len(found) == 50
    for code in found:
        assert len(code) == 16
        assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
