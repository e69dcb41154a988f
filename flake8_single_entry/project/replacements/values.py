"""What to do about a reference, as a value."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Remedy(StrEnum):
    """What to do about a reference."""

    KEEP = "keep"  # the reference is correct, or its target is unknown
    USE = "use"  # name ``target``, as ``text`` if there is one
    CHOOSE = "choose"  # one of ``choices`` is probably meant
    LEAVE_DIRECTORY = "leave-directory"  # the text is correct without the change of directory before it
    ENTER_DIRECTORY = "enter-directory"  # the text is correct in ``directory``
    FIND = "find"  # only ``target`` has the name; no directory is known in which the text is correct
    RESTORE = "restore"  # the file existed, or ``archived`` does
    ADD = "add"
    RETURN = "return"  # move the target out of its archive
    DECIDE = "decide"  # configure which version is the entry point
    DEFINE = "define"  # the name in ``lacking``
    RENAME = "rename"  # ``hidden``, or the package
    SPELL = "spell"  # write a module name
    NAME_ANOTHER = "name-another"  # the module does not exist under any spelling
    COPY = "copy"  # into the image
    INCLUDE = "include"  # do not exclude it from the build context
    MOUNT = "mount"  # what holds it


class Reason(StrEnum):
    """Why ``target`` is the one to use, or where ``choices`` come from."""

    RENAMED = "renamed"  # git history says so
    NAMESAKE = "namesake"  # the file of that name
    VERSION = "version"  # the module beside it whose name is a version of the same name
    ENTRY_POINT = "entry-point"
    SUCCESSOR = "successor"  # of an archived or superseded module
    SUBMODULE = "submodule"  # the module of the package that defines the name
    ATTRIBUTE = "attribute"  # the name that the module defines instead
    FORM = "form"  # the same module, as a module name
    SHIPPED = "shipped"  # the same file, where the image has it


class Replacement(NamedTuple):
    """What to do about a reference.

    ``target`` is the file to use instead, and ``text`` the text that certainly resolves to it, in the form of the
    reference. It is None if there is no such text. ``inside`` is the text that resolves to it in ``directory`` instead.
    ``through`` is the launcher, or the name of the server, that starts ``target`` in its place. ``option`` is an option
    that the command needs as well. ``lacking`` is a requested name that the module to use does not define. ``archived``
    is the archived version of a missing file, and ``hidden`` a module that a package of the same name hides. ``fate``
    is a clause about a missing file for people, "" if the file is not known to have existed.
    """

    remedy: Remedy
    target: str | None = None
    text: str | None = None
    reason: Reason | None = None
    lacking: str = ""
    choices: tuple[str, ...] = ()
    directory: str = ""
    inside: str = ""
    option: str = ""
    through: str = ""
    archived: str = ""
    hidden: str = ""
    fate: str = ""
