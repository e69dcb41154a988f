"""Declarations for task runners, test runners, frameworks and experiment trackers."""

from __future__ import annotations

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared import tox
from flake8_single_entry.readers.declared.declaration import Declaration, Key, Listed, Value, commands

_PLUGINS = ("plugins[]", "plugins")
_TEMPLATE = r"\{([^{}]{0,200})\}"

TOOLS: tuple[Declaration, ...] = (
    Declaration(
        "taskfile",  # Task, "Schema": each command runs in its own shell, below dir; a file may be included from above
        ("Taskfile*.yml", "Taskfile*.yaml", "taskfile*.yml", "taskfile*.yaml"),
        "yaml",
        (
            *commands("tasks.*", "tasks.*.cmds", "tasks.*.cmd", listed=Listed.SHELLS, directory=("dir",)),
            Key("tasks.*.cmds[].cmd", directory=("^dir",)),
            Key("includes.*", Value.BUILD, anchor=RelativeTo.FILE),
            Key("includes.*.taskfile", Value.BUILD, anchor=RelativeTo.FILE, unless="optional"),
        ),
        category=Category.TASK,
        weight=3.5,
        anchor=RelativeTo.CALLER,
        template=r"\{\{\s?\.?([^}]{0,200})\}\}",
        known={"TASKFILE_DIR": RelativeTo.FILE, "ROOT_DIR": RelativeTo.CALLER},
        environment=("env",),
    ),
    Declaration(
        # mise, "TOML-based Tasks", "Task configuration": commands run in the configuration's base directory, or in dir
        "mise",
        (
            *("mise.toml", ".mise.toml", "mise.*.toml", ".mise.*.toml", ".mise/config*.toml", "mise/config*.toml"),
            *(".mise/tasks/*.toml", "mise/tasks/*.toml", ".mise-tasks/*.toml", "mise-tasks/*.toml"),
        ),
        "toml",
        (
            *commands("tasks.*", "tasks.*.run", "*.run", listed=Listed.SHELLS, directory=("dir",)),
            *commands("tasks.*.file", "*.file", directory=("dir",)),
        ),
        category=Category.TASK,
        weight=3.5,
        anchor=RelativeTo.CALLER,
        template=r"\{\{\s*([^}]{0,200}?)\s*\}\}",
        known={"config_root": RelativeTo.CALLER, "cwd": RelativeTo.CALLER},
        environment=("env",),
    ),
    Declaration(
        "tox",  # tox, "Configuration": commands are not run by a shell
        ("tox.ini",),
        "ini",
        (
            *commands(
                *("*.commands", "*.commands_pre", "*.commands_post"),
                listed=Listed.SHELLS,
                directory=("change_dir", "changedir"),
            ),
            Key("pytest.DJANGO_SETTINGS_MODULE", Value.MODULE, certain=False),
        ),
        category=Category.CHECK,
        weight=2.0,
        template=_TEMPLATE,
        known={"toxinidir": RelativeTo.FILE, "tox_root": RelativeTo.FILE},
        shell_text=tox.shell_text,
    ),
    Declaration(
        "tox.toml",  # tox, "Configuration", TOML: each command is a list of words
        ("tox.toml",),
        "toml",
        tuple(
            Key(f"{path}.commands{suffix}[]", listed=Listed.WORDS, directory=("change_dir",))
            for path in ("env_run_base", "env.*")
            for suffix in ("", "_pre", "_post")
        ),
        category=Category.CHECK,
        weight=2.0,
        template=_TEMPLATE,
        known={"toxinidir": RelativeTo.FILE, "tox_root": RelativeTo.FILE},
    ),
    Declaration(
        "pytest.ini",  # pytest-django, "Configuring Django settings": it searches for the directory of manage.py
        ("pytest.ini", ".pytest.ini"),
        "ini",
        (Key("pytest.DJANGO_SETTINGS_MODULE", Value.MODULE, certain=False),),
        category=Category.CHECK,
        weight=0.5,
    ),
    Declaration(
        # bump-my-version, "Configuration", files; Commitizen, "Bump", version_files (path:pattern)
        "version-files",
        (".bumpversion.toml", ".cz.toml", "cz.toml"),
        "toml",
        (
            Key("tool.bumpversion.files[].filename", Value.PATH, part=r"([^*?{]+\.py)"),
            Key("tool.commitizen.version_files[]", Value.PATH, part=r"([^*?{:]+\.py)(?::.*)?"),
        ),
        category=Category.BUILD,
        weight=0.5,
    ),
    Declaration(
        "scrapy.cfg",  # Scrapy, "Command line tool": the settings module, relative to the file
        ("scrapy.cfg",),
        "ini",
        (Key("settings.*", Value.MODULE),),
        category=Category.DEPLOY,
        weight=2.0,
        sign=b"[settings]",
    ),
    Declaration(
        # MkDocs, "Configuration", hooks; the READMEs of mkdocs-gen-files (scripts beside the file since 0.4) and
        # mkdocs-simple-hooks (module:function)
        "mkdocs.yml",
        ("mkdocs.yml", "mkdocs.yaml", "mkdocs.*.yml", "mkdocs-*.yml"),
        "yaml",
        (
            Key("hooks[]", Value.PATH, part=r"([^*?]+\.py)"),
            *(Key(f"{plugins}.gen-files.scripts[]", Value.PATH, part=r"([^*?]+\.py)") for plugins in _PLUGINS),
            *(Key(f"{plugins}.mkdocs-simple-hooks.hooks.*", Value.OBJECT) for plugins in _PLUGINS),
        ),
        category=Category.BUILD,
        weight=1.0,
    ),
    Declaration(
        "dvc.yaml",  # DVC, "dvc.yaml Files": commands run in wdir
        ("dvc.yaml",),
        "yaml",
        (*commands("stages.*.cmd", directory=("wdir",)), Key("stages.*.do.cmd", directory=("wdir", "^wdir"))),
        category=Category.TASK,
        weight=3.0,
        template=r"\$\{([^}]{0,200})\}",
    ),
    Declaration(
        "mlproject",  # MLflow, "Projects": entry points run in the project's directory
        ("MLproject",),
        "yaml",
        commands("entry_points.*.command"),
        category=Category.TASK,
        weight=5.0,
        template=_TEMPLATE,
    ),
    Declaration(
        "cog.yaml",  # Cog, "cog.yaml reference": path of a module, a colon, a class
        ("cog.yaml",),
        "yaml",
        (Key("predict", Value.TARGET), Key("train", Value.TARGET)),
        category=Category.DEPLOY,
        weight=8.0,
    ),
    Declaration(
        "bentofile.yaml",  # BentoML, "Bento build options": module:service
        ("bentofile.yaml", "bentofile.yml"),
        "yaml",
        (Key("service", Value.TARGET),),
        category=Category.DEPLOY,
        weight=8.0,
    ),
    Declaration(
        "prefect.yaml",  # Prefect, "prefect.yaml": path of a module, a colon, a flow
        ("prefect.yaml",),
        "yaml",
        (Key("deployments[].entrypoint", Value.TARGET), Key("**.run_shell_script.script", directory=("directory",))),
        category=Category.DEPLOY,
        weight=5.0,
    ),
    Declaration(
        "dagster",  # Dagster, "workspace.yaml reference"
        ("workspace.yaml",),
        "yaml",
        (
            Key("load_from[].python_file", Value.PATH),
            Key("load_from[].python_file.relative_path", Value.PATH, directory=("working_directory",)),
            Key("load_from[].python_module", Value.MODULE),
            Key("load_from[].python_module.module_name", Value.MODULE, directory=("working_directory",)),
        ),
        category=Category.DEPLOY,
        weight=5.0,
        sign=b"load_from",
    ),
)
