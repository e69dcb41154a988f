"""Redirections in shell text: files that are written, files that are read, and here-documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flake8_single_entry.command.programs import printed
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.shell import conditions
from flake8_single_entry.command.shell.expansion import Expander
from flake8_single_entry.command.state import InterpreterState, Target
from flake8_single_entry.command.words import Word
from flake8_single_entry.command.written_files import CRONTAB, write
from flake8_single_entry.model import Kind, Via

if TYPE_CHECKING:
    from tree_sitter import Node

    from flake8_single_entry.command.shell.syntax_tree import ParsedScript
    from flake8_single_entry.command.shell.walk import Walk

_NOWHERE = ("/dev/null",)
_TERMINAL = ("/dev/stderr", "/dev/stdout", "/dev/tty", "1", "2")


def statement(walker: Walk, node: Node, state: InterpreterState) -> None:
    """Walk a statement with its redirections."""
    body = node.child_by_field_name("body")
    every = node.children_by_field_name("redirect")
    written = [word for each in every for word in _outputs(walker, each, state)]
    hidden, target = state.hidden, state.target
    files = [word for word in written if word.text not in _TERMINAL]
    state.hidden = hidden or bool(files)
    if files:
        state.target = Target(files[0], any(">>" in walker.text.raw(each) for each in every))
    for each in every:
        inputs(walker, each, body, state)
    if body is not None:
        walker.walk(body, state, walker.depth)
    state.hidden, state.target = hidden, target
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
    target = tee_target(walker, [*after, body], state) or (state.target if reader == "cat" else None)
    if conditions.is_shell(reader):
        state.found.interpreter.script(text.snippet.part(*text.span(here)), state.copy())
    elif away := conditions.shell_elsewhere(reader, state):
        state.found.interpreter.script(text.snippet.part(*text.span(here)), away)
    elif target is not None and target.word.text not in _NOWHERE:
        mark = next((text.raw(child) for child in node.children if child.type == "heredoc_start"), "")
        expands = mark[:1] not in ("'", '"', "\\")
        write(target.word, text.snippet.part(*text.span(here)), state, target.appends, expands)


def tee_target(walker: Walk, nodes: Iterable[Node], state: InterpreterState) -> Target | None:
    """Return the file that ``tee`` in a command or a pipe writes, or the crontab that ``crontab -`` reads."""
    for command in (each for node in nodes for each in _commands(node)):
        words = walker.expander(state).words
        texts = [walker.text.raw(child) for child in command.named_children]
        if "tee" in texts[:4]:
            rest = list(zip(texts, command.named_children, strict=True))[texts.index("tee") + 1 :]
            appends = any(text in ("-a", "--append") for text, _ in rest)
            operands = (word for text, child in rest if not text.startswith("-") for word in words(child))
            return next((Target(word, appends) for word in operands), None)
        if "crontab" in texts[:4] and texts[-1] in ("-", "crontab"):  # the grammar may drop the operand
            return Target(words(command.named_children[-1])[0].renamed(CRONTAB), True)
    return None


def _commands(node: Node) -> Iterator[Node]:
    """Yield the simple commands of a statement, not those inside substitutions."""
    if node.type == "command":
        yield node
    elif node.type in ("pipeline", "redirected_statement", "list"):
        for child in node.named_children:
            yield from _commands(child)


def _plain(text: ParsedScript, node: Node) -> Word:
    """Return the text of a node, unexpanded, as a word."""
    snippet = text.snippet.part(*text.span(node))
    return Word(snippet.text, snippet.location(0, len(snippet.text)), True, snippet)
