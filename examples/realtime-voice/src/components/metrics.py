"""Counters and timings, rendered in the Prometheus text format."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Metrics:
    def __init__(self, prefix: str = "voice") -> None:
        self.prefix = prefix
        self.counters: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()

    def count(self, name: str, amount: int = 1) -> None:
        self.counters[name] += amount

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.counters[name] += 1
            self.seconds[name] += time.perf_counter() - started

    def render(self) -> str:
        lines = [f"{self.prefix}_{name}_total {value}" for name, value in sorted(self.counters.items())]
        lines += [f"{self.prefix}_{name}_seconds_total {value:.6f}" for name, value in sorted(self.seconds.items())]
        return "\n".join(lines) + "\n"
