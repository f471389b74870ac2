"""Subjects: what a certificate's answers are about, as text and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evenhand.analysis.prove.asking import Among, Asker
from evenhand.analysis.prove.claims import answered, equivalent
from evenhand.analysis.prove.result import Proof
from evenhand.analysis.prove.run import Wanted
from evenhand.loading.given_laws import read_law
from evenhand.loading.writing.conditions import Place, optional_condition_data
from evenhand.loading.writing.data import Data, write_yaml
from evenhand.loading.writing.laws import claim_data
from evenhand.model.law import CLAIM_KEYS, Customers, Law
from evenhand.model.policy import Policy

EQUIVALENT: Final = "equivalent"


@dataclass(frozen=True, slots=True)
class Subject:
    """A law of a policy, or that another policy gives everybody the same outcome.

    The names are those of the policies within the certificate.
    """

    policy: Policy
    law: Law | None
    other: Policy | None
    among: Among
    name: str
    other_name: str = ""

    def answers(self, asker: Asker) -> Iterator[Proof]:
        """The answers, one after the other."""
        if self.other is not None:
            yield equivalent(self.other, asker, self.among)
        if self.law is not None:
            yield from answered(self.law, asker)

    @property
    def text(self) -> str:
        """The law as it stands in files, without its id and remarks."""
        cards = self.policy.scorecards
        place = Place(cards[0].id if len(cards) == 1 else None, "laws/given")
        data: dict[str, Data] = {}
        if self.other is not None:
            data[EQUIVALENT] = self.other_name
        elif self.law is not None:
            data[CLAIM_KEYS[type(self.law.claim)]] = claim_data(self.law.claim, place)
        if self.among.customers is not Customers.COMPLETE:
            data["customers"] = self.among.customers.value
        if self.among.condition is not None:
            data["among"] = optional_condition_data(self.among.condition, place)
        return write_yaml(data)


def named(policies: Iterable[Policy]) -> dict[str, Policy]:
    """Policies by names for a certificate: their ids, with a number where two have the same."""
    found: dict[str, Policy] = {}
    for policy in policies:
        same_id = sum(one.id == policy.id for one in found.values())
        found[f"{policy.id}#{same_id + 1}" if same_id else policy.id] = policy
    return found


def subject_of(name: str, text: str, policies: Mapping[str, Policy]) -> Subject | None:
    """What the text of a law is about; None where it names a policy that is not at hand.

    Raises UsageError for what is no law of the policy.
    """
    policy = policies[name]
    first, _, rest = text.partition("\n")
    other = first.removeprefix(f"{EQUIVALENT}: ")
    if other == first:
        law = read_law(policy, first, f"id: given\n{text}")
        return Subject(policy, law, None, Among(law.customers, law.among), name)
    whom = read_law(policy, first, f"id: given\ntotal: true\n{rest}")
    among = Among(whom.customers, whom.among)
    if other not in policies:
        return None
    return Subject(policy, None, policies[other], among, name, other)


def subjects(wanted: Sequence[Wanted], policies: Mapping[str, Policy]) -> Iterator[Subject]:
    """All that is asked, in its order."""
    names = {id(policy): name for name, policy in policies.items()}
    for one in wanted:
        name = names[id(one.policy)]
        for law in one.laws:
            yield Subject(one.policy, law, None, Among(law.customers, law.among), name)
        for other in one.others:
            yield Subject(one.policy, None, other, one.among, name, names[id(other)])


def mentioned(answers: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names of the policies that answers speak of, in the order in which they do."""
    found: dict[str, None] = {}
    for one in answers:
        found[one["policy"]] = None
        other = one["law"].partition("\n")[0].removeprefix(f"{EQUIVALENT}: ")
        if one["law"].startswith(EQUIVALENT):
            found[other] = None
    return list(found)
