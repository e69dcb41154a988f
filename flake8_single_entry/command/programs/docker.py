"""Container tools: commands in a compose service, and the files used to build an image.

Commands in other containers (``docker run``, ``docker exec``) are ignored, as they refer to other file systems.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import Word
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import Base, Kind, RelativeTo, Via

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
    for value in _values(head, ("-f", "--file")):
        if value.text.endswith((".yml", ".yaml")):
            refer(state, value, Kind.BUILD, "docker", Via.BUILD)
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


def _build(words: Sequence[Word], state: InterpreterState) -> None:
    for value in _values(words, ("-f", "--file")):
        if value.text != "-":
            refer(state, value, Kind.BUILD, "docker", Via.BUILD)
    index = 0
    while index < len(words):
        text = words[index].text
        if text.startswith("-"):
            index += 2 if text in _BUILD else 1
            continue
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
