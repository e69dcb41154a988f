"""Replacements of references to a name that the module does not define."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import basename, dirname

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Link, Reference, Via
from flake8_single_entry.project.replacements.rewriter import Rewriter
from flake8_single_entry.project.replacements.rewriting import rewrite
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.project.resolve.attributes import DEFAULT_ATTRIBUTES
from flake8_single_entry.project.resolve.misspelling import is_one_edit
from flake8_single_entry.project.roles import Roles

_MOST_CHOICES = 3
_COMMANDS = frozenset("main run cli app start entry_point entrypoint console_main".split())
_CALLED = frozenset({"typer", "click"})  # whose objects are called to run the command line
# How servers are told to call a factory: what follows its name, and the option.
# https://www.uvicorn.org/deployment/#running-programmatically, https://docs.gunicorn.org/en/stable/run.html,
# https://flask.palletsprojects.com/en/stable/cli/#application-discovery
FACTORY_FORMS = {"uvicorn": ("", "--factory"), "gunicorn": ("()", ""), "hypercorn": ("()", ""), "flask": ("()", "")}


@dataclass(frozen=True)
class MissingAttributes:
    """Finds out which name, or which module, should be named instead."""

    tree: Tree
    roles: Roles
    rewriter: Rewriter

    def replacement(self, link: Link, target: str, attribute: str) -> Replacement:
        """Return the replacement of a reference to a name that ``target`` does not define."""
        hidden = self._hidden(target, attribute)
        found = self._other_module(link.reference, target, attribute) or self._other_name(link, target, attribute)
        if hidden and not found.text:
            return Replacement(Remedy.RENAME, hidden=hidden)
        return found._replace(hidden=hidden)

    def _hidden(self, target: str, attribute: str) -> str:
        """Return the intended module beside a package of the same name, or ""."""
        module = dirname(target) + ".py"
        if basename(target) != "__init__.py" or not self.tree.is_file(module):
            return ""
        return module if self.rewriter.attributes.offers(module, attribute) else ""

    def _other_module(self, reference: Reference, target: str, attribute: str) -> Replacement | None:
        """Return the replacement by another module that defines the name, or None."""
        if ":" not in reference.text:
            return None
        inner = self._module_inside(target, attribute.partition(".")[0])
        if inner:
            module, _, rest = reference.text.partition(":")
            text = f"{module}.{basename(inner).removesuffix('.py')}:{rest}"
            if self.rewriter.leads(reference, text, inner):
                return Replacement(Remedy.USE, inner, text, Reason.SUBMODULE)
        entry = self.roles.entry_for(target) if stem_of(target).is_entry or _is_package(target) else None
        if entry and entry != target and self.rewriter.attributes.offers(entry, attribute):
            text = rewrite(reference, attribute, target, entry) or ""
            if text and self.rewriter.leads(reference, text, entry):
                return Replacement(Remedy.USE, entry, text, Reason.ENTRY_POINT)
        return None

    def _other_name(self, link: Link, target: str, attribute: str) -> Replacement:
        """Return the replacement by another name of the module, or the advice to define the missing one."""
        first = attribute.partition(".")[0]
        known = first in self.rewriter.attributes.names(target).known
        names = () if known else self._better_names(link, target, first)
        text = _renamed(link.reference, attribute, names[0]) if len(names) == 1 and "." not in attribute else None
        if text and names[0] in self.rewriter.attributes.factories(target):
            called, option = FACTORY_FORMS.get(link.reference.runner, ("", ""))
            return Replacement(Remedy.USE, target, text + called, Reason.ATTRIBUTE, option=option)
        if text:
            return Replacement(Remedy.USE, target, text, Reason.ATTRIBUTE)
        if names:
            return Replacement(Remedy.CHOOSE, reason=Reason.ATTRIBUTE, choices=names)
        return Replacement(Remedy.DEFINE, target, lacking=attribute if known else first)

    def _module_inside(self, target: str, name: str) -> str:
        """Return the only module directly in a package that defines an application of this name, or ""."""
        if not _is_package(target):
            return ""
        package = dirname(target)
        inside = [path for path in self.tree.paths if dirname(path) == package and path.endswith(".py")]
        live = [path for path in inside if self.roles.is_live(path)]
        having = [path for path in live if any(one.name == name for one in self.rewriter.attributes.applications(path))]
        return having[0] if len(having) == 1 and having[0] != target else ""

    def _better_names(self, link: Link, target: str, name: str) -> tuple[str, ...]:
        """Return what is probably meant.

        If the reference starts an application, return the applications of the module; of several, the one that is one
        edit away. Otherwise, return the name that is one edit away or continues the missing one. Failing that, return
        the only function with the name of a command, or the only command line object, for a console script, and the
        only factory for a server.
        """
        attributes = self.rewriter.attributes
        objects = [one for one in attributes.applications(target) if not one.factory and "." not in one.name]
        if link.reference.via is not Via.CONFIG and objects:
            made = sorted({one.name for one in objects})
            meant = [one for one in made if is_one_edit(one, name)]
            return tuple(meant if len(meant) == 1 else made[:_MOST_CHOICES])
        public = sorted(one for one in attributes.names(target).known if not one.startswith("_"))
        near = tuple(one for one in public if is_one_edit(one, name) or one.startswith(f"{name}_"))
        if near:
            return near if len(near) == 1 else ()
        if link.reference.via is Via.CONFIG:
            commands = attributes.functions(target) & _COMMANDS
            commands |= {one.name for one in objects if one.framework in _CALLED}
            return tuple(commands) if len(commands) == 1 else ()
        factories = attributes.factories(target) if link.reference.runner in FACTORY_FORMS else ()
        return factories if len(factories) == 1 else ()


def _is_package(path: str) -> bool:
    return basename(path) == "__init__.py"


def _renamed(reference: Reference, attribute: str, name: str) -> str | None:
    module, colon, _ = reference.text.partition(":")
    if colon:
        return f"{module}:{name}"
    if module.endswith("." + attribute):
        return f"{module.removesuffix(attribute)}{name}"
    return f"{module}:{name}" if reference.runner in DEFAULT_ATTRIBUTES else None
