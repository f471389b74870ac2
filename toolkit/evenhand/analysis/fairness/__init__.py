"""Fairness in numbers: rates of groups, how sure they are, and what they differ by."""
