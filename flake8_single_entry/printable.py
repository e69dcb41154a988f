"""Text of a repository as a harmless piece of one line: names and contents are the repository's, not ours.

No terminal and no build server may obey what is printed. GitHub's runner obeys ``::command::`` at the start of a line,
after any blanks, and ``##[command]`` anywhere in it
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and its ``ActionCommand.cs``),
Azure's agent ``##vso[command]`` and ``##[command]``
(https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands), and TeamCity ``##teamcity[command]``
(https://www.jetbrains.com/help/teamcity/service-messages.html).
"""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with an escape for all that would be obeyed or hidden.

    That is control and format characters (of direction and of no width too), line separators, blanks that look like
    another, lone surrogates, and what begins a command of a build server, wherever the text may be wrapped.
    """
    if text.isprintable() and "##" not in text and "::" not in text:
        return text
    shown = "".join(char if char.isprintable() else _escape(char) for char in text).replace("##", "#\\x23")
    return " ".join(f"\\x3a{word[1:]}" if word.startswith("::") else word for word in shown.split(" "))


def printable_path(path: str) -> str:
    """A path, relative, for the start of a line: one that would begin a command there begins with ``./`` instead."""
    return printable(f"./{path}" if path.lstrip(" ").startswith(("::", "##")) else path)


def is_plain(path: str) -> bool:
    """True for a path that is printed as it is."""
    return printable_path(path) == path


def inert_json(document: str) -> str:
    """JSON in ASCII that says the same and holds no command: it has ``##`` only inside of strings."""
    return document.replace("##", "#\\u0023")


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
