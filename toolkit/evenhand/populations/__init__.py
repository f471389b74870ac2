"""People drawn from a declared population: for rates, and for nothing else.

A population is published tables and declared assumptions; nobody real is in it. What Hypothesis
generates is at the edges of policies and says nothing about how many people stand there, so the two
are never mixed.
"""
