"""Container tools: commands in containers, and the files used to build an image.

The command of ``docker run`` sees the repository through its mounts, or in an image that the same text builds;
elsewhere, nothing is known. Sources: docs.docker.com/reference/cli/docker: "docker container run", "docker container
exec", "docker buildx build"; podman-run(1).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

from flake8_single_entry.command.directory import enter, is_absolute, is_encoded, join
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import BUILT, IMAGE, Base, Kind, RelativeTo, Via

PROGRAMS = frozenset(("docker", "podman", "docker-compose", "podman-compose", "nerdctl"))

_GLOBAL = frozenset(("-H", "--host", "-c", "--context", "--config", "-l", "--log-level"))
_COMPOSE = word_set("-f --file -p --project-name --profile --env-file --project-directory --ansi --progress --parallel")
_EXEC = word_set(
    "-e --env -u --user -w --workdir --index --name -v --volume -p --publish --entrypoint -l --label --cap-add --pull"
)
_BUILD = word_set(
    "-t --tag -f --file --build-arg --target --platform --cache-from --cache-to --label --network --secret --ssh"
    " -o --output --progress --builder --build-context --iidfile --add-host --shm-size -m --memory"
)


_FLAGS = word_set(
    "--detach --interactive --tty --rm --init --privileged --read-only --publish-all --no-healthcheck --sig-proxy"
    " --quiet --oom-kill-disable --help --disable-content-trust --use-api-socket --replace --env-host --tls-verify"
)
_SHORT = frozenset("ditPqh")  # options of one letter without a value
_LATEST = ":latest"  # the tag of a name without one
_VOLUME = re.compile(r"(?P<host>.+?):(?P<target>/[^:]*)(?::[\w,]+)?")
_COMPOSED = re.compile(r"[\w.-]{1,100}?[-_](?P<service>\w{1,100})[-_]\d+")  # the name that compose gives a container


def read(words: Sequence[Word], state: InterpreterState, run: Callable[[list[Word], InterpreterState], None]) -> None:
    """Interpret a container tool's command line."""
    name = words[0].text.rpartition("/")[2]
    if name.endswith("-compose"):
        _compose(words[1:], state, run)
        return
    rest = _skip(words[1:], _GLOBAL)
    if not rest:
        return
    if rest[0].text == "compose":
        _compose(rest[1:], state, run)
    elif rest[0].text == "build":
        _build(rest[1:], state)
    elif rest[0].text in ("buildx", "image", "builder") and len(rest) > 1 and rest[1].text == "build":
        _build(rest[2:], state)
    elif rest[0].text == "container" and len(rest) > 1:
        _container(rest[1].text, rest[2:], state, run)
    else:
        _container(rest[0].text, rest[1:], state, run)


def _container(
    name: str, words: Sequence[Word], state: InterpreterState, run: Callable[[list[Word], InterpreterState], None]
) -> None:
    """Interpret ``run [options] IMAGE command`` and ``exec [options] CONTAINER command``."""
    if name not in ("run", "exec"):
        return
    options, operands = _options(words)
    if len(operands) < 2 or not operands[0].known or any(option == "--entrypoint" for option, _ in options):
        return
    directory = next((value.text for option, value in options if option in ("-w", "--workdir")), "")
    if UNKNOWN in directory:
        return
    command, place = list(operands[1:]), operands[0].text
    inside = state.copy()
    inside.variables = {}
    mounts = [mount for option, value in options if (mount := _mount(option, value, state)) is not None]
    mounted = next(((target, host) for target, host in mounts if _below(directory, target) is not None), None)
    if mounted is None and not directory and len(mounts) == 1:
        mounted = mounts[0][0], mounts[0][1]._replace(certain=False)  # as a rule, the working directory
    if mounted is not None:
        target, host = mounted
        inside.base = enter(host, _below(directory, target) or ".")
        run([_mapped(word, target, host, inside.base) for word in command], inside)
        return
    if name == "exec":
        composed = _COMPOSED.fullmatch(place)
        place = composed["service"] if composed else place
    else:
        place = state.found.images.get(place.removesuffix(_LATEST), IMAGE + place)
    inside.base = Base(RelativeTo.IMAGE, directory, container=place)
    run(command, inside)


def _options(words: Sequence[Word]) -> tuple[list[tuple[str, Word]], Sequence[Word]]:
    """Return the options that have a value, and the words from the first operand on."""
    found: list[tuple[str, Word]] = []
    index = 0
    while index < len(words) and words[index].text.startswith("-"):
        word = words[index]
        name, equals, _ = word.text.partition("=")
        letters = word.text[1:] if not word.text.startswith("--") else ""
        valued = next((at for at, letter in enumerate(letters, 1) if letter not in _SHORT), 0)
        index += 1
        if letters and valued and valued < len(letters):
            found.append((f"-{letters[valued - 1]}", word.part(valued + 1 + word.text.startswith("=", valued + 1))))
        elif equals:
            found.append((name, word.part(len(name) + 1)))
        elif (valued or (not letters and name not in _FLAGS)) and index < len(words):
            found.append((f"-{letters[valued - 1]}" if letters else name, words[index]))
            index += 1
    return found, words[index:]


