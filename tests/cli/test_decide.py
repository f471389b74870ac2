"""``evenhand decide`` as it is called: every row accounted for, and files whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator
from tests.tables import NAMES, POLICY, hostile, rows_of, table

import evenhand as eh
from evenhand.cli.main import run
from evenhand.loading.schema import schema
from evenhand.reporting.cells import cell_width

DAY = ("--as-of", "2026-11-24", "--isolated")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the policy, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run(["decide", *words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


def as_data(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    ended, out, err = said(capsys, "small.yaml", *words, "-f", "json")
    assert (ended, err) == (code, "")
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    return found["result"]


GOOD: list[tuple[object, ...]] = [
    ("k1", "300000.00", 0, "clerk", "low"),
    ("k2", 299999.99, 0, "clerk", "low"),
    ("k3", 5, 3, "welder", "high"),
    ("k4", 5, 2, "welder", "high"),
    ("k5", "", 0, "none", "high"),
    ("k6", 5, "", "none", "high"),
]


def test_a_table_is_decided_as_the_reference_decides_each_customer(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = table(here / "book.csv", GOOD)
    found = as_data(capsys, "--data", data, "--id", "customer", "-o", "out.csv")
    assert found["rows"] == {"in": 6, "read": 6, "unreadable": 0, "wrong": 0}
    assert found["written"] == {"path": "out.csv", "rows": 6}
    policy = eh.load("small.yaml")
    for row, given in zip(rows_of(here / "out.csv"), GOOD, strict=True):
        values = {k: str(v) for k, v in zip(NAMES[1:], given[1:], strict=True) if v != ""}
        wanted = policy.decide(values)
        assert row["customer"] == given[0]
        assert row["policy"] == "small"
        assert (row["outcome"], row["status"]) == (wanted.outcome, wanted.status.value)
        assert (row["floor"], row["ceiling"]) == (wanted.floor or "", wanted.ceiling or "")
        assert row["path"] == ";".join(wanted.paths)
        assert row["reason_1"] == next((one.code for one in wanted.reasons), "")


@pytest.mark.parametrize("on_bad", ["refer", "skip"])
def test_one_hostile_row_in_a_hundred_and_every_row_is_accounted_for(
    here: Path, capsys: pytest.CaptureFixture[str], on_bad: str
) -> None:
    count = 20_000
    made = hostile(here / "book.csv", count)
    assert min(made.values()) > 0
    words = ("--data", "book.csv", "--id", "customer", "-o", "out.csv", "--bad-rows", "bad.csv")
    found = as_data(capsys, *words, "--on-bad", on_bad)
    unreadable = made["short"] + made["long"] + made["open-quote"] + made["encoding"]
    wrong = sum(made[sort] for sort in ("text", "huge", "negative", "code", "nul", "rounding"))
    assert found["rows"] == {
        "in": count,
        "read": count - unreadable,
        "unreadable": unreadable,
        "wrong": wrong,
    }
    assert {(one["attribute"], one["problem"]): one["rows"] for one in found["problems"]} == {
        ("balance", "not-a-number"): made["text"] + made["nul"],
        ("balance", "too-long"): made["huge"],
        ("balance", "off-step"): made["rounding"],
        ("balance", "out-of-range"): made["negative"],
        ("grade", "unknown-code"): made["code"],
    }
    out = rows_of(here / "out.csv")
    left_out = wrong if on_bad == "skip" else 0
    assert len(out) == count - unreadable - left_out
    assert sum(row["status"] == "data_error" for row in out) == wrong - left_out
    assert all(row["outcome"] == "refer" for row in out if row["status"] == "data_error")
    policy = found["policies"]["small"]
    assert (policy["n"], policy["left_out"]) == (len(out), left_out)
    assert sum(one["count"] for one in policy["tiers"].values()) == len(out)
    assert len(rows_of(here / "bad.csv")) == wrong + unreadable
    formulas = [row["customer"] for row in out if "HYPERLINK" in row["customer"]]
    assert len(formulas) == made["formula"]
    assert all(name.startswith("'=") for name in formulas)


def test_fail_writes_nothing_and_ends_with_3(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = table(here / "book.csv", [*GOOD, ("k7", "x", 0, "clerk", "low")])
    words = ("--data", data, "-o", "out.parquet", "--on-bad", "fail")
    found = as_data(capsys, *words, code=3)
    assert (found["stopped"], found["written"]) == (True, None)
    assert [path.name for path in here.iterdir() if "out" in path.name] == []
    table(here / "book.csv", GOOD)
    assert as_data(capsys, *words)["written"] == {"path": "out.parquet", "rows": 6}


def test_the_same_rows_from_parquet_a_folder_and_a_database(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table(here / "book.csv", GOOD)
    wanted = as_data(capsys, "--data", "book.csv", "--id", "customer", "-o", "csv.csv")
    connection = duckdb.connect("bank.duckdb")
    connection.execute(
        "create table customers as select customer, balance::decimal(18, 2) balance,"
        " late::tinyint late, job, grade::enum('low', 'high') grade from 'book.csv'"
    )
    (here / "parts").mkdir()
    connection.execute("copy customers to 'book.parquet'")
    for number, where in enumerate(("customer < 'k4'", "customer >= 'k4'")):
        connection.execute(f"copy (from customers where {where}) to 'parts/{number}.parquet'")
    connection.close()
    sources = (("book.parquet",), ("parts",), ("bank.duckdb", "--table", "customers"))
    for source in sources:
        for out in ("out.csv", "out.parquet"):
            words = ("--data", *source, "--id", "customer", "-o", out)
            found = as_data(capsys, *words)
            assert found["policies"] == wanted["policies"]
        assert (here / "out.csv").read_bytes() == (here / "csv.csv").read_bytes()
        again = duckdb.execute("select * from 'out.parquet'").fetchall()
        assert [row[0] for row in again] == [row[0] for row in GOOD]
        assert as_data(capsys, "--data", *source)["policies"] == wanted["policies"]


def test_several_policies_in_one_pass_decide_as_each_alone(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "other.yaml").write_text(
        POLICY.replace("id: small", "id: other").replace("300_000", "1"), encoding="utf-8"
    )
    data = table(here / "book.csv", [*GOOD, ("k7", 5, 0, "clerk", "middling")])
    for policy in ("small", "other"):
        code, _, _ = said(capsys, f"{policy}.yaml", "--data", data, "-o", f"{policy}.csv")
        assert code == 0
    assert said(capsys, "small.yaml", "other.yaml", "--data", data, "-o", "both.csv")[0] == 0
    both = rows_of(here / "both.csv")
    assert both == [*rows_of(here / "small.csv"), *rows_of(here / "other.csv")]
    assert len({row["outcome"] for row in both}) > 1


MAPPING = """\
evenhand: 1
mapping: {id: core, customer: 客户号, encoding: gb18030, delimiter: "|", missing: ["-"]}
columns:
  balance: {column: 余额分, unit: fen}
  late: LATE
  job: {column: 职业, codes: {"01": clerk, "02": none}}
  grade: {constant: low}
