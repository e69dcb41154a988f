"""The job matrix of a workflow: the combinations of literal values that a job runs with.

Source: GitHub Docs, "Running variations of jobs in a workflow". An ``include`` entry extends the combinations it does
not contradict; if there are none, it is a combination of its own. ``exclude`` removes the combinations it matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flake8_single_entry.syntax.nodes import Node, Scalar

_USED = re.compile(r"matrix\.([A-Za-z_][\w-]*)(?:\.([\w-]+))?")
_MOST = 60  # maximum number of combinations read; GitHub allows 256 per job

Combination = Mapping[str, Scalar]


def combinations(job: Node, text: str) -> tuple[Combination, ...]:
    """Return the combinations of the matrix values that ``text`` uses.

    Returns a single empty combination if the text uses none, if the matrix cannot be read, or if it is too large.
    """
    matrix = job.get("strategy").get("matrix")
    used = {match[1] for match in _USED.finditer(text)}
    if not used or not matrix.items():
        return ({},)
    found: list[dict[str, Scalar]] = [{}]
    for name, values in matrix.items():
        if name.text not in used or name.text in ("include", "exclude"):
            continue
        choices = [dict(_flat(name.text, value)) for value in values.elements()]
        found = [{**each, **choice} for each in found for choice in choices or [{}]]
        if len(found) > _MOST:
            return ({},)
    excluded = [dict(_pairs(each)) for each in matrix.get("exclude").elements()]
    kept = [each for each in found if not any(_matches(each, rule) for rule in excluded)]
    return tuple(_included(kept, matrix.get("include"), used))[:_MOST] or ({},)


def _pairs(node: Node) -> Iterator[tuple[str, Scalar]]:
    for name, value in node.items():
        yield from _flat(name.text, value)


def _flat(name: str, value: Node) -> Iterator[tuple[str, Scalar]]:
    """Yield a scalar under its name, and the entries of a mapping under ``name.key``."""
    if isinstance(value, Scalar):
        if "${{" not in value.text:
            yield name, value
    else:
        for key, inner in value.items():
            if isinstance(inner, Scalar) and "${{" not in inner.text:
                yield f"{name}.{key.text}", inner


def _matches(each: Mapping[str, Scalar], rule: Mapping[str, Scalar]) -> bool:
    known = {name: value for name, value in rule.items() if name in each}
    return bool(rule) and len(known) == len(rule) and all(each[name].text == value.text for name, value in rule.items())


def _included(found: list[dict[str, Scalar]], include: Node, used: set[str]) -> Iterator[dict[str, Scalar]]:
    original = [dict(each) for each in found]
    alone: list[dict[str, Scalar]] = []
    for entry in include.elements():
        values = {name: value for name, value in _pairs(entry) if name.partition(".")[0] in used}
        added = False
        for each, own in zip(found, original, strict=True):
            if own and all(own.get(name, value).text == value.text for name, value in values.items()):
                each.update(values)
                added = True
        if not added and values:
            alone.append(values)
    yield from (each for each in found if each)
    yield from alone
