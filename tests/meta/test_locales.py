"""Every sentence exists in both languages, is used, and is given what it asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from evenhand.messages import catalogue

PACKAGE = Path(__file__).parents[2] / "toolkit" / "evenhand"
LOCALES = PACKAGE / "reporting" / "locales"
TEMPLATES = (".html", ".j2", ".jinja", ".md")

# Beginnings of keys that are put together at run time, but not by an f-string. What follows must
# be a text that stands in the code.
BUILT = frozenset[str]()

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
    """Each text that the code or a template holds, and a place where it does."""
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
    return found


def beginnings() -> Iterator[str]:
    """What f-strings, and ``"…" ~ name`` in templates, begin with where that may begin a key."""
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if "." in start and start.partition(".")[0] in AREAS:
                    yield start
    for _, text in templates():
        for found in re.finditer(r"""["']([a-z0-9-]+\.[a-z0-9.-]*)["']\s*~""", text):
            yield found[1]


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
        if re.search(r"[a-z]{2,} [a-z]{2,}", words):
            assert re.search(r"[\u4e00-\u9fff]", ZH[key]), key
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", words), key


def test_no_sentence_forms_plurals_or_passes_judgement() -> None:
    bad = re.compile(r"\w\(e?s\)|\billegal\b|\bunlawful\b", re.IGNORECASE)
    assert [k for k, text in EN.items() if bad.search(text)] == []
    assert [k for k, text in ZH.items() if "违法" in text] == []


def test_every_key_in_the_code_exists() -> None:
    dynamic = (*BUILT, *beginnings())
    missing = [
        (key, place)
        for key, place in texts().items()
        if KEY.fullmatch(key) and key not in EN and not any(b.startswith(key) for b in dynamic)
    ]
    assert missing == []


def test_no_key_is_unused() -> None:
    dynamic = {*BUILT, *beginnings()}
    words = {*texts()}

    def ends_in_a_word(rest: str) -> bool:
        parts = rest.split(".")
        return any(".".join(parts[:n]) in words for n in range(1, len(parts) + 1))

    unused = [
        key
        for key in EN
        if key not in words
        and not any(key.startswith(b) and ends_in_a_word(key.removeprefix(b)) for b in dynamic)
    ]
    assert unused == []


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
