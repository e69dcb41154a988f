"""The values that flow from readers to reporters: frozen, typed, and free of behaviour."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Location(NamedTuple):
    """A span in one file: path relative to the root with ``/``, lines and columns from 1, columns in characters.

    ``end_column`` is the column after the last character.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Kind(StrEnum):
    """What a reference's text names."""

    PATH = "path"  # src/main.py, or a directory with a __main__.py
    MODULE = "module"  # pkg.main
    OBJECT = "object"  # pkg.main:app
    BUILD = "build"  # a Dockerfile, build context, compose file or script on the way to an entry point


class Via(StrEnum):
    """How the text refers to its target; it decides how much a missing target says."""

    RUN = "run"  # a command line starts it: python x.py, uvicorn m:app
    CALL = "call"  # code names it where a call loads or starts it: uvicorn.run("m:app"), import_module("m")
    IMPORT = "import"  # an import statement
    PATCH = "patch"  # mock.patch("m.attr"), monkeypatch.setattr("m.attr", ...)
    CONFIG = "config"  # a configuration key that names it: console scripts, program: in launch.json
    COPY = "copy"  # COPY or ADD of the file itself into an image
    BUILD = "build"  # build:, docker build -f, a script that is called
    PATH = "path"  # code builds or opens the path, or a command handles the file without starting it
    MENTION = "mention"  # a code span or a directory tree in documentation, an echoed line


class RelativeTo(StrEnum):
    """Where a relative text starts."""

    ROOT = "root"  # the repository's root
    FILE = "file"  # the directory of the file that holds the reference
    CALLER = "caller"  # wherever a person runs it: the root, else the file's directory or one above it
    CONTEXT = "context"  # the build context of the Dockerfile that holds the reference
    IMAGE = "image"  # a container's file system
    PACKAGE = "package"  # the import path of the Python file that holds the reference
    UNKNOWN = "unknown"  # nothing can be said: never resolved


class Base(NamedTuple):
    """What a reference is relative to; the readers fill it in, ``project`` alone interprets it.

    ``directory`` is the effective directory below the anchor (after ``cd``, ``WORKDIR``, ``working-directory``),
    with ``/``, possibly with leading ``..``. In an image it is absolute, or "" where only the image knows it; elsewhere
    an absolute one lies on somebody's machine, and may end like a directory of the repository.
    ``search`` are directories that the import system looks into first (``PYTHONPATH``, ``--app-dir``,
    ``sys.path.insert``), each written like ``directory`` (already joined with it).
    ``container`` names the image: the stage of the Dockerfile that holds the reference (its index as a string), or the
    compose service. ``checkout`` is the name of the directory that a ``git clone`` in the same text made, when the
    effective directory lies in it; ``directory`` is then relative to that checkout.
    ``certain`` is False where the directory was guessed (``cd`` into a variable or a placeholder).
    """

    anchor: RelativeTo
    directory: str = ""
    search: tuple[str, ...] = ()
    container: str = ""
    checkout: str = ""
    certain: bool = True


CONSOLE_SCRIPT = "console script"  # the runner of a reference that packaging files make a command of
PLUGIN = "plugin"  # the runner of one that other programs load


class Reference(NamedTuple):
    """One place in one file that names a module, a file, an object or a build input.

    ``text`` is exactly what is written for the target: ``src/main.py``, ``pkg.main``, ``pkg.main:app``. Imports are
    objects too: ``from a import b`` is ``a:b`` (b may be a submodule), ``from .m import x`` is ``.m:x``,
    ``from . import m`` is ``.:m``, ``import a.b`` is the module ``a.b``.
    ``location`` spans the text in the file (for an import: the module's name, or the statement).
    ``runner`` is the program that loads it (``python``, ``uvicorn``, ``celery``) or "" ; ``guarded`` says that its
    absence is provided for (``[ -f x ] &&``, ``try: import ... except ImportError``).
    ``surface`` is the reader's name. ``origin`` is where the text is written, if that is in another file: ``location``
    then spans the name of a constant.
    """

    location: Location
    text: str
    kind: Kind
    base: Base
    surface: str
    via: Via
    runner: str = ""
    guarded: bool = False
    origin: Location | None = None


