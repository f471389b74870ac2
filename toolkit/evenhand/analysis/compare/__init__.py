"""Comparison: several policies side by side."""

from evenhand.analysis.compare.customers import AtEvery, together
from evenhand.analysis.compare.matrix import Entry, Matrix, Row
from evenhand.analysis.compare.result import Comparison, compare

__all__ = ["AtEvery", "Comparison", "Entry", "Matrix", "Row", "compare", "together"]
