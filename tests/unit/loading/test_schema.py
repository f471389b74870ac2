"""Files against their schemas: one mistake gives one message, at its place, in plain words."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from evenhand.finding import Finding
from evenhand.loading.nodes import Mapping, Node, at
from evenhand.loading.reader import read
from evenhand.loading.schema import check, element_address, schema
from evenhand.loading.schema_misfit import Misfit
from evenhand.loading.schema_problems import problems_of
from evenhand.loading.schema_words import subject

EXAMPLE = Path(__file__).parents[2] / "examples" / "example-city-bank-premier.yaml"

HEADER = """\
evenhand: 1
policy:
  id: small-bank
  title: {en: Small, zh: 小}
  bank: {id: small-bank, kind: joint_stock, name: {en: Small, zh: 小}}
  type: tiering
  jurisdictions: [CN]
  currency: CNY
  version: 1.0.0
  standing: hypothetical
"""
END = "tiers: []\notherwise: {tier: standard}\n"


def nodes(text: str) -> Node:
    result = read(text, "small.yaml")
    assert result.root is not None
    return result.root


def policy_with(text: str) -> str:
    return f"{HEADER}{dedent(text)}{END}"


def found_in(text: str, kind: str = "policy") -> tuple[Finding, ...]:
    return check(nodes(text), kind).findings


def only(text: str, kind: str = "policy") -> Finding:
    """The one finding of a text."""
    findings = found_in(text, kind)
    assert len(findings) == 1, [f"{f.location} {f.message.text('en')}" for f in findings]
    return findings[0]


def excerpt(finding: Finding) -> str:
    """The text at which a finding points, within its first line."""
    place = finding.location
    assert place is not None
    end = place.end_column if place.end_line == place.line else len(place.excerpt) + 1
    return place.excerpt[place.column - 1 : end - 1]


def said(finding: Finding) -> str:
    hint = f" = {finding.hint.text('en')}" if finding.hint is not None else ""
    return finding.message.text("en") + hint


def tier(when: str) -> str:
    gold = f"tiers:\n  - id: gold\n    title: {{en: Gold, zh: 金}}\n    when: {when}\n"
    return f"{HEADER}{gold}otherwise: {{tier: standard}}\n"


def card(item: str) -> str:
    return policy_with(f"scorecard:\n  characteristics:\n    - {item}\n")


def test_the_full_example_fits() -> None:
    report = check(nodes(EXAMPLE.read_text("utf-8")), "policy")
    assert report.findings == ()
    assert report.bad == frozenset()


def test_the_smallest_policy_fits() -> None:
    assert found_in(HEADER + END) == ()


LONG = "一二三四五六七八九十" * 3 + "一"

CONDITIONS = [
    # condition, rule, the text pointed at, a part of what is said
    ("{}", "empty-condition", "{}", "`when` does not say what must hold"),
    ("{age: {}}", "empty-condition", "{}", "`age` does not say what must hold"),
    ("[{a: 1}]", "wrong-kind", "[{a: 1}]", "must be a condition such as"),
    ("", "wrong-kind", "", "but here stands nothing"),
    ("{age: {at_leest: 3}}", "unknown-key", "at_leest", "did you mean `at_least`?"),
    ("{age: {不低于: 3}}", "unknown-key", "不低于", "did you mean `at_least`?"),
    ("{age: {大于: 3}}", "unknown-key", "大于", "did you mean `above`?"),
    ("{age: {<=: 3}}", "unknown-key", "<=", "did you mean `at_most`?"),
    ("{age: {over: 3}}", "unknown-key", "over", "possible here: `is`, `is_not`"),
    ("{Total-Assets: 5}", "unknown-key", "Total-Assets", "write `total_assets`"),
    ("{at_most: 3}", "unknown-key", "at_most", "belongs below the name of an attribute"),
    ("{age: [3, ]}", None, "", ""),
    ("{age: []}", "too-few-items", "[]", "it needs 1 or more, and has 0"),
    ("{age: }", "wrong-kind", "", "must be a value, a list of values, or a comparison"),
    ("{age: ''}", "empty-text", "''", "`age` is empty"),
    ("{age: {at_least: 5, above: 6}}", "conflicting-keys", "above", "beside `at_least`"),
    ("{age: {is: 3, below: 4}}", "conflicting-keys", "below", "keep either `is` or `below`"),
    ("{age: {known: maybe}}", "wrong-kind", "maybe", "must be `true` or `false`"),
    ("{age: {is: [3]}}", "wrong-kind", "[3]", "but here stands a list"),
    ("{age: {at_least: 20 000}}", "wrong-kind", "20 000", "= write 20000"),
    ("{age: {at_least: '20,000'}}", "wrong-kind", "'20,000'", "= write 20000"),
    ("{age: {at_least: 30万}}", "wrong-kind", "30万", "= write 300_000"),
    ("{age: {at_least: 1.5 亿元}}", "wrong-kind", "1.5 亿元", "= write 150_000_000"),
    ("{age: {at_least: '¥50,000'}}", "wrong-kind", "'¥50,000'", "= write 50_000"),
    ("{age: {at_least: 30亩}}", "wrong-kind", "30亩", "here stands the text `30亩`"),
    ("{age: {at_least: '20'}}", "wrong-kind", "'20'", "= write 20 without quotes"),
    ("{age: {at_least: true}}", "wrong-kind", "true", "here stands `true` (yes or no)"),
    ("{age: {at_least: {}}}", "missing-key", "{}", "`at_least` needs one of `years`, `months`"),
    ("{age: {at_least: {times: 2}}}", "missing-key", "times", "`times` needs `of` beside it"),
    ("{age: {at_least: {years: 2, days: 1}}}", "conflicting-keys", "days", "beside `years`"),
    ("{age: {at_least: {range: [3]}}}", "too-few-items", "[3]", "needs 2 or more, and has 1"),
    ("{age: {at_least: {range: [1, 2, 3]}}}", "too-many-items", "[1, 2, 3]", "2 at most"),
    ("{age: {at_least: {unstated: ''}}}", "empty-text", "''", "`unstated` is empty"),
    ("{age: {at_least: {maximum: 3}}}", "unknown-key", "maximum", "possible here: `years`"),
    ("{born: {at_least: 2026-02-30}}", "bad-date", "2026-02-30", "not a day of the calendar"),
    ("{score: ''}", "wrong-kind", "''", "but here stands an empty text"),
    ("{score: 80}", "wrong-kind", "80", "a comparison such as `{at_least: 60}`"),
    ("{score: {of: Card, below: 3}}", "bad-id", "Card", "= write `card`"),
    ("{at_least: 2}", "missing-key", "at_least", "`at_least` needs `of` beside it"),
    ("{at_least: 0, of: [{a: 1}]}", "out-of-range", "0", "the least possible is 1"),
    ("{at_least: 1.5, of: [{a: 1}]}", "wrong-kind", "1.5", "a whole number from 1 up"),
    ("{read_as: met}", "missing-key", "read_as", "one of `unstated`, `discretion` beside it"),
    ("{unstated: x, read_as: yes}", "not-allowed-value", "yes", "possible here: `met`"),
    ("{unstated: x, discretion: bank}", "conflicting-keys", "discretion", "beside `unstated`"),
    ("{a: 1, criteria: x}", "missing-key", "criteria", "`criteria` needs `discretion`"),
    ("{meets: good-record}", "bad-id", "good-record", "= write `good_record`"),
    (f"{{a: 1, source: {{id: x, quote: {LONG}}}}}", "too-long", LONG, "has 31 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "rule", "place", "words"), CONDITIONS)
def test_mistakes_in_conditions(when: str, rule: str | None, place: str, words: str) -> None:
    if rule is None:
        assert found_in(tier(when)) == ()
        return
    finding = only(tier(when))
    assert (finding.rule, excerpt(finding)) == (rule, place)
    assert words in said(finding)


CHARACTERISTICS = [
    ("{id: a}", "missing-key", "{id: a}", "needs one of `attribute`, `cases`, `when`, `unstated`"),
    ("{id: a, bins: [{points: 3}]}", "missing-key", "bins", "`bins` needs `attribute`"),
    ("{id: a, attribute: b}", "missing-key", "attribute", "one of `bins`, `points`, `per_unit`"),
    ("{id: a, attribute: b, when: {c: 1}}", "conflicting-keys", "when", "beside `attribute`"),
    ("{id: a, attribute: b, bins: [{points: 1}], points: {c: 1}}", "conflicting-keys", "points",
     "keep either `bins` or `points`"),
    ("{id: a, when: {c: 1}}", "missing-key", "when", "`when` needs `points` beside it"),
    ("{id: a, attribute: b, points: 3}", "wrong-kind", "3", "points for each value"),
    ("{id: a, attribute: b, points: {}}", "empty-mapping", "{}", "`points` says nothing"),
    ("{id: a, attribute: b, points: {Own: 3}}", "bad-id", "Own", "cannot be a value"),
    ("{id: a, when: {c: 1}, points: {own: 3}}", "unknown-key", "own", "possible here: `unstated`"),
    ("{id: a, when: {c: 1}, points: many}", "wrong-kind", "many", "here stands the text `many`"),
    ("{id: a, attribute: b, bins: [{below: 3}]}", "missing-key", "{below: 3}",
     "entry 1 of `bins` lacks `points` = add `points`: The points of this bin."),
    ("{id: a, cases: []}", "too-few-items", "[]", "`cases` is too short"),
    ("{id: a, unstated: x, missing: none}", "wrong-kind", "none", "a number or `unknown`"),
    ("{id: a, unstated: x, prefers: hihger}", "not-allowed-value", "hihger", "mean `higher`?"),
    ("{id: a, unstated: x, priority: first}", "wrong-kind", "first", "whole number from 1 up"),
    ("{id: of, unstated: x, titel: {en: a, zh: b}}", "unknown-key", "titel", "mean `title`?"),
    ("{id: yes, unstated: x}", "bad-id", "yes", "`yes` has a meaning of its own"),
    ("{id: 5, unstated: x}", "bad-id", "5", "`5` cannot be an id"),
    ("{id: [a], unstated: x}", "wrong-kind", "[a]", "must be an id"),
    ("text", "wrong-kind", "text", "below it belong: `id`"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "rule", "place", "words"), CHARACTERISTICS)
def test_mistakes_in_characteristics(item: str, rule: str, place: str, words: str) -> None:
    finding = only(card(item))
    assert (finding.rule, excerpt(finding)) == (rule, place)
    assert words in said(finding)


ELSEWHERE = [
    (HEADER.replace("currency: CNY", "currency: yuan") + END, "wrong-kind", "yuan"),
    (HEADER.replace("[CN]", "[CN, US, CN]") + END, "repeated-item", "CN"),
    (HEADER.replace("evenhand: 1", "evenhand: 2") + END, "unsupported-format", "2"),
    (HEADER.replace("type: tiering", "type: tierring") + END, "not-allowed-value", "tierring"),
    (HEADER.replace("type: tiering", "type: [tiering]") + END, "wrong-kind", "[tiering]"),
    (HEADER.replace("type: tiering", "type:") + END, "wrong-kind", ""),
    (HEADER.replace("zh: 小}\n  bank", "zh: }\n  bank") + END, "wrong-kind", ""),
    (HEADER + "otherwise: {tier: a}\n", "missing-key", "evenhand: 1"),
    (policy_with("definitions: {off: {means: {a: 1}}}\n"), "bad-id", "off"),
    (policy_with("definitions: {of: {means: {a: 1}}}\n"), "bad-id", "of"),
    (policy_with("scorecards: {}\n"), "wrong-kind", "{}"),
    (policy_with("strict: 1\n"), "wrong-kind", "1"),
    (policy_with("process: {reasons: {shown: -1}}\n"), "out-of-range", "-1"),
    (policy_with("process: {retention: {years: 5, days: 3}}\n"), "conflicting-keys", "days"),
    (policy_with("process: {retention: {applications: 5}}\n"), "wrong-kind", "5"),
    (policy_with("benefits: {b: {kind: x, value: {otherwise: 3}}}\n"), "missing-key", "otherwise"),
]


@pytest.mark.parametrize(("text", "rule", "place"), ELSEWHERE)
def test_mistakes_elsewhere(text: str, rule: str, place: str) -> None:
    finding = only(text)
    assert (finding.rule, excerpt(finding)) == (rule, place)


SOURCES = """
  sources: {{rules: {{title: Rules, kind: press, as_of: {}, confidence: low}}}}
