"""Jupyter notebooks: Markdown cells as documents, code cells as Python with shell lines and magics.

Sources: nbformat, "The notebook file format" (``source`` is a string or a list of strings); IPython, "Built-in magic
commands", "System shell access": ``!command`` runs in its own shell, ``%cd`` changes the directory of the kernel,
``%run`` starts a file, ``%%bash`` runs the cell as a script, ``%%writefile`` writes it to a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flake8_single_entry.command import Context, enter, might_run, read_script
from flake8_single_entry.command.directory import join
from flake8_single_entry.model import Base, Facts, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.nested import inner_source, placed
from flake8_single_entry.syntax.nodes import Node, Scalar
from flake8_single_entry.syntax.source import Snippet, Source, join_snippets

SURFACE = "notebook"
_START = Base(RelativeTo.CALLER)
_SHELL_CELL = re.compile(r"\s*%%(?:bash|sh|script\s+(?:ba)?sh|system|!|sx)\b[^\n]*\n?")
_CELL = re.compile(r"\s*%%(\w+)[ \t]*([^\n]*)\n?")
_PYTHON_CELLS = ("time", "timeit", "capture", "prun", "memit", "mprun", "python", "python3", "py")
_LINE = re.compile(r"^([ \t]*(?:\w[\w, ]*=[ \t]*)?)(!!?|%)[ \t]*(?=\S)", re.MULTILINE)
_MAGIC = re.compile(r"(cd|run|system|sx|pushd|bash|sh|pip|conda)\b[ \t]*(.*)")
_RUN_FILE = re.compile(r"(?:-\w+(?:[ \t]+\d+)?[ \t]+)*([^\s'\"$*{}<>]+\.py)\b")
_BRACES = re.compile(r"(?<!\$)\{[^{}\n]{0,200}\}")


def scan(data: bytes) -> bool:
    """True if a cell could name, start or import a file of this repository."""
    return b"cells" in data and (b".py" in data or b"import" in data or might_run(data))


def read(source: Source) -> Facts:
    """Return the references of all cells. Outputs are not read."""
    from flake8_single_entry.syntax.json import parse

    parsed = parse(source)
    references: list[Reference] = []
    for document in parsed.documents:
        reading = _Reading()
        for cell in document.get("cells").elements():
            text = _text_of(cell.get("source"))
            if text is not None and text.text.strip():
                references += reading.cell(cell.get("cell_type").text, text)
        references += reading.python(source)
    return Facts(references=tuple(dict.fromkeys(references)), problems=parsed.problems)


def _text_of(node: Node) -> Snippet | None:
    if isinstance(node, Scalar):
        return node.snippet
    return join_snippets(each.snippet for each in node.elements() if isinstance(each, Scalar))


class _Reading:
    """The state of the kernel while the cells run from top to bottom."""

    def __init__(self) -> None:
        self.context = Context(_START, SURFACE)
        self.code: list[Snippet] = []

    def cell(self, kind: str, text: Snippet) -> Iterator[Reference]:
        """Yield the references of the commands of a cell. Its Python code is read after all cells are known."""
        if kind == "markdown":
            from flake8_single_entry.readers.documents.markdown import read as read_markdown
            from flake8_single_entry.readers.documents.markdown import scan as scan_markdown

            inner = inner_source(text)
            if scan_markdown(inner.data):
                yield from placed(read_markdown(inner).references, inner, text, SURFACE)
        elif kind == "code":
            yield from self._code(text)

    def _code(self, text: Snippet) -> Iterator[Reference]:
        shell, magic = _SHELL_CELL.match(text.text), _CELL.match(text.text)
        if shell:
            script = read_script(text.part(shell.end(), len(text.text)), self.context)
            yield from script.references
            self.context = replace(self.context, created=script.context.created)
            return
        if magic and magic[1] in ("writefile", "file"):
            self._created(magic[2].split()[-1] if magic[2].split() else "")
            return
        if magic and magic[1] not in _PYTHON_CELLS:
            return
        begin = magic.end() if magic else 0
        for match in _LINE.finditer(text.text, begin):
            end = text.text.find("\n", match.end())
            line = text.part(match.end(), end if end >= 0 else len(text.text))
            yield from self._line(match[2], line)
        self.code.append(text.part(begin, len(text.text)))

    def _line(self, mark: str, line: Snippet) -> Iterator[Reference]:
        if mark == "%":
            magic = _MAGIC.match(line.text)
            if magic is None:
                return
            rest = line.part(magic.start(2), magic.end(2))
            if magic[1] in ("cd", "pushd"):
                self._move(magic[2])
            elif magic[1] == "run":
                yield from self._run(rest)
            elif magic[1] in ("system", "sx"):
                yield from self._line("!", rest)
            return
        # {name} is a Python value. It becomes a shell variable of the same width that is never set.
        text = _BRACES.sub(lambda match: "$" + "_" * (len(match[0]) - 1), line.text)
        script = read_script(Snippet(line.source, text, line.segments), self.context)
        yield from script.references
        made = script.context
        self.context = replace(self.context, created=made.created, checkouts=made.checkouts)

    def _move(self, directory: str) -> None:
        """Handle ``%cd`` like ``cd`` in a shell, which knows the cloned repositories."""
        words = directory.strip().strip("'\"")
        if re.search(r"[{$*]", words):
            words = "$"
        source = Source.of_text("x", f'cd "{words}"\n')
        self.context = read_script(source.whole(), self.context).context if words else self.context
        if words == "$":
            self.context = replace(self.context, base=enter(self.context.base, "$"))

    def _run(self, rest: Snippet) -> Iterator[Reference]:
        file = _RUN_FILE.match(rest.text)
        if file and not self._is_created(file[1]):
            location = rest.location(*file.span(1))
            yield Reference(location, file[1], Kind.PATH, self.context.base, SURFACE, Via.RUN, "python")

    def _created(self, path: str) -> None:
        if path:
            made = join(self.context.base.directory, path.strip("'\""))
            self.context = replace(self.context, created=self.context.created | {made})

    def _is_created(self, path: str) -> bool:
        return join(self.context.base.directory, path) in self.context.created

    def python(self, source: Source) -> Iterator[Reference]:
        """Yield the imports and names in the Python code of all cells, read as a single module.

        Magics and shell lines are replaced by blanks.
        """
        code = join_snippets(self.code, "\n")
        if code is None:
            return
        from flake8_single_entry.readers.python import read as read_python

        plain = re.sub(
            r"^([ \t]*+)((?:\w[\w, ]*=[ \t]*)?(?:!|%|\?)[^\n]*|[^\n#'\"]*\?[ \t]*)$",
            lambda match: match[1] + "pass".ljust(len(match[2]))[: len(match[2])],
            code.text,
            flags=re.MULTILINE,
        )
        snippet = Snippet(source, plain, code.segments)
        inner = inner_source(snippet)
        made = self.context.created
        for reference in placed(read_python(inner).references, inner, snippet, SURFACE):
            module = reference.text.partition(":")[0].replace(".", "/") + ".py"
            if module not in made and reference.text.removeprefix("./") not in made:
                yield reference
