"""Commands that run on another machine, in a checkout of this repository if it has one there.

Whether it has is not known, so that only a file that is here, or that git remembers, can be meant. Sources: ssh(1);
devcenter.heroku.com ("One-Off Dynos"); docs.railway.com/cli/run (which runs locally); fly.io/docs/flyctl/ssh-console;
learn.microsoft.com/cli/azure/webapp/config (``--startup-file``); nixpacks.com/docs/cli; cf push (``-c``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import Word
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import Base, RelativeTo

Read = Callable[[list[Word], InterpreterState], None]


class Remote(NamedTuple):
    """A program: the words before its options, options with a value, how many operands precede the command.

    With ``options``, the command is the value of one of them. If ``local`` is True, it runs here.
    """

    subcommands: tuple[str, ...] = ()
    values: frozenset[str] = frozenset()
    operands: int = 0
    options: frozenset[str] = frozenset()
    local: bool = False
    deploys: bool = True


REMOTE: Mapping[str, Remote] = {
    "ssh": Remote(
        values=word_set("-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w"), operands=1, deploys=False
    ),
    "heroku": Remote(("run", "run:detached", "run:inside"), word_set("-a --app -r --remote -s --size -e --env --type")),
    "railway": Remote(("run",), word_set("-s --service -e --environment -p --project"), local=True),
    "fly": Remote(("ssh",), options=word_set("-C --command")),
    "flyctl": Remote(("ssh",), options=word_set("-C --command")),
    "az": Remote(("webapp",), options=frozenset(("--startup-file",))),
    "cf": Remote(("push",), options=frozenset(("-c",))),
    "nixpacks": Remote(("build", "plan"), options=word_set("-s --start-cmd"), local=True),
}


def read(name: str, words: Sequence[Word], state: InterpreterState, run: Read, script: Read) -> bool:
    """Interpret the command that a program of ``REMOTE`` runs. Return False if it runs none.

    ``run`` interprets a command line, ``script`` the text of its only word.
    """
    remote = REMOTE[name]
    texts = [word.text for word in words]
    if remote.subcommands and texts[1:2] not in [[each] for each in remote.subcommands]:
        return False
    inner = state.copy()
    if not remote.local:
        inner.base = Base(RelativeTo.ROOT, certain=False) if remote.deploys else guess(state.base)
        inner.variables = {}
    command = _option(words, remote) if remote.options else _operands(words, remote)
    if not command:
        return False
    if len(command) == 1 and " " in command[0].text.strip():
        script(command, inner)
    else:
        run(command, inner)
    return True


def _option(words: Sequence[Word], remote: Remote) -> list[Word]:
    for index, word in enumerate(words):
        name, equals, _ = word.text.partition("=")
        if name in remote.options:
            return [word.part(len(name) + 1)] if equals else list(words[index + 1 : index + 2])
    return []


def _operands(words: Sequence[Word], remote: Remote) -> list[Word]:
    index, skip = 1 + bool(remote.subcommands), remote.operands
    while index < len(words):
        text = words[index].text
        if text.startswith("-") and text != "--":
            index += 2 if text in remote.values else 1
        elif text != "--" and skip:
            skip, index = skip - 1, index + 1
        else:
            return list(words[index + (text == "--") :])
    return []
