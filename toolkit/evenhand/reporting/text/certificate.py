"""The text of ``prove --certificate``: whether a certificate is right, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from evenhand.analysis.prove.checked import Checked
from evenhand.analysis.prove.result import Proof
from evenhand.messages import message
from evenhand.model.describe import words_text
from evenhand.model.law_words import law_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.text.parts import findings_text, say
from evenhand.reporting.text.table import heading, indented


def body(result: Checked, look: Look) -> str:
    """What is wrong, or that nothing is; then the answers that were computed anew."""
    if not result.accepted:
        said = say(look, "certificate.refused", path=result.certificate)
        count = say(look, "certificate.answers-before", count=len(result.proofs))
        return "\n".join([findings_text(result, look), "", said, count])
    said = say(look, "certificate.accepted", path=result.certificate)
    lines = [*indented(said, look.width, ""), ""]
    for _, proofs in groupby(result.proofs, key=lambda one: one.policy.id):
        lines += [*_policy(result, list(proofs), look), ""]
    return "\n".join(lines[:-1])


def _policy(result: Checked, proofs: list[Proof], look: Look) -> Iterator[str]:
    policy = proofs[0].policy
    title = one_line(policy.header.title.text(look.language))
    yield from (heading(line, look) for line in indented(title, look.width, ""))
    reading = message(f"reading.{(result.run.reading or 'declared').replace('_', '-')}")
    version = policy.header.version
    about = say(look, "certificate.policy", policy=policy.id, version=version, reading=reading)
    yield from indented(about, look.width, "")
    for one in proofs:
        law = one.words if one.law is None else law_words(one.law, policy, one.words)
        answer = say(look, f"prove.answer.{one.verdict.value}")
        row = f"{answer}  {one_line(words_text(law, look.language))}"
        yield from indented(row, look.width, "  ", "      ")
