"""Loading files: policies with their vocabularies, worked customers, profiles."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.loading.text import ATTRIBUTES, HEAD, LOADER, TIERS, load_text

from evenhand.loading.library import Loaded, Loader, Setup
from evenhand.loading.origin import GivenText, ShippedFile, disk_file
from evenhand.loading.reader import Limits

LABEL = "label: {en: L, zh: 标}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evenhand.toml").touch()
    return tmp_path


def vocabulary(name: str, *, requires: str = "", body: str = "") -> None:
    more = f", requires: [{requires}]" if requires else ""
    head = f"evenhand: 1\nvocabulary: {{id: {name}, title: {{en: W, zh: 词}}{more}}}\n"
    own = body or f"attributes:\n  {name}_fact: {{{LABEL}, type: boolean}}\n"
    Path(f"{name}.yaml").write_text(head + own, "utf-8")


def load_with(names: str, condition: str = "{age: {at_least: 18}}") -> Loaded:
    tiers = f"tiers: [{{id: gold, title: {{en: G, zh: 金}}, when: {condition}}}]\n"
    text = f"{HEAD}vocabulary: [{names}]\n{tiers}otherwise: {{tier: plain}}\n"
    Path("policy.yaml").write_text(text, "utf-8")
    return Loader().load(disk_file(Path("policy.yaml")))


def told(loaded: Loaded) -> list[tuple[str, str]]:
    return [(one.rule, str(one.location)) for one in loaded.findings]


LINE = HEAD.count("\n") + 1


def test_core_is_the_vocabulary_of_a_policy_that_names_none() -> None:
    policy = load_text().policy
    assert policy is not None
    assert policy.vocabularies == ("core",)
    assert policy.dictionary.origin["age"] == "core"
    assert policy.dictionary.origin["amount"] == "small"
    assert policy.own_attributes[0] == "amount"


def test_own_vocabularies_lie_beside_the_policy() -> None:
    vocabulary("own")
    loaded = load_with("core, own.yaml", "{own_fact: true}")
    assert loaded.policy is not None and not loaded.findings
    assert loaded.policy.dictionary.origin["own_fact"] == "own"
    paths = [one.source.path for one in loaded.used]
    assert paths == ["policies/vocabulary/core.yaml", "own.yaml"]


def test_what_a_vocabulary_requires_comes_first() -> None:
    vocabulary("base", requires="core")
    vocabulary(
        "more",
        requires="base.yaml",
        body=f"attributes:\n  more_fact: {{{LABEL}, type: boolean}}\n"
        f"derived:\n  twice: {{{LABEL}, sum: [{{attribute: deposit_mean_1m, times: 2}}]}}\n",
    )
    loaded = load_with("more.yaml, core", "{twice: {at_least: 5}, base_fact: true}")
    assert loaded.policy is not None
    assert [one.source.path for one in loaded.used] == [
        "policies/vocabulary/core.yaml",
        "base.yaml",
        "more.yaml",
    ]
    assert Loader().load(disk_file(Path("more.yaml"))).findings == ()


@pytest.mark.parametrize(
    ("names", "rule", "column"),
    [
        ("core, credits", "unknown-vocabulary", 20),
        ("core, none.yaml", "vocabulary-file-missing", 20),
        ("core, words/none", "vocabulary-file-missing", 20),
        ("core, ../outside.yaml", "outside-project", 20),
        ("core, policy.yaml", "not-a-vocabulary", 20),
    ],
)
def test_vocabularies_that_cannot_be_had(names: str, rule: str, column: int) -> None:
    loaded = load_with(names)
    assert told(loaded) == [(rule, f"policy.yaml:{LINE}:{column}")]
    assert loaded.policy is None


def test_the_nearest_shipped_vocabulary_is_offered() -> None:
    hint = load_with("core, credits").findings[0].hint
    assert hint is not None and hint.text("en") == "did you mean `credit`?"


def test_a_broken_vocabulary_is_told_in_its_own_file() -> None:
    Path("own.yaml").write_text("evenhand: 1\nvocabulary: [\n", "utf-8")
    loaded = load_with("core, own.yaml", "{own_fact: true}")
    assert told(loaded)[0][1].startswith("own.yaml:")
    assert loaded.policy is None


def test_a_wrong_attribute_is_told_once() -> None:
    vocabulary("own", body=f"attributes:\n  own_fact: {{{LABEL}, type: money}}\n")
    loaded = load_with("core, own.yaml", "{own_fact: {at_least: 3}}")
    assert told(loaded) == [("no-range", "own.yaml:4:13")]


def test_attributes_are_not_defined_again() -> None:
    vocabulary("own", body=f"attributes:\n  age: {{{LABEL}, type: boolean}}\n")
    loaded = load_with("core, own.yaml")
    assert told(loaded) == [("defined-twice", "own.yaml:4:3")]
    assert loaded.findings[0].related[0].location.path == "policies/vocabulary/core.yaml"


def test_two_vocabularies_of_one_id() -> None:
    vocabulary("own")
    text = Path("own.yaml").read_text("utf-8")
    Path("copy.yaml").write_text(text, "utf-8")
    assert told(load_with("core, own.yaml, copy.yaml")) == [
        ("same-vocabulary-id", f"policy.yaml:{LINE}:30")
    ]


def test_vocabularies_that_require_each_other() -> None:
    vocabulary("one", requires="two.yaml")
    vocabulary("two", requires="one.yaml")
    loaded = load_with("core, one.yaml")
    assert [rule for rule, _ in told(loaded)] == ["cycle-in-vocabularies"]
    assert "one → two → one" in loaded.findings[0].message.text("en")


def test_constraints_of_vocabularies_hold() -> None:
    body = f"attributes:\n  own_fact: {{{LABEL}, type: boolean}}\nconstraints: [{{id: c, holds: {{own_fact: RULE}}}}]\n"  # noqa: E501
    vocabulary("own", body=body.replace("RULE", "true"))
    policy = load_with("own.yaml", "{own_fact: true}").policy
    assert policy is not None and [one.id for one in policy.dictionary.constraints] == ["c"]
    vocabulary("own", body=body.replace("RULE", "{at_least: 3}"))
    assert "test-does-not-fit" in [rule for rule, _ in told(load_with("own.yaml"))]


def test_each_vocabulary_is_read_once() -> None:
    vocabulary("own")
    loader = Loader()
    text = GivenText(HEAD + ATTRIBUTES + TIERS, "text.yaml")
    first, second = loader.load(text), loader.load(text)
    assert first.policy == second.policy
    assert first.used[0] is second.used[0]


# -- worked customers ------------------------------------------------------------------------------

CASES = """\
evenhand: 1
cases: {policy: small}
examples:
  - name: One
    from: hand
    why: w
    given: {amount: 100}
    expect: {outcome: gold}
