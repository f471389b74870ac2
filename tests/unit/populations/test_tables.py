"""Conditional tables: rows, odds, and margins that they are fitted to."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tests.unit.populations.made import changed, population, ready

from evenhand.populations.tables import NotFitted, network


def brute_force() -> dict[tuple[str, ...], float]:
    """The joint distribution of all categories, cell by cell."""
    made = ready()
    categories = made.population.categories()
    found = {}
    for cell in product(*(one.levels for one in categories)):
        at = {one.name: one.levels.index(cell[place]) for place, one in enumerate(categories)}
        share = 1.0
        for one in categories:
            table = made.network.tables[one.name]
            share *= float(table.values[tuple(at[name] for name in table.names)])
        found[cell] = share
    return found


@pytest.mark.parametrize(
    "names",
    [("sex",), ("age_band", "sex"), ("occupation", "sex"), ("sex", "occupation", "age_band")],
)
def test_a_joint_distribution_is_that_of_all_cells(names: tuple[str, ...]) -> None:
    made = ready()
    categories = [one.name for one in made.population.categories()]
    joint = made.network.joint(names)
    assert joint.names == names
    wanted = np.zeros(joint.values.shape)
    for cell, share in brute_force().items():
        at = [
            made.population.category(name).levels.index(cell[categories.index(name)])
            for name in names
        ]
        wanted[tuple(at)] += share
    assert np.allclose(joint.values, wanted, rtol=0, atol=1e-15)


def test_a_raked_table_has_its_margins() -> None:
    made = ready()
    where = {"employment": frozenset({"employed"})}
    joint = made.network.selected(made.network.joint(("employment", "occupation", "sex")), where)
    among = joint.onto(("occupation", "sex")).values / joint.values.sum()
    assert np.allclose(among.sum(axis=1), [0.1, 0.15, 0.75, 0.0], atol=1e-11)


def test_splits_keep_their_odds_to_each_other() -> None:
    """What is published by occupation rarely adds up to the share of all; one factor mends it."""
    made = ready()
    (fit,) = made.fits
    where = {"employment": frozenset({"employed"})}
    joint = made.network.selected(made.network.joint(("employment", "occupation", "sex")), where)
    among = joint.onto(("occupation", "sex")).values[:3]
    women = among[:, 0] / among.sum(axis=1)
    odds = women / (1.0 - women)
    published = np.asarray([0.3, 0.85, 0.35])
    assert np.allclose(np.log(odds) - np.log(published / (1.0 - published)), fit.shift, atol=1e-9)
    assert abs(fit.shift) > 1e-3, "the test is to show a shift"


def test_what_cannot_occur_does_not() -> None:
    made = ready()
    joint = made.network.joint(("employment", "occupation")).values
    assert joint[1, :3].sum() == 0.0 and joint[0, 3] == 0.0


def test_margins_that_contradict_what_can_occur_are_refused() -> None:
    text = changed("{employed: [officer, nurse, worker]", "{employed: [officer, worker]")
    with pytest.raises(NotFitted, match="occupation"):
        network(population(text))


def test_a_share_is_that_of_the_levels_named() -> None:
    made = ready()
    women = made.network.share({"sex": frozenset({"female"})})
    assert women == pytest.approx(0.48, abs=1e-15)
    old = made.network.share({"sex": frozenset({"female"}), "age_band": frozenset({"old"})})
    assert old == pytest.approx(0.48 * 0.3, abs=1e-15)
