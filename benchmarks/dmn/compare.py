"""Exported decision models beside tools that this project does not depend on.

    (cd benchmarks/dmn && npm install feelin @kie-tools/dmn-marshaller)
    pip install xmlschema
    python benchmarks/dmn/compare.py

feelin works out every FEEL text of every shipped policy for customers at its thresholds, and the
answers are compared with the reference engine's; xmlschema compares the XML with the schema of DMN
1.5. feelin's numbers are binary floats, so it shows what the texts mean, not exactness.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from tests.unit.exporting.dmn_run import NS, Runner, text_of  # noqa: E402

from evenhand import api  # noqa: E402
from evenhand.analysis.edges import edge_customers  # noqa: E402
from evenhand.engines.reference import decide  # noqa: E402
from evenhand.exporting.base import Settings  # noqa: E402
from evenhand.exporting.dmn import modelled, render  # noqa: E402
from evenhand.exporting.dmn.making import Model  # noqa: E402
from evenhand.model.customer import Customer  # noqa: E402
from evenhand.model.outcome import Outcome, Reading  # noqa: E402
from evenhand.model.values import Value  # noqa: E402

SCHEMA = HERE / "node_modules/@kie-tools/dmn-marshaller/src/schemas/dmn-1_5/DMN15.xsd"
CUSTOMERS = 15


def cell(value: Value) -> Any:
    """A value as JSON that run.mjs understands."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    return sorted(value) if isinstance(value, frozenset) else value


def texts(node: Any, way: str) -> list[str]:
    return [text_of(one, f"{NS}text") for one in node.findall(f"{NS}{way}")]


def logic_of(node: Any) -> dict[str, Any]:
    """The logic of a decision: a text, or a table of texts."""
    table = node.find(f"{NS}decisionTable")
    if table is None:
        return {"text": text_of(node, f"{NS}literalExpression/{NS}text")}
    inputs = [text_of(one, f"{NS}inputExpression/{NS}text") for one in table.findall(f"{NS}input")]
    rules = [
        {"tests": texts(rule, "inputEntry"), "gives": texts(rule, "outputEntry")}
        for rule in table.findall(f"{NS}rule")
    ]
    outputs = [one.get("name") for one in table.findall(f"{NS}output")]
    unique = table.get("hitPolicy") == "UNIQUE"
    return {"unique": unique, "inputs": inputs, "outputs": outputs, "rules": rules}


def in_order(runner: Runner) -> list[str]:
    """The decisions, each after those that it needs."""
    found: list[str] = []

    def visit(name: str) -> None:
        if name in found or name not in runner.decisions:
            return
        for link in runner.decisions[name].iter():
            if link.tag.startswith(f"{NS}required"):
                visit(str(runner.by_id[str(link.get("href"))[1:]]))
        found.append(name)

    for name in runner.decisions:
        visit(name)
    return found


def job(model: Model, text: str, customers: Sequence[Customer]) -> dict[str, Any]:
    runner = Runner(text)
    functions = {
        str(one.get("name")): {
            "parameters": [p.get("name") for p in one.iter(f"{NS}formalParameter")],
            "body": text_of(one, f"{NS}encapsulatedLogic/{NS}literalExpression/{NS}text"),
        }
        for one in runner.root.iter(f"{NS}businessKnowledgeModel")
    }
    return {
        "functions": functions,
        "order": in_order(runner),
        "decisions": {name: logic_of(node) for name, node in runner.decisions.items()},
        "customers": [row(model, runner, customer) for customer in customers],
    }


def row(model: Model, runner: Runner, customer: Customer) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(runner.inputs)
    for name, value in customer.values.items():
        if name in model.given and model.given[name].text in found:
            found[model.given[name].text] = cell(value)
    for name, answer in customer.discretion.items():
        if name in model.answers and model.answers[name].text in found:
            found[model.answers[name].text] = answer
    return found


def differences(model: Model, told: dict[str, Any], wanted: Outcome) -> Iterator[str]:
    outcome = {"outcome": wanted.outcome, "status": wanted.status.value}
    if told["outcome"] != outcome:
        yield f"{told['outcome']} instead of {outcome}"
    if told.get("paths", []) != list(wanted.paths):
        yield f"paths {told.get('paths')} instead of {wanted.paths}"
    for card, score in wanted.scores.items():
        number = model.scores[card]
        found = told[number.feel.text]
        if found is None or score is None:
            same = found is None and score is None
        else:
            same = abs(found / number.scale - score) < Fraction(1, 10**6)
        if not same:
            yield f"{card}: {found} instead of {score}"


def asked(text: dict[str, Any]) -> list[dict[str, Any]]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(text, file)
        file.flush()
        done = subprocess.run(  # noqa: S603 - our own script
            ["node", "run.mjs", file.name],  # noqa: S607
            cwd=HERE,
            capture_output=True,
            text=True,
            check=True,
        )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def main() -> int:
    import xmlschema

    schema = xmlschema.XMLSchema(SCHEMA)
    count = wrong = 0
    for policy in api.load_library(ROOT / "policies").values():
        for reading in Reading:
            settings = Settings(reading=reading)
            model, text = modelled(policy.model, settings), render(policy.model, settings)
            schema.validate(text)
            customers = [one.customer for one in policy.examples]
            customers += edge_customers(policy.model, CUSTOMERS, 5, reading)
            for customer, told in zip(customers, asked(job(model, text, customers)), strict=True):
                count += 1
                for said in differences(
                    model, told, decide(policy.model, customer, reading).outcome
                ):
                    wrong += 1
                    print(f"{policy.id}, {reading.value}: {said}")  # noqa: T201
    print(f"customers: {count}, differences: {wrong}")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
