"""Measures the speed that README.md tells of, against tools that are installed, and writes it as a Markdown table.

``python benchmarks/run.py`` builds the trees below ``~/.cache/single-entry-benchmarks`` (once; it takes the network,
some minutes and 3 GB), measures with hyperfine (https://github.com/sharkdp/hyperfine) and writes
``benchmarks/results.md``. All figures come from one run on one machine: the ratios are what to look at. Close other
programs first; ``--only TEXT`` repeats single rows.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from trees import DJANGO, HOMEASSISTANT, monorepo, wheel_tree  # noqa: E402

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)
CONTRACT = "importlinter.ini"  # for import-linter, which says nothing without one
PEERS = {
    "ruff": ["ruff", "check", "--isolated", "--no-cache", "--select", "F", "-e", "-q", "."],
    "flake8": ["flake8", "--isolated", "--disable-noqa", "--exit-zero", "-q", "."],
    "vulture": ["vulture", "."],
    "import-linter": ["lint-imports", "--no-cache", "--config", CONTRACT],
    "pylint": ["pylint", "--recursive=y", "--disable=all", "--enable=duplicate-code", "--exit-zero", "."],
}
_SLOW = frozenset(("flake8", "vulture", "pylint"))  # minutes on a large tree: measured once
_LONGEST = 600.0  # seconds; nobody waits longer for a check


@dataclass(frozen=True)
class Command:
    """One command line, the directory it runs in, and what is done before each run."""

    words: Sequence[str]
    root: Path
    prepare: str = ""
    standard_input: Path | None = None


@dataclass(frozen=True)
class Row:
    """One line of the table: our command, the one it is measured against, and the ratio it may have."""

    work: str
    ours: Command
    against: str
    theirs: Command
    bar: float


def seconds(command: Command, runs: int = 10) -> float:
    """The mean time of a command in seconds, after warming up."""
    with tempfile.TemporaryDirectory() as directory:
        written = Path(directory, "times.json")
        given = ["--prepare", command.prepare] if command.prepare else []
        options = ["--shell=none", "--ignore-failure", "--style=none", "--export-json", str(written), *given]
        counts = ["--runs", str(runs), "--warmup", str(min(runs // 2, 2))]
        line = shlex.join(command.words)
        if command.standard_input:
            line = shlex.join(["sh", "-c", f"exec {line} < {shlex.quote(str(command.standard_input))}"])
        subprocess.run(
            ["hyperfine", *options, *counts, line],
            cwd=command.root,
            env=environment(),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return float(json.loads(written.read_text())["results"][0]["mean"])


def environment() -> dict[str, str]:
    """What is set, but for the variable that has Python compile each module anew: an installed tool is compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def peak(command: Command) -> float:
    """The largest resident memory of a command and of any one process that it starts, in MiB."""
    probe = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *command.words],
        cwd=command.root,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout) / 1024


