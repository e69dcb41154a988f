"""``ast.parse`` for files from anywhere: no warnings, and no exceptions but as values."""

from __future__ import annotations

import ast
import warnings


def parse(text: str) -> ast.Module | SyntaxError | str:
    """The tree, the syntax error, or the reason why the parser gave up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and the like are no concern of ours
        try:
            return ast.parse(text)
        except SyntaxError as error:
            return error.with_traceback(None)  # it would keep everybody's variables alive
        except (RecursionError, MemoryError):
            return "it is nested too deeply to be parsed"
        except ValueError as error:
            return f"it cannot be parsed: {error}"
