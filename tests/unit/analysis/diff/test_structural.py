"""Changes between policies: each edit is named, classed and placed; equal policies have none."""

from __future__ import annotations

import copy
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.build import LOADER, gold_when, policy

from evenhand import api
from evenhand.analysis.diff.change import Change
from evenhand.analysis.diff.kinds import KINDS
from evenhand.analysis.diff.structural import changes_between
from evenhand.errors import LoadError
from evenhand.loading.origin import GivenText

ROOT = Path(__file__).parents[4]
EXAMPLE = ROOT / "tests/examples/example-city-bank-premier.yaml"

Said = tuple[str, str, str, bool]


def said(changes: tuple[Change, ...]) -> list[Said]:
    return [(one.element, one.kind, one.effect.value, one.depends) for one in changes]


def between(old: str, new: str, *, more: str = "") -> list[Said]:
    """The changes between two conditions of the tier gold."""
    before, after = gold_when(old, more=more), gold_when(new, more=more)
    return said(changes_between(before.model, after.model))


@pytest.mark.parametrize(
    ("old", "new", "kind", "effect"),
    [
        ("{amount: {at_least: 1}}", "{amount: {at_least: 2}}", "threshold-raised", "tightening"),
        ("{amount: {at_most: 1}}", "{amount: {at_most: 2}}", "threshold-raised", "loosening"),
        ("{amount: {at_least: 2}}", "{amount: {above: 1}}", "threshold-lowered", "loosening"),
        ("{amount: {at_least: 1}}", "{amount: {above: 1}}", "edge-excluded", "tightening"),
        ("{amount: {below: 1}}", "{amount: {at_most: 1}}", "edge-included", "loosening"),
        ("{rank: {at_least: low}}", "{rank: {at_least: high}}", "threshold-raised", "tightening"),
        (
            "{born: {below: 2000-01-01}}",
            "{born: {below: 1990-01-01}}",
            "threshold-lowered",
            "tightening",
        ),
        (
            "{not: {amount: {at_least: 1}}}",
            "{not: {amount: {at_least: 2}}}",
            "threshold-raised",
            "loosening",
        ),
        ("{colour: [red]}", "{colour: [red, blue]}", "value-added", "loosening"),
        (
            "{colour: {not_in: [red]}}",
            "{colour: {not_in: [red, blue]}}",
            "value-added",
            "tightening",
        ),
        (
            "{licences: {includes_all: [law]}}",
            "{licences: {includes_all: [law, tax]}}",
            "value-added",
            "tightening",
        ),
        (
            "{licences: {includes_any: [law]}}",
            "{licences: {includes_any: [law, tax]}}",
            "value-added",
            "loosening",
        ),
        (
            "{has_card: true}",
            "{all: [{has_card: true}, {count: 1}]}",
            "condition-added",
            "tightening",
        ),
        (
            "{any: [{has_card: true}, {count: 1}]}",
            "{has_card: true}",
            "condition-removed",
            "tightening",
        ),
        (
            "{all: [{has_card: true}, {count: 1}]}",
            "{any: [{has_card: true}, {count: 1}]}",
            "condition-replaced",
            "loosening",
        ),
        (
            "{unstated: x, read_as: not_met}",
            "{unstated: x, read_as: met}",
            "reading-changed",
            "loosening",
        ),
        ("{unstated: x}", "{unstated: y}", "wording-changed", "text"),
        (
            "{all: [{has_card: true}, {count: 1}]}",
            "{all: [{count: 1}, {has_card: true}]}",
            "order-changed",
            "text",
        ),
    ],
)
def test_a_change_of_a_condition(old: str, new: str, kind: str, effect: str) -> None:
    assert between(old, new) == [("tiers/gold", kind, effect, False)]
    flipped = {"tightening": "loosening", "loosening": "tightening"}.get(effect, effect)
    assert between(new, old) == [("tiers/gold", KINDS[kind].mirror, flipped, False)]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("{amount: {at_least: unstated}}", "{amount: {at_least: 1}}", "figure-stated"),
        ("{amount: {at_least: 1}}", "{amount: {at_most: 1}}", "condition-replaced"),
        (
            "{amount: {at_least: 1}}",
            "{amount: {at_least: {times: 2, of: other_amount}}}",
            "figure-changed",
        ),
        ("{has_card: true}", "{has_card: false}", "condition-replaced"),
    ],
)
def test_what_the_structure_does_not_tell_depends(old: str, new: str, kind: str) -> None:
    found = between(old, new)
    if kind == "condition-replaced" and "has_card" in old:
        assert {one[1] for one in found} == {"value-removed", "value-added"}
    else:
        assert found == [("tiers/gold", kind, "neutral", True)]


KNOCKOUT = """\
knockouts:
  - id: late
    when: {{count: {{at_least: {least}}}}}
    effect: {effect}
    reason: {{code: R1, en: Late., zh: 逾期。}}
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{amount: {{at_least: 100}}}}}}
otherwise: {{tier: plain}}
"""


def knocked(least: int = 3, effect: str = "reject") -> api.Policy:
    return policy(KNOCKOUT.format(least=least, effect=effect))


def test_a_knockout_that_needs_more_is_looser() -> None:
    found = changes_between(knocked(3).model, knocked(4).model)
    assert said(found) == [("knockouts/late", "threshold-raised", "loosening", False)]
    assert str(found[0].old_at).startswith("small.yaml:")


