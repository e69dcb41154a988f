"""The category of a surface: the role that its files play in starting a program."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """What a file of a surface does with the programs that it names. The weight of its references depends on it."""

    IMAGE = "image"  # builds an image: its stages define what is a build step and what the image starts
    SERVICES = "services"  # defines the services of a deployment, one per container
    PROCESSES = "processes"  # lists the processes of a deployment, each on a line of its own
    DEPLOY = "deploy"  # configures a platform, a server or a framework that starts programs
    PACKAGE = "package"  # declares the commands and plugins of a Python package
    BUILD = "build"  # builds an executable or an archive
    SCRIPT = "script"  # runs commands one after the other, and is itself started by other files
    TASK = "task"  # names commands that a person or another file starts by their names
    CI = "ci"  # runs commands when the repository changes
    EDITOR = "editor"  # runs commands of an editor, a development environment or an agent
    CHECK = "check"  # runs tests and checks
    DOCUMENT = "document"  # tells people what to run
    NOTEBOOK = "notebook"  # a document whose code also runs
    CODE = "code"  # Python modules

    @property
    def is_prose(self) -> bool:
        """True if the file is written for people, who may read it in a directory of their own."""
        return self in (Category.DOCUMENT, Category.NOTEBOOK)
