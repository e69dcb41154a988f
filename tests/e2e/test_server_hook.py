"""The hook of a server under real pushes: what is stale comes in by no way."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import DOCKERFILE, MAIN, PROJECT, ROOT, Environment
from tests.e2e.pushes import STALE, is_refused, push, refs, stale_branch
from tests.support import Contents, Repository

CLEAN = {"README.md": "# Orders, again\n"}
TRUSTED = "hooks.singleEntryTrusted"
SINCE = "hooks.singleEntrySince"


@pytest.fixture
def server(remote: Repository, tool: Environment, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The repository that is pushed to, with the hook; those who push have none."""
    monkeypatch.setenv("PATH", f"{tool.scripts}{os.pathsep}{os.environ['PATH']}")
    remote.git("config", "core.hooksPath", str(ROOT / "hooks"))
    return remote


def let_in(repository: Repository, *refspecs: str) -> None:
    """Push as before the hook was there."""
    server = Repository(repository.root.parent / "remote.git")
    server.git("config", "core.hooksPath", "/dev/null")
    repository.git("push", "--quiet", "--force", "origin", *refspecs)
    server.git("config", "core.hooksPath", str(ROOT / "hooks"))


def commit(repository: Repository, contents: Contents) -> str:
    repository.write(contents)
    repository.commit()
    return repository.git("rev-parse", "HEAD").stdout.strip()


def test_what_is_stale_is_refused(project: Repository, server: Repository) -> None:
    stale_branch(project)
    commit(project, CLEAN)
    before = server.git("for-each-ref").stdout
    assert is_refused(push(project, "origin", "main", "stale"), "remote: Dockerfile:4:17: ONE201 ")
    assert is_refused(push(project, "origin", "main", "stale"), "pre-receive: refs/heads/stale is rejected")
    assert server.git("for-each-ref").stdout == before, "all refs or none"
    assert push(project, "origin", "main")[0] == 0
    assert is_refused(push(project, "--no-verify", "origin", "stale")), "nobody skips the hook of a server"


def test_a_repository_with_a_work_tree(project: Repository, server: Repository) -> None:
    """Git runs the hook in ``.git``; what is checked out there is not what is pushed."""
    del server
    other = Repository(project.root.parent / "other")
    project.git("clone", "--quiet", str(project.root), str(other.root))
    other.git("config", "core.hooksPath", str(ROOT / "hooks"))
    other.git("config", "receive.denyCurrentBranch", "updateInstead")
    commit(project, STALE)
    assert is_refused(push(project, str(other.root), "main"))
    commit(project, {"Dockerfile": DOCKERFILE.format("tools/seed.py")})
    code, said = push(project, str(other.root), "main")
    assert code == 0, said


def test_a_bare_repository_inside_a_checkout(project: Repository, server: Repository) -> None:
    stale_branch(project)
    inner = Repository(project.root / "served" / "shop.git")
    server.git("clone", "--quiet", "--bare", str(server.root), str(inner.root))
    inner.git("config", "core.hooksPath", str(ROOT / "hooks"))
    assert is_refused(push(project, str(inner.root), "stale"))
    assert push(project, str(inner.root), "main:topic")[0] == 0


def test_a_repository_that_borrows_its_objects(project: Repository, server: Repository) -> None:
    fork = Repository(project.root.parent / "fork.git")
    server.git("clone", "--quiet", "--bare", "--shared", str(server.root), str(fork.root))
    fork.git("config", "core.hooksPath", str(ROOT / "hooks"))
    stale_branch(project)
    commit(project, CLEAN)
    assert push(project, str(fork.root), "main")[0] == 0
    assert is_refused(push(project, str(fork.root), "stale"))
    let_in(project, "stale")
    assert is_refused(push(project, str(fork.root), "stale")), "the objects are there already"
    assert refs(fork) == ["refs/heads/main"]


def test_a_commit_under_one_that_is_clean(project: Repository, server: Repository) -> None:
    """It comes in with its child, and no branch comes to it."""
    commit(project, STALE)
    commit(project, {"Dockerfile": PROJECT["Dockerfile"]})
    assert push(project, "origin", "main")[0] == 0
    assert is_refused(push(project, "origin", "main~1:refs/heads/release"))
    assert is_refused(push(project, "--force", "origin", "main~1:main"))
    project.git("tag", "v1", "main~1")
    assert is_refused(push(project, "origin", "v1"))
    assert refs(server) == ["refs/heads/main"]
    assert push(project, "origin", "main:refs/heads/release")[0] == 0


