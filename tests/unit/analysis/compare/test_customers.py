"""One customer at every bank, read from one file for all."""

from __future__ import annotations

from datetime import date

import pytest
from tests.build import named, tier

from evenhand import api
from evenhand.errors import LoadError, UsageError

DAY = date(2026, 11, 24)
MONEY = named("money", tier("{amount: {at_least: 100}}"))
ASKED = named("asked", tier("{count: {at_least: 2}, discretion: bank, id: nod}"))


def test_each_policy_decides_for_itself() -> None:
    found = api.compare([MONEY, ASKED], as_of=DAY, customer={"amount": 200, "count": 1})
    assert found.customers is not None
    said = {one.policy.id: one.outcome.outcome for one in found.customers.decided}
    assert said == {"money": "gold", "asked": "plain"}
    data = found.data()["customers"]
    assert isinstance(data, dict)
    assert data["customer"] == {"amount": "200", "count": "1"}


def test_a_profile_may_hold_what_any_policy_knows() -> None:
    text = "evenhand: 1\nprofile: {name: Ann}\ngiven: {amount: 5, count: 3, discretion.nod: true}\n"
    profile = api.load_profile(None, [MONEY, ASKED], text=text)
    found = api.compare([MONEY, ASKED], as_of=DAY, customer=profile)
    assert found.customers is not None
    said = [one.outcome.outcome for one in found.customers.decided]
    assert said == ["plain", "gold"]
    assert found.customers.profile == "<text>"
    assert found.run.inputs[-1].path == "<text>"


def test_what_no_policy_knows_is_refused() -> None:
    text = "evenhand: 1\nprofile: {name: Ann}\ngiven: {shoe_size: 5}\n"
    with pytest.raises(LoadError):
        api.load_profile(None, [MONEY, ASKED], text=text)


def test_an_attribute_with_two_definitions_is_refused() -> None:
    def own(name: str, most: int) -> api.Policy:
        words = f"  own: {{label: {{en: A, zh: 甲}}, type: integer, range: {{at_least: 0, at_most: {most}}}}}\n"  # noqa: E501
        return named(name, words + tier("{own: {at_least: 1}}"))

    with pytest.raises(UsageError, match="own"):
        api.load_profile(None, [own("one", 9), own("two", 99)], text="evenhand: 1\n")


def test_without_a_customer_there_is_no_such_part() -> None:
    assert "customers" not in api.compare([MONEY, ASKED], as_of=DAY).data()
