"""Declarations for hosting platforms: what they build and start."""

from __future__ import annotations

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared.declaration import Declaration, Image, Key, Listed, Value, commands

_RENDER = ("startCommand", "buildCommand", "preDeployCommand", "initialDeployHook")
_RAILWAY = tuple(
    f"{prefix}{name}"
    for prefix in ("", "environments.*.")
    for name in ("deploy.startCommand", "deploy.preDeployCommand", "build.buildCommand")
)
_FLY = Image(
    dockerfile="/build.dockerfile",
    target="/build.build-target",
    name="/build.image",
    unless=("/build.builder", "/build.buildpacks"),
)
_PYTHON_FILE = r"/?((?:[^*?/]+/)*[^*?/]+\.py)"

PLATFORMS: tuple[Declaration, ...] = (
    Declaration(
        # Render, "Blueprint YAML Reference": commands run in rootDir, paths are relative to the repository
        "render.yaml",
        ("render.yaml", "render.yml", "render[._-]*.yaml", "render[._-]*.yml"),
        "yaml",
        (
            *commands(*(f"**.services[].{name}" for name in _RENDER), directory=("rootDir",)),
            Key("**.services[].dockerCommand", image=Image(context="dockerContext", dockerfile="dockerfilePath")),
            Key("**.services[].dockerfilePath", Value.BUILD),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        taken_names=("render.yaml", "render.yml"),
        anchor=RelativeTo.CALLER,
    ),
    Declaration(
        "railway",  # Railway, "Config as Code Reference"; the service's root is configured elsewhere, hence CALLER
        tuple(
            f"{name}.{ending}"  # a service of several names its file in its settings
            for ending in ("json", "toml")
            for name in ("railway", "railway[._-]*", "*[._-]railway")
        ),
        "json",
        (
            *(
                Key(path, image=Image(dockerfile="/build.dockerfilePath", when=("/build.builder", "DOCKERFILE")))
                for path in _RAILWAY
            ),
            *(
                Key(f"{prefix}build.dockerfilePath", Value.BUILD, anchor=RelativeTo.CALLER)
                for prefix in ("", "environments.*.")
            ),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        taken_names=("railway.json", "railway.toml"),
        anchor=RelativeTo.CALLER,
    ),
    Declaration(
        "nixpacks.toml",  # Nixpacks, "File": phases and the start command
        ("nixpacks.toml", "nixpacks.json"),
        "toml",
        commands("start.cmd", "phases.*.cmds"),
        category=Category.DEPLOY,
        weight=8.0,
        anchor=RelativeTo.CALLER,
    ),
    Declaration(
        "railpack.json",  # Railpack, "Configuration File"
        ("railpack.json",),
        "json",
        (*commands("deploy.startCommand", "steps.*.commands"), Key("steps.*.commands[].cmd")),
        category=Category.DEPLOY,
        weight=8.0,
        anchor=RelativeTo.CALLER,
    ),
    Declaration(
        ".replit",  # Replit, "App configuration"
        (".replit", "replit.toml"),
        "toml",
        (
            *(Key(path, listed=Listed.WORDS) for path in ("run", "deployment.run", "deployment.build", "run.args")),
            Key("entrypoint", Value.PATH),
            Key("workflows.workflow[].tasks[].args", only=("task", ("shell",))),
        ),
        category=Category.DEPLOY,
        weight=5.0,
    ),
    Declaration(
        "digitalocean",  # DigitalOcean, "App Spec reference": commands run in source_dir, below the repository's root
        (".do/*.yaml", ".do/*.yml"),
        "yaml",
        (
            *commands(  # below "spec" in .do/deploy.template.yaml, which a deploy button reads
                *(f"{prefix}*[].{name}" for prefix in ("", "spec.") for name in ("run_command", "build_command")),
                directory=("source_dir",),
            ),
            *(Key(f"{prefix}*[].dockerfile_path", Value.BUILD) for prefix in ("", "spec.")),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        above=".do",
        rooted=True,
    ),
    Declaration(
        "vercel.json",  # Vercel, "Project configuration": sources; programs only if they are Python files
        ("vercel.json",),
        "json",
        (
            Key("builds[].src", Value.PATH, only=("use", ("@vercel/python",)), part=_PYTHON_FILE),
            Key("functions.~", Value.PATH, part=_PYTHON_FILE),
            Key("routes[].dest", Value.PATH, part=_PYTHON_FILE),
            Key("rewrites[].destination", Value.PATH, part=_PYTHON_FILE),
            *commands("buildCommand", "installCommand"),
        ),
        category=Category.DEPLOY,
        weight=8.0,
    ),
    Declaration(
        "netlify.toml",  # Netlify, "File-based configuration": the command runs in base
        ("netlify.toml",),
        "toml",
        commands("build.command", "context.*.command", directory=("/build.base",)),
        category=Category.DEPLOY,
        weight=8.0,
        rooted=True,
    ),
    Declaration(
        "fly.toml",  # Fly.io, "App configuration": processes replace the image's command
        ("fly.toml", "fly.*.toml"),
        "toml",
        (
            Key("processes.*", image=_FLY),
            Key("deploy.release_command", image=_FLY),
            Key("build.dockerfile", Value.BUILD),
        ),
        category=Category.DEPLOY,
        weight=8.0,
    ),
    Declaration(
        "app.json",  # Heroku, "app.json Schema": scripts run in the application's directory
        ("app.json",),
        "json",
        (
            *commands("scripts.*", "environments.*.scripts.*"),
            Key("scripts.*.command"),
        ),
        category=Category.DEPLOY,
        weight=5.0,
    ),
    Declaration(
        "glitch.json",  # Glitch, "glitch.json": commands run in the project's directory
        ("glitch.json",),
        "json",
        commands("install", "start"),
        category=Category.DEPLOY,
        weight=5.0,
    ),
    Declaration(
        "platform.app.yaml",  # Platform.sh and Upsun, "App reference"; applications.* in files with several
        (".platform.app.yaml", ".upsun/*.yaml", ".platform/applications.yaml"),
        "yaml",
        (
            *commands("web.commands.start", "workers.*.commands.start", "hooks.*", "crons.*.commands.start"),
            *commands(
                *(f"applications.*.{name}" for name in ("web.commands.start", "workers.*.commands.start", "hooks.*")),
                directory=("/applications.none",),
            ),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        anchor=RelativeTo.CALLER,
    ),
)
