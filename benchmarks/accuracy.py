"""Measures how right the tool is, on public repositories, and prints it as a Markdown table.

``python benchmarks/accuracy.py MIRRORS`` reads ``benchmarks/accuracy_facts.json``: lines that people repaired later,
consolidations of rival modules that people made, and well-kept repositories, of which nothing must be said.
MIRRORS is a folder with one git mirror for each repository, named ``owner+name`` (``git clone --mirror`` makes one);
those that are absent are named and left out. Each commit is checked out with the history that led to it, and without
any configuration the tool is asked what it says there.

The repositories are divided by the hash of their names: while the tool is built, people look at one half (``look``),
and only count the other (``count``). ``--list`` therefore shows each miss and each false finding of the first half;
``--open`` shows those of the second as well, and then it is no measure any more.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import peer  # noqa: E402
from mirrors import absent, checkout, mirrors_of  # noqa: E402
from score import ROWS, Answer, Count, Document, Facts, Finding, counts, facts_of, half_of  # noqa: E402

HALVES = ("look", "count")
_LONGEST = 600.0  # seconds for one command


class Checkout(NamedTuple):
    repository: str
    commit: str


@dataclass(frozen=True)
class Asking:
    """A tool, how it is told to check the current directory, and how its report is read."""

    program: Sequence[str]
    options: Sequence[str]
    read: Callable[[dict[str, Any]], Answer]

    def __call__(self, root: Path) -> Answer:
        words = [*self.program, *self.options]
        # ``python -m`` would import what lies in the current directory, which is not ours to run
        environment = {**os.environ, "PYTHONSAFEPATH": "1"}
        try:
            done = subprocess.run(words, cwd=root, env=environment, capture_output=True, timeout=_LONGEST, check=False)
            return self.read(json.loads(done.stdout))
        except subprocess.TimeoutExpired:
            return Answer(failed=f"no answer in {_LONGEST:.0f} s")
        except ValueError:
            return Answer(failed=f"exit {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()[-300:]}")

    def version(self) -> str:
        """Its name and version, the first two words of what ``--version`` prints."""
        done = subprocess.run([*self.program, "--version"], capture_output=True, text=True, check=False)
        return " ".join(done.stdout.split()[:2])


def answer_of(document: dict[str, Any]) -> Answer:
    """What a report says: its findings, but for notes, and the entry point of each scope, as ``list`` shows them."""
    findings = [
        Finding(
            one["path"], one["line"], one["end_line"] or one["line"], one["code"], one["message"], one["suggestion"]
        )
        for one in document["findings"]
        if one.get("level", "error") != "note"
    ]
    return Answer(tuple(findings), {scope["root"]: scope["entry_point"] for scope in document["scopes"]})


def of_half(document: Document, half: str, only: str) -> Document:
    """The facts of a half, or of all repositories, whose names hold a text."""
    return {
        kind: [fact for fact in facts if half in ("all", half_of(fact["repository"])) and only in fact["repository"]]
        for kind, facts in document.items()
    }


def table(counted: Iterable[Count], halves: Sequence[str]) -> Iterator[str]:
    """The table: a row for each measure, a column for each half, and one for all where there are two."""
    counted = list(counted)
    columns = ("all", *halves) if len(halves) > 1 else halves
    yield f"| measure | {' | '.join(columns)} |"
    yield f"| - | {' | '.join('-:' for _ in columns)} |"
    for row in ROWS:
        cells = []
        for column in columns:
            found = [one for one in counted if one.row == row and column in ("all", half_of(one.repository))]
            of = sum(one.of for one in found)
            cells.append(f"{sum(one.found for one in found)}{f' of {of}' if of else ''}" if found else "")
        if any(cells):
            yield f"| {row} | {' | '.join(cells)} |"


def shown(counted: Iterable[Count], halves: Sequence[str]) -> Iterator[str]:
    """Each miss and each false finding, of the halves that may be looked at."""
    for one in counted:
        if one.fault and half_of(one.repository) in halves:
            yield f"{one.row}: {one.repository}: {one.fault}"


def measured(given: argparse.Namespace, facts: Facts, place: Path) -> Iterator[str]:
    """What is printed, line by line."""
    mirrors = mirrors_of(given.mirrors.resolve())
    wanted: dict[str, list[str]] = {}
    for fact in facts.all():
        commits = wanted.setdefault(fact.repository, [])
        commits += [fact.commit] if fact.commit not in commits else []
    lost = absent(wanted, mirrors)
    for repository, reason in lost.items():
        print(f"left out: {repository}: {reason}", file=sys.stderr)
    checkouts = [Checkout(name, commit) for name in wanted if name not in lost for commit in wanted[name]]

    def answers_of(asking: Asking) -> dict[tuple[str, ...], Answer]:
        def ask(one: Checkout) -> Answer:
            name = one.repository.lower()
            answer = asking(checkout(mirrors[name], one.commit, place.resolve() / name.replace("/", "+")))
            if answer.failed:
                print(f"failed: {one.repository} at {one.commit[:12]}: {answer.failed}", file=sys.stderr)
            return answer

        with ThreadPoolExecutor(given.jobs) as pool:
            return dict(zip(checkouts, pool.map(ask, checkouts), strict=True))

    # Not from a cache: the same version number may be another program while it is built.
    ours = Asking(shlex.split(given.tool), ("check", "--no-cache", "--format", "json"), answer_of)
    answers = answers_of(ours)
    counted = list(counts(facts, answers))
    names = {asked.repository for asked in checkouts}
    yield f"{ours.version()}, without configuration, on {len(checkouts)} commits of {len(names)} repositories."
    yield f"Left out, for want of a mirror: {', '.join(lost)}." if lost else "No repository was left out."
    yield ""
    yield from table(counted, HALVES if given.half == "all" else (given.half,))
    if given.list:
        for fault in shown(counted, HALVES if given.open else ("look",)):
            print(fault, file=sys.stderr)
    if shutil.which(given.peer):
        theirs = Asking([given.peer], peer.OPTIONS, peer.answer_of)
        scores = {
            ours.version(): peer.in_documents(facts, answers, ours=True),
            theirs.version(): peer.in_documents(facts, answers_of(theirs), ours=False),
        }
        yield ""
        yield from peer.table(scores)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirrors", type=Path, help="a folder of git mirrors, named owner+name")
    parser.add_argument("--facts", type=Path, default=HERE / "accuracy_facts.json")
    parser.add_argument("--tool", default="single-entry", help="the command that is measured")
    parser.add_argument("--peer", default="realitylint", help="the command of RealityLint, left out where it is absent")
    parser.add_argument("--half", choices=(*HALVES, "all"), default="all")
    parser.add_argument("--only", default="", help="only repositories whose names hold this text")
    parser.add_argument("--checkouts", type=Path, help="keep the checkouts in this folder, and use those that it has")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes run at once")
    parser.add_argument("--list", action="store_true", help="show each miss and false finding of the half to look at")
    parser.add_argument("--open", action="store_true", help="with --list: of the half that is only counted, too")
    parser.add_argument("--write", type=Path, nargs="?", const=HERE / "accuracy.md", help="write the table to a file")
    given = parser.parse_args()
    facts = facts_of(of_half(json.loads(given.facts.read_text("utf-8")), given.half, given.only))
    with tempfile.TemporaryDirectory() as directory:
        lines = []
        for line in measured(given, facts, given.checkouts or Path(directory)):
            print(line, flush=True)
            lines.append(line)
    if given.write:
        given.write.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
