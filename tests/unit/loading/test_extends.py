"""Policies that extend others: what is taken over, what differs, and where errors point."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from evenhand.loading.library import Loaded, Loader
from evenhand.loading.origin import GivenText, disk_file
from evenhand.model.policy import Policy

HEAD = """\
evenhand: 1
policy:
  id: NAME
  title: {en: Policy, zh: 制度}
  bank: {id: bank, kind: unspecified, name: {en: Bank, zh: 银行}}
  type: tiering
  jurisdictions: [CN]
  currency: CNY
  version: 1.0.0
  effective: {from: unstated}
  standing: hypothetical
"""

SOURCES = """\
  sources:
    rules: {title: Rules, kind: other, as_of: 2026, confidence: high}
"""

BODY = """\
vocabulary: [core, words/own.yaml]
definitions:
  adult: {title: {en: Adult, zh: 成年}, means: {age: {at_least: 18}}}
knockouts:
  - id: minor
    title: {en: Minor, zh: 未成年}
    when: {not: {meets: adult}}
    effect: reject
    reason: {code: R01, en: Minor., zh: 未成年。}
    source: rules
  - id: debt
    title: {en: Debt, zh: 负债}
    when: {total_liabilities: {above: 1_000}}
    effect: {cap: gold}
    reason: {code: R02, en: Debt., zh: 负债。}
tiers:
  - id: top
    title: {en: Top, zh: 顶级}
    when: {shoe_size: {at_least: 45}}
  - id: gold
    title: {en: Gold, zh: 金}
    paths:
      - {id: by-deposit, when: {deposit_mean_1m: {at_least: 100}}, source: rules}
      - {id: by-age, when: {age: {at_least: 60}}}
otherwise: {tier: plain}
examples:
  - {name: One, given: {age: 70, total_liabilities: 0}, expect: {outcome: gold}}
"""

OWN = """\
evenhand: 1
vocabulary: {id: own, title: {en: Own, zh: 自有}}
attributes:
  shoe_size: {label: {en: Shoe, zh: 鞋码}, type: integer, range: {at_least: 20, at_most: 60}}
"""

EXTENDING = """\
extends:
  policy: base/base.yaml
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evenhand.toml").touch()
    (tmp_path / "base" / "words").mkdir(parents=True)
    (tmp_path / "base" / "words" / "own.yaml").write_text(OWN, "utf-8")
    write("base/base.yaml", head("base", SOURCES) + BODY)
    return tmp_path


def head(name: str, more: str = "") -> str:
    return HEAD.replace("NAME", name) + more


def write(path: str, text: str) -> None:
    Path(path).write_text(text, "utf-8")


def load(more: str, *, extending: str = EXTENDING, body: str = "", sources: str = "") -> Loaded:
    """The policy that extends the base with these lines."""
    lines = "".join(f"  {line}\n" for line in dedent(more).splitlines())
    write("branch.yaml", head("branch", sources) + extending + lines + dedent(body))
    return Loader().load(disk_file(Path("branch.yaml")))


def policy(more: str, **settings: str) -> Policy:
    loaded = load(more, **settings)
    assert not loaded.findings
    assert loaded.policy is not None
    return loaded.policy


def told(loaded: Loaded) -> list[tuple[str, str]]:
    """Rules and places of all findings."""
    assert loaded.policy is None
    return [(one.rule, str(one.location)) for one in loaded.findings]


def test_everything_is_taken_over_but_examples(folder: Path) -> None:
    one = policy("")
    base = Loader().load(disk_file(Path("base/base.yaml"))).policy
    assert base is not None
    assert one.id == "branch" and one.examples == ()
    assert (one.tiers, one.knockouts, one.definitions) == (
        base.tiers,
        base.knockouts,
        base.definitions,
    )
    assert one.header.sources == base.header.sources
    assert one.vocabularies == ("core", "base/words/own.yaml")
    assert one.tiers[0].location.path == "base/base.yaml"


def test_the_files_that_it_rests_on_are_named(folder: Path) -> None:
    used = [one.source.path for one in load("").used]
    assert used == ["base/base.yaml", "policies/vocabulary/core.yaml", "base/words/own.yaml"]


