"""A file in the canonical layout: comments and meaning are kept, or the file is refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, TypeAlias

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.document import kind_of
from evenhand.loading.library import Loaded, Loader, Setup
from evenhand.loading.nodes import Mapping, Node, Scalar, Sequence
from evenhand.loading.origin import DiskFile, Origin, Overlaid
from evenhand.loading.problems import problem
from evenhand.loading.reader import DEFAULT_LIMITS, Limits, read
from evenhand.loading.text import Text, text_of
from evenhand.loading.writing.data import Data, data_of
from evenhand.loading.writing.layout import text_of_layout
from evenhand.loading.writing.parsed import comments_in, tree_of
from evenhand.location import whole

NOT_OURS: Final = frozenset({"no-head", "no-kind"})
"""What is said of YAML that does not claim to be evenhand's."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file before and after.

    ``after`` is None for a file that was refused; ``findings`` say why. ``ours`` is False for
    YAML that does not claim to be evenhand's.
    """

    origin: Origin
    kind: str | None
    before: bytes
    after: str | None
    findings: tuple[Finding, ...] = ()
    ours: bool = True

    @property
    def changed(self) -> bool:
        return self.after is not None and self.after.encode("utf-8") != self.before


def formatted(origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Formatted:
    """A file in the canonical layout. Never raises for what stands in it."""
    first = origin.read(limits)
    if first.root is None or first.wrong:
        return Formatted(origin, None, b"", None, first.findings)
    before = _bytes(origin)
    result = read(before, origin.shown, limits)
    if result.root is None or result.wrong:
        return Formatted(origin, None, before, None, result.findings)
    kind, wrong, _ = kind_of(result.root, result.source)
    if kind is None:
        found = in_order([*result.findings, *([wrong] if wrong is not None else [])])
        ours = not any(one.rule in NOT_OURS for one in found)
        return Formatted(origin, None, before, None, found, ours)
    after = laid_out("\n".join(result.source.lines), origin.shown)
    if after is None or not _same(origin, before, after, limits):
        refused = problem("layout-would-change", whole(result.source))
        return Formatted(origin, kind, before, None, (refused,))
    return Formatted(origin, kind, before, after)


def laid_out(written: str, path: str) -> str | None:
    """A text without errors in the canonical layout; None where it holds no mapping."""
    tree = tree_of(text_of(path, written))
    return None if tree is None else text_of_layout(tree)


def _bytes(origin: Origin) -> bytes:
    if isinstance(origin, DiskFile):
        return origin.path.read_bytes()
    return "\n".join(origin.read().source.lines).encode("utf-8")


# -- what must not change --------------------------------------------------------------------------

Meaning: TypeAlias = "tuple[object, ...] | Data"


def _same(origin: Origin, before: bytes, after: str, limits: Limits) -> bool:
    """Whether two texts say the same, with the same comments, and laying out again adds nothing."""
    one, other = read(before, origin.shown, limits), read(after, origin.shown, limits)
    if one.root is None or other.root is None or other.wrong:
        return False
    if _meaning(one.root) != _meaning(other.root):
        return False
    texts = [text_of(origin.shown, "\n".join(found.source.lines)) for found in (one, other)]
    if _comments(texts[0]) != _comments(texts[1]) or laid_out(after, origin.shown) != after:
        return False
    loader = Loader(Setup(limits))
    loaded = [loader.load(Overlaid(origin, text)) for text in (before, after)]
    return _loaded(loaded[0]) == _loaded(loaded[1])


def _comments(text: Text) -> Counter[str]:
    return Counter(one.text for one in comments_in(text))


def _meaning(node: Node) -> Meaning:
    """What a node says, the order of its keys included."""
    match node:
        case Mapping():
            return tuple((one.key.text, _meaning(one.value)) for one in node.entries)
        case Sequence():
            return ("list", *(_meaning(one) for one in node.items))
        case Scalar(text="unstated", quoted=True):
            return ("quoted", node.text)
        case Scalar():
            return data_of(node)


def _loaded(loaded: Loaded) -> tuple[object, ...]:
    errors = (one for one in loaded.findings if one.severity is Severity.ERROR)
    findings = Counter((one.rule, one.element, one.cause) for one in errors)
    return findings, loaded.policy, loaded.examples, loaded.customer
