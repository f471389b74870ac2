"""Analyses: what can be asked about policies. Each returns a result; none prints."""
