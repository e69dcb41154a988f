"""The codes and names of the rules, for settings and options that name one.

They stand here, not in ``rules``, because reading a configuration must not import the analysis.
``tests/unit/rules/test_rules.py`` compares them with the rules.
"""

from __future__ import annotations

from collections.abc import Iterable

RULE_NAMES = {
    "ONE101": "duplicate-entry-point",
    "ONE102": "entry-point-missing",
    "ONE103": "entry-point-inert",
    "ONE104": "entry-point-undecided",
    "ONE105": "wrapper-not-thin",
    "ONE106": "unlisted-entry-point",
    "ONE201": "missing-target",
    "ONE202": "archived-target",
    "ONE203": "superseded-target",
    "ONE204": "missing-attribute",
    "ONE205": "malformed-target",
    "ONE206": "target-not-shipped",
    "ONE900": "analysis-failed",
    "ONE901": "invalid-configuration",
    "ONE902": "unused-allowance",
    "ONE903": "expired-allowance",
    "ONE904": "unused-suppression",
    "ONE905": "unreadable-file",
}
ALWAYS_ON = frozenset(("ONE900", "ONE901"))  # nothing can be judged, so nothing may hide it


def code_of(word: str) -> str | None:
    """Return the code of a rule that is named by its code or its name, in any case. None if there is none."""
    upper, lower = word.strip().upper(), word.strip().lower().replace("_", "-")
    return upper if upper in RULE_NAMES else next((code for code, name in RULE_NAMES.items() if name == lower), None)


def prefix_of(word: str) -> str | None:
    """Return the code of a rule, or the prefix of the codes of several (``ONE2``). None if there are none."""
    upper = word.strip().upper()
    return upper if upper and any(code.startswith(upper) for code in RULE_NAMES) else code_of(word)


def similar(word: str) -> str | None:
    """Return the code or name most similar to an unknown word, or None."""
    from difflib import get_close_matches

    upper, lower = word.strip().upper(), word.strip().lower().replace("_", "-")
    names = dict(zip(RULE_NAMES.values(), RULE_NAMES.values(), strict=True))
    found = get_close_matches(lower, names, 1, 0.6) or get_close_matches(upper, RULE_NAMES, 1, 0.7)
    return found[0] if found else None


def is_selected(code: str, select: Iterable[str], ignore: Iterable[str]) -> bool:
    """True if prefixes of codes select a rule. The longest one that matches decides; if none selects, all do."""
    select = tuple(select)
    chosen = max((len(prefix) for prefix in select if code.startswith(prefix)), default=-1 if select else 0)
    ignored = max((len(prefix) for prefix in ignore if code.startswith(prefix)), default=-1)
    return code in ALWAYS_ON or chosen > ignored
