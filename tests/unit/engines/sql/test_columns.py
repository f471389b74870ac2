"""How customers stand in the table."""

from __future__ import annotations

from datetime import date

import pytest
from tests.build import gold_when, policy
from tests.sql.asking import differences

from evenhand.engines.sql.columns import Encoding, answer_column, column_of, day_number, encoded
from evenhand.engines.sql.compile import program
from evenhand.model.customer import Given
from evenhand.model.vocabulary import Attribute

USAGE = "type: ratio, step: 1/4, range: {at_least: -1/3, at_most: 9}"
SMALL = policy(own=f"usage: {{label: {{en: Usage, zh: 用}}, {USAGE}}}\n")


def attribute(name: str) -> Attribute:
    return SMALL.model.dictionary.attributes[name]


@pytest.mark.parametrize(
    ("name", "encoding", "ends"),
    [
        ("amount", Encoding.STEPS, (-100_000, 100_000_000)),
        ("count", Encoding.STEPS, (0, 100)),
        ("usage", Encoding.STEPS, (-1, 36)),
        ("rank", Encoding.CODE, (0, 3)),
        ("colour", Encoding.CODE, (0, 2)),
        ("has_card", Encoding.BOOLEAN, (0, 1)),
    ],
)
def test_a_column_knows_its_range(name: str, encoding: Encoding, ends: tuple[int, int]) -> None:
    found = column_of(attribute(name))
    assert (found.name, found.of, found.encoding) == (name, name, encoding)
    assert (found.low, found.high) == ends
    assert found.attribute is attribute(name)


def test_days_order_like_their_numbers() -> None:
    found = column_of(attribute("born"))
    assert found.encoding is Encoding.DAY
    assert found.low < day_number(date(2000, 2, 29)) == 20_000_229 < found.high
    days = [date(1999, 12, 31), date(2000, 1, 1), date(2000, 2, 1), date(2000, 1, 31)]
    assert sorted(days) == sorted(days, key=day_number)


def test_members_and_answers() -> None:
    member = column_of(attribute("licences"), "law")
    assert (member.name, member.of, member.encoding) == ("licences__law", "law", Encoding.MEMBER)
    answer = answer_column("her-word.now")
    assert (answer.name, answer.of) == ("discretion__her_word_now", "her-word.now")
    assert answer.attribute is None and answer.encoding is Encoding.ANSWER


@pytest.mark.parametrize(
    ("name", "given", "cell"),
    [
        ("amount", "-0.01", -1),
        ("amount", 1_000_000, 100_000_000),
        ("usage", "0.75", 3),
        ("usage", "-0.25", -1),
        ("rank", "none", 0),
        ("rank", "high", 3),
        ("colour", "mauve", 2),
        ("has_card", True, True),
        ("has_card", False, False),
        ("born", date(2000, 2, 29), 20000229),
    ],
)
def test_a_value_in_the_table(name: str, given: Given, cell: object) -> None:
    found = column_of(attribute(name))
    assert encoded(found, SMALL.customer({name: given})) == cell
    assert encoded(found, SMALL.customer({})) is None


def test_a_set_in_the_table() -> None:
    columns = [column_of(attribute("licences"), code) for code in ("law", "tax")]
    told: list[dict[str, Given]] = [{"licences": ["law"]}, {"licences": []}, {}]
    cells = [[encoded(one, SMALL.customer(given)) for one in columns] for given in told]
    assert cells == [[True, False], [False, False], [None, None]]


def test_a_recorded_answer_in_the_table() -> None:
    found = gold_when("{discretion: boss, id: word}")
    column = program(found.model).columns[0]
    customers = [found.customer({"discretion.word": yes}) for yes in (True, False)]
    customers.append(found.customer({}))
    assert [encoded(column, one) for one in customers] == [True, False, None]
    assert differences(found, customers) == []


def test_only_what_is_read_has_a_column() -> None:
    found = gold_when("{any: [{licences: {includes: tax}}, {rank: {known: true}}]}")
    assert [one.name for one in program(found.model).columns] == ["licences__tax", "rank"]
    known = gold_when("{licences: {known: true}}")
    assert [one.name for one in program(known.model).columns] == ["licences__law"]
