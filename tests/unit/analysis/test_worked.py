"""Worked customers: differences, coverage, and the generated ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.build import policy

from evenhand import api
from evenhand.analysis.coverage import coverage
from evenhand.analysis.regression import MARK, cases_text, probes
from evenhand.analysis.worked import work
from evenhand.errors import LoadError, UsageError
from evenhand.model.example import ExampleOrigin
from evenhand.model.outcome import Status
from evenhand.model.values import value_text
from evenhand.result import Run

DAY = date(2026, 11, 24)
RUN = Run("test", DAY)

BODY = """
knockouts:
  - {id: late, when: {count: {at_least: 3}}, effect: reject, reason: {code: R1, en: Late., zh: 逾期。}}
scorecard:
  characteristics:
    - id: amount
      attribute: amount
      bins: [{below: 100, points: 0}, {at_least: 100, points: 20}]
benefits:
  desk: {kind: service}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    paths: [{id: rich, when: {amount: {at_least: 100}}}, {id: high, when: {rank: high}}]
    benefits: [desk]
otherwise: {tier: plain}
examples:
"""  # noqa: E501


def example(given: str, expect: str, origin: str = "hand") -> str:
    why = "    why: Counted.\n" if origin == "hand" else ""
    return (
        f"  - name: One\n    from: {origin}\n{why}"
        f"    given: {{{given}}}\n    expect: {{{expect}}}\n"
    )


def worked(*examples: str) -> Any:
    loaded = policy(BODY + "".join(examples))
    return work([(loaded.model, loaded.examples)], RUN)


@pytest.mark.parametrize(
    ("given", "expect", "differences"),
    [
        ("amount: 100, count: 0", "outcome: gold, status: decided, path: rich", []),
        ("amount: 100, count: 0", "outcome: plain", [("outcome", "plain", "gold")]),
        ("amount: 100, count: 0", "outcome: gold, score: 19", [("score", "19", "20")]),
        ("rank: high, count: 0", "outcome: gold, score: unknown", []),
        ("amount: 100, count: 0", "outcome: gold, score: unknown", [("score", "unknown", "20")]),
        ("amount: 100, count: 0", "outcome: gold, path: high", [("path", "high", "rich")]),
        ("amount: 100, count: 0", "outcome: gold, benefits: [desk]", []),
        ("amount: 100, count: 0", "outcome: gold, benefits: []", [("benefits", "-", "desk")]),
        ("count: 3", "outcome: rejected, reasons: [R1]", []),
        ("count: 3", "outcome: rejected, reasons: [R2]", [("reasons", "R2", "R1")]),
        (
            "amount: 99, count: 0",
            "outcome: refer, status: undecided, possible: [gold, plain], floor: plain",
            [],
        ),
        (
            "amount: 99, count: 0",
            "outcome: refer, possible: [gold], floor: gold",
            [("possible", "gold", "gold, plain"), ("floor", "gold", "plain")],
        ),
    ],
)
def test_each_expectation_is_compared(
    given: str, expect: str, differences: list[tuple[str, str, str]]
) -> None:
    (check,) = worked(example(given, expect)).checks
    (one,) = check.checked
    assert [(d.field, d.expected, d.actual) for d in one.differences] == differences


def test_a_failure_is_an_error_at_the_example() -> None:
    result = worked(example("amount: 100, count: 0", "outcome: plain"))
    (found,) = result.findings
    assert found.location is not None
    assert found.location.excerpt.strip() == "- name: One"
    assert found.message.text("en") == (
        "the example `One` fails: the outcome should be plain and is gold"
    )
    assert found.message.text("zh") == "案例 `One` 不符：结果应为 plain，实为 gold"
    assert (result.passed, result.failed, result.exit_code()) == (0, 1, 1)


def test_generated_examples_never_count_as_coverage() -> None:
    given, expect = "amount: 100, count: 0", "outcome: gold"
    hand = policy(BODY + example(given, expect))
    generated = policy(BODY + example(given, expect, "generated"))
    counted = work([(hand.model, hand.examples)], RUN).checks[0].coverage
    ignored = work([(generated.model, generated.examples)], RUN).checks[0].coverage
    assert counted.counts("outcomes") == (1, 3)
    assert ignored.counts("outcomes") == (0, 3)
    assert ignored.counts("rows") == (0, 2)


def test_coverage_counts_both_sides() -> None:
    loaded = policy(
        BODY
        + example("amount: 100, count: 0", "outcome: gold")
        + example("amount: 99.99, rank: low, count: 3", "outcome: rejected")
    )
    found = coverage(loaded.model, loaded.examples)
    assert {sort: found.counts(sort) for sort in found.spots} == {
        "outcomes": (2, 3),
        "knockouts": (2, 2),
        "paths": (1, 2),
        "rows": (2, 2),
        "edges": (2, 2),
    }
    assert [one.element for one in found.missed["paths"]] == ["tiers/gold/high"]


def test_far_from_a_threshold_is_no_edge() -> None:
    loaded = policy(BODY + example("amount: 5_000, count: 0", "outcome: gold"))
    assert coverage(loaded.model, loaded.examples).counts("edges") == (0, 2)


def test_probes_stand_at_each_threshold_and_beside_it() -> None:
    loaded = policy(BODY + example("amount: 5_000, count: 0, rank: low", "outcome: gold"))
    found = [
        (one.attribute, value_text(one.value), one.outcome.outcome)
        for one in probes(loaded.model, loaded.examples)
        if one.attribute in ("amount", "count")
    ]
    assert found == [
        ("count", "2", "gold"),
        ("count", "3", "rejected"),
        ("count", "4", "rejected"),
        ("amount", "99.99", "plain"),
        ("amount", "100", "gold"),
        ("amount", "100.01", "gold"),
    ]


def test_without_examples_the_typical_customer_is_taken() -> None:
    found = list(probes(policy().model, ()))
    assert [value_text(one.value) for one in found] == ["99.99", "100", "100.01"]
    assert all(one.outcome.status is Status.DECIDED for one in found)


CASES = """\
# Kept.
evenhand: 1
cases: {policy: small}
examples:
  # Kept too.
  - name: By hand  # and this
    from: hand
    why: Counted.
    given: {amount: 100, count: 0, rank: low}
    expect: {outcome: gold}
