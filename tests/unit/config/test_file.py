"""The configuration file in a stranger's repository: a link, a pipe, a device or a gigabyte shows and costs nothing."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager

from flake8_single_entry.cli import main
from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.plugin import SingleEntryChecker
from tests.support import Repository

MAIN = "def main():\n    return 0\n\n\nif __name__ == '__main__':\n    main()\n"
OUTSIDE = {
    "netrc": "machine api.example.com login bob password hunter2\n",
    "token": "hunter2",
    "key": "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2hunter2\nhunter2\n-----END OPENSSH PRIVATE KEY-----\n",
    "keys": "hunter2: hunter2\nversion: hunter2\nentry_point: [hunter2]\nallow: [hunter2, {as: hunter2, path: /hunter2}]\n",
    "settings": "version: 1\nentry_point: hunter2.py\nprograms: {hunter2: hunter2}\nscopes: {hunter2: hunter2}\n",
    "broken": "hunter2: &hunter2 [*hunter3\n",
    "tagged": "version: !hunter2 x\n",
    "passwd": "root:x:0:0:hunter2:/root:/bin/sh\nbin:x:1:1:hunter2\n",
    "binary": b"hunter2\xff\n",
    "control": "hunter2: \x07\n",
}
OUT = "this is a symbolic link to a file outside the root; replace it with a configuration file"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*words: str | Path) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def repository(make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = make_repository({"src/main.py": MAIN, "notes.md": "Nothing.\n"})
    monkeypatch.chdir(repository.root)
    return repository


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    directory = tmp_path / "outside"
    directory.mkdir()
    for name, content in OUTSIDE.items():
        (directory / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return directory


def flake8(*options: str) -> list[str]:
    parser = OptionManager(version="", plugin_versions="", parents=[], formatter_names=[])
    SingleEntryChecker.add_options(parser)
    SingleEntryChecker.parse_options(parser.parse_args(list(options)))
    rows = SingleEntryChecker(ast.parse(MAIN), "src/main.py", MAIN.splitlines(keepends=True)).run()
    return [message for _, _, message, _ in rows]


@pytest.fixture(autouse=True)
def defaults(tmp_path: Path) -> object:
    yield
    SingleEntryChecker.config = None


def place(kind: str, path: Path, outside: Path) -> None:
    """Put something into the configuration's place."""
    if kind in OUTSIDE:
        path.symlink_to(outside / kind)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "gigabyte":
        path.touch()
        os.truncate(path, 1 << 30)
    elif kind == "directory":
        path.mkdir()
        (path / "x").write_text("hunter2")
    else:
        path.symlink_to(kind)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("netrc", OUT),
        ("key", OUT),
        ("keys", OUT),
        ("/dev/zero", OUT),
        ("../outside", OUT),
        ("../outside/../outside/absent", OUT),
        ("/proc/self/environ", OUT),
        ("nowhere", "this is a symbolic link whose target does not exist; replace"),
        (FILE_NAME, "this cannot be read: Too many levels of symbolic links; replace"),
        ("src", "this cannot be read: not a regular file; replace"),
        ("pipe", "this cannot be read: not a regular file; replace"),
        ("directory", "this cannot be read: not a regular file; replace"),
        ("gigabyte", "this cannot be read: larger than 1 MiB (1073741824 bytes); replace"),
    ],
)
def test_what_is_no_configuration_is_said_by_every_front_end(
    repository: Repository, outside: Path, command: Command, kind: str, reason: str
) -> None:
    place(kind, repository.root / FILE_NAME, outside)
    said = f"{FILE_NAME}:1:1: ONE901 {reason}"
    for words in ((), ("--no-cache",), (), ("--new-since", "HEAD")):
        code, out, _ = command(*words)
        assert code == 2
        assert out.startswith(said)
        assert "hunter2" not in out
    code, _, err = command("list")
    assert (code, err.startswith(f"{FILE_NAME}:1:1: {reason}")) == (2, True)
    code, _, err = command("init")
    assert (code, "exists; --force replaces it" in err) == (2, True)
    assert [message for message in flake8() if message.startswith(f"ONE901 {FILE_NAME}:1:1")]


