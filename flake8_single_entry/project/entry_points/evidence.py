"""Evidence in the references to a module: what starts it, what imports it, and what names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flake8_single_entry.conventions.samples import without_template_ending
from flake8_single_entry.conventions.tests import is_test_name
from flake8_single_entry.model import CONSOLE_SCRIPT, PLUGIN, Evidence, Facts, Location, Reference, Via
from flake8_single_entry.project.entry_points.classification import directory_role
from flake8_single_entry.project.entry_points.uses import Use
from flake8_single_entry.project.entry_points.weights import fixed_weight
from flake8_single_entry.project.graph import ReferenceGraph, is_start
from flake8_single_entry.project.images.services import Builders
from flake8_single_entry.readers import category_of, surface_named, surface_of
from flake8_single_entry.readers.category import Category

_MOST_USES = 1_000  # of one module, with those of the scripts that start it
DEPTH = 4  # maximum number of scripts between a deployment file and a module
_DEV = ("dev", "test", "local", "debug", "override", "example", "sample", "demo", "ci")
_STALE_DOCUMENTS = tuple("archive old legacy changelog history migration report summary plan review".split())
_COMMANDS = frozenset("main cli run app start serve entry entrypoint console launch manage cmd command server".split())
_MANAGE = "manage.py"  # Django's command line: run for migrations even if the server is another program
_MANAGING = 0.4  # share of the weight of a start that counts for it
# Weights in a file whose name the platform does not take by itself (``Procfile.dev``): it takes effect only if a person
# renames it. Files of services are combined with others on the command line.
_BY_HAND = 3.0
_COMBINED = 7.0
_FOR_DEVELOPMENT = 5.0
_DEFAULT_DOCKERFILE = "Dockerfile"  # the file of a build that names none
_SECONDARY = 5.0  # a console script beside the one with the name of the project, and an object that may be one
_PASSING_ON = frozenset({Category.SCRIPT, Category.TASK})
_NAMED_FOR_DEVELOPMENT = frozenset({Category.SERVICES, Category.PROCESSES})
_FUNCTIONS = "handlers"  # the surface of cloud functions, each of which is a process of its own
_ONE_PROCESS_A_LINE = frozenset({Category.PACKAGE, Category.PROCESSES})


@dataclass(frozen=True)
class EvidenceCollector:
    """Evidence for the modules of one repository.

    ``delegations`` maps a thin module to the modules it starts. The references of ``discounted`` modules (duplicates,
    archived) are ignored, and so are the starts by ``versions`` of the program, which a copy takes along. ``names`` are
    the names of the project; ``built`` is the result of ``built_files``, ``declared`` that of ``declared_modules``.
    """

    graph: ReferenceGraph
    facts: Mapping[str, Facts]
    delegations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    discounted: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    built: Builders = field(default_factory=dict)
    declared: Mapping[str, Sequence[Location]] = field(default_factory=dict)
    versions: frozenset[str] = frozenset()
    _memo: dict[tuple[str, str], tuple[Use, ...]] = field(default_factory=dict, compare=False, repr=False)
    _slots: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def starts(self, path: str, root: str) -> tuple[Use, ...]:
        """Return the uses of a module of the scope at ``root``, strongest first for each kind."""
        key = (path, root)
        if key not in self._memo:
            self._memo[key] = self._starts(path, root, frozenset({path}))
        return self._memo[key]

    def without(self, versions: Iterable[str]) -> EvidenceCollector:
        """Return a collector for versions of one program, whose starts of each other are ignored: they are copied."""
        return replace(self, versions=frozenset(versions), _memo={}, _slots={})

    def slots(self, path: str, root: str) -> frozenset[str]:
        """Return the processes that a module runs as in compose files and Procfiles."""
        key = (path, root)
        if key not in self._slots:
            self._slots[key] = frozenset(start.slot for start in self.starts(path, root) if start.slot)
        return self._slots[key]

    def _starts(self, path: str, root: str, seen: frozenset[str]) -> tuple[Use, ...]:
        found = [
            Use(Evidence("declared", place, f"{place.path} line {place.line} declares it", fixed_weight("declared")))
            for place in self.declared.get(path, ())
        ]
        for reference in self.graph.incoming.get(path, ()):
            source = reference.location.path
            if source in self.discounted or source in seen:
                continue
            if source in self.versions and reference.via is not Via.IMPORT:
                continue
            start = self._evidence_of(reference, root)
            if start is None:
                continue
            found.append(start)
            if self._passes_on(reference, path) and len(seen) <= DEPTH and len(found) < _MOST_USES:
                share = _MANAGING if reference.text.endswith(_MANAGE) else 1.0
                found += [inner.through(source, share) for inner in self._starts(source, root, seen | {source})
                          if inner.evidence.kind not in ("import", "tests")]  # fmt: skip
        return tuple(found[:_MOST_USES])

    def _passes_on(self, reference: Reference, target: str) -> bool:
        category = category_of(reference)
        if category in (Category.CODE, Category.PACKAGE):
            return target in self.delegations.get(reference.location.path, ())
        return reference.via in (Via.RUN, Via.BUILD) and category in _PASSING_ON

    def _evidence_of(self, reference: Reference, root: str) -> Use | None:
        """Return one reference as evidence, or None if it is no evidence for its target."""
        source = reference.location.path
        role = directory_role(source) or ("test" if is_test_name(source.rpartition("/")[2]) else None)
        if role == "archived":
            return None
        where = f"{source} line {reference.location.line}"
        category = category_of(reference)
        if category is Category.CODE:
            return self._in_code(reference, role, where)
        if category is Category.DOCUMENT:
            return _in_document(reference, root, where)
        if reference.via not in (Via.RUN, Via.CONFIG, Via.CALL) and not self._is_image_start(reference):
            if reference.via is Via.MENTION and reference.runner:
                return _use("printed", reference, f"{where} tells people to run it")
            return _use("copied" if reference.via is Via.COPY else "named", reference, f"{where} names it")
        if category is Category.PACKAGE and not is_start(reference):
            return _use("named", reference, f"{where} names it")
        holder = self.facts.get(source)
        if holder is not None and reference.location in holder.checks:
            return _use("checked", reference, f"{where}: a health check runs it")
        return self._deployed(reference, role in ("test", "example"), where)

    def _is_image_start(self, reference: Reference) -> bool:
        """Return True for a script that an image's command or entry point runs."""
        facts = self.facts.get(reference.location.path) if category_of(reference) is Category.IMAGE else None
        return facts is not None and any(
            facts.references[index] == reference for stage in facts.stages for index in stage.start
        )

    def _in_code(self, reference: Reference, role: str | None, where: str) -> Use | None:
        source = reference.location.path
        if role == "test" or reference.via is Via.PATCH:
            return _use("tests", reference, f"{where} tests it")
        if reference.via is Via.MENTION and reference.runner and role is None:
            return _use("printed", reference, f"{where} tells people to run it")
        if reference.guarded or role is not None:
            return Use(Evidence("named", reference.location, f"{where} uses it", 0.3))
        if "gunicorn" in source and reference.via is not Via.IMPORT:
            return _use("server", reference, f"{where} serves it")
        if reference.via in (Via.CALL, Via.RUN):
            return _use("launcher", reference, f"{where} starts it")
        if reference.via is Via.IMPORT:
            return _use("import", reference, f"{where} imports it")
        return _use("named", reference, f"{where} names it")

    def _deployed(self, reference: Reference, minor: bool, where: str) -> Use:
        source = reference.location.path
        surface = surface_named(reference.surface)
        category = surface.category
        factor = 0.3 if minor and category is not Category.SCRIPT else 1.0
        name = source.rpartition("/")[2]
        if without_template_ending(name):
            kind, weight = "image" if category is Category.IMAGE else surface.name, min(surface.weight, _BY_HAND)
            return Use(Evidence(kind, reference.location, f"{where} starts it", round(weight * factor, 2)))
        if category is Category.IMAGE:
            weight, slot, text = self._image(reference)
            return Use(Evidence("image", reference.location, f"{where}: {text}", round(weight * factor, 2)), slot)
        weight = surface.weight
        slot = ""
        if category is Category.PACKAGE and reference.via is not Via.CONFIG:
            weight = 2.0
        elif category is Category.PACKAGE and not _is_command(reference):
            # A plugin object: a class is never a command, and a function with another name is rarely one.
            is_plugin = reference.runner == PLUGIN or reference.text.rpartition(":")[2][:1].isupper()
            weight = 0.5 if is_plugin else _SECONDARY
        elif category is Category.PACKAGE and not self._bears_a_name(reference):
            weight = _SECONDARY
        elif category is Category.SERVICES:
            slot = f"{source}:{reference.base.container}" if reference.base.container else ""
            weight = weight if name in surface.taken_names else _COMBINED
        elif name not in (surface.taken_names or (name,)):
            weight = _BY_HAND
        elif category in _ONE_PROCESS_A_LINE or surface.name == _FUNCTIONS:
            slot = f"{source}:{reference.location.line}"
        if category in _NAMED_FOR_DEVELOPMENT and any(word in name.lower() for word in _DEV):
            weight = _FOR_DEVELOPMENT
        if reference.text.endswith(_MANAGE):
            weight *= _MANAGING
        kind = "packaging" if category is Category.PACKAGE else surface.name
        return Use(Evidence(kind, reference.location, f"{where} starts it", round(weight * factor, 2)), slot)

    def _bears_a_name(self, reference: Reference) -> bool:
        """Return False for a console script beside one with the name of the project."""
        facts = self.facts.get(reference.location.path)
        if facts is None:
            return True
        own = {location for name, location in facts.commands if name.lower().replace("-", "_") in self.names}
        return not own or reference.location in own

    def _image(self, reference: Reference) -> tuple[float, str, str]:
        """Return weight, process and description of a reference in a Dockerfile: its command, or a build step."""
        source = reference.location.path
        facts = self.facts.get(source)
        stages = facts.stages if facts else ()
        final = [facts.references[index] for index in stages[-1].start] if facts and stages else []
        others = [facts.references[index] for stage in stages[:-1] for index in stage.start] if facts else []
        if stages and reference not in final and reference not in others:
            return 1.0, "", "a build step runs it"
        builders = self.built.get(source, ())
        name = source.rpartition("/")[2]
        surface = surface_named(reference.surface)
        weight = surface.weight if name in surface.taken_names else 5.0
        best = [10.0 if _is_taken(path) else _COMBINED for path, _ in builders]
        if any(link.via is Via.BUILD for link in self.graph.incoming.get(source, ())):
            best.append(_COMBINED if name != _DEFAULT_DOCKERFILE else 10.0)
        weight = max([weight, *best])
        if any(word in name.lower() for word in _DEV):
            weight = min(weight, _FOR_DEVELOPMENT)
        slot = f"{builders[0][0]}:{builders[0][1]}" if builders else f"{source}:"
        return (weight if reference in final or not stages else weight * 0.6), slot, "the image's command starts it"


