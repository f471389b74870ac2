"""The normal distribution function and its inverse, without SciPy.

The inverse is Wichura's algorithm AS 241 (Applied Statistics 37, 1988, PPND16), good to about 16
digits; the function itself is by ``math.erfc``.
"""

from __future__ import annotations

from functools import cache
from math import erfc, pi, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

_CENTRE: Final = 0.425 * 0.425
_SPLIT: Final = 5.0

_A: Final = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
_B: Final = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
_C: Final = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
_D: Final = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
_E: Final = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
_F: Final = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)


def distribution(z: float) -> float:
    """The share of a standard normal at or below z."""
    return 0.5 * erfc(-z / sqrt(2.0))


def above(z: Reals) -> Reals:
    """The shares above some deviates, good to 12 digits in the upper tail too."""
    import numpy as np

    place = np.minimum(np.abs(z), _END) * _STEPS
    at = place.astype(np.int64)
    place -= at
    third, second, first, zeroth = _pieces()
    found = third[at]
    for coefficients in (second, first, zeroth):
        found *= place
        found += coefficients[at]
    np.exp(found, out=found)
    return np.where(z >= 0.0, found, 1.0 - found)


_STEPS: Final = 128
_END: Final = 37.0


@cache
def _pieces() -> tuple[Reals, Reals, Reals, Reals]:
    """The logarithm of the share above, in cubic pieces that have its values and its slopes."""
    import numpy as np

    knots = np.arange(int(_END) * _STEPS + 2) / _STEPS
    density = np.exp(-0.5 * knots * knots) / sqrt(2.0 * pi)
    near = knots < _NEAR
    share = np.empty_like(knots)
    share[near] = 0.5 - _series(knots[near])
    share[~near] = density[~near] / _fraction(knots[~near])
    value, slope = np.log(share), -density / share / _STEPS
    rise = np.diff(value)
    third = slope[:-1] + slope[1:] - 2.0 * rise
    second = 3.0 * rise - 2.0 * slope[:-1] - slope[1:]
    return third, second, slope[:-1], value[:-1]


_NEAR: Final = 2.5


def _series(z: Reals) -> Reals:
    """The share between 0 and z (Abramowitz and Stegun 26.2.10)."""
    import numpy as np

    square = -0.5 * z * z
    term = np.ones_like(z)
    total = np.ones_like(z)
    for count in range(1, 40):
        term *= square
        term /= count
        total += term / (2 * count + 1)
    found: Reals = total * z / sqrt(2.0 * pi)
    return found


def _fraction(z: Reals) -> Reals:
    """What the density is divided by for the share above z (the same, 26.2.14)."""
    total = z.copy()
    for count in range(60, 0, -1):
        total = z + count / total
    return total


CHUNK: Final = 8_192
"""So many numbers at once stay in the processor's cache through a polynomial."""


def quantile(share: Reals) -> Reals:
    """The standard normal deviate below which a share (strictly between 0 and 1) lies."""
    import numpy as np

    found = np.empty_like(share)
    for start in range(0, share.size, CHUNK):
        _quantile(share[start : start + CHUNK], found[start : start + CHUNK])
    return found


def _quantile(share: Reals, found: Reals) -> None:
    import numpy as np

    centred = share - 0.5
    near = centred * centred
    np.subtract(_CENTRE, near, out=near)
    np.multiply(centred, _ratio(near, _A, _B), out=found)
    outer = np.flatnonzero(near < 0.0)
    if not outer.size:
        return
    tail = centred[outer]
    root = np.minimum(share[outer], 1.0 - share[outer])
    np.log(root, out=root)
    np.negative(root, out=root)
    np.sqrt(root, out=root)
    value = _ratio(root - 1.6, _C, _D)
    far = np.flatnonzero(root > _SPLIT)
    if far.size:
        value[far] = _ratio(root[far] - _SPLIT, _E, _F)
    found[outer] = np.copysign(value, tail)


def _ratio(at: Reals, above: tuple[float, ...], below: tuple[float, ...]) -> Reals:
    """A quotient of two polynomials, whose coefficients stand from the lowest power on."""
    found = _polynomial(at, above)
    found /= _polynomial(at, below)
    return found


def _polynomial(at: Reals, coefficients: tuple[float, ...]) -> Reals:
    import numpy as np

    total = np.full_like(at, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        total *= at
        total += coefficient
    return total
