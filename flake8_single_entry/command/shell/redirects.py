"""Redirections in shell text: files that are written, files that are read, and here-documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_single_entry.command.programs import printed
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.shell import conditions
from flake8_single_entry.command.shell.expansion import Expander
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import Word
from flake8_single_entry.model import Kind, Via

if TYPE_CHECKING:
    from tree_sitter import Node

    from flake8_single_entry.command.shell.syntax_tree import ParsedScript
    from flake8_single_entry.command.shell.walk import Walk

_TERMINAL = ("/dev/stderr", "/dev/stdout", "/dev/tty", "1", "2")


def statement(walker: Walk, node: Node, state: InterpreterState) -> None:
    """Walk a statement with its redirections."""
    body = node.child_by_field_name("body")
    every = node.children_by_field_name("redirect")
    written = [word for each in every for word in _outputs(walker, each, state)]
    hidden = state.hidden
    state.hidden = hidden or any(word.text not in _TERMINAL for word in written)
    for each in every:
        inputs(walker, each, body, state)
    if body is not None:
        walker.walk(body, state, walker.depth)
    state.hidden = hidden
    for word in written:
        state.create(word)


def inputs(walker: Walk, node: Node, body: Node | None, state: InterpreterState) -> None:
    """Read the input that one redirection passes to a command: a file, or a here-document."""
    if node.type == "file_redirect" and any(child.type == "<" for child in node.children):
        for child in node.named_children[-1:]:
            word = walker.expander(state).word(child)
            if word.text.endswith(".py"):
                refer(state, word, Kind.PATH, "", Via.PATH)
    elif node.type == "heredoc_redirect":
        _here_document(walker, node, body, state)


def _outputs(walker: Walk, node: Node, state: InterpreterState) -> list[Word]:
    if node.type == "heredoc_redirect":
        return [word for child in node.named_children for word in _outputs(walker, child, state)]
    text = walker.text
    if node.type != "file_redirect" or not any(">" in text.raw(child) for child in node.children if not child.is_named):
        return []
    if any(child.type == "file_descriptor" and text.raw(child) == "2" for child in node.named_children):
        return []
    expander: Expander = walker.expander(state)
    return [expander.word(child) for child in node.named_children if child.type != "file_descriptor"][:1]


def _here_document(walker: Walk, node: Node, body: Node | None, state: InterpreterState) -> None:
    """Read a here-document and the commands after its mark: ``<<EOF | bash``, ``<<EOF && next``."""
    text = walker.text
    inner = state.copy()
    after = [child for child in node.named_children if not child.type.startswith(("heredoc", "file_"))]
    piped = any(child.type in ("pipeline", "|") for child in node.children)
    inner.hidden = state.hidden or piped
    walker.walk_all(after, inner)
    here = next((child for child in node.children if child.type == "heredoc_body"), None)
    if here is None or body is None:
        return
    reader = text.raw(body)
    if reader == "cat" and piped and after:
        reader = text.raw(after[0]).lstrip("| ")
    elif reader == "cat" and not state.hidden:
        printed.text(_plain(text, here), state)
    if conditions.is_shell(reader):
        state.found.interpreter.script(text.snippet.part(*text.span(here)), state.copy())


def _plain(text: ParsedScript, node: Node) -> Word:
    """Return the text of a node, unexpanded, as a word."""
    snippet = text.snippet.part(*text.span(node))
    return Word(snippet.text, snippet.location(0, len(snippet.text)), True, snippet)
