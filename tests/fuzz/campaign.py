"""The long run: worker processes check one case after the other; a parent ends those that hang and keeps what fails."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.case import Case
from tests.fuzz.checks import Violation, check
from tests.fuzz.making import make_case
from tests.fuzz.minimise import minimise

CPU_LIMIT = 5.0  # seconds for one input
_PATIENCE = 120.0  # seconds without a word from a worker, which may be in code that no signal ends
_FOR_SMALLER = 20.0  # seconds to make one failing case smaller
_OF_ONE_KIND = 3  # failures with one signature that are kept
_DIGESTED = 300  # cases for each pair of hash seeds
_BETWEEN_DIGESTS = 600.0  # seconds
SLOW = "more than the limit of time"


class Done(NamedTuple):
    """What a worker says of one case; ``signature`` is "" where all holds."""

    number: int
    kind: str
    seconds: float
    signature: str = ""
    reason: str = ""
    case: Case | None = None


class Campaign:
    """One run, with its figures. Each failure is written to ``out``."""

    def __init__(self, seed: int, out: Path, say: Callable[[str], object]) -> None:
        self.seed = seed
        self.out = out
        self.say = say
        self.kinds: Counter[str] = Counter()
        self.signatures: Counter[str] = Counter()
        self.slowest = Done(-1, "", 0.0)

    def run(self, minutes: float, jobs: int) -> bool:
        """Run for some minutes; gives whether all held."""
        started = time.monotonic()
        end = started + minutes * 60
        workers = [_Worker(self.seed, number, jobs) for number in range(jobs)]
        digested = started
        while time.monotonic() < end:
            ready = wait([worker.connection for worker in workers], timeout=1)
            for worker in workers:
                if worker.connection in ready:
                    self._take(worker.hear())
                elif worker.is_silent():
                    self._take(worker.restart())
            if time.monotonic() - digested > _BETWEEN_DIGESTS:
                self._compare_digests(int(digested - started))
                digested = time.monotonic()
        for worker in workers:
            worker.stop()
        self._compare_digests(int(end - started))
        self._summary(time.monotonic() - started)
        return not self.signatures

    def _take(self, done: Done | None) -> None:
        if done is None:
            return
        self.kinds[done.kind] += 1
        self.slowest = max(self.slowest, done, key=lambda one: one.seconds)
        if done.signature:
            self._keep(done)

    def _keep(self, done: Done) -> None:
        self.signatures[done.signature] += 1
        number = self.signatures[done.signature]
        if number > _OF_ONE_KIND or done.case is None:
            return
        self.out.mkdir(parents=True, exist_ok=True)
        name = sha256(done.signature.encode()).hexdigest()[:8]
        place = self.out / f"{done.kind}-{name}-{number}.json"
        done.case.save(place, f"{done.signature}\n{done.reason}")
        self.say(f"{done.signature}\n    python -m tests.fuzz --replay {place}")

    def _compare_digests(self, start: int) -> None:
        """The same cases under two hash seeds."""
        digests = [digest_elsewhere(self.seed, start, hash_seed) for hash_seed in ("0", str(start + 1))]
        self.kinds["under two hash seeds"] += _DIGESTED
        if len(set(digests)) != 1:
            self.signatures["two hash seeds give two digests"] += 1
            self.say(
                f"two hash seeds: PYTHONHASHSEED=… python -m tests.fuzz --digest {start} --seed {self.seed}: {digests}"
            )

    def _summary(self, seconds: float) -> None:
        total = sum(self.kinds.values())
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in self.kinds.most_common())
        self.say(f"{total:,} inputs in {seconds / 60:.1f} minutes: {kinds}")
        self.say(f"slowest: {self.slowest.seconds:.2f} s of CPU, {self.slowest.kind} {self.seed}:{self.slowest.number}")
        self.say(f"failures: {sum(self.signatures.values())}")
        for signature, number in self.signatures.most_common():
            self.say(f"{number:>6}  {signature}")


class _Worker:
    """A process that checks every ``jobs``-th case, and its end of the line to it."""

    def __init__(self, seed: int, number: int, jobs: int) -> None:
        self.seed = seed
        self.jobs = jobs
        self.index = number
        self.connection, self._process = self._start()
        self._heard = time.monotonic()

    def _start(self) -> tuple[Connection, multiprocessing.Process]:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_work, args=(theirs, self.seed, self.index, self.jobs), daemon=False)
        process.start()
        theirs.close()
        return ours, process

    def hear(self) -> Done | None:
        """What the worker says of one case; None where it only begins the next. One that died has failed."""
        self._heard = time.monotonic()
        try:
            word = self.connection.recv()
        except (EOFError, OSError):
            return self._replace("the process ended")
        if isinstance(word, int):
            self.index = word
            return None
        assert isinstance(word, Done)
        return word

    def is_silent(self) -> bool:
        return time.monotonic() - self._heard > _PATIENCE

    def restart(self) -> Done:
        """End a worker that hangs."""
        return self._replace("hangs")

    def _replace(self, reason: str) -> Done:
        case = make_case(f"{self.seed}:{self.index}")
        done = Done(self.index, case.kind, _PATIENCE, f"{case.title}: {reason}", reason, case)
        self.stop()
        self.index += self.jobs
        self.connection, self._process = self._start()
        self._heard = time.monotonic()
        return done

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _work(line: Connection, seed: int, index: int, jobs: int) -> None:
    while True:
        line.send(index)
        case = make_case(f"{seed}:{index}")
        signature, reason, seconds = attempt(case)
        if signature:
            line.send(Done(index, case.kind, seconds, signature, reason, _smaller(case, signature)))
        else:
            line.send(Done(index, case.kind, seconds))
        index += jobs


def _smaller(case: Case, signature: str) -> Case:
    return minimise(case, lambda other: attempt(other)[0] == signature, _FOR_SMALLER)


def attempt(case: Case) -> tuple[str, str, float]:
    """Check a case: how it fails ("" if it does not), the whole reason, and the seconds of CPU that it took."""
    begun = time.process_time()
    signature = reason = ""
    try:
        check(case)
    except Violation as violation:
        signature, reason = f"{case.title}: {violation.rule}", str(violation)
    except Exception as error:
        frames = [
            frame for frame in traceback.extract_tb(error.__traceback__) if "flake8_single_entry" in frame.filename
        ]
        place = f" in {Path(frames[-1].filename).name}:{frames[-1].name}" if frames else ""
        signature, reason = f"{case.kind}: {type(error).__name__}{place}", traceback.format_exc()
    seconds = time.process_time() - begun
    if not signature and seconds > CPU_LIMIT:
        signature, reason = f"{case.title}: {SLOW}", f"{seconds:.1f} s of CPU"
    return signature, reason, seconds


def digest(seed: int, start: int) -> str:
    """One name for all results of some cases."""
    from tests.fuzz.results import result

    found = sha256()
    for index in range(start, start + _DIGESTED):
        found.update(result(make_case(f"{seed}:{index}")).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def digest_elsewhere(seed: int, start: int, hash_seed: str) -> str:
    """The digest that another process has, under a hash seed."""
    command = [sys.executable, "-m", "tests.fuzz", "--digest", str(start), "--seed", str(seed)]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=1800
    ).stdout.strip()
