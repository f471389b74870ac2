"""Documents: the head of a file tells its kind; each kind has its schema."""

from __future__ import annotations

import pytest

from evenhand.loading.document import KINDS, LATER, Document, open_document
from evenhand.loading.origin import GivenText, Overlaid
from evenhand.loading.reader import Limits


def opened(text: str | bytes, limits: Limits | None = None) -> Document:
    return open_document(GivenText(text, "text.yaml"), limits or Limits())


def rules(document: Document) -> list[str]:
    return [finding.rule for finding in document.findings]


PROFILE = "evenhand: 1\nprofile: {policy: three-laws}\ngiven: {age: 40}\n"


def test_a_sound_file() -> None:
    document = opened(PROFILE)
    assert (document.kind, document.wrong, document.unreadable) == ("profile", False, False)
    assert document.root is not None and document.bad == frozenset()


@pytest.mark.parametrize(
    "text", ["a: 1\n", "[1, 2]\n", "text\n", "profile: {}\n", "Evenhand: 1\nprofile: {}\n"]
)
def test_files_without_a_head(text: str) -> None:
    document = opened(text)
    assert (rules(document), document.kind, document.root) == (["no-head"], None, None)


@pytest.mark.parametrize("version", ["2", "1.0", "[1]", "one", "null"])
def test_other_formats(version: str) -> None:
    document = opened(f"evenhand: {version}\npolicy: {{}}\n")
    assert rules(document) == ["other-format"]
    assert document.unreadable and document.root is None


def test_files_without_a_kind() -> None:
    document = opened("evenhand: 1\nplicy: {}\n")
    assert rules(document) == ["no-kind"]
    hint = document.findings[0].hint
    assert hint is not None and hint.text("en") == "did you mean `policy`?"
    hint = opened("evenhand: 1\nrubbish: {}\n").findings[0].hint
    assert hint is not None and "vocabulary" in hint.text("en")


def test_files_of_two_kinds() -> None:
    document = opened("evenhand: 1\nprofile: {}\ncases: {}\n")
    assert (rules(document), document.root) == (["two-kinds"], None)
    place = document.findings[0].location
    assert place is not None and (place.line, place.column) == (3, 1)


@pytest.mark.parametrize("kind", LATER)
def test_kinds_that_are_read_elsewhere(kind: str) -> None:
    document = opened(f"evenhand: 1\n{kind}: {{}}\n")
    assert (rules(document), document.kind, document.root) == (["kind-not-read"], kind, None)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_schema(kind: str) -> None:
    document = opened(f"evenhand: 1\n{kind}: {{nonsense_key: 1}}\n")
    assert document.kind == kind
    assert document.wrong and document.bad


def test_a_policy_names_vocabularies_in_a_key_that_is_a_kind_elsewhere() -> None:
    assert opened("evenhand: 1\npolicy: {id: x}\nvocabulary: [core]\n").kind == "policy"


def test_what_is_no_yaml_has_no_kind() -> None:
    document = opened("evenhand: 1\npolicy: [\n")
    assert (document.kind, document.root, document.unreadable) == (None, None, False)
    assert document.wrong


def test_limits_are_kept() -> None:
    document = opened(PROFILE, Limits(max_bytes=10))
    assert document.unreadable and document.root is None


def test_equal_texts_have_equal_digests() -> None:
    one = opened(PROFILE)
    windows = opened(PROFILE.replace("\n", "\r\n").encode())
    marked = opened(b"\xef\xbb\xbf" + PROFILE.encode())
    assert one.sha256 == windows.sha256 == marked.sha256
    assert one.sha256 != opened(PROFILE + "# more\n").sha256
    over = open_document(Overlaid(GivenText("", "other.yaml"), PROFILE))
    assert (over.sha256, over.source.path) == (one.sha256, "other.yaml")
