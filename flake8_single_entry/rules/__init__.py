"""Rules: one module each, a check from the project to findings, with its page in the module's docstring.

To add one, write the module (its ``RULE`` and ``check``) and add it to ``RULES``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from flake8_single_entry.model import Finding, Level
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules import (
    analysis_failed,
    archived_target,
    duplicate_entry_point,
    entry_point_inert,
    entry_point_missing,
    entry_point_undecided,
    expired_allowance,
    invalid_configuration,
    malformed_target,
    missing_attribute,
    missing_target,
    superseded_target,
    target_not_shipped,
    unlisted_entry_point,
    unreadable_file,
    unused_allowance,
    unused_suppression,
    wrapper_not_thin,
)
from flake8_single_entry.rules._rule import Rule

__all__ = ["RULES", "Rule", "address_of", "configured_level", "find_rule", "order", "run", "with_fingerprints"]

_PAGES = "https://example.org/flake8-single-entry/blob/main/docs/rules/"  # below `Source` of setup.cfg

RULES: tuple[Rule, ...] = (
    duplicate_entry_point.RULE,
    entry_point_missing.RULE,
    entry_point_inert.RULE,
    entry_point_undecided.RULE,
    wrapper_not_thin.RULE,
    unlisted_entry_point.RULE,
    missing_target.RULE,
    archived_target.RULE,
    superseded_target.RULE,
    missing_attribute.RULE,
    malformed_target.RULE,
    target_not_shipped.RULE,
    analysis_failed.RULE,
    invalid_configuration.RULE,
    unused_allowance.RULE,
    expired_allowance.RULE,
    unused_suppression.RULE,
    unreadable_file.RULE,
)


def address_of(code: str) -> str:
    """Return the address of a rule's page in the published documentation."""
    return f"{_PAGES}{code}.md"


def find_rule(word: str) -> Rule | None:
    """Return the rule with a code or name, in any case. None if there is none."""
    wanted = word.strip().lower()
    return next((rule for rule in RULES if wanted in (rule.code.lower(), rule.name)), None)


def run(project: Project, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """Return all findings of a project with fingerprints, sorted by location and code.

    Each combination of location, code and target is reported once. The configuration may switch a rule off, or set the
    level of its findings.
    """
    levels = dict(project.config.rules)
    found: dict[tuple[object, ...], Finding] = {}
    for rule in rules:
        level = levels.get(rule.code, rule.level)
        if level is None:
            continue
        for finding in rule.check(project):
            known = finding._replace(level=configured_level(finding.level, level)) if rule.code in levels else finding
            found.setdefault((finding.code, finding.location, finding.target), known)
    return list(with_fingerprints(sorted(found.values(), key=order)))


def configured_level(level: Level, wanted: Level) -> Level:
    """Return the level that the configuration gives to a finding. What is only possible stays a note."""
    return level if level is Level.NOTE else wanted


def order(finding: Finding) -> tuple[str, int, int, str, str]:
    """Return the sort key of a finding."""
    place = finding.location
    return place.path, place.line, place.column, finding.code, finding.target or ""


def with_fingerprints(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Add the fingerprints: a hash of code, file, text and target, and a number if several findings share these."""
    from hashlib import sha1

    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        identity = (finding.code, finding.location.path, finding.reference, finding.target or "")
        number = seen[identity]
        seen[identity] += 1
        text = "\0".join((*identity, str(number) if number else ""))
        digest = sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
        yield finding._replace(fingerprint=digest[:16])
