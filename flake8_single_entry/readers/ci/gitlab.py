"""GitLab CI: the commands of a pipeline's jobs, run at the repository's root.

Source: GitLab, "CI/CD YAML syntax". ``before_script`` and ``script`` share a shell, ``after_script`` has its own. The
``before_script`` of a job replaces the default one. ``extends`` merges hidden jobs, ``!reference`` copies a part of a
job.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_single_entry.command import Context, might_run, read_script
from flake8_single_entry.command.directory import encode
from flake8_single_entry.command.words import MOST_VARIABLES, Value
from flake8_single_entry.model import Base, Facts, Reference
from flake8_single_entry.readers.declared.matching import anchor_at_root
from flake8_single_entry.syntax.nodes import NOTHING, Node, Scalar, Sequence
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml import parse

SURFACE = "gitlab-ci"
_SCRIPTS = ("before_script", "script", "after_script")
_NO_CHECKOUT = ("none", "empty")
_DEEPEST = 10  # maximum nesting of lists that GitLab follows; extends may have eleven levels


def scan(data: bytes) -> bool:
    """True if a job could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of all jobs. A line that several jobs share yields each of its references once."""
    parsed = parse(source)
    references: dict[Reference, None] = {}
    for document in parsed.documents:
        pipeline = _Pipeline(document, Base(anchor_at_root(source.path)))
        for name, job in document.items():
            if any(job.get(key) for key in (*_SCRIPTS, "extends")):
                references.update(dict.fromkeys(pipeline.job(job)))
            elif name.text in _SCRIPTS:
                references.update(dict.fromkeys(pipeline.alone(job)))
    return Facts(references=tuple(references), problems=parsed.problems)


class _Pipeline(NamedTuple):
    """A YAML document, with the settings that all its jobs inherit."""

    document: Node
    root: Base

    def job(self, job: Node) -> Iterator[Reference]:
        """Yield the references of a job. Hidden jobs are included because other jobs may extend them."""
        ancestry, complete = self._ancestry(job)
        variables = self._variables(ancestry)
        if variables.get("GIT_STRATEGY") in _NO_CHECKOUT:
            return
        before, script, after = (self._inherited(ancestry, name) for name in _SCRIPTS)
        if not before and job.get("inherit").get("default").text != "false":
            before = self.document.get("default").get("before_script") or self.document.get("before_script")
        # A job that is extended from another file may change the directory before the script.
        start = self.root if complete or before else self.root._replace(certain=False)
        context = Context(start, SURFACE, variables)
        for line in (*self._lines(before), *self._lines(script)):
            found = read_script(line.snippet, context)
            yield from found.references
            context = found.context
        context = Context(self.root, SURFACE, variables)
        for line in self._lines(after):
            found = read_script(line.snippet, context)
            yield from found.references
            context = found.context

    def alone(self, lines: Node) -> Iterator[Reference]:
        """Yield the references of a list of commands outside any job, run at the root."""
        context = Context(self.root, SURFACE, self._variables(()))
        for line in self._lines(lines):
            found = read_script(line.snippet, context)
            yield from found.references
            context = found.context

    def _ancestry(self, job: Node) -> tuple[tuple[Node, ...], bool]:
        """Return the job and the jobs it extends, nearest first, and whether all of them are in this file."""
        found: list[Node] = []
        pending, complete = [job], True
        while pending and len(found) <= 2 * _DEEPEST:
            current = pending.pop(0)
            found.append(current)
            extends = current.get("extends")
            parents = [extends] if extends.is_scalar else list(reversed(extends.elements()))
            for parent in parents:
                node = self.document.get(parent.text)
                complete = complete and bool(node)
                if node and not any(node is each for each in (*found, *pending)):
                    pending.append(node)
        return tuple(found), complete

    def _inherited(self, ancestry: tuple[Node, ...], name: str) -> Node:
        return next((job.get(name) for job in ancestry if job.get(name)), NOTHING)

    def _variables(self, ancestry: tuple[Node, ...]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for node in (self.document, *reversed(ancestry)):
            for name, value in node.get("variables").items()[:MOST_VARIABLES]:
                scalar = value if value.is_scalar else value.get("value")
                if "$" in scalar.text:
                    found.pop(name.text, None)
                else:
                    found[name.text] = Value.written_as(scalar.text, scalar.snippet)
        return {**found, "CI_PROJECT_DIR": encode(self.root)}

    def _lines(self, node: Node, depth: int = 0) -> Iterator[Scalar]:
        """Yield the commands of a scalar or a list. Nested lists and ``!reference`` are spliced in."""
        if isinstance(node, Scalar):
            yield node
        elif depth < _DEEPEST and isinstance(node, Sequence) and node.tag == "!reference":
            target = self.document
            for key in node.elements():
                target = target.get(key.text)
            yield from self._lines(target, depth + 1)
        elif depth < _DEEPEST:
            for element in node.elements():
                yield from self._lines(element, depth + 1)