def test_a_replacement(project: Repository, server: Repository) -> None:
    """What the hook reads is what clones get."""
    stale = stale_branch(project)
    assert push(project, "origin", f"main:refs/replace/{stale}")[0] == 0
    assert is_refused(push(project, "origin", "stale"))
    assert is_refused(push(project, "origin", f"stale:refs/replace/{'0' * 39}1"))
    blob = project.git("rev-parse", "stale:Dockerfile").stdout.strip()
    project.git(
        "push", "--quiet", "origin", f"{project.git('rev-parse', 'main:Dockerfile').stdout.strip()}:refs/replace/{blob}"
    )
    assert is_refused(push(project, "origin", "stale"))
    assert "refs/heads/stale" not in refs(server)


@pytest.mark.parametrize(
    "ref",
    ["refs/for/main", "refs/changes/01/1/1", "refs/pull/1/head", "refs/custom/x", "refs/heads/notes", "refs/heads/refs/notes/x"],
)  # fmt: skip
def test_other_refs_are_as_branches(project: Repository, server: Repository, ref: str) -> None:
    stale_branch(project)
    assert is_refused(push(project, "origin", f"stale:{ref}"))
    assert push(project, "origin", f"main:{ref}")[0] == 0
    assert is_refused(push(project, "--force", "origin", f"stale:{ref}"))
    assert push(project, "origin", f":{ref}")[0] == 0, "a deletion brings nothing"
    assert refs(server) == ["refs/heads/main"]


def test_notes_hold_no_program(project: Repository, server: Repository) -> None:
    project.git("notes", "add", "--message=reviewed", "main")
    server.git("config", TRUSTED, "refs/heads/main")
    code, said = push(project, "origin", "refs/notes/commits")
    assert code == 0, said


def test_tags(project: Repository, server: Repository) -> None:
    stale = stale_branch(project)
    adopted = commit(project, CLEAN)
    project.git("tag", "light", "stale")
    project.git("tag", "--annotate", "--message=one", "one", "stale")
    project.git("tag", "--annotate", "--message=two", "two", "one")
    tags = ["light", "one", "two"]
    for tag in tags:
        assert is_refused(push(project, "origin", tag))
        assert is_refused(push(project, "origin", f"{tag}:refs/heads/{tag}"))
    for since in (adopted, stale):
        server.git("config", SINCE, since)
        let_in(project, "main", "stale")
        for tag in tags:
            assert is_refused(push(project, "origin", tag)) is (since == adopted)
    assert is_refused(push(project, "origin", "light:refs/heads/light")), "only tags are let in"
    project.git("switch", "--quiet", "--detach", "stale")
    commit(project, CLEAN)
    project.git("tag", "--annotate", "--message=later", "later")
    assert is_refused(push(project, "origin", "later"))
    project.git("tag", "files", "main^{tree}")
    assert push(project, "origin", "files", "main:main")[0] == 0, "a tag may lead to something that is no commit"


