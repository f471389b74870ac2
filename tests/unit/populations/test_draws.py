"""Row i of a name depends on seed, name and i alone; the bits are fixed for good."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from evenhand.populations.draws import raw, unit, whole


@pytest.mark.parametrize("start", [0, 1, 2, 3, 4, 5, 7, 63, 64, 1000, 65_535, 65_536])
@pytest.mark.parametrize("count", [0, 1, 3, 100])
def test_a_stretch_of_rows_is_that_stretch_of_every_run(start: int, count: int) -> None:
    assert (raw(7, "sex", start, count) == raw(7, "sex", 0, 70_000)[start : start + count]).all()


def test_seeds_and_names_have_nothing_to_do_with_each_other() -> None:
    one, other, third = raw(7, "sex", 0, 4096), raw(8, "sex", 0, 4096), raw(7, "age", 0, 4096)
    assert len({*one.tolist(), *other.tolist(), *third.tolist()}) == 3 * 4096
    for two in (other, third):
        assert abs(np.corrcoef(unit(one), unit(two))[0, 1]) < 0.06


def test_the_bits_are_those_that_were_frozen() -> None:
    assert [f"{one:016x}" for one in raw(7, "sex", 0, 4).tolist()] == FROZEN
    digest = hashlib.sha256(raw(7, "sex", 0, 65_536).astype("<u8").tobytes()).hexdigest()
    assert digest == FROZEN_BLOCK


def test_whole_numbers_are_the_upper_half_of_the_bits() -> None:
    bits = np.asarray([0, 2**32 - 1, 2**32, 2**64 - 1], dtype=np.uint64)
    assert whole(bits).tolist() == [0, 0, 1, 2**32 - 1]


def test_numbers_lie_strictly_between_0_and_1() -> None:
    ends = unit(np.asarray([0, 2**64 - 1], dtype=np.uint64))
    assert ends.tolist() == [2.0**-53, 1.0 - 2.0**-53]


FROZEN = ["f9448a48d696fdb6", "5b951e173066a771", "889f5d832ba59333", "36d5f66884dfcc30"]
FROZEN_BLOCK = "c81a04b24577e228784bc32fb32ec44b9271a1337da808e3b71dc371be605f69"
