"""The command ``lsp``: the language server, on standard input and output."""

from __future__ import annotations

import gc
from argparse import Namespace

from flake8_single_entry.cli.context import Exit
from flake8_single_entry.errors import UsageError

LEFT = 1  # what the protocol asks for where the client left without ``shutdown``
INSTALL = "pip install 'flake8-single-entry[lsp]'"


def run(arguments: Namespace) -> int:
    """Serve until the client leaves, and return the exit code. Raises ``UsageError`` without the packages it needs."""
    del arguments
    try:
        import lsprotocol  # noqa: F401
        import pygls  # noqa: F401
    except ImportError:
        raise UsageError(f"the language server needs pygls, which is not installed: {INSTALL}") from None
    from flake8_single_entry.lsp.server import create

    gc.enable()  # unlike the other commands, this one runs for days
    server = create()
    server.start_io()
    return Exit.CLEAN if server.is_over else LEFT
