"""Every sentence exists in both languages, is used, and is given what it asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from evenhand.messages import catalogue
from evenhand.resources import area, walk

PACKAGE = Path(__file__).parents[2] / "toolkit" / "evenhand"
LOCALES = PACKAGE / "reporting" / "locales"
TEMPLATES = (".html", ".j2", ".jinja", ".md")

# Beginnings of keys that are put together at run time, but not by an f-string. What follows, here
# and after f-strings, must be a text that stands in the code, a template or a schema.
BUILT = frozenset({"cli.top."})

EN, ZH = catalogue("en"), catalogue("zh")
AREAS = {key.split(".")[0] for key in EN}
KEY = re.compile(rf"(?:{'|'.join(sorted(AREAS)) or '-'})\.[a-z0-9][a-z0-9.-]*")


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """The syntax of each module of the package, by its path."""
    return tuple(
        (file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text("utf-8")))
        for file in sorted(PACKAGE.rglob("*.py"))
    )


@cache
def templates() -> tuple[tuple[str, str], ...]:
    return tuple(
        (file.relative_to(PACKAGE).as_posix(), file.read_text("utf-8"))
        for file in sorted(PACKAGE.rglob("*"))
        if file.name.endswith(TEMPLATES)
    )


@cache
def texts() -> Mapping[str, str]:
    """Each text in the code, a template or a schema's forms, and a place where it stands."""
    found = {}
    for path, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str(text)):
                    found[text] = f"{path}:{node.lineno}"
                case _:
                    pass
    for path, template in templates():
        for hit in re.finditer(r"""["']([a-z0-9.-]+)["']""", template):
            found[hit[1]] = path
    for path, schema in walk(area("schema"), ".json"):
        for hit in re.finditer(r'"x-form": "([a-z-]+)"', schema.read_text("utf-8")):
            found[hit[1]] = path
    return found


@cache
def starts() -> frozenset[str]:
    """What f-strings, and ``"…" ~ name`` in templates, begin with."""
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
                    found.add(start)
                case _:
                    pass
    for _, text in templates():
        found |= {hit[1] for hit in re.finditer(r"""["']([a-z0-9.-]+)["']\s*~""", text)}
    return frozenset(found)


def beginnings() -> frozenset[str]:
    """Those of them that begin a key, and the listed ones."""
    return BUILT | {s for s in starts() if "." in s and s.partition(".")[0] in AREAS}


def is_put_together(key: str) -> bool:
    """Whether a key consists of a beginning, a word that stands somewhere, and perhaps more."""
    words = texts()
    pieces = [start for start in starts() if re.fullmatch(r"[a-z0-9-]+-", start)]

    def is_word(text: str) -> bool:
        return text in words or any(
            text.startswith(piece) and text.removeprefix(piece) in words for piece in pieces
        )

    for beginning in beginnings():
        if key.startswith(beginning):
            parts = key.removeprefix(beginning).split(".")
            if any(is_word(".".join(parts[:n])) for n in range(1, len(parts) + 1)):
                return True
    return False


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert set(EN) == set(ZH)


def test_both_languages_have_the_same_placeholders() -> None:
    differing = {k: (EN[k], ZH[k]) for k in EN if placeholders(EN[k]) != placeholders(ZH[k])}
    assert differing == {}


def test_placeholders_have_names_and_nothing_else() -> None:
    for language in (EN, ZH):
        for key, text in language.items():
            for _, name, form, conversion in Formatter().parse(text):
                if name is not None:
                    assert re.fullmatch(r"[a-z][a-z_]*", name), key
                    assert (form, conversion) == ("", None), key


def test_keys_are_dotted_and_kebab() -> None:
    odd = [k for k in EN if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9][a-z0-9-]*)+", k)]
    assert odd == []


def test_no_sentence_is_empty_or_left_in_the_other_language() -> None:
    for key, text in EN.items():
        assert text.strip(), key
        assert ZH[key].strip(), key
        words = re.sub(r"`[^`]*`|\{[^}]*\}", "", text)
        is_commands = key.endswith(".examples")
        if re.search(r"[a-z]{2,} [a-z]{2,}", words) and not is_commands:
            assert re.search(r"[\u4e00-\u9fff]", ZH[key]), key
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", words), key


def test_no_sentence_forms_plurals_or_passes_judgement() -> None:
    bad = re.compile(r"\w\(e?s\)|\billegal\b|\bunlawful\b", re.IGNORECASE)
    assert [k for k, text in EN.items() if bad.search(text)] == []
    assert [k for k, text in ZH.items() if "违法" in text] == []


def test_every_key_in_the_code_exists() -> None:
    dynamic = beginnings()
    missing = [
        (key, place)
        for key, place in texts().items()
        if KEY.fullmatch(key) and key not in EN and not any(b.startswith(key) for b in dynamic)
    ]
    assert missing == []


def test_no_key_is_unused() -> None:
    assert [key for key in EN if key not in texts() and not is_put_together(key)] == []


def test_every_message_is_given_what_it_asks_for() -> None:
    wrong = []
    for path, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Name(id="message"),
                    args=[ast.Constant(value=str(key))],
                    keywords=keywords,
                ) if key in EN and all(k.arg for k in keywords):
                    given = {k.arg for k in keywords}
                    if given != placeholders(EN[key]):
                        wrong.append((f"{path}:{node.lineno}", key, sorted(map(str, given))))
                case _:
                    pass
    assert wrong == []


def test_the_files_are_sorted() -> None:
    assert list(EN) == sorted(EN)
    assert list(ZH) == sorted(ZH)
