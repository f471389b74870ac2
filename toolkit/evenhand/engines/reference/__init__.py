"""The reference engine: plain, exact and slow. It is the definition of what a policy means.

docs/semantics.md numbers the rules that it follows.
"""

from evenhand.engines.reference.decision import decide
from evenhand.engines.reference.membership import Standing, assess

__all__ = ["Standing", "assess", "decide"]
