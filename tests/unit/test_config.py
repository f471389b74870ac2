"""Settings: which place wins, and what is said about a setting that does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from evenhand.config import KEYS, Config, find_file, read_config
from evenhand.errors import UsageError
from evenhand.loading.limits import Limits
from evenhand.messages import LANGUAGES


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "evenhand.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The root of a repository."""
    (tmp_path / ".git").mkdir()
    return tmp_path


def complaint(root: Path, text: str) -> str:
    write(root, text)
    with pytest.raises(UsageError) as caught:
        read_config(root, {})
    for language in LANGUAGES:
        assert caught.value.message.text(language)
    return caught.value.message.text("en")


def origins(config: Config) -> dict[str, str]:
    return {s.key: s.origin.text("en") for s in config.settings()}


def test_nothing_set(root: Path) -> None:
    config = read_config(root, {})
    assert [(s.key, s.value) for s in config.settings()] == [
        ("paths", ()),
        ("vocabulary", ()),
        ("packs", ()),
        ("fail-on", None),
        ("lang", "auto"),
        ("limits.max-bytes", 2_097_152),
        ("limits.max-nodes", 200_000),
        ("limits.max-depth", 64),
        ("limits.max-aliases", 100),
    ]
    assert set(origins(config).values()) == {"the default"}
    assert tuple(s.key for s in config.settings()) == KEYS


def test_a_file_sets_each_key_and_its_line_is_told(root: Path) -> None:
    write(
        root,
        'paths = ["policies"]\n'
        "\n"
        'fail-on = "warning"\n'
        'lang = "zh-CN"\n'
        'packs = ["cn", "house"]\n'
        'vocabulary = ["words/own.yaml"]\n'
        "[limits]\n"
        "max-bytes = 1_000\n"
        "max-nodes = 2\n"
        "max-depth = 3\n"
        "max-aliases = 4\n",
    )
    config = read_config(root, {})
    assert config.paths.value == ("policies",)
    assert config.packs.value == ("cn", "house")
    assert config.vocabulary.value == ("words/own.yaml",)
    assert config.fail_on.value == "warning"
    assert config.lang.value == "zh-CN"
    assert config.max_bytes.value == 1000
    assert (config.max_nodes.value, config.max_depth.value, config.max_aliases.value) == (2, 3, 4)
    assert origins(config)["fail-on"] == "`evenhand.toml:3`"
    assert origins(config)["limits.max-bytes"] == "`evenhand.toml:8`"


@pytest.mark.parametrize(
    "text", ["limits.max-depth = 9\n", '"limits" . "max-depth" = 9\n', "limits = {max-depth = 9}\n"]
)
def test_every_way_of_writing_a_group_is_read(root: Path, text: str) -> None:
    write(root, text)
    assert read_config(root, {}).max_depth.value == 9


def test_variables_stand_above_the_file_and_options_above_both(root: Path) -> None:
    write(root, 'fail-on = "note"\nlang = "en"\npacks = ["cn"]\n')
    environ = {"EVENHAND_FAIL_ON": "warning", "EVENHAND_PACKS": "de, uk", "HOME": "x"}
    options = {"fail-on": "error", "lang": None}
    config = read_config(root, environ, options)
    assert config.fail_on.value == "error"
    assert config.packs.value == ("de", "uk")
    assert config.lang.value == "en"
    assert origins(config)["fail-on"] == "the option `--fail-on`"
    assert origins(config)["packs"] == "the environment variable `EVENHAND_PACKS`"


def test_every_key_has_a_variable(root: Path) -> None:
    environ = {
        "EVENHAND_PATHS": "policies,@three-laws",
        "EVENHAND_VOCABULARY": "own.yaml",
        "EVENHAND_PACKS": "cn",
        "EVENHAND_FAIL_ON": "never",
        "EVENHAND_LANG": "en",
        "EVENHAND_LIMITS_MAX_BYTES": "1",
        "EVENHAND_LIMITS_MAX_NODES": "2",
        "EVENHAND_LIMITS_MAX_DEPTH": "3",
        "EVENHAND_LIMITS_MAX_ALIASES": "4",
    }
    values = {s.key: s.value for s in read_config(root, environ).settings()}
    assert values == {
        "paths": ("policies", "@three-laws"),
        "vocabulary": ("own.yaml",),
        "packs": ("cn",),
        "fail-on": "never",
        "lang": "en",
        "limits.max-bytes": 1,
        "limits.max-nodes": 2,
        "limits.max-depth": 3,
        "limits.max-aliases": 4,
    }


def test_an_empty_variable_is_as_good_as_none(root: Path) -> None:
    assert read_config(root, {"EVENHAND_LANG": "", "EVENHAND_NONSENSE": ""}).lang.value == "auto"


def test_isolated_reads_neither_file_nor_variables(root: Path) -> None:
    write(root, "this is no TOML")
    environ = {"EVENHAND_LANG": "zh-CN", "EVENHAND_NONSENSE": "1"}
    config = read_config(root, environ, {"lang": "en"}, isolated=True)
    assert config.lang.value == "en"
    assert config.packs.value == ()


