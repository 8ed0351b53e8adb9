"""Short text: a few words on one line, such as the name of a school."""

from __future__ import annotations

from surveys.question_types.written import Written, WrittenField


class ShortText(Written):
    name = "short_text"
    usual_length = 200
    greatest_length = 1_000
    field_class = WrittenField
