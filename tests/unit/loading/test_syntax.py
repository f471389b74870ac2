"""What is not YAML: the sentence that says so, and its place."""

from __future__ import annotations

import pytest

from evenhand.loading.events import YamlSyntaxError
from evenhand.loading.reader import read
from evenhand.loading.syntax import translated
from evenhand.loading.text import text_of

CASES = {
    "unclosed-bracket": [
        ("a: [1, 2\nb: 3\n", "1:4-1:5"),
        ("a:\n  - [1, 2\n  - 3\n", "2:5-2:6"),
        ("a: [1, 2", "1:4-1:5"),
        ("a: [", "1:4-1:5"),
        ("a: [1,\n\n", "1:4-1:5"),
        ("a: {b: 1, c", "1:4-1:5"),
        ("a: {\n b: 1,\n c: 2\nd: 3", "1:4-1:5"),
    ],
    "unclosed-quote": [
        ('a: "x\nb: c\n', "1:4-1:5"),
        ("a: 'x\nb: c", "1:4-1:5"),
        ("a: 'x\n---\n", "1:4-1:5"),
    ],
    "unknown-escape": [
        ('a: "\\q"', "1:5-1:7"),
        ('a: "x\\ud800"', "1:6-1:8"),
        ('a: "\\x0"', "1:5-1:7"),
    ],
    "missing-comma": [
        ('a: ["a" "b"]', "1:9-1:10"),
        ("a: {a: 1 b: 2}", "1:10-1:12"),
    ],
    "unexpected-mark": [
        ("a: ]", "1:4-1:5"),
        ("a: }", "1:4-1:5"),
        ("a: ,", "1:4-1:5"),
        (": x", "1:1-1:2"),
        ("a: [a, , b]", "1:8-1:9"),
        ("a: [a}", "1:6-1:7"),
        ("a: {a]", "1:6-1:7"),
    ],
    "missing-colon": [
        ("evenhand: 1\npolicy\nid: x", "2:1-2:7"),
        ("evenhand: 1\npolicy \n  id: x", "2:1-2:7"),
        ("- - b\n  c", "2:3-2:4"),
    ],
    "missing-space": [
        ("a: 1\nid:x\nb: 2\n", "2:1-2:4"),
        ("id:x\nb: 2\n", "1:1-1:4"),
        ("a:\n  id:x\n  b: 2\n", "2:3-2:6"),
    ],
    "full-width-colon": [
        ("policy：\n  id: x\n", "1:7-1:8"),
        ("evenhand: 1\npolicy：\n  id: x\n", "2:7-2:8"),
        ("a:\n  - id：x\n    b: 1\n", "2:7-2:8"),
    ],
    "colon-in-value": [
        ("a: b: c", "1:5-1:6"),
        ("- a: b: c", "1:7-1:8"),
        ("title: Gold: the best", "1:12-1:13"),
    ],
    "colon-in-brackets": [
        ("a: [http://x/y]", "1:5-1:10"),
        ("{a:b}", "1:2-1:4"),
    ],
    "key-below-value": [
        ("a: b\n c: d", "2:2-2:3"),
        ("a: x\n  b: y", "2:3-2:4"),
        ("a\nb: c", "2:1-2:2"),
    ],
    "bad-indentation": [
        ("a:\n  b: 1\n c: 2", "3:2-3:6"),
        ("a:\n - b\n c: d", "3:2-3:6"),
        ("- a: 1\n  b: 2\n c: 3", "3:2-3:6"),
        ("a: |\n  x\n y: z  \n", "3:2-3:6"),
    ],
    "misplaced-dash": [
        ("a: - b", "1:4-1:5"),
        ("a: 1\n- b", "2:1-2:2"),
        ("? a\n- b\n", "2:1-2:2"),
    ],
    "text-after-quote": [
        ("a: 'it's'", "1:8-1:10"),
        ('a: "b" c', "1:8-1:9"),
        ("a: 'x', 'y'\n", "1:7-1:12"),
        ("a: {b: 'it's'}", "1:12-1:15"),
        ('a: ["b"c, d]', "1:8-1:13"),
    ],
    "stray-text": [
        ("a: [x, y], z\nb: 1", "1:10-1:13"),
        ("a: 1\n...\nb: 2", "3:1-3:5"),
        ("[a]]", "1:4-1:5"),
    ],
    "reserved-character": [
        ("a: @x", "1:4-1:5"),
        ("a: `x`", "1:4-1:5"),
        ("a: %x", "1:4-1:5"),
        ("a: *b*", "1:4-1:5"),
        ("a: & b", "1:4-1:5"),
    ],
    "tab": [
        ("a:\n\tb: 1", "2:1-2:2"),
        ("\ta: 1", "1:1-1:2"),
        ("a:\n  b: 1\n\tc: 2", "3:1-3:2"),
        ("a: b\n\tc", "2:1-2:2"),
        ("a: |\n \tb\n\tc", "2:2-2:3"),
        ("a: [\n\tb]", "2:1-2:2"),
    ],
    "block-text": [("a: |x\n b", "1:4-1:6")],
    "directive": [
        ("%FOO\n---\na: 1", "1:1-1:5"),
        ("%YAML 1.2\n%YAML 1.2\n---\na: 1", "2:1-2:10"),
    ],
    "tag": [("a: !e!x y", "1:4-1:8"), ("a: !<x y", "1:4-1:7")],
    "syntax": [("x" * 1100 + ": 1", "1:1101-1:1102")],
}


@pytest.mark.parametrize(
    ("rule", "text", "place"),
    [(rule, text, place) for rule, cases in CASES.items() for text, place in cases],
)
def test_a_text_that_is_not_yaml(rule: str, text: str, place: str) -> None:
    result = read(text, "x.yaml")
    (finding,) = result.findings
    where = finding.location
    assert where is not None
    shown = f"{where.line}:{where.column}-{where.end_line}:{where.end_column}"
    assert (finding.rule, shown) == (rule, place)
    assert not result.unreadable


def test_an_unclosed_bracket_also_tells_where_reading_stopped() -> None:
    (finding,) = read("a: [1, 2\nb: 3\n", "x.yaml").findings
    (related,) = finding.related
    assert str(related.location) == "x.yaml:2:2"


def test_what_only_follows_from_a_syntax_error_is_not_told() -> None:
    result = read("a: 012\nb: [x\n  - y\n", "x.yaml")
    assert [f.rule for f in result.findings] == ["leading-zero", "unclosed-bracket"]
    assert result.root is None


def test_words_that_nobody_has_met_yet_give_the_general_sentence() -> None:
    text = text_of("x.yaml", "a: b\nc: d\n")
    for context in ("", "while doing something new"):
        error = YamlSyntaxError("found something new", context, 5, 5)
        finding = translated(error, text, None)
        assert (finding.rule, str(finding.location)) == ("syntax", "x.yaml:2:1")


def test_no_word_of_the_library_is_shown() -> None:
    for cases in CASES.values():
        for text, _ in cases:
            for finding in read(text, "x.yaml").findings:
                shown = finding.message.text("en")
                assert "while " not in shown
                assert "expected" not in shown.replace("where a key is expected", "")
