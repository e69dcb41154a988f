"""Files, application objects and commands in the code spans, links and sentences of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.conventions.translations import pattern


class SpanKind(Enum):
    """What a span names."""

    COMMAND = "command"
    PATH = "path"
    OBJECT = "object"
    LINK = "link"
    IMPORT = "import"


class SpanMatch(NamedTuple):
    """A span of a text with its offsets and kind. The span of a path excludes line numbers."""

    start: int
    end: int
    says: SpanKind


_TICKS = re.compile(r"`+")
_LINK = re.compile(
    r"\]\(\s*<?(?P<target>[^()\s<>#?:]{1,300}\.py)(?:#[^()\s]{0,100})?>?(?:\s+[\"'][^\"'\n]{0,200}[\"'])?\s*\)"
)
_FOREIGN_LINK = re.compile(r"\]\([a-z+]{2,10}:")
_RULE_LINK = re.compile(r"\]\(mdc:(?P<target>[^()\s<>#?:]{1,300}\.py)\)")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:\s+<?(?P<target>[^\s<>#?:]{1,300}\.py)(?:#\S{0,100})?>?\s*$")
_PATH = re.compile(r"@?(?P<path>(?:\.{0,2}/)?[\w.+@-]+(?:/[\w.+@() -]+)*\.py)(?:::?[\w:.()\[\]-]*|#L\d+.*|\(\))?$")
_OBJECT = re.compile(
    r"[A-Za-z_]\w*(?:\.\w+)*:(?:app|application|asgi_app|wsgi_app|create_app|make_app|get_app|celery|celery_app|asgi"
    r"|wsgi|server|api)(?:\(\))?$"
)
_DOTTED_MAIN = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+:main$")
_IMPORT = re.compile(r"(?:from\s+[A-Za-z_][\w.]*\s+import\s+\S|import\s+[A-Za-z_][\w.]*$)")
_OUTSIDE = re.compile(
    r"/(?:home|users|opt|var|usr|tmp|app|etc|root|srv|mnt|workspace|code|path|data|volumes|private)/", re.IGNORECASE
)
_TOLD = re.compile(
    r"(?:\b(?:run|start|launch|execute|deploy|running|invoke)\s+(?:(?:it|this|(?:the\s+)?(?:app|server|bot|service|program|project))\s+)?"
    r"(?:(?:with|using|via|by)\s+)?(?:the\s+|python3?\s+)?"
    r"|\bentry[ -]?points?\s*+(?:is|are)?\s*+[:：=]\s*+\**\s*+)"
    r"(?P<first>(?:[\w.-]{1,60}/){0,8}[\w.-]{1,80}\.py)\b(?P<more>(?:\s*,\s*(?:[\w.-]{1,60}/){0,8}[\w.-]{1,80}\.py\b){0,8})",
    re.IGNORECASE,
)
_HTML_CODE = re.compile(r"<(code|kbd|tt|samp)(?: [^<>]{0,80})?>([^<>`]{1,400})</\1>", re.IGNORECASE)
_HREF = re.compile(r"\bhref=[\"'](?P<target>[^\"'()\s<>#?:]{1,300}\.py)(?:#[^\"'\s]{0,100})?[\"']", re.IGNORECASE)
# A command without any mark, which is the whole line, or follows a colon at its end.
_PLAIN_COMMAND = re.compile(
    r"(?:^|[:：]\s)\s*(?P<command>(?:python3?|uvicorn|gunicorn|streamlit\s+run)(?:\s+-\w+){0,4}\s+[\w./][\w./:-]*"
    r"(?:\s+-[\w-]+(?:[=\s][\w./:][\w./:-]*)?){0,12})\s*$"
)
# A command between quotes or in emphasis, instead of a code span.
_MARKED_COMMAND = re.compile(
    r"(?P<mark>\*\*|\*|(?<!\w)['\"])(?P<command>(?:python3?|uvicorn|gunicorn|streamlit\s+run)\s[^*'\"\n]{1,200})(?P=mark)"
    r"|[“„«](?P<quoted>(?:python3?|uvicorn|gunicorn|streamlit\s+run)\s[^“”„«»\n]{1,200})[”“»]"
)
_BOLD = re.compile(r"\*\*(?P<name>[\w./-]{1,200}\.py)(?:\*\*|:\*\*)")
_LONGEST = 400  # characters of a code span; longer spans are neither names nor single commands
_FILE = re.compile(r"[\w./-]+\.py\b")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the contents of the code spans of a line. Backticks close at the next run of the same length."""
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text)]
    following: dict[int, list[int]] = {}
    for index, (start, end) in enumerate(runs):
        following.setdefault(end - start, []).append(index)
    index = 0
    while index < len(runs):
        start, end = runs[index]
        later = following[end - start]
        while later and later[0] <= index:
            later.pop(0)
        if not later:
            index += 1
            continue
        yield end, runs[later[0]][0]
        index = later[0] + 1


