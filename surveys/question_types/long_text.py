"""Long text: what people want to tell, in their own words and on as many lines as they like."""

from __future__ import annotations

from surveys.question_types.written import LongWrittenField, Written
from surveys.written_text import CEILING


class LongText(Written):
    name = "long_text"
    usual_length = 5_000
    greatest_length = CEILING
    field_class = LongWrittenField
