"""Recourse: the cheapest ways of one customer to a tier, or the proof that there is none."""