def named_in(text: str) -> Iterator[SpanMatch]:
    """Yield what a line of a document names, ordered by kind: links, code spans, files in bold, and those to be run."""
    linked: list[tuple[int, int]] = []
    if "](" in text or "]:" in text:
        for pattern in (_LINK, _RULE_LINK, _DEFINITION):
            for found in pattern.finditer(text):
                linked.append((text.rfind("[", 0, found.start()), found.end()))
                yield SpanMatch(found.start("target"), found.end("target"), SpanKind.LINK)
        linked += [(text.rfind("[", 0, found.start()), found.end()) for found in _FOREIGN_LINK.finditer(text)]
    ticked: list[tuple[int, int]] = []
    if "`" in text:
        for start, end in code_spans(text):
            ticked.append((start, end))
            if not any(first <= start and end <= last for first, last in linked):
                said = _classify(text, start, end)
                if said:
                    yield said
    if "<" in text:
        for found in _HREF.finditer(text):
            yield SpanMatch(found.start("target"), found.end("target"), SpanKind.LINK)
        for found in _HTML_CODE.finditer(text):
            ticked.append(found.span(2))
            said = _classify(text, *found.span(2))
            if said:
                yield said
    for found in _MARKED_COMMAND.finditer(text):
        span = found.span("command") if found["command"] else found.span("quoted")
        if not any(first < span[1] and span[0] < last for first, last in (*ticked, *linked)):
            ticked.append(span)
            yield SpanMatch(*span, SpanKind.COMMAND)
    if not ticked and len(text) <= _LONGEST and (plain := _PLAIN_COMMAND.search(text)):
        ticked.append(plain.span("command"))
        yield SpanMatch(*plain.span("command"), SpanKind.COMMAND)
    if ".py" in text:
        for bold in _BOLD.finditer(text):
            ticked.append(bold.span("name"))
            if said := _classify(text, *bold.span("name")):
                yield said
        for found in _TOLD.finditer(text):
            for name in _FILE.finditer(text, found.start("first"), found.end()):
                if not any(first <= name.start() < last for first, last in (*ticked, *linked)):
                    yield SpanMatch(name.start(), name.end(), SpanKind.PATH)


def _classify(text: str, start: int, end: int) -> SpanMatch | None:
    content = text[start:end]
    start += len(content) - len(content.lstrip())
    content = content.strip()
    end = start + len(content)
    if not 1 < len(content) <= _LONGEST:
        return None
    if _IMPORT.match(content):
        return SpanMatch(start, end, SpanKind.IMPORT)
    path = _PATH.match(content) if ".py" in content and " " not in content else None
    if path:
        if _OUTSIDE.match(content):
            return None
        offset = start + path.start("path")
        if text[offset] == "/":
            offset += 1
        return SpanMatch(offset, start + path.end("path"), SpanKind.PATH)
    if _OBJECT.match(content) or _DOTTED_MAIN.match(content):
        return SpanMatch(start, end, SpanKind.OBJECT)
    if " " in content or content.startswith("./"):
        return SpanMatch(start, end, SpanKind.COMMAND)
    return None


