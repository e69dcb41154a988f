"""Branches, loops and handlers: the blocks that they make, and what is known inside each."""

from __future__ import annotations

import ast

from flake8_single_entry.readers.python.structure.bindings import bind, bind_name
from flake8_single_entry.readers.python.structure.branches import (
    existence,
    expects_failure,
    is_negation,
    is_tolerant,
    leaves,
    main_test,
    mentions_package,
    passes_over,
)
from flake8_single_entry.readers.python.structure.survey import BindingKind, Block
from flake8_single_entry.readers.python.structure.traversal import Traversal


def on_if(walk: Traversal, node: ast.If, block: Block) -> None:
    main = main_test(node.test)
    then = Block(block.scope, block, block.tolerant, block.main, existence(node.test))
    absent = existence(node.test.operand) if is_negation(node.test) else ()
    other = Block(block.scope, block, block.tolerant, block.main, absent)
    if absent and passes_over(node.body):
        block.checked += absent
    if main is not None and not block.scope.is_function:
        then.main = main or block.main
        other.main = not main or block.main
        if main or node.orelse or leaves(node.body):
            walk.survey.guards.append(node)
    if mentions_package(node.test):
        then.tolerant = other.tolerant = True
    walk.push(node.orelse, other)
    walk.push(node.body, then)
    walk.push([node.test], block)


def on_try(walk: Traversal, node: ast.Try | ast.TryStar, block: Block) -> None:
    tolerant = block.tolerant or is_tolerant(node)
    walk.push(node.finalbody, block)
    walk.push(node.orelse, block)
    for handler in reversed(node.handlers):
        if handler.name:
            bind_name(handler.name, handler.lineno, block)
        walk.push(handler.body, Block(block.scope, block, tolerant, block.main))
    handlers = tuple(node.handlers)
    walk.push(node.body, Block(block.scope, block, tolerant, block.main, handlers=handlers))


def on_for(walk: Traversal, node: ast.For | ast.AsyncFor, block: Block) -> None:
    inner = Block(block.scope, block, block.tolerant, block.main)
    bind(walk.survey, node.target, node.iter, inner, BindingKind.LOOP)
    walk.push(node.orelse, block)
    walk.push(node.body, inner)
    walk.push([node.iter], block)


def on_while(walk: Traversal, node: ast.While, block: Block) -> None:
    walk.survey.loops.append((node, block))
    walk.push(node.orelse, block)
    walk.push(node.body, Block(block.scope, block, block.tolerant, block.main))
    walk.push([node.test], block)


def on_with(walk: Traversal, node: ast.With | ast.AsyncWith, block: Block) -> None:
    inner = block
    for item in node.items:
        walk.survey.withs.append((item, block))
        if item.optional_vars is not None:
            bind(walk.survey, item.optional_vars, item.context_expr, block, BindingKind.ASSIGN)
        if expects_failure(item.context_expr):
            inner = Block(block.scope, block, True, block.main)
    walk.push(node.body, inner)
    walk.push([item.context_expr for item in node.items], block)


def on_match(walk: Traversal, node: ast.Match, block: Block) -> None:
    for case in reversed(node.cases):
        walk.push(case.body, Block(block.scope, block, block.tolerant, block.main))
    walk.push([node.subject], block)
