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
    from evenhand.api.certificates import Certificate, certify, check_certificate
    from evenhand.api.comparisons import compare
    from evenhand.api.differences import diff, diff_against, diff_paths, list_changes
    from evenhand.api.dossiers import report
    from evenhand.api.examples import regression_examples, work
    from evenhand.api.explanations import Profile, explain, load_profile
    from evenhand.api.exports import export
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
    )
    from evenhand.api.proofs import prove
    from evenhand.api.recourses import (
        Costs,
        Customers,
        load_costs,
        load_customers,
        recourse,
        recourse_of_many,
    )
    from evenhand.api.renderings import render
    from evenhand.api.scaffolds import new_policy, new_profile
    from evenhand.api.simulations import simulate
    from evenhand.api.sources import origin_of, walk_origins
    from evenhand.api.tables import Mapped, decide_table, load_mapping
    from evenhand.api.validations import validate

__all__ = [
    "Certificate",
    "Costs",
    "Customers",
    "Library",
    "Mapped",
    "Policy",
    "Profile",
    "attribute",
    "attributes",
    "audit",
    "certify",
    "check_certificate",
    "compare",
    "configured",
    "decide_table",
    "diff",
    "diff_against",
    "diff_paths",
    "explain",
    "export",
    "fmt",
    "library_of",
    "list_changes",
    "list_rules",
    "load",
    "load_all",
    "load_costs",
    "load_customers",
    "load_from",
    "load_library",
    "load_mapping",
    "load_profile",
    "new_policy",
    "new_profile",
    "origin_of",
    "prove",
    "recourse",
    "recourse_of_many",
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
    "certificates": ("Certificate", "certify", "check_certificate"),
    "comparisons": ("compare",),
    "differences": ("diff", "diff_against", "diff_paths", "list_changes"),
    "explanations": ("Profile", "explain", "load_profile"),
    "exports": ("export",),
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
    ),
    "dossiers": ("report",),
    "recourses": (
        "Costs",
        "Customers",
        "load_costs",
        "load_customers",
        "recourse",
        "recourse_of_many",
    ),
    "proofs": ("prove",),
    "renderings": ("render",),
    "scaffolds": ("new_policy", "new_profile"),
    "simulations": ("simulate",),
    "sources": ("origin_of", "walk_origins"),
    "tables": ("Mapped", "decide_table", "load_mapping"),
    "validations": ("validate",),
    "examples": ("regression_examples", "work"),
}
"""The module of each name."""

_HOME: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
