"""Three-valued logic in SQL: conditions that are true, false or NULL, which is Kleene's unknown.

AND, OR, NOT and comparisons are Kleene's by the standard (rules 3 and 5). What is not: CASE takes
unknown for false, and counting does not know it. Conditions are therefore built here, and stand in
CASE only where unknown and false are meant to go the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from evenhand.engines.sql.numbers import literal

Predicate = exp.Expr


def certain(truth: bool) -> Predicate:
    """A condition that always (or never) holds."""
    return exp.Boolean(this=truth)


def unknown() -> Predicate:
    """A condition that is unknown for everybody; a bare NULL is no condition in some databases."""
    condition = exp.EQ(this=exp.Null(), expression=literal(1))
    condition.add_comments(["unknown"])
    return condition


def is_certain(one: Predicate, truth: bool) -> bool:
    """Whether it is the constant condition."""
    return isinstance(one, exp.Boolean) and one.this is truth


def is_unknown(one: Predicate) -> bool:
    """Whether it is the condition that is unknown for everybody."""
    return isinstance(one, exp.EQ) and isinstance(one.this, exp.Null)


def conjunction(parts: Iterable[Predicate]) -> Predicate:
    """All of them; of none: always."""
    left = [part for part in parts if not is_certain(part, True)]
    if any(is_certain(part, False) for part in left):
        return certain(False)
    return exp.and_(*(part.copy() for part in left), copy=False) if left else certain(True)


def disjunction(parts: Iterable[Predicate]) -> Predicate:
    """Any of them; of none: never."""
    left = [part for part in parts if not is_certain(part, False)]
    if any(is_certain(part, True) for part in left):
        return certain(True)
    return exp.or_(*(part.copy() for part in left), copy=False) if left else certain(False)


def negation(one: Predicate) -> Predicate:
    """The opposite; unknown stays unknown."""
    if isinstance(one, exp.Boolean):
        return certain(not one.this)
    if is_unknown(one):
        return one
    if isinstance(one, exp.Not):
        inner: exp.Expr = one.this
        return inner.unnest().copy()
    return exp.Not(this=exp.paren(one.copy(), copy=False))


def between_the_two(surely: Predicate, perhaps: Predicate) -> Predicate:
    """True where ``surely`` is, false where ``perhaps`` is false, else unknown (``surely`` implies
    ``perhaps``)."""
    return disjunction([surely, conjunction([perhaps, unknown()])])


def at_least(needed: int, parts: Sequence[Predicate]) -> Predicate:
    """At least so many of them: by two counts, of the true ones and of those not false (rule 4)."""
    fixed = sum(is_certain(part, True) for part in parts)
    rest = [part for part in parts if not isinstance(part, exp.Boolean)]
    needed -= fixed
    if needed <= 0:
        return certain(True)
    if needed > len(rest):
        return certain(False)
    true = [_counted(part, 1, 0) for part in rest]
    perhaps = [_counted(negation(part.copy()), 0, 1) for part in rest]
    return between_the_two(_reaches(true, needed), _reaches(perhaps, needed))


def _counted(one: Predicate, met: int, rest: int) -> exp.Expr:
    return exp.Case().when(one, literal(met)).else_(literal(rest))


def _reaches(counts: Sequence[exp.Expr], needed: int) -> Predicate:
    total = counts[0]
    for count in counts[1:]:
        total = exp.Add(this=total, expression=count)
    return exp.GTE(this=exp.paren(total, copy=False), expression=literal(needed))
