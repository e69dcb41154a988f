"""Statements of a document that declare one of several modules the entry point: "Selected winner: `src/main.py`"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.conventions.translations import folded, pattern, words

_MARKUP = str.maketrans(dict.fromkeys("*`#>|[]()\"'✅⭐🏆", " "))
_NAME = (
    r"(?:(?:python3?|uvicorn|gunicorn|hypercorn|streamlit\s+run)\s+(?:-m\s+)?)?"
    r"(?P<name>(?:[\w.-]{1,60}/){0,8}[\w-]{1,80}\.py|[A-Za-z_]\w*(?:\.\w+){0,8}:app(?:lication)?)(?![\w/])"
)
_MAIN = (
    r"(?:entry[\s-]?point|main|version|module|implementation|file|program|application|server|candidate|one)"
    r"(?:\s+(?:entry[\s-]?point|file|module|program|script))?"
)
_SURE = r"(?:authoritative|canonical|definitive|official|winning)"
_TAKEN = r"(?:selected|chosen|designated)"
_SUBJECT = (
    rf"(?:(?:{_SURE}|{_TAKEN}|best)\s+(?:{_SURE}\s+|main\s+)?{_MAIN}|(?:{_TAKEN}\s+|clear\s+|final\s+)?winner"
    rf"|{pattern('winners')})"
)
_IS = r"\s*(?:is|will\s+be|remains|stays|[:：=→–—-]|[-=]>)\s*(?:now\s+)?"
_BEGIN = r"(?<![\w-])"  # a name is tried only at the beginning of a word, in linear time
_STATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_SUBJECT}{_IS}{_NAME}",
        rf"\b(?:select(?:ed)?|ch[o]?ose|pick(?:ed)?|keep|kept|declared?)\s+{_NAME}\s+as\s+(?:the|our)\s+"
        rf"(?:\w+\s+){{0,3}}(?:{_MAIN}|winner)\b",
        rf"{_BEGIN}{_NAME}\s*(?:is|becomes|remains|stays|was\s+(?:selected|chosen)\s+as|[:–—-])\s+(?:now\s+)?(?:the|our)\s+"
        rf"(?:{_SUBJECT}|(?:only|single|one)\s+(?:\w+\s+)?entry[\s-]?point)\b",
        rf"{_BEGIN}{_NAME}\s*+(?:[:←–—-]++\s*)?(?:keep\s+)?(?:(?:{_TAKEN}|winner|wins|best\s+version|authoritative)\s*$|wins\b)",
    )
)
_ELSEWHERE = pattern("choices")  # in other languages, of folded text
_STATED = re.compile(rf"(?:{_ELSEWHERE})\s*(?:[:：=→–—-]|[-=]>)\s*{_NAME}", re.IGNORECASE)
_TITLED = re.compile(rf"\s*(?:\d+[.)]\s*)?(?:{_ELSEWHERE})\s*[:：]?\s*")
_INSTEAD = re.compile(
    rf"\buse\s+{_NAME}\s*+,?\s*+(?:instead\s+of|rather\s+than|in\s+place\s+of|not)\b[^.]{{0,60}}(?:\.py\b|:app)"
    rf"|\.py\s+(?:is|was|has\s+been)\s+(?:superseded|replaced)\s+by\s+{_NAME.replace('?P<name>', '?P<other>')}"
    rf"|\.py\s+is\s+(?:now\s+)?(?:deprecated|obsolete)\b.{{0,40}}?\buse\s+{_NAME.replace('?P<name>', '?P<third>')}",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"\s*(?:\d+[.)]\s*)?(?:the\s+|our\s+)?{_SUBJECT}\s*[:：]?\s*", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:not|no|never|reject(?:s|ed|ing)?|discard(?:ed)?|former(?:ly)?|previous(?:ly)?|until|was\s+the|candidates|which"
    r"|whether|if|tbd|undecided|open\s+question|proposed|perhaps|maybe|might|could|should\s+we)\b|[?？]\s*$",
    re.IGNORECASE,
)
_TITLE_WORDS = (
    "winn",
    "authoritative",
    "canonical",
    "definitive",
    "official",
    "selected",
    "chosen",
    "designated",
    "best",
    *words("winners"),
)
_ROW = re.compile(r"\s*(?:[-*+•|]|\d+[.)])\s")
_KEEPS = re.compile(r"\b(?:keep|kept)\b", re.IGNORECASE)
_PUTS_AWAY = re.compile(r"\b(?:archived?|delete[ds]?|removed?|retired?|dropp?(?:ed)?)\b", re.IGNORECASE)
_LONGEST = 400  # characters of a line; longer ones are generated
_WORDS = re.compile(
    r"winner|winning|\bwins\b|authoritative|canonical|definitive|official|selected|chosen|designated|best|select"
    r"|ch[o]?ose|pick|keep|kept|declare|single|only\s+entry|instead\s+of|rather\s+than|in\s+place\s+of|,\s*not\b"
    rf"|superseded\s+by|replaced\s+by|deprecated|obsolete|{pattern('winners')}",
    re.IGNORECASE,
)


def declarations_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names that the lines of a text declare to be the entry point."""
    is_told = _WORDS.search(text) is not None
    if is_told:
        yield from _sole_kept(text)
    start = 0
    below_title = False
    for line in text.split("\n"):
        lowered = line.lower()
        names = ".py" in lowered or ":app" in lowered  # as each name
        is_title = line.startswith(("#", "**")) or (is_told and any(word in lowered for word in _TITLE_WORDS))
        if not (names or below_title or is_title):
            start += len(line) + 1
            continue
        plain = line.translate(_MARKUP) if len(line) <= _LONGEST else ""
        if plain.strip():
            span = (_declared(plain) if names else None) or (_only_name(plain) if names and below_title else None)
            if span is not None:
                yield start + span[0], start + span[1]
            below_title = bool(_TITLE.fullmatch(plain) or _TITLED.fullmatch(folded(plain)))
        start += len(line) + 1