"""


def test_a_mapping_brings_names_units_codes_and_encodings(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "core.yaml").write_text(MAPPING, encoding="utf-8")
    rows = "客户号|余额分|LATE|职业\n甲|30000000|0|01\n乙|29999999|0|99\n丙|-|-|02\n丁|1.5|0|01\n"
    (here / "book.csv").write_bytes(rows.encode("gb18030"))
    found = as_data(capsys, "--data", "book.csv", "--mapping", "core.yaml", "-o", "out.csv")
    out = rows_of(here / "out.csv")
    assert [(row["客户号"], row["outcome"], row["status"]) for row in out] == [
        ("甲", "gold", "decided"),
        ("乙", "standard", "decided"),
        ("丙", "refer", "undecided"),
        ("丁", "refer", "data_error"),
    ]
    (problem,) = found["problems"]
    assert (problem["column"], problem["problem"]) == ("余额分", "off-step")
    assert problem["examples"] == [{"row": 4, "id": "丁"}]


def test_wrong_values_are_shown_only_when_asked_for(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = table(here / "book.csv", [("k1", "secret", 0, "clerk", "low")])
    words = ("small.yaml", "--data", data, "--id", "customer", "--bad-rows", "bad.csv")
    for more, shown in (((), False), (("--show-values",), True)):
        code, out, err = said(capsys, *words, *more)
        assert code == 0
        assert ("secret" in out + err) is shown
        assert ("secret" in (here / "bad.csv").read_text("utf-8")) is shown
        assert "row 1 (k1)" in out


def test_groups_hide_small_counts(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(f"k{n}", 5, 0, "clerk" if n < 20 else "none", "low") for n in range(23)]
    data = table(here / "book.csv", [*rows, ("k99", 400_000, 0, "clerk", "low")])
    found = as_data(capsys, "--data", data, "--by", "job")
    clerks, others = found["policies"]["small"]["groups"]["job"]
    hidden = {"gold": None, "standard": None, "refer": 0}
    assert (clerks["value"], clerks["n"], clerks["tiers"]) == ("clerk", None, hidden)
    hidden = {"gold": 0, "standard": None, "refer": 0}
    assert (others["value"], others["n"], others["tiers"]) == ("none", None, hidden)
    more = [(f"m{n}", 400_000 if n % 2 else 5, 0, "none", "low") for n in range(20)]
    data = table(here / "book.csv", [*rows[:20], *more])
    (one, two) = as_data(capsys, "--data", data, "--by", "job")["policies"]["small"]["groups"][
        "job"
    ]
    assert (one["n"], one["tiers"]) == (20, {"gold": 0, "standard": 20, "refer": 0})
    assert (two["n"], two["tiers"]) == (20, {"gold": 10, "standard": 10, "refer": 0})
    table(here / "book.csv", rows)
    code, out, _ = said(capsys, "small.yaml", "--data", data, "--by", "job")
    assert code == 0
    assert "one to four customers" in out


def test_columns_are_reported_absent_unknown_and_unused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("balanse", "late", "age", "whatever")
    data = table(here / "book.csv", [(5, 0, 40, "x")], names)
    found = as_data(capsys, "--data", data)
    assert [one["attribute"] for one in found["absent"]] == ["balance", "grade", "job"]
    assert found["unused"] == [
        {"column": "balanse", "known": False, "near": "balance"},
        {"column": "age", "known": True, "near": None},
        {"column": "whatever", "known": False, "near": None},
    ]
    assert found["rows"]["wrong"] == 0


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_the_text_fits_its_width_in_both_languages(
    here: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    hostile(here / "book.csv", 500)
    words = ("small.yaml", "--data", "book.csv", "--by", "job", "--width", "80")
    code, out, _ = said(capsys, *words, lang=lang)
    assert code == 0
    assert all(cell_width(line) <= 80 for line in out.splitlines())
    assert ("无法读取的行" in out) is (lang == "zh-CN")


@pytest.mark.parametrize(
    ("words", "code", "wanted"),
    [
        (("--data", "none.csv"), 3, "none.csv"),
        (("--data", "https://example.com/a.parquet"), 2, "is an address"),
        (("--data", "s3://bucket/a.parquet"), 2, "is an address"),
        (("--data", "*.parquet"), 2, "is a pattern"),
        (("--data", "a[1].csv"), 3, "stand for patterns"),
        (("--data", "book.arrow"), 3, "save it as Parquet"),
        (("--data", "book.xlsx"), 3, "none of .parquet"),
        (("--data", "no.parquet"), 3, "cannot be read"),
        (("--data", "empty.csv"), 3, "row of column names"),
        (("--data", "twice.csv"), 3, "two columns called `a`"),
        (("--data", "folder"), 3, "no .parquet file"),
        (("--data", "book.csv", "--table", "t"), 2, "--table is for DuckDB files"),
        (("--data", "bank.duckdb"), 2, "name its table"),
        (("--data", "book.csv", "--id", "custmer"), 2, "did you mean `customer`"),
        (("--data", "book.csv", "--by", "city"), 2, "no column or attribute `city`"),
        (("--data", "book.csv", "--memory-limit", "much"), 2, "no size such as"),
        (("--data", "book.csv", "-o", "book.csv"), 2, "is read; write to another"),
        (("--data", "book.csv", "-o", "a.csv", "-o", "b.parquet"), 2, "decisions go to one file"),
        (("--data", "book.csv", "--bad-rows", "a.txt"), 2, ".parquet or .csv"),
        (("--data", "floats.parquet"), 3, "floats: as_printed"),
        (("--data", "book.csv", "--mapping", "small.yaml"), 3, "mapping file is needed"),
        (("--data", "book.csv", "-o", "folder/sub.csv"), 3, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, wanted: str
) -> None:
    table(here / "book.csv", GOOD)
    for name in ("a[1].csv", "book.arrow", "book.xlsx", "bank.duckdb"):
        shutil.copy(here / "book.csv", here / name)
    (here / "no.parquet").write_bytes(b"PAR1 no")
    (here / "empty.csv").write_bytes(b"")
    (here / "twice.csv").write_bytes(b"a,b,a\n1,2,3\n")
    (here / "folder" / "sub.csv").mkdir(parents=True)
    duckdb.execute("copy (select 1.5::double balance) to 'floats.parquet'")
    ended, out, err = said(capsys, "small.yaml", *words)
    assert (ended, out) == (code, "")
    assert wanted in err
    assert "Traceback" not in err
    assert not list(here.glob(".*.part"))


def test_without_the_extra_one_line_says_what_to_install(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = table(here / "book.csv", GOOD)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    code, _, err = said(capsys, "small.yaml", "--data", data)
    assert code == 3
    assert "pip install 'evenhand[data]'" in err
