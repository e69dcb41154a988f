"""Code blocks of documents: their language, the lines that are commands, and the shell script that these form."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from flake8_single_entry.command.cron_lines import command_span
from flake8_single_entry.conventions.passages import retired_lead
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.readers.documents.blocks import Block, Span
from flake8_single_entry.syntax.source import Snippet, Source, join_lines

SHELL = word_set(
    "bash sh shell zsh fish ksh dash console terminal term shell-session shellsession sh-session bash-session "
    "powershell pwsh ps ps1 posh cmd bat batch dos batchfile command commands commandline command-line cli"
)
WINDOWS = word_set("powershell pwsh ps ps1 posh cmd bat batch dos batchfile")
PLAIN = frozenset(("", "text", "txt", "plaintext", "plain", "none", "nohighlight", "output", "log", "code"))
PYTHON = word_set("python py python3 ipython pycon")
DOCKERFILE = word_set("dockerfile docker containerfile")
YAML = word_set("yaml yml docker-compose compose")
UNITS = word_set("ini systemd service conf cfg config supervisor desktop unit")
JSON = word_set("json jsonc json5")
CRONTAB = word_set("cron crontab")
PROCFILE = frozenset(("procfile",))

_STARTERS = word_set(
    "python python2 python3 py pypy pypy3 pip pip3 pipx uv uvx poetry pdm pipenv hatch rye conda mamba uvicorn "
    "gunicorn hypercorn daphne granian waitress-serve flask celery fastapi streamlit chainlit gradio locust panel "
    "bokeh marimo django-admin pytest tox nox make just task docker docker-compose podman kubectl git cd pushd "
    "export set source . "
    "nohup sudo env time timeout bash sh zsh curl wget mkdir cp mv rm touch chmod cat echo npm npx yarn pnpm node "
    "apt apt-get brew call start cmd torchrun accelerate deepspeed mpirun srun sbatch modal jupyter ls pyinstaller "
    "nuitka coverage watchfiles nodemon supervisorctl systemctl heroku railway gcloud aws flyctl fly honcho foreman "
    "set-location activate deactivate virtualenv"
)
_TIMES = frozenset("0123456789*@")  # the first character of a time in a crontab
_FIRST = re.compile(r"\s*(?:[A-Z_][A-Z0-9_]*=\S*\s+)*(\.{1,2}[/\\])?([\w.+-]+)(?:\s+(\S+))?")
_PROSE = re.compile(r"[.!?]\s*$|\s(?:is|are|the|will|should|and then|which|a)\s", re.IGNORECASE)
_PROMPT = re.compile(
    r"""\s*(?: (?:\([^()\s]{1,40}\)\s*)? (?:\[?[\w.-]{1,40}@[\w.-]{1,60}[:\s][^\s$\#%>]{0,100}\s?)?
        (?: \$ | % | > | ❯ | ➜ | λ ) [ \t]+
      | (?:\([^()\s]{1,40}\)\s*)? (?: PS(?:\ [^>\n]{0,200})?>  | [A-Za-z]:\\[^>\n]{0,200}> ) [ \t]*
      | \([\w.-]{1,40}\)[ \t]+(?=[\w.]) )""",
    re.VERBOSE,
)
# ``~/shop/api$ ``, ``(env) shop> `` and ``root@0a1b:/app# ``: a prompt if a command follows.
_DIRECTORY_PROMPT = re.compile(
    r"\s*(?:➜\s+)?(?:\([^()\s]{1,40}\)\s*)?(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[:\s])?(?P<place>~?[\w.-]{0,40}(?:/[\w.-]{1,40}){0,9}/?)\]?"
    r"(?:\s(?:git:)?\([\w./-]{1,60}\))?(?:\s?[$%❯✗]|[>#])[ \t]+"
)
_ROOT_PROMPT = re.compile(r"#[ \t]+(?=(?:python3?|uvicorn|gunicorn|pip3?|cd|git|docker|apt|export)\b)")
_DIFF_LINE = re.compile(r"(?:@@ |diff --git |--- a/|\+\+\+ b/)")
_INCLUDED = re.compile(r"--8<--|\{\*\s")
_IMPORTED = re.compile(r"^[^\S\n]*+(?:from\s+[\w.]+\s+import|import\s+\w)", re.MULTILINE)
_STARTED = re.compile(r"^\w++\s*+=\s*+[A-Z]\w*+\(|__main__|^\w++\.(?:run|launch)\(|^[^\S\n]*+def main\(", re.MULTILINE)
_RUNS_FIRST = re.compile(
    r"[$%]?\s*(?:[A-Z_][A-Z0-9_]*=\S*\s+)*(?:python3?|py|uv|poetry|pip3?|uvicorn|gunicorn|streamlit|flask|torchrun|conda)\s"
)
_NEAR = 4_000  # maximum number of characters between an import and the start of a program
_SCAFFOLD = re.compile(
    r"\b(?:uv init|poetry (?:new|init)|hatch new|pdm init|django-admin startproject|cookiecutter|copier copy"
    r"|mkdir (?:-p )?[\w./-]++[^\S\n]*+(?:&&|;|\n)\s*+\$?+\s*+cd )"
)
_COMMENT = re.compile(r"\s*(?:#|//|REM\b|::)\s?", re.IGNORECASE)
_SLASHED = re.compile(r"(?<=[\w.:%~)])\\(?=[\w.])")
_SET_LOCATION = re.compile(r"(?<!\S)(?:set-location|chdir)(?=\s)", re.IGNORECASE)


def shows_program(text: str) -> bool:
    """True if a block shows a whole program, as in a tutorial whose reader is to write it."""
    if "import" not in text and "--8<--" not in text and "{*" not in text:
        return False
    text = text[:20_000]
    if _INCLUDED.search(text):
        return True
    imports = [found.end() for found in _IMPORTED.finditer(text)]
    for started in _STARTED.finditer(text):
        before = bisect_right(imports, started.start())
        if before and started.start() - imports[before - 1] <= _NEAR:
            return True
    return False


def starts_project(text: str) -> bool:
    """True if commands create a new project. The text after them is then not about this project."""
    return bool(_SCAFFOLD.search(text))


def is_diff(source: Source, block: Block) -> bool:
    """True if a block shows a diff, whose lines are not instructions."""
    if block.language in ("diff", "patch"):
        return True
    return any(_DIFF_LINE.match(source.text, start, end) for start, end in block.spans[:3])


def muted_lines(source: Source, block: Block) -> set[int]:
    """Return the line numbers that a comment marks as obsolete or wrong.

    The comment is on the line itself, or above it without a blank line between.
    """
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
    """Return the spans of the lines that are commands, without prompts and the times of a crontab.

    Output and prose are skipped.
    """
    text = source.text
    lines = tuple(_after_time(text, start, end) for start, end in block.spans)
    if any(_is_prompt_line(text[start:end]) for start, end in lines):
        return tuple(_after_prompts(text, lines))
    if block.language in SHELL:
        return _after_root_prompts(text, lines) if block.language not in WINDOWS else lines
    return tuple(_likely_commands(text, lines))


def _after_time(text: str, start: int, end: int) -> Span:
    """Return the span of the command in a line of a crontab, and that of any other line as it is."""
    if text[start : start + 1] not in _TIMES:
        return start, end
    timed = command_span(text[start:end])
    return (start + timed[0], start + timed[1]) if timed else (start, end)


def _is_prompt_line(line: str) -> bool:
    if _PROMPT.match(line):
        return not line.lstrip().startswith(("> ", "(e.g", "(i.e"))
    return _directory_prompt(line) is not None


def _directory_prompt(line: str) -> re.Match[str] | None:
    prompt = _DIRECTORY_PROMPT.match(line)
    return prompt if prompt and prompt["place"] and is_command(line[prompt.end() :]) else None


def prompted_directory(text: str, lines: Sequence[Span]) -> str:
    """Return the directory below the clone or the home directory that the first prompt of a block shows, or ""."""
    for start, end in lines:
        prompt = _directory_prompt(text[start:end])
        if prompt:
            _, _, below = prompt["place"].strip("~/").partition("/")
            return below
    return ""


def _after_prompts(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    continued = False
    for start, end in lines:
        line = text[start:end]
        prompt = _directory_prompt(line) or _PROMPT.match(line)
        if prompt and (prompt[0].strip() != ">" or is_command(line[prompt.end() :])):
            yield start + prompt.end(), end
        elif continued:
            yield start, end
        else:
            continue
        continued = line.rstrip().endswith(("\\", "`", "^"))


def _after_root_prompts(text: str, lines: tuple[Span, ...]) -> tuple[Span, ...]:
    """Remove the root prompt ``# `` if every command has it; otherwise ``#`` begins a comment."""
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
    """Yield the lines that look like commands, for a block of unknown language."""
    continued = False
    for start, end in lines:
        line = text[start:end]
        if line.startswith("> "):
            start, line = start + 2, line[2:]
        if continued or is_command(line):
            yield start, end
            continued = line.rstrip().endswith("\\")


def is_command(line: str) -> bool:
    """True if a line begins with a common program and continues like a command, not like prose."""
    words = _FIRST.match(line)
    if not words or (
        words[2].lower() not in _STARTERS and not (words[1] and words[2].endswith((".sh", ".py", ".ps1", ".bat")))
    ):
        return False
    return not _PROSE.search(line.partition(" #")[0])


def starts_with_command(text: str, lines: Sequence[Span]) -> bool:
    """True if a block begins with a command, whatever language its fence names: ``yaml`` is used for its colours."""
    first = next((text[start:end] for start, end in lines if start < end and text[start] != "#"), "")
    return bool(_RUNS_FIRST.match(first)) and is_command(first.lstrip("$% "))


def script_of(source: Source, spans: list[Span], windows: bool) -> Snippet:
    """Return command lines as a POSIX script: Windows path separators and line continuations are converted.

    Every character keeps its offset, so positions stay exact.
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
