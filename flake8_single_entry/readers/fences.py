"""Blocks of code in documents: what language one holds, which of its lines are commands, and how they read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flake8_single_entry.command.words import names
from flake8_single_entry.readers.blocks import Block, Span
from flake8_single_entry.readers.history_words import retired_lead
from flake8_single_entry.readers.source import Snippet, Source, join_lines

SHELL = names(
    "bash sh shell zsh fish ksh dash console terminal term shell-session shellsession sh-session bash-session "
    "powershell pwsh ps ps1 posh cmd bat batch dos batchfile command commands commandline command-line cli"
)
WINDOWS = names("powershell pwsh ps ps1 posh cmd bat batch dos batchfile")
PLAIN = frozenset(("", "text", "txt", "plaintext", "plain", "none", "nohighlight", "output", "log", "code"))
PYTHON = names("python py python3 ipython pycon")
DOCKERFILE = names("dockerfile docker containerfile")
YAML = names("yaml yml docker-compose compose")
UNITS = names("ini systemd service conf cfg config supervisor desktop unit")
JSON = names("json jsonc json5")
PROCFILE = frozenset(("procfile",))

_STARTERS = names(
    "python python2 python3 py pypy pypy3 pip pip3 pipx uv uvx poetry pdm pipenv hatch rye conda mamba uvicorn "
    "gunicorn hypercorn daphne granian waitress-serve flask celery fastapi streamlit chainlit gradio locust panel "
    "bokeh marimo django-admin pytest tox nox make just task docker docker-compose podman kubectl git cd pushd "
    "export set source . "
    "nohup sudo env time timeout bash sh zsh curl wget mkdir cp mv rm touch chmod cat echo npm npx yarn pnpm node "
    "apt apt-get brew call start cmd torchrun accelerate deepspeed mpirun srun sbatch modal jupyter ls pyinstaller "
    "nuitka coverage watchfiles nodemon supervisorctl systemctl heroku railway gcloud aws flyctl fly honcho foreman "
    "set-location activate deactivate virtualenv"
)
_FIRST = re.compile(r"\s*(?:[A-Z_][A-Z0-9_]*=\S*\s+)*(\.{1,2}[/\\])?([\w.+-]+)(?:\s+(\S+))?")
_PROSE = re.compile(r"[.!?]\s*$|\s(?:is|are|the|will|should|and then|which|a)\s", re.IGNORECASE)
_PROMPT = re.compile(
    r"""\s*(?: (?:\([^()\s]{1,40}\)\s*)? (?:\[?[\w.-]{1,40}@[\w.-]{1,60}[:\s][^\s$\#%>]{0,100}\s?)?
        (?: \$ | % | > | ❯ | ➜ | λ ) [ \t]+
      | (?:\([^()\s]{1,40}\)\s*)? (?: PS(?:\ [^>\n]{0,200})?>  | [A-Za-z]:\\[^>\n]{0,200}> ) [ \t]*
      | \([\w.-]{1,40}\)[ \t]+(?=[\w.]) )""",
    re.VERBOSE,
)
_ROOT_PROMPT = re.compile(r"#[ \t]+(?=(?:python3?|uvicorn|gunicorn|pip3?|cd|git|docker|apt|export)\b)")
_DIFF_LINE = re.compile(r"(?:@@ |diff --git |--- a/|\+\+\+ b/)")
_PROGRAM = re.compile(
    r"--8<--|\{\*\s|^\s*(?:from\s+[\w.]+\s+import|import\s+\w)[\s\S]{0,4000}?"
    r"(?:^\w+\s*=\s*[A-Z]\w*\(|__main__|^\w+\.(?:run|launch)\(|^\s*def main\()",
    re.MULTILINE,
)
_SCAFFOLD = re.compile(
    r"\b(?:uv init|poetry (?:new|init)|hatch new|pdm init|django-admin startproject|cookiecutter|copier copy"
    r"|mkdir (?:-p )?[\w./-]+\s*(?:&&|;|\n)\s*\$?\s*cd )"
)
_COMMENT = re.compile(r"\s*(?:#|//|REM\b|::)\s?", re.IGNORECASE)
_SLASHED = re.compile(r"(?<=[\w.:%~)])\\(?=[\w.])")
_GO = re.compile(
    r"\s*(?:cd|pushd|chdir|set-location|sl)\s+(?:/d\s+|-path\s+)?(\"[^\"]*\"|'[^']*'|[^\s&;|#]+)", re.IGNORECASE
)
_SET_LOCATION = re.compile(r"(?<!\S)(?:set-location|chdir)(?=\s)", re.IGNORECASE)
_NEW_TERMINAL = re.compile(
    r"\s*(?:#|//|REM\b|::).*\b(?:(?:new|another|second|separate|different|other)\s+(?:terminal|shell|window|tab|console)"
    r"|(?:terminal|shell|window|tab)\s*[#:(]?\s*\d)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\s*(?:sudo\s+)?(?:docker(?:-compose|\s+compose)?|podman|kubectl)\s[^\n|;&]*\s(?:/bin/)?(?:ba|z|a)?sh\s*(?:#.*)?$"
)


def shows_program(text: str) -> bool:
    """Does a block show a whole program, such as a tutorial has its reader write?"""
    if "import" not in text and "--8<--" not in text and "{*" not in text:
        return False
    return bool(_PROGRAM.search(text[:20_000]))


def starts_project(text: str) -> bool:
    """Do commands make a project of their own, so that what follows is not about this one?"""
    return bool(_SCAFFOLD.search(text))


def is_diff(source: Source, block: Block) -> bool:
    """Does a block show a change? Its lines are then no instruction."""
    if block.language in ("diff", "patch"):
        return True
    return any(_DIFF_LINE.match(source.text, start, end) for start, end in block.spans[:3])


def muted_lines(source: Source, block: Block) -> set[int]:
    """The lines of a script that a comment calls past or wrong: on the line, or above it up to a blank line."""
    muted: set[int] = set()
    below = False
    for start, end in block.spans:
        line = source.text[start:end]
        comment = _COMMENT.match(line)
        if not line.strip():
            below = False
        elif comment:
            below = retired_lead(line[comment.end() :])
        elif below or ("#" in line and retired_lead(line.partition("#")[2])):
            muted.add(source.position(start)[0])
    return muted


def command_lines(source: Source, block: Block) -> tuple[Span, ...]:
    """The spans of the lines that are commands: prompts are cut off, output and prose left out."""
    lines = block.spans
    text = source.text
    if any(_is_prompt_line(text[start:end]) for start, end in lines):
        return tuple(_after_prompts(text, lines))
    if block.language in SHELL:
        return _after_root_prompts(text, lines) if block.language not in WINDOWS else lines
    return tuple(_likely_commands(text, lines))


def _is_prompt_line(line: str) -> bool:
    return bool(_PROMPT.match(line)) and not line.lstrip().startswith(("> ", "(e.g", "(i.e"))


def _after_prompts(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    continued = False
    for start, end in lines:
        line = text[start:end]
        prompt = _PROMPT.match(line)
        if prompt and (prompt[0].strip() != ">" or is_command(line[prompt.end() :])):
            yield start + prompt.end(), end
        elif continued:
            yield start, end
        else:
            continue
        continued = line.rstrip().endswith(("\\", "`", "^"))


def _after_root_prompts(text: str, lines: tuple[Span, ...]) -> tuple[Span, ...]:
    """A session of the root user has ``# `` before each command; where any line lacks it, ``#`` begins a comment."""
    first = next((span for span in lines if text[span[0] : span[1]].strip()), None)
    if not first:
        return lines
    quote = text[first[0] : first[1]]
    if quote.lstrip().startswith("> "):
        cut = [(start + 2 if text.startswith("> ", start) else start, end) for start, end in lines]
        return tuple((min(start, end), end) for start, end in cut)
    if all(_ROOT_PROMPT.match(text, start, end) for start, end in lines if start < end):
        return tuple((start + 2 if start < end else start, end) for start, end in lines)
    return lines


def _likely_commands(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Of a block that does not say what it holds, the lines that begin like a command line."""
    continued = False
    for start, end in lines:
        line = text[start:end]
        if line.startswith("> "):
            start, line = start + 2, line[2:]
        if continued or is_command(line):
            yield start, end
            continued = line.rstrip().endswith("\\")


def is_command(line: str) -> bool:
    """Does a line begin with a program that people type, and go on like a command line rather than like prose?"""
    words = _FIRST.match(line)
    if not words or (
        words[2].lower() not in _STARTERS and not (words[1] and words[2].endswith((".sh", ".py", ".ps1", ".bat")))
    ):
        return False
    return not _PROSE.search(line.partition(" #")[0])


def pieces_of(text: str, lines: Sequence[Span]) -> list[list[Span]]:
    """Cut a script into what one terminal runs: each piece starts where the block started.

    A comment that opens another terminal begins a piece, and so does a second ``cd`` to the same directory. A shell
    inside a container ends the script: what follows is another file system.
    """
    if any("<<" in text[start:end] for start, end in lines):
        return [list(lines)]
    pieces: list[list[Span]] = [[]]
    gone: set[str] = set()
    for start, end in lines:
        line = text[start:end]
        go = _GO.match(line)
        target = go[1].strip("\"'").rstrip("/\\") if go else ""
        if _NEW_TERMINAL.match(line) or target in gone:
            pieces.append([])
            gone.clear()
        if target.startswith("."):
            gone.clear()
        elif target:
            gone.add(target)
        pieces[-1].append((start, end))
        if _INSIDE.match(line):
            break
    return pieces


def script_of(source: Source, spans: list[Span], windows: bool) -> Snippet:
    """A snippet of command lines in POSIX notation: Windows' separators and continuations become the shell's.

    Every character keeps its place, so that positions stay exact.
    """
    snippet = join_lines(source, spans)
    text = snippet.text
    if windows:
        text = re.sub(r"[`^](?=[ \t]*\n)", "\\\\", text)
        text = re.sub(r"\\(?!\s*\n)", "/", text)
        text = re.sub(
            r"(?im)^(\s*)(?:rem|::)(?=\s)", lambda found: found[1] + "#" * (len(found[0]) - len(found[1])), text
        )
    elif "\\" in text:
        text = _SLASHED.sub("/", text)
    text = _SET_LOCATION.sub(lambda found: "cd".ljust(len(found[0])), text)
    return Snippet(source, text, snippet.segments)


def first_directory(text: str, lines: Sequence[Span]) -> str:
    """Where the first ``cd`` of a script goes, or ""."""
    for start, end in lines:
        go = _GO.match(text[start:end])
        if go:
            return go[1].strip("\"'")
    return ""
