"""One query from rows to decisions: the table is read once, however many policies ask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.build import policy
from tests.readings import TODAY

from evenhand.engines.sql.pipeline import pipeline
from evenhand.engines.sql.planning import Wanted, plan
from evenhand.engines.sql.reading import answering
from evenhand.engines.sql.sandbox import sandbox
from evenhand.engines.sql.source import open_source, source_of
from evenhand.model.outcome import Reading
from evenhand.model.table_mapping import WITHOUT

TIERS = """\
tiers:
  - id: gold
    title: {en: Gold, zh: 金卡}
    when: {amount: {at_least: 5}}
otherwise: {tier: standard, title: {en: Standard, zh: 普通}}
"""


def test_several_policies_read_the_table_once(tmp_path: Path) -> None:
    data = tmp_path / "book.csv"
    data.write_text("amount\n5\n4\n")
    one = policy(TIERS).model
    other = replace(one, header=replace(one.header, id="other"))
    source = source_of(data)
    with sandbox(source.allowed) as box:
        opened = open_source(box, source, WITHOUT, copied=False)
        made = plan(Wanted((one, other), Reading.DECLARED, WITHOUT, TODAY), opened)
        piped = pipeline(made, opened, Reading.DECLARED, show_values=False)
        for name, number in piped.asked.items():
            box.define(name, answering(made.inputs[number].rule))
        text = piped.query.sql("duckdb", comments=False)
        ((_, shown),) = box.run(f"EXPLAIN {text}")
        assert shown.upper().count("READ_CSV") == 1
        assert "JOIN" not in shown.upper()
        assert len(box.run(text)) == 2
    assert (len(made.programs), len(made.inputs)) == (2, 1)
