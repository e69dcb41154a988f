"""Split file names into words that name the program and words that mark a version of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from flake8_single_entry.conventions.entry_names import ENTRY_WORDS
from flake8_single_entry.conventions.tables import word_set

FRAMEWORK_WORDS = frozenset(
    "fastapi flask django starlette quart sanic tornado aiohttp bottle falcon litestar streamlit gradio dash "
    "uvicorn gunicorn hypercorn qt pyqt pyqt5 pyqt6 pyside pyside6 tk tkinter".split()
)
# Kinds of programs. A name with one of these words is a separate program, never a version of main.
PROGRAM_WORDS = frozenset(
    "bot chatbot cli gui ui tui dashboard worker daemon agent client scheduler game crawler scraper listener "
    "consumer producer proxy gateway frontend mcp telegram discord slack shell repl console celery cron admin".split()
)
PUT_AWAY_WORDS = word_set(
    "old older oldest orig original legacy previous prev former deprecated obsolete superseded retired unused archived "
    "backup bak bkp bck copy "
    "kopie alte sicherung ancien ancienne copie sauvegarde viejo vieja copia respaldo antiguo antigua velho velha "
    "antigo antiga vecchio vecchia staryi staraya "
    "旧 旧版 副本 备份 備份 原版 コピー バックアップ 복사본 백업 구버전 старый старая старое копия резерв"
)
"""Words for a module that another one has replaced."""
_ACTIONS = word_set("backup copy sauvegarde sicherung respaldo copia kopie copie")

_PLATFORM_WORDS = word_set(
    "windows win win32 linux mac macos osx docker dockerized container cloud aws gcp azure heroku railway render "
    "vercel replit colab gpu cpu cuda rpi raspberry arm arm64 huggingface hf"
)
STAGE_WORDS = word_set("prod production dev development debug staging stage local test testing")
"""Words for the stage of deployment that a program is started for."""

_ADDING_WORDS = word_set("with without using")
VARIANT_WORDS = (PUT_AWAY_WORDS | _PLATFORM_WORDS | (STAGE_WORDS - {"debug"})).union(
    word_set(
        # version and stage
        "v version ver rev new newer newest latest current next final finals draft wip beta alpha rc stable release "
        "update updated revised rewrite rewritten refactor refactored reworked modified changed migrated unified "
        "merged combined integrated consolidated "
        # quality and size
        "enhanced enhance improved improve better best optimized optimised optimize fast faster simple simplified "
        "simpler minimal minimalist minimum mini lite light lightweight basic tiny small ultra clean cleaned cleanup "
        "fixed fix hotfix patched working works robust safe secure secured hardened full fuller complete completed "
        "comprehensive advanced extended extra plus pro premium enterprise professional ultimate super mega smart "
        "modern modular async standalone single monolithic stub real true corrected debugged polished perfect "
        # state of development and copies
        "temp tmp experimental poc prototype deploy deployment "
        "save saved clone duplicate alt alternative alternate variant another second "
        # other languages, in ASCII
        "neu neue verbessert einfach nouveau nouvelle ameliore nuevo nueva mejorado mejorada simplificado novo nova "
        "melhorado atualizado completo completa nuovo nuova migliorato novyi novaya"
    )
)
_SUCCESSION_WORDS = word_set("new newer newest next latest neu neue nuevo nueva novo nova nuovo nuova nouveau nouvelle")
_STARTING = frozenset("run runner start starter startup launch launcher".split())
_STEPS = frozenset("phase step part stage iteration iter sprint round try attempt take version ver v rev week".split())
_FOREIGN = re.compile(
    "旧版?|新版?|副本|备份|備份|增强版?|增強|优化版?|優化|简化版?|簡化|简易版?|最终版?|最終版?|完整版?|改进版?|测试版?|原版|"
    "修复版?|コピー|バックアップ|旧|改良版?|복사본|백업|최종|개선|구버전|стар(?:ый|ая|ое)|нов(?:ый|ая|ое)|копия|резерв"
)
_TOKEN = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]+")
_VERSIONED = re.compile(r"(?<![a-zA-Z])[vV]\d+")


class FileName(NamedTuple):
    """A parsed file name: ``main_api_v2.py`` has ``base_words`` ``(main, api)`` and ``variants`` ``(v2,)``.

    ``frameworks`` are not part of ``base_words`` unless there are no other words.
    """

    words: tuple[str, ...]
    base_words: tuple[str, ...]
    variants: tuple[str, ...]
    frameworks: tuple[str, ...] = ()

    @property
    def is_entry(self) -> bool:
        """True if all ``base_words`` are usual words for an entry point."""
        return bool(self.base_words) and all(word in ENTRY_WORDS for word in self.base_words)

    @property
    def is_program(self) -> bool:
        """True if all ``base_words`` are usual words for an entry point or for a kind of program."""
        return bool(self.base_words) and all(word in ENTRY_WORDS or word in PROGRAM_WORDS for word in self.base_words)

    @property
    def is_put_away(self) -> bool:
        """True if a word says that another module has replaced it."""
        return not PUT_AWAY_WORDS.isdisjoint(self.variants)

    @property
    def may_name_an_action(self) -> bool:
        """True if the words that may put it away may also be what it does: ``server_backup``."""
        found = PUT_AWAY_WORDS.intersection(self.variants)
        return bool(found) and found <= _ACTIONS

    @property
    def has_purpose(self) -> bool:
        """True if it names a platform or something added: not an earlier or later state of the same program."""
        return not (_PLATFORM_WORDS | _ADDING_WORDS).isdisjoint(self.variants)

    @property
    def claims_succession(self) -> bool:
        """True if a number or a word says that it follows another: ``main_v2``, ``main_new``."""
        return any(word.strip("vV").isdigit() or word in _SUCCESSION_WORDS for word in self.variants)

    def is_named_after(self, other: FileName) -> bool:
        """Return True if this name is the other, a plain one, with words added: ``main_gen6`` and ``main``."""
        if other.variants or not len(other.words) < len(self.words) + len(self.variants):
            return False
        size = len(other.base_words)
        return other.base_words in (self.base_words[:size], self.base_words[-size:])

    @property
    def is_variants_only(self) -> bool:
        """True if all words are words for a version: ``ultra_minimal``."""
        return bool(self.words) and all(word in VARIANT_WORDS or word.isdigit() for word in self.words)

    @property
    def is_numbered_only(self) -> bool:
        """True if only numbers distinguish it from its siblings (``app3.py``), as in lessons and exercises."""
        return bool(self.variants) and all(word.isdigit() for word in self.variants)


def name_of(path: str) -> str:
    """Return the file name of a path, without directory and extension."""
    return path.rpartition("/")[2].rpartition(".")[0] or path.rpartition("/")[2]


def stem_of(path: str) -> FileName:
    """Return the parsed name of a Python file."""
    return _stem_named(name_of(path))


@lru_cache(maxsize=16384)
def _stem_named(name: str) -> FileName:
    if name in ("__main__", "__init__"):
        return FileName((name,), (name,), ())
    foreign = _FOREIGN.findall(name)
    name = _FOREIGN.sub("_", name)
    name, versions = _VERSIONED.sub("_", name), _VERSIONED.findall(name)
    words = tuple(word.lower() for word in _TOKEN.findall(name))
    core, variants = _sort(words)
    frameworks = tuple(word for word in core if word in FRAMEWORK_WORDS)
    rest = tuple(word for word in core if word not in FRAMEWORK_WORDS)
    if not rest and not core:
        # The name consists of variant words only ("backup.py", "test.py", "simple.py").
        return FileName(words, words, (*versions, *foreign))
    variants = (*variants, *(version.lower() for version in versions), *foreign)
    return FileName(words, rest or core, variants, frameworks)


def _sort(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that name the program, and the words that mark a version of it."""
    core: list[str] = []
    variants: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in _ADDING_WORDS and following and not _STARTING.issuperset(core):
            variants += words[index:]  # main_with_cache is a version of main, but run_with_cache may run anything
            break
        if word in _STEPS and following.isdigit():
            variants += (word, following)
            index += 2
            continue
        (variants if word in VARIANT_WORDS or word.isdigit() else core).append(word)
        index += 1
    return tuple(core), tuple(variants)
