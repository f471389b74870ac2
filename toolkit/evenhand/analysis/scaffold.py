"""Scaffolds: new files with every part explained, ready to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from evenhand.analysis.templates import TEMPLATES, Line, Note
from evenhand.errors import UsageError
from evenhand.loading.elaborate.examples import discretions_of
from evenhand.messages import Language, message
from evenhand.model.customer import DISCRETION_PREFIX
from evenhand.model.describe import condition_text, label_text, words_text
from evenhand.model.domain import domain_words
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.wording import role_words
from evenhand.result import Result

ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TRUTH_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaffold(Result):
    """A new file: its kind (policy or profile), its id, and its text."""

    kind: str
    id: str
    text: str

    def data(self) -> Mapping[str, object]:
        return {"kind": self.kind, "id": self.id, "text": self.text}


def policy_text(name: str, template: str, language: Language, as_of: date) -> str:
    """A policy that validates, its parts explained in comments in one language.

    Raises UsageError for an id that no policy can have, and for an unknown template.
    """
    if ID.fullmatch(name) is None or name in TRUTH_WORDS:
        raise UsageError(message("usage.policy-id", name=name))
    if template not in TEMPLATES:
        raise UsageError(message("usage.template", name=template, known=", ".join(TEMPLATES)))
    lines = _filled(TEMPLATES[template], language)
    return "\n".join(lines).replace("{id}", name).replace("{day}", as_of.isoformat()) + "\n"


def _filled(template: Sequence[Line], language: Language) -> Iterator[str]:
    for line in template:
        if isinstance(line, Note):
            yield f"{' ' * line.indent}# {message(line.key).text(language)}"
        else:
            yield line


def profile_text(policy: Policy, language: Language) -> str:
    """A profile with every value that the policy asks for, none of them given yet."""
    lines = [
        f"# {message('new.profile-head', policy=policy.id).text(language)}",
        f"# {message('new.profile-null').text(language)}",
        "evenhand: 1",
        f"profile: {{policy: {policy.id}}}",
        "given:",
    ]
    for name in used_attributes(policy):
        lines += [*_about(policy, name, language), f"  {name}: null", ""]
    for name, discretion in discretions_of(policy).items():
        who = words_text(role_words(discretion.who), language)
        lines.append(f"  # {message('new.profile-discretion', who=who).text(language)}")
        if discretion.criteria is not None:
            lines.append(f"  # {words_text(discretion.criteria, language)}")
        lines += [f'  "{DISCRETION_PREFIX}{name}": null', ""]
    if lines[-1] == "given:":
        lines[-1] = "given: {}"
    return "\n".join(lines).rstrip("\n") + "\n"


def _about(policy: Policy, name: str, language: Language) -> Iterator[str]:
    """The comment lines above one attribute: its label, what it can be, when it exists."""
    attribute = policy.dictionary.attributes[name]
    yield f"  # {label_text(name, policy, language)}"
    domain = words_text(domain_words(attribute, policy.header.currency), language)
    yield f"  # {message('new.profile-domain', domain=domain).text(language)}"
    if attribute.human:
        yield f"  # {message('new.profile-human').text(language)}"
    if attribute.applies_when is not None:
        when = condition_text(attribute.applies_when, policy, language)
        yield f"  # {message('new.profile-applies', when=when).text(language)}"
