"""Scripts and crontabs that a Dockerfile puts into its image, found by the word that starts them or by their place."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath

from flake8_single_entry.command import Context, Word, read_script
from flake8_single_entry.command.cron_lines import command_span
from flake8_single_entry.model import Kind, Reference, Via
from flake8_single_entry.paths import absolute
from flake8_single_entry.readers.containers.stages import StageState

SURFACE = "dockerfile"
_SCRIPTS = (".sh", ".bash")
_PATH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


def called_by_name(state: StageState, word: Word, context: Context) -> list[Reference]:
    """Return the script that a word starts by a bare name or without an ending, if the Dockerfile puts it there."""
    if "/" in word.text:
        known = word.text.endswith(_SCRIPTS)  # which is read as a command already
        places = [] if known else [absolute(state.workdir, word.text)]
    else:
        places = [join(directory, word.text) for directory in _PATH]
    found = next((place for place in places if place in state.written or _is_copied(state, place)), None)
    if found is None:
        return []
    base = context.base._replace(directory=dirname(found))
    return [Reference(word.location, basename(found), Kind.BUILD, base, SURFACE, Via.BUILD)]


def _is_copied(state: StageState, place: str) -> bool:
    """Return True if a shell script is copied to a path. Other files there may be programs of any kind."""
    copies = [*state.copies, *(state.parent.copies if state.parent else ())]
    return place.endswith(_SCRIPTS) and any(
        place in (copy.destination, join(copy.destination, basename(source)))
        for copy in copies
        for source in copy.sources
    )


def written_starts(state: StageState, started: Reference, context: Context) -> Iterator[Reference]:
    """Yield what a started script starts, if the Dockerfile itself writes that script."""
    if started.kind is not Kind.BUILD:
        return
    for snippet in state.written.get(normpath(join(started.base.directory or state.workdir, started.text)), ()):
        script = read_script(snippet, context)
        yield from script.references
        context = script.context


def scheduled(state: StageState, context: Context) -> Iterator[Reference]:
    """Yield what the lines of a crontab start that COPY writes from a here-document. Source: crontab(5)."""
    for instruction in state.printed:
        for heredoc in instruction.heredocs:
            start = 0
            for line in heredoc.body.text.split("\n"):
                if (span := command_span(line)) is not None:
                    command = heredoc.body.part(start + span[0], start + span[1])
                    yield from read_script(command, context).references
                start += len(line) + 1
