"""Files of separated values: what they hold, and a clean copy of those that are not in order.

A file in order is read by DuckDB as it stands. All others (another encoding, packed, mixed ends of
lines, rows that are too short or too long, quotes that are not closed) are copied first, row by
row, so that each row is either in the copy or told as unreadable, and none gets lost.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import IO, Final, cast

BLOCK: Final = 1 << 20

LONGEST: Final = 100
"""The most lines that one quoted cell may run over; a quote open for longer was not meant."""

OTHERS: Final = bytes(byte for byte in range(256) if byte not in b'"\n')


class Unreadable(Enum):
    """Why a row of a file could not be told apart into its cells."""

    FEW = "too-few-cells"
    MANY = "too-many-cells"
    QUOTES = "quotes"
    ENCODING = "encoding"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be read: its number, the line of the file it begins on, and why."""

    number: int
    line: int
    why: Unreadable


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file looks like: its rows (the head too), and whether it is in order."""

    rows: int
    in_order: bool


@dataclass(slots=True)
class Copied:
    """What came of a copy: how many rows are in it, and those that are not."""

    rows: int = 0
    refused: list[Refused] = field(default_factory=list)


def survey(path: Path, encoding: str | None) -> Survey:
    """Look through a file once. Rows within quotes are not counted as rows of their own."""
    rows, within, returns, pairs, ends, blank, last = 0, False, 0, 0, 0, False, b"\n"
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        while block := file.read(BLOCK):
            joined = last + block
            returns += block.count(b"\r")
            pairs += joined.count(b"\r\n") - last.count(b"\r\n")
            ends += block.count(b"\n")
            blank = blank or b"\n\n" in joined or b"\n\r\n" in joined or joined[:2] == b"\n\r"
            marks = block.translate(None, OTHERS).replace(b'""', b"")
            for index, piece in enumerate(marks.split(b'"')):
                within = within != (index > 0)
                rows += 0 if within else len(piece)
            last = joined[-2:]
    rows += not last.endswith(b"\n")
    plain = encoding in (None, "utf-8") and not start.startswith((b"\xff\xfe", b"\xfe\xff"))
    same_ends = returns == pairs and pairs in (0, ends)
    in_order = plain and same_ends and not blank and not within and not _packed(path)
    return Survey(rows, in_order)


def _packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if _packed(path) else path.open("rb")


def _marked(error: UnicodeError) -> tuple[str, int]:
    """Puts a lone surrogate, which no text has, in the place of bytes that are no text."""
    assert isinstance(error, UnicodeDecodeError)
    return "\udcff", error.end


_ERRORS: Final = "evenhand-no-text"
codecs.register_error(_ERRORS, _marked)


def _lines(path: Path, encoding: str | None) -> Iterator[str]:
    """The lines of a file, each ending as ``\\n``; bytes that are no text become surrogates."""
    with _opened(path) as file:
        start = file.read(4)
        file.seek(0)
        if encoding is None:
            wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
            encoding = "utf-16" if wide else "utf-8-sig"
        errors = (
            "replace" if encoding.lower().startswith(("utf-16", "utf-32")) else "surrogateescape"
        )
        with io.TextIOWrapper(file, encoding, errors=errors, newline=None) as text:
            yield from text


@dataclass(frozen=True, slots=True)
class _Form:
    """The patterns of a row, for one delimiter."""

    delimiter: str
    cell: re.Pattern[str]
    row: re.Pattern[str]
    open: re.Pattern[str]

    def cells(self, row: str) -> list[str]:
        """The texts of the cells of a row in order, without their quotes."""
        found = [one[1] for one in self.cell.finditer(row.removesuffix("\n"))]
        return [_unquoted(text) for text in found]

    def count(self, row: str) -> int:
        if '"' not in row:
            return row.count(self.delimiter) + 1
        return sum(1 for _ in self.cell.finditer(row.removesuffix("\n")))


def _form(delimiter: str) -> _Form:
    mark = re.escape(delimiter)
    cell = rf'(?:"(?:[^"]|"")*+"|[^"{mark}\n][^{mark}\n]*+|)'
    return _Form(
        delimiter,
        re.compile(rf"(?:^|(?<={mark}))({cell})(?={mark}|\Z)"),
        re.compile(rf"{cell}(?:{mark}{cell})*+\n?"),
        re.compile(rf'(?:{cell}{mark})*+"(?:[^"]|"")*+'),
    )


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def head(path: Path, encoding: str | None, delimiter: str) -> tuple[str, ...] | None:
    """The names in the first row; None where there is none or it cannot be read.

    Raises LookupError for an encoding that does not exist, OSError and EOFError for a file that
    cannot be unpacked.
    """
    form = _form(delimiter)
    found = next(_rows(_lines(path, encoding), form), None)
    if found is None or found.why is not None or not _is_text(found.text):
        return None
    return tuple(name.strip() for name in form.cells(found.text))


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    line: int
    why: Unreadable | None = None


def _rows(lines: Iterator[str], form: _Form) -> Iterator[_Row]:
    """The rows of a file; empty lines are none. A row with quotes may run over several lines."""
    waiting: deque[str] = deque()
    number = 0
    while line := waiting.popleft() if waiting else next(lines, ""):
        number += 1
        if line == "\n":
            continue
        more = _more(line, waiting, lines, form)
        if more is None:
            yield _Row(line, number, Unreadable.QUOTES)
            continue
        yield _Row("".join([line, *(waiting.popleft() for _ in range(more))]), number)
        number += more


def _more(line: str, waiting: deque[str], lines: Iterator[str], form: _Form) -> int | None:
    """How many further lines belong to a row; None where its quotes make no sense.

    A quote that stays open takes away its own line only: the next rows can still be read.
    """
    if '"' not in line:
        return 0
    whole = line
    for more in range(LONGEST + 1):
        if form.row.fullmatch(whole):
            return more
        if more == 0 and not form.open.fullmatch(whole):
            return None
        if more == len(waiting):
            waiting.extend(islice(lines, 1))
        if more == len(waiting):
            return None
        whole += waiting[more]
        if '"' in waiting[more] and not (form.row.fullmatch(whole) or form.open.fullmatch(whole)):
            return None
    return None


def copy(path: Path, target: Path, encoding: str | None, delimiter: str, columns: int) -> Copied:
    """Copy the rows below the head that can be read, each with its number before it.

    Raises OSError and EOFError where the file cannot be read or the copy not be written.
    """
    form, done = _form(delimiter), Copied()
    with target.open("w", encoding="utf-8", newline="") as file:
        rows = _rows(_lines(path, encoding), form)
        next(rows, None)
        for number, row in enumerate(rows, 1):
            why = row.why or _wrong(row.text, form, columns)
            if why is not None:
                done.refused.append(Refused(number, row.line, why))
                continue
            file.write(f"{number}{delimiter}{row.text.removesuffix(chr(10))}\n")
            done.rows += 1
    return done


def _wrong(row: str, form: _Form, columns: int) -> Unreadable | None:
    if not _is_text(row):
        return Unreadable.ENCODING
    count = form.count(row)
    if count == columns:
        return None
    return Unreadable.FEW if count < columns else Unreadable.MANY


def _is_text(row: str) -> bool:
    """Whether all bytes of a row were text in the file's encoding."""
    if row.isascii():
        return True
    try:
        row.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
