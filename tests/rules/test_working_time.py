"""Working time between two moments, by the clock of London."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.safeguarding import waits_too_long
from consult.rules.working_time import LONDON, WorkingHours, parse

HOURS = WorkingHours()
MINUTES = st.integers(0, 366 * 24 * 60)
MOMENTS = MINUTES.map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2024-03-01T10:00", "2024-03-01T12:00", 2),  # a Friday
        ("2024-03-01T16:00", "2024-03-04T10:00", 2),  # over the weekend
        ("2024-03-01T17:00", "2024-03-04T09:00", 0),
        ("2024-03-02T12:00", "2024-03-03T12:00", 0),
        ("2024-03-28T16:30", "2024-04-02T09:30", 17),  # clocks go forward, and bank holidays are not known
        ("2024-03-01T12:00", "2024-03-01T10:00", 0),
        ("2024-07-01T08:00", "2024-07-01T18:00", 8),
    ],
)
def test_only_working_hours_are_counted(start, end, hours):
    assert HOURS.between(london(start), london(end)) == timedelta(hours=hours)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_time_adds_up(one, two, three):
    first, second, third = sorted((one, two, three))
    together = HOURS.between(first, second) + HOURS.between(second, third)
    assert HOURS.between(first, third) == together <= third - first


def test_a_flag_waits_too_long_after_two_working_hours():
    raised = london("2024-03-01T16:00")
    assert not waits_too_long(raised, london("2024-03-04T09:59"), HOURS)
    assert waits_too_long(raised, london("2024-03-04T10:00"), HOURS)


def test_hours_are_read_and_said():
    assert str(parse("Mon-Sat 08:30-18:00")) == "Mon-Sat 08:30-18:00"
    assert parse("Mon-Fri 09:00-17:00") == HOURS
    assert HOURS.in_words == "Monday to Friday, 09:00 to 17:00"
    assert parse("Tue-Tue 10:00-12:00").in_words == "Tuesday, 10:00 to 12:00"


@pytest.mark.parametrize(
    "text",
    ["", "9-5", "Mon-Fri 17:00-09:00", "Fri-Mon 09:00-17:00", "Mon-Fri 25:00-26:00", "Xyz-Fri 09:00-17:00"],
)
def test_hours_that_make_no_sense_are_refused(text):
    with pytest.raises(ValueError):
        parse(text)
