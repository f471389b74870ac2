"""What pyproject.toml asks for, constraints.txt fixes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import evenhand

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LINES = (ROOT / "constraints.txt").read_text("utf-8").splitlines()


def asked() -> list[Requirement]:
    """All requirements except those on the project's own extras."""
    project = PROJECT["project"]
    texts = chain(project["dependencies"], *project["optional-dependencies"].values())
    return [r for r in map(Requirement, texts) if r.name != "evenhand"]


def pinned() -> Iterator[Requirement]:
    return (Requirement(line) for line in LINES if line and not line.lstrip().startswith("#"))


def test_every_requirement_has_one_version_that_fits() -> None:
    versions = {canonicalize_name(r.name): str(r.specifier) for r in pinned()}
    for requirement in asked():
        pin = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pin.removeprefix("==")), requirement


def test_every_line_is_a_plain_pin() -> None:
    for requirement in pinned():
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert not requirement.extras
        assert requirement.url is None


def test_lower_bounds_and_nothing_above() -> None:
    for requirement in asked():
        assert re.fullmatch(r">=[0-9.]+", str(requirement.specifier)), requirement
    assert PROJECT["project"]["requires-python"] == ">=3.11"


def test_the_extras_are_those_that_are_promised() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    assert extras["all"] == ["evenhand[data,report,solver]"]
    assert set(extras) == {"all", "data", "mutate", "report", "solver", "spark", "test"}


def test_the_package_tells_its_version() -> None:
    assert evenhand.__version__ == PROJECT["project"]["version"]
