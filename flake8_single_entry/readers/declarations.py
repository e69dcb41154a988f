"""Files whose keys hold commands, paths or objects: one declaration each, read by ``declared``.

To add a format: its file patterns, its syntax, where its commands start, and the keys that matter; then a row in the
table of ``tests/unit/test_reader_declared.py``.

A key's path names mapping keys with dots between: ``*`` is any key, ``**`` any depth, ``[]`` the elements of a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flake8_single_entry.model import Anchor


class Value(StrEnum):
    """What a value is."""

    COMMAND = "command"
    PATH = "path"
    OBJECT = "object"
    BUILD = "build"


class Listed(StrEnum):
    """What a list of strings is where a command may stand."""

    SHELL = "shell"  # lines of one shell
    SHELLS = "shells"  # a shell for each
    WORDS = "words"  # the words of one command


@dataclass(frozen=True, slots=True)
class Key:
    """One key that matters. ``directory`` and ``arguments`` are keys beside it, dotted where they lie deeper.
    A ``^`` before a directory's key takes it from the mapping around.

    ``before`` are words that the platform puts before the value (``python -m`` for a module to debug), ``after`` those
    that it puts behind. ``only`` names a key beside it and the beginnings of the values that make this one count.
    """

    path: str
    value: Value = Value.COMMAND
    listed: Listed = Listed.SHELL
    directory: tuple[str, ...] = ()
    arguments: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    only: tuple[str, tuple[str, ...]] = ("", ())
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """One format. ``patterns`` are as in the registry; ``syntax`` is yaml, json, toml or ini.

    Commands start at ``anchor``; ``above`` names a directory of the path (``.vscode``) whose parent they start in (not
    there, they start wherever a person would).
    ``template`` is a pattern of placeholders, whose first group ``known`` maps to a directory's anchor; what it does
    not hold is unknown. ``known`` holds shell variables too. ``environment`` are keys, at the top or beside a
    command, that hold variables. ``image`` is a key and the value that says that commands run in the project's image.
    """

    name: str
    patterns: tuple[str, ...]
    syntax: str
    keys: tuple[Key, ...]
    anchor: Anchor = Anchor.FILE
    above: str = ""
    template: str = ""
    known: Mapping[str, Anchor] = field(default_factory=dict)
    environment: tuple[str, ...] = ()
    image: tuple[str, str] = ("", "")
    rooted: bool = False  # "/api" as a directory is "api" below the start


def _commands(*paths: str, listed: Listed = Listed.SHELL, directory: tuple[str, ...] = ()) -> tuple[Key, ...]:
    return tuple(Key(path, listed=listed, directory=directory) for path in paths)


_RENDER = ("startCommand", "buildCommand", "preDeployCommand", "initialDeployHook")
_LIFECYCLE = ("initialize", "onCreate", "updateContent", "postCreate", "postStart", "postAttach")
_GITLAB = ("before_script", "script", "after_script")
_PYTHON_DEBUG = ("type", ("python", "debugpy"))
_WORKSPACE = {"workspaceFolder": Anchor.FILE, "workspaceRoot": Anchor.FILE}

DECLARATIONS: tuple[Declaration, ...] = (
    Declaration(
        "heroku.yml",  # Heroku, "Building Docker Images with heroku.yml"
        ("heroku.yml",),
        "yaml",
        (
            *(Key(path, anchor=Anchor.IMAGE) for path in ("run.*", "run.*.command", "release.command")),
            Key("build.docker.*", Value.BUILD),
        ),
    ),
    Declaration(
        "render.yaml",  # Render, "Blueprint YAML Reference": commands run in rootDir, paths are the repository's
        ("render.yaml", "render.yml"),
        "yaml",
        (
            *_commands(*(f"**.services[].{name}" for name in _RENDER), directory=("rootDir",)),
            Key("**.services[].dockerfilePath", Value.BUILD),
        ),
        environment=(),
    ),
    Declaration(
        "railway",  # Railway, "Config as Code Reference"; the service's root is set elsewhere, so as a person would
        ("railway.json", "railway.toml", "railway.*.json", "railway.*.toml"),
        "json",
        (
            *_commands("deploy.startCommand", "deploy.preDeployCommand", "build.buildCommand"),
            Key("build.dockerfilePath", Value.BUILD, anchor=Anchor.CALLER),
        ),
        anchor=Anchor.CALLER,
        image=("build.builder", "DOCKERFILE"),
    ),
    Declaration(
        "nixpacks.toml",  # Nixpacks, "File": phases and the start command
        ("nixpacks.toml", "nixpacks.json"),
        "toml",
        _commands("start.cmd", "phases.*.cmds"),
        anchor=Anchor.CALLER,
    ),
    Declaration(
        "launch.json",  # VS Code, "Python debugging": program or module, args, cwd
        (".vscode/launch.json",),
        "json",
        (
            Key(
                "configurations[].program", arguments="args", directory=("cwd",), before=("python",), only=_PYTHON_DEBUG
            ),
            Key(
                "configurations[].module",
                arguments="args",
                directory=("cwd",),
                before=("python", "-m"),
                only=_PYTHON_DEBUG,
            ),
        ),
        above=".vscode",
        template=r"\$\{([^}]{0,200})\}",
        known=_WORKSPACE,
        environment=("env",),
    ),
    Declaration(
        "tasks.json",  # VS Code, "Custom tasks"
        (".vscode/tasks.json",),
        "json",
        (Key("tasks[].command", arguments="args", directory=("options.cwd",)),),
        above=".vscode",
        template=r"\$\{([^}]{0,200})\}",
        known=_WORKSPACE,
    ),
    Declaration(
        "pre-commit",  # pre-commit, "repository local hooks": they run at the repository's root
        (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.yaml"),
        "yaml",
        _commands("repos[].hooks[].entry"),
        anchor=Anchor.ROOT,
    ),
    Declaration(
        ".replit",  # Replit, "App configuration"
        (".replit",),
        "toml",
        (
            *(Key(path, listed=Listed.WORDS) for path in ("run", "deployment.run", "deployment.build", "run.args")),
            Key("entrypoint", Value.PATH),
            Key("workflows.workflow[].tasks[].args", only=("task", ("shell",))),
        ),
    ),
    Declaration(
        "devcontainer.json",  # containers.dev, "Dev Container metadata reference", "Lifecycle scripts"
        ("devcontainer.json", ".devcontainer.json"),
        "json",
        (
            *(Key(f"{name}Command", listed=Listed.WORDS) for name in _LIFECYCLE),
            *(Key(f"{name}Command.*", listed=Listed.WORDS) for name in _LIFECYCLE),
        ),
        above=".devcontainer",
        template=r"\$\{([^}]{0,200})\}",
        known={"containerWorkspaceFolder": Anchor.FILE, "localWorkspaceFolder": Anchor.FILE},
    ),
    Declaration(
        "digitalocean",  # DigitalOcean, "App Spec reference": commands run in source_dir, below the repository's root
        (".do/*.yaml", ".do/*.yml"),
        "yaml",
        _commands("*[].run_command", "*[].build_command", directory=("source_dir",)),
        above=".do",
        rooted=True,
    ),
    Declaration(
        "app.yaml",  # App Engine, "app.yaml reference"
        ("app.yaml", "app.yml"),
        "yaml",
        (Key("entrypoint", only=("runtime", ("python",))),),
    ),
    Declaration(
        "vercel.json",  # Vercel, "Project configuration": sources and, as programs, only files of Python
        ("vercel.json",),
        "json",
        (Key("builds[].src", Value.PATH, only=("use", ("@vercel/python",))),),
    ),
    Declaration(
        "fly.toml",  # Fly.io, "App configuration": processes replace the image's command
        ("fly.toml", "fly.*.toml"),
        "toml",
        (
            Key("processes.*", anchor=Anchor.IMAGE),
            Key("deploy.release_command", anchor=Anchor.IMAGE),
            Key("build.dockerfile", Value.BUILD),
        ),
    ),
    Declaration(
        "gitlab-ci",  # GitLab, "CI/CD YAML syntax": before_script and script share a shell at the repository's root
        (".gitlab-ci.yml", ".gitlab-ci.*.yml", "*.gitlab-ci.yml"),
        "yaml",
        (*_commands(*(f"*.{name}" for name in _GITLAB)), *_commands(*_GITLAB)),
        anchor=Anchor.ROOT,
        known={"CI_PROJECT_DIR": Anchor.ROOT},
        environment=("variables",),
    ),
    Declaration(
        "circleci",  # CircleCI, "Configuration reference"; a job's working_directory is where the checkout lies
        (".circleci/config.yml",),
        "yaml",
        (Key("**.steps[].run"), Key("**.steps[].run.command", directory=("working_directory",))),
        anchor=Anchor.ROOT,
        template=r"<<([^>]{0,200})>>",
        known={"CIRCLE_WORKING_DIRECTORY": Anchor.ROOT},
        environment=("environment",),
    ),
    Declaration(
        "azure-pipelines",  # Azure Pipelines, "YAML schema reference", steps and tasks
        ("azure-pipelines*.yml", "azure-pipelines*.yaml", ".azure-pipelines/*.yml"),
        "yaml",
        (
            *_commands(*(f"**.steps[].{name}" for name in ("script", "bash", "pwsh")), directory=("workingDirectory",)),
            Key("steps[].script", directory=("workingDirectory",)),
            Key("**.inputs.scriptPath", before=("python",), arguments="arguments", directory=("workingDirectory",)),
        ),
        anchor=Anchor.ROOT,
        template=r"\$\(([\w.]+)\)|\$\{\{.{0,500}?\}\}",
        known={
            "Build.SourcesDirectory": Anchor.ROOT,
            "System.DefaultWorkingDirectory": Anchor.ROOT,
            "Build.Repository.LocalPath": Anchor.ROOT,
        },
    ),
    Declaration(
        "taskfile",  # Task, "Schema": each command in a shell of its own, below dir
        ("Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "Taskfile.dist.yml"),
        "yaml",
        (
            *_commands("tasks.*", "tasks.*.cmds", "tasks.*.cmd", listed=Listed.SHELLS, directory=("dir",)),
            Key("tasks.*.cmds[].cmd", directory=("^dir",)),
        ),
        template=r"\{\{\s?\.?([^}]{0,200})\}\}",
        known={"TASKFILE_DIR": Anchor.FILE, "ROOT_DIR": Anchor.FILE},
        environment=("env",),
    ),
    Declaration(
        "travis",  # Travis CI, "Job lifecycle": all phases of a job in one shell
        (".travis.yml",),
        "yaml",
        _commands("before_install", "install", "before_script", "script", "after_success", "deploy.script"),
        anchor=Anchor.ROOT,
        known={"TRAVIS_BUILD_DIR": Anchor.ROOT},
    ),
    Declaration(
        "bitbucket-pipelines",  # Bitbucket Pipelines configuration reference
        ("bitbucket-pipelines.yml",),
        "yaml",
        _commands("**.step.script"),
        anchor=Anchor.ROOT,
        known={"BITBUCKET_CLONE_DIR": Anchor.ROOT},
    ),
    Declaration(
        "buildspec",  # AWS CodeBuild, "Build specification reference"; App Runner, "Configuration file reference"
        ("buildspec*.yml", "buildspec*.yaml", "apprunner.yaml"),
        "yaml",
        _commands("phases.*.commands", "build.commands.*", "run.command"),
        known={"CODEBUILD_SRC_DIR": Anchor.ROOT},
    ),
    Declaration(
        "lefthook",  # Lefthook, "Configuration": hooks run at the repository's root, or below root
        ("lefthook.yml", "lefthook.yaml", ".lefthook.yml"),
        "yaml",
        _commands("*.commands.*.run", "*.jobs[].run", directory=("root",)),
        anchor=Anchor.ROOT,
        template=r"\{([a-z_]+)\}",
    ),
    Declaration(
        "supervisord",  # Supervisor, "Configuration file"
        ("supervisord*.conf", "*supervisor*.conf", "supervisor/*.conf"),
        "ini",
        (Key("*.command", directory=("directory",)),),
        anchor=Anchor.CALLER,
        template=r"%\(([^)]{0,200})\)s",
        known={"here": Anchor.FILE},
    ),
    Declaration(
        "systemd",  # systemd.service(5), systemd.exec(5)
        ("*.service",),
        "ini",
        tuple(Key(f"Service.Exec{name}", directory=("WorkingDirectory",)) for name in ("Start", "StartPre", "Reload")),
        anchor=Anchor.CALLER,
        template=r"%([a-zA-Z])",
    ),
    Declaration(
        "tox",  # tox, "Configuration": commands are not run by a shell
        ("tox.ini",),
        "ini",
        _commands("*.commands", "*.commands_pre", listed=Listed.SHELLS, directory=("change_dir", "changedir")),
        template=r"\{([^{}]{0,200})\}",
        known={"toxinidir": Anchor.FILE, "tox_root": Anchor.FILE},
    ),
    Declaration(
        "environment",  # Flask, "Application Discovery"
        (".env", ".flaskenv", ".env.*"),
        "ini",
        (Key(".FLASK_APP", before=("flask", "--app"), after=("run",)),),
    ),
    Declaration(
        "mcp.json",  # Model Context Protocol clients: a server is a command and its arguments
        (".mcp.json", "mcp.json", "claude_desktop_config.json"),
        "json",
        (
            Key("mcpServers.*.command", arguments="args", directory=("cwd",)),
            Key("servers.*.command", arguments="args", directory=("cwd",)),
        ),
        anchor=Anchor.CALLER,
        template=r"\$\{([^}]{0,200})\}",
        known={"workspaceFolder": Anchor.ROOT},
    ),
)
