"""The command ``fix``: archive duplicates and rewrite references, or show how."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping

from flake8_single_entry.cli.context import Exit, configuration_path, inside_root, print_errors, root_of
from flake8_single_entry.cli.streams import put, tell
from flake8_single_entry.config.editing import with_entry_point
from flake8_single_entry.config.file import FILE_NAME, outside_tree
from flake8_single_entry.config.rule_names import prefix_of, similar
from flake8_single_entry.engine.what_if import open_what_if
from flake8_single_entry.errors import UsageError
from flake8_single_entry.fixes.diff import patch
from flake8_single_entry.fixes.disk import Disk
from flake8_single_entry.fixes.locks import Locks, read_locks
from flake8_single_entry.fixes.plan import plan_fixes
from flake8_single_entry.fixes.report import remaining, summary, undo
from flake8_single_entry.fixes.unfinished import unrecorded_moves
from flake8_single_entry.fixes.values import Choice, FileChange, Only, Plan, State
from flake8_single_entry.fixes.write import carry_out
from flake8_single_entry.git import is_in_repository
from flake8_single_entry.model import Finding
from flake8_single_entry.printable import printable, printable_path

_UNDECIDED = "ONE104"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    root = os.path.realpath(root_of(arguments))
    name = configuration_path(arguments, root)
    choice = _choice(arguments, root)
    given = {FILE_NAME: _with_entry(arguments, root, name)} if arguments.entry else {}
    disk = Disk(root, is_in_repository(root))
    with open_what_if(root, name, given) as judge:
        locks = read_locks(judge.tree, allow_dirty=arguments.allow_dirty)
        now = judge({}, {})
        if now.project.config.errors:
            return print_errors((error.location, error.message) for error in now.project.config.errors)
        if disk.in_git and not arguments.diff and _finish(disk, now):
            return run(arguments)
        _require_decided(now)
        plan = _with_given(plan_fixes(now, judge, choice, locks.why), given, disk)
        if arguments.diff:
            return _show(plan)
        refused = carry_out(plan, disk)
    for each in refused:
        tell(f"{printable_path(each.path)}: not changed: {each.reason}\n")
    if refused:
        tell("Nothing was moved. Run the command again.\n")
    return _report(root, name, plan if not refused else plan._replace(moves=()), choice, locks)


def _choice(arguments: Namespace, root: str) -> Choice:
    """Return what is to be mended. Raises ``UsageError``."""
    paths = tuple(inside_root(root, path) for path in arguments.paths) or ("",)
    words = [word for words in arguments.code or () for word in words.replace(",", " ").split()]
    codes = tuple(map(_code, words))
    return Choice(paths, codes, Only(arguments.only) if arguments.only else None, arguments.unsafe)


def _code(word: str) -> str:
    prefix = prefix_of(word)
    if prefix is None:
        close = similar(word)
        hint = f", did you mean {close}?" if close else ""
        raise UsageError(f"--code: there is no rule {word}{hint}; `single-entry explain` lists the rules")
    return prefix


def _with_entry(arguments: Namespace, root: str, name: str | None) -> bytes:
    """Return the configuration with the entry point of ``--entry``. Raises ``UsageError``."""
    if name is not None:
        raise UsageError("--entry changes .single-entry.yaml: leave out --config")
    if not os.path.lexists(arguments.entry):
        raise UsageError(f"--entry: {arguments.entry}: no such file; the path is relative to the current directory")
    module = inside_root(root, arguments.entry)
    if not module.endswith(".py") or not os.path.isfile(os.path.join(root, module)):
        raise UsageError(f"--entry: {arguments.entry} is no Python module; name the file, as in src/main.py")
    file = outside_tree(root, None, {}, disk=True)
    if file is not None and file.refused is not None:
        raise UsageError(f"{FILE_NAME}: this {file.refused}")
    with open_what_if(root) as judge:
        state = judge({}, {})
    scope = state.project.scope_of(module).root
    inside = module if scope == "." else module.removeprefix(scope + "/")
    text = None if file is None else file.data.decode("utf-8")
    return with_entry_point(text, scope, inside).encode("utf-8")


def _with_given(plan: Plan, given: Mapping[str, bytes], disk: Disk) -> Plan:
    """Add the configuration of ``--entry`` to the changes of a plan, unless the plan changes it further."""
    known = {change.path for change in plan.changes}
    new = [
        FileChange(path, disk.read(path) if disk.has(path) else None, data)
        for path, data in given.items()
        if path not in known
    ]
    changes = (each for each in (*plan.changes, *new) if each.before != each.after)
    return plan._replace(changes=tuple(sorted(changes, key=lambda each: each.path)))


def _require_decided(now: State) -> None:
    """Raise ``UsageError`` if several modules may be the entry point: then nobody knows what is to be archived."""
    for finding in now.findings:
        if finding.code == _UNDECIDED:
            raise UsageError(
                f"{finding.message}; decide first: `entry_point` in {FILE_NAME}, or `single-entry fix --entry PATH`"
            )


def _finish(disk: Disk, now: State) -> bool:
    """Record the moves that a stopped run made only on disk. Return True if there were any."""
    moved = tuple(unrecorded_moves(disk, now.project.roles))
    for each in moved:
        disk.record_move(each.old, each.new, each.mode, each.blob)
        tell(f"Finished the move of {printable_path(each.old)} to {printable_path(each.new)}.\n")
    return bool(moved)


def _show(plan: Plan) -> int:
    """Print the plan as a patch, and on a terminal without control characters."""
    text = patch(plan)
    if sys.stdout.isatty():
        put("".join(f"{printable(line)}\n" for line in text.split("\n")[:-1]))
    else:
        put(text.encode("utf-8", "surrogateescape"))
    return Exit.CLEAN if plan.is_empty else Exit.FINDINGS


def _report(root: str, name: str | None, plan: Plan, choice: Choice, locks: Locks) -> int:
    """Print what was done, then judge the repository again and print what is left."""
    from flake8_single_entry.engine import analyse

    put(summary(plan, done=True))
    left = [each for each in analyse(root, config_path=name).findings if choice.includes(each)]
    if left:
        put(f"{'' if plan.is_empty else chr(10)}Left for you to decide ({len(left)}):\n")
        put(remaining(left, plan.left))
    elif plan.is_empty:
        put("Nothing to fix.\n")
    back = undo(plan.moves, plan.changes, was_clean=locks.is_clean, in_git=locks.tracked)
    if back:
        tell(f"To undo{'' if locks.tracked or not plan.changes else ' the moves'}: {back}\n")
    return _exit(left)


def _exit(left: Iterable[Finding]) -> int:
    return Exit.FINDINGS if any(left) else Exit.CLEAN
