"""From the bytes of a file to its text: only UTF-8, with or without a byte order mark."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

from evenhand.finding import Finding
from evenhand.loading.problems import note, problem
from evenhand.loading.text import text_of
from evenhand.location import Source, whole


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file (None when it could not be decoded) and what is to be said about it."""

    written: str | None
    finding: Finding | None = None


def decoded(data: bytes, path: str) -> Decoded:
    """The text of UTF-8 bytes, without the byte order mark."""
    start = whole(Source(path))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(None, problem("other-encoding", start, encoding=encoding))
    if data[:1] and 0 in data[:2] and data[:2] != b"\x00\x00":
        return Decoded(None, problem("other-encoding", start, encoding="UTF-16"))
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Decoded(None, _not_utf8(data, error, path))
    return without_mark(written, path)


def without_mark(written: str, path: str) -> Decoded:
    """A text without the byte order mark that some editors put before it."""
    if not written.startswith("\ufeff"):
        return Decoded(written)
    written = written[1:]
    return Decoded(written, note("byte-order-mark", text_of(path, written).location(0, 0)))


def _not_utf8(data: bytes, error: UnicodeDecodeError, path: str) -> Finding:
    """Where the first wrong byte stands, and which encoding it probably is."""
    chinese = _chinese(data)
    encoding = "gb18030" if chinese else "utf-8"
    shown = data.decode(encoding, errors="replace")
    index = len(data[: error.start].decode(encoding, errors="ignore"))
    place = text_of(path, shown).location(index, index + 1)
    if chinese:
        return problem("other-encoding", place, encoding="GB18030 (GBK)")
    return problem("not-utf-8", place, byte=f"0x{data[error.start]:02X}")


def _chinese(data: bytes) -> bool:
    """Whether the bytes, read as GB18030, are for the most part the characters of everyday use.

    Those are the ones of GB 2312; accented letters of western encodings hardly ever give them.
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    foreign = "".join(c for c in text if not c.isascii())
    everyday = foreign.encode("gb2312", "ignore").decode("gb2312")
    return 5 * len(everyday) >= 4 * len(foreign)


_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
