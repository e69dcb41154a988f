"""Declarations for continuous integration and git hooks."""

from __future__ import annotations

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared.declaration import Declaration, Key, Value, commands

_HOOKS_WITH_COMMANDS = ("language", ("system", "python", "unsupported", "conda", "node"))
_SCRIPTS = ("language", ("script", "unsupported_script"))
_APPVEYOR = (
    *("init", "install", "before_build", "build_script", "after_build", "before_test", "test_script", "after_test"),
    *("before_deploy", "deploy_script", "after_deploy", "on_success", "on_failure", "on_finish"),
)

AZURE = Declaration(
    "azure-pipelines",  # Azure Pipelines, "YAML schema reference", steps and tasks
    ("azure-pipelines*.yml", "azure-pipelines*.yaml", ".azure-pipelines/*.yml", ".azure-pipelines/*.yaml"),
    "yaml",
    (
        *commands(*(f"**.steps[].{name}" for name in ("script", "bash", "pwsh")), directory=("workingDirectory",)),
        *(
            Key(
                "**.inputs.scriptPath",
                before=("python",),
                arguments="arguments",
                directory=(name,),
                only=("^task", ("PythonScript",)),
            )
            for name in ("workingDirectory",)
        ),
        Key("**.inputs.filePath", before=("bash",), directory=("workingDirectory",), only=("^task", ("Bash",))),
        Key("**.inputs.script", directory=("workingDirectory",), only=("^task", ("Bash", "CmdLine"))),
    ),
    category=Category.CI,
    weight=3.0,
    anchor=RelativeTo.ROOT,
    template=r"\$\(([\w.]+)\)|\$\{\{.{0,500}?\}\}",
    known={
        "Build.SourcesDirectory": RelativeTo.ROOT,
        "System.DefaultWorkingDirectory": RelativeTo.ROOT,
        "Build.Repository.LocalPath": RelativeTo.ROOT,
    },
)

CONTINUOUS: tuple[Declaration, ...] = (
    Declaration(
        "pre-commit",  # pre-commit, "repository local hooks": hooks run at the repository's root
        (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.yaml", "prek.toml"),
        "yaml",
        (
            Key("repos[].hooks[].entry", only=_HOOKS_WITH_COMMANDS),
            Key("repos[].hooks[].entry", Value.PATH, only=_SCRIPTS, part=r"(\S+\.py)(?:\s.*)?"),
            Key("repos[].hooks[].entry", only=_SCRIPTS, before=("bash",), part=r"(\S+\.(?:ba)?sh)(?:\s.*)?"),
        ),
        category=Category.CHECK,
        weight=1.0,
        anchor=RelativeTo.ROOT,
    ),
    Declaration(
        "pre-commit-hooks",  # pre-commit, "Creating new hooks": only script hooks refer to files of this repository
        (".pre-commit-hooks.yaml",),
        "yaml",
        (
            Key("[].entry", Value.PATH, only=_SCRIPTS, part=r"(\S+\.py)(?:\s.*)?"),
            Key("[].entry", only=_SCRIPTS, before=("bash",), part=r"(\S+\.(?:ba)?sh)(?:\s.*)?"),
        ),
        category=Category.CHECK,
        weight=4.0,
        anchor=RelativeTo.ROOT,
    ),
    Declaration(
        "circleci",  # CircleCI, "Configuration reference"; a job's working_directory is the directory of the checkout
        (".circleci/config.yml", ".circleci/*.yml"),
        "yaml",
        (Key("**.steps[].run"), Key("**.steps[].run.command", directory=("working_directory",))),
        category=Category.CI,
        weight=3.0,
        anchor=RelativeTo.ROOT,
        template=r"<<([^>]{0,200})>>",
        known={"CIRCLE_WORKING_DIRECTORY": RelativeTo.ROOT},
        environment=("environment",),
    ),
    AZURE,
    Declaration(
        "travis",  # Travis CI, "Job lifecycle": all phases of a job in one shell
        (".travis.yml",),
        "yaml",
        commands("before_install", "install", "before_script", "script", "after_success", "deploy.script"),
        category=Category.CI,
        weight=3.0,
        anchor=RelativeTo.ROOT,
        known={"TRAVIS_BUILD_DIR": RelativeTo.ROOT},
    ),
    Declaration(
        "bitbucket-pipelines",  # Bitbucket Pipelines configuration reference
        ("bitbucket-pipelines.yml",),
        "yaml",
        commands("**.step.script", "definitions.steps[].step.after-script"),
        category=Category.CI,
        weight=3.0,
        anchor=RelativeTo.ROOT,
        known={"BITBUCKET_CLONE_DIR": RelativeTo.ROOT},
    ),
    Declaration(
        "drone",  # Drone and Woodpecker, "Pipeline syntax": all steps share a workspace
        (".drone.yml", ".woodpecker.yml", ".woodpecker.yaml", ".woodpecker/*.yml", ".woodpecker/*.yaml"),
        "yaml",
        commands("steps[].commands", "steps.*.commands", "pipeline.*.commands"),
        category=Category.CI,
        weight=3.0,
        anchor=RelativeTo.ROOT,
        known={"DRONE_WORKSPACE": RelativeTo.ROOT, "CI_WORKSPACE": RelativeTo.ROOT},
    ),
    Declaration(
        # Read the Docs, "Configuration file reference": commands run in the checkout, paths are relative to its root
        "readthedocs",
        (".readthedocs.yaml", ".readthedocs.yml", "readthedocs.yaml", "readthedocs.yml"),
        "yaml",
        (
            Key("sphinx.configuration", Value.PATH, part=r"([^*?]+\.py)"),
            *commands("build.commands", "build.jobs.*", "build.jobs.build.*"),
        ),
        category=Category.CI,
        weight=1.0,
        anchor=RelativeTo.ROOT,
    ),
    Declaration(
        "appveyor",  # AppVeyor, "appveyor.yml reference"; entries are commands, or commands for one shell
        ("appveyor.yml", ".appveyor.yml", "appveyor.yaml"),
        "yaml",
        (
            *commands(*_APPVEYOR),
            *commands(*(f"{phase}[].{shell}" for phase in _APPVEYOR for shell in ("cmd", "sh"))),
        ),
        category=Category.CI,
        weight=3.0,
        anchor=RelativeTo.ROOT,
        template=r"%(\w+)%",
        known={"APPVEYOR_BUILD_FOLDER": RelativeTo.ROOT},
    ),
    Declaration(
        "lefthook",  # Lefthook, "Configuration": hooks run at the repository's root, or below root
        ("lefthook.yml", "lefthook.yaml", ".lefthook.yml"),
        "yaml",
        commands("*.commands.*.run", "*.jobs[].run", directory=("root",)),
        category=Category.CHECK,
        weight=1.0,
        anchor=RelativeTo.ROOT,
        template=r"\{([a-z_]+)\}",
    ),
)
