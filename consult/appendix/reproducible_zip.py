"""Archives that are the same to the byte whenever and wherever they are written.

Word, OpenDocument and spreadsheet files are zip archives, and zip keeps a clock time for every part. Here
every part gets the same date, and nothing else about it changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# The earliest time that the format can hold; a part's own date says nothing to a reader.
FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def with_fixed_clock(archive: bytes) -> bytes:
    """The same archive with every part's date fixed; parts keep their order and their compression."""
    with ZipFile(BytesIO(archive)) as read:
        return archive_of((part.filename, read.read(part), part.compress_type) for part in read.infolist())


def archive_of(parts: Iterable[tuple[str, bytes, int]]) -> bytes:
    """An archive of (name, content, ZIP_STORED or ZIP_DEFLATED), in this order."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content, compression in parts:
            archive.writestr(_part(name, compression), content, compresslevel=6)
    return written.getvalue()


def _part(name: str, compression: int) -> ZipInfo:
    part = ZipInfo(name, FIXED_TIME)
    part.compress_type = ZIP_DEFLATED if compression != ZIP_STORED else ZIP_STORED
    # Made on "Unix" with ordinary rights, wherever it is really made.
    part.create_system = 3
    part.external_attr = 0o600 << 16
    return part
