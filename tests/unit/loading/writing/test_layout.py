"""The canonical layout, by example: what goes in brackets, and where comments end up."""

from __future__ import annotations

from textwrap import dedent

import pytest

from evenhand.loading.reader import read
from evenhand.loading.writing.formatted import laid_out


def layout(text: str) -> str:
    text = dedent(text)
    assert not read(text, "text.yaml").wrong
    after = laid_out(text, "text.yaml")
    assert after is not None
    assert laid_out(after, "text.yaml") == after
    return after


def test_brackets_stay_where_they_fit() -> None:
    assert layout("a: { b: 1,c: [x,y ] }\n") == "a: {b: 1, c: [x, y]}\n"


def test_lines_of_their_own_stay() -> None:
    text = "a:\n  b: 1\n  c:\n    - x\n    - y\n"
    assert layout(text) == text


def test_brackets_over_several_lines_are_joined_where_they_fit() -> None:
    assert layout("a: [\n  {b: 1},\n  {c: 2}\n]\n") == "a: [{b: 1}, {c: 2}]\n"


def test_brackets_that_do_not_fit_take_lines_of_their_own() -> None:
    long = "x" * 50
    before = f"a: {{one: {long}, two: {{three: {long}}}}}\n"
    assert layout(before) == f"a:\n  one: {long}\n  two: {{three: {long}}}\n"


def test_long_lists_of_codes_fill_lines() -> None:
    codes = ", ".join(f"code_{i}" for i in range(18))
    first, last = layout(f"a: {{b: [{codes}]}}\n").splitlines()[1:]
    assert first.startswith("  b: [code_0, code_1, ") and first.endswith(", code_10,")
    assert last == "    code_11, code_12, code_13, code_14, code_15, code_16, code_17]"
    assert layout(f"a: [{codes}, two words]\n").count("\n") == 20


def test_values_of_a_customer_fill_lines() -> None:
    long = ", ".join(f"attribute_{i}: {i}" for i in range(9))
    assert layout(f"given: {{{long}, last: [x, z]}}  # c\n") == (
        "given: {attribute_0: 0, attribute_1: 1, attribute_2: 2, attribute_3: 3, attribute_4: 4,\n"
        "  attribute_5: 5, attribute_6: 6, attribute_7: 7, attribute_8: 8, last: [x, z]}  # c\n"
    )
    assert layout(f"other: {{{long}, last: [x, z]}}\n").count("\n") == 11
    assert layout(f"given: {{{long}, last: [[x], z]}}\n").count("\n") == 11
    assert layout(f"given: {{{long}, last: {{z: 1}}}}\n").count("\n") == 11
    spread = f"given: {{{long},  # c\n  last: 1}}\n"
    assert layout(spread).count("\n") == 11


def test_chinese_characters_take_two_cells() -> None:
    fits, wide = "{en: a, zh: " + "中" * 42 + "}", "{en: a, zh: " + "中" * 43 + "}"
    assert layout(f"a: {fits}\n") == f"a: {fits}\n"
    assert layout(f"a: {wide}\n") == f"a:\n  en: a\n  zh: {'中' * 43}\n"


def test_quotes_are_only_where_they_are_needed() -> None:
    text = """\
        a: "plain"
        b: {c: "one, two", d: 'x'}
        e: "300_000"
        f: "unstated"
        g: 'say "no"'
        h: "yes: no"
        """
    assert layout(text) == dedent("""\
        a: plain
        b: {c: "one, two", d: x}
        e: "300_000"
        f: "unstated"
        g: say "no"
        h: "yes: no"
        """)


def test_commas_need_quotes_in_brackets_only() -> None:
    long = "a text, with commas, " + "and so on, " * 8
    assert layout(f'a: {{en: "{long}end", zh: x}}\n') == f"a:\n  en: {long}end\n  zh: x\n"


def test_full_width_marks_after_a_code_keep_their_quotes() -> None:
    text = 'a: [x, "y，z"]\n'
    assert layout(text) == text


def test_numbers_are_grouped_from_five_digits_on() -> None:
    text = "a: {b: 1000, c: 10000, d: 1234567.5, e: 300_000, f: 30_0000, g: 0.0350}\n"
    after = "a: {b: 1000, c: 10_000, d: 1_234_567.5, e: 300_000, f: 30_0000, g: 0.0350}\n"
    assert layout(text) == after


def test_places_and_versions_are_texts() -> None:
    text = "a: {id: b, at: 12345, quote: 60000, entries: [10001]}\n"
    assert layout(text) == text


def test_words_for_true_false_and_nothing() -> None:
    assert layout("a: True\nb: ~\nc:\nd: [~, FALSE]\n") == (
        "a: true\nb: null\nc: null\nd: [null, false]\n"
    )


def test_empty_lines_are_kept_one_at_a_time() -> None:
    assert layout("\n\na: 1\n\n\nb:\n\n  - 1\n\n\n  - 2\nc: 3\n\n") == (
        "a: 1\n\nb:\n  - 1\n\n  - 2\nc: 3\n"
    )


def test_lists_are_indented() -> None:
    assert layout("a:\n- b: 1\n  c: 2\n-   d: 3\n") == "a:\n  - b: 1\n    c: 2\n  - d: 3\n"