_HINTS = (
    re.compile(
        r"\b(?:from|in|inside|into|to|within|at|under|enter)\s+(?:the\s+|your\s+)?[`*\"'“]{0,3}(?P<name>[\w.-]+(?:/[\w.-]+)*)/?"
        r"[`*\"'”]{0,3}\s+(?:sub)?(?:directory|folder|dir)\b",
        re.IGNORECASE,
    ),
    re.compile(r"`(?:\./)?(?P<name>[\w.-]+(?:/[\w.-]+)*)/`"),
    re.compile(
        r"(?:\b(?:cd|enter|go|navigate|change|switch|move|from|inside|under|in)\s+(?:(?:in)?to\s+)?(?:the\s+)?|进入|在|切换到)\s*"
        r"[`*]{1,3}(?:\./)?(?P<name>[\w-]+(?:/[\w-]+)+)[`*]{1,3}",
        re.IGNORECASE,
    ),
    re.compile(r"(?:在|进入|切换到)\s*[`\"“]?(?P<name>[\w.-]+(?:/[\w.-]+)*)/?[`\"”]?\s*(?:目录|文件夹)"),
    # the word for a directory precedes its name in Romance and Slavic languages and in German
    re.compile(
        r"(?<!\w)(?:carpeta|directorio|pasta|diret[oó]rio|dossier|r[ée]pertoire|cartella|verzeichnis|ordner"
        r"|(?:под)?каталог\w{0,2}|папк\w{1,2}|директори\w{1,2}|katalog\w{0,2}|folder\w{0,2})\s+"
        r"(?:de\s+|del\s+|do\s+|di\s+)?(?:\*\*)?[`\"«“](?:\./)?(?P<name>[\w.-]+(?:/[\w.-]+)*)/?[`\"»”]",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!\w)(?:carpeta|directorio|pasta|diret[oó]rio|dossier|r[ée]pertoire|cartella|verzeichnis|ordner)\s+"
        r"(?P<name>[\w-]+(?:/[\w.-]+)*)/?\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"[`\"「](?:\./)?(?P<name>[\w.-]+(?:/[\w.-]+)*)/?[`\"」]\s*(?:ディレクトリ|フォルダ|디렉터리|디렉토리|폴더)"
    ),
)
_NO_DIRECTORY = word_set(
    "root project repository repo same this current parent new working home base main top top-level target source "
    "output installation install correct right following appropriate separate another different any a an that the "
    "toplevel workspace cloned extracted your project-root venv .venv env data logs build dist "
    "raíz raiz proyecto projeto projet progetto projekt racine actual corrente courant principal"
)


def directory_hint(text: str) -> str:
    """Return the working directory that a heading or sentence names ("from the `src/` directory"), or ""."""
    for hint in _HINTS:
        found = hint.search(text[-600:])
        if found and found["name"].lower() not in _NO_DIRECTORY:
            return found["name"].removeprefix("./")
    return ""


_CREATES = re.compile(
    r"\b(?:creat(?:e|ing)|sav(?:e|ing)|write|new\s+file)\b[^`\n.]{0,80}`([\w./-]{1,100}\.py)`"
    r"|`([\w./-]{1,100}\.py)`\s*[:：]?\s*\((?:new|create)\b|(?:创建|新建|保存)[^`\n]{0,30}`([\w./-]{1,100}\.py)`",
    re.IGNORECASE,
)


def created_in(text: str) -> Iterator[str]:
    """Yield the Python files that a text tells its reader to create."""
    for found in _CREATES.finditer(text):
        yield found[1] or found[2] or found[3]


_ORDERED = re.compile(
    rf"(?:\b(?:creat(?:e|ing)|sav(?:e|ing)|write|put|paste|place|new\s+(?:file|module|script))\b"
    r"(?:[\s,:(]+(?:an?|the|new|your|own|python|small|simple|minimal|file|module|script|program|this|it|that|following|code"
    r"|contents?|text|snippet|example|app|application|server|as|to|in|into|at|called|named|under|with|above|below)){0,20}"
    rf"|{pattern('writing')}(?:[\s,:]+\w+){{0,4}}|(?:创建|新建|保存)[^`\n]{{0,30}})[\s,:(]*`(?P<name>[\w./-]{{1,100}}\.py)`",
    re.IGNORECASE,
)


def ordered_in(text: str) -> Iterator[str]:
    """Yield the Python files that a text orders its reader to write, in so many words."""
    for found in _ORDERED.finditer(text):
        yield found["name"]
