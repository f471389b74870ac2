"""Pages: templates with both languages in the text, and nothing that asks the network."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from evenhand.analysis.report import Dossier
from evenhand.messages import Language, message, printable
from evenhand.model.describe import words_text
from evenhand.model.wording import Words
from evenhand.reporting.dossier.page import FRONT, Page, pages

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TAGS: Final = {"en": "en", "zh": "zh-CN"}
HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(slots=True)
class Pages:
    """The HTML pages of a dossier, all equal but for the language that is shown first."""

    dossier: Dossier
    language: Language = "en"
    _pages: tuple[Page, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._pages = pages(self.dossier)

    def files(self) -> dict[str, str]:
        """All pages by file name, the front page last."""
        found = {f"{page.name}.html": self.policy(page) for page in self._pages}
        found[f"{FRONT}.html"] = self.index()
        return found

    def single(self) -> str:
        """The page of the only policy."""
        (page,) = self._pages
        return self.policy(page)

    def index(self) -> str:
        """The front page over all policies."""
        return self._render("index.html", pages=self._pages)

    def policy(self, page: Page) -> str:
        """The page of one policy."""
        return self._render("policy.html", page=page, shown=_sections(page))

    def _render(self, name: str, **context: Any) -> str:
        template = _environment().get_template(name)
        text = template.render(
            language=self.language,
            lang_tag=TAGS[self.language],
            as_of=self.dossier.run.as_of.isoformat(),
            version=version("evenhand"),
            **_style(),
            **context,
        )
        return _without_blank_lines(text) + "\n"


def _without_blank_lines(text: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", text.strip())


def _sections(page: Page) -> frozenset[str]:
    """The sections that have something to say; some say that there is nothing."""
    always = {"glance", "tiers", "bars", "cards", "open", "findings", "cases", "method"}
    present = {
        "terms": page.terms,
        "earlier": page.earlier,
        "simulated": page.shares,
        "safeguards": page.safeguards,
        "facts": page.facts,
        "sources": page.sources,
    }
    return frozenset(always | {name for name, content in present.items() if content})


@cache
def _style() -> dict[str, Any]:
    """The style sheet and the hash by which the page's own policy allows it, and no other."""
    from markupsafe import Markup

    source = (files("evenhand.reporting.html") / "templates" / "style.css").read_text("utf-8")
    text = _without_blank_lines(source)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {"style": Markup(text), "style_hash": f"sha256-{digest}"}  # noqa: S704 - our own file


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("evenhand.reporting.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=say,
        t=lambda key, **values: say(message(key, **values)),
        named=lambda words: say(message("dossier.label", label=words)),
        msg=message,
        plain=lambda key, **values: plain_words(message(key, **values)),
        plain_words=plain_words,
        written=printable,
    )
    return environment


def say(words: Words) -> Markup:
    """Words in both languages side by side, each marked as what it is; the style shows one."""
    from markupsafe import Markup

    en, zh = words_text(words, "en"), words_text(words, "zh")
    if en == zh:
        same = _with_code(en)
        return Markup('<span lang="zh-CN">{}</span>').format(same) if HAN.search(en) else same
    pair = Markup('<span class="en" lang="en">{}</span> <span class="zh" lang="zh-CN">{}</span>')
    return pair.format(_with_code(en), _with_code(zh))


def _with_code(text: str) -> Markup:
    """Text in which what stands in backticks is marked as written in a file."""
    from markupsafe import Markup

    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return Markup("{}").format(text)
    marked = [
        Markup("<code>{}</code>").format(piece) if at % 2 else Markup("{}").format(piece)
        for at, piece in enumerate(pieces)
    ]
    return Markup("").join(marked)


def plain_words(words: Words) -> str:
    """Words in both languages where no tags can stand, such as a page's title."""
    en, zh = words_text(words, "en"), words_text(words, "zh")
    return en if en == zh else f"{en} · {zh}"
