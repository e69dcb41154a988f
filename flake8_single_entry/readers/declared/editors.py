"""Declarations for editors, dev containers and coding agents: the commands they run and the programs they debug."""

from __future__ import annotations

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared.declaration import Declaration, Key, Listed, Value

_LIFECYCLE = ("initialize", "onCreate", "updateContent", "postCreate", "postStart", "postAttach")
_CONTAINER_RUN = ("docker-run", "container-run")
_PYTHON_DEBUG = ("type", ("python", "debugpy"))
_WORKSPACE = {"workspaceFolder": RelativeTo.FILE, "workspaceRoot": RelativeTo.FILE}
# VS Code, "Variables reference", and the Python extension's commands and settings for the selected interpreter.
_INTERPRETERS = {
    "command:python.interpreterPath": "python",
    "config:python.defaultInterpreterPath": "python",
    "config:python.pythonPath": "python",
}
_BRACES = r"\$\{([^}]{0,200})\}"


def _launch(prefix: str) -> tuple[Key, ...]:
    """Return the keys of VS Code's "Python debugging": program or module, args, cwd."""
    path = f"{prefix}configurations[]"
    return (
        Key(f"{path}.program", arguments="args", directory=("cwd",), before=("python",), only=_PYTHON_DEBUG),
        Key(f"{path}.module", arguments="args", directory=("cwd",), before=("python", "-m"), only=_PYTHON_DEBUG),
        Key(f"{path}.env.FLASK_APP", directory=("^cwd",), before=("flask", "--app"), after=("run",)),
        Key(f"{path}.env.DJANGO_SETTINGS_MODULE", Value.MODULE, certain=False),
    )


def _tasks(prefix: str) -> tuple[Key, ...]:
    """Return the keys of VS Code's "Custom tasks": a command, and those that replace it on one system."""
    shared = ("options.cwd", "^options.cwd", f"/{prefix}options.cwd")
    return (
        Key(f"{prefix}tasks[].command", arguments="args", directory=("options.cwd", f"/{prefix}options.cwd")),
        *(
            Key(f"{prefix}tasks[].{system}.command", arguments="args", directory=shared)
            for system in ("windows", "linux", "osx")
        ),
    )


def _container_tasks(prefix: str) -> tuple[Key, ...]:
    """Return the keys of tasks that run a Python file or module in the container of the workspace."""
    return tuple(
        Key(f"{prefix}tasks[].python.{name}", arguments="args", before=words, only=("^type", _CONTAINER_RUN))
        for name, words in (("file", ("python",)), ("module", ("python", "-m")))
    )


EDITORS: tuple[Declaration, ...] = (
    Declaration(
        "launch.json",  # VS Code, "Python debugging"
        (".vscode/launch.json", ".devcontainer/vscode/launch.json"),
        "json",
        _launch(""),
        category=Category.EDITOR,
        weight=2.0,
        above=".vscode",
        template=_BRACES,
        known=_WORKSPACE,
        programs=_INTERPRETERS,
        environment=("env",),
    ),
    Declaration(
        "tasks.json",  # VS Code, "Custom tasks"; code.visualstudio.com/docs/containers/reference, "Docker run task"
        (".vscode/tasks.json", ".devcontainer/vscode/tasks.json"),
        "json",
        (*_tasks(""), *_container_tasks("")),
        category=Category.EDITOR,
        weight=2.0,
        above=".vscode",
        template=_BRACES,
        known=_WORKSPACE,
        programs=_INTERPRETERS,
    ),
    Declaration(
        # VS Code, "User and workspace settings"; the README of the extension Code Runner for its command
        "settings.json",
        (".vscode/settings.json", ".devcontainer/vscode/settings.json"),
        "json",
        (Key("code-runner\\.customCommand"), *_launch("launch."), *_tasks("tasks.")),
        category=Category.EDITOR,
        weight=1.0,
        above=".vscode",
        template=r"\$\{([^}]{0,200})\}|\$(\w+)",
        known=_WORKSPACE | {"workspaceRoot": RelativeTo.FILE},
        programs=_INTERPRETERS,
    ),
    Declaration(
        "code-workspace",  # VS Code, "Multi-root Workspaces": the meaning of a folder depends on the other folders
        ("*.code-workspace",),
        "json",
        (*_launch("launch."), *_tasks("tasks."), *_container_tasks("tasks.")),
        category=Category.EDITOR,
        weight=2.0,
        anchor=RelativeTo.CALLER,
        template=_BRACES,
        known={"workspaceFolder": RelativeTo.CALLER},
        programs=_INTERPRETERS,
        environment=("env",),
    ),
    Declaration(
        "zed",  # Zed, "Tasks", "Debugger": commands start in the worktree
        (".zed/tasks.json", ".zed/debug.json"),
        "json",
        (
            Key("[].command", arguments="args", directory=("cwd",)),
            Key("[].program", arguments="args", directory=("cwd",), before=("python",), only=("adapter", ("Debugpy",))),
        ),
        category=Category.EDITOR,
        weight=2.0,
        above=".zed",
        template=r"\$\{?(\w+)\}?",
        known={"ZED_WORKTREE_ROOT": RelativeTo.FILE},
    ),
    Declaration(
        "devcontainer.json",  # containers.dev, "Dev Container metadata reference", "Lifecycle scripts"
        ("devcontainer.json", ".devcontainer.json"),
        "json",
        (
            *(Key(f"{name}Command", listed=Listed.WORDS) for name in _LIFECYCLE),
            *(Key(f"{name}Command.*", listed=Listed.WORDS) for name in _LIFECYCLE),
            Key("build.dockerfile", Value.BUILD, anchor=RelativeTo.FILE),
        ),
        category=Category.EDITOR,
        weight=2.0,
        above=".devcontainer",
        template=_BRACES,
        known={"containerWorkspaceFolder": RelativeTo.FILE, "localWorkspaceFolder": RelativeTo.FILE},
    ),
    Declaration(
        "mcp.json",  # Model Context Protocol clients: a server is a command and its arguments
        (".mcp.json", "mcp.json", "mcp_config.json", "claude_desktop_config.json", ".gemini/settings.json"),
        "json",
        (
            Key("mcpServers.*.command", arguments="args", directory=("cwd",)),
            Key("servers.*.command", arguments="args", directory=("cwd",)),
        ),
        category=Category.EDITOR,
        weight=4.0,
        anchor=RelativeTo.CALLER,
        template=_BRACES,
        known={"workspaceFolder": RelativeTo.ROOT},
    ),
    Declaration(
        "agent-hooks",  # Claude Code, "Hooks reference"; Cursor, "Hooks"; they run at the project's root
        (".claude/settings.json", ".claude/settings.local.json", ".cursor/hooks.json"),
        "json",
        (Key("hooks.*[].hooks[].command"), Key("hooks.*[].command"), Key("statusLine.command")),
        category=Category.EDITOR,
        weight=1.0,
        anchor=RelativeTo.CALLER,
        known={"CLAUDE_PROJECT_DIR": RelativeTo.CALLER},
    ),
    Declaration(
        "langgraph.json",  # LangGraph, "Application structure": path of a module, a colon, an attribute
        ("langgraph.json",),
        "json",
        (
            *(Key(f"{name}.*", Value.TARGET) for name in ("graphs", "ui")),
            Key("graphs.*.path", Value.TARGET),
            *(Key(f"{name}", Value.TARGET) for name in ("http.app", "auth.path")),
        ),
        category=Category.DEPLOY,
        weight=8.0,
    ),
)
