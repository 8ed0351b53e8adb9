"""The parts of officers' forms on their own: any text, any number, any day."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from consult.pages.form_parts import DayField, OfficerForm, WholeNumberField, long_text
from consult.pages.paging import cut


@pytest.fixture(scope="module")
def site():
    made = Flask("parts")
    made.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    return made


class Parts(OfficerForm):
    day = DayField("Day", "Enter a day")
    people = WholeNumberField("People")
    said = long_text("Said", longest=50)


def filled(site, **typed):
    with site.test_request_context(method="POST"):
        form = Parts(formdata=MultiDict(typed))
        form.validate()
        return form


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_every_day_that_is_typed_is_the_day_that_is_kept(site, day):
    form = filled(
        site, **{"day-day": str(day.day), "day-month": f"{day.month:02}", "day-year": str(day.year)}
    )
    assert form.day.data == day
    assert not form.day.errors
    again = Parts(formdata=None, data={"day": day}, meta={"csrf": False})
    assert again.day.typed == {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


@given(day=st.text(max_size=6), month=st.text(max_size=6), year=st.text(max_size=6))
def test_whatever_else_is_typed_is_refused_and_shown_again(site, day, month, year):
    form = filled(site, **{"day-day": day, "day-month": month, "day-year": year})
    assert form.day.typed == {"day": day.strip(), "month": month.strip(), "year": year.strip()}
    assert bool(form.day.errors) != (form.day.data is not None)


@given(typed=st.text(max_size=20))
def test_a_number_is_digits_and_commas_or_is_refused(site, typed):
    form = filled(site, people=typed)
    digits = typed.strip().replace(",", "")
    if not typed.strip():
        assert form.people.data is None
        assert not form.people.errors
    elif digits.isascii() and digits.isdigit() and len(digits) <= 6 and int(digits) <= 100_000:
        assert form.people.data == int(digits)
        assert not form.people.errors
    else:
        assert form.people.errors


@given(typed=st.text(max_size=60))
def test_a_text_is_kept_without_what_no_page_can_show(site, typed):
    form = filled(site, said=typed)
    assert not any(ord(character) < 32 and character not in "\n\t" for character in form.said.data or "")
    assert len(form.said.data or "") <= 50 or form.said.errors


@given(total=st.integers(0, 5000), asked=st.one_of(st.none(), st.integers(-10, 10_000)))
def test_every_item_is_on_exactly_one_page(total, asked):
    items = list(range(total))
    page = cut(items, asked)
    assert 1 <= page.number <= page.pages
    assert page.number in page.numbers
    assert sum(len(cut(items, number).items) for number in range(1, page.pages + 1)) == total
    assert list(page.items) == items[max(page.first - 1, 0) : page.last]
