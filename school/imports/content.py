"""What a file is by its bytes: a size that is read, text in a known encoding, and its kind."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from school.errors import SchoolError

if TYPE_CHECKING:
    from school.imports.result import Kind

MOST_BYTES = 5 * 1024 * 1024
"""The largest file that is read: a district's calendar of ten years is a tenth of it."""

_HEAD = 4096
_COMPRESSED = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"\x28\xb5\x2f\xfd",
    b"Rar!",
)
_OTHERS = (
    ("file_is_pdf", (b"%PDF",)),
    ("file_is_spreadsheet", (b"\xd0\xcf\x11\xe0",)),
    ("file_is_document", (b"{\\rtf",)),
    ("file_is_picture", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")),
)
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|div|table)\b", re.IGNORECASE
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOLD = re.compile(rb"\r?\n[ \t]")
"""Where iCalendar folds a line (RFC 5545, 3.1): some writers fold inside a letter of two bytes."""
_CALENDAR = re.compile(r"^[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR\b", re.IGNORECASE | re.MULTILINE)
# What a file may not hold: PostgreSQL stores no NUL, and no database stores half a character.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text_of(data: bytes, name: str) -> str:
    """Return the text of a file.

    SchoolError where it is empty, larger than MOST_BYTES, compressed (never unpacked), or of a
    kind that holds no calendar as text; each has its own code, all with `file`.
    """
    file = PurePath(name).name or "the file"
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        raise SchoolError("file_too_big", file=file, most=most)
    _check_bytes(data, file)
    text = _decoded(data)
    if not text.strip():
        raise SchoolError("file_empty", file=file)
    if _UNSTORABLE.search(text):
        raise SchoolError("file_is_not_text", file=file)
    return text


def kind_of(text: str, name: str) -> Kind:
    """Return what a text is, by what stands in it; its name decides only where that says nothing.

    SchoolError "ics_without_calendar" for an .ics file that holds no calendar.
    """
    if _CALENDAR.search(text):
        return "ics"
    if text.lstrip()[:1] in {"{", "["}:
        return "json"
    ending = PurePath(name).suffix.casefold()
    if ending in {".ics", ".ical", ".icalendar"}:
        raise SchoolError("ics_without_calendar", file=PurePath(name).name)
    return "json" if ending == ".json" else "csv"


def _check_bytes(data: bytes, file: str) -> None:
    head = data[:_HEAD]
    if head.startswith(_COMPRESSED):
        raise SchoolError(_archive(head, file), file=file)
    for code, marks in _OTHERS:
        if head.startswith(marks):
            raise SchoolError(code, file=file)
    if _PAGE.match(head.removeprefix(codecs.BOM_UTF8)):
        raise SchoolError("file_is_web_page", file=file)


def _archive(head: bytes, file: str) -> str:
    """Return what an archive is: office programs keep their files as archives, too."""
    ending = PurePath(file).suffix.casefold()
    if ending in {".xlsx", ".xlsm", ".ods", ".numbers"} or b"xl/" in head:
        return "file_is_spreadsheet"
    if ending in {".docx", ".pptx", ".odt", ".pages"} or b"word/" in head:
        return "file_is_document"
    return "file_is_compressed"


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for whole in (data, _FOLD.sub(b"", data)):
        try:
            return whole.decode("utf-8")
        except UnicodeDecodeError:
            continue
    return _western(data)


def _western(data: bytes) -> str:
    """Read Windows' Western encoding; the five bytes that it leaves open, as Latin-1 has them."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
