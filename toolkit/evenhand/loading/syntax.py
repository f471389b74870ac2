"""Where a text is not YAML: which of our own sentences says so, and at which place.

The library's English words choose the sentence and are never shown.
"""

from __future__ import annotations

import re
from typing import Final

from evenhand.finding import Finding, Related
from evenhand.loading.events import YamlSyntaxError
from evenhand.loading.problems import problem
from evenhand.loading.text import Text
from evenhand.location import Location
from evenhand.messages import message


def translated(error: YamlSyntaxError, text: Text, bracket: int | None) -> Finding:
    """The finding for a text that is not YAML.

    ``bracket`` is the index of the innermost bracket that was still open, if one was.
    """
    return (
        _full_width_colon(error, text)
        or _in_token(error, text)
        or _in_structure(error, text, bracket)
        or problem("syntax", _character(text, error.end))
    )


def _in_token(error: YamlSyntaxError, text: Text) -> Finding | None:
    """Problems within one word, text, anchor, tag or directive."""
    start, end = error.start, error.end
    if "tab character" in error.words:
        return problem("tab", _character(text, text.content.index("\t", end)))
    match error.context:
        case "while scanning a quoted scalar":
            return problem("unclosed-quote", _character(text, start), quote=text.content[start])
        case "while parsing a quoted scalar":
            slash = text.content.rindex("\\", start, end + 1)
            return problem("unknown-escape", text.location(slash, slash + 2))
        case "while scanning a simple key":
            return _missing_colon(text, start)
        case "while scanning a plain scalar":
            return problem("colon-in-brackets", text.location(start, end + 1))
        case "while scanning a block scalar":
            return problem("block-text", _rest_of_line(text, start))
        case "while scanning a directive":
            return problem("directive", _rest_of_line(text, start))
        case "while scanning an anchor" | "while scanning an alias":
            return _reserved(text, start)
        case "while scanning for the next token":
            return _reserved(text, end)
        case "while parsing a node" | "while scanning a tag" | "while parsing a tag":
            return _tag(text, start)
        case _:
            return None


def _in_structure(error: YamlSyntaxError, text: Text, bracket: int | None) -> Finding | None:
    """Problems of what stands where."""
    end = error.end
    match error.words:
        case "did not find expected ',' or ']'" | "did not find expected ',' or '}'":
            return _unfinished(text, error.start, end)
        case "did not find expected node content":
            if bracket is not None and end >= len(text.content.rstrip()):
                return _unfinished(text, bracket, end)
            return problem("unexpected-mark", _character(text, end), mark=text.content[end])
        case "mapping values are not allowed in this context":
            return _colon(text, end)
        case "block sequence entries are not allowed in this context":
            return problem("misplaced-dash", _character(text, end))
        case "did not find expected key" | "did not find expected '-' indicator":
            return _misplaced(text, end)
        case "found duplicate %YAML directive":
            return problem("directive", _rest_of_line(text, end))
        case "did not find expected <document start>":
            return problem("stray-text", _rest_of_line(text, end))
        case _:
            return None


def _unfinished(text: Text, start: int, end: int) -> Finding:
    """A list or mapping in brackets that does not go on as it should at ``end``."""
    bracket = text.content[start]
    closing = "]" if bracket == "[" else "}"
    found = text.content[end : end + 1]
    if found in ("]", "}"):
        return problem("unexpected-mark", _character(text, end), mark=found)
    if text.content[end - 1] in _QUOTES and found.strip():
        return problem("text-after-quote", _rest_of_line(text, end))
    first = text.start_of_line(start)
    if first == text.start_of_line(end) and closing in text.line_of(end)[end - first :]:
        return problem("missing-comma", _entry_with(text, end))
    stopped = Related(_character(text, end), message("load.stopped-here"))
    return problem(
        "unclosed-bracket",
        _character(text, start),
        related=(stopped,),
        bracket=bracket,
        closing=closing,
    )


