"""The policies beside this module: for each rule one that it finds fault with, and a near miss.

A file ``<ID>.yaml`` has the keys ``bad`` and ``good``. Each is a policy, or what follows a common
head. A line of ``bad`` that ends in ``# found`` is where a finding stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tests.build import HEADER

from evenhand import api
from evenhand.loading.library import Loader
from evenhand.loading.nodes import plain
from evenhand.loading.origin import GivenText
from evenhand.loading.reader import read

FOLDER = Path(__file__).parent
LOADER = Loader()
NAMES = tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))

HEAD = (
    HEADER
    + """\
  sources:
    a: {title: {en: A, zh: 甲}, kind: other, as_of: 2026, confidence: high}
    weak: {title: {en: Weak, zh: 弱}, kind: article, as_of: 2026, confidence: weak}
vocabulary: [core, assets, credit, income, judgement, occupation, person]
"""
)

TIERS = """\
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {has_account: true}}
otherwise: {tier: plain}
"""


@dataclass(frozen=True, slots=True)
class RuleCase:
    """A policy, and the lines on which findings are expected."""

    policy: api.Policy
    lines: tuple[int, ...]


def case(rule: str, which: str) -> RuleCase:
    """The ``bad`` or the ``good`` policy of a rule. Raises LoadError where it is wrong."""
    path = FOLDER / f"{rule}.yaml"
    result = read(path.read_bytes(), path.name)
    assert result.root is not None, path.name
    text = cast(Any, plain(result.root))[which]
    whole = text if text.startswith("evenhand:") else HEAD + text
    whole = whole if "\ntiers:" in whole else whole + TIERS
    lines = [
        number
        for number, line in enumerate(whole.splitlines(), start=1)
        for _ in range(line.endswith("# found") + 2 * line.endswith("# found twice"))
    ]
    return RuleCase(api.load_from(LOADER, GivenText(whole, path.name)), tuple(lines))
