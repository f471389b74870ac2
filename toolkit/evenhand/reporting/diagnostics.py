"""One finding as text: the sentence, the place with its line, and what to do.

Only ASCII is used for the frame, so it looks the same everywhere; carets stand under the
characters they mean, whatever their width.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evenhand.finding import Confidence, Finding, Severity
from evenhand.location import Location
from evenhand.messages import Bilingual, Language, Message, message
from evenhand.reporting.cells import cell_width, cut, escaped, one_line, visible

DEFAULT_WIDTH: Final = 100
"""Cells of a line of output, where the terminal does not say; the source's line is cut to it."""

_LEAST: Final = 24
_MORE: Final = "..."


@dataclass(frozen=True, slots=True)
class Style:
    """How findings are written: language, width in cells, colours, ASCII only."""

    language: Language = "en"
    width: int = DEFAULT_WIDTH
    color: bool = False
    ascii: bool = False

    def text(self, shown: Message | Bilingual) -> str:
        """A sentence on one line in this style."""
        return one_line(shown.text(self.language), self.ascii)

    def painted(self, text: str, codes: str) -> str:
        """The text in a colour, when colours are wanted."""
        return f"\x1b[{codes}m{text}\x1b[0m" if self.color and text else text


def render_finding(
    finding: Finding,
    language: Language,
    *,
    width: int = DEFAULT_WIDTH,
    color: bool = False,
    ascii: bool = False,  # noqa: A002 - the word of the option
) -> str:
    """The finding on several lines, without a line break at the end.

    Control and bidirectional characters of the input never reach the output as they are.
    """
    style = Style(language, width, color, ascii)
    where = finding.location
    framed = where is not None and bool(where.excerpt.strip())
    number = str(where.line) if where is not None and framed else " "
    gutter = " " * len(number)
    lines = [_head(finding, style)]
    if where is not None:
        lines.append(f"{style.painted(f'{gutter}-->', _FAINT)} {place(where, style.ascii)}")
    if where is not None and framed:
        bar = style.painted(f"{gutter} |", _FAINT)
        source, carets = _excerpt(where, style, len(gutter) + 3)
        lines += [bar, f"{style.painted(f'{number} |', _FAINT)} {source}"]
        lines.append(f"{bar} {style.painted(carets, _COLORS[finding.severity])}")
    equals = style.painted(f"{gutter} =", _FAINT)
    lines += [f"{equals} {remark}" for remark in _remarks(finding, style)]
    return "\n".join(lines)


def concise_finding(finding: Finding, language: Language, *, ascii: bool = False) -> str:  # noqa: A002
    """The finding on one line: ``path:line:column: E rule sentence [fingerprint]``."""
    where = "-" if finding.location is None else place(finding.location, ascii)
    sentence = one_line(finding.message.text(language), ascii)
    letter = finding.severity.value[0].upper()
    return f"{where}: {letter} {finding.rule} {sentence} [{finding.fingerprint}]"


def place(location: Location, ascii_only: bool = False) -> str:
    """A place as ``path:line:column``; the path alone for a file that was not read."""
    shown = str(location) if location.source.lines else location.path
    return one_line(shown, ascii_only)


def _head(finding: Finding, style: Style) -> str:
    severity = style.text(message(f"diagnostic.{finding.severity.value}"))
    label = style.painted(f"{severity}[{finding.rule}]", _COLORS[finding.severity])
    colon = style.text(message("diagnostic.colon"))
    return f"{label}{colon}{style.painted(style.text(finding.message), '1')}"


def _excerpt(location: Location, style: Style, gutter: int) -> tuple[str, str]:
    """The source line and, below it, carets under the stretch; both cut to the width."""
    budget = max(style.width - gutter, _LEAST)
    line = location.excerpt.rstrip()
    start = min(location.column - 1, len(line))
    end = location.end_column - 1 if location.end_line == location.line else len(line)
    skipped = max(0, start - budget)
    near = line[skipped : start + budget]
    pieces = [visible(character, style.ascii) for character in near or " "]
    start -= skipped
    if start == len(pieces):
        pieces.append(" ")
    end = max(start + 1, min(end - skipped, len(pieces)))
    first, last = 0, len(pieces)
    if len(near) < len(line) or cell_width("".join(pieces)) > budget:
        first, last = cut(pieces, start, budget - 2 * len(_MORE))
    before = _MORE if skipped + first > 0 else ""
    after = _MORE if skipped + last < len(line) else ""
    shown = before + "".join(pieces[first:last]).rstrip() + after
    blank = " " * (len(before) + cell_width("".join(pieces[first:start])))
    marked = max(1, cell_width("".join(pieces[start : min(end, last)])))
    return shown, blank + "^" * marked


def _remarks(finding: Finding, style: Style) -> Iterator[str]:
    """What follows the source line: other places, where, the example, law, what to do."""
    for related in finding.related:
        label = style.text(related.label)
        yield _remark("related", style, label=label, place=place(related.location, style.ascii))
    if finding.element is not None:
        yield _remark("element", style, element=finding.element)
    if finding.confidence is not Confidence.STATIC:
        known = style.text(message(f"diagnostic.confidence.{finding.confidence.value}"))
        yield _remark("known", style, known=known)
    if finding.witness is not None:
        customer = ", ".join(f"{name} = {value}" for name, value in finding.witness.items())
        yield _remark("witness", style, customer=customer)
    if finding.citations:
        yield _remark("citations", style, citations=", ".join(finding.citations))
    for advice in (finding.hint, finding.remedy):
        if advice is not None:
            yield _remark("do", style, advice=style.text(advice))


def _remark(name: str, style: Style, **values: str) -> str:
    text = style.text(message(f"diagnostic.{name}", **values))
    return escaped(text) if style.ascii else text


_FAINT: Final = "34"
_COLORS: Final = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