"""


@pytest.mark.parametrize("day", ["2010", "2010-07", "2010-07-01", "unstated"])
def test_rough_dates(day: str) -> None:
    assert found_in(HEADER + SOURCES.format(day).lstrip("\n") + END) == ()


@pytest.mark.parametrize("day", ["2010-13", "2010-02-30", "10", "'July 2010'", "99999", "2010.5"])
def test_dates_that_do_not_exist(day: str) -> None:
    finding = only(HEADER + SOURCES.format(day).lstrip("\n") + END)
    assert finding.rule in ("bad-date", "out-of-range")
    assert excerpt(finding) == day


@pytest.mark.parametrize("day", ["20260101", "20 November", "2026-2-3", "true"])
def test_whole_dates(day: str) -> None:
    approved = f"  approved: {{by: Board, date: {day}}}\n"
    assert only(HEADER + approved + END).rule == "bad-date"


VOCABULARY = """\
evenhand: 1
vocabulary: {id: words, title: {en: Words, zh: 词}}
attributes:
  age: {label: {en: Age, zh: 年龄}, type: integer, range: {at_least: 0, at_most: 120}}
"""


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        ("type: integer", "type: intger", "not-allowed-value", "intger"),
        ("type: integer", "type: enum", "missing-key", "{label"),
        ("type: integer, ", "", "missing-key", "{label"),
        ("at_most: 120", "at_moost: 120", "unknown-key", "at_moost"),
        ("age:", "Age:", "bad-id", "Age"),
        ("age:", "held_tier:", "bad-id", "held_tier"),
        ("{id: words, ", "{", "missing-key", "{title"),
    ],
)
def test_mistakes_in_vocabularies(old: str, new: str, rule: str, place: str) -> None:
    assert found_in(VOCABULARY, "vocabulary") == ()
    finding = only(VOCABULARY.replace(old, new), "vocabulary")
    assert finding.rule == rule
    assert excerpt(finding).startswith(place)


CASES = """\
evenhand: 1
cases: {policy: small-bank}
examples:
  - {name: A, from: hand, why: 1 + 1, given: {age: 4, x: null, discretion.gold: true},
     expect: {outcome: gold}}
