"""Turn the blocks of a document into references, in any markup: commands, trees, code spans and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flake8_single_entry.command import Context, Word, read_script, read_words
from flake8_single_entry.conventions.declarations import declarations_in
from flake8_single_entry.conventions.document_kinds import DocumentKind, document_kind_of, is_dated, is_judgement
from flake8_single_entry.conventions.passages import (
    calls_entry_point,
    claim_of_remark,
    dismissing_lead,
    retired_lead,
    weakest,
)
from flake8_single_entry.model import COPIED, TREE, TREE_ENTRY, Base, Claim, Facts, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.documents import code_blocks, inline, offered_commands, terminals, tree_listing
from flake8_single_entry.readers.documents.blocks import Block, Span
from flake8_single_entry.readers.documents.references import DocumentReferences
from flake8_single_entry.readers.documents.relevance import (
    Relevance,
    last_relevant,
    opening_of,
    text_might_run,
    title_of,
)
from flake8_single_entry.readers.documents.working_directory import WorkingDirectory
from flake8_single_entry.readers.written_files import references_of
from flake8_single_entry.syntax.source import Source

_CALLER = Base(RelativeTo.CALLER)
_GUESS = Base(RelativeTo.CALLER, certain=False)
_STATEFUL = ("cd ", "clone", "mkdir", "ushd", "ocation")
_SUGGESTS_TITLE = re.compile(r"(?<![\w./-])[\w./-]+\.py\b")
_LONGEST_LINE = 10_000  # characters; longer lines are generated
_FIRST_COMMENT = re.compile(r"\s*#\s*([\w-]+\.py)\s*$", re.MULTILINE)


def read_document(source: Source, blocks: Iterable[Block], surface: str) -> Facts:
    """Return the references of the blocks of a document, in the order of the file."""
    parts = list(blocks)
    title = title_of(parts)
    opening = opening_of(source.text, title)
    kind = document_kind_of(source.path, title.text if title else "", opening)
    winners = tuple(declarations_in(source.text))
    declared = tuple((source.text[start:end], source.location(start, end)) for start, end in winners)
    if kind is DocumentKind.HISTORY:
        return Facts(declared=declared)
    relevance = Relevance(source.text, kind, title, is_dated(source.path, opening), is_judgement(source.path), winners)
    reading = _Reading(source, surface, relevance)
    last = last_relevant(source.text, parts)
    for block in parts[: last + 1]:
        if block.code:
            reading.code(block)
        else:
            reading.text(block)
    found = sorted(reading.references.settled(), key=lambda each: (each.location, each.text))
    return Facts(tuple(found), to_write=tuple(sorted(reading.references.told)), declared=declared)


def _chapter(block: Block) -> int:
    """Return the offset of the first section below the title that contains the block, or -1."""
    return next((section.start for section in block.sections if section.level > 1), -1)


class _Reading:
    """The state while a document is read from top to bottom."""

    def __init__(self, source: Source, surface: str, relevance: Relevance) -> None:
        self.source = source
        self.surface = surface
        self.relevance = relevance
        self.references = DocumentReferences(source, surface)
        self.where = WorkingDirectory(surface)
        # Sections that show a whole program or make the reader start a project. Sphinx pages are mostly manuals of
        # libraries and describe the programs of their users. What lies at the root is for those who have a checkout.
        self.taught: set[int] = set()
        folder, _, name = source.path.lower().rpartition("/")
        self.teaches = surface == "rst" and bool(folder) and not name.startswith(("readme", "install", "usage"))

    # -- code ------------------------------------------------------------------------------------------------------

    def code(self, block: Block) -> None:
        """Read a fenced or indented block."""
        text = block.text_in(self.source.text)
        if block.title and (named := _SUGGESTS_TITLE.search(block.title)):
            self.references.shown.add(named[0])
        claim = self.relevance.claim_of_commands(block.sections)
        if claim is None or (block.leads and dismissing_lead(block.leads[-1])):
            return
        if code_blocks.is_diff(self.source, block):
            return
        language = block.language
        if language in code_blocks.PYTHON | code_blocks.PLAIN and code_blocks.shows_program(text):
            self.taught.add(_chapter(block))
            if named := _FIRST_COMMENT.match(text):
                self.references.shown.add(named[1])
        if tree_listing.looks_like_tree(text) and language not in code_blocks.PYTHON | code_blocks.YAML:
            if ".py" in text:
                self._tree(block)
        elif language in code_blocks.SHELL or language in code_blocks.PLAIN:
            self._shell(block, text, claim)
        elif ".py" in text or "import " in text or text_might_run(text):
            self._excerpt(block, text)

    def _shell(self, block: Block, text: str, claim: Claim) -> None:
        is_idle = not any(word in text for word in _STATEFUL) and not text_might_run(text)
        if is_idle and ".py" not in text:
            return
        lines = tuple(code_blocks.command_lines(self.source, block))
        if not lines:
            self._listing(block, text)
            return
        if is_idle:
            return
        if code_blocks.starts_project(text):
            self.taught.add(_chapter(block))
        weak = self.relevance.is_weak(block)
        lines = offered_commands.uncommented(self.source.text, block.spans, lines)
        start = self.where.start(block, terminals.first_directory(self.source.text, lines))
        if prompted := code_blocks.prompted_directory(self.source.text, block.spans):
            start = replace(start, base=start.base._replace(directory=f"/{prompted}", certain=False))
        start = replace(start, via=Via.MENTION if weak else Via.RUN)
        windows = block.language in code_blocks.WINDOWS
        muted = code_blocks.muted_lines(self.source, block)
        after, home = start, start.base
        for piece in terminals.pieces_of(self.source.text, lines):
            snippet = code_blocks.script_of(self.source, piece.lines, windows)
            base = home if piece.anew else after.base
            base = base if piece.certain else base._replace(certain=False)
            script = read_script(snippet, replace(after, base=base, variables=start.variables))
            written = (each._replace(surface=self.surface) for each in references_of(script.written))
            found = (each for each in (*script.references, *written) if each.location.line not in muted)
            self._commands(block, found, claim, weak)
            after = script.context
            if after.base.checkout and not home.checkout:
                home = after.base._replace(directory="")
        self.where.leave(block, after)

    def _listing(self, block: Block, text: str) -> None:
        """Read a block without commands: file names indented below directories; other content is skipped."""
        lines = [self.source.text[start:end] for start, end in block.spans]
        if ".py" in text and tree_listing.is_indented(lines):
            self._tree(block)

    def _excerpt(self, block: Block, text: str) -> None:
        """Read a part of a Dockerfile, YAML, systemd unit, JSON or Python file."""
        whole, lines, language = self.source.text, block.spans, block.language
        if language in code_blocks.PYTHON:
            if any(code_blocks.is_command(whole[start:end].lstrip("!$% ")) for start, end in lines[:3]):
                self._shell(block._replace(language="bash"), text, Claim.PRESENT)
            elif (claim := self.relevance.claim_of_names(block)) is not None:
                self._imports(lines, claim)
            return
        if code_blocks.starts_with_command(whole, lines):
            below = self.relevance.claim_of_commands(block.sections) or Claim.PAST
            self._shell(block._replace(language="bash"), text, below)
            return
        claim = self.relevance.claim_of_excerpt(block)
        if claim is None:
            return
        from flake8_single_entry.readers.documents import excerpts

        context = Context(_GUESS, self.surface, via=Via.MENTION, budget=self.source.budget)
        for found in excerpts.commands_of(language, whole, lines):
            if found.words:
                words = [Word(whole[start:end], self.source.location(start, end)) for start, end in found.words]
                self.references.add(read_words(words, context).references, claim)
            elif found.lines:
                snippet = code_blocks.script_of(self.source, list(found.lines), False)
                self.references.add(read_script(snippet, context).references, claim)

    def _imports(self, lines: Sequence[Span], claim: Claim) -> None:
        from flake8_single_entry.readers.documents import excerpts

        for found in excerpts.imports_of(self.source.text, lines):
            kind = Kind.OBJECT if found.is_object else Kind.MODULE
            self.references.mention(found.start, found.end, found.text, kind, _CALLER, "import", claim)

    def _tree(self, block: Block) -> None:
        drawn = self.relevance.claim_of_names(block, drawn=True)
        if drawn is None:
            return
        entries = tuple(tree_listing.entries_of(self.source.text, block.spans))
        inner = {entry.folders[0] for entry in entries if entry.folders}
        for entry in entries:
            claim = weakest((drawn, claim_of_remark(entry.remark)))
            if claim is None or "*" in entry.remark[:2]:
                continue
            runner = TREE_ENTRY if calls_entry_point(entry.remark) else TREE
            name = self.source.text[entry.start : entry.end]
            path = "/".join((*entry.folders, name))
            if entry.captioned:  # grouped by subject, as a list would
                self.references.mention(
                    entry.start, entry.end, path, Kind.PATH, _CALLER if entry.folders else _GUESS, "", claim
                )
                continue
            # the name of the project on top, whose package has the same name
            base = _GUESS if entry.root in inner else _GUESS._replace(directory=entry.root)
            self.references.mention(entry.start, entry.end, path, Kind.PATH, base, runner, claim)

    # -- text ------------------------------------------------------------------------------------------------------

    def text(self, block: Block) -> None:
        """Read a paragraph, list item or table row: its code spans and links."""
        text = block.text_in(self.source.text)
        if ".py" in text:
            self.references.shown.update(inline.created_in(text))
            self.references.told.update(inline.ordered_in(text))
        elif ("`" not in text and "uvicorn" not in text) or not (
            ":" in text or "import" in text or "`cd " in text or text_might_run(text)
        ):
            return
        below = self.relevance.claim_of_commands(block.sections)
        if below is None:
            return
        names: Claim | None = Claim.PRESENT
        judged = False
        for start, end in block.spans:
            if end - start > _LONGEST_LINE:
                continue
            for named in inline.named_in(self.source.text[start:end]):
                first, last = start + named.start, start + named.end
                if named.says is inline.SpanKind.COMMAND:
                    self._span_command(block, first, last, below)
                    continue
                if not judged:
                    names, judged = self.relevance.claim_of_names(block), True
                if names is None:
                    continue
                claim = weakest((names, self.relevance.claim_of_sentence(block, first, last)))
                if claim is not None:
                    self._named(first, last, named.says, claim)

    def _span_command(self, block: Block, start: int, end: int, claim: Claim) -> None:
        content = self.source.text[start:end].lstrip("$ ")
        if not (content.startswith("cd ") or text_might_run(content)) or not code_blocks.is_command(content):
            return
        sentence = self.relevance.sentence_around(block, start, end)
        if retired_lead(sentence) or (block.leads and dismissing_lead(block.leads[-1])):
            return
        start = end - len(content)
        via = Via.RUN if self.relevance.kind is DocumentKind.GUIDE else Via.MENTION
        snippet = code_blocks.script_of(self.source, [(start, end)], "\\" in content)
        script = read_script(snippet, replace(self.where.said(sentence, block.sections), via=via))
        self._commands(block, script.references, claim)
        self.where.went(block.sections, script.context)

    def _named(self, start: int, end: int, says: inline.SpanKind, claim: Claim) -> None:
        text = self.source.text[start:end]
        if says is inline.SpanKind.IMPORT:
            self._imports([(start, end)], claim)
        elif says is inline.SpanKind.OBJECT:
            self.references.mention(start, end, text, Kind.OBJECT, _GUESS, "", claim)
        elif says is inline.SpanKind.LINK:
            rooted = text.startswith("/") or self.source.text.startswith("mdc:", start - 4)
            start += text.startswith("/")
            base = Base(RelativeTo.ROOT if rooted else RelativeTo.FILE)
            self.references.mention(start, end, text.removeprefix("/"), Kind.PATH, base, "link", claim)
        else:
            base = _CALLER if "/" in text else _GUESS
            self.references.mention(start, end, text, Kind.PATH, base, "", claim)

    def _commands(self, block: Block, references: Iterable[Reference], claim: Claim, weak: bool = False) -> None:
        """Add the references of commands.

        In tutorials, a file without a directory may be the reader's own, so it becomes a mention. In a plan, commands
        that handle files tell what is to be done once.
        """
        teaches = self.teaches or _chapter(block) in self.taught
        for each in references:
            own = teaches and each.via is Via.RUN and "/" not in each.text and "." not in each.text.removesuffix(".py")
            once = weak and each.runner in ("", COPIED)
            self.references.add([each._replace(via=Via.MENTION) if own else each], Claim.PAST if once else claim)
