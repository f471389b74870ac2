"""From the conditions to the outcome (rules 13 to 17), its paths and the codes of knockouts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from evenhand.exporting.dmn.conditions import judged
from evenhand.exporting.dmn.making import Model, both_of, said
from evenhand.exporting.dmn.nodes import (
    Column,
    Feel,
    Rule,
    Table,
    both,
    built_in,
    call,
    choice,
    compared,
    constant,
    either,
    is_null,
    negated,
    quoted,
    uses_of,
)
from evenhand.exporting.dmn.numbers import literal, repeating
from evenhand.exporting.dmn.scores import ANSWERS
from evenhand.messages import Bilingual
from evenhand.model.element import About
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED, shown_as
from evenhand.model.policy import Cap, Knockout, Refer, Reject, Tier
from evenhand.model.values import number_text
from evenhand.model.vocabulary import Attribute, Kind

DATA_ERROR = "data_error"

Entry = tuple[str, Feel]
"""An outcome and whether its condition holds."""


def add_decision(model: Model) -> tuple[str, ...]:
    """The outcome and what leads to it; returns the names of the decisions that matter."""
    errors = _data_errors(model)
    entries = tuple(_entries(model))
    model.at("outcome", model.policy.location)
    rows = [*_refused(len(entries)), *_rules(model, [outcome for outcome, _ in entries])]
    columns = [Column("Data errors / 数据错误", errors, "number")]
    for outcome, condition in entries:
        columns.append(Column(outcome, call("answer", condition), "string", ANSWERS))
    outputs = (("outcome", "string"), ("status", "string"))
    title = Bilingual("Outcome", "结果")
    found = model.decide("outcome", title, "tOutcome", Table(tuple(columns), outputs, tuple(rows)))
    return (found.text, *_paths(model, found), *_codes(model))


# -- the list --------------------------------------------------------------------------------------


def _entries(model: Model) -> Iterator[Entry]:
    """The decision list but for its last entry, which always holds."""
    policy = model.policy
    if policy.applies_to is not None:
        model.at("applies_to", policy.applies_to.location)
        title = Bilingual("In scope", "属适用范围")
        note = said(model, policy.applies_to, About())
        scope = model.decide("in_scope", title, "boolean", judged(model, policy.applies_to), note)
        yield OUT_OF_SCOPE, negated(scope)
    knockouts = {one.id: _knockout(model, one) for one in policy.knockouts}
    for outcome, effect in ((REJECTED, Reject), (REFERRED, Refer)):
        chosen = [knockouts[k.id] for k in policy.knockouts if isinstance(k.effect, effect)]
        if chosen:
            yield outcome, either(chosen)
    for tier in policy.tiers:
        yield tier.id, _tier(model, tier, knockouts)


def _knockout(model: Model, one: Knockout) -> Feel:
    model.at(f"knockouts/{one.id}", one.location)
    logic = judged(model, one.when)
    note = f"{said(model, one.when, one.about)}\n{one.reason.code}: {both_of(one.reason.text)}"
    found = model.decide(f"knockout_{one.id}", one.about.title, "boolean", logic, note)
    model.knockouts[one.id] = found
    return found


def _tier(model: Model, tier: Tier, knockouts: dict[str, Feel]) -> Feel:
    """``when`` and any of the paths and no knockout that caps below the tier (rule 14)."""
    policy = model.policy
    parts = []
    if tier.when is not None:
        model.at(f"tiers/{tier.id}", tier.location)
        parts.append(judged(model, tier.when))
    paths = []
    for path in tier.paths:
        model.at(f"tiers/{tier.id}/paths/{path.id}", path.location)
        logic = judged(model, path.when)
        name = f"path_{tier.id}_{path.id}"
        note = said(model, path.when, path.about)
        paths.append(model.decide(name, path.about.title, "boolean", logic, note))
        model.paths[tier.id, path.id] = paths[-1]
    if paths:
        parts.append(either(paths))
    order = [one.id for one in policy.tiers] + [policy.otherwise.tier]
    for knockout in policy.knockouts:
        effect = knockout.effect
        match effect:
            case Cap(limit):
                if order.index(limit) > order.index(tier.id):
                    parts.append(negated(knockouts[knockout.id]))
            case Reject() | Refer():
                pass
            case _:
                assert_never(effect)
    model.at(f"tiers/{tier.id}", tier.location)
    return model.decide(f"tier_{tier.id}", tier.title, "boolean", both(parts))


# -- the table -------------------------------------------------------------------------------------


def _refused(count: int) -> Iterator[Rule]:
    """Whoever has a value outside its domain goes to a person (rule 1)."""
    gives = (quoted(REFER), quoted(DATA_ERROR))
    yield Rule(("> 0", *("-",) * count), gives, "rule 1")


def _rules(model: Model, outcomes: list[str]) -> Iterator[Rule]:
    """One row for each first answer that is not no; the last entry of the list always holds."""
    last = model.policy.otherwise.tier
    count = len(outcomes)
    for at, outcome in enumerate([*outcomes, last]):
        before = ('"no"',) * at
        after = ("-",) * max(count - at - 1, 0)
        sure = (*before, '"yes"', *after) if at < count else before
        gives = (quoted(shown_as(outcome)), '"decided"')
        yield Rule(("0", *sure), gives, "rules 15, 16")
        if at < count and not model.policy.undecided_floor:
            open_ = ("0", *before, '"unknown"', *after)
            yield Rule(open_, (quoted(REFER), '"undecided"'), "rules 15, 16")
        elif at < count:
            yield from _floors(model, outcomes, at)


def _floors(model: Model, outcomes: list[str], at: int) -> Iterator[Rule]:
    """Rows where the entry is the first unknown one, by where the list then stops (rule 17)."""
    before = ("0", *('"no"',) * at, '"unknown"')
    count = len(outcomes)
    if outcomes[at] in (OUT_OF_SCOPE, REFERRED):
        yield Rule((*before, *("-",) * (count - at - 1)), (quoted(REFER), '"undecided"'), "rule 17")
        return
    rejected = outcomes[at] == REJECTED
    names = [*outcomes, model.policy.otherwise.tier]
    for stop in range(at + 1, count + 1):
        between = [*outcomes[at + 1 : stop]]
        may_refer = [one == REFERRED for one in between]
        stopped = ('"yes"', *("-",) * (count - stop - 1)) if stop < count else ()
        if names[stop] == REFERRED:
            tests = (*before, '"yes","unknown"', *("-",) * (count - stop - 1))
            yield Rule(tests, (quoted(REFER), '"undecided"'), "rule 17")
            continue
        middle = ['"no"' if refers else '"no","unknown"' for refers in may_refer]
        floor = REJECTED if rejected else names[stop]
        yield Rule((*before, *middle, *stopped), (quoted(floor), '"undecided"'), "rule 17")


# -- what is told besides --------------------------------------------------------------------------


def _paths(model: Model, outcome: Feel) -> Iterator[str]:
    """The paths of the outcome tier that are true, in file order (rule 20)."""
    if not model.paths:
        return
    rows = []
    for (tier, path), feel in model.paths.items():
        is_tier = compared(Feel(_of("outcome"), outcome.uses), "=", constant(quoted(tier)))
        ours = both([is_tier, compared(feel, "=", constant("true"))])
        rows.append(choice(ours, constant(quoted(path)), constant("null")))
    listed = Feel("[" + ", ".join(row.text for row in rows) + "][item != null]", uses_of(rows))
    decided = compared(Feel(_of("status"), outcome.uses), "=", constant('"decided"'))
    logic = choice(decided, listed, constant("[]"))
    yield model.decide("paths", Bilingual("Paths", "路径"), "tTexts", logic).text


def _codes(model: Model) -> Iterator[str]:
    """The codes of all true knockouts, in file order (rule 20)."""
    if not model.policy.knockouts:
        return
    rows = []
    for one in model.policy.knockouts:
        holds = compared(model.knockouts[one.id], "=", constant("true"))
        rows.append(choice(holds, constant(quoted(one.reason.code)), constant("null")))
    listed = Feel("[" + ", ".join(row.text for row in rows) + "][item != null]", uses_of(rows))
    title = Bilingual("Codes of knockouts", "否决代码")
    yield model.decide("knockout_codes", title, "tTexts", listed).text


# -- values outside their domains ------------------------------------------------------------------


def _data_errors(model: Model) -> Feel:
    """How many values lie outside their domains (rule 1)."""
    model.at("attributes", model.policy.location)
    tests = []
    for name, given in model.given.items():
        attribute = model.policy.dictionary.attributes[name]
        inside = _inside(attribute, given)
        if inside is not None:
            allowed = either([is_null(given), inside])
            if attribute.kind is Kind.SET:
                # Engines differ in what they make of ``every`` over null.
                allowed = choice(is_null(given), constant("true"), inside)
            tests.append(choice(allowed, constant("0"), constant("1")))
    text = " + ".join(f"({one.text})" for one in tests) or "0"
    title = Bilingual("Values outside their domains", "超出取值范围的个数")
    return model.decide("data_errors", title, "number", Feel(text, uses_of(tests)))


def _inside(attribute: Attribute, given: Feel) -> Feel | None:
    """Whether a value lies in its domain; None where every value of its type does."""
    match attribute.kind:
        case Kind.MONEY | Kind.NUMBER | Kind.INTEGER | Kind.RATIO:
            return both(_numeric(attribute, given))
        case Kind.ENUM | Kind.ORDINAL:
            if attribute.open:
                return None
            return built_in("list contains", _codes_of(attribute), given)
        case Kind.SET:
            listed = _codes_of(attribute)
            text = f"every member in {given.text} satisfies list contains({listed.text}, member)"
            return Feel(text, given.uses, 0)
        case Kind.DATE:
            ends = (">=", attribute.earliest), ("<=", attribute.latest)
            tests = [
                compared(given, sign, constant(f'date("{day.isoformat()}")'))
                for sign, day in ends
                if day is not None
            ]
            return both(tests) if tests else None
        case Kind.BOOLEAN:
            return None
        case _:
            assert_never(attribute.kind)


def _codes_of(attribute: Attribute) -> Feel:
    return constant("[" + ", ".join(quoted(code) for code in attribute.codes) + "]")


def _numeric(attribute: Attribute, given: Feel) -> Iterator[Feel]:
    if attribute.low is not None:
        yield compared(given, ">=", literal(attribute.low))
    if attribute.high is not None:
        yield compared(given, "<=", literal(attribute.high))
    step = attribute.step or Fraction(1)
    places = len(number_text(step).partition(".")[2])
    if step == Fraction(1, 10**places):
        rounded = built_in("decimal", given, constant(str(places)))
    else:
        assert repeating(step) == 1
        times = built_in("floor", Feel(f"{given.text} / {literal(step).text}", given.uses))
        rounded = Feel(f"{literal(step).text} * {times.text}", times.uses, 7)
    yield compared(rounded, "=", given)


def _of(entry: str) -> str:
    """An entry of the decision's outcome, as FEEL reads it."""
    return f"outcome.{entry}"
