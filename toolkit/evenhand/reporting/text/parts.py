"""Parts that the texts of several commands share."""

from __future__ import annotations

from evenhand.finding import Severity
from evenhand.messages import Bilingual, Message, message
from evenhand.model.describe import words_text
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.wording import outcome_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.diagnostics import render_finding
from evenhand.result import Result


def say(look: Look, key: str, **values: str | int | Message | Bilingual) -> str:
    """A message on one line, for texts that are put into ASCII as a whole where that is wanted."""
    return one_line(message(key, **values).text(look.language))


def outcome_line(policy: Policy, outcome: str, look: Look) -> str:
    """An outcome as people call it, with its id behind where that is another word."""
    title = words_text(outcome_words(policy, outcome), look.language)
    return title if title == outcome else say(look, "explain.named", title=title, id=outcome)


def about_lines(
    result: Result, policy: Policy, reading: Reading, profile: str | None, look: Look
) -> list[str]:
    """What the answer about one customer rests on: policy, reading, day, and the profile."""
    about = say(
        look,
        "explain.about",
        policy=policy.header.id,
        version=policy.header.version,
        reading=message(f"reading.{reading.value.replace('_', '-')}"),
        day=result.run.as_of.isoformat(),
    )
    lines = [one_line(policy.header.title.text(look.language)), about]
    if profile is not None:
        lines.append(say(look, "explain.profile", path=profile))
    return lines


def findings_text(result: Result, look: Look) -> str:
    """All findings with their source lines, one blank line between them."""
    return "\n\n".join(
        render_finding(one, look.language, width=look.width, color=look.color, ascii=look.ascii)
        for one in result.findings
    )


def counts_text(result: Result, look: Look) -> str:
    """How many errors, warnings and notes there are, on one line."""
    found = {s: sum(f.severity is s for f in result.findings) for s in Severity}
    return message(
        "text.counts",
        errors=found[Severity.ERROR],
        warnings=found[Severity.WARNING],
        notes=found[Severity.NOTE],
    ).text(look.language)