"""


def files(folder: Path, cases: str | None = CASES) -> Path:
    from tests.build import HEAD

    path = folder / "small.yaml"
    path.write_text(HEAD + BODY.replace("examples:\n", ""), encoding="utf-8")
    if cases is not None:
        (folder / "small.cases.yaml").write_text(cases, encoding="utf-8")
    return path


def written(path: Path) -> str:
    for file, text in api.regression_examples([path]):
        Path(file).write_text(text, encoding="utf-8")
    return path.with_name("small.cases.yaml").read_text("utf-8")


def test_generated_examples_are_added_below_the_others(tmp_path: Path) -> None:
    path = files(tmp_path)
    text = written(path)
    assert text.startswith(f"{CASES}\n{MARK}\n  - name: count is 2\n    from: generated\n")
    result = api.work([path], as_of=DAY)
    assert result.failed == 0
    assert result.checks[0].count(ExampleOrigin.GENERATED) > 5


def test_generating_twice_changes_nothing(tmp_path: Path) -> None:
    path = files(tmp_path)
    written(path)
    assert list(api.regression_examples([path])) == []


def test_a_change_of_the_policy_fails_and_is_generated_anew(tmp_path: Path) -> None:
    path = files(tmp_path)
    written(path)
    before = path.read_text("utf-8")
    path.write_text(before.replace("amount: {at_least: 100}", "amount: {at_least: 101}"), "utf-8")
    result = api.work([path], as_of=DAY)
    assert result.exit_code() == 1
    assert {one.hint.key for one in result.findings if one.hint} == {
        "test.changed.hint",
        "test.failed.hint",
    }
    text = written(path)
    assert text.startswith(f"{CASES}\n{MARK}\n")
    assert text.count(MARK) == 1
    assert "amount is 101\n" in text


def test_a_missing_cases_file_is_made(tmp_path: Path) -> None:
    text = written(files(tmp_path, None))
    assert text.startswith("evenhand: 1\ncases: {policy: small}\nexamples:\n")


def test_examples_in_brackets_cannot_be_added_to(tmp_path: Path) -> None:
    path = files(tmp_path, "evenhand: 1\ncases: {policy: small}\nexamples: []\n")
    with pytest.raises(UsageError) as refused:
        list(api.regression_examples([path]))
    assert refused.value.message.key == "usage.no-examples-list"


def test_shipped_files_are_not_written_to() -> None:
    with pytest.raises(UsageError):
        list(api.regression_examples(["@three-laws"]))


def test_a_wrong_cases_file_is_not_passed_over(tmp_path: Path) -> None:
    path = files(tmp_path, CASES.replace("outcome: gold", "outcome: golden"))
    with pytest.raises(LoadError):
        api.work([path], as_of=DAY)


def test_a_cases_file_stands_for_its_policy(tmp_path: Path) -> None:
    files(tmp_path)
    result = api.work([tmp_path / "small.cases.yaml"], as_of=DAY)
    assert (result.passed, [one.policy.id for one in result.checks]) == (1, ["small"])


def test_text_without_examples_stays_as_it_is() -> None:
    loaded = policy(
        "tiers: [{id: gold, title: {en: G, zh: 金}, when: {colour: red}}]\n"
        "otherwise: {tier: plain}\n"
    )
    assert cases_text(loaded.model, (), CASES) == CASES
