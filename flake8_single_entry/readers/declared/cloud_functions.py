"""Cloud functions: ``dir/file.function`` handlers of Serverless, SAM, CloudFormation and Terraform.

Sources: Serverless Framework, "AWS Functions" (relative to the directory of the service); AWS SAM, the resource
"AWS::Serverless::Function" (relative to ``CodeUri``, itself relative to the template); AWS Lambda, "Python handler";
Terraform, "archive_file". Only functions with a Python runtime are read, and only if the directory that is uploaded is
known. The README of the plugin serverless-wsgi: it puts its own handler into the package, which serves the application
in ``custom.wsgi.app``, relative to the directory of the service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_single_entry.command import enter
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.readers.entry_point_syntax import attribute_reference
from flake8_single_entry.syntax.nodes import Mapping, Node, Parsed, Scalar
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml import parse

SURFACE = "handlers"
_HERE = Base(RelativeTo.FILE)
_FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")
_SOURCE_DIRECTORY = re.compile(r"data\.archive_file\.([\w-]+)\.")
# The modules that a plugin of Serverless puts into the package, by the name of the plugin.
_BROUGHT = {"serverless-wsgi": ("wsgi", "wsgi_handler")}
_MODULE = re.compile(r"\$\{path\.(module|root)\}/?")


def scan(data: bytes) -> bool:
    """True if the file names a handler or runs commands, and mentions Python."""
    return (b"andler" in data or b"local-exec" in data or b"external" in data) and b"python" in data


def read(source: Source) -> Facts:
    """Return the references of all functions of a file."""
    if source.path.endswith(".tf"):
        return _terraform(source)
    parsed = _parse(source)
    references: list[Reference] = []
    for document in parsed.documents:
        if document.get("functions"):
            references += _serverless(document)
        elif document.get("Resources"):
            references += _template(document)
    return Facts(references=tuple(dict.fromkeys(references)), problems=parsed.problems)


def _parse(source: Source) -> Parsed:
    if source.path.endswith(".json"):
        from flake8_single_entry.syntax.json import parse as parse_json

        return parse_json(source)
    return parse(source)


def _reference(handler: Node, base: Base) -> Reference | None:
    """Return a handler as a ``module:attribute`` reference, or None if it is a placeholder."""
    return attribute_reference(handler.snippet, base, SURFACE) if isinstance(handler, Scalar) else None


def _serverless(document: Node) -> Iterator[Reference]:
    shared = document.get("provider").get("runtime").text
    plugins = document.get("plugins")
    names = {plugin.text for plugin in plugins.elements() or plugins.get("modules").elements()}
    brought = {module for name in names for module in _BROUGHT.get(name, ())}
    if brought and (served := _reference(document.get("custom").get("wsgi").get("app"), _HERE)):
        yield served
    for _, function in document.get("functions").items():
        runtime = function.get("runtime").text or shared
        module = function.get("module").text  # of the plugin serverless-python-requirements
        handler = function.get("handler")
        if not runtime.startswith("python") or handler.text.partition(".")[0] in brought:
            continue
        if found := _reference(handler, _below(_HERE, module)):
            yield found


def _below(base: Base, directory: str) -> Base:
    return enter(base, directory) if directory else base


def _template(document: Node) -> Iterator[Reference]:
    """Yield the functions of SAM and CloudFormation. Code in a bucket or in the template itself is skipped."""
    shared = document.get("Globals").get("Function")
    for _, resource in document.get("Resources").items():
        if resource.get("Type").text not in _FUNCTIONS:
            continue
        own = resource.get("Properties")
        runtime, handler = (own.get(key) or shared.get(key) for key in ("Runtime", "Handler"))
        code = own.get("CodeUri") or own.get("Code") or shared.get("CodeUri")
        if own.get("InlineCode") or not runtime.text.startswith("python") or not _is_directory(code):
            continue
        if found := _reference(handler, _below(_HERE, code.text)):
            yield found


def _is_directory(code: Node) -> bool:
    return not isinstance(code, Mapping) and "://" not in code.text and not code.text.endswith((".zip", ".jar"))


# -- Terraform ---------------------------------------------------------------------------------------------------------


def _terraform(source: Source) -> Facts:
    from flake8_single_entry.readers.declared import read as read_declared
    from flake8_single_entry.syntax.hcl import parse as parse_hcl

    references = list(read_declared(source).references)
    for document in parse_hcl(source).documents:
        archives = {archive.name: archive for archive in _archives(document)}
        for block in document.get("resource").elements():
            for _, function in block.get("aws_lambda_function").items():
                references += _function(function, archives)
    return Facts(references=tuple(references))


class _Archive(NamedTuple):
    """The source of ``data "archive_file"``: a directory or a single file."""

    name: str
    directory: str


def _archives(document: Node) -> Iterator[_Archive]:
    for block in document.get("data").elements():
        for name, archive in block.get("archive_file").items():
            file = archive.get("source_file").text
            directory = archive.get("source_dir").text or (file.rpartition("/")[0] if "/" in file else "")
            if directory:
                yield _Archive(name.text, directory)


def _function(function: Node, archives: dict[str, _Archive]) -> Iterator[Reference]:
    archive = _SOURCE_DIRECTORY.match(function.get("filename").text)
    if archive is None or archive[1] not in archives or not function.get("runtime").text.startswith("python"):
        return
    directory = archives[archive[1]].directory
    place = _MODULE.match(directory)
    if place is None or "$" in directory[place.end() :]:
        return
    base = Base(RelativeTo.FILE if place[1] == "module" else RelativeTo.CALLER)
    if found := _reference(function.get("handler"), _below(base, directory[place.end() :])):
        yield found
