"""A ZIP file from outside -> whether it may be opened: within bounds, whole, without a password."""

from __future__ import annotations

import io
import zipfile

from waqai.errors import SourceError

MOST_MEMBERS = 10_000
MOST_TIMES = 200  # a member of so many times its packed size is made to fill the memory
FREE_BYTES = 1 << 20  # below which that does not matter


def check_zip(raw: bytes, most_bytes: int) -> None:
    """Raises SourceError for a ZIP file that is damaged, protected, or unpacks to more than `most_bytes`."""
    try:
        members = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise SourceError("is cut short or damaged; get it again") from None
    if any(member.flag_bits & 1 for member in members):
        raise SourceError("is protected by a password; open it with that and save it without one")
    if len(members) > MOST_MEMBERS:
        raise SourceError(f"holds more than {MOST_MEMBERS:,} parts; it may be made to fill the disk")
    total = 0
    for member in members:
        total += member.file_size
        times = member.file_size / max(member.compress_size, 1)
        if total > most_bytes or (member.file_size > FREE_BYTES and times > MOST_TIMES):
            raise SourceError("unpacks to far more than its size; it may be made to fill the memory")
