"""How unquoted scalars are read, and which are refused."""

from __future__ import annotations

import pytest

from evenhand.loading.nodes import Scalar, ScalarKind, at
from evenhand.loading.reader import read
from evenhand.loading.scalars import reading


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((t, ScalarKind.NULL) for t in ("", "~", "null", "Null", "NULL")),
        *((t, ScalarKind.BOOLEAN) for t in ("true", "True", "TRUE", "false", "False", "FALSE")),
        *((t, ScalarKind.INTEGER) for t in ("0", "-0", "7", "+7", "-7", "9" * 64)),
        *((t, ScalarKind.DECIMAL) for t in ("0.5", ".5", "5.", "1e30", "1E-30", "-0.0", "1.0")),
        *(
            (t, ScalarKind.TEXT)
            for t in (
                "NO", "no", "off", "On", "yes", "y", "nULL", "tRUE", "1:30", "1:30:00",
                "2026-11-24", "1.2.3", "1_000", "1/3", "nan", "NaN", "inf", "-", ".", "+", "e3",
                "-.", "1e", "1e+", "0b1", "0X1F", "-0x1", "0o8", "12a", "1 2", "-.nan", ".NAn",
                "1-" * 40,
            )
        ),
    ],
)  # fmt: skip
def test_the_core_schema(text: str, kind: ScalarKind) -> None:
    read_as = reading(text)
    assert (read_as.kind, read_as.text, read_as.refused) == (kind, text, None)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("012", "leading-zero"),
        ("-012", "leading-zero"),
        ("00", "leading-zero"),
        ("00.5", "leading-zero"),
        ("01e3", "leading-zero"),
        ("0x1F", "other-base"),
        ("0o17", "other-base"),
        (".nan", "not-a-number"),
        (".NaN", "not-a-number"),
        (".inf", "not-a-number"),
        ("-.Inf", "not-a-number"),
        ("+.INF", "not-a-number"),
        ("1e31", "exponent-too-large"),
        ("1e-31", "exponent-too-large"),
        ("1e999999999", "exponent-too-large"),
        ("9" * 65, "number-too-long"),
        ("9_" * 40 + "9", "number-too-long"),
        ("0." + "3" * 70, "number-too-long"),
        ("." + "3" * 70, "number-too-long"),
        ("0x" + "F" * 70, "number-too-long"),
        ("1/" + "9" * 70, "number-too-long"),
        ("1e" + "9" * 70, "number-too-long"),
    ],
)
def test_what_is_refused(text: str, rule: str) -> None:
    result = read(f"evenhand: 1\nv: {text}\n", "x.yaml")
    (finding,) = result.findings
    assert (finding.rule, str(finding.location)) == (rule, "x.yaml:2:4")
    assert finding.location is not None
    assert finding.location.end_column == 4 + len(text)
    assert not result.unreadable
    assert result.root is not None
    stand_in = at(result.root, ["v"])
    assert isinstance(stand_in, Scalar)
    assert stand_in.kind in (ScalarKind.INTEGER, ScalarKind.DECIMAL)


@pytest.mark.parametrize("text", ["'012'", '"0x1F"', "'true'", '"null"', "''", "'.nan'", "|\n  7"])
def test_quoted_and_block_text_stays_text(text: str) -> None:
    result = read(f"v: {text}\n", "x.yaml")
    assert result.findings == ()
    assert result.root is not None
    found = at(result.root, ["v"])
    assert isinstance(found, Scalar)
    assert found.kind is ScalarKind.TEXT
    assert found.quoted
