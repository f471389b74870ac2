"""Characters that must not occur, and look-alikes that are read as what they show."""

from __future__ import annotations

import unicodedata

import pytest

from evenhand.finding import Severity
from evenhand.loading.nodes import Scalar, at, plain
from evenhand.loading.reader import ReadResult, read


def found(result: ReadResult) -> list[tuple[str, str]]:
    return [(f.rule, str(f.location).partition(":")[2]) for f in result.findings]


@pytest.mark.parametrize(
    ("character", "rule"),
    [
        *((c, "control-character") for c in "\x00\x07\x0b\x0c\x1b\x7f\x9b\ufffe\uffff\ufdd0\ud800"),
        *((c, "line-separator") for c in "\x85\u2028\u2029"),
        *((c, "direction-character") for c in "\u200e\u200f\u061c\u202a\u202e\u2066\u2069"),
        *((c, "invisible-character") for c in "\u00ad\u200b\u200d\u2060\ufeff\u3164\U000e0041"),
    ],
)
@pytest.mark.parametrize("place", ["a: x{}y", "a{}y: x", "a: 'x{}y'", "# x{}y\na: x", "a: [b{}]"])
def test_an_unwelcome_character_is_found_anywhere(character: str, rule: str, place: str) -> None:
    text = place.format(character)
    result = read(text, "x.yaml")
    assert found(result) == [(rule, f"1:{text.index(character) + 1}")]
    assert result.findings[0].severity is Severity.ERROR
    assert not result.unreadable
    assert result.root is not None


def test_each_unwelcome_character_is_told_once_with_its_number() -> None:
    result = read("a: \u200b\u200b\u202e\nb: \u200b\n", "x.yaml")
    assert found(result) == [("invisible-character", "1:4"), ("direction-character", "1:6")]
    assert "U+200B" in result.findings[0].message.text("en")
    assert "3" in result.findings[0].message.text("zh")


def test_positions_stay_right_behind_unwelcome_characters() -> None:
    result = read("a: x\u2028\x85y\nb: 012\n", "x.yaml")
    assert found(result)[-1] == ("leading-zero", "2:4")


def test_invisible_characters_leave_the_text() -> None:
    result = read("ti\u200bers: go\u202eld\n", "x.yaml")
    assert result.root is not None
    assert plain(result.root) == {"tiers": "gold"}


@pytest.mark.parametrize("escape", ["\\u202e", "\\u200b", "\\0", "\\e", "\\N", "\\L", "\\x1b"])
def test_escapes_bring_in_no_unwelcome_character(escape: str) -> None:
    result = read(f'a: "x{escape}y"\n', "x.yaml")
    assert found(result) == [("escaped-character", "1:4")]
    assert result.root is not None
    assert plain(result.root) == {"a": "xy"}


def test_escaped_tabs_and_line_breaks_are_text() -> None:
    result = read('a: "x\\ty\\nz 中"\n', "x.yaml")
    assert result.findings == ()
    assert result.root is not None
    assert plain(result.root) == {"a": "x\ty\nz 中"}


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("银⾏", "银行"),
        ("⻓江", "长江"),
        ("ｇｏｌｄ", "gold"),
        ("３００", 300),
        ("\u212b", "\u00c5"),
        ("\uf90a", "金"),
        ("ﬁne", "fine"),
        ("'银⾏'", "银行"),
        ("|\n  银⾏\n", "银行\n"),
    ],
)
def test_a_compatibility_character_is_read_as_what_it_shows(written: str, read_as: object) -> None:
    result = read(f"a: {written}\n", "x.yaml")
    assert result.root is not None
    assert plain(result.root) == {"a": read_as}
    assert result.findings
    for finding in result.findings:
        assert (finding.rule, finding.severity) == ("compatibility-character", Severity.NOTE)
    assert not result.wrong


@pytest.mark.parametrize(
    "text", ["（甲），乙：丙；", "①②", "10 m²", "½", "甲　乙", "é", "5％", "…", "中"]
)
def test_ordinary_punctuation_and_signs_stay(text: str) -> None:
    result = read(f"a: {text}\n", "x.yaml")
    assert result.findings == ()
    assert result.root is not None
    assert plain(result.root) == {"a": text}


def test_a_compatibility_character_is_told_once_at_its_first_place() -> None:
    result = read('a: 中⾏\nb: "\\u2f8f"\nc: ⾏⾏\n', "x.yaml")
    assert found(result) == [("compatibility-character", "1:5")]
    assert "`行`" in result.findings[0].message.text("zh")
    assert "3" in result.findings[0].message.text("en")


