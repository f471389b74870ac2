"""``evenhand prove --write-certificate`` and ``--certificate`` as they are called."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from evenhand.cli.main import run
from evenhand.loading.schema import schema

DAY = ("--as-of", "2026-11-24", "--isolated")
LAWS = ("--monotone", "deposit_mean_1m", "--unreachable", "premium")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run(["prove", *words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def proof(capsys: pytest.CaptureFixture[str]) -> Path:
    code, _, err = said(capsys, "@icbc-premium", *LAWS, "--write-certificate", "proof.json")
    assert code == 0
    assert "wrote proof.json" in err and "2 of 2 answers" in err
    return Path("proof.json")


def test_a_certificate_is_checked_in_both_languages(
    capsys: pytest.CaptureFixture[str], proof: Path
) -> None:
    for lang, words in (("en", "`proof.json` is right"), ("zh-CN", "`proof.json` 无误")):
        code, out, err = said(capsys, "--certificate", str(proof), lang=lang)
        assert (code, err) == (0, "") and words in out
    assert "holds  nobody gets: Premium customer" in said(capsys, "--certificate", str(proof))[1]


def test_a_fresh_process_checks_it(proof: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "evenhand", "prove", "--certificate", str(proof), "--isolated"],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "EVENHAND_LANG": "en"},
    )
    assert "is right" in done.stdout


def test_checking_asks_no_engine(proof: Path) -> None:
    """What is found out is found out by the checker; the exact engine's walk never begins."""
    code = f"""
import evenhand.engines.exact.walk as walk, evenhand.engines.proofs as proofs
def none(*_): raise AssertionError
walk.Walk.run = none
from datetime import date
from evenhand import api
assert api.check_certificate({str(proof)!r}, as_of=date(2026, 11, 24)).accepted
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_changed_certificate_is_refused_at_its_place(
    capsys: pytest.CaptureFixture[str], proof: Path
) -> None:
    text = proof.read_text("utf-8")
    assert '"states": 3,' in text
    proof.write_text(text.replace('"states": 3,', '"states": 4,', 1), "utf-8")
    code, out, _ = said(capsys, "--certificate", str(proof))
    assert code == 1
    assert "says `4`, but computed anew it is `3`" in out
    assert "proof.json:" in out and "^" in out
    code, out, _ = said(capsys, "--certificate", str(proof), lang="zh-CN")
    assert code == 1 and "重新计算的结果是 `3`" in out and "未获认可" in out


def test_as_json(capsys: pytest.CaptureFixture[str], proof: Path) -> None:
    _, out, _ = said(capsys, "--certificate", str(proof), "-f", "json")
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    assert found["result"]["certificate"] == {"path": "proof.json", "accepted": True}
    assert [law["answer"] for law in found["result"]["laws"]] == ["holds", "holds"]


def test_a_certificate_fits_its_schema(proof: Path) -> None:
    data = json.loads(proof.read_text("utf-8"))
    assert data["certificate"]["policies"][0]["id"] == "icbc-premium"
    assert code_of("validate", str(proof)) == 0


def code_of(*words: str) -> int:
    return run([*words, *DAY])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"evenhand": 1, "certificate": {', "never closed"),
        ("evenhand: 1\nprofile: {policy: x}\nvalues: {}\n", "a certificate is needed here"),
        ('{"evenhand": 1}', "kind"),
    ],
)
def test_what_is_no_certificate(capsys: pytest.CaptureFixture[str], text: str, told: str) -> None:
    Path("wrong.json").write_text(text, "utf-8")
    code, out, err = said(capsys, "--certificate", "wrong.json")
    assert code == 3 and told in out + err
    assert "Traceback" not in err


def test_it_stands_alone(capsys: pytest.CaptureFixture[str], proof: Path) -> None:
    for more in (LAWS, ("--total",), ("--write-certificate", "x.json"), ("--customers", "all")):
        code, _, err = said(capsys, "--certificate", str(proof), *more)
        assert code == 2 and "nothing else" in err
    assert said(capsys, "--certificate", "nowhere.json")[0] == 3
    assert said(capsys, "--certificate", str(proof), "@three-laws")[0] == 2


def test_what_no_certificate_speaks_of_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("@icbc-premium", "--reachable", "ordinary", "--write-certificate", "proof.json", "-v")
    code, _, err = said(capsys, *words)
    assert code == 0 and "0 of 1 answers" in err and "rests on customers" in err
    assert not Path("proof.json").exists()
