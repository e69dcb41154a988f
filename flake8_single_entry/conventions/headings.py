"""What a heading claims about the files and commands below it: present, examples, plans or the past."""

from __future__ import annotations

import re

from flake8_single_entry.conventions.translations import folded, pattern, words
from flake8_single_entry.model import Claim

_LONGEST = 2_000  # characters that are examined

_STRUCTURES = rf"\b(?:structure|layout|organi[sz]ation|architecture)\b|{pattern('structures')}"
_STRUCTURE_HEADING = re.compile(_STRUCTURES)

# In a guide to troubleshooting, a cross marks an error, and the commands below say what to do about it. The Chinese
# word for error is also that for wrong: of a way, a form, an example.
_WRONG = r"\W*错误的?[写做用方示]"
_FAULT = (
    rf"(?!{_WRONG}).*(?:\b(?:errors?|fail(?:s|ed|ures?)?|problems?|issues?|crash(?:es|ed)?)\b|{pattern('problems')})"
)
_GONE_HEADING = re.compile(
    r"""\b(?: change\s?-?log | release\ notes | what(?:'s|’s|\ has|\ was)?\ changed | version\ history
          | (?:project|revision|release|change|development)\ history
          | (?:removed|deleted|archived|superseded|retired)\b (?!\s+(?:data|records|rows|users))
          | clean-?\s?up\ (?:report|summary|plan|log) | renam(?:ed|ing)\ files? | files?\ (?:renamed|moved)
          | moved\ files? )\b
      | ^\W*(?:history|before|was|anti-?patterns?|wrong|bad|incorrect)\W*$ | \w\W+before\W*$
      | ^\W*before\b\s*(?:[:：(/&→]|refactor|migrat|after|vs|and\ after|clean)
      | ^\W*\[?v?\d+\.\d+(?:\.\d+)?\]?\s*(?:[-–—(]|$) | ~~
      | 以前 | 之前的 | 更新日志 | 历史 | 变更 | 変更履歴"""
    rf"|❌(?!{_FAULT})|{pattern('gone')}|^\W*(?:{pattern('before')})(?:\W*$|\s*[:(/])"
    rf"|(?:{_STRUCTURES})\W{{1,4}}(?:before\b|{pattern('before')})",
    re.IGNORECASE | re.VERBOSE,
)
_FORMER_HEADING = re.compile(
    r"""\b(?: deprecated | obsolete
          | (?:legacy|previous|previously|former|formerly|old|prior)\ (?:\w+\ ){0,2}
            (?:version|versions|structure|layout|approach|way|code|method|files?|setup|entry|scripts?|system
              |implementation|architecture|commands?|usage|organi[sz]ation) )\b
      | ^\W*(?:legacy|old|previous(?:ly)?|deprecated|archived?)\W*$"""
    rf"|{pattern('former')}",
    re.IGNORECASE | re.VERBOSE,
)
_WEAK_HEADING = re.compile(
    r"""\b(?: (?:planned|proposed|future|target|suggested|desired|ideal)\ (?:\w+\ ){0,2}
          (?:structure|layout|architecture|organi[sz]ation|directory|tree|files?|modules?|state)
        | roadmap | future\ (?:work|plans|improvements|enhancements) | to-?do | refactor(?:ing)?
        | migrat(?:ion|ing|e)\ (?:guide|plan|report|notes|steps|path|summary|status|strategy|from|to)
      )\b
      | ^\W*(?:migration|migrating|upgrading)\W*$ | 规划 | 计划 | 未来 | 待办 | 重构 | 迁移"""
    rf"|{pattern('planned')}",
    re.IGNORECASE | re.VERBOSE,
)
_MIGRATION = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words('migrations')))})(?!\w)")
_DATABASES = re.compile(pattern("databases"))
_EXAMPLE_HEADING = re.compile(rf"\b(?:examples?|samples?|template)\b|{pattern('examples')}")
_CHANGED_OR_NEW = rf"(?:{pattern('changed')}|{pattern('new')})"
_CHANGES_HEADING = re.compile(
    r"""\b(?: (?:recommended|new)\ (?:\w+\ ){0,2}(?:structure|layout|architecture|organi[sz]ation|directory|tree|files?)
        | (?:files?|modules?|components?|scripts?)\ (?:to\ (?:create|be\ created|add|modify|update|remove|delete|move)
            |created|modified|changed|updated|added|touched|affected|delivered)
        | (?:modified|changed|created|updated|added|affected|delivered)\ (?:\w+\ )?(?:files?|modules?|components?)
        | what\ (?:was|has\ been)\ \w+ | recent\ (?:changes|updates|fixes) | known\ issues | fixe[sd]
        | changes\ made )\b
      | ^\W*(?:added|changed|created|modified)\W*$ | ^\W*+(?:\d[\d.]*+\W*+)?(?:issue|problem|bug)s?\W*(?:\d+\b|[:：])"""
    rf"|(?:{pattern('files')}).{{0,40}}{_CHANGED_OR_NEW}|{_CHANGED_OR_NEW}.{{0,40}}(?:{pattern('files')})"
    rf"|{pattern('done')}",
    re.IGNORECASE | re.VERBOSE,
)
_TIDYING = re.compile(rf"\bclean-?\s?up\b|{pattern('tidying')}")
_INSTRUCTIVE_HEADING = re.compile(
    r"""\b(?: usage | run(?:ning)? | quick\W*(?:start|reference|commands?) | getting\ started | how\ to
          | start(?:ing|up)? | deploy(?:ment|ing)? | install(?:ation|ing)? | set-?\s?up | commands? | launch(?:ing)? )\b
      | 使用 | 运行 | 启动 | 部署 | 安装 | 快速开始"""
    rf"|{pattern('instructions')}",
    re.IGNORECASE | re.VERBOSE,
)


