"""The library: policies, their vocabularies and worked customers, loaded from files.

A loader reads each file once. It never raises for what stands in a file: everything wrong becomes
a finding, and a policy is only handed out when nothing is wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.document import Document, open_document, shipped_document
from evenhand.loading.elaborate.context import Context, near_hint
from evenhand.loading.elaborate.dictionary import Words, extend
from evenhand.loading.elaborate.examples import customer, example
from evenhand.loading.elaborate.policy import elaborate_policy
from evenhand.loading.extends import extended
from evenhand.loading.nodes import Mapping as MappingNode
from evenhand.loading.nodes import Node, Scalar, Sequence
from evenhand.loading.origin import (
    GitFile,
    GivenText,
    Origin,
    OutsideError,
    ShippedFile,
    file_name,
    shipped_vocabulary,
)
from evenhand.loading.population import population_of
from evenhand.loading.problems import problem
from evenhand.loading.reader import DEFAULT_LIMITS, Limits
from evenhand.loading.shipped import shipped_vocabularies
from evenhand.location import Location, Source, whole
from evenhand.model.customer import Customer
from evenhand.model.example import Example
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Dictionary


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading one file gave.

    ``policy`` is there for a policy file without errors, ``examples`` for a cases file,
    ``customer`` for a profile. ``used`` are other policies and vocabularies that it rests on.
    """

    document: Document
    findings: tuple[Finding, ...]
    policy: Policy | None = None
    examples: tuple[Example, ...] = ()
    customer: Customer | None = None
    used: tuple[Document, ...] = ()

    @property
    def wrong(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def unreadable(self) -> bool:
        return self.document.unreadable


Chain: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setup:
    """What holds for all files that are loaded together.

    ``limits`` bound each file. ``vocabulary`` are files of attributes beside the shipped ones;
    policies name them by their ids.
    """

    limits: Limits = DEFAULT_LIMITS
    vocabulary: tuple[Origin, ...] = ()


DEFAULT_SETUP: Final = Setup()


@dataclass(slots=True)
class Loader:
    """Loads files, each vocabulary once."""

    setup: Setup = DEFAULT_SETUP
    vocabularies: dict[str, Document] = field(default_factory=dict)
    chains: dict[Chain, tuple[Words, tuple[Finding, ...]]] = field(default_factory=dict)

    def load(self, origin: Origin) -> Loaded:
        """Any file of a known kind."""
        document = open_document(origin, self.setup.limits)
        match document.kind if document.root is not None else None:
            case "policy":
                return self._policy(document)
            case "vocabulary":
                return self._vocabulary(document)
            case "cases":
                return self._cases(document)
            case "profile":
                return self._profile(document, None)
            case "population":
                return Loaded(document, population_of(document).findings)
            case _:
                return Loaded(document, document.findings)

    def profile(self, origin: Origin, policy: Policy) -> Loaded:
        """A profile, its values checked against the policy's attributes."""
        document = open_document(origin, self.setup.limits)
        if document.kind != "profile" or document.root is None:
            if document.kind is not None and document.root is not None:
                found = problem("not-a-profile", document.root.location, kind=document.kind)
                return Loaded(document, in_order((*document.findings, found)))
            return Loaded(document, document.findings)
        return self._profile(document, policy)

    def _policy(self, document: Document) -> Loaded:
        whole = extended(document, lambda origin: open_document(origin, self.setup.limits))
        document = whole.document
        if document.root is None:
            return Loaded(document, document.findings, used=whole.bases)
        names = _vocabulary_names(document.root)
        words, used, found = self._words(document, names)
        result = elaborate_policy(
            document.root, tuple(name for name, _ in names), words, document.bad
        )
        findings = in_order({*document.findings, *found, *result.findings})
        broken = any(finding.severity is Severity.ERROR for finding in findings)
        made = None if broken else result.policy
        return Loaded(document, findings, made, used=(*whole.bases, *used))

    def _vocabulary(self, document: Document) -> Loaded:
        assert document.root is not None
        name = _header_id(document.root, "vocabulary")
        words, used, found = self._words(document, _required(document.root))
        _, own = extend(words, name or document.source.path, document.root, document.bad)
        return Loaded(document, in_order({*document.findings, *found, *own}), used=used)

    def _cases(self, document: Document) -> Loaded:
        """Worked customers beside their policy."""
        assert document.root is not None
        neighbour = self._policy_beside(document)
        if neighbour is None:
            found = problem("cases-without-policy", document.root.location)
            return Loaded(document, in_order((*document.findings, found)))
        if neighbour.policy is None:
            return Loaded(document, document.findings, used=neighbour.used)
        policy = neighbour.policy
        named = _header_node(document.root, "cases", "policy")
        findings = list(document.findings)
        if isinstance(named, Scalar) and named.text != policy.id:
            findings.append(
                problem("cases-of-other-policy", named.location, name=named.text, id=policy.id)
            )
        context = context_for(policy, document.bad)
        context.sources = frozenset(policy.header.sources)
        listed = document.root.get("examples")
        items = listed.items if isinstance(listed, Sequence) else ()
        examples = context.whole(items, lambda node: example(context, policy, node))
        findings.extend(context.findings)
        return Loaded(document, in_order(findings), policy, examples, used=neighbour.used)

    def _policy_beside(self, document: Document) -> Loaded | None:
        name = file_name(document.origin)
        if not name.endswith(".cases.yaml"):
            return None
        origin = document.origin.beside(name.removesuffix(".cases.yaml") + ".yaml")
        return None if origin is None else self.load(origin)

    def examples_of(self, origin: Origin) -> Loaded | None:
        """The cases file beside a policy's file, or None where there is none."""
        name = file_name(origin)
        beside = origin.beside(name.removesuffix(".yaml") + ".cases.yaml")
        return None if beside is None else self.load(beside)

    def _profile(self, document: Document, policy: Policy | None) -> Loaded:
        assert document.root is not None
        given = document.root.get("given")
        if policy is None or not isinstance(given, MappingNode):
            return Loaded(document, document.findings)
        asked = policy.dictionary.attributes
        known = policy if set(given.keys()) <= asked.keys() else self._with_shipped_words(policy)
        context = context_for(known, document.bad)
        made = context.attempt(lambda: customer(context, known, given))
        for entry in given.entries if made is not None else ():
            if made is not None and entry.key.text in made.values.keys() - asked.keys():
                name = entry.key.text
                context.report("value-not-asked", entry.key, severity=Severity.NOTE, name=name)
        if made is not None:
            made = replace(made, values={k: v for k, v in made.values.items() if k in asked})
        return Loaded(document, in_order((*document.findings, *context.findings)), customer=made)

    def _with_shipped_words(self, policy: Policy) -> Policy:
        """The policy with the attributes of all shipped vocabularies beside its own.

        One customer's file serves for many policies, and each asks for other values.
        """
        words = self.shipped_words()
        attributes = {**words.attributes, **policy.dictionary.attributes}
        return replace(policy, dictionary=replace(policy.dictionary, attributes=attributes))

    def shipped_words(self) -> Dictionary:
        """All attributes of all shipped vocabularies, and of those of the set-up."""
        listed = (*shipped_vocabularies(), *self._own_vocabularies(_NOWHERE))
        names = tuple((name, _TOP) for name in listed)
        words, _, _ = self._words(_NO_DOCUMENT, names)
        return words.dictionary

    # -- vocabularies ------------------------------------------------------------------------------

    def _words(
        self, document: Document, names: tuple[tuple[str, Location], ...]
    ) -> tuple[Words, tuple[Document, ...], tuple[Finding, ...]]:
        """The dictionary of all named vocabularies, those that they require first."""
        findings: list[Finding] = []
        order: dict[str, Document] = {}
        for name, place in names:
            self._open(document, name, place, order, findings, ())
        chain: Chain = ()
        words = Words()
        told: tuple[Finding, ...] = ()
        for name, vocabulary in order.items():
            chain = (*chain, vocabulary.source.path)
            if chain not in self.chains:
                assert vocabulary.root is not None
                extension, own = extend(words, name, vocabulary.root, vocabulary.bad)
                self.chains[chain] = extension, (*told, *vocabulary.findings, *own)
            words, told = self.chains[chain]
        if findings:
            words = replace(words, partial=True)
        return words, tuple(order.values()), (*findings, *told)

    def _open(
        self,
        document: Document,
        name: str,
        place: Location,
        order: dict[str, Document],
        findings: list[Finding],
        above: tuple[str, ...],
    ) -> None:
        origin = self._find(document, name, place, findings)
        if origin is None:
            return
        vocabulary = self._opened(origin)
        if vocabulary.kind != "vocabulary" or vocabulary.root is None:
            findings.extend(vocabulary.findings)
            if vocabulary.kind not in (None, "vocabulary"):
                findings.append(problem("not-a-vocabulary", place, name=name))
            return
        own = _header_id(vocabulary.root, "vocabulary") or name
        if own in above:
            names = " → ".join((*above[above.index(own) :], own))
            findings.append(problem("cycle-in-vocabularies", place, names=names))
            return
        for required, where in _required(vocabulary.root):
            self._open(vocabulary, required, where, order, findings, (*above, own))
        if order.setdefault(own, vocabulary) is not vocabulary:
            findings.append(problem("same-vocabulary-id", place, name=name, id=own))

    def _opened(self, origin: Origin) -> Document:
        """A vocabulary file, read once."""
        if origin.shown not in self.vocabularies:
            self.vocabularies[origin.shown] = (
                shipped_document(origin)
                if isinstance(origin, ShippedFile)
                else open_document(origin, self.setup.limits)
            )
        return self.vocabularies[origin.shown]

    def _own_vocabularies(self, asking: Origin) -> dict[str, Origin]:
        """The files of the set-up by the ids of their vocabularies.

        A policy of a commit gets those of that commit.
        """
        found: dict[str, Origin] = {}
        listed = self.setup.vocabulary
        for origin in asking.vocabularies(listed) if isinstance(asking, GitFile) else listed:
            root = self._opened(origin).root
            name = None if root is None else _header_id(root, "vocabulary")
            found.setdefault(name or origin.shown, origin)
        return found

    def _find(
        self, document: Document, name: str, place: Location, findings: list[Finding]
    ) -> Origin | None:
        if "/" not in name and not name.endswith((".yaml", ".yml")):
            shipped = shipped_vocabulary(name)
            if shipped.content().is_file():
                return shipped
            own = self._own_vocabularies(document.origin)
            if name in own:
                return own[name]
            hint = near_hint(name, (*shipped_vocabularies(), *own))
            findings.append(problem("unknown-vocabulary", place, hint=hint, name=name))
            return None
        try:
            found = document.origin.beside(name)
        except OutsideError:
            findings.append(problem("outside-project", place, name=name))
            return None
        if found is None:
            findings.append(problem("vocabulary-file-missing", place, name=name))
        return found


_NOWHERE: Final = GivenText("", "<shipped>")
_TOP: Final = whole(Source("<shipped>"))
_NO_DOCUMENT: Final = Document(
    _NOWHERE, Source("<shipped>"), None, None, frozenset(), (), False, ""
)
"""Where the shipped vocabularies are asked for when no file asks for them."""


def context_for(policy: Policy, bad: frozenset[int] = frozenset()) -> Context:
    """A context for what refers to a finished policy: examples, profiles."""
    return Context(policy.id, policy.dictionary, bad, sources=frozenset(policy.header.sources))


def _vocabulary_names(root: MappingNode) -> tuple[tuple[str, Location], ...]:
    given = root.get("vocabulary")
    if not isinstance(given, Sequence):
        return (("core", root.location),)
    return _names(given)


def _required(root: MappingNode) -> tuple[tuple[str, Location], ...]:
    node = _header_node(root, "vocabulary", "requires")
    return _names(node) if isinstance(node, Sequence) else ()


def _names(node: Sequence) -> tuple[tuple[str, Location], ...]:
    return tuple((item.text, item.location) for item in node.items if isinstance(item, Scalar))


def _header_node(root: MappingNode, kind: str, key: str) -> Node | None:
    block = root.get(kind)
    return block.get(key) if isinstance(block, MappingNode) else None


def _header_id(root: MappingNode, kind: str) -> str | None:
    node = _header_node(root, kind, "id")
    return node.text if isinstance(node, Scalar) else None
