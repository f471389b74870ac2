"""The dossier's pages: safe, complete in themselves, in both languages, well formed, readable."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from evenhand import api
from evenhand.errors import UsageError
from evenhand.reporting.base import Look, render
from evenhand.reporting.html.pages import Pages

DAY = date(2026, 11, 24)
LIMIT = 1_500_000
VOID = frozenset({"meta", "input", "br", "rect", "line"})

HOSTILE = """\
evenhand: 1
policy:
  id: index
  title: {en: "<script>alert(1)</script> & \\"co\\"", zh: "<img src=x onerror=alert(1)>"}
  bank: {id: b, kind: other, name: {en: "</style><b>bank", zh: "银行'\\"><svg onload=x>"}}
  type: tiering
  jurisdictions: [CN]
  currency: CNY
  version: 1.0.0
  effective: {from: 2026-01-01}
  standing: hypothetical
  sources:
    web:
      title: {en: "{{ 7 * 7 }}", zh: "{% raw %}"}
      kind: other
      as_of: 2026-01-01
      confidence: low
      url: "https://example.org/?a=<b>"
  source: web
tiers:
  - id: gold
    title: {en: "[gold](javascript:alert(1))", zh: "`金`|卡"}
    when: {age: {at_least: {unstated: "</td><script>x</script>"}}}
    source: web
otherwise: {tier: none, title: {en: None, zh: 无}}
"""


class Checker(HTMLParser):
    """Tags that are not balanced, and what a page holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.languages: Counter[str] = Counter()
        self.headings: list[int] = []
        self.feed(page)
        self.close()
        self.wrong += [f"never closed: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        found = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in found.items()]
        self.ids.update([found["id"]] if "id" in found else [])
        if tag == "span" and found.get("class") in ("en", "zh"):
            self.languages[f"{found['class']}:{found.get('lang')}"] += 1
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"closed out of turn: {tag} at {self.getpos()}")


@cache
def files() -> Mapping[str, str]:
    policies = [
        api.load("@ccb-credit-card-100"),
        api.load("@icbc-premium"),
        api.load("@icbc-premium-repaired"),
        api.load(text=HOSTILE),
    ]
    return Pages(api.report(policies, as_of=DAY, seed=1)).files()


NAMES = (
    "ccb-credit-card-100.html",
    "icbc-premium.html",
    "icbc-premium-repaired.html",
    "policy-index.html",
    "index.html",
)


@cache
def checked(name: str) -> Checker:
    return Checker(files()[name])


def test_there_is_a_page_a_policy_and_a_front_page() -> None:
    assert tuple(files()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_tags_are_balanced_and_ids_are_unique(name: str) -> None:
    found = checked(name)
    assert found.wrong == []
    assert [one for one, count in found.ids.items() if count > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    found = checked(name)
    for tag, attribute, value in found.attributes:
        if attribute == "href":
            assert tag == "a"
            assert value.removeprefix("#") in found.ids if value[0] == "#" else value in files()
        if attribute in ("for", "aria-labelledby"):
            assert set(value.split()) <= set(found.ids)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_nothing_of_anybody(name: str) -> None:
    found = checked(name)
    assert not {"script", "link", "img", "iframe", "object", "embed", "form"} & set(found.tags)
    for _, attribute, value in found.attributes:
        assert attribute not in ("src", "srcset", "style", "action", "data")
        assert not attribute.startswith("on")
        assert "//" not in value
    style = re.search(r"<style>(.*?)</style>", files()[name], re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_forbids_everything_but_its_own_style(name: str) -> None:
    page = files()[name]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        in page
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_text_stands_in_both_languages(name: str) -> None:
    languages = checked(name).languages
    assert set(languages) == {"en:en", "zh:zh-CN"}
    assert languages["en:en"] == languages["zh:zh-CN"] > 10


def test_titles_stand_in_both_languages() -> None:
    for name in ("index.html", "icbc-premium.html"):
        assert "Standard of a premium customer of ICBC" in files()[name]
        assert "工行优质客户的标准" in files()[name]


@pytest.mark.parametrize("name", NAMES)
def test_headings_begin_with_one_and_leave_no_step_out(name: str) -> None:
    headings = checked(name).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(new <= old + 1 for old, new in pairwise(headings))


@pytest.mark.parametrize("name", NAMES)
def test_pages_stay_small(name: str) -> None:
    assert len(files()[name].encode()) < LIMIT


def test_what_a_policy_says_is_text_and_never_markup() -> None:
    for name in ("policy-index.html", "index.html"):
        page = files()[name]
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;co&#34;" in page
        assert "&lt;img src=x onerror=alert(1)&gt;" in page
        assert "&lt;/style&gt;&lt;b&gt;bank" in page
    page = files()["policy-index.html"]
    assert "{{ 7 * 7 }}" in page
    assert "https://example.org/?a=&lt;b&gt;" in page
    assert "&lt;/td&gt;&lt;script&gt;x&lt;/script&gt;" in page


def test_equal_inputs_give_equal_bytes() -> None:
    def once(language: str) -> Mapping[str, str]:
        dossier = api.report([api.load("@icbc-premium")], as_of=DAY, seed=1)
        return Pages(dossier, "zh" if language == "zh" else "en").files()

    assert once("en") == once("en")
    english, chinese = once("en")["index.html"], once("zh")["index.html"]
    assert english != chinese
    assert english.replace(" checked", "").replace('<html lang="en">', "") == chinese.replace(
        " checked", ""
    ).replace('<html lang="zh-CN">', "")


def test_the_version_before_is_compared_and_open_words_are_told() -> None:
    repaired = files()["icbc-premium-repaired.html"]
    assert 'id="earlier"' in repaired
    assert 'id="earlier"' not in files()["icbc-premium.html"]
    assert "“一定的资产”" in files()["icbc-premium.html"]


def test_other_results_have_no_page() -> None:
    result = api.validate(["@three-laws"], as_of=DAY)
    with pytest.raises(UsageError) as caught:
        render(result, "html", Look())
    assert "text, concise, json, markdown" in caught.value.message.text("en")


# -- contrast --------------------------------------------------------------------------------------


def luminance(color: str) -> float:
    wide = "".join(c * 2 for c in color[1:]) if len(color) == 4 else color[1:]

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(wide[at : at + 2]) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, str]]:
    roots = re.findall(r":root \{(.*?)\}", files()["index.html"], re.DOTALL)[:2]
    return [dict(re.findall(r"(--[a-z0-9]+): (#[0-9a-f]{3,6})", root)) for root in roots]


def test_text_stands_out_from_its_ground() -> None:
    light, dark = palettes()
    for colors in (light, {**light, **dark}):
        for ink in ("ink", "soft", "accent", "error", "warning", "note", "ok"):
            for ground in ("paper", "faint"):
                assert contrast(colors[f"--{ink}"], colors[f"--{ground}"]) >= 4.5, (ink, ground)
        assert contrast(colors["--ink"], colors["--mark"]) >= 4.5


def test_contrast_is_what_it_is_said_to_be() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
