"""The text of ``prove``: each law with its answer, and the customers who show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from evenhand.analysis.prove.checked import Checked
from evenhand.analysis.prove.result import Proof, Proofs, Verdict, claim_data
from evenhand.messages import message
from evenhand.model.describe import words_text
from evenhand.model.law_words import law_words
from evenhand.model.wording import Words, label_words, outcome_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width, escaped, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text import certificate
from evenhand.reporting.text.table import heading, indented, pad, placed
from evenhand.reporting.text.witnesses import INDENT, instance_lines, row_of, say
from evenhand.result import Result

COLORS: Final = {Verdict.HOLDS: "32", Verdict.FAILS: "31;1", Verdict.UNKNOWN: "33"}
EACH: Final = {
    "monotone": "prove.each.monotone",
    "indifferent": "prove.each.indifferent",
    "reachable": "prove.each.reachable",
    "unreachable": "prove.each.unreachable",
    "no_gap": "prove.each.no-gap",
    "no_overlap": "prove.each.no-overlap",
}
"""What is said of several claims of one law that hold."""


def body(result: Result, look: Look) -> str:
    """Policy by policy: what fails, what is not known, what holds; then how many of each."""
    assert isinstance(result, Proofs)
    if isinstance(result, Checked):
        return certificate.body(result, look)
    lines: list[str] = []
    for _, proofs in groupby(result.proofs, key=lambda one: one.policy.id):
        lines += _policy(result, list(proofs), look)
        lines += [""] if lines[-1] else []
    lines.append(_counts(result, look))
    text = "\n".join(lines)
    return escaped(text) if look.ascii else text


def headlines(result: Proofs) -> Iterator[str]:
    """Each answer on a line: ``place: answer claim element [policy]``."""
    for one in result.proofs:
        law = one.law
        where = law.location if law is not None else one.policy.location
        about = " ".join(_names_of(one))
        words = " ".join(part for part in (one.verdict.value, one.key, about) if part)
        yield f"{place(where)}: {words} [{one.policy.id}]"


def _names_of(proof: Proof) -> Iterator[str]:
    """What a claim speaks of, by ids."""
    for name, value in claim_data(proof.claim).items():
        if name == "places" and proof.element is not None:
            yield proof.element
        elif isinstance(value, list):
            yield from (",".join(str(one) for one in value),) if value else ()
        elif value is not None:
            yield str(value)


def _counts(result: Proofs, look: Look) -> str:
    return say(look, "prove.counts", **{one.value: result.count(one) for one in Verdict})


def _policy(result: Proofs, proofs: Sequence[Proof], look: Look) -> Iterator[str]:
    policy = proofs[0].policy
    title = one_line(policy.header.title.text(look.language))
    yield from (heading(line, look) for line in indented(title, look.width, ""))
    about = say(
        look,
        f"prove.about-{result.asked[policy.id]}",
        policy=policy.id,
        version=policy.header.version,
        reading=message(f"reading.{(result.run.reading or 'declared').replace('_', '-')}"),
    )
    yield from indented(about, look.width, "")
    yield ""
    order = [Verdict.FAILS, Verdict.UNKNOWN, Verdict.HOLDS]
    laws = list(dict.fromkeys((id(one.law), one.key) for one in proofs))

    def rank(one: Proof) -> tuple[int, int, bool]:
        place_of_law = laws.index((id(one.law), one.key))
        return order.index(one.verdict), place_of_law, one.because is not None

    ranked = sorted(proofs, key=rank)
    for verdict, listed in groupby(ranked, key=lambda one: one.verdict):
        if verdict is Verdict.HOLDS:
            yield from _holding(list(listed), look)
            continue
        for _, group in groupby(listed, key=lambda one: (id(one.law), one.key)):
            yield from _group(list(group), look)


def _group(proofs: Sequence[Proof], look: Look) -> Iterator[str]:
    """Claims of one law: dead elements as a list, all others one by one."""
    first = proofs[0]
    if first.key != "no_dead" or len(proofs) == 1:
        for one in proofs:
            yield from _proof(one, look)
        return
    key = f"prove.dead-{first.verdict.value}"
    yield from _line(first.verdict, say(look, key, count=len(proofs)), look)
    yield from _law(first, look)
    for one in proofs:
        yield from _dead(one, look)
    yield ""


def _dead(proof: Proof, look: Look) -> Iterator[str]:
    """One element that decides nothing, and why."""
    name = one_line(words_text(proof.subject or proof.words, look.language))
    because = "" if proof.because is None else one_line(proof.because.text(look.language))
    said = say(look, "prove.dead-line", part=name, because=because)
    if proof.location is None:
        yield from indented(said, look.width, f"{INDENT}- ", f"{INDENT}  ")
        return
    first, *rest = placed(said, place(proof.location), look.width - 2, f"{INDENT}  ")
    yield f"{INDENT}- {first[len(INDENT) + 2 :]}"
    yield from rest


def _law(proof: Proof, look: Look) -> Iterator[str]:
    """The law that a file states, and where."""
    law = proof.law
    if law is not None and law.id is not None:
        said = say(look, "prove.law", title=law.about.title or law.id)
        yield from placed(said, place(law.location), look.width, INDENT)


def _mark(verdict: Verdict, look: Look) -> str:
    words = {one: say(look, f"prove.answer.{one.value}") for one in Verdict}
    shown = pad(words[verdict], max(cell_width(word) for word in words.values()))
    return f"\x1b[{COLORS[verdict]}m{shown}\x1b[0m" if look.color else shown


def _line(verdict: Verdict, words: str, look: Look) -> Iterator[str]:
    """A sentence behind its answer, wrapped beside it."""
    mark = _mark(verdict, look)
    plain = _mark(verdict, Look(look.language))
    lines = indented(words, look.width, f"{plain}  ")
    yield lines[0].replace(plain, mark, 1)
    yield from lines[1:]


def _holding(proofs: Sequence[Proof], look: Look) -> Iterator[str]:
    """What holds: of a law with several claims, one line where all are alike."""
    for _, listed in groupby(proofs, key=lambda one: (id(one.law), one.key, one.because)):
        group = list(listed)
        first = group[0]
        if len(group) == 1 or first.because is not None:
            for one in group:
                yield from _held(one, look)
            continue
        said = say(look, EACH[first.key], count=len(group))
        yield from _line(Verdict.HOLDS, said, look)
        names = [_subject(one, look) for one in group]
        yield from indented(row_of(names, look), look.width, INDENT * 3)


def _held(proof: Proof, look: Look) -> Iterator[str]:
    words = _words(proof, look)
    if proof.because is not None:
        words = say(look, "prove.with-reason", law=words, because=proof.because)
    yield from _line(Verdict.HOLDS, words, look)


def _subject(proof: Proof, look: Look) -> str:
    """What a claim is about, in a word."""
    claim = proof.claim
    names = getattr(claim, "attributes", None) or getattr(claim, "outcomes", None)
    if names:
        words = (
            label_words(names[0], proof.policy)
            if hasattr(claim, "attributes")
            else outcome_words(proof.policy, names[0])
        )
        return one_line(words_text(words, look.language))
    return one_line(words_text(proof.subject or proof.element or "", look.language))


def _words(proof: Proof, look: Look) -> str:
    """What is claimed; the title of a law that makes one claim is shown beside it."""
    words: Words = proof.words
    law = proof.law
    if law is not None and (law.among is not None or law.customers.value == "all"):
        words = law_words(law, proof.policy, proof.words)
    return one_line(words_text(words, look.language))


def _proof(proof: Proof, look: Look) -> Iterator[str]:
    yield from _line(proof.verdict, _words(proof, look), look)
    yield from _law(proof, look)
    if proof.because is not None:
        because = one_line(proof.because.text(look.language))
        if proof.location is None:
            yield from indented(because, look.width, INDENT)
        else:
            yield from placed(because, place(proof.location), look.width, INDENT)
    if proof.instance is not None:
        yield from instance_lines(proof.policy, proof.instance, look)
    yield ""
