"""The compiled engine: one policy as nested closures over integers, for many customers.

It gives the outcomes, scores, reasons and paths of the reference engine and no trace. Every number
is a whole multiple of a unit that is found on compiling, truth is true, false or None, and nothing
is worked out that cannot change the answer.
"""

from evenhand.engines.compiled.decision import Compiled, Look, compiled
from evenhand.engines.compiled.outcome import BareOutcome

__all__ = ["BareOutcome", "Compiled", "Look", "compiled"]