class Application(NamedTuple):
    """An object that a server or a command line starts: ``app = FastAPI()``.

    ``factory`` marks a function that returns one.
    """

    framework: str  # fastapi, flask, django, starlette, celery, typer, click, streamlit, gradio, aiohttp, ...
    name: str
    location: Location
    factory: bool = False


class Launch(NamedTuple):
    """A call that starts a program: ``uvicorn.run(...)``, ``app.run()``, ``asyncio.run(main())``, ``main()``.

    ``top_level`` is True where it runs on import (outside functions and outside a guard).
    """

    call: str
    location: Location
    top_level: bool


class EntryTraits(NamedTuple):
    """What one Python file shows of an entry point.

    ``names`` are the names bound at module level (imports included) and ``definitions`` the qualified functions and
    classes (``Service.start``); ``routes`` are what it serves (``GET /health``) and ``commands`` its command names.
    ``open_names`` says that names may exist that cannot be seen (star import, ``__getattr__``, ``globals()``).
    ``size`` counts lines that hold code. ``sketch`` holds hashes of shingles over normalised tokens, sorted.
    ``broken`` is where the running Python could not parse the file. ``title`` is the docstring's first line.
    """

    guard: Location | None = None
    launches: tuple[Launch, ...] = ()
    applications: tuple[Application, ...] = ()
    handlers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    open_names: bool = False
    size: int = 0
    sketch: tuple[int, ...] = ()
    broken: Location | None = None
    title: str = ""


class Copy(NamedTuple):
    """One COPY or ADD: ``sources`` relative to the context (or to stage ``stage`` when given), into ``destination``.

    ``destination`` is absolute (joined with WORKDIR). ``stage`` is a stage's index or name, an image's name, or "".
    """

    sources: tuple[str, ...]
    destination: str
    stage: str = ""
    line: int = 0


class Stage(NamedTuple):
    """One build stage of a Dockerfile, as it is at its end.

    ``base`` is the image or the earlier stage in FROM. ``workdir`` is absolute ("/" by default, or inherited from an
    earlier stage of the file). ``search`` are absolute PYTHONPATH directories. ``created`` are absolute paths that a
    RUN or a heredoc makes. ``opaque`` is True where RUN brings files from outside (git clone, curl, tar into the tree).
    ``start`` holds the indexes, in the file's references, of those that its ENTRYPOINT and CMD make. ``installed`` are
    absolute directories that RUN installs as a package (``pip install .``).
    """

    name: str
    base: str
    workdir: str
    copies: tuple[Copy, ...] = ()
    search: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    opaque: bool = False
    start: tuple[int, ...] = ()
    installed: tuple[str, ...] = ()


class Service(NamedTuple):
    """One service of a compose file (or of another file that runs images).

    ``context`` and ``dockerfile`` are as written ("" where the key is absent), relative to the compose file's
    directory and to the context. ``mounts`` maps host directories (as written) to absolute container paths.
    ``workdir`` is ``working_dir`` or "". ``replaces`` says that ``command`` or ``entrypoint`` replaces the image's.
    ``stages`` are those of a Dockerfile that is written in the compose file itself.
    """

    name: str
    context: str = ""
    dockerfile: str = ""
    target: str = ""
    image: str = ""
    mounts: tuple[tuple[str, str], ...] = ()
    workdir: str = ""
    replaces: bool = False
    extends: str = ""
    stages: tuple[Stage, ...] = ()


class Problem(NamedTuple):
    """Why a file, or a part of it, could not be read: it becomes ONE905 where the file matters.

    ``limit`` says that the file was read up to a limit, and ``unread`` that its bytes could not be had at all: in
    neither case is it broken.
    """

    location: Location
    reason: str
    limit: bool = False
    unread: bool = False