def _mount(option: str, value: Word, state: InterpreterState) -> tuple[str, Base] | None:
    """Return the container path of a mounted directory and the directory, or None for a volume or an unknown one."""
    host = target = ""
    if option in ("-v", "--volume") and (match := _VOLUME.fullmatch(value.text)):
        host, target = match["host"], match["target"]
    elif option == "--mount":
        pairs = dict(part.partition("=")[::2] for part in value.text.split(","))
        host = pairs.get("source") or pairs.get("src") or ""
        target = pairs.get("target") or pairs.get("destination") or pairs.get("dst") or ""
    is_here = is_encoded(host) or host.startswith(("./", "../")) or host in (".", "..")
    if not target or not is_here or UNKNOWN in host:
        return None
    return posixpath.normpath(target), enter(state.base, host)


def _below(path: str, directory: str) -> str | None:
    """Return the path relative to an absolute directory that contains it, or None."""
    if not path:
        return None
    path = posixpath.normpath(path)
    if path == directory:
        return "."
    return path.removeprefix(f"{directory}/") if path.startswith(f"{directory}/") else None


def _mapped(word: Word, target: str, host: Base, here: Base) -> Word:
    """Return a word that names a file below a mount as a path in the directory that is mounted."""
    if here == host and word.text.startswith(f"{target}/"):
        return word.part(len(target) + 1)
    return word


def _skip(words: Sequence[Word], values: frozenset[str]) -> Sequence[Word]:
    """Return the words from the first operand on."""
    index = 0
    while index < len(words) and words[index].text.startswith("-"):
        index += 2 if words[index].text in values else 1
    return words[index:]


def _compose(
    words: Sequence[Word], state: InterpreterState, run: Callable[[list[Word], InterpreterState], None]
) -> None:
    rest = _skip(words, _COMPOSE)
    head = words[: len(words) - len(rest)]
    files = [value for value in _values(head, ("-f", "--file")) if value.text.endswith((".yml", ".yaml"))]
    project = next((value.text for value in _values(head, ("--project-directory",))), None)
    for value in files:
        inside = state.copy()
        if project is not None:
            inside.base = inside.base._replace(search=(_directory(project, state),))
        elif value is not files[0]:
            inside.base = inside.base._replace(search=(_directory(posixpath.dirname(files[0].text), state),))
        refer(inside, value, Kind.BUILD, "docker", Via.BUILD)
    if not rest or rest[0].text not in ("exec", "run"):
        return
    command = _skip(rest[1:], _EXEC)
    if len(command) < 2 or not command[0].known:
        return
    options = rest[1 : len(rest) - len(command)]
    if any(option.text.partition("=")[0] == "--entrypoint" for option in options):
        return
    directory = next((value.text for value in _values(options, ("-w", "--workdir")) if value.known), "")
    inside = state.copy()
    inside.base = Base(RelativeTo.IMAGE, directory, container=command[0].text)
    inside.variables = {}
    run(list(command[1:]), inside)


def _directory(path: str, state: InterpreterState) -> str:
    """Return a project directory, joined with the current directory; that itself if the path is unknown."""
    known = not is_absolute(path) and not is_encoded(path) and UNKNOWN not in path
    return join(state.base.directory, path) if known else state.base.directory


def _build(words: Sequence[Word], state: InterpreterState) -> None:
    file = next((value.text for value in _values(words, ("-f", "--file"))), "")
    for value in _values(words, ("-f", "--file")):
        if value.text != "-":
            refer(state, value, Kind.BUILD, "docker", Via.BUILD)
    index = 0
    while index < len(words):
        text = words[index].text
        if text.startswith("-"):
            index += 2 if text in _BUILD else 1
            continue
        if UNKNOWN not in text + file and not is_encoded(text + file):
            for tag in _values(words, ("-t", "--tag")):
                state.found.images[tag.text.removesuffix(_LATEST)] = f"{BUILT}{state.base.directory}\n{file}\n{text}"
        if text not in (".", "./") and not text.startswith(("http", "git@")) and "#" not in text:
            refer(state, words[index], Kind.BUILD, "docker", Via.BUILD)
        return


def _values(words: Sequence[Word], options: tuple[str, ...]) -> list[Word]:
    found: list[Word] = []
    for index, word in enumerate(words):
        option, equals, _ = word.text.partition("=")
        if option in options and equals:
            found.append(word.part(len(option) + 1))
        elif option in options and index + 1 < len(words):
            found.append(words[index + 1])
    return found