def test_lists_of_lists() -> None:
    assert layout("a:\n  -\n    - 1\n    - 2\n  - [3]\n") == "a:\n  - - 1\n    - 2\n  - [3]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# head\n\na: 1\n# end\n", "# head\n\na: 1\n# end\n"),
        ("a: 1     # behind\n", "a: 1  # behind\n"),
        ("a:      # behind\n  - 1\n", "a:  # behind\n  - 1\n"),
        ("a:\n    # deep\n  - 1\n", "a:\n  # deep\n  - 1\n"),
        ("a:\n  - 1\n  # last of the list\nb: 2\n", "a:\n  - 1\n  # last of the list\nb: 2\n"),
        ("a:\n  - 1\n# for b\nb: 2\n", "a:\n  - 1\n# for b\nb: 2\n"),
        ("a: {b: 1}  # c\n", "a: {b: 1}  # c\n"),
        ("a: {b: 1, # c\n  d: 2}\n", "a:\n  b: 1  # c\n  d: 2\n"),
        ("a: [ # c\n  b, d]\n", "a: [b, d]  # c\n"),
        ("a: [b, d # c\n  ] # e\n", "a:  # e\n  - b\n  - d  # c\n"),
        ("a: [b,\n  # c\n  d,\n  # e\n  ]\n", "a:\n  - b\n  # c\n  - d\n  # e\n"),
        ("a: [\n  # nothing yet\n  ]\n", "# nothing yet\na: []\n"),
        ("a:\n  # c\n  1\nb: 2\n", "# c\na: 1\nb: 2\n"),
        ("- # c\n  a: 1\n", "# c\n- a: 1\n"),
        ("a:\n  -\n    # c\n    b: 1\n", "a:\n  # c\n  - b: 1\n"),
        ("a:\n  - b: 1  # c\n    d: 2\n", "a:\n  - b: 1  # c\n    d: 2\n"),
        ("a:\n  - {b: 1,\n     d: 2}  # c\n", "a:\n  - {b: 1, d: 2}  # c\n"),
        ("a: {b: # c\n  1} # d\n", "a:  # d\n  b: 1  # c\n"),
        ("a: #c\n  'x'\n", "a: x  #c\n"),
        ("--- # c\na: 1\n...\n", "# c\na: 1\n"),
        ("a: 1\n\n# one\n\n\n# two\nb: 2\n", "a: 1\n\n# one\n\n# two\nb: 2\n"),
        ("a: x#y\nb: 'x # y'\n", 'a: x#y\nb: "x # y"\n'),
    ],
)
def test_comments_stay_with_what_they_are_about(before: str, after: str) -> None:
    if before.startswith("- "):
        before = "list:\n" + before
        after = "list:\n" + "".join(f"  {line}\n" for line in after.splitlines())
    assert layout(before) == after


def test_a_comment_behind_a_mapping_that_is_spread_stands_above_it() -> None:
    long = "x" * 90
    assert layout(f"a:\n  - {{b: {long}, c: 1}}  # d\n") == f"a:\n  # d\n  - b: {long}\n    c: 1\n"


def test_blocks_of_text_stay_as_they_are() -> None:
    text = """\
        a: >-  # why
          One line
          and another.

          A paragraph.
        b:
          - |
            x
              y
        # end
        """
    assert layout(text) == dedent(text)


def test_blocks_of_text_are_moved_with_what_holds_them() -> None:
    assert layout("a:\n- b: |\n        x\n        y\n\n  c: 1\n") == (
        "a:\n  - b: |\n      x\n      y\n\n    c: 1\n"
    )


def test_blocks_of_text_that_count_spaces_become_quoted() -> None:
    assert layout("a: |2\n    x\n   y\n") == 'a: "  x\\n y\\n"\n'
    assert layout("a: |+\n  x\n\nb: 1\n") == 'a: "x\\n\\n"\n\nb: 1\n'


def test_texts_over_several_lines_are_joined() -> None:
    assert layout("a: one\n  two\nb: 'three\n\n  four'\n") == 'a: one two\nb: "three\\nfour"\n'


def test_anchors_are_kept() -> None:
    text = """\
        a: &one {b: 1}
        c: *one
        d: &two
          - &three x
          - *three
        e:
          - &four
            f: 1
        g: &five |
          x
        """
    assert layout(text) == dedent(text)


def test_pairs_in_lists_become_mappings() -> None:
    assert layout("a: [b: 1]\n") == "a: [{b: 1}]\n"


def test_keys_that_need_quotes_keep_them() -> None:
    text = 'a: {"true": 1, "b: c": 2}\n"10": 3\n'
    assert layout(text) == text


def test_line_ends_and_byte_order_marks_go() -> None:
    assert read(b"\xef\xbb\xbfa: 1\r\n", "text.yaml").root is not None
    assert laid_out("a: [1,\r\n  2] # c\r\n\r\nb: 3\r\n", "text.yaml") == "a: [1, 2]  # c\n\nb: 3\n"


def test_what_is_no_mapping_has_no_layout() -> None:
    assert laid_out("just a text\n", "text.yaml") is None
