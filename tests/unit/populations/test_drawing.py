"""People: equal whoever draws them, and as many of each kind as the population says."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from itertools import product
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from tests.unit.populations.made import changed, population, ready

from evenhand.model.population import Amount, Whole
from evenhand.populations.compiled import compiled
from evenhand.populations.drawing import People, blocks, people

ROWS = 400_000
ROOT = Path(__file__).parents[3]
FEATURES = ("AVX512F", "AVX512CD", "AVX512_SKX", "AVX2", "FMA3", "X86_V4", "X86_V3")
"""What a processor may have and another not."""


def frozen() -> dict[str, str]:
    """The digests of the first 65,536 people, by item."""
    return {
        name: hashlib.sha256(values.astype("<i8").tobytes()).hexdigest()[:16]
        for name, values in people(ready(), 65_536).values.items()
    }


def columns(drawn: People) -> dict[str, list[int]]:
    found = {name: values.tolist() for name, values in drawn.values.items()}
    return found | {f"{name}?": flags.tolist() for name, flags in drawn.unknown.items()}


def test_a_shorter_run_is_a_prefix_of_a_longer_one() -> None:
    whole = columns(people(ready(), 1001))
    for count in (1, 2, 3, 5, 63, 100, 777):
        short = columns(people(ready(), count))
        assert short == {name: values[:count] for name, values in whole.items()}


def test_blocks_are_the_run() -> None:
    parts = list(blocks(ready(), 70_000))
    assert [part.count for part in parts] == [65_536, 4_464]
    for name, values in people(ready(), 70_000).values.items():
        assert (np.concatenate([part.values[name] for part in parts]) == values).all()


def test_another_seed_gives_other_people() -> None:
    one, other = people(ready(), 1000), people(ready(), 1000, seed=8)
    assert all((one.values[name] != other.values[name]).any() for name in one.values)


def test_a_new_item_changes_no_other() -> None:
    added = "  town: {levels: [north, south], shares: [0.4, 0.6], source: made}\n"
    text = changed("  employment:\n    levels", f"{added}  employment:\n    levels")
    before, after = columns(people(ready(), 2000)), columns(people(ready(text), 2000))
    assert after.keys() - before.keys() == {"town"}
    assert all(after[name] == values for name, values in before.items())


def test_the_people_are_those_that_were_frozen() -> None:
    assert frozen() == FROZEN


def test_the_processor_makes_no_difference() -> None:
    """NumPy has other code for other processors; what is rounded to the step is the same."""
    script = (
        "from tests.unit.populations.test_drawing import frozen; "
        "import json; print(json.dumps(frozen()))"
    )
    plain = {"NPY_DISABLE_CPU_FEATURES": " ".join(FEATURES), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env={**os.environ, **plain},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == FROZEN


def test_cells_have_their_exact_shares() -> None:
    """Squares of standard scores, and the largest against Šidák's bound at 1 in 1,000."""
    made, drawn = ready(), people(ready(), ROWS)
    scores = []
    for names in (("sex",), ("age_band", "sex"), ("employment", "age_band"), ("occupation", "sex")):
        joint = made.network.joint(names).values
        for cell in product(*(range(size) for size in joint.shape)):
            here = np.ones(ROWS, dtype=bool)
            for name, level in zip(names, cell, strict=True):
                here &= drawn.values[name] == level
            share = float(joint[cell])
            if share == 0.0:
                assert not here.any()
            else:
                scores.append((here.sum() - ROWS * share) / sqrt(ROWS * share * (1.0 - share)))
    squares = np.mean(np.square(scores))
    assert 0.5 < squares < 1.6
    assert np.max(np.abs(scores)) < 4.3