def claim_of_heading(text: str) -> Claim | None:
    """Return what a heading claims about the files that are named below it."""
    lowered = folded(text[:_LONGEST])
    if _GONE_HEADING.search(lowered):
        return None
    if _FORMER_HEADING.search(lowered) or is_weak_heading(text):
        return Claim.PAST
    if tells_of_changes(text) or _TIDYING.search(lowered):
        return Claim.PAST
    return Claim.SHOWN if tells_of_examples(text) else Claim.PRESENT


def commands_below(heading: str) -> Claim | None:
    """Return what a heading claims about the commands below it: the past, or a way that still works."""
    lowered = folded(heading[:_LONGEST])
    if _GONE_HEADING.search(lowered):
        return None
    return Claim.PAST if _FORMER_HEADING.search(lowered) else Claim.PRESENT


def is_weak_heading(text: str) -> bool:
    """True if the heading announces a plan or a migration, whose commands may apply to another state of the project."""
    lowered = folded(text[:_LONGEST])
    if _WEAK_HEADING.search(lowered):
        return True
    return bool(_MIGRATION.search(lowered)) and not _DATABASES.search(lowered)


def is_instructive_heading(text: str) -> bool:
    """True if the heading announces instructions, whatever the kind of the document."""
    return bool(_INSTRUCTIVE_HEADING.search(folded(text[:_LONGEST])))


def shows_structure(text: str) -> bool:
    """True if the heading introduces the structure of the project."""
    return bool(_STRUCTURE_HEADING.search(folded(text[:_LONGEST])))


def tells_of_changes(text: str) -> bool:
    """True if a heading or a remark introduces files that were, or are to be, created or changed."""
    return bool(_CHANGES_HEADING.search(folded(text[:_LONGEST])))


def tells_of_examples(text: str) -> bool:
    """True if a heading or a remark introduces examples or templates."""
    return bool(_EXAMPLE_HEADING.search(folded(text[:_LONGEST])))
