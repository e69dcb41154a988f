"""``ast.parse`` for untrusted files: emits no warnings and returns errors as values."""

from __future__ import annotations

import ast
import warnings


def parse(text: str) -> ast.Module | SyntaxError | str:
    """Return the tree, the syntax error, or the reason why the parser gave up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and the like are not reported
        try:
            return ast.parse(text)
        except SyntaxError as error:
            return error.with_traceback(None)  # the traceback would keep the variables of all frames alive
        except (RecursionError, MemoryError):
            return "it is nested too deeply to be parsed"
        except ValueError as error:
            return f"it cannot be parsed: {error}"
