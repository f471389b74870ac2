"""Engines: what a policy means, for one customer or for many."""