def test_parts_are_removed_replaced_and_added(folder: Path) -> None:
    one = policy("""\
        remove: [knockouts/debt, tiers/gold/paths/by-age]
        replace:
          - at: tiers/gold/paths/by-deposit
            with: {id: by-deposit, when: {deposit_mean_1m: {at_least: 200}}}
          - {at: otherwise/tier, with: basic}
        add:
          - to: tiers
            before: gold
            item: {id: silver, title: {en: Silver, zh: 银}, when: {has_account: true}}
          - to: tiers/gold/paths
            item: {id: by-tenure, when: {tenure: {at_least: 12}}}
          - to: definitions
            item: {old: {title: {en: Old, zh: 老}, means: {age: {at_least: 90}}}}
        """)
    assert [one.id for one in one.knockouts] == ["minor"]
    assert [tier.id for tier in one.tiers] == ["top", "silver", "gold"]
    assert [path.id for path in one.tiers[2].paths] == ["by-deposit", "by-tenure"]
    assert one.otherwise.tier == "basic"
    assert list(one.definitions) == ["adult", "old"]
    assert one.tiers[1].location.path == "branch.yaml"


def test_own_blocks_take_the_place_of_the_others(folder: Path) -> None:
    body = """\
        undecided: floor
        otherwise: {tier: rest}
        examples:
          - {name: Two, given: {age: 10}, expect: {outcome: rejected}}
        """
    one = policy("", body=body)
    assert one.otherwise.tier == "rest" and one.undecided_floor
    assert len(one.examples) == 1 and len(one.tiers) == 2


def test_own_sources_stand_beside_those_taken_over(folder: Path) -> None:
    own = """\
  sources:
    rules: {title: Other rules, kind: other, as_of: 2027, confidence: low}
    more: {title: More, kind: other, as_of: 2027, confidence: low}
"""
    write(
        "base/base.yaml",
        head("base", SOURCES + own.splitlines()[2].replace("more", "third") + "\n") + BODY,
    )
    one = policy("", sources=own)
    assert list(one.header.sources) == ["rules", "more", "third"]
    assert one.header.sources["rules"].title == "Other rules"


def test_a_base_without_sources_gives_none(folder: Path) -> None:
    write(
        "base/base.yaml",
        head("base") + BODY.replace("    source: rules\n", "").replace(", source: rules", ""),
    )
    assert policy("").header.sources == {}


def test_extension_of_an_extension(folder: Path) -> None:
    middle = head("middle") + "extends:\n  policy: base/base.yaml\n  remove: [knockouts/minor]\n"
    write("middle.yaml", middle)
    loaded = load("remove: [tiers/top]", extending="extends:\n  policy: middle.yaml\n")
    assert loaded.policy is not None
    assert [one.id for one in loaded.policy.knockouts] == ["debt"]
    assert [one.id for one in loaded.policy.tiers] == ["gold"]
    assert [one.source.path for one in loaded.used][:2] == ["middle.yaml", "base/base.yaml"]


def test_a_shipped_policy_can_be_extended(folder: Path) -> None:
    one = policy("", extending='extends:\n  policy: "@three-laws"\n')
    assert one.tiers[0].id == "premium"
    assert told(load("", extending='extends:\n  policy: "@no-such-policy"\n')) == [
        ("extends-missing", "branch.yaml:13:11")
    ]


def test_errors_point_to_the_file_that_has_them(folder: Path) -> None:
    loaded = load("replace: [{at: tiers/top/when, with: {shoe_sise: 45}}]")
    assert told(loaded) == [("unknown-attribute", "branch.yaml:14:41")]
    write("base/base.yaml", head("base", SOURCES) + BODY.replace("shoe_size", "shoe_sise"))
    assert told(load("")) == [("unknown-attribute", "base/base.yaml:32:12")]
    write(
        "base/base.yaml", head("base", SOURCES) + BODY.replace("effect: reject", "effect: reeject")
    )
    assert told(load("")) == [("not-allowed-value", "base/base.yaml:21:13")]


def test_the_effective_policy_must_fit_the_schema(folder: Path) -> None:
    loaded = load("replace: [{at: tiers/top, with: {id: top}}]")
    assert [where for _, where in told(loaded)] == ["branch.yaml:14:35", "branch.yaml:14:35"]
    assert "tiers" in str([one.message.text("en") for one in load("remove: [tiers]").findings])


def test_a_reference_to_what_was_removed_is_found(folder: Path) -> None:
    assert told(load("remove: [definitions/adult]")) == [
        ("unknown-definition", "base/base.yaml:20:25")
    ]


