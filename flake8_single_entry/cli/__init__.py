"""The command ``single-entry``: parse the arguments, run the command that they name, return an exit code."""

from __future__ import annotations

import os
import sys

from flake8_single_entry.cli.context import Exit
from flake8_single_entry.cli.streams import prepare, put, tell
from flake8_single_entry.errors import DEBUG, SingleEntryError, describe

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. Raises nothing, whatever the user or the repository does."""
    _keep_all()
    try:
        prepare()
        return int(_run(sys.argv[1:] if argv is None else argv))
    except SingleEntryError as error:
        return _failed(describe(error), error.exit_code)
    except (KeyboardInterrupt, SystemExit) as stop:
        return _stopped(stop)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt | SystemExit):  # Python 3.11 wraps it while a class is created
            return _stopped(error.__cause__)
        if os.environ.get(DEBUG):
            raise
        return _failed(describe(error), Exit.FAILED)


def _run(words: Sequence[str]) -> int:
    from flake8_single_entry.cli.arguments import parse

    try:
        arguments = parse(words)
    except SystemExit as stop:  # argparse: --help, --version, and invalid arguments, which it has reported
        put("")
        return stop.code if isinstance(stop.code, int) else Exit.USAGE
    return command_of(arguments.command)(arguments)


def command_of(name: str) -> Callable[[Namespace], int]:
    """Return the function ``run`` of a command. Import only its module."""
    if name == "list":
        from flake8_single_entry.cli.listing import run
    elif name == "init":
        from flake8_single_entry.cli.init import run
    elif name == "plan":
        from flake8_single_entry.cli.plan import run
    elif name == "status":
        from flake8_single_entry.cli.status import run
    elif name == "fix":
        from flake8_single_entry.cli.fix import run
    elif name == "config":
        from flake8_single_entry.cli.config import run
    elif name == "baseline":
        from flake8_single_entry.cli.baseline import run
    elif name == "allow":
        from flake8_single_entry.cli.allow import run
    elif name == "explain":
        from flake8_single_entry.cli.explain import run
    elif name == "lsp":
        from flake8_single_entry.cli.lsp import run
    elif name == "cache":
        from flake8_single_entry.cli.cache import run
    else:
        from flake8_single_entry.cli.check import run
    return run


def _keep_all() -> None:
    """Disable the garbage collector. Almost everything lives until the process exits, and readers break their cycles.

    In a first run over a large repository, collection would take a sixth of the time.
    """
    import gc

    gc.disable()


def _stopped(stop: KeyboardInterrupt | SystemExit) -> int:
    """Return the exit code after a signal."""
    if isinstance(stop, SystemExit):
        return stop.code if isinstance(stop.code, int) else Exit.FAILED
    return _failed("interrupted", Exit.INTERRUPTED)


def _failed(message: str, code: int) -> int:
    from flake8_single_entry.printable import printable

    tell(f"single-entry: {printable(message)}\n")
    return int(code)
