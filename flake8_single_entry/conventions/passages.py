"""What a sentence, a remark or a comment claims about the file or the command that it names or introduces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Flag, auto
from functools import lru_cache

from flake8_single_entry.conventions.headings import is_weak_heading, tells_of_changes, tells_of_examples
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.conventions.translations import folded, is_word, pattern, unspaced_pattern
from flake8_single_entry.model import Claim

_STRENGTHS = (Claim.PRESENT, Claim.SHOWN, Claim.PAST)
_WORDS = re.compile(r"[^\W\d_]+")
_IDENTIFIER = re.compile(r"\w*_\w+")  # a name of the code: what it is made of says nothing
_LONGEST = 2_000  # characters of a text that are examined
_NEAR = 400

_GONE_WORDS = word_set(
    "moved remove removes removed removing removal delete deletes deleted deleting deletion rename renamed renaming "
    "replace replaces replaced replacing replacement instead superseded "
    "supersedes obsolete obsoleted archive archived archives archiving merge merged migrate migrated migrates "
    "consolidated consolidate consolidates split extracted converted rewritten rewrote cleaned dropped missing never "
    "avoid"
)
_FORMER_WORDS = word_set(
    "old older former formerly original originally legacy deprecated deprecates deprecation deprecating previous "
    "previously unused backup duplicate duplicated duplicates"
)
_CHANGE_WORDS = word_set(
    "was were been became migration refactored create creates created creating added modified changed fixed updated "
    "implemented introduced rewrite doesn don won cannot todo would could might planned proposed without traceback loc"
)
_GONE_PHRASE = re.compile(
    rf"\b(?:no longer|used to|dead code|not found|does not exist)\b|^\W*before\W*$|~~|❌|✗|🗑"
    rf"|{unspaced_pattern('gone')}|{pattern('fails')}|重命名|归档|替换|替代|不再|移行",
    re.IGNORECASE,
)
_RETIRED_PHRASE = re.compile(
    r"""\b(?: new\ (?:file|module|script)s? | does\ not | do\ not
          | can['’]t | not\ yet | should\ be | will\ be | before\s?: | error\ in
          | \d+\ (?:lines|fixes|changes|tests?|insertions) | lines?\ \d )
      | → | -> | => | 迁移 | 原来 | 重构 | 之前"""
    rf"|{unspaced_pattern('changed')}|{unspaced_pattern('former')}",
    re.IGNORECASE | re.VERBOSE,
)
_DISMISSING_LEAD = re.compile(
    r"""^\W*(?: (?:the\ )?(?:old|legacy|previous|deprecated|wrong|bad|incorrect)\b
        | before\b(?=\W*$|\s*[:：(]) | was\b | instead\ of\b(?=\W*$) | previously\b | formerly\b | originally\b
        | used\ to\b | (?:do\ not|don['’]t)\b(?!\ (?:forget|worry|need|have|want)) | never\b | avoid\b
        | no\ longer\b | (?:removed|deleted|renamed)\b )
      | ❌ | ✗ | ~~ | 废弃 | 弃用 | 已删除 | 已移除 | 旧的 | 不要"""
    rf"|^\W*(?:{pattern('former')}|{pattern('forbidding')})",
    re.IGNORECASE | re.VERBOSE,
)
_RETIRED_NEARBY = re.compile(
    r"""\b(?: no\ longer\ (?:works?|needed|used|exists?|supported) | deprecated | instead\ of | rather\ than
        | (?:has\ been|was|were)\ (?:removed|deleted|renamed|replaced|moved|archived)
        | (?:do\ not|don['’]t|never)\ (?:run|use|start|execute|launch) | (?:not|un)-?\s?supported
        | (?:until|up\ to|before)\ v?(?:ersion)?\s?\d[\w.]*\ .{0,40}\b(?:was|were) | it\ was )\b"""
    rf"|{pattern('fails')}",
    re.IGNORECASE | re.VERBOSE,
)
_STILL_WORKS = re.compile(
    r"""\bstill\ (?:\w+ly\ )?(?:works?|working|supported|available|valid|possible|accepted|usable|runs?|allowed)\b
      | \b(?:kept|remains?|maintained|provided)\b.{0,20}\bcompatib\w+ | \bbackwards?[\s-]compatib\w+
      | \balso\ works\b | \bcan\ still\ be\b | \bcontinues?\ to\ work\b
      | \bremains?\ (?:\w+ly\ )?(?:available|supported|valid|usable|possible)\b"""
    rf"|{pattern('works')}",
    re.IGNORECASE | re.VERBOSE,
)
_ENTRY_POINT = re.compile(
    r"\b(?:entry[\s-]?points?|main (?:application|app|program|script|server|module|file)"
    r"|(?:start|begin) here|run this)\b"
    rf"|{pattern('entries')}",
    re.IGNORECASE,
)
_LABEL = r"^[^\w\n]*(?:{})[^\w\n]*[:：]"
_PROBLEM = re.compile(
    _LABEL.format(rf"problem|issue|bug|symptom|(?:root )?cause|{pattern('problems')}"), re.IGNORECASE | re.MULTILINE
)
_SOLUTION = re.compile(
    _LABEL.format(rf"solution|fix|fixed|resolution|{pattern('solutions')}"), re.IGNORECASE | re.MULTILINE
)
_FILE_LABEL = re.compile(_LABEL.format(rf"files?|location|where|modules?|affected|{pattern('files')}"), re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|no|never)\b", re.IGNORECASE)


def weakest(claims: Iterable[Claim | None]) -> Claim | None:
    """Return the weakest of some claims. None is the weakest: the text says that the files are gone."""
    strength = 0
    for claim in claims:
        if claim is None:
            return None
        strength = max(strength, _STRENGTHS.index(claim))
    return _STRENGTHS[strength]


def claim_of_text(text: str) -> Claim | None:
    """Return what a sentence claims about the file that it names.

    None if it says that the file is gone or replaced, and PAST if it reports work or speaks of the future.
    """
    if not retired_text(text):
        return Claim.PRESENT
    return None if _says_gone(folded(text[:_LONGEST])) else Claim.PAST


def claim_of_remark(text: str) -> Claim | None:
    """Return what the remark beside a file in a drawn tree claims. A tree shows what is there, also what is old."""
    lowered = folded(text[:_LONGEST])
    if _says_gone(lowered):
        return None
    if tells_of_changes(text) or is_weak_heading(text):
        return Claim.PAST
    if tells_of_examples(text):
        return Claim.SHOWN
    if not retired_text(text):
        return Claim.PRESENT
    return Claim.SHOWN if _senses(lowered) & _Sense.FORMER else Claim.PAST


def calls_entry_point(remark: str) -> bool:
    """True if the remark beside a file says that it is the program, or that people are to start it."""
    return bool(_ENTRY_POINT.search(folded(remark[:_LONGEST])))


def _says_gone(lowered: str) -> bool:
    return bool(_senses(lowered) & _Sense.GONE) or bool(_GONE_PHRASE.search(lowered))


def retired_text(text: str) -> bool:
    """True if a sentence that names a file describes its past, absence or future. Over-approximate on purpose."""
    lowered = folded(text[:_LONGEST])
    return bool(_senses(lowered) or _RETIRED_PHRASE.search(lowered) or _GONE_PHRASE.search(lowered))


class _Sense(Flag):
    """What a word says about a file."""

    NONE = 0
    GONE = auto()
    FORMER = auto()
    CHANGED = auto()


def _senses(lowered: str) -> _Sense:
    senses = _Sense.NONE
    for word in set(_WORDS.findall(_IDENTIFIER.sub(" ", lowered))):
        senses |= _senses_of(word)
    return senses


@lru_cache(maxsize=16_384)
def _senses_of(word: str) -> _Sense:
    gone = word in _GONE_WORDS or is_word("gone", word) or is_word("removing", word)
    former = word in _FORMER_WORDS or is_word("former", word)
    changed = word in _CHANGE_WORDS or is_word("changed", word)
    return (
        (_Sense.GONE if gone else _Sense.NONE)
        | (_Sense.FORMER if former else _Sense.NONE)
        | (_Sense.CHANGED if changed else _Sense.NONE)
    )


def is_fault_record(section: str) -> bool:
    """True if the text of a section tells of a mended fault: it labels a problem, and its solution."""
    lowered = folded(section[:_LONGEST])
    return bool(_PROBLEM.search(lowered) and _SOLUTION.search(lowered))


def labels_file(line: str) -> bool:
    """True if the beginning of a line labels the file that follows: ``**File**: ``."""
    return bool(_FILE_LABEL.match(folded(line[:_NEAR])))


def dismissing_lead(text: str) -> bool:
    """True if the text before a command or a list marks it, from its first word, as not to be followed."""
    return bool(_DISMISSING_LEAD.search(folded(text[-_NEAR:]))) and not _promises(text[-_NEAR:])


def retired_lead(text: str) -> bool:
    """True if a comment or a sentence around a command says that the command should not be run."""
    near = folded(text[-_NEAR:])
    return bool(_DISMISSING_LEAD.search(near) or _RETIRED_NEARBY.search(near)) and not _promises(text[-_NEAR:])


def _promises(text: str) -> bool:
    """True if a text says of an old way that it still works."""
    lowered = folded(text)
    found = _STILL_WORKS.search(lowered)
    return found is not None and not _NOT.search(lowered, max(0, found.start() - 20), found.start())