def test_the_nearest_file_up_to_the_root_of_the_repository(root: Path) -> None:
    write(root, 'lang = "en"\npaths = ["policies", "@three-laws", "main:policies", "-"]\n')
    deep = root / "a" / "b"
    deep.mkdir(parents=True)
    config = read_config(deep, {})
    assert config.paths.value == ("../../policies", "@three-laws", "main:policies", "-")
    assert origins(config)["lang"] == "`../../evenhand.toml:1`"
    write(root / "a", 'lang = "zh-CN"\n')
    assert read_config(deep, {}).lang.value == "zh-CN"


def test_a_file_above_the_repository_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, 'lang = "en"\n')
    inside = tmp_path / "repository"
    (inside / ".git").mkdir(parents=True)
    assert find_file(inside) is None
    assert read_config(inside, {}).lang.value == "auto"


def test_the_search_ends_at_the_boundary_of_a_file_system() -> None:
    class Folder:
        def __init__(self, device: int, *parents: Folder) -> None:
            self.device, self.parents = device, parents

        def stat(self) -> Folder:
            return self

        @property
        def st_dev(self) -> int:
            return self.device

        def __truediv__(self, name: str) -> Folder:
            return Folder(-1)

        def is_file(self) -> bool:
            return False

        def exists(self) -> bool:
            assert self.device == -1, "only entries of folders are looked for"
            return False

    beyond = Folder(2)
    beyond.is_file = lambda: pytest.fail("a folder of another file system was read")  # type: ignore[method-assign]
    assert find_file(cast(Path, Folder(1, Folder(1), beyond))) is None


def test_a_search_without_repository_ends_at_the_top(tmp_path: Path) -> None:
    assert find_file(Path(tmp_path.anchor)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_on = 'error'\n", "`fail_on` in `evenhand.toml:1` is not known. Did you mean `fail-"),
        ("[limits]\nmax-byte = 1\n", "`limits.max-byte` in `evenhand.toml:2` is not known. Did"),
        ("\n[[rules]]\n", "`rules` in `evenhand.toml:2` is not known. The settings are `paths`,"),
        ("[colours]\n", "`colours` in `evenhand.toml:1` is not known."),
        ("limits = 3\n", "`limits` in `evenhand.toml:1` is not known."),
    ],
)
def test_an_unknown_key_is_named_with_its_place(root: Path, text: str, said: str) -> None:
    assert said in complaint(root, text)


def test_an_unknown_variable_or_option_is_named(root: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean `EVENHAND_FAIL_ON`"):
        read_config(root, {"EVENHAND_FAILON": "error"})
    with pytest.raises(UsageError, match="The setting `fail`"):
        read_config(root, {}, {"fail": "error"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lang = 'fr'\n", "is `fr`, but it must be one of `auto`, `en`, `zh-CN`."),
        ("fail-on = true\n", "is `true`, but it must be one of `error`, `warning`,"),
        ("packs = 'cn'\n", "is `cn`, but it must be a list of names"),
        ("packs = ['']\n", "but it must be a list of names, none of them empty."),
        ("paths = [1]\n", "is `[1]`, but it must be a list of names"),
        ("limits.max-depth = 0\n", "is `0`, but it must be a whole number from 1 upwards."),
        ("limits.max-depth = true\n", "is `true`, but"),
        ("limits.max-depth = 1.5\n", "is `1.5`, but"),
        ("limits.max-depth = '64'\n", "is `64`, but"),
        (f"lang = '{'x' * 99}'\n", f"is `{'x' * 57}...`, but"),
    ],
)
def test_a_value_that_does_not_fit_is_shown(root: Path, text: str, said: str) -> None:
    assert said in complaint(root, text)


def test_a_variable_that_does_not_fit_is_shown(root: Path) -> None:
    for value in ("many", "0", "-1", "1e3", "１"):
        with pytest.raises(UsageError, match="EVENHAND_LIMITS_MAX_DEPTH"):
            read_config(root, {"EVENHAND_LIMITS_MAX_DEPTH": value})
    with pytest.raises(UsageError, match="none of them empty"):
        read_config(root, {"EVENHAND_PACKS": "cn,,uk"})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("lang = 'en'\nlang = 'en'\n", "`evenhand.toml:2`"),
        ("x = " + "[" * 5000, "`evenhand.toml`"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_with_its_line(root: Path, text: str, place: str) -> None:
    assert place in complaint(root, text)


def test_a_file_in_another_encoding_is_refused(root: Path) -> None:
    write(root, "").write_bytes("# 中文\n".encode("gb18030"))
    with pytest.raises(UsageError, match="cannot be read as UTF-8"):
        read_config(root, {})


def test_the_limits_are_those_that_loading_has_without_settings(root: Path) -> None:
    config = read_config(root, {})
    assert Limits() == Limits(
        max_bytes=config.max_bytes.value,
        max_nodes=config.max_nodes.value,
        max_depth=config.max_depth.value,
        max_aliases=config.max_aliases.value,
    )