def _use(kind: str, reference: Reference, text: str) -> Use:
    """Return a use of a kind whose weight is the same wherever it is found."""
    return Use(Evidence(kind, reference.location, text, fixed_weight(kind)))


def _is_taken(path: str) -> bool:
    """Return True for a file of services that the platform reads by its name."""
    surface = surface_of(path)
    if surface is None or surface.category is not Category.SERVICES:
        return False
    return path.rpartition("/")[2] in surface.taken_names


def _is_command(reference: Reference) -> bool:
    """Return True for a console script.

    If the group is unknown, the function must have a command's name: ``pkg.cli:main``.
    """
    if reference.runner in (CONSOLE_SCRIPT, PLUGIN):
        return reference.runner == CONSOLE_SCRIPT
    words = reference.text.rpartition(":")[2].lower().replace(".", "_").split("_")
    return any(word in _COMMANDS for word in words)


def _in_document(reference: Reference, root: str, where: str) -> Use:
    source = reference.location.path
    directory, _, name = source.rpartition("/")
    near = directory in ("", root) or root.startswith(directory + "/")
    readme = name.lower().startswith("readme") and near
    weight = 3.0 if name.lower().startswith(("readme.", "readme")) and "_" not in name and readme else 1.2
    if any(word in source.lower() for word in _STALE_DOCUMENTS):
        weight = 0.4
    if reference.text.endswith(_MANAGE):
        weight *= _MANAGING
    if reference.via is not Via.RUN:
        return Use(Evidence("mentioned", reference.location, f"{where} names it", round(weight * 0.15, 2)))
    kind = "readme" if readme else "docs"
    return Use(Evidence(kind, reference.location, f"{where} tells people to run it", round(weight, 2)))
