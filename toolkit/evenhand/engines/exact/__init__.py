"""The exact engine: all customers at once, by cutting every attribute at the thresholds that count.

It answers which combinations of outcomes are possible at all; ``engines.proofs`` replays what it
finds on the reference engine.
"""
