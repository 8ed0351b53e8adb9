"""The documents that a consultation asks people to read: each with an address or a file, and another form of it.

Belongs here: reading them from a consultation file. Does not belong here: the files themselves, which stand in the
folder `documents` beside the consultation file and are for the application to take in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from surveys.reading import Reading

ADDRESS_FORM = re.compile(r"https?://\S+")
FILE_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
WHERE = "Give “address”, a web address, or “file”, a file in the folder “documents”."


def read_documents(reading: Reading) -> tuple[Mapping[str, object], ...]:
    """Each has title, address or file, and perhaps an alternative with the same; as plain JSON has them."""
    return tuple(_document(document) for document in reading.each("documents", "document"))


def _document(reading: Reading) -> Mapping[str, object]:
    reading.only(("title", "address", "file", "alternative"))
    document = _place(reading)
    if not reading.has("alternative"):
        return document
    alternative = reading.inside("alternative", "alternative")
    alternative.only(("title", "address", "file"))
    return document | {"alternative": _place(alternative)}


def _place(reading: Reading) -> dict[str, object]:
    title = reading.text("title")
    given = [name for name in ("address", "file") if reading.has(name)]
    if len(given) != 1:
        said = "there are an address and a file" if given else "there is neither an address nor a file"
        reading.refuse("", f"{said}.", WHERE)
        return {"title": title}
    text = reading.text(given[0])
    if given == ["address"] and text and not ADDRESS_FORM.fullmatch(text):
        reading.refuse("address", f"“{text[:80]}” is not a web address.", "Begin it with https://.")
    if given == ["file"] and text and not FILE_FORM.fullmatch(text):
        words = f"“{text[:80]}” cannot be the name of a file."
        reading.refuse("file", words, "Use letters, digits, points, hyphens and underscores.")
    return {"title": title, given[0]: text}
