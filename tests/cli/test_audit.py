"""``evenhand audit`` and ``evenhand rule`` as they are called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand.cli.main import run
from evenhand.loading.schema import schema

DAY = ("--as-of", "2026-11-24", "--isolated", "--lang", "en")

ROOT = Path(__file__).parents[2]

WRONG = "evenhand: 1\npolicy: {id: wrong}\n"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run([*words, *DAY])
    out, err = capsys.readouterr()
    return code, out, err


def as_data(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code, out, _ = said(capsys, *words, "-f", "json")
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    return code, found


def test_occupation_paths_are_found_at_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = as_data(capsys, "audit", "@occupation-white-list", "--select", "STAT-01")
    assert code == 0
    listed = {one["element"]: one for one in found["findings"]}
    doctor = listed["tiers/premium/paths/doctor"]
    text = (ROOT / "policies/seed/occupation-white-list.yaml").read_text("utf-8").splitlines()
    assert text[doctor["line"] - 1].strip() == "when: {occupation: doctor}"
    assert doctor["column"] == text[doctor["line"] - 1].index("occupation") + 1
    del doctor["line"], doctor["column"], doctor["remedy"], doctor["fingerprint"]
    assert doctor == {
        "rule": "STAT-01",
        "severity": "warning",
        "confidence": "static",
        "policy": "occupation-white-list",
        "element": "tiers/premium/paths/doctor",
        "path": "policies/seed/occupation-white-list.yaml",
        "message": {
            "en": "“Occupation” decides the path “Doctor” into the tier “Premium customer”, "
            "and no evidence of its bearing on risk is attached",
            "zh": "“职业”决定进入“优质客户”等级的路径“医生”，且未附其与风险相关的证据",
        },
        "hint": None,
        "related": [],
        "witness": None,
        "citations": ["CN-06", "CN-18"],
        "status": "new",
    }


def test_the_result_tells_which_rules_passed(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = as_data(
        capsys, "audit", "@three-laws", "@icbc-premium-repaired", "--select", "TIE-02,GOV-01,SRC-03"
    )
    assert code == 0
    assert found["run"]["command"] == "audit"
    assert found["summary"]["warning"] == 1
    names = {rule["id"]: rule for rule in found["result"]["rules"]}
    assert names["TIE-02"]["passed"] == ["three-laws", "icbc-premium-repaired"]
    assert names["GOV-01"]["not_applicable"] == ["three-laws"]
    assert names["GOV-01"]["passed"] == ["icbc-premium-repaired"]
    assert names["SRC-03"]["findings"] == 1
    assert [one["id"] for one in found["result"]["policies"]] == [
        "three-laws",
        "icbc-premium-repaired",
    ]
    assert found["result"]["policies"][0]["warning"] == 1


def test_an_error_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "audit", "@ccb-credit-card-100")
    assert (code, err) == (1, "")
    assert "error[PROT-01]: “Sex” decides the points for “Sex and age”" in out
    assert said(capsys, "audit", "@ccb-credit-card-100", "--ignore", "PROT-01")[0] == 0
    assert said(capsys, "audit", "@ccb-credit-card-100", "--fail-on", "never")[0] == 0


def test_the_threshold_is_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    for threshold, code in [("error", 0), ("warning", 0), ("note", 1)]:
        words = ("audit", "@icbc-premium-repaired", "--fail-on", threshold)
        assert said(capsys, *words)[0] == code


def test_the_text_has_the_line_why_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "audit", "@three-laws", "--select", "PRIV-03")
    assert "three-laws 1.0.0  Three laws" in out
    assert "malicious_overdraft_count_ever: {at_least: 1}" in out
    assert out.count("  why: Credit bureaus delete a bad record") == 1
    assert out.count("  do: Set a look-back") == 1
    assert "and 3 more (-v shows them): policies/seed/three-laws.yaml:144:19, 157:19, 228:16" in (
        " ".join(out.split())
    )
    assert out.rstrip().endswith("not a verdict: ask counsel.")


def test_chinese_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["audit", "@three-laws", "--select", "PRIV-03", *DAY[:3], "--lang", "zh-CN"])
    out = capsys.readouterr().out
    assert code == 0
    assert "警告[PRIV-03]：“历史恶意透支次数”" in out or "警告[PRIV-03]：“" in out
    assert "审查结果仅提示可能违规" in out


def test_a_policy_that_is_clean_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "audit", "@icbc-premium-repaired", "--select", "VAGUE")
    assert "errors: 0, warnings: 0, notes: 0" in out
    assert "ask counsel" not in out


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("audit", "@three-laws", "--select", "STT-01"), 2, "did you mean `STAT-01`?"),
        (("audit", "@three-laws", "--ignore", "nix"), 2, "no rule or family `nix`"),
        (("audit", "@no-such"), 3, "@no-such"),
        (("audit",), 2, "no path"),
    ],
)
def test_wrong_calls(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, part: str
) -> None:
    ended, out, err = said(capsys, *words)
    assert (ended, out) == (code, "")
    assert part in err


def test_a_wrong_policy_cannot_be_audited(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(WRONG, encoding="utf-8")
    code, out, err = said(capsys, "audit", str(file))
    assert (code, out) == (3, "")
    assert "wrong.yaml" in err


def test_rules_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "rule", "list", "prot")
    assert code == 0
    assert "PROT-01  error" in out
    assert "STAT-01" not in out
    code, out, _ = said(capsys, "rule", "show", "GOV-01")
    assert code == 0
    assert "  do: Name the owner" in out
    assert "    settings: policy.owner, policy.approved, policy.approved.review_due" in out
    assert said(capsys, "rule", "show", "GOV-1")[0] == 2


def test_rules_are_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    _, found = as_data(capsys, "rule", "show", "PROT-04")
    (rule,) = found["result"]["items"]
    assert rule["id"] == "PROT-04"
    assert rule["with"] == {"measures": ["age"], "from_age": "18"}
    assert set(rule["why"]) == {"en", "zh"}
