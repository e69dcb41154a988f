"""Texts that resolve to another file, checked by resolving them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from posixpath import basename

from flake8_single_entry.model import Kind, Link, Reference, RelativeTo, Via
from flake8_single_entry.project.replacements.python_starts import PythonStarts
from flake8_single_entry.project.replacements.rewriting import rewrite
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.project.resolve.attributes import Attributes
from flake8_single_entry.project.resolve.forms import is_import, is_nameless
from flake8_single_entry.project.resolve.resolver import Resolver

_MAIN = "main"


def _none(_: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Rewriter:
    """Rewrites references. Without a resolver, every text is taken to resolve as intended.

    ``launchers`` returns the modules that start the entry point of the program of a module.
    """

    attributes: Attributes
    resolver: Resolver | None
    launchers: Callable[[str], tuple[str, ...]] = _none

    def use(self, link: Link, old: str, new: str, reason: Reason) -> Replacement:
        """Return the replacement that names ``new`` instead of ``old``, without a text if none resolves to ``new``."""
        reference = link.reference
        without = Replacement(Remedy.USE, new, reason=reason)
        if reference.location.path == new and (reference.via is Via.IMPORT or reference.runner == "python"):
            return without._replace(lacking=attribute_of(link.resolution.attribute))  # would load or start itself
        text = rewrite(reference, link.resolution.attribute, old, new)
        if text is not None and is_nameless(reference):
            text = self.called(text, new)
        if text is None or not self.leads(reference, text, new):
            text = new if self.leads(reference, new, new) else None
        if text is None:
            return self._from_directory(reference, without, new)
        start = self._python_starts.words(reference, text, old, new)
        if start.text != text:
            return without._replace(text=start.text, through=start.through)
        attribute = attribute_of(link.resolution.attribute or _asked(reference, text, new))
        if attribute and self.attributes.offers(new, attribute) is False:
            module, colon, _ = text.partition(":")
            application = self._only_application(new) if colon and reference.via in (Via.RUN, Via.CALL) else None
            if application is None:
                return without._replace(lacking=attribute)
            text = f"{module}:{application}"
        return without._replace(text=text)

    @property
    def _python_starts(self) -> PythonStarts:
        return PythonStarts(self.attributes, self.leads, self.launchers)

    def _from_directory(self, reference: Reference, found: Replacement, new: str) -> Replacement:
        """Add the directory from which a module can be started, if one above it cannot be part of a module's name."""
        if reference.kind not in (Kind.MODULE, Kind.OBJECT) or reference.via not in (Via.RUN, Via.CALL):
            return found
        *directories, name = new.removesuffix(".py").split("/")
        last = max((depth for depth, part in enumerate(directories, 1) if not part.isidentifier()), default=0)
        if not last or not name.isidentifier():
            return found
        _, colon, attribute = reference.text.partition(":")
        inside = ".".join((*directories[last:], name)) + colon + attribute
        return found._replace(directory="/".join(directories[:last]), inside=inside)

    def leads(self, reference: Reference, text: str, target: str) -> bool:
        """True if the text, in place of the reference's own, resolves to ``target``."""
        if self.resolver is None:
            return True
        if reference.kind in (Kind.MODULE, Kind.OBJECT) and ("/" in text or text.endswith(".py")):
            return False
        if reference.base.anchor is not RelativeTo.IMAGE and not self.enters(reference):
            return False  # the command does not even reach the directory in which the text would be correct
        found = self.resolver.leads(reference._replace(text=text))
        return bool(found) and found[0].target == target

    def enters(self, reference: Reference) -> bool:
        """True if the directory in which a command runs exists."""
        if self.resolver is None:
            return True
        starts = self.resolver.starts_of(reference)
        return any(one.place.is_directory(one.directory) for one in starts)

    def called(self, module: str, path: str) -> str | None:
        """Return a module with the function that a console script calls, or None if it is not clear which one.

        It is ``main``, or else the only command that the module defines.
        """
        if self.attributes.offers(path, _MAIN) is True:
            return f"{module}:{_MAIN}"
        command = self._only_application(path)
        return f"{module}:{command}" if command else None

    def _only_application(self, path: str) -> str | None:
        names = {one.name for one in self.attributes.applications(path) if not one.factory}
        return names.pop() if len(names) == 1 else None


def attribute_of(attribute: str) -> str:
    """Return the name that a reference requests from its module, or "" if it requests none or all."""
    if attribute in ("", "*"):
        return ""
    return attribute.partition("(")[0].partition(".")[0].strip()


def _asked(reference: Reference, text: str, new: str) -> str:
    """Return the name requested from a module that was not found.

    The name may be that of the module itself: then ``text`` has that of the new one.
    """
    name, becomes = reference.text.partition(":")[2], text.partition(":")[2]
    return "" if is_import(reference) and (name == _stem(new) or name != becomes) else name


def _stem(path: str) -> str:
    """Return ``main_v2`` for ``src/main_v2.py``, and ``app`` for ``app/__main__.py``."""
    name = basename(path).removesuffix(".py")
    return basename(path[: -len("/__main__.py")]) if name == "__main__" and "/" in path else name
