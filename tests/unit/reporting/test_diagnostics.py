"""One finding as text: frame, carets, cuts, colours, both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.finding import Confidence, Finding, Severity
from evenhand.loading.reader import read
from evenhand.location import Location, Source, whole
from evenhand.messages import Bilingual, Language, message
from evenhand.reporting.cells import cell_width
from evenhand.reporting.diagnostics import concise_finding, render_finding


def first(text: str, path: str = "policies/x.yaml") -> Finding:
    return read(text, path).findings[0]


def finding(line: str, start: int, end: int, severity: Severity = Severity.ERROR) -> Finding:
    place = Location(Source("x.yaml", (line,)), 1, start, 1, end)
    return Finding("some-rule", severity, message("load.stopped-here"), place)


def test_the_whole_form_in_english() -> None:
    assert render_finding(first("id: x\n" * 9 + "tiers: 1\ntiers: []\n"), "en") == "\n".join([
        "error[duplicate-key]: the key `id` is given twice",
        " --> policies/x.yaml:2:1",
        "  |",
        "2 | id: x",
        "  | ^^",
        "  = first given: policies/x.yaml:1:1",
        "  = do: remove one of the two, or give it another name",
    ])  # fmt: skip


def test_the_whole_form_in_chinese_under_wide_characters() -> None:
    text = "#\n" * 11 + "名称: 金⾏卡\n"
    assert render_finding(first(text, "a.yaml"), "zh") == "\n".join([
        "提示[compatibility-character]：`⾏`（U+2F8F）已按 `行` 读取（本文件共 1 处）",
        "  --> a.yaml:12:6",
        "   |",
        "12 | 名称: 金⾏卡",
        "   |         ^^",
        "   = 修改：请改写为 `行`；这类形近字符多来自 PDF 或全角输入",
    ])  # fmt: skip


def carets(text: str) -> tuple[str, str]:
    lines = text.split("\n")
    return lines[3].partition(" | ")[2], lines[4].partition(" | ")[2]


@pytest.mark.parametrize(
    ("line", "start", "end", "source", "marks"),
    [
        ("abc", 2, 3, "abc", " ^"),
        ("abc", 2, 2, "abc", " ^"),
        ("abc", 4, 4, "abc", "   ^"),
        ("abc", 9, 12, "abc", "   ^"),
        ("金卡: x", 5, 6, "金卡: x", "      ^"),
        ("x: 金卡", 4, 6, "x: 金卡", "   ^^^^"),
        ("\tab", 2, 3, "\\tab", "  ^"),
        ("\u202eab", 1, 2, "\\u202eab", "^^^^^^"),
        ("e\u0301: x", 5, 6, "e\u0301: x", "   ^"),
    ],
)
def test_carets_stand_under_what_they_mean(
    line: str, start: int, end: int, source: str, marks: str
) -> None:
    assert carets(render_finding(finding(line, start, end), "en")) == (source, marks)


def test_a_stretch_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    place = Location(Source("x.yaml", ("ab: c  ", "d")), 1, 5, 2, 2)
    found = Finding("r", Severity.WARNING, message("load.stopped-here"), place)
    assert carets(render_finding(found, "en")) == ("ab: c", "    ^")


@pytest.mark.parametrize(
    ("column", "source", "marks"),
    [
        (1, "a" * 30 + "...", "^"),
        (60, "..." + "a" * 30 + "...", " " * 10 + "^"),
        (100, "..." + "a" * 8, " " * 10 + "^"),
    ],
)
def test_a_long_line_is_cut_around_the_place(column: int, source: str, marks: str) -> None:
    text = render_finding(finding("a" * 100, column, column + 1), "en", width=40)
    assert carets(text) == (source, marks)


def test_a_place_longer_than_the_line_is_marked_as_far_as_it_is_shown() -> None:
    source, marks = carets(render_finding(finding("金" * 100, 3, 90), "en", width=40))
    assert source == "金" * 15 + "..."
    assert marks == "    " + "^" * 26


@given(
    st.text("a金\t\u202e\u0301 :", max_size=80).filter(str.strip),
    st.integers(1, 90),
    st.integers(0, 90),
    st.integers(0, 120),
    st.booleans(),
)
def test_no_line_is_wider_than_asked(
    line: str, start: int, length: int, width: int, ascii_only: bool
) -> None:
    found = finding(line, start, start + length)
    text = render_finding(found, "zh", width=width, ascii=ascii_only)
    source, marks = carets(text)
    assert cell_width(source) <= max(24, width - 4)
    assert re.fullmatch(r" *\^+", marks)
    assert cell_width(marks) <= max(24, width - 4) + 6


def test_without_a_line_there_is_no_frame() -> None:
    (missing,) = read(b" " * 3_000_000, "big.yaml").findings
    text = render_finding(missing, "en")
    assert text.split("\n")[1] == " --> big.yaml"
    assert "|" not in text
    blank = Finding("r", Severity.NOTE, message("load.stopped-here"), whole(Source("a", (" ",))))
    assert render_finding(blank, "en") == "note[r]: reading stopped\n --> a:1:1"


def test_without_a_place() -> None:
    found = Finding("r", Severity.WARNING, message("load.stopped-here"), None)
    assert render_finding(found, "en") == "warning[r]: reading stopped"
    assert concise_finding(found, "zh") == f"-: W r 读取在此中断 [{found.fingerprint}]"


def test_everything_else_that_a_finding_knows() -> None:
    found = Finding(
        "STAT-01",
        Severity.WARNING,
        message("load.stopped-here"),
        None,
        confidence=Confidence.PROVED,
        element="scorecard/occupation",
        witness={"age": "30", "occupation": "teacher"},
        citations=("cn-a", "cn-b"),
        remedy=Bilingual("ask\ncounsel", "咨询法务"),
    )
    assert render_finding(found, "en").split("\n")[1:] == [
        "  = in: scorecard/occupation",
        "  = how it is known: proved for all customers",
        "  = for example: age = 30, occupation = teacher",
        "  = see: cn-a, cn-b",
        "  = do: ask\\ncounsel",
    ]
    assert render_finding(found, "zh").split("\n")[-1] == "  = 修改：咨询法务"


@pytest.mark.parametrize("confidence", list(Confidence))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_confidence_has_words(confidence: Confidence, language: Language) -> None:
    found = Finding("r", Severity.NOTE, message("load.stopped-here"), None, confidence=confidence)
    lines = render_finding(found, language).split("\n")
    assert len(lines) == (1 if confidence is Confidence.STATIC else 2)
    assert message(f"diagnostic.confidence.{confidence.value}").text(language)


def test_colours_change_nothing_but_colours() -> None:
    for severity in Severity:
        found = finding("abc", 2, 3, severity)
        colored = render_finding(found, "en", color=True)
        assert "\x1b[" in colored
        assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render_finding(found, "en")


def test_ascii_only() -> None:
    text = render_finding(first("名称: 金⾏卡\n"), "zh", ascii=True)
    assert text.isascii()
    source, marks = carets(text)
    assert source[len(marks) - 6 : len(marks)] == "\\u2f8f"
    assert concise_finding(first("名称: 金⾏卡\n"), "zh", ascii=True).isascii()


def test_the_concise_form_is_one_line() -> None:
    found = first("a: 1\na: 2\n", "dir/\nx\x1b.yaml")
    line = concise_finding(found, "en")
    assert line == (
        "dir/\\nx\\u001b.yaml:2:1: E duplicate-key the key `a` is given twice "
        f"[{found.fingerprint}]"
    )


@given(st.text("ab:-[]{}'\"\x00\x1b\u202e\u200b\t\r\n金⾏", max_size=60), st.text(max_size=9))
def test_nothing_from_the_input_steers_the_terminal(text: str, path: str) -> None:
    for found in read(text, path).findings:
        shown = render_finding(found, "zh") + concise_finding(found, "en")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2028\u2029]", shown)
