"""evenhand: a bank's policy for premium customers as data that can be checked.

``import evenhand as eh`` loads nothing heavy; docs/api.md shows what there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from evenhand.api import (
        Library,
        Policy,
        audit,
        compare,
        decide_table,
        diff,
        explain,
        export,
        load,
        load_costs,
        load_customers,
        load_library,
        load_mapping,
        load_profile,
        prove,
        recourse,
        recourse_of_many,
        render,
        report,
        simulate,
        validate,
    )
    from evenhand.api import laws as laws
    from evenhand.engines.exact.question import Budget
    from evenhand.errors import (
        EvenhandError,
        InputError,
        LoadError,
        MissingExtraError,
        UsageError,
    )
    from evenhand.model.customer import ValueRefused
    from evenhand.model.values import MISSING

__all__ = [
    "MISSING",
    "Budget",
    "EvenhandError",
    "InputError",
    "Library",
    "LoadError",
    "MissingExtraError",
    "Policy",
    "UsageError",
    "ValueRefused",
    "__version__",
    "audit",
    "compare",
    "decide_table",
    "diff",
    "explain",
    "export",
    "laws",
    "load",
    "load_costs",
    "load_customers",
    "load_library",
    "load_mapping",
    "load_profile",
    "prove",
    "recourse",
    "recourse_of_many",
    "render",
    "report",
    "simulate",
    "validate",
]

_ERRORS: Final = ("EvenhandError", "InputError", "LoadError", "MissingExtraError", "UsageError")
_HOMES: Final = {
    **dict.fromkeys(_ERRORS, "evenhand.errors"),
    "Budget": "evenhand.engines.exact.question",
    "MISSING": "evenhand.model.values",
    "ValueRefused": "evenhand.model.customer",
}
"""Where a name lives that the interface module does not have."""


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        from importlib.metadata import version

        return version("evenhand")
    if name == "laws":
        return import_module("evenhand.api.laws")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "evenhand.api")), name)
