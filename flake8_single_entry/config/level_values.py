"""Read the settings of levels: ``fail_on``, and ``rules`` with a level for each rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_single_entry.config.rule_names import ALWAYS_ON, code_of, similar
from flake8_single_entry.config.values import Items, Values, type_of
from flake8_single_entry.model import Level

if TYPE_CHECKING:
    import yaml

LEVELS = tuple(str(level) for level in sorted(Level, reverse=True))
OFF = "off"
_FALSE = ("off", "false", "no", "n")  # YAML 1.1 reads `off` as false


class LevelValues(Values):
    """Reads levels. An invalid value counts as absent."""

    def fail_on(self, items: Items) -> Level:
        """Return the lowest level that fails."""
        default = Level.WARNING
        if "fail_on" not in items:
            return default
        return self.level(items["fail_on"][1], "`fail_on`", LEVELS) or default

    def rules(self, items: Items) -> Iterator[tuple[str, Level | None]]:
        """Yield the codes of rules with another level, None for a rule that is off."""
        if "rules" not in items:
            return
        seen: dict[str, int] = {}
        for key, value in self.pairs(items["rules"][1], "`rules`"):
            name = self.text(key, "a rule", "a code such as ONE206")
            if name is None:
                continue
            code = code_of(name)
            shown = self.quote(name, "this rule", "the rule ")
            if code is None:
                close = similar(name)
                hint = f", did you mean `{close}`?" if close and self.quotes else ""
                self.error(key, f"{shown} is unknown{hint}; `single-entry explain` lists the rules")
            elif code in seen:
                self.error(key, f"{shown} is already given in line {seen[code]}")
            elif code in ALWAYS_ON:
                self.error(key, f"{shown} cannot be changed: what it reports decides whether anything is judged")
            else:
                seen[code] = self.places.line(key)
                if _is_off(value):
                    yield code, None
                elif (level := self.level(value, f"the level of {code}", (OFF, *LEVELS))) is not None:
                    yield code, level

    def level(self, node: yaml.Node, what: str, takes: tuple[str, ...]) -> Level | None:
        """Return the level that a value names, or None."""
        word = node.value if type_of(node) == "str" else None
        if word in LEVELS:
            return Level[word.upper()]
        shown = self.describe(node) if word is None else self.quote(word, "something else")
        hint = self.hint(word, takes) if word else ""
        self.error(node, f"{what} is {shown}{hint}; it takes {', '.join(takes[:-1])} or {takes[-1]}")
        return None


def _is_off(node: yaml.Node) -> bool:
    return type_of(node) in ("bool", "str") and str(node.value).lower() in _FALSE