def test_a_compatibility_character_that_an_escape_wrote_has_the_place_of_its_text() -> None:
    assert found(read('a: "\\u2f8f"\n', "x.yaml")) == [("compatibility-character", "1:4")]


def test_radicals_are_the_ones_that_normalisation_leaves() -> None:
    from evenhand.loading.characters import _RADICALS

    for radical, common in _RADICALS.items():
        assert unicodedata.name(radical).startswith("CJK RADICAL")
        assert unicodedata.normalize("NFKC", radical) == radical
        assert unicodedata.name(common).startswith("CJK UNIFIED IDEOGRAPH")


def test_there_are_not_more_notes_than_anybody_reads() -> None:
    text = "".join(f"k{n}: {chr(n)}\n" for n in range(0xF900, 0xFA00))
    assert len(read(text, "x.yaml").findings) == 100


@pytest.mark.parametrize(
    ("text", "place"),
    [("tiеrs: 1", "1:3"), ("a: gоld", "1:5"), ("a: [gοld-x]", "1:6"), ("a: µm", "1:4")],
)
def test_a_word_of_two_scripts_is_a_look_alike(text: str, place: str) -> None:
    rules = [f for f in found(read(text, "x.yaml")) if f[0] != "compatibility-character"]
    assert rules == [("look-alike-letter", place)]


@pytest.mark.parametrize("text", ["gоld card", "金卡gold", "λ", "да", "naïve", "'gоld'", "β-3"])
def test_what_is_no_look_alike(text: str) -> None:
    assert read(f"a: {text}", "x.yaml").findings == ()


@pytest.mark.parametrize(
    ("text", "place", "data"),
    [
        ("a: \u3000300", "1:4", {"a": 300}),
        ("a: 300\u00a0", "1:7", {"a": 300}),
        ("\u3000a: 1", "1:1", {"a": 1}),
        ("a\u00a0: x", "1:2", {"a": "x"}),
    ],
)
def test_an_odd_space_around_a_text_is_told(text: str, place: str, data: object) -> None:
    result = read(text, "x.yaml")
    assert found(result) == [("odd-space", place)]
    assert result.root is not None
    assert plain(result.root) == data


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("- id：x", [("full-width-colon", "1:5")]),
        ("id：x", [("full-width-colon", "1:3")]),
        ("a: 注：见下", []),
        ("a: note：x", []),
        ("[gold，silver]", [("full-width-comma", "1:6")]),
        ("a: [gold、silver]", [("full-width-comma", "1:9")]),
        ("a: {en: 甲，乙}", []),
        ("a: ['gold，silver']", []),
        ("- gold，silver", []),
        ("a: 甲，乙", []),
    ],
)
def test_full_width_marks_that_were_meant_for_yaml(text: str, rules: list[tuple[str, str]]) -> None:
    assert found(read(text, "x.yaml")) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a: b\n  - c", [("lost-dash", "2:3")]),
        ("a:\n - b\n  - c\n", [("lost-dash", "3:3")]),
        ("a: b\n  c - d\n", []),
        ("a: b - c", []),
        ("a: 'b\n  - c'", []),
        ("a: >\n  b\n  - c\n", []),
    ],
)
def test_a_dash_that_begins_no_entry(text: str, rules: list[tuple[str, str]]) -> None:
    assert found(read(text, "x.yaml")) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a: |\n  x\n  \ty\n", []),
        ("a: 'x\n\ty'\n", []),
        ("a: [\n\tb]\nc: [\n\td]\n", [("tab", "2:1")]),
        ("a: 'q'\nb: [\n  \tb]\n", [("tab", "3:3")]),
        ("a: 1\n\t\n", [("tab", "2:1")]),
        ("a: [\n\t\n\t# x\n]", []),
        ("a: \t1\n", []),
    ],
)
def test_tabs(text: str, rules: list[tuple[str, str]]) -> None:
    assert found(read(text, "x.yaml")) == rules


def test_text_without_anything_odd_is_kept_as_it_is() -> None:
    result = read("a: 存款\nb: emoji 👨‍👩\n".replace("\u200d", ""), "x.yaml")
    assert result.root is not None
    first = at(result.root, ["a"])
    assert isinstance(first, Scalar)
    assert (first.text, result.findings) == ("存款", ())
