"""graph: what starts and reaches a file; a reference to an undefined name is no evidence, yet leads to the file."""

from __future__ import annotations

from flake8_single_entry.model import Base, Kind, Link, Location, Outcome, Reference, RelativeTo, Resolution, Via
from flake8_single_entry.project.graph import ReferenceGraph


def link(source: str, target: str, via: Via = Via.RUN, *, lacking: str = "", guarded: bool = False) -> Link:
    place = Location(source, 1, 1, 1, 2)
    surface = "markdown" if source.endswith(".md") else "shell"
    reference = Reference(place, target, Kind.PATH, Base(RelativeTo.ROOT), surface, via, guarded=guarded)
    return Link(reference, Resolution(Outcome.FOUND, target=target, lacking=lacking))


GRAPH = ReferenceGraph.of(
    (
        link("run.sh", "main.py"),
        link("README.md", "tool.py"),
        link("main.py", "main.py"),
        link("main.py", "core.py", Via.IMPORT),
        link("core.py", "extra.py", Via.IMPORT, guarded=True),
        link("run.py", "server.py", Via.CALL, lacking="app"),
        link("run.sh", "server.py", lacking="app"),
    ),
    {},
)


def test_only_sound_references_are_evidence() -> None:
    assert GRAPH.started == {"main.py"}
    assert set(GRAPH.incoming) == {"main.py", "tool.py", "core.py", "extra.py"}
    assert [target for _, target in GRAPH.outgoing["run.sh"]] == ["main.py"]


def test_what_a_module_reaches() -> None:
    assert GRAPH.reached("main.py") == {"core.py"}
    assert GRAPH.reached("main.py", guarded=True) == {"core.py", "extra.py"}
    assert GRAPH.reached("run.py") == frozenset()
    assert GRAPH.reached("run.py", lacking=True) == {"server.py"}