@pytest.mark.parametrize("words", [("--staged",), ("--rev", "HEAD")])
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("netrc", OUT),
        ("/dev/zero", OUT),
        ("/etc/hunter2: [", OUT),
        ("../outside/token", OUT),
        (FILE_NAME, OUT),
        ("nowhere", "this is a symbolic link whose target is not a file of the repository; replace"),
        ("hunter2: [", "this is a symbolic link whose target is not a file of the repository; replace"),
        (".git/config", "this is a symbolic link whose target is not a file of the repository; replace"),
        ("src", "this is a symbolic link whose target is not a file of the repository; replace"),
        ("directory", "this cannot be read: not a regular file; replace"),
    ],
)
def test_a_link_in_git_is_never_read_as_text(
    repository: Repository, outside: Path, command: Command, words: tuple[str, ...], kind: str, reason: str
) -> None:
    place(kind, repository.root / FILE_NAME, outside)
    repository.commit()
    code, out, _ = command(*words)
    assert code == 2
    assert out.startswith(f"{FILE_NAME}:1:1: ONE901 {reason}")
    assert "hunter2" not in out


def test_a_comparison_says_it_too(repository: Repository, outside: Path, command: Command) -> None:
    repository.write({"src/other.py": MAIN, "conf/one.yaml": "version: 2\n"})
    repository.commit()
    words = ("list", "--compare", "src/main.py", "src/other.py")
    assert command(*words)[0] == 0
    assert command(*words, "--config", "conf/one.yaml")[2].startswith("conf/one.yaml:1:10: version ")
    place("netrc", repository.root / FILE_NAME, outside)
    repository.commit()
    code, _, err = command(*words)
    assert (code, err) == (2, f"{FILE_NAME}:1:1: {OUT}\n")


@pytest.mark.parametrize("words", [("--staged",), ("--rev", "HEAD")])
def test_a_large_object_is_said(repository: Repository, command: Command, words: tuple[str, ...]) -> None:
    repository.write({FILE_NAME: bytes((1 << 20) + 1)})
    repository.commit()
    code, out, _ = command(*words)
    assert (code, "ONE901 this cannot be read: larger than 1 MiB (1048577 bytes); replace" in out) == (2, True)


@pytest.mark.parametrize("words", [(), ("--staged",), ("--rev", "HEAD"), ("list",)])
@pytest.mark.parametrize("target", ["conf/one.yaml", "conf/../conf/one.yaml", "two.yaml"])
def test_a_link_to_a_tracked_file_is_followed(
    repository: Repository, command: Command, words: tuple[str, ...], target: str
) -> None:
    repository.write({"conf/one.yaml": "version: 1\nentry_pont: src/main.py\n"})
    (repository.root / "two.yaml").symlink_to("conf/one.yaml")
    (repository.root / FILE_NAME).symlink_to(target)
    repository.commit()
    code, out, err = command(*words)
    assert (code, f"{FILE_NAME}:2:1:" in out + err) == (2, True)
    assert "unknown key `entry_pont`, did you mean `entry_point`?" in out + err
    repository.write({"conf/one.yaml": "version: 1\nentry_point: src/main.py\n"})
    repository.commit("right")
    assert command(*words)[0] == 0


def test_a_changed_target_is_seen(repository: Repository, command: Command, outside: Path) -> None:
    repository.write({"one.yaml": "version: 1\nentry_point: src/main.py\n"})
    (repository.root / FILE_NAME).symlink_to("one.yaml")
    repository.commit()
    assert [command()[0] for _ in range(2)] == [0, 0]
    repository.write({"one.yaml": "version: 1\nentry_point: src/mian.py\n"})
    assert "ONE102" in command()[1]
    (repository.root / FILE_NAME).unlink()
    (repository.root / FILE_NAME).symlink_to(outside / "token")
    assert OUT in command()[1]


def test_a_nested_root_reads_nothing_above_it(repository: Repository, command: Command) -> None:
    repository.write({"shared.yaml": "version: hunter2\n", "app/main.py": MAIN})
    (repository.root / "app" / FILE_NAME).symlink_to("../shared.yaml")
    repository.commit()
    for words in ((), ("--staged",)):
        code, out, _ = command("--root", "app", *words)
        assert (code, OUT in out, "hunter2" in out) == (2, True, False)


@pytest.mark.parametrize("target", [".env", ".git/secret"])
def test_what_git_does_not_track_is_not_quoted(repository: Repository, command: Command, target: str) -> None:
    repository.write({target: "TOKEN=hunter2\n", ".gitignore": ".env\n"})
    (repository.root / FILE_NAME).symlink_to(target)
    repository.commit()
    code, out, _ = command()
    assert (code, f"{FILE_NAME}:1:1: ONE901 the file is text; it takes a mapping" in out) == (2, True)
    assert "hunter2" not in out
    code, out, _ = command("--config", target)
    assert (code, "hunter2" in out) == (2, False)


