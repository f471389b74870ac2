"""Certificates: every one checks, and none does once anything in it has been changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.build import HEAD, gold_when

from evenhand import api
from evenhand.analysis.prove import certificates
from evenhand.analysis.prove.subjects import subject_of
from evenhand.api import laws
from evenhand.engines.exact.checker import recomputed
from evenhand.engines.exact.question import Budget, Question
from evenhand.engines.proofs import Answer, Disagreement, ask
from evenhand.errors import EvenhandError, InputError, LoadError, UsageError
from evenhand.model.boxes.linear import BeyondError

Given = tuple[api.Policy, ...]

DAY = date(2026, 11, 24)
SEED = 20260101
TRIALS = 1_000

CARD = """\
scorecard:
  sections:
    - id: one
      at_most: 20
      characteristics:
        - {id: a, when: {has_card: true}, points: 15}
        - {id: b, attribute: amount, bins: [{below: 100, points: 0}, {points: 10}], missing: 5}
    - id: two
      weight: 1/2
      characteristics:
        - {id: c, attribute: rank, points: {high: 10, mid: 5}, otherwise: 0}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 30}}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {score: {at_least: 20}}}
otherwise: {tier: plain}
"""


SIMPLE = """\
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when:
      any: [{colour: red}, {amount: {at_least: 100}}, {all: [{colour: red}, {has_card: true}]}]
otherwise: {tier: plain}
"""

LINKED = """\
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {amount: {at_least: {times: 1/2, of: other_amount}}}
otherwise: {tier: plain}
"""

TEXTS = {"card.yaml": CARD, "simple.yaml": SIMPLE, "linked.yaml": LINKED, "same.yaml": SIMPLE}


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that is worked in, with the files of the policies."""
    here, before = tmp_path_factory.mktemp("certificates"), Path.cwd()
    for name, body in TEXTS.items():
        (here / name).write_text(HEAD.replace("id: small", f"id: {name[:-5]}") + body, "utf-8")
    os.chdir(here)
    yield here
    os.chdir(before)


@cache
def load(name: str) -> api.Policy:
    return api.load(name)