def own(name: str) -> str:
    """A program of the environment that runs this script, else of the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or name


def rows(place: Path) -> list[Row]:
    """The table of the issue of speed: each row is one promise."""
    tree = wheel_tree(place, *HOMEASSISTANT)
    django = wheel_tree(place, *DJANGO)
    check = own("single-entry")
    ruff = [own("ruff"), "check", "--isolated", "--select", "F", "-e", "-q", "."]
    ruff_cold, ruff_warm = Command([*ruff[:2], "--no-cache", *ruff[2:]], tree), Command(ruff, tree)
    changing = f"{sys.executable} {HERE / 'change.py'} {tree} 10"
    small = next(path for path in sorted(tree.glob("homeassistant/components/*/const.py")) if path.stat().st_size < 500)
    shown = str(small.relative_to(tree))
    empty = monorepo(place, 1)
    found = [
        Row("`check`, cold, H", Command([check, "--no-cache"], tree), "`ruff check`, cold", ruff_cold, 1.0),
        Row("`check`, warm, nothing changed, H", Command([check], tree), "`ruff check`, warm", ruff_warm, 2.0),
        Row("`single-entry --version`", Command([check, "--version"], empty), "`python -c pass`", _python(empty), 2.5),
        Row("`check`, warm, a small repository", Command([check], empty), "`python -c pass`", _python(empty), 2.5),
    ]
    bare, plugged = flake8_of(place, "flake8"), flake8_of(place, "flake8-with-plugin", str(HERE.parent))
    if bare and plugged:
        flake8 = [plugged, "--isolated", "--exit-zero"]
        stdin = [*flake8, "--stdin-display-name", shown, "-"]
        alone = [bare, *stdin[1:]]
        found += [
            Row("flake8 with the plugin, django, warm", Command([*flake8, "."], django), "flake8 without",
                Command([bare, *flake8[1:], "."], django), 1.03),
            Row("flake8 on standard input in H, warm", Command(stdin, tree, standard_input=small), "flake8 without",
                Command(alone, tree, standard_input=small), 1.25),
        ]  # fmt: skip
    # Last: the other rows want a work tree without changes.
    changed = [
        Row(f"`check`, warm, ten files {how}, H", Command([check], tree, f"{changing} {option}".rstrip()),
            "`ruff check`, warm", ruff_warm, 2.5)
        for how, option in (("changed", ""), ("changed and staged", "staged"))
    ]  # fmt: skip
    return [*found, *hook_rows(place, tree, check), *changed]


def _python(root: Path) -> Command:
    return Command([sys.executable, "-c", "pass"], root)


def flake8_of(place: Path, name: str, *also: str) -> str | None:
    """flake8 in an environment of its own, of the version that is installed here, with nothing but some packages.

    It looks for plugins in all that is installed beside it: two environments compare only where they hold the same.
    """
    program = place / name / "bin" / "flake8"
    import flake8

    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place / name)], check=True)
    pip = str(program.with_name("pip"))
    done = subprocess.run([pip, "install", "--quiet", f"flake8=={flake8.__version__}", *also], check=False)
    return None if done.returncode else str(program)


def hook_rows(place: Path, tree: Path, check: str) -> list[Row]:
    """Our hook under pre-commit beside one that does nothing; both run programs that are installed already."""
    if shutil.which(own("pre-commit")) is None:
        return []
    commands = []
    for name, entry in (("ours", check), ("nothing", "true")):
        path = place / f"hook-{name}.yaml"
        hook = {
            "id": name,
            "name": name,
            "entry": entry,
            "language": "unsupported",
            "always_run": True,
            "pass_filenames": False,
        }
        path.write_text(json.dumps({"repos": [{"repo": "local", "hooks": [hook]}]}))
        commands.append(Command([own("pre-commit"), "run", "--config", str(path)], tree))
    ours, nothing = commands
    return [Row("`pre-commit run` with our hook, H", ours, "with a hook that is `true`", nothing, 1.5)]


def table(place: Path, only: str) -> list[str]:
    """The promises, measured."""
    lines = ["| work | time | against | time | ratio | bar |", "| - | -: | - | -: | -: | -: |"]
    for row in rows(place):
        if only in row.work:
            # Where a run takes long, the machine is another one at its end: the two take turns.
            turns, runs = (5, 1) if "django" in row.work else (1, 10)
            times = [(seconds(row.ours, runs), seconds(row.theirs, runs)) for _ in range(turns)]
            ours, theirs = (sum(column) / turns for column in zip(*times, strict=True))
            cells = (
                row.work,
                shown_time(ours),
                row.against,
                shown_time(theirs),
                f"{ours / theirs:.2f}",
                f"{row.bar:g}",
            )
            lines.append(f"| {' | '.join(cells)} |")
            print(lines[-1], flush=True)
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=wheel_tree(place, *HOMEASSISTANT), check=True)
    return lines


def memory(place: Path) -> list[str]:
    tree = wheel_tree(place, *HOMEASSISTANT)
    used = peak(Command([own("single-entry"), "--no-cache"], tree))
    return ["", f"Peak memory of one process, cold, H: {used:.0f} MiB (bar: 250)."]


def peers(place: Path, only: str) -> list[str]:
    """The same tree in other tools: what a check costs that looks at the whole project."""
    tree = wheel_tree(place, *HOMEASSISTANT)
    contract = _contract(place)
    lines = ["", "| tool | whole tree H, cold |", "| - | -: |"]
    ours = {"single-entry": ["single-entry", "--no-cache"]}
    for name, words in {**ours, **PEERS}.items():
        program = own(words[0])
        if only not in name or not shutil.which(program):
            continue
        given = [str(contract) if word == CONTRACT else word for word in words[1:]]
        command = Command(["env", f"PYTHONPATH={tree}", program, *given], tree)
        spent = once(command) if name in _SLOW else seconds(command, 5)
        shown = shown_time(spent) if spent < _LONGEST else f"more than {_LONGEST / 60:.0f} minutes"
        lines.append(f"| {name} {version_of(program)} | {shown} |")
        print(lines[-1], flush=True)
    return lines


def once(command: Command) -> float:
    """The time of one run in seconds; a run that takes too long is ended."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command.words,
        cwd=command.root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(_LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return _LONGEST
    return time.perf_counter() - start


def _contract(place: Path) -> Path:
    """What import-linter is asked: one question that takes the graph of all imports."""
    path = place / CONTRACT
    path.write_text(
        "[importlinter]\nroot_package = homeassistant\n\n[importlinter:contract:core]\nname = core\n"
        "type = forbidden\nsource_modules = homeassistant.util\nforbidden_modules = homeassistant.components\n"
    )
    return path


def scaling(place: Path, largest: int) -> list[str]:
    """Cold time over made-up monorepos: linear, if the time for a file does not grow."""
    lines = ["", "| files | cold | for 1,000 files | growth beside the files' | warm |", "| -: | -: | -: | -: | -: |"]
    before: tuple[int, float] | None = None
    for size in SIZES:
        if size > largest:
            break
        tree = monorepo(place, size)
        files = len(
            subprocess.run(
                ["git", "ls-files"], cwd=tree, capture_output=True, text=True, check=True
            ).stdout.splitlines()
        )
        cold = seconds(Command([own("single-entry"), "--no-cache"], tree), 3)
        warm = seconds(Command([own("single-entry")], tree), 3)
        growth = f"{cold / before[1] / (files / before[0]):.2f}" if before else ""
        lines.append(
            f"| {files:,} | {shown_time(cold)} | {shown_time(cold / files * 1000)} | {growth} | {shown_time(warm)} |"
        )
        print(lines[-1], flush=True)
        before = files, cold
    return lines


def shown_time(time: float) -> str:
    return f"{time:.2f} s" if time >= 1 else f"{time * 1000:.0f} ms"


def version_of(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return next((word for word in words if word[:1].isdigit()), "")


def machine() -> list[str]:
    """What it was measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    tools = ("git", own("ruff"), own("flake8"), own("single-entry"))
    names = ", ".join(f"{Path(tool).name} {version_of(tool)}" for tool in tools if shutil.which(tool))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return [
        f"{os.cpu_count()} processors ({model}), {platform.system()}, Python {platform.python_version()}, {names};",
        f"load when it began: {load:.1f}. "
        "H is the wheel of homeassistant, unpacked and committed: 47,084 files, 8,805 Python.",
        "",
    ]


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--place", type=Path, default=Path("~/.cache/single-entry-benchmarks").expanduser())
    parser.add_argument("--only", default="", help="measure only rows with this text")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="the largest made-up monorepo")
    parser.add_argument("--write", type=Path, default=HERE / "results.md")
    given = parser.parse_args()
    given.place.mkdir(parents=True, exist_ok=True)
    parts: list[Callable[[], list[str]]] = [machine, lambda: table(given.place, given.only)]
    if not given.only:
        parts += [
            lambda: memory(given.place),
            lambda: peers(given.place, given.only),
            lambda: scaling(given.place, given.largest),
        ]
    lines = [line for part in parts for line in part()]
    given.write.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
