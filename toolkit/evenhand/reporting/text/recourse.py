"""The text of ``recourse``: the ways to a tier, or what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from evenhand.analysis.recourse.batch import Batch
from evenhand.analysis.recourse.effects import Effect
from evenhand.analysis.recourse.result import Blocking, Change, Recourse, Way
from evenhand.analysis.recourse.situation import Why
from evenhand.messages import Message, message
from evenhand.model.action import MONTHS_OF_A_YEAR, NOW, Span
from evenhand.model.describe import condition_words
from evenhand.model.values import Value
from evenhand.model.wording import Words, label_words, number_words, value_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import escaped, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.parts import about_lines, outcome_line, say
from evenhand.reporting.text.recourse_batch import batch_lines
from evenhand.reporting.text.table import heading, indented, placed
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """The whole answer; sections without content are left out."""
    if isinstance(result, Batch):
        lines = batch_lines(result, look)
        return escaped("\n".join(lines)) if look.ascii else "\n".join(lines)
    assert isinstance(result, Recourse)
    sections = [
        _head(result, look),
        *(_way(result, number, way, look) for number, way in enumerate(_shown(result), 1)),
        _blocking(result, look),
        _kept(result, look),
        _remarks(result, look),
    ]
    text = "\n\n".join("\n".join(lines) for lines in sections if lines)
    return escaped(text) if look.ascii else text


def _shown(result: Recourse) -> tuple[Way, ...]:
    return () if result.there else result.ways


# -- head --------------------------------------------------------------------------------------


def _head(result: Recourse, look: Look) -> list[str]:
    lines = about_lines(result, result.policy, result.start.reading, result.profile, look)
    now: Words = outcome_line(result.policy, result.start.outcome, look)
    score = result.start.score
    if score is not None:
        now = message("recourse.with-score", outcome=now, points=number_words(score))
    wanted = outcome_line(result.policy, result.situation.to, look)
    lines += ["", say(look, "recourse.now", outcome=now, wanted=wanted)]
    lines += [heading(line, look) for line in indented(_verdict(result, look), look.width, "")]
    return lines


def _verdict(result: Recourse, look: Look) -> str:
    """What was found, in one sentence, and how far it can be relied on."""
    if result.there:
        return say(look, "recourse.there")
    horizon = span_words(result.situation.wishes.horizon)
    if result.exists is None:
        return say(look, "recourse.unknown", horizon=horizon, why=result.open or "")
    if not result.exists:
        key = "recourse.none-untold" if result.start.settle else "recourse.none"
        key = "recourse.contradiction" if result.impossible else key
        return say(look, key, horizon=horizon)
    if not result.proved:
        count = len(result.ways)
        return say(look, "recourse.ways-open", count=count, why=result.open or "")
    if len(result.ways) > 1:
        key = "recourse.all-ways" if result.all else "recourse.ways"
    else:
        key = "recourse.one-way" if result.all else "recourse.cheapest-way"
    return say(look, key, count=len(result.ways))


# -- ways --------------------------------------------------------------------------------------


def _way(result: Recourse, number: int, way: Way, look: Look) -> list[str]:
    key = "recourse.way" if way.span != NOW else "recourse.way-now"
    title = say(
        look,
        key,
        number=number,
        cost=_money(result, way.cost),
        span=span_words(way.span),
        outcome=outcome_line(result.policy, way.outcome.outcome, look),
    )
    lines = indented(heading(title, look), look.width, "", "   ")
    for change in way.changes:
        lines += _change(result, change, look)
    for name in way.unsure:
        label = label_words(name, result.policy)
        lines += indented(say(look, "recourse.unsure", label=label), look.width, "   ")
    return lines


def _change(result: Recourse, change: Change, look: Look) -> list[str]:
    words = message(
        f"recourse.{change.how}",
        label=label_words(change.attribute, result.policy),
        before=value_or_missing(result, change.attribute, change.before),
        after=value_or_missing(result, change.attribute, change.after),
    )
    lines = indented(one_line(words.text(look.language)), look.width, "   ", "     ")
    if change.takes is not None:
        key = "recourse.step" if change.takes != NOW else "recourse.step-now"
        cost, span = _money(result, change.cost), span_words(change.takes)
        lines.append(f"     {say(look, key, cost=cost, span=span)}")
    for effect in change.effects:
        lines += _effect(result, effect, look)
    if change.risk is not None:
        lines += indented(say(look, "recourse.risk", risk=change.risk), look.width, "     ")
    return lines


def _effect(result: Recourse, effect: Effect, look: Look, indent: str = "     ") -> list[str]:
    title: Words = effect.title or effect.element.rpartition("/")[2]
    if effect.kind == "points":
        words = _points(title, effect.points)
    else:
        assert effect.condition is not None
        condition = condition_words(effect.condition, result.policy)
        words = message(f"recourse.effect-{effect.kind}", title=title, condition=condition)
    text = one_line(words.text(look.language))
    return placed(text, place(effect.location), look.width, indent)


def _points(title: Words, points: Fraction | None) -> Message:
    if points is None:
        return message("recourse.effect-points-unknown", title=title)
    key = "recourse.effect-points" if points > 0 else "recourse.effect-points-less"
    return message(key, title=title, points=number_words(abs(points)))


def value_or_missing(result: Recourse, name: str, value: Value | None) -> Words:
    """A value in words; one that nobody told says so."""
    if value is None:
        return message("recourse.not-told")
    return value_words(value, name, result.policy)


def _money(result: Recourse, cost: Fraction) -> Message | str:
    if not cost:
        return message("recourse.no-money")
    return message(
        "recourse.money", amount=number_words(cost), currency=result.policy.header.currency
    )


def span_words(span: Span) -> Words:
    """How long something takes, in years where they are whole."""
    if span == NOW:
        return message("recourse.at-once")
    if span.days:
        return _counted("days", span.days)
    whole, rest = divmod(span.months, MONTHS_OF_A_YEAR)
    return _counted("years", whole) if whole > 1 and not rest else _counted("months", span.months)


def _counted(unit: str, count: int) -> Message:
    key = f"describe.{unit}-one" if count == 1 else f"describe.{unit}"
    return message(key, number=str(count))


# -- what stands in the way --------------------------------------------------------------------


def _blocking(result: Recourse, look: Look) -> list[str]:
    if not result.blocking:
        return []
    lines = [heading(say(look, "recourse.blocking"), look)]
    for one in result.blocking:
        lines += _one_blocking(result, one, look)
    if not result.complete:
        lines += indented(say(look, "recourse.blocking-more"), look.width, "  ")
    return lines


def _one_blocking(result: Recourse, one: Blocking, look: Look) -> Iterator[str]:
    match one.kind:
        case "limit":
            said = say(look, "recourse.blocked-limit", count=one.count or 0)
        case "time":
            span = span_words(one.span or NOW)
            said = say(look, "recourse.blocked-time", span=span)
        case "elements":
            key = "recourse.blocked-elements" if one.effects else "recourse.blocked-nothing"
            said = say(look, key)
        case _:
            key = "recourse.blocked-one" if len(one.attributes) == 1 else "recourse.blocked-set"
            untold = all(change.before is None for change in one.changes)
            said = say(look, "recourse.blocked-untold" if untold else key)
    yield from indented(said, look.width, "  ")
    for change in one.changes:
        why = next((k.why for k in result.situation.kept if k.attribute == change.attribute), None)
        words = say(
            look,
            "recourse.blocked-by" if change.before is not None else "recourse.blocked-by-untold",
            label=label_words(change.attribute, result.policy),
            before=value_or_missing(result, change.attribute, change.before),
            after=value_or_missing(result, change.attribute, change.after),
            why=message(f"recourse.why-{(why or Why.TIME).value}"),
        )
        yield from indented(words, look.width, "    ", "      ")
        for effect in change.effects:
            yield from _effect(result, effect, look, "      ")
    for effect in one.effects:
        yield from _unmet(result, effect, look)


def _unmet(result: Recourse, effect: Effect, look: Look) -> list[str]:
    title: Words = effect.title or effect.element.rpartition("/")[2]
    assert effect.condition is not None
    condition = condition_words(effect.condition, result.policy)
    key = "recourse.unmet-knockout" if effect.kind == "knockout" else "recourse.unmet"
    text = say(look, key, title=title, condition=condition)
    return placed(text, place(effect.location), look.width, "    ")


# -- what stays --------------------------------------------------------------------------------


def _kept(result: Recourse, look: Look) -> list[str]:
    if result.there or not result.situation.kept:
        return []
    lines = [heading(say(look, "recourse.kept"), look)]
    order = list(Why)
    kept = sorted(result.situation.kept, key=lambda one: order.index(one.why))
    for why, listed in groupby(kept, key=lambda one: one.why):
        names = [one_line(_label(result, one.attribute, look)) for one in listed]
        said = f"{say(look, f'recourse.why-{why.value}')}{say(look, 'recourse.colon')}"
        lines += indented(said + _joined(names, look), look.width - 2, "  ", "    ")
    return lines


def _label(result: Recourse, name: str, look: Look) -> str:
    words = label_words(name, result.policy)
    return words if isinstance(words, str) else words.text(look.language)


def _joined(names: Sequence[str], look: Look) -> str:
    return message("explain.joint").text(look.language).join(names)


def _remarks(result: Recourse, look: Look) -> list[str]:
    lines: list[str] = []
    if result.impossible:
        names = ", ".join(result.impossible)
        lines += indented(say(look, "recourse.impossible", names=names), look.width, "")
    if result.situation.allowed:
        labels = [_label(result, name, look) for name in result.situation.allowed]
        said = say(look, "recourse.allowed", labels=_joined(labels, look))
        lines += indented(said, look.width, "")
    if result.there:
        return lines
    if result.start.settle:
        labels = [_label(result, name, look) for name in result.start.settle]
        said = say(look, "recourse.settle", labels=_joined(labels, look))
        lines += indented(said, look.width, "")
    if result.ways:
        currency = result.policy.header.currency
        lines += indented(say(look, "recourse.costs", currency=currency), look.width, "")
        if len(result.ways) > 1:
            lines += indented(say(look, "recourse.different"), look.width, "")
    return lines