"""


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("why: 1 + 1, ", "", "missing-key", "entry 1 of `examples` lacks `why`"),
        ("from: hand", "from: source", "missing-key", "lacks `source`"),
        ("discretion.gold: true", "discretion.gold: maybe", "wrong-kind", "nobody answered"),
        ("age: 4", "Age: 4", "unknown-key", "`Age` is not a key of “Given”"),
        ("outcome: gold", "outcom: gold", "unknown-key", "did you mean `outcome`?"),
    ],
)
def test_mistakes_in_cases(old: str, new: str, rule: str, words: str) -> None:
    assert found_in(CASES, "cases") == ()
    finding = only(CASES.replace(old, new), "cases")
    assert finding.rule == rule
    assert words in said(finding)
    assert finding.policy == "small-bank"


def test_a_profile() -> None:
    text = "evenhand: 1\nprofile: {name: Me}\ngiven: {age: 4, held_tier: gold}\n"
    assert found_in(text, "profile") == ()
    wrong = only(text.replace("4", "{years: 4}"), "profile")
    assert wrong.policy is None
    assert "must be a value, or a list of codes, but here stands keys with values" in said(wrong)


def test_a_file_that_is_a_list() -> None:
    assert "the file must be keys with values, but here stands a list" in said(only("- 1\n"))


def test_a_kind_without_schema() -> None:
    with pytest.raises(FileNotFoundError):
        check(nodes("a: 1\n"), "recipe")


def test_findings_name_policy_element_and_cause() -> None:
    finding = only(card("{id: a, unstated: x, missing: none}"))
    assert finding.policy == "small-bank"
    assert finding.element == "scorecard/a/missing"
    assert finding.cause == ("none",)


def test_several_mistakes_are_all_reported_in_order() -> None:
    text = tier("{age: {at_leest: 3}, tenure: {is: [1]}, Total-Assets: 5}")
    assert [f.rule for f in found_in(text)] == ["unknown-key", "wrong-kind", "unknown-key"]
    two = found_in(policy_with("knockouts: [{id: a, title: {en: a, zh: b}, effect: reject}]\n"))
    assert [said(f).partition(" =")[0] for f in two] == [
        "entry 1 of `knockouts` lacks `when`",
        "entry 1 of `knockouts` lacks `reason`",
    ]


def test_nodes_at_fault_are_named() -> None:
    root = nodes(tier("{age: {at_leest: 3}, tenure: {is: [1]}, debt: {above: 1, at_least: 2}}"))
    bad = check(root, "policy").bad
    when = at(root, ("tiers", 0, "when"))
    assert id(at(when, ("age", "at_leest"))) in bad
    assert id(at(when, ("tenure", "is"))) in bad
    assert id(at(when, ("debt",))) in bad
    assert id(at(when, ("tenure",))) not in bad
    assert id(when) not in bad


def test_a_misspelt_key_is_not_missed_as_well_but_its_mapping_is_at_fault() -> None:
    root = nodes(tier("{a: 1}").replace("when:", "wehn:"))
    report = check(root, "policy")
    assert [f.rule for f in report.findings] == ["unknown-key"]
    assert id(at(root, ("tiers", 0))) in report.bad


def test_addresses_use_ids() -> None:
    root = nodes(tier("{all: [{a: 1}]}"))
    assert element_address(root, ()) == ""
    assert element_address(root, ("tiers", 0)) == "tiers/gold"
    assert element_address(root, ("tiers", 0, "when", "all", 0)) == "tiers/gold/when/all/1"


def test_long_values_are_cut_in_sentences() -> None:
    finding = only(tier(f"{{score: {'x' * 500}}}"))
    assert len(finding.message.text("en")) < 200


def test_a_keyword_that_nobody_translated_still_gives_a_sentence() -> None:
    root = nodes("a: 1\n")
    misfit = Misfit("multipleOf", 2, 1, {}, {}, (), ("a",), (root, at(root, ("a",))))
    (problem,) = problems_of(misfit)
    assert problem.message.text("en") == "`a` does not fit here"
    assert problem.hint is None


TECHNICAL = re.compile(
    r"\b(str|int|dict|list\[|NoneType|Decimal|object|array|enum|pattern|anyOf|oneOf|additionalP|"
    r"minItems|required|schema|regex|null|property)\b|\^|\(\?"
)


def test_sentences_are_free_of_technical_words_and_exist_in_chinese() -> None:
    texts = [tier(when) for when, *_ in CONDITIONS] + [card(item) for item, *_ in CHARACTERISTICS]
    for text in (*texts, *(text for text, *_ in ELSEWHERE)):
        for finding in found_in(text):
            assert not TECHNICAL.search(said(finding)), said(finding)
            assert re.search(r"[\u4e00-\u9fff]", finding.message.text("zh"))
            if finding.hint is not None:
                assert re.search(r"[\u4e00-\u9fff]", finding.hint.text("zh"))


def test_a_deep_list_is_called_by_its_key() -> None:
    assert said(only("[[1]]")).startswith("the file must be")
    assert subject(("a", 0, 1)).text("en") == "entry 2 of `a`"
    assert subject((0,)).text("zh") == "`` 的第 1 项"


def test_shared_schemas_are_read_once() -> None:
    assert schema("policy") is schema("policy")
    assert isinstance(nodes(HEADER), Mapping)
