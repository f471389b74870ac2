"""The dossier: every analysis on every policy, and what is left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from evenhand import api
from evenhand.analysis.left_open import left_open
from evenhand.analysis.report import versions
from evenhand.finding import Severity
from evenhand.model.describe import words_text

DAY = date(2026, 11, 24)


def test_each_open_place_is_told_once_in_the_order_of_lines() -> None:
    found = left_open(api.load("@three-laws").model)
    places = [one.location.line for one in found]
    assert places == sorted(places)
    assert {one.sort for one in found} == {"unstated", "range", "discretion"}
    spending = next(one for one in found if one.element == "tiers/premium/paths/by-spending")
    assert [words_text(value, "en") for value in spending.values] == ["40,000", "50,000"]
    assert spending.taken == "40,000"
    assert spending.because is not None


def test_opinions_and_disputes_are_open_too() -> None:
    assert "human" in {one.sort for one in left_open(api.load("@ccb-credit-card-100").model)} | {
        one.sort for one in left_open(api.load("@scorecard-five").model)
    }
    assert "disputed" in {one.sort for one in left_open(api.load("@ccb-credit-card-100").model)}
    assert left_open(api.load("@icbc-premium-repaired").model) == ()


def test_versions_are_told_by_the_ends_of_ids() -> None:
    old, new = api.load("@icbc-premium").model, api.load("@icbc-premium-repaired").model
    third = replace(new, header=replace(new.header, id="icbc-premium-2028", version="3.0.0"))
    other = api.load("@three-laws").model
    found = versions([third, other, new, old])
    assert {name: policy.id for name, policy in found.items()} == {
        "icbc-premium-repaired": "icbc-premium",
        "icbc-premium-2028": "icbc-premium-repaired",
    }


def test_the_dossier_holds_what_the_analyses_say() -> None:
    policies = [api.load("@icbc-premium-repaired"), api.load("@icbc-premium")]
    dossier = api.report(policies, as_of=DAY, seed=1)
    assert [one.policy.id for one in dossier.sheets] == ["icbc-premium", "icbc-premium-repaired"]
    audited = api.audit(policies, as_of=DAY)
    for sheet in dossier.sheets:
        assert set(audited.of(sheet.policy.id)) <= set(sheet.findings)
        assert sheet.passed == len(sheet.cases) > 0
        assert sum(one.count for one in sheet.simulated.outcomes) == sheet.simulated.n
        assert sheet.count(Severity.WARNING) == sum(
            one.severity is Severity.WARNING for one in sheet.findings
        )
    assert dossier.sheets[0].earlier is None
    assert dossier.sheets[1].earlier is not None
    assert dossier.exit_code() == 0
    assert dossier.exit_code("warning") == 1


def test_the_seed_and_nothing_else_draws_the_cases() -> None:
    policy = api.load("@icbc-premium")

    def outcomes(seed: int) -> object:
        return api.report([policy], as_of=DAY, seed=seed).sheets[0].simulated.outcomes

    assert outcomes(1) == outcomes(1)
    assert outcomes(1) != outcomes(2)
