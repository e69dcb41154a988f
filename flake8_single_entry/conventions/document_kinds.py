"""Classify documents, headings and sentences: instructions, history, plans or examples."""

from __future__ import annotations

import re
from enum import Enum

from flake8_single_entry.conventions import translations as other
from flake8_single_entry.conventions.directories import is_archive_name, is_test_directory, may_be_third_party
from flake8_single_entry.conventions.samples import is_sample
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.conventions.translations import folded


class DocumentKind(Enum):
    """The purpose of a document as a whole."""

    GUIDE = "guide"  # describes what to do now
    ACCOUNT = "account"  # reports what was done: its commands are instructions, the files that it names are history
    PLAN = "plan"  # proposes changes: its commands are weak evidence
    HISTORY = "history"  # records the past, or belongs to another project: it contains no instructions


_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+")
_RECORD_FOLDERS = word_set(
    "history historical adr adrs decision decisions changelog changelogs changes releases migrations postmortems 历史"
)
_CHATS = word_set("chat chats conversation conversations cursor copilot claude session sessions")
_RECORDS = word_set("history histories log logs transcript transcripts")
_HISTORY_FILES = word_set(
    "changelog changelogs changes history news releases releasenotes adr cleanup migration migrating migrate "
    "refactor refactoring refactored restructure restructuring reorganization reorganisation consolidation "
    "deprecation deprecations deprecated obsolete archived postmortem chatlog transcript "
    "变更 变更日志 变更记录 更新日志 迁移 重构 改动 履歴 변경"
).union(other.HISTORY_FILES)
_ACCOUNT_WORDS = word_set(
    "report reports summary review reviews audit audits analysis assessment evaluation findings result results "
    "progress status complete completed completion success successful done delivered delivery fixes fixed fix "
    "implementation implemented session handoff handover journal diary worklog devlog log logs retrospective "
    "notes design investigation diagnosis benchmark achievements milestone verification validation "
    "总结 报告 分析 进度 报表 总结报告 报告书 レポート 보고서"
).union(other.ACCOUNTS)
_PLAN_WORDS = word_set(
    "plan plans planning roadmap proposal proposals rfc rfcs spec specs specification todo todos backlog tasks task "
    "ideas vision improvement improvements recommendation recommendations suggestions prd requirements preparation "
    "计划 规划 路线图 方案 建议"
).union(other.PLANS)
_LASTING_WORDS = word_set(
    "architecture structure overview layout guide tutorial manual howto instructions checklist quickstart "
    "handbook runbook"
).union(other.LASTING)
_JUDGING_WORDS = word_set("report reports review reviews audit audits analysis assessment evaluation findings").union(
    other.JUDGING
)
_AGENT_FILES = word_set("agents claude gemini copilot readme contributing")
_MIGRATIONS = word_set("migration migrating migrate").union(other.MIGRATIONS)
_TABLES = word_set("database databases db schema data alembic django sql model models supabase prisma")
_CJK_ACCOUNT = ("总结", "报告", "分析", "进度")
_DATED = re.compile(r"(?:^|[/_.-])20\d\d[-_]?[01]\d[-_]?[0-3]\d")


def document_kind_of(path: str, title: str = "") -> DocumentKind:
    """Return the kind of a document, based on its path and its first heading."""
    lowered = folded(path)
    folders, _, name = lowered.rpartition("/")
    parts = folders.split("/")
    if any(_keeps_history(part) or may_be_third_party(part) for part in parts) or is_sample(lowered):
        return DocumentKind.HISTORY
    if "data" in parts and any(map(is_test_directory, parts)):
        return DocumentKind.HISTORY
    stem = name.rpartition(".")[0] or name
    words = _WORD.findall(stem)
    if words and words[0] in _AGENT_FILES and not _is_history(words[1:]):
        return DocumentKind.GUIDE
    if _is_history(words) or retired_title(title):
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


def _is_history(words: list[str]) -> bool:
    if words[:2] in (["release", "notes"], ["change", "log"], ["clean", "up"], ["breaking", "changes"]):
        return True
    found = _HISTORY_FILES.intersection(words)
    if found and found <= _MIGRATIONS:
        return not _TABLES.intersection(words)
    return bool(found)


