"""Raw draws: the bits of row i for a name depend on the seed, the name and i, and on nothing else.

So a run is a prefix of every longer one, may be cut into blocks and given to threads at will, and a
name that is added changes no other column. The bits are those of Philox 4×64 with the counter
i div 4 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"); the key is taken from a
SHA-256 of seed and name. What NumPy's generators make of such bits may change between its
versions, so everything beyond the bits is done here.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.uint64]
    Reals = NDArray[np.float64]
    Codes = NDArray[np.int64]

SCHEME: Final = "evenhand-population/1"
"""Names this way of drawing; another way would have another name, and give other people."""

WORDS: Final = 4
"""How many words one step of the counter gives."""


def raw(seed: int, name: str, start: int, count: int) -> Bits:
    """64 bits for each of the rows from ``start`` on."""
    import numpy as np

    digest = hashlib.sha256(f"{SCHEME}|{seed}|{name}".encode()).digest()
    key = int.from_bytes(digest[:16], "little")
    skipped = start % WORDS
    generator = np.random.Philox(key=key, counter=start // WORDS)
    return generator.random_raw(count + skipped)[skipped:]


def whole(bits: Bits) -> Bits:
    """The upper 32 bits as whole numbers, to be compared with whole thresholds."""
    import numpy as np

    return bits >> np.uint64(32)


def unit(bits: Bits) -> Reals:
    """Numbers strictly between 0 and 1: the middles of 2**52 equal stretches."""
    import numpy as np

    return ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def normal(bits: Bits) -> Reals:
    """Standard normal deviates, by the inverse of the distribution function."""
    from evenhand.populations.normal import quantile

    return quantile(unit(bits))