def test_whole_numbers_lie_evenly_in_their_stretch() -> None:
    item = population().item("age")
    assert isinstance(item, Whole)
    drawn = people(ready(), ROWS)
    for at, (low, high) in enumerate([(18, 34), (35, 59), (60, 79)]):
        ages = drawn.values["age"][drawn.values["age_band"] == at]
        counts = np.bincount(ages, minlength=high + 1)[low:]
        assert ages.min() == low and ages.max() == high
        expected = ages.size / (high - low + 1)
        chi = ((counts - expected) ** 2 / expected).sum()
        assert chi < (high - low) + 5 * sqrt(2 * (high - low))


def test_amounts_have_the_mean_that_they_are_scaled_to() -> None:
    drawn = people(ready(), ROWS)
    among = drawn.values["income"][drawn.values["employment"] == 0]
    assert among.mean() == pytest.approx(84_000, rel=0.005)


def test_an_index_keeps_the_published_distribution_and_lets_groups_differ() -> None:
    made, drawn = ready(), people(ready(), ROWS)
    balance = drawn.values["balance"]
    item = population().item("balance")
    assert isinstance(item, Amount)
    curve = made.drawn["balance"].curves[0]
    for deviate in (0.9, 1.3, 1.6, 2.0, 2.5):
        at = float(curve.at(np.asarray([deviate]))[0]) * 100
        share = 1.0 - NormalDist().cdf(deviate)
        found = (balance >= at).mean()
        assert abs(found - share) < 4.0 * sqrt(share * (1.0 - share) / ROWS) + 2e-4
    women = (balance[drawn.values["sex"] == 0] > 6_000_000).mean()
    men = (balance[drawn.values["sex"] == 1] > 6_000_000).mean()
    assert women < men * 0.95, "incomes differ by sex, so the balances do"


def test_rank_correlations_are_those_that_stand_there() -> None:
    """Among people of one kind, where the tables make no difference."""
    drawn = people(ready(), ROWS)
    here = (drawn.values["employment"] == 0) & (drawn.values["occupation"] == 2)
    here &= (drawn.values["sex"] == 1) & (drawn.values["age_band"] == 1)

    def ranks(name: str) -> np.ndarray:
        found: np.ndarray = drawn.values[name][here].argsort(kind="stable").argsort()
        return found

    for one, other, rho in (("income", "wealth", 0.6), ("wealth", "card_use", -0.3)):
        found = np.corrcoef(ranks(one), ranks(other))[0, 1]
        assert found == pytest.approx(rho, abs=4.0 / sqrt(here.sum()))
    independent = np.corrcoef(ranks("income"), ranks("tenure"))[0, 1]
    assert abs(independent) < 4.0 / sqrt(here.sum())


def test_flags_and_unknown_values_come_as_often_as_they_should() -> None:
    drawn = people(ready(), ROWS)
    for level, share in enumerate([0.7, 0.8, 0.3]):
        found = drawn.values["has_card"][drawn.values["age_band"] == level]
        assert abs(found.mean() - share) < 4 * sqrt(share * (1 - share) / found.size)
    for level, share in enumerate([0.1, 0.3, 0.5]):
        flags = drawn.unknown["income"][drawn.values["employment"] == level]
        assert abs(flags.mean() - share) < 4 * sqrt(share * (1 - share) / flags.size)


def test_making_ready_is_a_function_of_the_population_alone() -> None:
    again = compiled(population())
    for name, levels in ready().levels.items():
        assert (again.levels[name].thresholds == levels.thresholds).all()


FROZEN = {
    "sex": "1cee975452fd46ba",
    "age_band": "5fd26bd1f9dcf540",
    "age": "8da0bfab71257751",
    "employment": "aeb7963bf92bd4da",
    "occupation": "c45e56f125b860fc",
    "income": "3ad231db7904f1b4",
    "wealth": "422cd501a48861cb",
    "balance": "f76bab2d7a921fc1",
    "card_use": "e1468f15c32fd332",
    "tenure": "3a619c38ce902bc8",
    "has_card": "6997ac253562d8a3",
}
