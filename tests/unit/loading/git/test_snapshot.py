"""The files of a commit, read straight from git's objects."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from tests.repository import Repository, repository

from evenhand.errors import InputError
from evenhand.loading.git import process, snapshot
from evenhand.loading.git.process import ask, environment
from evenhand.loading.git.snapshot import snapshot_of
from evenhand.loading.limits import Limits
from evenhand.loading.origin import GitFile, OutsideError, disk_file, git_file


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    found = repository(tmp_path / "repo")
    found.write("banks/evenhand.toml", "")
    found.commit(
        **{"a.yaml": "one: 1\n", "banks/b c.yaml": "two: 2\n", "banks/客户.yaml": "x: 1\n"}
    )
    return found


def key(error: pytest.ExceptionInfo[InputError]) -> str:
    return error.value.message.key


def test_contents_are_those_of_the_commit(made: Repository) -> None:
    found = snapshot_of(made.folder / "banks", "main")
    assert (found.folder, found.top) == ("banks", made.folder.resolve())
    assert found.commit == made.git("rev-parse", "main")
    assert found.yaml_files("") == ("a.yaml", "banks/b c.yaml", "banks/客户.yaml")
    assert found.yaml_files("banks") == ("banks/b c.yaml", "banks/客户.yaml")
    found.fetch(found.yaml_files(""), 1_000)
    made.write("a.yaml", "one: 2\n")
    assert found.content("a.yaml") == b"one: 1\n"
    assert found.content("banks/客户.yaml") == b"x: 1\n"
    assert found.size("banks/b c.yaml") == 7


def test_large_files_are_not_read_ahead(made: Repository) -> None:
    made.commit(**{"large.yaml": "x" * 5_000})
    found = snapshot_of(made.folder, "HEAD")
    found.fetch(["a.yaml", "large.yaml"], 1_000)
    assert set(found._contents) == {found.entries["a.yaml"].name}
    read = git_file(found, "large.yaml").read(Limits(max_bytes=1_000))
    assert (read.unreadable, read.findings[0].rule) == (True, "too-large")


def test_a_ref_may_not_be_an_option_or_empty(made: Repository) -> None:
    for ref in ("--help", "", "-h", "main\0", "main:a.yaml", "no such", "HEAD~9"):
        with pytest.raises(InputError) as error:
            snapshot_of(made.folder, ref)
        assert key(error) == "git.no-ref"


def test_the_branch_of_the_remote_is_proposed(made: Repository) -> None:
    made.git("update-ref", "refs/remotes/origin/release", "HEAD")
    with pytest.raises(InputError) as error:
        snapshot_of(made.folder, "release")
    assert "`origin/release`" in error.value.message.text("en")


def test_a_shallow_clone_is_told_how_to_fetch_more(made: Repository, tmp_path: Path) -> None:
    made.commit(**{"a.yaml": "one: 2\n"})
    url = (made.folder / ".git").as_uri()
    made.git("clone", "--quiet", "--depth", "1", url, str(tmp_path / "shallow"))
    with pytest.raises(InputError) as error:
        snapshot_of(tmp_path / "shallow", "HEAD~1")
    assert key(error) == "git.no-ref-shallow"
    for language in ("en", "zh"):
        assert "fetch-depth: 0" in error.value.message.text(language)


def test_no_repository(tmp_path: Path, made: Repository) -> None:
    for folder in (tmp_path, made.folder / ".git"):
        with pytest.raises(InputError) as error:
            snapshot_of(folder, "HEAD")
        assert key(error) == "git.no-repository"


def test_a_bare_repository_in_a_folder_is_not_used(made: Repository, tmp_path: Path) -> None:
    made.git("clone", "--quiet", "--bare", str(made.folder), str(tmp_path / "bare"))
    with pytest.raises(InputError) as error:
        snapshot_of(tmp_path / "bare", "HEAD")
    assert key(error) == "git.no-repository"


def test_without_git_the_message_says_so(
    made: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError) as error:
        snapshot_of(made.folder, "HEAD")
    assert key(error) == "git.not-installed"


def test_git_is_stopped_after_a_while(
    made: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(process, "SECONDS", 1)
    with pytest.raises(InputError) as error:
        ask(made.folder, "rev-parse", "HEAD")
    assert key(error) == "git.stopped"


def test_an_answer_beyond_the_limit_is_not_read(made: Repository) -> None:
    with pytest.raises(InputError) as error:
        ask(made.folder, "ls-tree", "-r", "HEAD", limit=10)
    assert key(error) == "git.too-much"


def test_variables_that_lead_elsewhere_are_left_out(
    made: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = repository(tmp_path / "other")
    other.commit(**{"z.yaml": "z: 1\n"})
    for name in ("GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    assert "a.yaml" in snapshot_of(made.folder, "HEAD").entries
    kept = environment({"GIT_DIR": "x", "GIT_TRACE": "1", "GIT_CONFIG_GLOBAL": "y", "HOME": "z"})
    assert kept.keys() >= {"HOME", "GIT_CONFIG_GLOBAL", "GIT_NO_LAZY_FETCH"}
    assert not kept.keys() & {"GIT_DIR", "GIT_TRACE"}


def test_nothing_that_a_repository_sets_is_started(made: Repository, tmp_path: Path) -> None:
    trap, mark = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\n")
    trap.chmod(0o755)
    for setting in ("core.fsmonitor", "core.pager", "diff.external", "pager.ls-tree"):
        made.git("config", setting, str(trap))
    made.git("config", "diff.t.textconv", str(trap))
    made.git("config", "filter.t.smudge", str(trap))
    made.git("config", "alias.ls-tree", f"!{trap}")
    made.git("config", "core.hooksPath", str(trap.parent))
    (made.folder / ".gitattributes").write_text("*.yaml diff=t filter=t\n")
    found = snapshot_of(made.folder, "HEAD")
    assert found.content("a.yaml") == b"one: 1\n"
    assert not mark.exists()


def test_the_index_is_not_touched(made: Repository) -> None:
    before = (made.folder / ".git" / "index").read_bytes()
    os.utime(made.folder / "a.yaml", (1, 1))
    snapshot_of(made.folder, "HEAD")
    assert (made.folder / ".git" / "index").read_bytes() == before
    assert not (made.folder / ".git" / "index.lock").exists()


def test_replaced_objects_are_not_followed(made: Repository) -> None:
    first = made.git("rev-parse", "HEAD:a.yaml")
    made.commit(**{"a.yaml": "one: 9\n"})
    made.git("replace", first, made.git("rev-parse", "HEAD:a.yaml"))
    assert snapshot_of(made.folder, "HEAD~1").content("a.yaml") == b"one: 1\n"


def test_a_link_is_not_followed(made: Repository) -> None:
    (made.folder / "link.yaml").symlink_to("a.yaml")
    made.commit()
    read = git_file(snapshot_of(made.folder, "HEAD"), "link.yaml").read()
    assert (read.unreadable, read.findings[0].rule) == (True, "git-link")


def test_a_submodule_is_refused_not_passed_over(made: Repository, tmp_path: Path) -> None:
    other = repository(tmp_path / "other")
    other.commit(**{"z.yaml": "z: 1\n"})
    made.git("-c", "protocol.file.allow=always", "submodule", "add", str(other.folder), "banks/sub")
    made.commit()
    found = snapshot_of(made.folder, "HEAD")
    assert found.submodule_at("banks/sub/z.yaml") == "banks/sub"
    assert found.submodule_at("banks") is None
    with pytest.raises(InputError) as error:
        found.yaml_files("banks")
    assert key(error) == "git.submodule"


def test_an_object_that_was_never_fetched_is_told(made: Repository) -> None:
    name = made.git("rev-parse", "HEAD:a.yaml")
    (made.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    read = git_file(snapshot_of(made.folder, "HEAD"), "a.yaml").read()
    assert (read.unreadable, read.findings[0].rule) == (True, "git-not-fetched")


def test_nothing_is_fetched_for_a_partial_clone(made: Repository, tmp_path: Path) -> None:
    made.git("config", "uploadpack.allowFilter", "true")
    made.commit(**{"a.yaml": "one: 2\n"})
    url = (made.folder / ".git").as_uri()
    made.git("clone", "--quiet", "--filter=blob:none", url, str(tmp_path / "partial"))
    found = snapshot_of(tmp_path / "partial", "HEAD~1")
    with pytest.raises(InputError) as error:
        git_file(found, "a.yaml").read()
    assert key(error) == "git.partial"


def test_a_program_of_the_folder_is_not_git(
    made: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.write("git", "#!/bin/sh\n")
    (made.folder / "git").chmod(0o755)
    monkeypatch.chdir(made.folder)
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(InputError) as error:
        snapshot_of(made.folder, "HEAD")
    assert key(error) == "git.not-installed"


def test_a_damaged_repository_is_told(made: Repository) -> None:
    name = made.git("rev-parse", "HEAD^{tree}")
    (made.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(InputError) as error:
        snapshot.snapshot_of(made.folder, "HEAD")
    assert key(error) == "git.unreadable"


# -- files that name others ------------------------------------------------------------------------


def test_what_lies_beside_is_of_the_same_commit(made: Repository) -> None:
    found = snapshot_of(made.folder, "HEAD")
    one = git_file(found, "banks/b c.yaml")
    assert (one.shown, one.root) == ("HEAD:banks/b c.yaml", "banks")
    beside = one.beside("客户.yaml")
    assert isinstance(beside, GitFile)
    assert beside.shown == "HEAD:banks/客户.yaml"
    assert one.beside("none.yaml") is None
    for path in ("../a.yaml", "../../a.yaml", "/etc/passwd", ".."):
        with pytest.raises(OutsideError):
            one.beside(path)
    assert git_file(found, "a.yaml").beside("banks/客户.yaml") is not None


def test_a_file_of_the_same_time(made: Repository, tmp_path: Path) -> None:
    made.write("late.yaml", "x: 1\n")
    (tmp_path / "elsewhere.yaml").write_text("x: 1\n")
    one = git_file(snapshot_of(made.folder, "HEAD"), "a.yaml")
    then = one.of_the_same_time(disk_file(made.folder / "banks" / "客户.yaml"))
    assert isinstance(then, GitFile)
    assert then.path == "banks/客户.yaml"
    assert one.of_the_same_time(disk_file(made.folder / "late.yaml")) is None
    outside = disk_file(tmp_path / "elsewhere.yaml")
    assert one.of_the_same_time(outside) is outside