def test_two_push_at_once(project: Repository, server: Repository) -> None:
    other = Repository(project.root.parent / "other")
    project.git("clone", "--quiet", str(server.root), str(other.root))
    pushes: list[tuple[str, subprocess.Popen[str]]] = []
    for number in range(3):
        commit(project, {"README.md": f"# Orders {number}\n"})
        commit(other, {**STALE, "README.md": f"# Orders {number}\n"})
        for repository, name in ((project, f"clean-{number}"), (other, f"stale-{number}")):
            command = ["git", "push", "origin", f"HEAD:refs/heads/{name}"]
            process = subprocess.Popen(
                command, cwd=repository.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            pushes.append((name, process))
    for name, process in pushes:
        said, _ = process.communicate(timeout=300)
        assert is_refused((process.returncode, said)) is name.startswith("stale"), said
    assert refs(server) == ["refs/heads/clean-0", "refs/heads/clean-1", "refs/heads/clean-2", "refs/heads/main"]


@pytest.mark.parametrize(
    ("path", "start"),
    [("src/main_v2.py", MAIN), ("Dockerfile", STALE["Dockerfile"]), ("deploy/Dockerfile", STALE["Dockerfile"])],
)
def test_what_is_too_large_to_be_read(project: Repository, server: Repository, path: str, start: str) -> None:
    del server
    commit(project, {path: start.encode() + bytes(64 << 20)})
    assert is_refused(push(project, "origin", "main"), f"{path}:1:1: ONE905 ")


IGNORING = str(PROJECT[".single-entry.yaml"]) + 'ignore: ["**"]\n'
COMMENTED = {"Dockerfile": STALE["Dockerfile"].replace("CMD", "# noqa\nCMD")}


@pytest.mark.parametrize(
    ("exempt", "finding"),
    [
        ({**STALE, ".single-entry.yaml": IGNORING}, "Dockerfile:4:17: ONE201 "),
        (COMMENTED, "Dockerfile:5:17: ONE201 "),
        ({"src/main_v2.py": "# flake8: noqa\n" + MAIN}, "src/main_v2.py:12:1: ONE101 "),
    ],
)
def test_what_a_push_exempts_itself_from(
    project: Repository, server: Repository, exempt: Contents, finding: str
) -> None:
    """Without a trusted ref it may; with one it may not, on no ref and in no number of pushes to others."""
    project.git("switch", "--quiet", "--create=topic")
    commit(project, exempt)
    assert push(project, "origin", "topic")[0] == 0
    server.git("config", TRUSTED, "refs/heads/main")
    for ref in ("topic:refs/heads/again", "topic:main", "topic:refs/tags/v1", "topic:refs/for/main"):
        assert is_refused(push(project, "origin", ref), f"remote: {finding}")
        assert is_refused(push(project, "origin", ref), "(with the configuration of refs/heads/main)")
    assert refs(server) == ["refs/heads/main", "refs/heads/topic"]


def test_an_exemption_of_the_trusted_ref(project: Repository, server: Repository) -> None:
    commit(project, {"old.sh": "python old.py  # noqa: ONE201\n"})
    let_in(project, "main")
    server.git("config", TRUSTED, "refs/heads/main")
    commit(project, {**CLEAN, "old.sh": "cd /srv\npython old.py  # noqa: ONE201\n"})
    assert push(project, "origin", "main:topic")[0] == 0
    commit(project, {"new.sh": "python old.py  # noqa: ONE201\n"})
    assert "new.sh:1:8: ONE201" in push(project, "origin", "main:topic")[1]


def test_a_configuration_takes_effect_with_the_next_push(project: Repository, server: Repository) -> None:
    server.git("config", TRUSTED, "refs/heads/main")
    allowing = str(PROJECT[".single-entry.yaml"]) + "allow:\n  - path: src/main_v2.py\n"
    commit(project, {".single-entry.yaml": allowing})
    commit(project, {"src/main_v2.py": MAIN})
    assert is_refused(push(project, "origin", "main"), "src/main_v2.py:11:1: ONE101 ")
    assert push(project, "origin", "main~1:main")[0] == 0
    code, said = push(project, "origin", "main")
    assert code == 0, said
    commit(project, {".single-entry.yaml": "version: 1\nno: yes\n"})
    assert is_refused(push(project, "origin", "main"), ".single-entry.yaml:2:1: ONE901 "), (
        "what is not valid never becomes what is trusted"
    )


def test_the_trusted_ref_before_it_is_there(project: Repository, server: Repository) -> None:
    server.git("config", TRUSTED, "refs/heads/trunk")
    assert is_refused(
        push(project, "origin", "main:topic"),
        "refs/heads/trunk, which hooks.singleEntryTrusted names, does not resolve to a commit",
    )
    commit(project, {**STALE, ".single-entry.yaml": str(PROJECT[".single-entry.yaml"]) + "ignore: [Dockerfile]\n"})
    project.git("tag", "refs/heads/trunk", "main")
    assert push(project, "origin", "refs/tags/refs/heads/trunk")[0] == 1, "a tag of that name is not the ref"
    assert push(project, "origin", "main:trunk", "main:refs/heads/topic")[0] == 0, (
        "the push that begins it brings its own"
    )
    assert is_refused(push(project, "origin", "main:topic", ":trunk"), "refs/heads/trunk cannot be deleted")
    assert refs(server) == ["refs/heads/main", "refs/heads/topic", "refs/heads/trunk"]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (TRUSTED, "main", "it takes a full name, such as refs/heads/main"),
        (SINCE, "main", "it takes the full id of a commit of this repository"),
        (SINCE, "1" * 40, "it takes the full id of a commit of this repository"),
    ],
)
def test_a_setting_that_is_not_valid_lets_nothing_in(
    project: Repository, server: Repository, key: str, value: str, message: str
) -> None:
    commit(project, CLEAN)
    server.git("config", key, value)
    assert is_refused(push(project, "origin", "main"), message)


def test_a_server_without_the_tool_lets_nothing_in(
    project: Repository, server: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("git", "sh", "cat"):
        found = next(Path(p, name) for p in os.environ["PATH"].split(os.pathsep) if Path(p, name).exists())
        (tmp_path / "bin" / name).symlink_to(found)
    commit(project, CLEAN)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert is_refused(push(project, "origin", "main"), "single-entry is not installed on this server")
    (tmp_path / "bin" / "cat").unlink()
    assert push(project, "origin", "main")[0] == 1
    assert push(project, "origin", "main:topic", ":main")[0] == 1
    assert refs(server) == ["refs/heads/main"]
