"""The Python interface: load policies, decide about customers, and run the analyses.

Each command of the command line is one call of this interface plus rendering. Nothing here prints,
exits, or reads the clock. Every name is loaded when it is first used, so that a short command
does not pay for the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from evenhand.api.audits import audit, list_rules
    from evenhand.api.comparisons import compare
    from evenhand.api.differences import diff
    from evenhand.api.dossiers import report
    from evenhand.api.examples import regression_examples, work
    from evenhand.api.explanations import Profile, explain, load_profile
    from evenhand.api.layouts import fmt
    from evenhand.api.lookup import attribute, attributes, configured, schema, schemas
    from evenhand.api.policies import (
        Library,
        Policy,
        library_of,
        load,
        load_all,
        load_from,
        load_library,
        origin_of,
        walk_origins,
    )
    from evenhand.api.renderings import render
    from evenhand.api.scaffolds import new_policy, new_profile
    from evenhand.api.simulations import simulate
    from evenhand.api.validations import validate

__all__ = [
    "Library",
    "Policy",
    "Profile",
    "attribute",
    "attributes",
    "audit",
    "compare",
    "configured",
    "diff",
    "explain",
    "fmt",
    "library_of",
    "list_rules",
    "load",
    "load_all",
    "load_from",
    "load_library",
    "load_profile",
    "new_policy",
    "new_profile",
    "origin_of",
    "regression_examples",
    "render",
    "report",
    "schema",
    "schemas",
    "simulate",
    "validate",
    "walk_origins",
    "work",
]

_HOMES: Final = {
    "audits": ("audit", "list_rules"),
    "comparisons": ("compare",),
    "differences": ("diff",),
    "explanations": ("Profile", "explain", "load_profile"),
    "layouts": ("fmt",),
    "lookup": ("attribute", "attributes", "configured", "schema", "schemas"),
    "policies": (
        "Library",
        "Policy",
        "library_of",
        "load",
        "load_all",
        "load_from",
        "load_library",
        "origin_of",
        "walk_origins",
    ),
    "dossiers": ("report",),
    "renderings": ("render",),
    "scaffolds": ("new_policy", "new_profile"),
    "simulations": ("simulate",),
    "validations": ("validate",),
    "examples": ("regression_examples", "work"),
}
"""The module of each name."""

_HOME: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