class Facts(NamedTuple):
    """All that one reader found in one file."""

    references: tuple[Reference, ...] = ()
    traits: EntryTraits | None = None
    stages: tuple[Stage, ...] = ()
    services: tuple[Service, ...] = ()
    package_roots: tuple[str, ...] = ()  # from packaging files: directories, relative to the file's, that hold packages
    project_names: tuple[str, ...] = ()  # names this project gives itself (packaging metadata, package.json)
    problems: tuple[Problem, ...] = ()
    excluded: tuple[str, ...] = ()  # from .dockerignore: patterns, in order, relative to the build context
    externals: tuple[str, ...] = ()  # constants of other Python modules that decide references: ``module:NAME``


class Role(StrEnum):
    """What the judgement makes of a runnable module."""

    AUTHORITATIVE = "authoritative"
    WRAPPER = "wrapper"
    LAUNCHER = "launcher"
    DUPLICATE = "duplicate"
    ARCHIVED = "archived"
    PROGRAM = "program"
    TOOL = "tool"
    TEST = "test"
    EXAMPLE = "example"
    CANDIDATE = "candidate"  # undecided


class Evidence(NamedTuple):
    """One reason for or against a candidate: ``kind`` is a word (``image``, ``procfile``, ``readme``, ``import``)."""

    kind: str
    location: Location | None
    text: str
    weight: float


class UniqueFeatures(NamedTuple):
    """What one module has and another lacks: routes (``GET /health``), commands, public functions and classes."""

    routes: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """A runnable module of a scope, what it is taken for, and why.

    ``rival`` is the module that a duplicate competes with most closely, ``likeness`` how much they share (0 to 1),
    and ``place`` where a finding about it is said: its guard, application object or first line. ``lacks`` is what the
    authoritative module lacks of what a duplicate has.
    """

    path: str
    role: Role
    score: float
    evidence: tuple[Evidence, ...]
    place: Location
    program: str = ""
    rival: str = ""
    likeness: float = 0.0
    lacks: UniqueFeatures = UniqueFeatures()


class Scope(NamedTuple):
    """A directory that one entry point rules; paths are relative to the repository's root."""

    root: str  # "." for the repository's root
    entry_point: str | None
    decided_by: str | None  # configuration | evidence | None
    confidence: float
    archive: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    programs: tuple[tuple[str, str], ...] = ()
    strict: bool = False


class Outcome(StrEnum):
    """Where a reference leads."""

    FOUND = "found"
    MISSING = "missing"
    NOT_SHIPPED = "not shipped"  # in the repository, but not in the image that starts it
    MALFORMED = "malformed"
    UNKNOWN = "unknown"


class Resolution(NamedTuple):
    """Where one reference leads: ``target`` if found, else ``expected`` (the path looked for) and ``elsewhere``.

    ``attribute`` is the part after the module, when one was named; ``lacking`` is what the target surely has not of it
    (or of what the runner takes by default). ``reason`` is a short clause for people.
    ``shipped`` is where the image has a file that it does not have at ``expected``, absolute.
    ``tentative`` marks an absence that only a file of the same name elsewhere speaks for: a reader of the document may
    well stand in that file's directory.
    """

    outcome: Outcome
    target: str | None = None
    expected: str | None = None
    elsewhere: tuple[str, ...] = ()
    attribute: str = ""
    reason: str = ""
    tentative: bool = False
    shipped: str | None = None
    lacking: str = ""


WRITTEN = "written here"  # the message of the place where a reference's text is written, if not where it stands


class Link(NamedTuple):
    """One reference, resolved once."""

    reference: Reference
    resolution: Resolution


class Related(NamedTuple):
    """A second place that explains a finding."""

    location: Location
    message: str


class Finding(NamedTuple):
    """One thing to say. ``message`` is one line without the code; ``reference`` the text that it is about.

    ``fingerprint`` is made of code, file, reference text and target, never of a line number.
    """

    code: str
    rule: str
    location: Location
    message: str
    reference: str = ""
    target: str | None = None
    suggestion: str | None = None
    scope: str = "."
    related: tuple[Related, ...] = ()
    fixable: bool = False
    fingerprint: str = ""
