"""How ``python`` starts a module that takes the place of another: as a script, with ``-m``, or through its launcher.

``python dir/file.py`` puts ``dir`` on the import path, and ``python -m`` the current directory
(https://docs.python.org/3/library/sys_path_init.html). A module that only holds an application does not run by itself:
its launcher does that, or the server of its framework.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from posixpath import basename, dirname
from typing import NamedTuple

from flake8_single_entry.conventions.tests import in_tests
from flake8_single_entry.model import Kind, Reference, RelativeTo, Via
from flake8_single_entry.project.replacements.rewriting import rewrite
from flake8_single_entry.project.resolve.attributes import Attributes

# https://www.uvicorn.org/, https://flask.palletsprojects.com/en/stable/cli/
_ASGI = frozenset({"fastapi", "starlette", "quart", "litestar"})
_EVERY_ADDRESS = " --host 0.0.0.0"  # outside its container, nothing reaches a server on the loopback address

Leads = Callable[[Reference, str, str], bool]


class StartWords(NamedTuple):
    """The words that start a module. ``through`` is the launcher or the name of the server that does so, or ""."""

    text: str
    through: str = ""


@dataclass(frozen=True)
class PythonStarts:
    """Finds the words that follow ``python``. ``leads`` returns True if a reference with a text resolves to a file.

    ``launchers`` returns the modules of a program that start its entry point.
    """

    attributes: Attributes
    leads: Leads
    launchers: Callable[[str], tuple[str, ...]]

    def words(self, reference: Reference, text: str, old: str, new: str) -> StartWords:
        """Return what starts ``new`` in place of ``old``. ``text`` names ``new`` in the form of the reference."""
        if reference.runner != "python" or reference.via not in (Via.RUN, Via.CALL):
            return StartWords(text)
        if not self.attributes.starts_itself(new) and not self._is_same_program(old, new):
            started = self._launcher(reference, old, new) or self._server(reference, text, new)
            if started and not in_tests(reference.location.path):  # a test would wait for a server
                return started
        if reference.kind is Kind.PATH and self._needs_package(reference, old, new):
            return StartWords(self._as_module(reference, text, new))
        return StartWords(text)

    def _is_same_program(self, old: str, new: str) -> bool:
        """True for a missing file of the same name: the command is as good as it was, but for the path."""
        return not self.attributes.is_read(old) and basename(old).casefold() == basename(new).casefold()

    def _launcher(self, reference: Reference, old: str, new: str) -> StartWords | None:
        """Return the text that names the only launcher of the program, or None if it does not resolve to it."""
        launchers = [path for path in self.launchers(new) if self.attributes.starts_itself(path)]
        if len(launchers) != 1 or launchers[0] == reference.location.path:
            return None
        for text in (rewrite(reference, "", old, launchers[0]), launchers[0]):
            if text is not None and self.leads(reference, text, launchers[0]):
                return StartWords(text, launchers[0])
        return None

    def _server(self, reference: Reference, text: str, new: str) -> StartWords | None:
        """Return the option of Python that starts the server of the only application of a module, or None."""
        found = {(one.framework, one.name) for one in self.attributes.applications(new) if not one.factory}
        if len(found) != 1:
            return None
        framework, name = found.pop()
        called = f"{_module_name(text)}:{name}"
        if not self.leads(reference._replace(kind=Kind.OBJECT), called, new):
            return None
        address = _EVERY_ADDRESS if reference.base.anchor is RelativeTo.IMAGE else ""
        option = "" if reference.kind is Kind.MODULE else "-m "
        if framework in _ASGI:
            return StartWords(f"{option}uvicorn {called}{address}", "uvicorn")
        return StartWords(f"{option}flask --app {called} run{address}", framework) if framework == "flask" else None

    def _needs_package(self, reference: Reference, old: str, new: str) -> bool:
        """True for a module whose imports fail when it is started as a script."""
        if self.attributes.imports_relatively(new):
            return True
        return dirname(old) != dirname(new) and not reference.base.search and self.attributes.imports_from_above(new)

    def _as_module(self, reference: Reference, text: str, new: str) -> str:
        """Return the option of Python that starts a file of a package, or the path if none resolves to the file."""
        named = _module_name(text)
        return f"-m {named}" if self.leads(reference._replace(kind=Kind.MODULE), named, new) else text


def _module_name(path: str) -> str:
    module = path.removeprefix("./").replace("\\", "/").removesuffix("/__main__.py").removesuffix(".py")
    return module.replace("/", ".")
