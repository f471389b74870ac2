"""The normal distribution: its inverse and its tails, against the standard library."""

from __future__ import annotations

from math import erfc, sqrt
from statistics import NormalDist

import numpy as np

from evenhand.populations.normal import above, distribution, quantile

NORMAL = NormalDist()


def test_the_inverse_is_the_standard_library_s() -> None:
    shares = np.concatenate(
        [np.linspace(1e-9, 1 - 1e-9, 5001), 10.0 ** -np.arange(1, 300, 3), 2.0 ** -np.arange(1, 54)]
    )
    known = np.asarray([NORMAL.inv_cdf(float(share)) for share in shares])
    assert np.max(np.abs(quantile(shares) - known) / np.maximum(1.0, np.abs(known))) < 1e-14


def test_the_inverse_never_falls() -> None:
    shares = np.sort(np.random.default_rng(1).random(200_000))
    assert (np.diff(quantile(shares)) >= 0.0).all()


def test_the_share_above_has_twelve_digits_far_out_too() -> None:
    z = np.linspace(-20.0, 36.0, 5001)
    known = np.asarray([0.5 * erfc(float(one) / sqrt(2.0)) for one in z])
    assert np.max(np.abs(above(z) / known - 1.0)) < 1e-11
    assert abs(distribution(1.0) - NORMAL.cdf(1.0)) < 1e-15