_RETIRED_TITLE = re.compile(
    r"""\b(?: change\s?-?log | release\ notes | (?:refactoring|refactor|restructuring|consolidation|clean-?\s?up)\s
          (?:plan|report|summary|guide|notes|complete|log)
        | migration\ (?:plan|report|summary|notes|log|status|complete) | adr[\s-]?\d+ | architecture\ decision\ record
        | post-?\s?mortem | deprecation\ notice )\b
      | 变更日志 | 更新日志 | 变更记录 | 迁移(?:计划|报告|指南)? | 重构""",
    re.IGNORECASE | re.VERBOSE,
)
_RETIRED_HEADING = re.compile(
    r"""\b(?: change\s?-?log | release\ notes | what(?:'s|’s|\ has|\ was)?\ changed | version\ history
          | (?:project|revision|release|change|development)\ history
          | (?:removed|deleted|deprecated|obsolete|archived|superseded|retired)\b (?!\s+(?:data|records|rows|users))
          | (?:legacy|previous|previously|former|formerly|old|prior)\ (?:\w+\ ){0,2}
            (?:version|versions|structure|layout|approach|way|code|method|files?|setup|entry|scripts?|system
              |implementation|architecture|commands?|usage|organi[sz]ation)
          | clean-?\s?up\ (?:report|summary|plan|log) | renam(?:ed|ing)\ files? | files?\ (?:renamed|moved)
          | moved\ files? )\b
      | ^\W*(?:history|before|legacy|old|previous(?:ly)?|deprecated|archived?|was
          |anti-?patterns?|wrong|bad|incorrect)\W*$
      | ^\W*before\b\s*(?:[:：(/&→]|refactor|migrat|after|vs|and\ after|clean)
      | ^\W*\[?v?\d+\.\d+(?:\.\d+)?\]?\s*(?:[-–—(]|$) | ❌ | ~~
      | 变更 | 更新日志 | 已删除 | 已移除 | 删除的 | 移除的 | 废弃 | 弃用 | 旧版 | 旧的 | 历史 | 以前 | 之前的
      | 変更履歴 | 廃止 | 변경 | 삭제"""
    rf"|{other.RETIRED_HEADING}",
    re.IGNORECASE | re.VERBOSE,
)
_WEAK_HEADING = re.compile(
    r"""\b(?: (?:planned|proposed|future|target|suggested|desired|ideal)\ (?:\w+\ ){0,2}
          (?:structure|layout|architecture|organi[sz]ation|directory|tree|files?|modules?|state)
        | roadmap | future\ (?:work|plans|improvements|enhancements) | to-?do | refactor(?:ing)?
        | migrat(?:ion|ing|e)\ (?:guide|plan|report|notes|steps|path|summary|status|strategy|from|to)
      )\b
      | ^\W*(?:migration|migrating|upgrading)\W*$ | 规划 | 计划 | 未来 | 待办 | 重构 | 迁移"""
    rf"|{other.WEAK_HEADING}",
    re.IGNORECASE | re.VERBOSE,
)
_UNSETTLED_HEADING = re.compile(
    r"""\b(?: (?:recommended|new)\ (?:\w+\ ){0,2}(?:structure|layout|architecture|organi[sz]ation|directory|tree|files?)
        | (?:files?|modules?|components?|scripts?)\ (?:to\ (?:create|be\ created|add|modify|update|remove|delete|move)
            |created|modified|changed|updated|added|touched|affected|delivered)
        | (?:modified|changed|created|updated|added|affected|delivered)\ (?:\w+\ )?(?:files?|modules?|components?)
        | what\ (?:was|has\ been)\ \w+ | recent\ (?:changes|updates|fixes) | known\ issues | fixe[sd] | changes\ made
        | examples? | template )\b
      | 修改的文件 | 新增文件"""
    rf"|{other.UNSETTLED_HEADING}",
    re.IGNORECASE | re.VERBOSE,
)
_TIDYING = re.compile(rf"\bclean-?\s?up\b|{other.TIDYING}")
_INSTRUCTIVE_HEADING = re.compile(
    r"""\b(?: usage | run(?:ning)? | quick\W*(?:start|reference|commands?) | getting\ started | how\ to
          | start(?:ing|up)? | deploy(?:ment|ing)? | install(?:ation|ing)? | set-?\s?up | commands? | launch(?:ing)? )\b
      | 使用 | 运行 | 启动 | 部署 | 安装 | 快速开始"""
    rf"|{other.INSTRUCTIVE_HEADING}",
    re.IGNORECASE | re.VERBOSE,
)
_RETIRED_WORDS = word_set(
    "moved remove removes removed removing removal delete deletes deleted deleting deletion rename renamed renaming "
    "replace replaces replaced replacing replacement was were been became deprecated deprecates deprecation "
    "deprecating instead superseded supersedes obsolete obsoleted old older former formerly original originally legacy "
    "archive archived archives archiving previous previously unused backup duplicate duplicated duplicates merge "
    "merged migrate migrated migrates migration refactored create creates created creating consolidated consolidate "
    "consolidates split extracted extract added modified changed fixed updated implemented introduced converted "
    "rewritten rewrote rewrite cleaned dropped missing doesn don never avoid won cannot todo would could might planned "
    "proposed without traceback loc"
).union(other.RETIRED_WORDS)
_RETIRED_PHRASE = re.compile(
    r"""\b(?: new\ (?:file|module|script)s? | no\ longer | used\ to | dead\ code | not\ found | does\ not | do\ not
          | can['’]t | not\ yet | should\ be | will\ be | before\s?: | error\ in
          | \d+\ (?:lines|fixes|changes|tests?|insertions) | lines?\ \d )
      | ~~ | ❌ | ✗ | 🗑 | → | -> | =>
      | 删除 | 移除 | 重命名 | 废弃 | 弃用 | 旧 | 迁移 | 原来 | 以前 | 不再 | 替换 | 替代 | 归档 | 修改 | 新增
      | 重构 | 之前 | 削除 | 廃止 | 移行 | 삭제 | 변경""",
    re.IGNORECASE | re.VERBOSE,
)
_DISMISSING_LEAD = re.compile(
    r"""^\W*(?: (?:the\ )?(?:old|legacy|previous|deprecated|wrong|bad|incorrect)\b
        | before\b(?=\W*$|\s*[:：(]) | was\b | instead\ of\b(?=\W*$) | previously\b | formerly\b | originally\b
        | used\ to\b | (?:do\ not|don['’]t)\b(?!\ (?:forget|worry|need|have|want)) | never\b | avoid\b
        | no\ longer\b | (?:removed|deleted|renamed)\b )
      | ❌ | ✗ | ~~ | 废弃 | 弃用 | 已删除 | 已移除 | 旧的 | 不要"""
    rf"|{other.DISMISSING_LEAD}",
    re.IGNORECASE | re.VERBOSE,
)
_RETIRED_NEARBY = re.compile(
    r"""\b(?: no\ longer\ (?:works?|needed|used|exists?|supported) | deprecated | instead\ of | rather\ than
        | (?:has\ been|was|were)\ (?:removed|deleted|renamed|replaced|moved|archived)
        | (?:do\ not|don['’]t|never)\ (?:run|use|start|execute|launch) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 2_000  # characters of a text that are examined


def retired_title(text: str) -> bool:
    """True if a document with this title is history, including its commands."""
    return bool(_RETIRED_TITLE.search(text[:_LONGEST]))


def retired_heading(text: str) -> bool:
    """True if everything below the heading describes the past, including its commands."""
    return bool(_RETIRED_HEADING.search(folded(text[:_LONGEST])))


def weak_heading(text: str) -> bool:
    """True if the heading announces a plan or a migration, whose commands may apply to another state of the project."""
    return bool(_WEAK_HEADING.search(folded(text[:_LONGEST])))


def unsettled_heading(text: str) -> bool:
    """True if the heading introduces proposals, examples or a list of changes: the files below it may not exist."""
    return unsettled_remark(text) or bool(_TIDYING.search(folded(text[:_LONGEST])))


def unsettled_remark(text: str) -> bool:
    """True if the remark beside a file marks it as a proposal or an example. A description of its purpose does not."""
    return bool(_UNSETTLED_HEADING.search(folded(text[:_LONGEST])) or weak_heading(text))


def instructive_heading(text: str) -> bool:
    """True if the heading announces instructions, whatever the kind of the document."""
    return bool(_INSTRUCTIVE_HEADING.search(folded(text[:_LONGEST])))


def retired_text(text: str) -> bool:
    """True if a sentence that names a file describes its past, absence or future. Over-approximate on purpose."""
    lowered = folded(text[:_LONGEST])
    return not _RETIRED_WORDS.isdisjoint(_WORDS.findall(lowered)) or bool(_RETIRED_PHRASE.search(lowered))


def dismissing_lead(text: str) -> bool:
    """True if the text before a command or a list marks it, from its first word, as not to be followed."""
    return bool(_DISMISSING_LEAD.search(folded(text[-400:])))


def retired_lead(text: str) -> bool:
    """True if a comment or a sentence around a command says that the command should not be run."""
    return bool(_DISMISSING_LEAD.search(folded(text[-400:])) or _RETIRED_NEARBY.search(text[-400:]))
