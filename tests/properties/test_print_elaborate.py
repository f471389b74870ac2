"""A policy that is written and read again is the same policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from evenhand.loading.library import Loader
from evenhand.loading.origin import GivenText, disk_file
from evenhand.loading.reader import read
from evenhand.loading.writing.data import data_of, write_yaml
from evenhand.loading.writing.formatted import laid_out
from evenhand.loading.writing.policies import policy_text
from evenhand.model.policy import Policy
from evenhand.strategies import PolicyText, policies, policy_texts

POLICIES = Path(__file__).parents[2] / "policies"
FILES = [
    path
    for path in sorted(POLICIES.rglob("*.yaml"))
    if "vocabulary" not in path.parts and not path.name.endswith(".cases.yaml")
]
LOADER = Loader()


def again(text: str) -> Policy:
    loaded = LOADER.load(GivenText(text, "again.yaml"))
    assert loaded.policy is not None and not loaded.findings, text
    return loaded.policy


def check(policy: Policy) -> None:
    text = policy_text(policy)
    assert again(text) == policy
    root = read(text, "again.yaml").root
    data = None if root is None else data_of(root)
    assert isinstance(data, dict) and write_yaml(data) == text
    assert laid_out(text, "again.yaml") == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_policies(path: Path) -> None:
    policy = LOADER.load(disk_file(path)).policy
    assert policy is not None
    check(policy)


@given(policy=policies())
@settings(max_examples=60)
def test_generated_policies(policy: Policy) -> None:
    check(policy)


@given(one=policy_texts())
@settings(max_examples=40)
def test_a_generated_policy_in_the_canonical_layout_is_the_same_policy(one: PolicyText) -> None:
    after = laid_out(one.text, "again.yaml")
    assert after is not None
    assert again(after) == one.policy
