"""Files against their schemas: every mistake once, at its place, in plain words.

The schemas are JSON Schema 2020-12. jsonschema finds what does not fit; what people read is
written in ``schema_problems``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

from evenhand import resources
from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.nodes import Mapping as MappingNode
from evenhand.loading.nodes import Node, Scalar, at, plain
from evenhand.loading.schema_misfit import Misfit, Problem
from evenhand.loading.schema_problems import problems_of, without_echoes
from evenhand.loading.schema_words import Path, Schema

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

PREFIX: Final = "urn:evenhand:schema:"
"""How the schemas name themselves: never by an address that somebody could fetch."""


@dataclass(frozen=True, slots=True)
class SchemaReport:
    """What a file's schema has to say about it.

    ``bad`` holds the ``id()`` of every node at fault, so that nothing is concluded from it: the
    value itself, or the mapping that lacks a key or has two that exclude each other.
    """

    findings: tuple[Finding, ...] = ()
    bad: frozenset[int] = frozenset()


def check(root: Node, kind: str) -> SchemaReport:
    """Compare a file with the schema of its kind (``policy``, ``vocabulary``, ``cases``, …).

    Raises FileNotFoundError for a kind that has no schema.
    """
    problems = [problem for misfit in _misfits(root, kind) for problem in problems_of(misfit)]
    policy = _policy_id(root, kind)
    return SchemaReport(
        in_order(_finding(problem, root, policy) for problem in without_echoes(problems)),
        frozenset(id(node) for problem in problems for node in problem.bad),
    )


@cache
def schema(name: str) -> Schema:
    """One of the shipped schemas, as data. Raises FileNotFoundError for an unknown name.

    ``law`` is that of one law of a policy, which can also be given by itself.
    """
    if name == "law":
        whole = schema("policy")
        kept = {key: whole[key] for key in ("$schema", "$defs")}
        return {**kept, "$id": f"{PREFIX}law", "$ref": "#/$defs/law"}
    return cast(Schema, json.loads(resources.schema_file(name).read_text("utf-8")))


def _misfits(root: Node, kind: str) -> Iterator[Misfit]:
    for error in _validator(kind).iter_errors(cast(Any, plain(root))):
        path, within = tuple(error.absolute_path), tuple(error.absolute_schema_path)
        yield Misfit(
            keyword=str(error.validator),
            wanted=error.validator_value,
            value=error.instance,
            schema=cast(Schema, error.schema),
            about=_property(kind, within),
            within=within,
            path=path,
            nodes=tuple(at(root, path[:depth]) for depth in range(len(path) + 1)),
        )


def _property(kind: str, within: Path) -> Schema:
    """What the schema says of the innermost property on the way to a misfit.

    The way leaves references out, so they are followed wherever it does not lead on.
    """
    home = found = schema(kind)
    here: Any = home
    for before, step in pairwise(("", *within[:-1])):
        while isinstance(here, Mapping) and step not in here:
            file, _, name = here["$ref"].rpartition("#/$defs/")
            home = schema(file.removeprefix(PREFIX)) if file else home
            here = home["$defs"][name]
        here = here[step]
        if before in ("properties", "patternProperties") and "description" in here:
            found = here
    return found


@cache
def _validator(kind: str) -> Validator:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend
    from referencing import Registry, Resource

    shared: Resource[Any] = Resource.from_contents(schema("common"))
    registry: Registry[Any] = Registry()
    formats = FormatChecker(formats=())
    formats.checks("date")(_is_date)
    shape = extend(Draft202012Validator, {"$ref": _follow})  # type: ignore[no-untyped-call]
    validator = shape(
        dict(schema(kind)),
        registry=registry.with_resource(f"{PREFIX}common", shared),
        format_checker=formats,
    )
    return cast("Validator", validator)


_TARGETS: Final[dict[tuple[str, str], Any]] = {}
"""Where references lead, by the schema that has them: found once, followed thousands of times."""


def _follow(validator: Any, reference: str, instance: object, _: object) -> Iterator[Any]:
    home = validator._resolver._base_uri
    target = _TARGETS.get((home, reference))
    if target is None:
        target = _TARGETS[home, reference] = validator._resolver.lookup(reference)
    yield from validator.descend(instance, target.contents, resolver=target.resolver)


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _policy_id(root: Node, kind: str) -> str | None:
    try:
        named = at(root, (kind, "id" if kind == "policy" else "policy"))
    except KeyError:
        return None
    return named.text if isinstance(named, Scalar) else None


def _finding(problem: Problem, root: Node, policy: str | None) -> Finding:
    return Finding(
        rule=problem.rule,
        severity=Severity.ERROR,
        message=problem.message,
        location=problem.location,
        policy=policy,
        element=element_address(root, problem.path) or None,
        hint=problem.hint,
        cause=problem.cause,
    )


GROUPS: Final = frozenset({"sections", "characteristics"})
"""Lists whose name says nothing that the ids of their items do not say."""


def element_address(root: Node, path: tuple[str | int, ...]) -> str:
    """A path with ids instead of places in lists: ``scorecard/assets/balance/bins/2/points``.

    The lists that only group what they hold are left out.
    """
    names: list[str] = []
    node = root
    for step in path:
        node = at(node, (step,))
        if isinstance(step, str):
            names.append(step)
            continue
        own = node.get("id") if isinstance(node, MappingNode) else None
        if isinstance(own, Scalar):
            if names[-1] in GROUPS and len(names) > 1:
                del names[-1]
            names.append(own.text)
        else:
            names.append(str(step + 1))
    return "/".join(names)