class _Kept:
    """The modules that lines keep, and whether others are put away."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []
        self.away = False

    def add(self, says: str, spans: list[tuple[int, int]]) -> None:
        """Add the modules of a line of which a text says what is done."""
        if _PUTS_AWAY.search(says):
            self.away = self.away or bool(spans)
        elif _KEEPS.search(says):
            self.spans += spans

    def only(self) -> list[tuple[int, int]]:
        return self.spans if self.away and len(self.spans) == 1 else []


def _sole_kept(text: str) -> Iterator[tuple[int, int]]:
    """Yield the only module that a list or a table keeps, if it puts others away, or that a heading keeps."""
    start = 0
    rows, below = _Kept(), _Kept()  # of one list or table, and of all lists below headings that say what is done
    title = ""
    for line in (*text.split("\n"), ""):
        if _ROW.match(line) and len(line) <= _LONGEST:
            found = [name.span("name") for name in re.finditer(_NAME, line.translate(_MARKUP))]
            spans = [(start + first, start + last) for first, last in found]
            rows.add(line, spans)
            below.add(title, spans)
        else:
            yield from rows.only()
            rows = _Kept()
            title = line if line.startswith("#") else title
        start += len(line) + 1
    yield from below.only()


def _declared(line: str) -> tuple[int, int] | None:
    found = _INSTEAD.search(line)
    if found is not None:
        return next(found.span(group) for group in ("name", "other", "third") if found[group])
    if _OPEN.search(line):
        return None
    stated = _STATED.search(folded(line))
    if stated is not None and len(folded(line)) == len(line):
        return stated.span("name")
    return next((found.span("name") for form in _STATES if (found := form.search(line))), None)


def _only_name(line: str) -> tuple[int, int] | None:
    """Return the name in the line below a title such as "Selected winner", if it is the only one."""
    found = list(re.finditer(_NAME, line))
    return found[0].span("name") if len(found) == 1 and not _OPEN.search(line) else None