def certified(name: str, *given: Any, **whom: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(api.certify(load(name), *given, **whom).text)
    return found


def checked(data: object, *policies: api.Policy) -> Any:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return api.check_certificate(None, policies, as_of=DAY, text=text)


@cache
def several() -> tuple[tuple[dict[str, Any], tuple[api.Policy, ...]], ...]:
    """Certificates of different kinds, each with its policies."""
    better = laws.monotone("amount", better="higher")
    asked = better, laws.only_if("gold", "{rank: {at_least: mid}}"), laws.unreachable("gold")
    card = certified("card.yaml", *asked, customers="all")
    people = laws.indifferent("has_card"), laws.always("gold", "plain")
    plain = certified("simple.yaml", *people, laws.indifferent(of_class="demographic"))
    amounts = certified("linked.yaml", better, among="{other_amount: {above: 0}}")
    same = certified("simple.yaml", laws.equivalent(load("same.yaml")), customers="all")
    of = {name: load(name) for name in TEXTS}
    return (
        (card, (of["card.yaml"],)),
        (plain, (of["simple.yaml"],)),
        (amounts, (of["linked.yaml"],)),
        (same, (of["simple.yaml"], of["same.yaml"])),
    )


def test_certificates_check() -> None:
    for data, policies in several():
        for given in (policies, ()):
            result = checked(data, *given)
            assert result.accepted and result.exit_code() == 0
            assert len(result.proofs) == data["certificate"]["count"] > 0


# -- changes ---------------------------------------------------------------------------------------


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The ways to all values and lists."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
        return
    yield path
    if isinstance(data, list):
        for index, value in enumerate(data):
            yield from places(value, (*path, index))


def at(data: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data


def changed(value: Any, random: Random) -> Any:
    """A value changed by one: a number, a character, or an item of a list."""
    match value:
        case bool():
            return not value
        case int():
            return value + random.choice((-1, 1))
        case str():
            return _changed_text(value, random)
        case list():
            return _changed_list(value, random)
        case _:
            raise TypeError(type(value))


def _changed_text(text: str, random: Random) -> str:
    where = random.randint(0, len(text))
    how = random.choice(("drop", "add", "change"))
    letter = random.choice("abcxyz0123456789 .")
    if how == "add" or where == len(text):
        return text[:where] + letter + text[where:]
    return text[:where] + ("" if how == "drop" else letter) + text[where + 1 :]


def _changed_list(items: list[Any], random: Random) -> list[Any]:
    if not items:
        return ["x"]
    where, other = random.randrange(len(items)), random.randrange(len(items))
    found = deepcopy(items)
    match random.choice(("drop", "double", "swap")):
        case "drop":
            del found[where]
        case "double":
            found.insert(where, deepcopy(found[where]))
        case _:
            found[where], found[other] = found[other], found[where]
    return found


def refused(data: dict[str, Any], path: tuple[str | int, ...], new: Any, given: Given) -> bool:
    """Whether a certificate with something else at a place is refused.

    Where files were counts only where the policies are looked for there.
    """
    spoiled = deepcopy(data)
    at(spoiled, path[:-1])[path[-1]] = new
    try:
        return not checked(spoiled, *(() if path[-1] == "path" else given)).accepted
    except EvenhandError:
        return True


def test_a_certificate_with_anything_changed_is_refused() -> None:
    random = Random(SEED)
    done = 0
    while done < TRIALS:
        data, given = several()[done % len(several())]
        path = random.choice(list(places(data)))
        new = changed(at(data, path), random)
        if new != at(data, path):
            assert refused(data, path, new, given), (path, at(data, path), new)
            done += 1


def test_every_field_of_a_certificate_is_checked() -> None:
    """Not by chance, but one after the other; of long lists the first three items."""
    random = Random(SEED)
    data, given = several()[1]
    for path in places(data):
        if any(isinstance(step, int) and step > 2 for step in path):
            continue
        for _ in range(2):
            new = changed(at(data, path), random)
            assert new == at(data, path) or refused(data, path, new, given), (path, new)


def test_whole_keys_may_not_be_left_out_or_added() -> None:
    data, given = several()[0]
    question = ("certificate", "answers", 0, "questions", 0)
    for path in ((), ("certificate",), ("certificate", "answers", 0), question):
        for key in at(data, path):
            spoiled = deepcopy(data)
            del at(spoiled, path)[key]
            with pytest.raises(LoadError):
                checked(spoiled, *given)
        spoiled = deepcopy(data)
        at(spoiled, path)["more"] = 1
        with pytest.raises(LoadError):
            checked(spoiled, *given)


def test_a_refusal_names_the_place_and_both_values() -> None:
    data, given = several()[1]
    spoiled = deepcopy(data)
    layer = spoiled["certificate"]["answers"][0]["questions"][0]["layers"][1]
    layer["states"] += 1
    result = checked(json.dumps(spoiled, indent=1), *given)
    (finding,) = result.findings
    told = finding.message.text("en")
    assert "`answers.1.questions.1.layers.2.states`" in told
    assert f"`{layer['states']}`" in told and f"`{layer['states'] - 1}`" in told
    assert "states" in finding.location.source.lines[finding.location.line - 1]
    assert result.exit_code() == 1 and result.proofs == ()


def test_a_changed_policy_is_noticed(folder: Path) -> None:
    data, _ = several()[1]
    (folder / "new").mkdir()
    other = HEAD.replace("id: small", "id: simple") + SIMPLE.replace("at_least: 100", "at_least: 9")
    (folder / "new" / "simple.yaml").write_text(other, "utf-8")
    result = checked(data, api.load("new/simple.yaml"))
    assert "sha256" in result.findings[0].message.text("en")


# -- what cannot be certified ----------------------------------------------------------------------


def why(*given: Any, name: str = "simple.yaml", **more: Any) -> list[str]:
    return [each.why for each in api.certify(load(name), *given, **more).answers]


def test_what_rests_on_customers_needs_no_certificate() -> None:
    assert why(laws.reachable("gold")) == ["rests-on-a-customer"]
    assert why(laws.unreachable("gold")) == ["rests-on-a-customer"]
    assert why(laws.no_dead("tiers")) == ["dead-parts"]


def test_each_answer_of_a_law_has_its_own_bad_labels() -> None:
    """More savings are better and more late payments are worse, in one law."""
    found = api.certify(api.load("@joint-stock-mortgage-repaired"))
    assert {one.why for one in found.answers} == {"", "dead-parts"}
    asked = [one.data for one in found.answers if one.data is not None]
    directions = {json.dumps(one["questions"][0]["bad"]) for one in asked if one["part"] > 0}
    assert len(directions) > 1


def test_that_nobody_gets_something_is_certified() -> None:
    one = gold_when("{all: [{amount: {above: 5}}, {amount: {below: 5}}]}")
    data = json.loads(api.certify(one, laws.reachable("gold")).text)
    assert data["certificate"]["answers"][0]["answer"] == "fails"
    assert checked(data, one).accepted


def test_what_the_engine_could_not_answer_is_not_certified() -> None:
    small = Budget(states=1, bits=1)
    asked = laws.monotone("amount", better="higher")
    assert why(asked, name="card.yaml", budget=small) == ["rests-on-a-customer"]


def test_what_the_checker_cannot_answer_is_not_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(question: Question) -> None:
        raise BeyondError("budget", question)

    monkeypatch.setattr(certificates, "recomputed", refuse)
    assert why(laws.indifferent("has_card")) == ["beyond-the-checker"]


def test_two_engines_that_disagree_are_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def more(question: Question, budget: Budget | None = None) -> Answer:
        answer = ask(question, budget)
        return replace(answer, reached=answer.reached | {("gold", "refer")})

    monkeypatch.setattr(certificates, "ask", more)
    with pytest.raises(Disagreement):
        why(laws.indifferent("has_card"))


def test_a_coarse_checker_certifies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def coarse(question: Question) -> dict[str, Any]:
        found = recomputed(question)
        return {**found, "reached": [["gold", "plain"], *found["reached"]]}

    monkeypatch.setattr(certificates, "recomputed", coarse)
    assert why(laws.indifferent("has_card")) == ["too-coarse"]


# -- files -----------------------------------------------------------------------------------------


def test_what_is_no_certificate() -> None:
    for text in ('{"evenhand": 1, "certificate": {', '{"evenhand": 1}', "[]", ""):
        with pytest.raises(LoadError) as wrong:
            checked(text)
        assert len(wrong.value.findings) == 1
    with pytest.raises(LoadError, match="kind"):
        api.check_certificate(None, as_of=DAY, text="evenhand: 1\nprofile: {}\n")
    data, _ = several()[1]
    shown = json.dumps(data).replace('"complete": true', '"complete": yes', 1)
    with pytest.raises(LoadError):
        checked(shown)


def test_the_text_of_a_certificate_is_json_and_yaml_is_not() -> None:
    data, given = several()[1]
    text = json.dumps(data).replace('{"evenhand": 1,', "{evenhand: 1,", 1)
    with pytest.raises(LoadError) as wrong:
        checked(text, *given)
    assert wrong.value.findings[0].rule == "not-json"


def test_a_policy_that_is_not_given() -> None:
    data, _ = several()[1]
    with pytest.raises(UsageError, match="`simple`"):
        checked(data, load("card.yaml"))


def test_policies_are_found_where_they_were(folder: Path) -> None:
    data, _ = several()[1]
    assert checked(data).accepted
    text = json.dumps(data).replace('"simple.yaml"', '"nowhere.yaml"')
    with pytest.raises(InputError):
        checked(text)
    (folder / "moved").mkdir()
    (folder / "moved" / "simple.yaml").write_bytes((folder / "simple.yaml").read_bytes())
    assert checked(data, api.load("moved/simple.yaml")).accepted
    shipped = api.certify(api.load("@icbc-premium"), laws.unreachable("premium")).text
    assert checked(shipped).accepted


def test_laws_are_read_as_they_are_written() -> None:
    names = {"small": load("simple.yaml").model, "small#2": load("linked.yaml").model}
    for text in (
        "monotone:\n  in: amount\n  better: lower\n",
        "only_if:\n  tier: gold\n  holds: {amount: {at_least: 1/3}}\ncustomers: all\n",
        "equivalent: small#2\namong:\n  has_card: true\n",
    ):
        subject = subject_of("small", text, names)
        assert subject is not None and subject.text == text
    assert subject_of("small", "equivalent: nobody\n", names) is None
