"""A small reader of FEEL, written after chapter 10 of the DMN standard, for exported models.

It knows what the export uses and refuses the rest. Numbers are decimals of 34 digits, null is
None. Equality with null is never null, comparison with null always is; ``if`` takes ``else``
unless its condition is true.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import Any

Scope = Mapping[str, Any]
Node = Callable[[Scope], Any]

EXACT = Context(prec=34, rounding=ROUND_HALF_EVEN)
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>list contains|[A-Za-z_][A-Za-z_0-9]*)|(?P<sign>\.\.|>=|<=|!=|[-+*/()\[\],.<>=]))"
)
WORDS = frozenset({"if", "then", "else", "and", "or", "every", "in", "satisfies"})


class NotFeel(Exception):
    """A text that this reader does not know."""


def tokens_of(text: str) -> tuple[str, ...]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise NotFeel(text[at : at + 20])
        found.append(match[0].strip())
        at = match.end()
    return tuple(found)


# -- what the signs mean ---------------------------------------------------------------------------


def equal(left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return left is None and right is None
    return bool(left == right) if alike(left, right) else None


def alike(left: Any, right: Any) -> bool:
    return type(left) is type(right)


def unequal(left: Any, right: Any) -> bool | None:
    found = equal(left, right)
    return None if found is None else not found


def ordered(test: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool | None]:
    def compare(left: Any, right: Any) -> bool | None:
        if not alike(left, right) or not isinstance(left, (Decimal, date, str)):
            return None
        return bool(test(left, right))

    return compare


COMPARISONS: Mapping[str, Callable[[Any, Any], bool | None]] = {
    "=": equal,
    "!=": unequal,
    ">=": ordered(operator.ge),
    ">": ordered(operator.gt),
    "<=": ordered(operator.le),
    "<": ordered(operator.lt),
}
ARITHMETIC: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
}


def both(left: Any, right: Any) -> bool | None:
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: Any, right: Any) -> bool | None:
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def contains(listed: Any, item: Any) -> bool | None:
    return None if listed is None else any(equal(one, item) is True for one in listed)


def rounded(number: Any, places: Any) -> Any:
    if number is None or places is None:
        return None
    return number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_EVEN, EXACT)


def extreme(choose: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    def found(*given: Any) -> Any:
        listed = list(given[0]) if len(given) == 1 and isinstance(given[0], list) else [*given]
        return choose(listed) if listed and None not in listed else None

    return found


def floor(number: Any) -> Any:
    return None if number is None else number.to_integral_value(ROUND_FLOOR)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "not": lambda truth: None if truth is None else not truth,
    "count": lambda listed: None if listed is None else Decimal(len(listed)),
    "concatenate": lambda *lists: [item for listed in lists for item in listed],
    "list contains": contains,
    "floor": floor,
    "min": extreme(min),
    "max": extreme(max),
    "decimal": rounded,
    "date": date.fromisoformat,
}


# -- reading ---------------------------------------------------------------------------------------


class Parser:
    def __init__(self, text: str) -> None:
        self.tokens = tokens_of(text)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        found = self.peek()
        if not found or (wanted and found != wanted):
            raise NotFeel(f"{wanted or 'more'} instead of {found!r} in {' '.join(self.tokens)}")
        self.at += 1
        return found

    def whole(self) -> Node:
        found = self.expression()
        if self.peek():
            raise NotFeel(f"{self.peek()!r} is left over in {' '.join(self.tokens)}")
        return found

    def expression(self) -> Node:
        if self.peek() == "if":
            self.take()
            condition = self.expression()
            self.take("then")
            then = self.expression()
            self.take("else")
            otherwise = self.expression()
            return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)
        if self.peek() == "every":
            return self.every()
        return self.chain("or", either, lambda: self.chain("and", both, self.comparison))

    def every(self) -> Node:
        self.take("every")
        name = self.take()
        self.take("in")
        listed = self.postfix()
        self.take("satisfies")
        test = self.expression()

        def judged(scope: Scope) -> bool | None:
            found: bool | None = True
            for item in listed(scope):
                found = both(found, test({**scope, name: item}))
            return found

        return judged

    def chain(self, word: str, join: Callable[[Any, Any], Any], part: Callable[[], Node]) -> Node:
        left = part()
        while self.peek() == word:
            self.take()
            left = self.joined(left, join, part())
        return left

    @staticmethod
    def joined(left: Node, join: Callable[[Any, Any], Any], right: Node) -> Node:
        return lambda scope: join(left(scope), right(scope))

    def comparison(self) -> Node:
        left = self.sum()
        if self.peek() in COMPARISONS:
            return self.joined(left, COMPARISONS[self.take()], self.sum())
        return left

    def sum(self) -> Node:
        return self.calculated(("+", "-"), lambda: self.calculated(("*", "/"), self.signed))

    def calculated(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        left = part()
        while self.peek() in signs:
            left = self.joined(left, self.calculation(self.take()), part())
        return left

    @staticmethod
    def calculation(sign: str) -> Callable[[Any, Any], Any]:
        def found(left: Any, right: Any) -> Any:
            if not isinstance(left, Decimal) or not isinstance(right, Decimal):
                return None
            return ARITHMETIC[sign](left, right)

        return found

    def signed(self) -> Node:
        if self.peek() == "-":
            self.take()
            inner = self.postfix()
            return lambda scope: None if inner(scope) is None else -inner(scope)
        return self.postfix()

    def postfix(self) -> Node:
        found = self.primary()
        while self.peek() in ("[", "."):
            if self.take() == "[":
                found = self.filtered(found, self.expression())
                self.take("]")
            else:
                found = self.member(found, self.take())
        return found

    @staticmethod
    def filtered(listed: Node, test: Node) -> Node:
        return lambda s: [one for one in listed(s) if test({**s, "item": one}) is True]

    @staticmethod
    def member(whole: Node, name: str) -> Node:
        return lambda scope: None if whole(scope) is None else whole(scope)[name]

    def primary(self) -> Node:
        sign = self.take()
        if sign[0].isdigit():
            number = Decimal(sign)
            return lambda _: number
        if sign[0] == '"':
            text = re.sub(r"\\(.)", r"\1", sign[1:-1])
            return lambda _: text
        if sign == "(":
            found = self.expression()
            self.take(")")
            return found
        if sign == "[":
            items = self.listed("]")
            return lambda scope: [item(scope) for item in items]
        if sign in ("true", "false", "null"):
            value = {"true": True, "false": False, "null": None}[sign]
            return lambda _: value
        if not re.match(r"[A-Za-z_]", sign) or sign in WORDS:
            raise NotFeel(f"{sign!r} in {' '.join(self.tokens)}")
        if self.peek() == "(":
            self.take()
            return self.called(sign, self.listed(")"))
        return lambda scope: scope[sign]

    @staticmethod
    def called(name: str, given: list[Node]) -> Node:
        def call(scope: Scope) -> Any:
            return (FUNCTIONS.get(name) or scope[name])(*(one(scope) for one in given))

        return call

    def listed(self, end: str) -> list[Node]:
        found: list[Node] = []
        while self.peek() != end:
            found.append(self.expression())
            if self.peek() != end:
                self.take(",")
        self.take(end)
        return found


@cache
def expression(text: str) -> Node:
    """A FEEL expression, ready to be worked out."""
    return Parser(text).whole()
