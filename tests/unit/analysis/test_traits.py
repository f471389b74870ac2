"""Traits: which classes of attributes speak of the person, and for what purpose."""

from __future__ import annotations

from typing import Any

import pytest

from evenhand.analysis.traits import (
    is_left_alone,
    is_of_the_person,
    is_personal,
    is_status,
)
from evenhand.location import Location, Source
from evenhand.messages import Bilingual
from evenhand.model.vocabulary import Attribute, Kind

HERE = Location(Source("text"), 1, 1, 1, 1)


def attribute(category: str | None, **more: Any) -> Attribute:
    return Attribute(
        "one", Bilingual("One", "一"), Kind.BOOLEAN, category=category, location=HERE, **more
    )


@pytest.mark.parametrize("category", ["demographic", "biometric", "location"])
def test_traits_of_the_person(category: str) -> None:
    assert is_personal(attribute(category)) and is_of_the_person(attribute(category))
    assert not is_status(attribute(category))


@pytest.mark.parametrize("category", ["status", "office"])
def test_standing_is_of_the_person_but_no_trait(category: str) -> None:
    assert is_status(attribute(category)) and is_of_the_person(attribute(category))
    assert is_left_alone(attribute(category)) and not is_personal(attribute(category))


def test_what_somebody_does_is_not_of_the_person() -> None:
    one = attribute("financial", proxy_for=("age",))
    assert not (is_personal(one) or is_status(one) or is_of_the_person(one) or is_left_alone(one))


def test_without_a_class_counts_what_an_attribute_stands_for() -> None:
    assert is_of_the_person(attribute(None, proxy_for=("sex",)))
    assert not is_of_the_person(attribute(None))


def test_people_move_but_are_asked_to_change_nothing_else_about_themselves() -> None:
    kept = [
        one for one in ("demographic", "biometric", "location") if is_left_alone(attribute(one))
    ]
    assert kept == ["demographic", "biometric"]
