"""The kinds of documents, by their paths, titles and first sentences: instructions, reports, plans and records."""

from __future__ import annotations

import re
from enum import Enum

from flake8_single_entry.conventions.directories import is_archive_name, may_be_third_party
from flake8_single_entry.conventions.samples import is_sample
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.conventions.translations import compound_tails, folded, pattern
from flake8_single_entry.conventions.translations import words as translated


class DocumentKind(Enum):
    """The purpose of a document as a whole."""

    GUIDE = "guide"  # describes what to do now
    ACCOUNT = "account"  # reports what was done: its commands are instructions, the files that it names are history
    PLAN = "plan"  # proposes changes: its commands are weak evidence
    HISTORY = "history"  # records the past, or belongs to another project: it contains no instructions


_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W\d_]+")
_RECORD_FOLDERS = word_set(
    "history historical adr adrs decision decisions changelog changelogs changes releases migrations postmortems 历史"
).union(translated("record_folders"))
_CHATS = word_set("chat chats conversation conversations cursor copilot claude session sessions")
_RECORDS = word_set("history histories log logs transcript transcripts")
_HISTORY_FILES = word_set(
    "changelog changelogs changes history news releases releasenotes adr cleanup migration migrating migrate "
    "refactor refactoring refactored restructure restructuring reorganization reorganisation consolidation "
    "deprecation deprecations deprecated obsolete archived postmortem chatlog transcript "
    "变更 变更日志 变更记录 更新日志 迁移 重构 改动 履歴 변경"
).union(translated("histories"), translated("migrations"))
_STATES = frozenset(["refactored"])  # a README of the refactored program tells of the program of today
_ACCOUNT_WORDS = word_set(
    "report reports summary review reviews audit audits analysis assessment evaluation findings result results "
    "progress status complete completed completion success successful done delivered delivery fixes fixed fix bugfix "
    "bugfixes hotfix hotfixes bugs "
    "implementation implemented session handoff handover journal diary worklog devlog log logs retrospective "
    "notes design investigation diagnosis benchmark achievements milestone verification validation "
    "总结 报告 分析 进度 报表 总结报告 报告书 レポート 보고서"
).union(translated("accounts"))
_PLAN_WORDS = word_set(
    "plan plans planning roadmap proposal proposals rfc rfcs spec specs specification todo todos backlog tasks task "
    "ideas vision improvement improvements recommendation recommendations suggestions prd requirements preparation "
    "计划 规划 路线图 方案 建议"
).union(translated("plans"))
_LASTING_WORDS = word_set(
    "architecture structure overview layout guide tutorial manual howto instructions checklist quickstart "
    "handbook runbook"
).union(translated("lasting"))
_JUDGING_WORDS = word_set("report reports review reviews audit audits analysis assessment evaluation findings").union(
    translated("judgements")
)
_AGENT_FILES = word_set("agents claude gemini copilot readme contributing")
_MIGRATIONS = word_set("migration migrating migrate").union(translated("migrations"))
_TABLES = word_set("database databases db schema data alembic django sql model models supabase prisma")
_RETIRED_TITLE = re.compile(
    r"""\b(?: change\s?-?log | release\ notes | (?:refactoring|refactor|restructuring|consolidation|clean-?\s?up)\s
          (?:plan|report|summary|guide|notes|complete|log)
        | migration\ (?:plan|report|summary|notes|log|status|complete) | adr[\s-]?\d+ | architecture\ decision\ record
        | post-?\s?mortem | deprecation\ notice | (?:decision|change|work)\ (?:records?|log)
        | records?\ of\ (?:\w+\ ){0,2}(?:decisions?|changes|work) )\b
      | 变更日志 | 更新日志 | 变更记录 | 迁移(?:计划|报告|指南)? | 重构"""
    rf"|{pattern('records')}",
    re.IGNORECASE | re.VERBOSE,
)
_CALLS_ITSELF_RECORD = re.compile(
    r"""\bthis\s+(?:page|document|file|note)\s+(?:is|keeps|records)\s+(?:(?:the|a|an|our)\s+)?(?:\w+\s+){0,2}
          (?:record|log|history|journal|minutes|chronicle|decisions|archive)\b
      | (?:^|[.!?:]\s+)(?:the|a|our)\s+(?:\w+\s+)?(?:record|minutes)\s+of\b""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_DATE = re.compile(
    r"""^[^\w\n]*(?:date|completed|finished|generated|datum|fecha|data|дата|日期)\W{0,8}\s[^\n]{0,30}\b(?:20\d\d)\b""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_LONGEST = 2_000  # characters that are examined
_CJK_ACCOUNT = ("总结", "报告", "分析", "进度")
_DATED = re.compile(r"(?:^|[/_.-])20\d\d[-_]?[01]\d[-_]?[0-3]\d")


def document_kind_of(path: str, title: str = "", opening: str = "") -> DocumentKind:
    """Return the kind of a document, based on its path, its first heading and the text below that."""
    lowered = folded(path)
    folders, _, name = lowered.rpartition("/")
    parts = folders.split("/")
    if any(_keeps_history(part) or may_be_third_party(part) for part in parts) or is_sample(lowered):
        return DocumentKind.HISTORY
    stem = name.rpartition(".")[0] or name
    words = _words_of(stem)
    if words and words[0] in _AGENT_FILES and not _is_history([word for word in words[1:] if word not in _STATES]):
        return DocumentKind.GUIDE
    if (
        _is_history(words)
        or _RETIRED_TITLE.search(folded(title[:_LONGEST]))
        or _CALLS_ITSELF_RECORD.search(opening[:_LONGEST])
    ):
        return DocumentKind.HISTORY
    if _LASTING_WORDS.intersection(words) and not _JUDGING_WORDS.union(_PLAN_WORDS).intersection(words):
        return DocumentKind.GUIDE
    if _PLAN_WORDS.intersection(words) or _PLAN_WORDS.intersection(parts):
        return DocumentKind.PLAN
    if _ACCOUNT_WORDS.intersection(words) or _DATED.search(lowered) or any(word in stem for word in _CJK_ACCOUNT):
        return DocumentKind.ACCOUNT
    return DocumentKind.GUIDE


def _keeps_history(folder: str) -> bool:
    """True if a directory holds history or chat transcripts: ``.trash-2024-06-01``, ``chat_history_files``."""
    if is_archive_name(folder) or folder.strip("_.-") in _RECORD_FOLDERS:
        return True
    words = _WORD.findall(folder)
    return not _CHATS.isdisjoint(words) and not _RECORDS.isdisjoint(words)


def _words_of(name: str) -> list[str]:
    """Return the words of a name, and after them the last parts of German compounds."""
    words: list[str] = _WORD.findall(name)
    return [*words, *(tail for word in words for tail in compound_tails() if word != tail and word.endswith(tail))]


def _is_history(words: list[str]) -> bool:
    if words[:2] in (["release", "notes"], ["change", "log"], ["clean", "up"], ["breaking", "changes"]):
        return True
    found = _HISTORY_FILES.intersection(words)
    if found and found <= _MIGRATIONS:
        return not _TABLES.intersection(words)
    return bool(found)


def is_dated(path: str, opening: str) -> bool:
    """True if a document reports the state of a day, as its path or its first lines say."""
    return bool(_DATED.search(folded(path)) or _DATE.search(opening[:_LONGEST]))


def is_judgement(path: str) -> bool:
    """True if a document reports what a review found, as its name says."""
    return not _JUDGING_WORDS.isdisjoint(_words_of(folded(path).rpartition("/")[2]))
