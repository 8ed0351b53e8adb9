"""Pictures, recordings and signed videos: their addresses for templates, and sending them.

Files that officers gave are sent from `/media/`, with a policy that lets nothing in them run. Does not belong here:
uploading (`wordings`), or what a file may be (`consult.services.attaching`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Blueprint, Response, abort, request, stream_with_context
from werkzeug.datastructures import Range

from consult.pages.access import requires
from consult.presentation import FOR_A_YEAR, asset
from consult.rules.permissions import Access
from consult.services import attaching
from consult.services.attaching import Attached, Attachments
from consult.services.attaching.bundled import is_bundled
from consult.services.attaching.slots import option_slot
from consult.store import attachments as store
from consult.store.attachments import AttachedContent
from consult.store.consultations import Consultation
from surveys.structure import Question
from surveys.wordings import Wording

blueprint = Blueprint("media", __name__, url_prefix="/media")

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
FILE_FORM = re.compile(r"([0-9a-f]{32})\.([a-z0-9]{2,4})")


class WordingMedia:
    """The addresses of everything that a wording shows and plays. "" or None where there is nothing."""

    def __init__(self, attached: Attachments, wording: Wording) -> None:
        self.attached = attached
        self.wording = wording

    def picture(self, question_key: str) -> str:
        return picture_address(self.attached, f"picture:{question_key}", self.wording.picture(question_key))

    def option_picture(self, question: Question, option_key: str) -> str:
        """The picture of an option: its own, its scale's, else the bundled one that the wording names."""
        own = self.attached.get(f"picture:{question.key}.{option_key}")
        if own:
            return own.address
        name = self.wording.option_picture(question, option_key)
        return picture_address(self.attached, option_slot(question, option_key), name)

    def row_picture(self, question: Question, row_key: str) -> str:
        name = self.wording.row_picture(question, row_key)
        return picture_address(self.attached, f"picture:{question.key}.{row_key}", name)

    def recording(self, question_key: str) -> Attached | None:
        return self.attached.get(f"recording:{question_key}")

    def video(self, question_key: str) -> Attached | None:
        return self.attached.get(f"video:{question_key}")

    def captions(self, question_key: str) -> Attached | None:
        return self.attached.get(f"captions:{question_key}")


def media_of(consultation: Consultation, wording: Wording) -> WordingMedia:
    """What a wording shows and plays, for one request. One small query where nothing has changed."""
    return WordingMedia(attaching.attachments(consultation, wording), wording)


def picture_address(attached: Attachments, slot: str, name: str = "") -> str:
    """The address of the picture in a slot: the file that is attached there, else the bundled picture of that name."""
    file = attached.get(slot)
    return file.address if file else bundled_address(name)


def bundled_address(name: str) -> str:
    """The address of a picture that comes with the site, or "" where there is none of that name."""
    return asset(f"pictures/{name}.svg") if is_bundled(name) else ""


@blueprint.get("/<file>")
@requires(Access.PUBLIC)
def show(file: str) -> Response:
    """A file that a wording shows now; 404 for everything else. Parts of it can be asked for, as players do."""
    found = FILE_FORM.fullmatch(file)
    content = store.content_in_use(found[1]) if found else None
    if found is None or content is None or content.extension != found[2]:
        abort(404)
    etag = f'"{content.digest}"'
    if request.if_none_match.contains(content.digest):
        return _with_headers(Response(status=304), etag)
    return _with_headers(_whole_or_part(content), etag)


def _whole_or_part(content: AttachedContent) -> Response:
    asked = _one_part(request.range)
    span = asked.range_for_length(content.size) if asked else None
    if asked and span is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{content.size}"})
    start, stop = span or (0, content.size)
    reply = Response(
        stream_with_context(_sent(content, start, stop)),
        status=206 if span else 200,
        content_type="text/vtt; charset=utf-8" if content.extension == "vtt" else content.media_type,
    )
    reply.content_length = stop - start
    if span:
        reply.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{content.size}"
    return reply


def _one_part(asked: Range | None) -> Range | None:
    """What is asked for, if it is one run of bytes. Whoever asks for anything else is sent the whole."""
    return asked if asked and asked.units == "bytes" and len(asked.ranges) == 1 else None


def _sent(content: AttachedContent, start: int, stop: int) -> Iterator[bytes]:
    yield from store.bytes_of(content, start, stop)


def _with_headers(reply: Response, etag: str) -> Response:
    reply.headers["Content-Security-Policy"] = POLICY
    reply.headers["ETag"] = etag
    reply.headers["Accept-Ranges"] = "bytes"
    reply.headers["Content-Disposition"] = "inline"
    reply.headers["Cache-Control"] = FOR_A_YEAR
    return reply