def test_a_knockout_that_refers_may_help_or_hurt() -> None:
    found = changes_between(knocked(3, "refer").model, knocked(4, "refer").model)
    assert said(found) == [("knockouts/late", "threshold-raised", "neutral", True)]


def test_effects_are_ranked() -> None:
    found = changes_between(knocked(effect="reject").model, knocked(effect="{cap: plain}").model)
    assert said(found) == [("knockouts/late", "effect-softened", "loosening", False)]


DEFINED = """\
definitions:
  big: {{title: {{en: Big, zh: 大}}, means: {{amount: {{at_least: {least}}}}}}}
{knockouts}
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {gold}}}
otherwise: {{tier: plain}}
"""
BAD_IF_BIG = """\
knockouts:
  - {id: late, when: {meets: big}, effect: reject, reason: {code: R1, en: Late., zh: 逾期。}}"""


@pytest.mark.parametrize(
    ("gold", "knockouts", "effect", "depends"),
    [
        ("{meets: big}", "", "tightening", False),
        ("{not: {meets: big}}", "", "loosening", False),
        ("{count: 1}", BAD_IF_BIG, "loosening", False),
        ("{meets: big}", BAD_IF_BIG, "neutral", True),
        ("{count: 1}", "", "neutral", False),
    ],
)
def test_a_definition_leans_as_it_is_used(
    gold: str, knockouts: str, effect: str, depends: bool
) -> None:
    old, new = (
        policy(DEFINED.format(least=least, gold=gold, knockouts=knockouts)) for least in (1, 2)
    )
    found = said(changes_between(old.model, new.model))
    assert found == [("definitions/big", "threshold-raised", effect, depends)]


CARD = """\
scorecard:
  characteristics:
    - {{id: money, attribute: amount, bins: {bins}, otherwise: 0}}
    - {{id: card, when: {{has_card: true}}, points: {flag}}}
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{{operator}: 10}}}}}}
otherwise: {{tier: plain}}
"""


def scored(
    bins: str = "[{at_least: 5, points: 10}]", flag: int = 5, operator: str = "at_least"
) -> api.Policy:
    return policy(CARD.format(bins=bins, flag=flag, operator=operator))


def test_points_count_as_the_score_does() -> None:
    found = changes_between(scored(flag=5).model, scored(flag=6).model)
    assert said(found) == [("scorecard/card", "points-raised", "loosening", False)]
    found = changes_between(
        scored(flag=5, operator="below").model, scored(flag=6, operator="below").model
    )
    assert said(found) == [("scorecard/card", "points-raised", "tightening", False)]


@pytest.mark.parametrize(
    ("bins", "effect", "depends"),
    [
        ("[{at_least: 6, points: 10}]", "tightening", False),
        ("[{at_least: 4, points: 10}]", "loosening", False),
        ("[{at_least: 4, points: 9}]", "neutral", True),
    ],
)
def test_moved_bins_are_compared_as_steps(bins: str, effect: str, depends: bool) -> None:
    found = said(changes_between(scored().model, scored(bins).model))
    assert found == [("scorecard/money", "bins-moved", effect, depends)]


# -- nothing is missed -----------------------------------------------------------------------------


def as_text(document: Any) -> str:
    written = io.StringIO()
    yaml = YAML()
    yaml.width = 200
    yaml.dump(document, written)
    return written.getvalue()


def load(document: Any) -> api.Policy:
    return api.load_from(LOADER, GivenText(as_text(document), "edited.yaml"))


def example() -> Any:
    return YAML(typ="safe").load(EXAMPLE.read_text("utf-8"))


def spots(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, value in items:
        yield (*path, key)
        yield from spots(value, (*path, key))


def bump(parent: Any, key: Any) -> None:
    value = parent[key]
    if isinstance(value, bool):
        parent[key] = not value
    elif isinstance(value, int | float):
        parent[key] = value + 1
    elif isinstance(value, str):
        parent[key] = value + "x"


def drop(parent: Any, key: Any) -> None:
    del parent[key]


def swap(parent: Any, key: Any) -> None:
    if isinstance(parent, list) and key > 0:
        parent[key - 1], parent[key] = parent[key], parent[key - 1]


def edited(document: Any, path: tuple[Any, ...], edit: Callable[[Any, Any], None]) -> Any:
    found = copy.deepcopy(document)
    parent = found
    for key in path[:-1]:
        parent = parent[key]
    edit(parent, path[-1])
    return found


def test_a_text_in_another_layout_has_no_changes() -> None:
    assert changes_between(api.load(EXAMPLE).model, load(example()).model) == ()


@pytest.mark.parametrize("edit", [bump, drop, swap])
def test_any_single_edit_is_a_change_and_mirrors(edit: Callable[[Any, Any], None]) -> None:
    document = example()
    old = load(document).model
    for path in list(spots(document))[5::11]:
        try:
            new = load(edited(document, path, edit)).model
        except LoadError:
            continue
        there, back = changes_between(old, new), changes_between(new, old)
        assert bool(there) is (old != new or repr(old) != repr(new)), path
        assert not [one for one in there if one.kind == "other-change"], path
        mirrored = Counter((one.element, KINDS[one.kind].mirror) for one in there)
        assert mirrored == Counter((one.element, one.kind) for one in back), path


def test_true_for_one_is_a_change() -> None:
    document = example()
    found = edited(document, ("overrides", 0, "steps"), lambda p, k: p.__setitem__(k, True))
    try:
        new = load(found).model
    except LoadError:
        return
    assert changes_between(load(document).model, new)