def _entry_with(text: Text, index: int) -> Location:
    """The entry whose colon, or whose first character, stands at an index."""
    if text.content[index] != ":":
        return _character(text, index)
    word = _KEY_BEFORE.search(text.content[text.start_of_line(index) : index])
    return text.location(index - len(word[0]) if word else index, index + 1)


def _misplaced(text: Text, index: int) -> Finding:
    """Something that is neither the next entry nor the end of what stands above it."""
    before = text.content[text.start_of_line(index) : index].rstrip()
    if before:
        name = "text-after-quote" if before[-1] in _QUOTES else "stray-text"
        return problem(name, _rest_of_line(text, index))
    if text.content[index : index + 1] == ":":
        return problem("unexpected-mark", _character(text, index), mark=":")
    if text.content[index : index + 2] == "- ":
        return problem("misplaced-dash", _character(text, index))
    return problem("bad-indentation", _rest_of_line(text, index))


def _missing_colon(text: Text, start: int) -> Finding:
    """A line that should be ``key: value`` and is not."""
    place = _rest_of_line(text, start)
    line = text.line_of(start)[place.column - 1 :].rstrip()
    key, colon, value = line.partition(":")
    if colon and value and _KEY.fullmatch(key):
        return problem("missing-space", text.location(start, start + len(key) + 1), key=key)
    return problem("missing-colon", place, text=line)


def _colon(text: Text, index: int) -> Finding:
    """A colon where none can stand: within a value, or below a value that is already there."""
    begin = text.start_of_line(index)
    before = text.content[begin:index]
    if len(before) > _LONGEST_KEY:
        return problem("syntax", _character(text, index))
    if _KEY_AND_TEXT.match(before):
        return problem("colon-in-value", _character(text, index))
    above = text.line_of(max(0, begin - 1))
    key, colon, value = above.strip().partition(":")
    if colon and value and _KEY.fullmatch(key) and not value.startswith(" "):
        place = text.start_of_line(max(0, begin - 1)) + above.index(key)
        return problem("missing-space", text.location(place, place + len(key) + 1), key=key)
    place = begin + len(before) - len(before.lstrip())
    return problem("key-below-value", text.location(place, index), key=before.strip())


def _full_width_colon(error: YamlSyntaxError, text: Text) -> Finding | None:
    """A full-width colon after a key, on or just before the line that stopped the parser."""
    begin = text.start_of_line(max(0, text.start_of_line(error.start) - 1))
    found = _FULL_WIDTH_KEY.search(text.content, begin, error.end + 1)
    if found is None:
        return None
    place = found.end("key")
    return problem("full-width-colon", text.location(place, place + 1), key=found["key"])


def _reserved(text: Text, index: int) -> Finding:
    """A character that means something to YAML and cannot begin a text."""
    character = text.content[index]
    if character == "\t":
        return problem("tab", _character(text, index))
    return problem("reserved-character", _character(text, index), character=character)


def _character(text: Text, index: int) -> Location:
    return text.location(index, index + 1)


def _rest_of_line(text: Text, index: int) -> Location:
    begin = text.start_of_line(index)
    line = text.line_of(index)
    return text.location(index, max(index + 1, begin + len(line.rstrip())))


def _tag(text: Text, index: int) -> Finding:
    """A word that begins with an exclamation mark."""
    found = _TAG.match(text.content, index)
    tag = found[0] if found else ""
    return problem("tag", text.location(index, index + len(tag)), tag=tag)


_QUOTES: Final = "\"'"
_LONGEST_KEY: Final = 1024
_KEY: Final = re.compile(r"[A-Za-z_][\w-]*")
_KEY_AND_TEXT: Final = re.compile(r"\s*(?:- +)*[^\s:][^:]*: +\S")
_FULL_WIDTH_KEY: Final = re.compile(r"^[ -]*(?P<key>[A-Za-z_][\w-]*)：", re.MULTILINE)
_KEY_BEFORE: Final = re.compile(r"[^\s,]*$")
_TAG: Final = re.compile(r"\S+")
