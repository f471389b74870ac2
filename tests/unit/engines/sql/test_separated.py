"""Files of separated values: each row is in the copy or told as unreadable."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.engines.sql.separated import LONGEST, Unreadable, copy, head, survey

HEAD = b"id,a,b\n"


def copied(folder: Path, data: bytes, encoding: str | None = None) -> tuple[list[str], list[str]]:
    """The lines of a copy, and the rows that are not in it as ``number/line/why``."""
    file, target = folder / "given.csv", folder / "copy.csv"
    file.write_bytes(data)
    made = copy(file, target, encoding, ",", 3)
    lines = target.read_text("utf-8").splitlines()
    assert made.rows == len(lines) or any('"' in line for line in lines)
    return lines, [f"{one.number}/{one.line}/{one.why.value}" for one in made.refused]


@pytest.mark.parametrize(
    ("body", "kept", "refused"),
    [
        (b"1,2,3\n4,5,6\n", ["1,1,2,3", "2,4,5,6"], []),
        (b"1,2,3\r\n4,5,6\n7,8,9\r", ["1,1,2,3", "2,4,5,6", "3,7,8,9"], []),
        (b"1,2\n1,2,3,4\n4,5,6", ["3,4,5,6"], ["1/2/too-few-cells", "2/3/too-many-cells"]),
        (b'1,"abc,x\n2,b,c\n3,b,c\n', ["2,2,b,c", "3,3,b,c"], ["1/2/quotes"]),
        (b'1,"ab"c,x\n2,b,c\n', ["2,2,b,c"], ["1/2/quotes"]),
        (b'1,ab"c,x\n2,"b,""c",d\n', ['1,1,ab"c,x', '2,2,"b,""c",d'], []),
        (b'1,"a\n\nb",x\n2,b,c\n3\n', ['1,1,"a', "", 'b",x', "2,2,b,c"], ["3/6/too-few-cells"]),
        (b"1,\xff,x\n2,b,c\n", ["2,2,b,c"], ["1/2/encoding"]),
        (b"1,a\0b,x\n\n\n2,b,c\n\n", ["1,1,a\0b,x", "2,2,b,c"], []),
        (b"1,2\r,3\n", [], ["1/2/too-few-cells", "2/3/too-few-cells"]),
        (b",,\n", ["1,,,"], []),
    ],
)
def test_rows_and_what_is_wrong_with_them(
    tmp_path: Path, body: bytes, kept: list[str], refused: list[str]
) -> None:
    assert copied(tmp_path, HEAD + body) == (kept, refused)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "big5"])
def test_other_encodings_become_utf_8(tmp_path: Path, encoding: str) -> None:
    data = "编号,甲,乙\n一,二,三\n".encode(encoding, "replace")
    lines, refused = copied(tmp_path, data, encoding)
    assert (len(lines), refused) == (1, [])
    assert encoding == "big5" or lines == ["1,一,二,三"]


def test_bytes_that_are_no_text_of_the_encoding_cost_one_row(tmp_path: Path) -> None:
    data = "编号,甲,乙\n一,".encode("gb18030") + b"\xff\xff,x\n" + "四,五,六\n".encode("gb18030")
    assert copied(tmp_path, data, "gb18030") == (["2,四,五,六"], ["1/2/encoding"])


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "given.csv.gz"
    file.write_bytes(gzip.compress(HEAD + b"1,2,3\n"))
    assert head(file, None, ",") == ("id", "a", "b")
    assert not survey(file, None).in_order
    assert copy(file, tmp_path / "copy.csv", None, ",", 3).rows == 1


def test_a_quote_that_is_never_closed_takes_only_its_own_line(tmp_path: Path) -> None:
    rows = b"".join(b"%d,b,c\n" % number for number in range(LONGEST * 3))
    lines, refused = copied(tmp_path, HEAD + b'x,"open,c\n' + rows)
    assert (len(lines), refused) == (LONGEST * 3, ["1/2/quotes"])


@pytest.mark.parametrize(
    ("data", "rows", "in_order"),
    [
        (HEAD + b"1,2,3\n", 2, True),
        (HEAD + b"1,2,3", 2, True),
        (HEAD.replace(b"\n", b"\r\n") + b"1,2,3\r\n", 2, True),
        (HEAD + b"1,2,3\r\n", 2, False),
        (HEAD + b'1,"2\n2",3\n', 2, True),
        (HEAD + b'1,"2""\n""2",3\n', 2, True),
        (HEAD + b'1,"2,3\n', 1, False),
        (HEAD + b"1,2,3\n\n4,5,6\n", 4, False),
        (b"\xff\xfei\0d\0\n\0", 2, False),
    ],
)
def test_a_survey_counts_rows_outside_quotes(
    tmp_path: Path, data: bytes, rows: int, in_order: bool
) -> None:
    file = tmp_path / "given.csv"
    file.write_bytes(data)
    looked = survey(file, None)
    assert (looked.rows, looked.in_order) == (rows, in_order)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["1,2,3", '"a\nb",c,d', "x", '"', "a,b,c,d", '","', "é,\x00,-"])))
def test_no_row_is_lost_whatever_stands_in_a_file(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    file = folder / "given.csv"
    file.write_bytes(HEAD + "".join(f"{part}\n" for part in parts).encode())
    made = copy(file, folder / "copy.csv", None, ",", 3)
    whole = sum(part in ("1,2,3", "é,\x00,-") for part in parts)
    assert made.rows + len(made.refused) >= whole
    numbers = [one.number for one in made.refused]
    assert numbers == sorted(set(numbers))
    assert made.rows + len(made.refused) >= max(numbers, default=0)
    assert {one.why for one in made.refused} <= set(Unreadable)
