"""What is known about a policy, in Markdown: open places, findings, customers, sources."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.messages import Language, message
from evenhand.model.wording import Words
from evenhand.reporting.dossier.earlier import Earlier, Moved
from evenhand.reporting.dossier.page import Kind, Page
from evenhand.reporting.markdown.marks import code, table, text
from evenhand.reporting.markdown.policy import heading, label, say


def evidence(page: Page, language: Language) -> Iterator[str]:
    """The sections that say what is known about the policy."""
    yield from _open(page, language)
    yield from heading("dossier.s-findings", language)
    if not page.findings:
        yield from (say("dossier.no-findings", language), "")
    for kind in page.findings:
        yield from _kind(kind, language)
    yield from _edges(page, language)
    yield from _cases(page, language)
    if page.earlier is not None:
        yield from _earlier(page.earlier, language)
    yield from _declared(page, language)
    yield from _sources(page, language)


def _open(page: Page, language: Language) -> Iterator[str]:
    yield from heading("dossier.s-open", language)
    if not page.open:
        yield from (say("dossier.no-open", language), "")
        return
    rows = []
    for one in page.open:
        about = one.sort if one.about is None else one.about
        taken = message("dossier.not-taken") if one.taken is None else one.taken
        rows.append(
            [
                f"{text(about, language)} ({code(one.place)})",
                say("dossier.between", language).join(text(words, language) for words in one.said),
                text(taken, language),
                "" if one.because is None else text(one.because, language),
            ]
        )
    head = ("col-sort", "col-wording", "col-taken", "col-because")
    yield from table([say(f"dossier.{key}", language) for key in head], rows)


def _kind(kind: Kind, language: Language) -> Iterator[str]:
    title = "" if kind.title is None else f" — {text(kind.title, language)}"
    yield f"**{say(f'diagnostic.{kind.severity}', language)}** {code(kind.rule)}{title}"
    yield ""
    for key, words in (("dossier.f-why", kind.why), ("dossier.f-do", kind.remedy)):
        if words is not None:
            yield from (f"> {label(key, language)} {text(words, language)}", ">")
    if kind.citations:
        basis = say("dossier.between", language).join(text(one, language) for one in kind.citations)
        yield f"> {label('dossier.f-basis', language)} {basis}"
        yield ""
    elif kind.why is not None or kind.remedy is not None:
        yield ""
    for one in kind.found:
        where = "" if one.place is None else f" ({code(one.place)})"
        advice = "".join(f" *{text(words, language)}*" for words in one.remedies)
        yield f"- {text(one.finding.message, language)}{where}{advice}"
        for name, value in one.witness:
            yield f"  - {code(name)} = {code(value)}"
    yield ""


def _edges(page: Page, language: Language) -> Iterator[str]:
    if not page.shares:
        return
    yield from heading("dossier.s-simulated", language)
    yield from (f"> {say('dossier.sim-warning', language)}", "")
    yield from (say("dossier.sim-facts", language, cases=page.cases_tried, seed=page.seed), "")
    rows = [
        [text(one.outcome, language), str(one.count), _customer(one.example, language)]
        for one in page.shares
    ]
    head = ("col-outcome", "col-count", "col-example")
    yield from table([say(f"dossier.{key}", language) for key in head], rows, (1,))


def _cases(page: Page, language: Language) -> Iterator[str]:
    yield from heading("dossier.s-cases", language)
    if not page.cases:
        yield from (say("dossier.no-cases", language), "")
        return
    rows = []
    for one in page.cases:
        verdict = say("dossier.pass" if one.passed else "dossier.fail", language)
        name = f"{text(one.name, language)} ({code(one.place)})"
        rows.append([name, text(one.expected, language), text(one.got, language), verdict])
    head = ("col-customer", "col-expected", "col-got", "col-verdict")
    yield from table([say(f"dossier.{key}", language) for key in head], rows)


def _customer(pairs: tuple[tuple[Words, Words], ...], language: Language) -> str:
    if not pairs:
        return say("dossier.example-any", language)
    named = [(message("dossier.label", label=name), value) for name, value in pairs]
    return say("dossier.between", language).join(
        f"{text(name, language)} {text(value, language)}" for name, value in named
    )


def _earlier(found: Earlier, language: Language) -> Iterator[str]:
    yield from heading("dossier.s-earlier", language)
    yield f"{say('dossier.earlier-intro', language, title=found.old_title)} ({code(found.old)})"
    yield from ("", text(found.verdict, language), "")
    head = [say(f"dossier.{key}", language) for key in ("col-what", "col-before", "col-after")]
    for one in found.classes:
        yield from (f"**{text(one.title, language)} ({one.count})**", "")
        if one.changes:
            yield from table(head, [_moved(change, language) for change in one.changes])


def _moved(change: Moved, language: Language) -> list[str]:
    about = "" if change.about is None else f" — {text(change.about, language)}"
    return [
        f"{text(change.kind, language)}{about} ({code(change.element)})",
        "" if change.old is None else text(change.old, language),
        "" if change.new is None else text(change.new, language),
    ]


def _declared(page: Page, language: Language) -> Iterator[str]:
    yield from heading("dossier.s-safeguards", language)
    rows = []
    for one in page.safeguards:
        declared = message("dossier.undeclared") if one.declared is None else one.declared
        rows.append([text(one.name, language), text(declared, language)])
    head = ("col-safeguard", "col-declared")
    yield from table([say(f"dossier.{key}", language) for key in head], rows)


def _sources(page: Page, language: Language) -> Iterator[str]:
    yield from heading("dossier.s-sources", language)
    rows = []
    for one in page.sources:
        details = "".join(f"; {text(value, language)}" for _, value in one.details)
        rows.append(
            [
                f"{text(one.title, language)} ({code(one.id)}){details}",
                text(one.kind, language),
                text(one.confidence, language),
                one.as_of or say("dossier.unstated", language),
                text(one.complete, language),
            ]
        )
    head = ("col-source", "col-kind", "col-confidence", "col-read", "col-extent")
    yield from table([say(f"dossier.{key}", language) for key in head], rows)
    yield from (f"- {code(one.path)} {code(one.sha256)}" for one in page.inputs)
    yield ""