"""


def load_cases(text: str, policy: str = HEAD + ATTRIBUTES + TIERS) -> Loaded:
    Path("small.yaml").write_text(policy, "utf-8")
    Path("small.cases.yaml").write_text(text, "utf-8")
    return Loader().load(disk_file(Path("small.cases.yaml")))


def test_worked_customers_lie_beside_their_policy() -> None:
    loaded = load_cases(CASES)
    assert not loaded.findings and loaded.policy is not None
    assert loaded.examples[0].expect.outcome == "gold"
    beside = Loader().examples_of(disk_file(Path("small.yaml")))
    assert beside is not None and beside.examples == loaded.examples
    Path("small.cases.yaml").unlink()
    assert Loader().examples_of(disk_file(Path("small.yaml"))) is None


def test_worked_customers_are_of_their_policy() -> None:
    loaded = load_cases(CASES.replace("policy: small", "policy: other"))
    assert told(loaded) == [("cases-of-other-policy", "small.cases.yaml:2:17")]


def test_values_are_checked_against_the_policy() -> None:
    loaded = load_cases(CASES.replace("amount: 100", "amount: -1, amont: 1"))
    assert told(loaded) == [
        ("value-out-of-range", "small.cases.yaml:7:21"),
        ("value-unknown-attribute", "small.cases.yaml:7:25"),
    ]
    hint = loaded.findings[1].hint
    assert hint is not None and hint.text("en") == "did you mean `amount`?"
    loaded = load_cases(CASES.replace("    why: w", "    why: w\n    source: b"))
    assert told(loaded) == [("unknown-source", "small.cases.yaml:7:13")]


def test_a_wrong_policy_is_not_told_beside_it() -> None:
    loaded = load_cases(CASES, HEAD)
    assert (loaded.findings, loaded.policy, loaded.examples) == ((), None, ())


@pytest.mark.parametrize("name", ["alone.cases.yaml", "customers.yaml"])
def test_worked_customers_without_a_policy(name: str) -> None:
    Path(name).write_text(CASES, "utf-8")
    loaded = Loader().load(disk_file(Path(name)))
    assert told(loaded) == [("cases-without-policy", f"{name}:1:1")]


def test_no_list_no_examples() -> None:
    loaded = load_cases("evenhand: 1\ncases: {policy: small}\nexamples: x\n")
    assert loaded.examples == () and len(loaded.findings) == 1


# -- profiles --------------------------------------------------------------------------------------


def profile(text: str, loader: Loader = LOADER) -> Loaded:
    policy = load_text().policy
    assert policy is not None
    return loader.profile(GivenText(text, "me.yaml"), policy)


def test_profiles_are_checked_against_a_policy() -> None:
    head = "evenhand: 1\nprofile: {}\n"
    made = profile(head + "given: {amount: 5, rank: null}\n").customer
    assert made is not None and set(made.values) == {"amount"}
    wrong = profile(head + "given: {amount: -5}\n")
    assert told(wrong) == [("value-out-of-range", "me.yaml:3:17")]
    assert profile(head).customer is None
    alone = LOADER.load(GivenText(head + "given: {whatever: 5}\n", "me.yaml"))
    assert (alone.findings, alone.customer) == ((), None)


def test_values_that_the_policy_does_not_ask_for_are_noted() -> None:
    loaded = profile("evenhand: 1\nprofile: {}\ngiven: {amount: 5, card_inactive: 5}\n")
    assert [rule for rule, _ in told(loaded)] == ["value-not-asked"]
    assert loaded.customer is not None and set(loaded.customer.values) == {"amount"}
    assert not loaded.wrong


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("evenhand: 1\ncases: {policy: small}\nexamples: []\n", "not-a-profile"),
        ("evenhand: 2\nprofile: {}\n", "other-format"),
        ("a: 1\n", "no-head"),
    ],
)
def test_what_is_no_profile(text: str, rule: str) -> None:
    loaded = profile(text)
    assert rule in [found for found, _ in told(loaded)]
    assert loaded.customer is None


# -- other files -----------------------------------------------------------------------------------


def test_files_of_other_kinds_are_told() -> None:
    loaded = LOADER.load(GivenText("evenhand: 1\nwaivers: {}\n", "text.yaml"))
    assert loaded.wrong and loaded.policy is None
    small = Loader(Setup(Limits(max_bytes=5)))
    assert small.load(GivenText("evenhand: 1\n", "text.yaml")).unreadable


OWN_WORDS = """\
evenhand: 1
vocabulary: {id: my-bank, title: {en: My bank, zh: 本行}, requires: [core]}
attributes:
  app_logins:
    label: {en: Logins, zh: 登录次数}
    type: integer
    range: {at_least: 0, at_most: 999}
"""


def test_vocabularies_of_the_setup_are_named_by_their_ids() -> None:
    own = GivenText(OWN_WORDS, "words/my-bank.yaml")
    scope = "applies_to: {app_logins: {at_least: 1}}\n"
    text = f"{HEAD}vocabulary: [core, my-bank]\n{scope}tiers: []\notherwise: {{tier: plain}}\n"
    with_own = Loader(Setup(vocabulary=(own,)))
    loaded = with_own.load(GivenText(text, "policy.yaml"))
    assert loaded.policy is not None
    assert loaded.used[-1].source.path == "words/my-bank.yaml"
    assert "app_logins" in with_own.shipped_words().attributes
    without = Loader().load(GivenText(text, "policy.yaml"))
    assert [finding.rule for finding in without.findings] == ["unknown-vocabulary"]


def test_shipped_vocabularies_are_sound() -> None:
    for name in ("core", "cards", "occupation"):
        assert Loader().load(ShippedFile(f"policies/vocabulary/{name}.yaml")).findings == ()
    assert "card_limit" in Loader().shipped_words().attributes