@pytest.mark.parametrize(
    ("more", "rule", "place"),
    [
        ("remove: [knockouts/dept]", "extends-unknown-part", "branch.yaml:14:12"),
        ("remove: [nothing/here]", "extends-unknown-part", "branch.yaml:14:12"),
        ("remove: [otherwise/tier/deeper]", "extends-unknown-part", "branch.yaml:14:12"),
        ("replace: [{at: tiers/gold/stay, with: {}}]", "extends-unknown-part", "branch.yaml:14:18"),
        ("add: [{to: tiers/silver/paths, item: {}}]", "extends-unknown-part", "branch.yaml:14:14"),
        ("add: [{to: tiers, before: iron, item: {}}]", "extends-unknown-part", "branch.yaml:14:29"),
        ("add: [{to: otherwise/tier, item: {}}]", "extends-not-a-list", "branch.yaml:14:14"),
        ("add: [{to: otherwise/tier/x, item: {}}]", "extends-unknown-part", "branch.yaml:14:14"),
        ("add: [{to: definitions, item: [x]}]", "extends-not-a-list", "branch.yaml:14:14"),
        ("add: [{to: definitions, item: {adult: 1}}]", "extends-there-already", "branch.yaml:14:34"),  # noqa: E501
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_said(folder: Path, more: str, rule: str, place: str) -> None:
    assert told(load(more)) == [(rule, place)]


def test_the_nearest_name_is_offered(folder: Path) -> None:
    hint = load("remove: [knockouts/dept]").findings[0].hint
    assert hint is not None and hint.text("en") == "did you mean `debt`?"
    hint = load("add: [{to: tiers, before: gould, item: {}}]").findings[0].hint
    assert hint is not None and hint.text("en") == "did you mean `gold`?"


@pytest.mark.parametrize(
    "more",
    [
        "remove: [3]",
        "remove: knockouts/debt",
        "replace: [knockouts]",
        "replace: [{at: [a], with: {}}]",
        "replace: [{at: knockouts}]",
        "add: [{to: [a], item: {}}]",
        "add: [{to: tiers}]",
    ],
)
def test_what_the_schema_refuses_is_told_once(folder: Path, more: str) -> None:
    found = told(load(more))
    assert len(found) == 1 and found[0][1].startswith("branch.yaml:14:")


@pytest.mark.parametrize("block", ["base/base.yaml", "{}", "{policy: [a]}"])
def test_a_wrong_block_is_told_once(folder: Path, block: str) -> None:
    found = told(load("", extending=f"extends: {block}\n"))
    assert len(found) == 1 and found[0][1].startswith("branch.yaml:12:")


def test_cycles_are_told_where_they_close(folder: Path) -> None:
    write("other.yaml", head("other") + "extends: {policy: branch.yaml}\n")
    found = load("", extending="extends: {policy: other.yaml}\n")
    assert told(found) == [("cycle-in-extends", "other.yaml:12:19")]
    assert "branch.yaml → other.yaml → branch.yaml" in found.findings[0].message.text("en")
    assert told(load("", extending="extends: {policy: branch.yaml}\n")) == [
        ("cycle-in-extends", "branch.yaml:12:19")
    ]


def test_what_is_no_policy_cannot_be_extended(folder: Path) -> None:
    assert told(load("", extending="extends: {policy: base/words/own.yaml}\n")) == [
        ("extends-not-a-policy", "branch.yaml:12:19")
    ]
    assert told(load("", extending="extends: {policy: nowhere.yaml}\n")) == [
        ("extends-missing", "branch.yaml:12:19")
    ]
    write("broken.yaml", "evenhand: 1\npolicy: {a: [}\n")
    assert {
        where.split(":")[0]
        for _, where in told(load("", extending="extends: {policy: broken.yaml}\n"))
    } == {"broken.yaml"}


def test_nothing_outside_the_project_is_read(folder: Path) -> None:
    assert told(load("", extending="extends: {policy: ../../secret.yaml}\n")) == [
        ("outside-project", "branch.yaml:12:19")
    ]
    (folder / "link.yaml").symlink_to("/etc/hostname")
    assert told(load("", extending="extends: {policy: link.yaml}\n")) == [
        ("outside-project", "branch.yaml:12:19")
    ]


def test_a_text_has_nothing_beside_it() -> None:
    loaded = Loader().load(GivenText(head("branch") + EXTENDING, "text.yaml"))
    assert told(loaded) == [("extends-missing", "text.yaml:13:11")]


def test_the_default_vocabulary_is_taken_over(folder: Path) -> None:
    body = BODY.replace("vocabulary: [core, words/own.yaml]\n", "").replace("shoe_size", "age")
    write("base/base.yaml", head("base", SOURCES) + body)
    assert policy("").vocabularies == ("core",)
    texts: Mapping[str, str] = {"body": "vocabulary: [core, cards]\n"}
    assert policy("", **texts).vocabularies == ("core", "cards")
