"""Expressions (``${{ … }}``) in workflows, and the settings jobs and steps inherit: environment, directory, shell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flake8_single_entry.command import enter
from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.words import MOST_VARIABLES, Value
from flake8_single_entry.model import Base
from flake8_single_entry.syntax.nodes import Node
from flake8_single_entry.syntax.placeholders import UNKNOWN, with_variables
from flake8_single_entry.syntax.source import Snippet

_EXPRESSION = re.compile(r"\$\{\{(.{0,1000}?)\}\}", re.DOTALL)
_KNOWN = {"github.workspace": "GITHUB_WORKSPACE", "github.action_path": "GITHUB_ACTION_PATH"}
_ENVIRONMENT = re.compile(r"env\.([A-Za-z_]\w*)")
_MATRIX = re.compile(r"matrix\.([A-Za-z_][\w-]*(?:\.[\w-]+)*)")


def without_expressions(snippet: Snippet) -> Snippet:
    """Replace each expression by a shell variable, which is never set if the value of the expression is unknown."""
    return with_variables(snippet, _EXPRESSION, _variable)


def _variable(match: re.Match[str]) -> str:
    name = match[1].strip()
    environment, matrix = _ENVIRONMENT.fullmatch(name), _MATRIX.fullmatch(name)
    if matrix:
        return matrix_variable(matrix[1])
    return environment[1] if environment else _KNOWN.get(name, UNKNOWN)


def matrix_variable(name: str) -> str:
    """Return the name of the shell variable that represents a value of the matrix."""
    return "SINGLE_ENTRY_MATRIX_" + re.sub(r"\W", "_", name)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that a job inherits from its workflow, and a step from its job."""

    variables: Mapping[str, str] = field(default_factory=dict)
    working_directory: str = ""
    shell: str = ""

    def inside(self, node: Node) -> Settings:
        """Return the settings inside a workflow or job (its ``defaults.run``) or a step (its own keys)."""
        variables = dict(self.variables)
        for name, value in node.get("env").items()[:MOST_VARIABLES]:
            text = _EXPRESSION.sub(self._expanded, value.text)
            if value.is_scalar and "${{" not in text:
                variables[name.text] = Value.written_as(text, value.snippet)
            else:
                variables.pop(name.text, None)
        defaults = node.get("defaults").get("run")
        directory = node.get("working-directory").text or defaults.get("working-directory").text
        shell = node.get("shell").text or defaults.get("shell").text
        return Settings(variables, directory or self.working_directory, shell or self.shell)

    def with_matrix(self, values: Mapping[str, str]) -> Settings:
        """Return the settings of a job that runs with these values of its matrix."""
        return replace(self, variables={**self.variables, **{matrix_variable(k): v for k, v in values.items()}})

    def directory(self, base: Base) -> Base:
        """Return the base of commands in the workspace; uncertain if the directory is an unknown expression."""
        text = _EXPRESSION.sub(self._expanded, self.working_directory)
        if "${{" in text:
            return guess(base)
        return enter(base, text.lstrip("/") if text != self.working_directory else text) if text else base

    def _expanded(self, match: re.Match[str]) -> str:
        name = match[1].strip()
        environment, matrix = _ENVIRONMENT.fullmatch(name), _MATRIX.fullmatch(name)
        variable = environment[1] if environment else matrix_variable(matrix[1]) if matrix else ""
        if variable in self.variables:
            return self.variables[variable]
        return "." if name == "github.workspace" else match[0]
