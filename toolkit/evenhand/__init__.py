"""evenhand: declare how a bank sorts its customers, then check, compare and explain it.

Importing this package loads nothing heavy.
"""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("evenhand")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
