"""tree-sitter within a budget: the same trees as without one, in bounded steps, and nothing is left behind."""

from __future__ import annotations

import gc
import tracemalloc

import pytest
import tree_sitter
import tree_sitter_bash

from flake8_single_entry.syntax import grammar
from flake8_single_entry.syntax.limits import Budget

VALID = b"echo hi\nfor a in b; do c; done\ncat <<E\nxx\nE\n" * 1_000
HOSTILE = b"python main.py\n" + b")" * 3_000


@pytest.mark.parametrize("text", [b"", b"a", VALID, VALID[:256], VALID[:512], b"if ((( \xc3\xa9 <<E", b"\xff\xfe\n"])
def test_the_tree_is_that_of_the_whole_text(text: bytes) -> None:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))
    budget = Budget()
    root = grammar.parse("bash", text, budget)
    assert root is not None
    assert str(root) == str(parser.parse(text).root_node)
    assert budget.left(grammar.STEPS) == grammar.STEPS.most


def test_recovery_ends_at_the_limit_and_the_parser_goes_on() -> None:
    budget = Budget()
    assert grammar.parse("bash", HOSTILE * 10, budget) is None
    assert budget.reason == f"it has more than {grammar.STEPS.most} steps of recovery in the grammars"
    assert grammar.parse("bash", VALID, Budget()) is not None


@pytest.mark.parametrize("text", [VALID, HOSTILE], ids=["valid", "hostile"])
def test_no_parse_leaves_anything_behind(text: bytes) -> None:
    grammar.parse("bash", text, Budget())
    tracemalloc.start()
    try:
        for _ in range(2):
            grammar.parse("bash", text, Budget())
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(10):
            grammar.parse("bash", text, Budget())
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 10_000
