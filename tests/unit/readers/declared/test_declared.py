"""Formats that are declared rather than programmed: one row for what each reads, and one for what it leaves alone."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.declared import read, scan
from flake8_single_entry.readers.declared.formats import DECLARATIONS
from flake8_single_entry.readers.declared.matching import declaration_of
from flake8_single_entry.syntax.key_paths import select
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.yaml import parse
from tests.unit.reading import read_text, shown

CASES = [
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
        ["6 object tides.web:app @caller api", "8 path worker.py @caller", "9 build ./worker/Dockerfile @caller"],
        id="render.yaml",
    ),
    pytest.param(
        "deploy/render-staging.yaml",
        """
        services:
          - type: worker
            startCommand: |
              python beat.py &
              python worker.py
        """,
        ["5 path beat.py @caller", "6 path worker.py @caller"],
        id="another render.yaml",
    ),
    pytest.param(
        "railway.json",
        '{"deploy": {"startCommand": "python main.py", "preDeployCommand": ["python manage.py migrate"]}}',
        ["1 path main.py @caller", "1 path manage.py @caller"],
        id="railway.json",
    ),
    pytest.param(
        "dashboard.railway.json",
        '{"deploy": {"startCommand": "python board.py"}}',
        ["1 path board.py @caller"],
        id="railway.json of a service",
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
        "nixpacks.toml",
        '[start]\ncmd = "python \\u0061.py \\udfff; echo \\U00110000; python main.py"\n',
        ["2 path a.py @caller <- \\u0061.py", "2 path main.py @caller"],
        id="nixpacks.toml, escapes that name no character",
    ),
    pytest.param(
        "nixpacks.toml",
        '[start]\ncmd = """\\x61\\a\n  python main.py \\  \n\n  --now\npython gone.py"""\n',
        ["3 path main.py @caller", "6 path gone.py @caller"],
        id="nixpacks.toml, escapes over several lines",
    ),
    pytest.param(
        "pytest.ini",
        '[pytest]\nDJANGO_SETTINGS_MODULE = "shop.settings"\n',
        ["2 module shop.settings @caller uncertain"],
        id="pytest.ini, in quotes",
    ),
    pytest.param(
        ".vscode/tasks.json",
        '{"tasks": [{"type": "shell", "command": "echo \\ud83d\\ude00 \\ud83d \\q; python main.py"}]}',
        ["1 path main.py @file .."],
        id="tasks.json, halves of pairs",
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
          {"command": "${command:other.program}", "args": ["gone.py"]}
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
                language: system
                files: ^gone\\.py$
                exclude: main_old.py
              - { id: own, language: script, entry: tools/own.py --fix }
              - { id: shell, language: script, entry: tools/own.sh }
              - { id: pattern, language: pygrep, entry: python gone.py }
        """,
        ["6 path tools/check.py @root", "10 path tools/own.py @root", "11 build tools/own.sh @root"],
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
        includes: { docs: ./docs, api: { taskfile: api/Taskfile.yml }, x: { taskfile: gone, optional: true } }
        """,
        [
            "9 path short.py @caller",
            "7 path main.py @caller api",
            "8 path other.py @caller api",
            "11 build ./docs @file",
            "11 build api/Taskfile.yml @file",
        ],
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
        "deploy/supervisord.conf",
        """
        [program:web]
        directory = api
        environment = A="b",FLASK_APP="shop.web:app",C="d"
        [program:job]
        environment = NO_FLASK_APP=gone.py
        """,
        ["4 object shop.web:app @caller api"],
        id="supervisord, an environment",
    ),
    pytest.param(
        "deploy/tides.service",
        "[Service]\nWorkingDirectory=/opt/tides\nExecStart=/opt/tides/venv/bin/python main.py\n",
        ["3 path main.py @caller /opt/tides uncertain"],
        id="systemd",
    ),
    pytest.param(
        "deploy/tides.service",
        """
        [Service]
        WorkingDirectory=/opt/tides
        Environment=PORT=80 "FLASK_APP=shop.web:make_app()"
        Environment=FLASK_DEBUG=1
        Environment=MY_FLASK_APP=gone.py
        """,
        ["4 object shop.web:make_app() @caller /opt/tides uncertain"],
        id="systemd, an environment",
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
        "tox.ini",
        """
        [testenv]
        commands_pre = {envpython} first.py
        commands =
            cov: {env_python} a.py
            py{310,311},!lint: python b.py \\
                --all c.py
            {posargs:python d.py --all}
            {envbindir}/python e.py
            - python f.py
            ! python g.py
            {env:TOOL:x} h.py
            pytest {posargs:-k x: test_i.py}
        commands_post = python last.py
        [testenv:docs]
        commands = cov: sphinx-build j.py
        """,
        [
            "5 path a.py @file",
            "6 path b.py @file",
            "8 path d.py @file",
            "9 path e.py @file",
            "10 path f.py @file guarded",
            "11 path g.py @file guarded",
            "13 path test_i.py @file",
            "3 path first.py @file",
            "14 path last.py @file",
        ],
        id="tox, conditions and substitutions",
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
    pytest.param(
        "railpack.json",
        '{"steps": {"build": {"commands": ["python build.py", {"cmd": "python more.py"}]}}, "deploy": {"startCommand": "python main.py"}}',
        ["1 path main.py @caller", "1 path build.py @caller", "1 path more.py @caller"],
        id="railpack.json",
    ),
    pytest.param(
        "netlify.toml",
        '[build]\nbase = "site"\ncommand = "python build.py"\npublish = "gone.py"\n',
        ["3 path build.py @file site"],
        id="netlify.toml",
    ),
    pytest.param(
        "app.json",
        '{"scripts": {"postdeploy": "python seed.py"}, "formation": {"web": {"quantity": 1}}, "name": "gone.py"}',
        ["1 path seed.py @file"],
        id="Heroku app.json",
    ),
    pytest.param(
        ".platform.app.yaml",
        "web: { commands: { start: python main.py } }\nhooks: { build: python build.py }\nname: gone.py\n",
        ["1 path main.py @caller", "2 path build.py @caller"],
        id="Platform.sh",
    ),
    pytest.param(
        "cloudbuild.yaml",
        """
        steps:
          - name: gcr.io/cloud-builders/docker
            args: [build, -f, docker/Dockerfile, .]
          - name: python:3.12
            entrypoint: python
            args: [tools/check.py]
            dir: api
          - name: python:3.12
            args: [python, "$_SCRIPT"]
          - { name: bash, script: python seed.py }
        images: [gone.py]
        """,
        ["7 path tools/check.py @root api", "4 build docker/Dockerfile @root", "11 path seed.py @root"],
        id="Cloud Build",
    ),
    pytest.param(
        "appspec.yml",
        "hooks:\n  AfterInstall: [{ location: scripts/start.sh }]\n",
        ["2 build scripts/start.sh @file"],
        id="CodeDeploy",
    ),
    pytest.param(
        ".ebextensions/python.config",
        """
        option_settings:
          aws:elasticbeanstalk:container:python:
            WSGIPath: tides/web.py
        container_commands: { 01_seed: { command: python seed.py } }
        """,
        ["4 path tides/web.py @file ..", "5 path seed.py @file .."],
        id="Elastic Beanstalk",
    ),
    pytest.param(
        "cdk.json", '{"app": "python3 stacks.py", "watch": ["gone.py"]}', ["1 path stacks.py @file"], id="CDK"
    ),
    pytest.param(
        "zappa_settings.json",
        '{"dev": {"app_function": "tides.web.app", "s3_bucket": "gone.py"}}',
        ["1 object tides.web:app @file <- tides.web.app"],
        id="Zappa",
    ),
    pytest.param("api/function.json", '{"scriptFile": "main.py"}', ["1 path main.py @file"], id="Azure Functions"),
    pytest.param("wrangler.toml", 'main = "src/entry.py"\n', ["1 path src/entry.py @file"], id="Cloudflare Workers"),
    pytest.param(
        "skaffold.yaml",
        """
        apiVersion: skaffold/v4beta6
        build:
          artifacts:
            - image: tides
              context: api
              docker: { dockerfile: Dockerfile.prod }
        """,
        ["6 build api @file", "7 build Dockerfile.prod @file api"],
        id="Skaffold",
    ),
    pytest.param(
        "deploy/web.yaml",
        """
        apiVersion: apps/v1
        spec:
          template:
            spec:
              containers:
                - image: tides
                  command: [python]
                  args: [main.py, "$(PORT)"]
                - { image: tides, workingDir: /srv, args: [python, -m, tides] }
                - { image: "{{ .Values.image }}", command: [sh, -c, "python jobs.py {{ .Values.job }}"] }
              {{- with .Values.nodeSelector }}
              nodeSelector: {{- toYaml . | nindent 8 }}
              {{- end }}
        """,
        ["9 path main.py @image", "11 path jobs.py @image", "10 module tides @image /srv"],
        id="Kubernetes and Helm",
    ),
    pytest.param(
        "main.tf",
        """
        resource "null_resource" "seed" {
          provisioner "local-exec" {
            command = "python ${path.module}/seed.py"  # python gone.py
          }
          provisioner "local-exec" {
            working_dir = "api"
            command     = <<-EOT
              python more.py
            EOT
          }
        }
        data "external" "x" { program = ["python", "${path.module}/lookup.py"] }
        """,
        [
            "4 path seed.py @file",
            "9 path more.py @caller api",
            "13 path lookup.py @file",
        ],
        id="Terraform",
    ),
    pytest.param(
        ".pre-commit-hooks.yaml",
        "- { id: a, language: script, entry: hooks/check.py }\n- { id: b, language: python, entry: python gone.py }\n",
        ["1 path hooks/check.py @root"],
        id="pre-commit hooks",
    ),
    pytest.param(
        ".drone.yml",
        "steps:\n  - commands:\n      - cd lib\n      - python main.py\n",
        ["4 path main.py @root lib"],
        id="Drone",
    ),
    pytest.param(
        "tides.code-workspace",
        '{"launch": {"configurations": [{"type": "debugpy", "program": "${workspaceFolder}/main.py"}]}}',
        ["1 path main.py @caller"],
        id="workspaces",
    ),
    pytest.param(
        ".zed/tasks.json",
        '[{"command": "python", "args": ["main.py"]}, {"command": "python $ZED_FILE"}]',
        ["1 path main.py @file .."],
        id="Zed",
    ),
    pytest.param(
        ".claude/settings.json",
        '{"hooks": {"PostToolUse": [{"hooks": [{"type": "command", "command": "python $CLAUDE_PROJECT_DIR/hooks/x.py"}]}]}}',
        ["1 path hooks/x.py @caller"],
        id="agent hooks",
    ),
    pytest.param(
        "langgraph.json",
        '{"graphs": {"a": "./src/tides/graph.py:make", "b": "tides.other:graph"}, "dependencies": ["./gone.py"]}',
        ["1 path ./src/tides/graph.py @file", "1 object tides.other:graph @file"],
        id="LangGraph",
    ),
    pytest.param(
        "uwsgi.ini",
        """
        [uwsgi]
        chdir = %d/web
        module = tides.wsgi:application
        pythonpath = lib
        mount = /x=other:app
        wsgi-file = main.py
        socket = gone.py
        """,
        [
            "4 object tides.wsgi:application @file web search=lib",
            "7 path main.py @file web",
            "6 object other:app @file web search=lib",
        ],
        id="uWSGI",
    ),
    pytest.param(
        "circus.ini",
        "[watcher:web]\ncmd = python main.py\nworking_dir = api\n",
        ["2 path main.py @caller api"],
        id="Circus",
    ),
    pytest.param(
        "pm2.json",
        '{"apps": [{"script": "./main.py", "cwd": "api"}, {"script": "server.js"}]}',
        ["1 path main.py @file api"],
        id="PM2",
    ),
    pytest.param(
        "tox.toml",
        '[env_run_base]\ncommands = [["python", "check.py"]]\n[env.docs]\nchange_dir = "docs"\ncommands = [["python", "make.py"]]\n',
        ["2 path check.py @file", "5 path make.py @file docs"],
        id="tox.toml",
    ),
    pytest.param(
        "pytest.ini",
        "[pytest]\nDJANGO_SETTINGS_MODULE = tides.settings\naddopts = --ignore=gone.py\n",
        ["2 module tides.settings @caller uncertain"],
        id="pytest.ini",
    ),
    pytest.param(
        ".bumpversion.toml",
        """
        [[tool.bumpversion.files]]
        filename = "tides/about.py"
        search = "gone.py"
        [[tool.bumpversion.files]]
        filename = "README.md"
        [[tool.bumpversion.files]]
        filename = "tides/*.py"
        """,
        ["3 path tides/about.py @file"],
        id="bump-my-version",
    ),
    pytest.param(
        ".cz.toml",
        '[tool.commitizen]\nversion_files = ["tides/about.py:version", "setup.cfg", "tides/{name}.py"]\n',
        ["2 path tides/about.py @file"],
        id="Commitizen",
    ),
    pytest.param(
        "scrapy.cfg",
        "[settings]\ndefault = tides.settings\n[deploy]\nproject = gone.py\n",
        ["2 module tides.settings @file"],
        id="Scrapy",
    ),
    pytest.param(
        "dvc.yaml",
        "stages:\n  train: { wdir: models, cmd: python train.py, deps: [gone.py] }\n",
        ["2 path train.py @file models"],
        id="DVC",
    ),
    pytest.param(
        "MLproject",
        'entry_points:\n  main: { command: "python train.py {alpha}" }\n',
        ["2 path train.py @file"],
        id="MLflow",
    ),
    pytest.param("cog.yaml", "predict: predict.py:Predictor\n", ["1 path predict.py @file"], id="Cog"),
    pytest.param(
        "bentofile.yaml", "service: tides.service:Tides\n", ["1 object tides.service:Tides @file"], id="BentoML"
    ),
    pytest.param(
        "prefect.yaml",
        "deployments: [{ entrypoint: 'flows/main.py:run' }]\n",
        ["1 path flows/main.py @file"],
        id="Prefect",
    ),
    pytest.param(
        "workspace.yaml",
        "load_from: [{ python_file: { relative_path: jobs.py, working_directory: etl } }, { python_module: tides.jobs }]\n",
        ["1 path jobs.py @file etl", "1 module tides.jobs @file"],
        id="Dagster",
    ),
    pytest.param(
        "railway.toml",
        '[environments.staging.deploy]\nstartCommand = "python main.py"\n[environments.staging.variables]\nA = "a.py"\n',
        ["2 path main.py @caller"],
        id="railway.toml, another environment",
    ),
    pytest.param(
        ".do/deploy.template.yaml",
        """
        spec:
          workers:
            - run_command: celery -A tides worker
              source_dir: /api
              dockerfile_path: api/Dockerfile
          databases: [{ name: python gone.py }]
        """,
        ["4 module tides @file ../api", "6 build api/Dockerfile @file .."],
        id="DigitalOcean, template",
    ),
    pytest.param(
        "glitch.json",
        '{"install": "pip install .", "start": "python main.py", "watch": {"ignore": ["gone.py"]}}',
        ["1 path main.py @file"],
        id="glitch.json",
    ),
    pytest.param(
        "replit.toml",
        'run = "python main.py"\n[deployment]\nrun = ["uvicorn", "tides.web:app"]\n',
        ["1 path main.py @file", "3 object tides.web:app @file"],
        id="replit.toml",
    ),
    pytest.param(
        "deploy/tides.service",
        """
        [Unit]
        ConditionPathExists=/srv/tides/main.py
        AssertPathExists=!/srv/tides/gone.py
        [Service]
        WorkingDirectory=api
        ExecCondition=/bin/sh -c "python check.py"
        ExecStartPost=-/usr/bin/python3 notify.py
        ExecStop=+python stop.py off
        ExecStopPost=python clean.py
        SyslogIdentifier=python gone.py
        """,
        [
            "8 path notify.py @caller api",
            "7 path check.py @caller api",
            "9 path stop.py @caller api",
            "10 path clean.py @caller api",
            "3 path /srv/tides/main.py @caller uncertain",
        ],
        id="systemd, all phases",
    ),
    pytest.param(
        ".vscode/tasks.json",
        """
        {"tasks": [
          {"type": "docker-run", "python": {"file": "./main.py", "args": ["--now"]}},
          {"type": "docker-run", "python": {"module": "uvicorn", "args": ["tides.web:app"]}},
          {"type": "docker-build", "python": {"file": "gone.py"}},
          {"command": "make", "windows": {"command": "python", "args": ["beat.py"], "options": {"cwd": "api"}}}
        ]}
        """,
        ["6 path beat.py @file ../api", "3 path ./main.py @file ..", "4 object tides.web:app @file .."],
        id="tasks.json, in a container and on one system",
    ),
    pytest.param(
        ".devcontainer/vscode/launch.json",
        '{"configurations": [{"type": "debugpy", "program": "${workspaceFolder}/main.py"}, {"program": "gone.py"}]}',
        ["1 path main.py @file"],
        id="launch.json of a development container",
    ),
    pytest.param(
        ".readthedocs.yaml",
        """
        build:
          jobs:
            post_build: [python docs/pages.py]
            build:
              html: ["python docs/html.py $READTHEDOCS_OUTPUT/gone.py"]
          commands: [python docs/all.py]
        sphinx: { configuration: docs/conf.py, builder: gone.py }
        mkdocs: { configuration: mkdocs.yml }
        """,
        [
            "8 path docs/conf.py @root",
            "7 path docs/all.py @root",
            "4 path docs/pages.py @root",
            "6 path docs/html.py @root",
        ],
        id="Read the Docs",
    ),
    pytest.param(
        "appveyor.yml",
        """
        install: [python setup.py develop]
        build_script:
          - cmd: python %APPVEYOR_BUILD_FOLDER%/main.py
          - sh: python main.py --linux
          - ps: python gone.py
        test_script: [python %OTHER%.py]
        matrix: [{ name: python gone.py }]
        """,
        ["2 path setup.py @root", "4 path main.py @root", "5 path main.py @root"],
        id="AppVeyor",
    ),
    pytest.param(
        "mise.toml",
        """
        [tasks]
        dev = "python main.py"
        [tasks.seed]
        dir = "{{ config_root }}/api"
        run = ["python seed.py", { task = "dev" }, "python {{ vars.gone }}.py"]
        [tasks.release]
        file = "scripts/release.sh"
        description = "python gone.py"
        """,
        ["3 path main.py @caller", "6 path seed.py @caller api", "8 build scripts/release.sh @caller"],
        id="mise",
    ),
    pytest.param(
        ".mise/tasks/tides.toml",
        '[beat]\nrun = "python beat.py"\nalias = "gone.py"\n',
        ["2 path beat.py @caller"],
        id="mise, a file of tasks",
    ),
    pytest.param(
        "mkdocs.yml",
        """
        hooks: [docs/hooks.py]
        plugins:
          - search
          - gen-files: { scripts: [docs/pages.py], other: [gone.py] }
          - mkdocs-simple-hooks: { hooks: { on_page_markdown: "docs.hooks:page" } }
        markdown_extensions:
          - pymdownx.emoji: { emoji_index: !!python/name:gone.twemoji }
        """,
        ["2 path docs/hooks.py @file", "5 path docs/pages.py @file", "6 object docs.hooks:page @file"],
        id="MkDocs",
    ),
    pytest.param(
        "paste-live.ini",
        """
        [app:main]
        paste.app_factory = tides.main:factory
        use = egg:tides
        [server:main]
        use = call:tides.serve:run
        description = gone.main:app
        """,
        ["3 object tides.main:factory @caller", "6 object tides.serve:run @caller"],
        id="PasteDeploy",
    ),
    pytest.param(
        "uwsgi.ini",
        """
        [web]
        chdir = /srv/tides
        wsgi-file = /srv/tides/web.py
        mule = beat.py
        mule = tides.gone:Mule
        import = tides.start
        import = tides.more
        hook-pre-app = exec:python migrate.py
        hook-pre-app = mount:tmpfs gone.py
        exec-as-user = python prepare.py
        attach-daemon2 = stopsignal=15,cmd=python worker.py rq,freq=3
        smart-attach-daemon = /tmp/x.pid python clock.py
        """,
        [
            "7 module tides.start @caller /srv/tides uncertain",
            "8 module tides.more @caller /srv/tides uncertain",
            "4 path web.py @caller /srv/tides uncertain",
            "5 path beat.py @caller /srv/tides uncertain",
            "12 path worker.py @caller /srv/tides uncertain",
            "13 path clock.py @caller /srv/tides uncertain",
            "9 path migrate.py @caller /srv/tides uncertain",
            "11 path prepare.py @caller /srv/tides uncertain",
        ],
        id="uWSGI, any section and hooks",
    ),
    pytest.param(
        "deploy/tides.service",
        """
        [Service]
        ExecStart=/usr/bin/python3 \\
            main.py \\
            --port 80
        ExecStartPre=python first.py
        ExecStartPre=python second.py
        """,
        ["4 path main.py @caller", "6 path first.py @caller", "7 path second.py @caller"],
        id="systemd, a command over several lines",
    ),
    pytest.param(
        "flows/tides.yaml",
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        spec:
          templates:
            - name: count
              container: { image: tides, command: [python], args: [main.py], workingDir: /srv }
            - name: other
              script: { image: python, source: "print('gone.py')" }
        """,
        ["7 path main.py @image /srv"],
        id="Argo",
    ),
    pytest.param(
        "chart/templates/job.yaml",
        """
        {{- /*
        Values: {{ .Values.gone }} python gone.py
        */ -}}
        {{/* one line */}}
        apiVersion: batch/v1
        spec:
          containers:
            - command: [python, main.py, "{{ .Values.flag }}"]
        """,
        ["9 path main.py @image"],
        id="Helm, after a comment over several lines",
    ),
    pytest.param(
        ".vscode/tasks.json",
        """
        {"tasks": [
          {"command": "${command:python.interpreterPath} main.py"},
          {"command": "${config:python.pythonPath}", "args": ["${workspaceFolder}/beat.py"]},
          {"command": "${command:other.path} gone.py"}
        ]}
        """,
        ["3 path main.py @file ..", "4 path beat.py @file .."],
        id="tasks.json, with the selected interpreter",
    ),
    pytest.param(
        ".vscode/settings.json",
        """
        {
          "code-runner.customCommand": "${command:python.interpreterPath} main.py",
          "code-runner.executorMap": {"python": "python -u $fullFileName gone.py"},
          "python.testing.pytestArgs": ["gone.py"],
          "tasks": {"tasks": [{"command": "python beat.py"}]}
        }
        """,
        ["3 path main.py @file ..", "6 path beat.py @file .."],
        id="settings.json",
    ),
    pytest.param(
        "cloudbuild.yaml",
        """
        steps:
          - name: gcr.io/google.com/cloudsdktool/cloud-sdk
            entrypoint: gcloud
            args: [run, jobs, deploy, up, --command, python, --args, "main.py,upgrade"]
          - name: gcr.io/cloud-builders/gcloud
            args: [run, deploy, web, "--command=gunicorn", "--args=^;^-b;:80;tides.web:app"]
          - name: gcr.io/cloud-builders/gcloud
            args: [builds, submit, gone.py]
        """,
        ["5 path main.py @caller uncertain", "7 object tides.web:app @caller uncertain"],
        id="Cloud Build, Cloud Run",
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


@pytest.mark.parametrize("path", ["package.json", "docs/vscode/launch.json", "values.json", "x.env"])
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


def test_a_file_that_nests_too_deeply_is_a_problem() -> None:
    (problem,) = read(Source.of("fly.toml", b"x = " + b"[" * 100_000)).problems
    assert problem.reason == "not valid TOML: it is nested too deeply"


def test_broken_files_are_problems() -> None:
    for path in ("render.yaml", "railway.json", "fly.toml"):
        assert read(Source.of(path, b'{"a": [')).problems, path
