"""Programs that run the command line after their own arguments (wrappers), and the syntax of these arguments.

The rows follow each program's manual: sudo(8), runuser(1), xargs(1), find(1), watch(1), parallel(1), numactl(8) and
gdb(1); skarnet.org/software/s6 and daemontools; tox.wiki ("tox exec"), pipx.pypa.io ("pipx run"), mise.jdx.dev ("mise
exec"), nix.dev ("nix develop"), apptainer.org ("exec"), watchexec(1), docs.anthropic.com ("Connect Claude Code to tools
via MCP").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flake8_single_entry.command.words import Word


class Wrapper(NamedTuple):
    """The arguments of a wrapper: options with a value, the number of operands to skip, and a required subcommand.

    ``values`` are options whose value is the next word. ``chdir`` are options that change the directory first;
    ``module`` are options whose value is a Python module. If ``search`` is set, the command begins after ``--`` or at
    the first known program name, for wrappers with too many options to list. If ``dashes`` is set, it begins after
    ``--``. If ``python`` is set, a bare ``x.py`` is run by Python. If ``text`` is set, a single word may hold the whole
    command line.
    """

    values: frozenset[str] = frozenset()
    operands: int = 0
    subcommand: str = ""
    chdir: tuple[str, ...] = ()
    module: tuple[str, ...] = ()
    search: bool = False
    dashes: bool = False
    python: bool = False
    text: bool = False


def _of(values: str = "", operands: int = 0, subcommand: str = "", **more: bool | tuple[str, ...]) -> Wrapper:
    return Wrapper(frozenset(values.split()), operands, subcommand, **more)  # type: ignore[arg-type]


_PLAIN = _of()
_SEARCH = _of(search=True)
_DASHES = _of(dashes=True)
_RUN = _of("-e --env -n --name -p --prefix --python --cwd --manifest-path", subcommand="run")

WRAPPERS: Mapping[str, Wrapper] = {
    "sudo": _of("-u -g -h -p -C -T -U -D --user --group --host --prompt --chdir", chdir=("-D", "--chdir")),
    "doas": _of("-u -C"),
    "env": _of("-u --unset -C --chdir", chdir=("-C", "--chdir")),
    "exec": _of("-a"),
    "nohup": _PLAIN,
    "setsid": _PLAIN,
    "builtin": _PLAIN,
    "call": _PLAIN,
    "timeout": _of("-k -s --kill-after --signal", operands=1),
    "gtimeout": _of("-k -s --kill-after --signal", operands=1),
    "nice": _of("-n --adjustment"),
    "ionice": _of("-c -n --class --classdata"),
    "taskset": _of(operands=1),
    "time": _of("-f -o --format --output"),
    "stdbuf": _of("-i -o -e --input --output --error"),
    "unbuffer": _PLAIN,
    "tini": _of("-p -e"),
    "tini-static": _of("-p -e"),
    "dumb-init": _of("-r --rewrite"),
    "catatonit": _PLAIN,
    "gosu": _of(operands=1),
    "su-exec": _of(operands=1),
    "setpriv": _of("--reuid --regid --groups"),
    "chpst": _of("-u -U -e -/ -n -l -L -m -d -o -p -f -c"),
    "runuser": _of("-u -g -G -s -w --user --group --supp-group --shell --whitelist-environment"),
    "setuidgid": _of(operands=1),
    "envuidgid": _of(operands=1),
    "envdir": _of(operands=1),
    "setlock": _of(operands=1),
    "softlimit": _of("-a -c -d -f -l -m -o -p -r -s -t"),
    "s6-setuidgid": _of(operands=1),
    "s6-envuidgid": _of("-D", operands=1),
    "s6-applyuidgid": _of("-u -g -G"),
    "s6-setlock": _of("-t -d", operands=1),
    "s6-softlimit": _of("-a -c -d -f -l -m -o -p -r -s -t"),
    "s6-envdir": _of("-I", operands=1),
    "with-contenv": _PLAIN,
    "xargs": _of(
        "-n -P -I -L -d -a -s -E --max-args --max-procs --max-lines --delimiter --arg-file --max-chars --replace"
    ),
    "watch": _of("-n -q --interval --equexit", text=True),
    "watchexec": _of(
        "-e --exts -f --filter -i --ignore -w --watch -d --debounce -s --signal --stop-signal --shell -o"
        " --on-busy-update --workdir -E --env",
        chdir=("--workdir",),
        text=True,
    ),
    "parallel": _of(
        "-j --jobs -a --arg-file -N -n -L -I -d --colsep --joblog --results --timeout --delay --max-args --halt",
        text=True,
    ),
    "numactl": _SEARCH,
    "valgrind": _SEARCH,
    "gdb": _SEARCH,
    "lldb": _SEARCH,
    "apptainer": _SEARCH,
    "singularity": _SEARCH,
    "devcontainer": _of(subcommand="exec", search=True),
    "nix": _SEARCH,
    "nix-shell": _of("-p --packages -I -A --attr --argstr --arg", text=True),
    "mise": _DASHES,
    "rtx": _DASHES,
    "asdf": _of(subcommand="exec"),
    "direnv": _of(subcommand="exec", operands=1),
    "tox": _of(subcommand="exec", dashes=True),
    "pipx": _of("--spec --python --pip-args --index-url -i --backend", subcommand="run", python=True),
    "wsl": _SEARCH,
    "nssm": _of(subcommand="install", search=True),
    "claude": _of(subcommand="mcp add", search=True),
    "codex": _of(subcommand="mcp add", search=True),
    "gemini": _of(subcommand="mcp add", search=True),
    "inspector": _of("-e --config --server --method --tool-name --tool-arg --transport"),
    "mcp-inspector": _of("-e --config --server --method --tool-name --tool-arg --transport"),
    "dvc": _SEARCH,
    "flock": _of("-w --timeout -E", operands=1),
    "xvfb-run": _of("-n -s -e -f -p -w --server-num --server-args --error-file --auth-file --wait"),
    "caffeinate": _of("-t -w"),
    "ddtrace-run": _PLAIN,
    "opentelemetry-instrument": _of(
        "--traces_exporter --metrics_exporter --logs_exporter --service_name --exporter_otlp_endpoint --propagators"
    ),
    "newrelic-admin": _of(subcommand="run-program"),
    "elastic-apm-run": _PLAIN,
    "splunk-py-trace": _PLAIN,
    "uv": _of(
        "--with --with-requirements --with-editable --python -p --extra --group --only-group --no-group --env-file"
        " --directory --project --package --index-url --index --extra-index-url --find-links --refresh-package",
        subcommand="run",
        chdir=("--directory",),
        module=("-m", "--module"),
        python=True,
    ),
    "uvx": _of("--with --from --python -p"),
    "poetry": _of("-C --directory -P --project", subcommand="run", chdir=("-C", "--directory")),
    "pdm": _of("-p --project -e --env-file", subcommand="run", chdir=("-p", "--project"), python=True),
    "pipenv": _of(subcommand="run"),
    "hatch": _of("-e --env -p --project", subcommand="run"),
    "rye": _of("--pyproject", subcommand="run"),
    "conda": _RUN,
    "mamba": _RUN,
    "micromamba": _RUN,
    "pixi": _RUN,
    "watchmedo": _of(
        "-d --directory -p --pattern --patterns -i --ignore-pattern --ignore-patterns --signal --kill-after"
        " --debounce-interval",
        subcommand="auto-restart",
    ),
    "honcho": _of("-e --env -f --procfile -d --app-root", subcommand="run"),
    "doppler": _of("-p --project -c --config -t --token", subcommand="run"),
    "dotenv": _of("-f --file", subcommand="run"),
    "infisical": _of("--env --path --projectId", subcommand="run"),
    "op": _of("--env-file", subcommand="run"),
    "npx": _of("-p --package"),
    "entr": _PLAIN,
    "dockerize": _of("-wait -timeout -template -stdout -stderr -wait-retry-interval"),
    "chamber": _DASHES,
    "aws-vault": _DASHES,
    "wait-for-it": _DASHES,
    "wait-for-it.sh": _DASHES,
    "wait-for": _DASHES,
    "wait-for.sh": _DASHES,
    "gnome-terminal": _DASHES,
    "mpirun": _SEARCH,
    "mpiexec": _SEARCH,
    "horovodrun": _SEARCH,
    "srun": _SEARCH,
    "strace": _SEARCH,
    "perf": _SEARCH,
    "py-spy": _SEARCH,
    "screen": _SEARCH,
    "forever": _SEARCH,
    "xterm": _SEARCH,
    "konsole": _SEARCH,
    "systemd-run": _SEARCH,
    "rlwrap": _of("-f -H"),
    "command": _PLAIN,
}
"""Wrappers by program name."""


def peel(words: Sequence[Word], wrapper: Wrapper, runs: Callable[[str], bool]) -> tuple[int, list[Word], Word | None]:
    """Return the index of the wrapped command (or -1), the directories to enter, and the module of ``-m``.

    ``runs`` tells whether a name is that of a known program.
    """
    texts = [word.text for word in words]
    if wrapper.dashes or wrapper.search:
        return _found(texts, wrapper, runs), [], None
    directories: list[Word] = []
    missing = wrapper.subcommand
    skip = wrapper.operands
    index = 1
    while index < len(words):
        text = texts[index]
        option, equals, _ = text.partition("=")
        if text == "--":
            index += 1
            if not missing and not skip:
                return index, directories, None
            continue
        if text.startswith("-") and len(text) > 1:
            value = (
                words[index].part(len(option) + 1) if equals else words[index + 1] if index + 1 < len(words) else None
            )
            if option in wrapper.module and not missing and value is not None:
                return index, directories, value
            if option in wrapper.chdir and value is not None:
                directories.append(value)
            index += 2 if not equals and _takes_next(text, wrapper.values) else 1
        elif missing:
            if text != missing:
                return -1, directories, None
            missing = ""
            index += 1
        elif skip:
            skip -= 1
            index += 1
        else:
            return index, directories, None
    return -1, directories, None


def _found(texts: Sequence[str], wrapper: Wrapper, runs: Callable[[str], bool]) -> int:
    """Return the index of the command after ``--`` or, if that is absent, of the first known program; or -1."""
    wanted = wrapper.subcommand.split()
    operands = [text for text in texts[1:] if not text.startswith("-")]
    if wanted and operands[: len(wanted)] != wanted:
        return -1
    after = texts.index("--") + 1 if "--" in texts[:-1] else -1
    if wrapper.dashes:
        return after
    end = after if after > 0 else len(texts)
    names = enumerate(text.rpartition("/")[2] for text in texts[:end])
    return next((at for at, name in names if at > len(wanted) and runs(name)), after)


def _takes_next(text: str, values: frozenset[str]) -> bool:
    """True if the value of an option is the next word: ``-u web``, and ``-Hu web`` of options that are joined."""
    if text in values or text.startswith("--") or len(text) < 3:
        return text in values
    first = next((at for at, letter in enumerate(text[1:], 1) if f"-{letter}" in values), 0)
    return first == len(text) - 1 and text[1:].isalpha()
