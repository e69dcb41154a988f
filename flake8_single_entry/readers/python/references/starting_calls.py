"""The calls that start programs, and the arguments that hold their command lines."""

from __future__ import annotations

from flake8_single_entry.conventions.tables import word_set

# Calls whose first argument is a list or a string, with the keyword of that argument.
STARTING = {
    **{f"subprocess.{name}": "args" for name in ("run", "Popen", "call", "check_call", "check_output")},
    "subprocess.getoutput": "cmd",
    "subprocess.getstatusoutput": "cmd",
    "psutil.Popen": "args",
    "os.system": "command",
    "os.popen": "cmd",
    "asyncio.create_subprocess_shell": "cmd",
    "pexpect.run": "command",
    "pexpect.runu": "command",
    "pty.spawn": "argv",
    "anyio.run_process": "command",
    "anyio.open_process": "command",
    "trio.run_process": "command",
    "trio.lowlevel.open_process": "command",
    "invoke.run": "command",
}
# Calls whose arguments, from this position on, are the words of a command.
SPREAD = {
    "asyncio.create_subprocess_exec": 0,
    **{f"os.{name}": 1 for name in ("execl", "execle", "execlp", "execlpe")},
    **{f"os.{name}": 2 for name in ("spawnl", "spawnle", "spawnlp", "spawnlpe")},
}
# Calls that take a list as the argument at this position.
LISTED = {
    **{f"os.{name}": 1 for name in ("execv", "execve", "execvp", "execvpe", "posix_spawn", "posix_spawnp")},
    **{f"os.{name}": 2 for name in ("spawnv", "spawnve", "spawnvp", "spawnvpe")},
}
SPAWNING = frozenset({"pexpect.spawn", "pexpect.spawnu", "pexpect.popen_spawn.PopenSpawn"})
MAINS = frozenset({"uvicorn.main", "streamlit.web.cli.main", "celery.start"})
_CALLS = frozenset({*STARTING, *SPREAD, *LISTED, *SPAWNING, *MAINS})
_SESSIONS = frozenset({"session", "c", "ctx", "context"})  # nox sessions, invoke contexts
_SESSION_CALLS = frozenset({"run", "run_always", "run_install"})
RUNNERS = word_set(
    "python python3 python3.11 python3.12 python3.13 pypy3 uv poetry pdm pipenv hatch rye uvicorn gunicorn "
    "hypercorn daphne granian waitress-serve flask celery fastapi streamlit chainlit marimo flet panel bokeh "
    "locust docker docker-compose podman sh bash make"
)


def is_starting(name: str) -> bool:
    """True for the qualified name of a call that starts a program."""
    head, _, last = name.rpartition(".")
    return name in _CALLS or (last in _SESSION_CALLS and head in _SESSIONS)
