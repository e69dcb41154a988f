"""Make text of a repository safe to print on one line. Names and contents may be hostile.

Neither terminals nor build servers may interpret what is printed. GitHub's runner executes ``::command::`` at the start
of a line, after any spaces, and ``##[command]`` anywhere in it
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and its ``ActionCommand.cs``),
Azure's agent ``##vso[command]`` and ``##[command]``
(https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands), and TeamCity ``##teamcity[command]``
(https://www.jetbrains.com/help/teamcity/service-messages.html).
"""

from __future__ import annotations


def printable(text: str) -> str:
    """Escape everything in a text that would be interpreted or hidden.

    This includes control and format characters (also for direction and zero width), line separators, spaces that look
    like another character, lone surrogates, and the start of a build server's command, wherever the text may be
    wrapped.
    """
    if text.isprintable() and "##" not in text and "::" not in text:
        return text
    shown = "".join(char if char.isprintable() else escaped(char) for char in text).replace("##", "#\\x23")
    return " ".join(f"\\x3a{word[1:]}" if word.startswith("::") else word for word in shown.split(" "))


def printable_path(path: str) -> str:
    """Return a relative path for the start of a line. If it would begin a command there, it gets the prefix ``./``."""
    return printable(f"./{path}" if path.lstrip(" ").startswith(("::", "##")) else path)


def is_plain(path: str) -> bool:
    """True for a path that is printed unchanged."""
    return printable_path(path) == path


def inert_json(document: str) -> str:
    """Return equivalent JSON without commands. ``document`` is ASCII and contains ``##`` only inside strings."""
    return document.replace("##", "#\\u0023")


def escaped(char: str) -> str:
    """Return the escape of a character, as in Python, and as in a double-quoted scalar of YAML."""
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