def test_an_untracked_configuration_is_quoted(repository: Repository, command: Command) -> None:
    repository.write({FILE_NAME: "version: 1\nentry_pont: x\n"})
    assert "unknown key `entry_pont`" in command()[1]


@pytest.mark.parametrize("kind", OUTSIDE)
def test_a_named_file_outside_is_not_quoted(
    repository: Repository, outside: Path, command: Command, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository may hold flake8's options, and so name any file."""
    (repository.root / "inside.yaml").symlink_to(outside / kind)
    said = []
    for name in (outside / kind, f"../outside/{kind}", "inside.yaml"):
        for words in (("check",), ("list",), ("--staged",), ("--rev", "HEAD")):
            code, out, err = command("--config", name, *words)
            assert code == 2
            said.append(out + err)
        said += flake8(f"--single-entry-config={name}")
    assert all("ONE901" in text for text in said if text.startswith("ONE"))
    assert "hunter" not in "".join(said)
    assert "U+0007" not in "".join(said)


def test_a_named_configuration_outside_counts(repository: Repository, outside: Path, command: Command) -> None:
    (outside / "good.yaml").write_text("version: 1\nentry_point: src/mian.py\n")
    code, out, _ = command("--config", outside / "good.yaml")
    assert (code, "ONE102 names src/mian.py" in out) == (1, True)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("pipe", "cannot be read: not a regular file; name another"),
        ("gigabyte", "cannot be read: larger than 1 MiB (1073741824 bytes); name another"),
        ("directory", "cannot be read: not a regular file; name another"),
        ("/dev/zero", "cannot be read: not a regular file; name another"),
        ("/dev/tty", "cannot be read: not a regular file; name another"),
        ("absent", "there is no configuration file"),
        ("odd", "cannot be read: Too many levels of symbolic links"),
    ],
)
def test_a_named_file_is_regular_and_bounded(
    repository: Repository, outside: Path, command: Command, kind: str, reason: str
) -> None:
    path = outside / "odd"
    place(kind, path, outside)
    started = time.monotonic()
    for words in ((), ("list",), ("--staged",)):
        code, out, err = command("--config", path, *words)
        assert (code, out, reason in err) == (2, "", True)
    with pytest.raises(ExecutionError, match=r"--single-entry-config: .*configuration file") as caught:
        flake8(f"--single-entry-config={path}")
    assert reason in str(caught.value)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("kind", ["netrc", "nowhere", "src/main.py", FILE_NAME, "pipe", "directory", "/dev/full"])
def test_init_writes_through_nothing(repository: Repository, outside: Path, command: Command, kind: str) -> None:
    path = repository.root / FILE_NAME
    place(kind, path, outside)
    code, out, err = command("init", "--force")
    assert (code, out) == (2, "")
    assert "is not a regular file, so it is not overwritten; remove it first" in err
    assert (outside / "netrc").read_text() == OUTSIDE["netrc"]
    assert (repository.root / "src/main.py").read_text() == MAIN
    assert not (repository.root / "nowhere").exists()


def test_init_writes_below_no_link_that_leads_out(repository: Repository, outside: Path, command: Command) -> None:
    (repository.root / "conf").symlink_to(outside)
    code, _, err = command("init", "--config", "conf/new.yaml")
    assert (code, "is below a symbolic link to a directory outside" in err) == (2, True)
    assert not (outside / "new.yaml").exists()
    assert command("init", "--config", outside / "new.yaml")[0] == 0
    assert (outside / "new.yaml").exists()


def test_init_replaces_a_file(repository: Repository, command: Command) -> None:
    repository.write({FILE_NAME: "x" * 10_000})
    code, out, _ = command("init", "--force")
    assert code == 0
    assert (repository.root / FILE_NAME).read_text() == out


def test_a_buffer_is_compared_with_no_pipe(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write({"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "src/mian.py"]\n'})
    repository.commit()
    (repository.root / "src/main.py").unlink()
    os.mkfifo(repository.root / "src/main.py")
    parser = OptionManager(version="", plugin_versions="", parents=[], formatter_names=[])
    SingleEntryChecker.add_options(parser)
    options = parser.parse_args(["-"])
    monkeypatch.setattr(SingleEntryChecker, "buffered", False)
    SingleEntryChecker.parse_options(options)
    rows = SingleEntryChecker(ast.parse(MAIN), "src/main.py", MAIN.splitlines(keepends=True)).run()
    assert [message for _, _, message, _ in rows if "src/mian.py" in message]
