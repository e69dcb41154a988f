"""Formats that are declared rather than programmed: one row for what each reads, and one for what it leaves alone."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.declarations import DECLARATIONS
from flake8_single_entry.readers.declared import declaration_of, read, scan
from flake8_single_entry.readers.key_paths import select
from flake8_single_entry.readers.source import Source
from flake8_single_entry.readers.yaml_source import parse
from tests.unit.reading import read_text, shown

CASES = [
    pytest.param(
        "heroku.yml",
        """
        build: { docker: { web: Dockerfile, worker: worker/Dockerfile } }
        run:
          web: uvicorn tides.web:app
          worker: { command: [python worker.py], image: web }
        """,
        [
            "4 object tides.web:app @image",
            "5 path worker.py @image",
            "2 build Dockerfile @file",
            "2 build worker/Dockerfile @file",
        ],
        id="heroku.yml",
    ),
    pytest.param(
        "render.yaml",
        """
        services:
          - type: web
            rootDir: api
            buildCommand: pip install -r requirements.txt
            startCommand: gunicorn tides.web:app
          - type: worker
            startCommand: python worker.py
            dockerfilePath: ./worker/Dockerfile
        envVarGroups: [{ name: python gone.py }]
        """,
        ["6 object tides.web:app @file api", "8 path worker.py @file", "9 build ./worker/Dockerfile @file"],
        id="render.yaml",
    ),
    pytest.param(
        "railway.json",
        '{"deploy": {"startCommand": "python main.py", "preDeployCommand": ["python manage.py migrate"]}}',
        ["1 path main.py @caller", "1 path manage.py @caller"],
        id="railway.json",
    ),
    pytest.param(
        "railway.toml",
        '[build]\nbuilder = "DOCKERFILE"\n[deploy]\nstartCommand = "python main.py"\n',
        ["4 path main.py @image"],
        id="railway.toml, in the image",
    ),
    pytest.param(
        "nixpacks.toml",
        '[phases.build]\ncmds = ["python build.py"]\n[start]\ncmd = "python main.py"\n',
        ["4 path main.py @caller", "2 path build.py @caller"],
        id="nixpacks.toml",
    ),
    pytest.param(
        "web/.vscode/launch.json",
        """
        {
          // python gone.py
          "configurations": [
            {"type": "debugpy", "program": "${workspaceFolder}/src/main.py", "args": ["--port", "1"]},
            {"type": "python", "module": "uvicorn", "args": ["tides.web:app"], "cwd": "${workspaceFolder}/lib"},
            {"type": "debugpy", "program": "${file}"},
            {"type": "node", "program": "${workspaceFolder}/gone.py"},
          ],
        }
        """,
        ["5 path src/main.py @file ..", "6 object tides.web:app @file ../lib"],
        id="launch.json",
    ),
    pytest.param(
        ".vscode/tasks.json",
        """
        {"tasks": [
          {"command": "python", "args": ["main.py"], "options": {"cwd": "${workspaceFolder}/lib"}},
          {"command": "cd lib && python -m tides"},
          {"command": "${command:python.interpreterPath}", "args": ["gone.py"]}
        ]}
        """,
        ["3 path main.py @file ../lib", "4 module tides @file ../lib"],
        id="tasks.json",
    ),
    pytest.param(
        ".pre-commit-config.yaml",
        """
        repos:
          - repo: local
            hooks:
              - id: check
                entry: python tools/check.py
                files: ^gone\\.py$
                exclude: main_old.py
        """,
        ["6 path tools/check.py @root"],
        id="pre-commit",
    ),
    pytest.param(
        ".replit",
        """
        run = "python main.py"
        entrypoint = "app.py"
        hidden = ["gone.py"]
        [deployment]
        run = ["sh", "-c", "python prod.py"]
        """,
        ["2 path main.py @file", "6 path prod.py @file", "3 path app.py @file"],
        id=".replit",
    ),
    pytest.param(
        ".devcontainer/devcontainer.json",
        '{"postCreateCommand": "python setup_dev.py", "postStartCommand": {"api": ["python", "main.py"]}}',
        ["1 path setup_dev.py @file ..", "1 path main.py @file .."],
        id="devcontainer.json",
    ),
    pytest.param(
        "app.yaml",
        "runtime: python312\nentrypoint: gunicorn main:app\nhandlers: [{ script: gone.py }]\n",
        ["2 object main:app @file"],
        id="App Engine",
    ),
    pytest.param(
        ".do/app.yaml",
        "services:\n  - source_dir: /api\n    run_command: python main.py\n",
        ["3 path main.py @file ../api"],
        id="DigitalOcean",
    ),
    pytest.param(
        "vercel.json",
        '{"builds": [{"src": "api/index.py", "use": "@vercel/python"}, {"src": "x.js", "use": "@vercel/node"}]}',
        ["1 path api/index.py @file"],
        id="vercel.json",
    ),
    pytest.param(
        "fly.toml",
        '[build]\ndockerfile = "Dockerfile.fly"\n[processes]\nweb = "python main.py"\n',
        ["4 path main.py @image", "2 build Dockerfile.fly @file"],
        id="fly.toml",
    ),
    pytest.param(
        ".gitlab-ci.yml",
        """
        variables: { PYTHONPATH: lib }
        before_script: [python prepare.py]
        test:
          before_script:
            - cd api
          script:
            - python -m tides.main
            - cd sub && python first.py
            - python second.py
            - python $CI_PROJECT_DIR/top.py
          only: { changes: [gone.py] }
        """,
        [
            "8 module tides.main @root search=lib",
            "9 path first.py @root sub",
            "10 path second.py @root sub",
            "11 path top.py @root",
            "3 path prepare.py @root",
        ],
        id="GitLab CI",
    ),
    pytest.param(
        ".circleci/config.yml",
        """
        jobs:
          test:
            working_directory: ~/project
            steps:
              - checkout
              - run: python main.py
              - run: { command: "python << parameters.script >> && python x.py", working_directory: lib }
              - when: { condition: yes, steps: [{ run: python nested.py }] }
        """,
        ["7 path main.py @root", "9 path nested.py @root", "8 path x.py @root lib"],
        id="CircleCI",
    ),
    pytest.param(
        "azure-pipelines.yml",
        """
        steps:
          - script: python main.py
            workingDirectory: $(Build.SourcesDirectory)/api
          - bash: python $(Build.SourcesDirectory)/top.py && python $(name).py
          - task: PythonScript@0
            inputs: { scriptPath: tools/check.py }
        """,
        ["3 path main.py @root api", "5 path top.py @root", "7 path tools/check.py @root"],
        id="Azure Pipelines",
    ),
    pytest.param(
        "Taskfile.yml",
        """
        tasks:
          run:
            dir: api
            cmds:
              - cd lib
              - python {{.CLI_ARGS}} && python main.py
              - cmd: python other.py
          short: python short.py
          sources: { sources: [gone.py] }
        """,
        ["9 path short.py @file", "7 path main.py @file api", "8 path other.py @file api"],
        id="Taskfile",
    ),
    pytest.param(".travis.yml", "script:\n  - cd lib\n  - python main.py\n", ["3 path main.py @root lib"], id="Travis"),
    pytest.param(
        "bitbucket-pipelines.yml",
        "pipelines: {default: [{step: {script: [python main.py]}}]}",
        ["1 path main.py @root"],
        id="Bitbucket",
    ),
    pytest.param(
        "buildspec.yml", "phases: {build: {commands: [python build.py]}}", ["1 path build.py @file"], id="CodeBuild"
    ),
    pytest.param(
        "lefthook.yml",
        "pre-commit: {commands: {check: {root: api/, run: python check.py {staged_files}}}}".replace(
            "python check.py {staged_files}", '"python check.py {staged_files}"'
        ),
        ["1 path check.py @root api"],
        id="Lefthook",
    ),
    pytest.param(
        "deploy/supervisord.conf",
        """
        [program:web]
        directory = api
        command = python main.py --port %(ENV_PORT)s
        ; command = python gone.py
        """,
        ["4 path main.py @caller api"],
        id="supervisord",
    ),
    pytest.param(
        "deploy/tides.service",
        "[Service]\nWorkingDirectory=/opt/tides\nExecStart=/opt/tides/venv/bin/python main.py\n",
        ["3 path main.py @caller uncertain"],
        id="systemd",
    ),
    pytest.param(
        "tox.ini",
        """
        [testenv]
        change_dir = lib
        commands =
            python check.py {posargs}
            python {toxinidir}/tools/x.py
        [flake8]
        exclude = gone.py
        """,
        ["5 path check.py @file lib", "6 path tools/x.py @file"],
        id="tox",
    ),
    pytest.param(
        ".flaskenv",
        'FLASK_APP="tides.web:create_app"\nOTHER=python gone.py\n',
        ["1 object tides.web:create_app @file"],
        id=".flaskenv",
    ),
    pytest.param(
        ".mcp.json",
        '{"mcpServers": {"tides": {"command": "uv", "args": ["run", "python", "server.py"]}}}',
        ["1 path server.py @caller"],
        id="MCP servers",
    ),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_references(path: str, text: str, expected: list[str]) -> None:
    source, facts = read_text(read, path, text)
    assert shown(source, facts) == expected
    assert scan(source.data)
    declaration = declaration_of(path)
    assert declaration is not None
    assert {reference.surface for reference in facts.references} == {declaration.name}


def test_every_declaration_has_a_case() -> None:
    covered = {declaration_of(str(case.values[0])) for case in CASES}
    assert [each.name for each in DECLARATIONS if each not in covered] == []


@pytest.mark.parametrize("path", ["package.json", "docs/vscode/launch.json", "values.yaml", "app.json", "x.env"])
def test_other_files_are_not_declared(path: str) -> None:
    assert declaration_of(path) is None
    assert read(Source.of(path, b'{"run": "python main.py"}')).references == ()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.b", ["1"]),
        ("*.b", ["1", "2"]),
        ("list[].b", ["3", "4"]),
        ("**.b", ["1", "2", "3", "4"]),
        ("a", [""]),
        ("none.b", []),
    ],
)
def test_paths_of_keys(path: str, expected: list[str]) -> None:
    (document,) = parse(Source.of("x.yml", b"{a: {b: 1}, c: {b: 2}, list: [{b: 3}, {b: 4}]}")).documents
    assert [found.value.text for found in select(document, path)] == expected


def test_broken_files_are_problems() -> None:
    for path in ("render.yaml", "railway.json", "fly.toml"):
        assert read(Source.of(path, b'{"a": [')).problems, path
