"""Exports: a policy in the form of other tools. One target a module, all with ``render``."""
