"""Formats with a reader of their own: pipelines, task files, schedules, handlers, build files, run configurations."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers import surface_of
from tests.unit.reading import read_text, shown

CASES = [
    pytest.param(
        "ecosystem.config.js",
        """
        // { script: 'gone.py' }
        module.exports = {
          apps: [
            { name: 'web', script: './main.py', env: { script: 'gone.py' } },
            { "script": "uvicorn", args: "tides.web:app --port 80", cwd: 'api', interpreter: "none" },
            { script: 'beat.py', interpreter: './venv/bin/python3', args: ['--now', "gone.py"], cwd: __dirname },
            { script: "worker.js", args: 'python gone.py' },
            { script: `${program}.py` },
            { script: 'guess.py', cwd: path.join(__dirname, 'api') },
          ],
          deploy: { production: { 'post-deploy': 'python gone.py' } },
        };
        """,
        [
            "5 path ./main.py @file",
            "6 object tides.web:app @file api",
            "7 path beat.py @file",
            "10 path guess.py @file uncertain",
        ],
        id="PM2",
    ),
    pytest.param(
        "e2e/playwright.config.ts",
        """
        export default defineConfig({
          /* command: 'python gone.py' */
          webServer: [
            { command: 'python ../main.py --test', url: 'http://localhost' },
            { command: "uvicorn tides.web:app", cwd: '../api' },
          ],
          use: { command: 'python gone.py' },
        });
        """,
        ["5 path ../main.py @file", "6 object tides.web:app @file ../api"],
        id="Playwright",
    ),
    pytest.param(
        "hatch.toml",
        '[build.hooks.custom]\npath = "tools/hook.py"\n[build.hooks.vcs]\nversion-file = "gone.py"\n',
        ["2 path tools/hook.py @file"],
        id="hatch.toml, a build hook",
    ),
    pytest.param("tides.spec", "Name: tides\n%build\npython gone.py\n", [], id="an RPM's spec file"),
    pytest.param(
        "heroku.yml",
        """
        build: { docker: { web: Dockerfile, worker: worker/Dockerfile } }
        run:
          web: uvicorn tides.web:app
          worker: { command: [python worker.py], image: web }
        """,
        [
            "2 build Dockerfile @file",
            "2 build worker/Dockerfile @file",
            "4 object tides.web:app @image",
            "5 path worker.py @image",
        ],
        id="heroku.yml",
    ),
    pytest.param(
        "api/serverless.yml",
        """
        provider: { runtime: python3.12 }
        plugins: [serverless-wsgi]
        custom: { wsgi: { app: tides.web.app } }
        functions:
          web: { handler: wsgi_handler.handler }
          old: { handler: wsgi.handler }
          nightly: { handler: jobs/nightly.run }
          other: { handler: wsgi_handler_of_ours.handler, runtime: nodejs20.x }
        """,
        ["4 object tides.web:app @file <- tides.web.app", "8 object jobs.nightly:run @file <- jobs/nightly.run"],
        id="serverless-wsgi brings its handler",
    ),
    pytest.param(
        "api/serverless.yml",
        """
        provider: { runtime: python3.12 }
        plugins: { modules: [serverless-python-requirements] }
        custom: { wsgi: { app: tides.web.app } }
        functions: { web: { handler: wsgi_handler.handler } }
        """,
        ["5 object wsgi_handler:handler @file <- wsgi_handler.handler"],
        id="Serverless without that plugin",
    ),
    pytest.param(
        ".gitlab-ci.yml",
        """
        variables: { PYTHONPATH: lib, SCRIPT: in_variable.py }
        default: { before_script: [cd api] }
        .shared: &shared
          - python shared.py
        .base:
          before_script: [python prepare.py]
        test:
          extends: .base
          script:
            - python -m tides.main
            - cd sub && python first.py
            - python second.py
            - python $CI_PROJECT_DIR/top.py
          after_script: [python after.py, python $SCRIPT]
          only: { changes: [gone.py] }
        inherits:
          script: [python inherited.py]
        refers:
          before_script: []
          script: [!reference [.base, before_script], *shared, python last.py]
        elsewhere:
          extends: .included
          inherit: { default: false }
          script: python guessed.py
        nothing:
          variables: { GIT_STRATEGY: none }
          script: python gone.py
        """,
        [
            "7 path prepare.py @root",
            "11 module tides.main @root search=lib",
            "12 path first.py @root sub",
            "13 path second.py @root sub",
            "14 path top.py @root",
            "15 path after.py @root",
            "2 path in_variable.py @root",
            "18 path inherited.py @root api",
            "5 path shared.py @root",
            "21 path last.py @root",
            "25 path guessed.py @root uncertain",
        ],
        id="GitLab CI",
    ),
    pytest.param(
        "deploy/crontab",
        """
        SHELL=/bin/sh
        APP=jobs
        */5 * * * * cd /srv/tides && python $APP/tick.py > log 2>&1
        0 4 * * mon-fri root python nightly.py --at=05\\%
        @daily python daily.py % python gone.py
        # 0 4 * * * python gone.py
        @daily python /srv/tides/daily/sum.py
        @daily python /srv/tidesmart/sum.py
        """,
        [
            "4 path jobs/tick.py @caller /srv/tides uncertain <- $APP/tick.py",
            "5 path nightly.py @caller uncertain",
            "6 path daily.py @caller uncertain",
            "8 path daily/sum.py @caller /srv/tides uncertain",
            "9 path /srv/tidesmart/sum.py @caller uncertain",
        ],
        id="cron",
    ),
    pytest.param(
        "modd.conf",
        """
        @port = 8000
        **/*.py !tests/** {
            prep: python first.py
            daemon +sigterm: "
                cd sub
                python second.py
            "
        }

        api/*.py {
            indir: ./api
            prep +onchange: 'python third.py'
            daemon: python main.py --port @port
            # daemon: python gone.py
        }

        {
            indir: @elsewhere
            prep: uvicorn tides.web:app
        }
        """,
        [
            "4 path first.py @file",
            "7 path second.py @file sub",
            "13 path third.py @file api",
            "20 object tides.web:app @file uncertain",
        ],
        id="modd",
    ),
    pytest.param(
        "justfile",
        """
        app := "main.py"
        set dotenv-load

        run *args: build
            @python {{app}} {{args}}
            cd sub && python first.py
            python second.py \\
              --long

        [working-directory: 'api']
        serve:
            -uvicorn tides.web:app

        [no-cd]
        here:
            python here.py

        script:
            #!/usr/bin/env bash
            cd lib
            python inside.py

        other:
            #!/usr/bin/env python3
            print("python gone.py")
        """,
        [
            "6 path main.py @file <- {{app}}",
            "7 path first.py @file sub",
            "8 path second.py @file",
            "13 object tides.web:app @file api",
            "17 path here.py @caller",
            "22 path inside.py @file lib",
        ],
        id="justfile",
    ),
    pytest.param(
        "tools/deploy.just",
        "set working-directory := 'api'\nrun:\n  python main.py\n",
        ["3 path main.py @caller api"],
        id="imported justfile",
    ),
    pytest.param(
        "Jenkinsfile",
        """
        pipeline { agent any
          // sh 'python gone.py'
          stages { stage('x') { steps {
            sh 'python main.py'
            sh "python ${SCRIPT} && python \\"quoted.py\\" && python $WORKSPACE/top.py"
            dir('api') {
              sh '''
                python inner.py
              '''
              dir("${NAME}") { sh 'python guessed.py' }
            }
            sh(script: "python after.py", returnStdout: true)
            bat 'python win\\\\start.py'
            echo 'sh "python gone.py"'
          } } }
        }
        """,
        [
            "5 path main.py @root",
            "6 path quoted.py @root",
            "6 path top.py @root",
            "9 path inner.py @root api",
            "11 path guessed.py @root uncertain",
            "13 path after.py @root",
            "14 path win/start.py @root <- win\\\\start.py",
        ],
        id="Jenkinsfile",
    ),
    pytest.param(
        "serverless.yml",
        """
        provider: { name: aws, runtime: python3.12 }
        functions:
          web: { handler: src/api/web.handler }
          node: { handler: src/gone.main, runtime: nodejs20.x }
          open: { handler: "${self:custom.handler}" }
        """,
        ["4 object src.api.web:handler @file <- src/api/web.handler"],
        id="Serverless",
    ),
    pytest.param(
        "template.yaml",
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Globals: { Function: { Runtime: python3.12 } }
        Resources:
          Web:
            Type: AWS::Serverless::Function
            Properties: { CodeUri: functions/web/, Handler: app.handler, Layers: [!Ref Shared] }
          Bucket:
            Type: AWS::Lambda::Function
            Properties: { Code: { S3Bucket: x }, Handler: gone.handler }
          Node:
            Type: AWS::Serverless::Function
            Properties: { CodeUri: x/, Handler: gone.handler, Runtime: nodejs20.x }
        """,
        ["7 object app:handler @file functions/web <- app.handler"],
        id="SAM",
    ),
    pytest.param(
        "infra/main.tf",
        """
        data "archive_file" "web" {
          type        = "zip"
          source_dir  = "${path.module}/../src"
          output_path = "web.zip"
        }
        resource "aws_lambda_function" "web" {
          filename = data.archive_file.web.output_path
          handler  = "app.handler"
          runtime  = "python3.12"
          environment { variables = { NAME = "gone.handler" } }
        }
        resource "aws_lambda_function" "bucket" {
          s3_bucket = "x"
          handler   = "gone.handler"
          runtime   = "python3.12"
        }
        """,
        ["9 object app:handler @file ../src <- app.handler"],
        id="Terraform functions",
    ),
    pytest.param(
        "tides.spec",
        """
        block = None
        a = Analysis(['src/main.py', os.path.join(SPECPATH, 'more.py')], pathex=['src'], datas=[('gone.py', '.')])
        exe = EXE(a.pure, name='tides')
        """,
        ["3 path src/main.py @file", "3 path more.py @file"],
        id="PyInstaller",
    ),
    pytest.param("tides.spec", "Name: tides\n%build\npython3 gone.py\n", [], id="RPM"),
    pytest.param(
        "tools/BUILD.bazel",
        """
        genrule(name = "gen", outs = ["made.py"], cmd = "python gone.py")
        py_binary(name = "a", srcs = ["a.py", "made.py", ":gen", "//x:y.py"], main = "a.py")
        py_library(name = "b", srcs = ["gone.py"])
        """,
        ["3 path a.py @file", "3 path a.py @file"],
        id="Bazel",
    ),
    pytest.param(
        "BUILD",
        'pex_binary(name="web", entry_point="main.py:run")\npex_binary(name="x", entry_point="gone.module")\n',
        ["1 path main.py @file"],
        id="Pants",
    ),
    pytest.param(
        ".idea/runConfigurations/web.xml",
        """
        <component name="ProjectRunConfigurationManager">
          <configuration name="web" type="PythonConfigurationType">
            <option name="WORKING_DIRECTORY" value="$PROJECT_DIR$/api" />
            <option name="SCRIPT_NAME" value="$PROJECT_DIR$/api/main.py" />
            <option name="PARAMETERS" value="--in gone.py" />
          </configuration>
          <configuration name="module" type="PythonConfigurationType">
            <option name="SCRIPT_NAME" value="uvicorn" />
            <option name="PARAMETERS" value="tides.web:app" />
            <option name="WORKING_DIRECTORY" value="$PROJECT_DIR$" />
            <option name="MODULE_MODE" value="true" />
          </configuration>
          <configuration name="bare" type="PythonConfigurationType">
            <option name="SCRIPT_NAME" value="start.py" />
            <option name="WORKING_DIRECTORY" value="$MODULE_WORKING_DIR$" />
          </configuration>
        </component>
        """,
        ["5 path api/main.py @file ../..", "10 object tides.web:app @file ../..", "15 path start.py @file uncertain"],
        id="PyCharm",
    ),
    pytest.param(
        ".run/x.run.xml",
        '<component><configuration type="Python.FlaskServer"><option name="target" value="web.py"/></configuration>'
        '<configuration type="Python.Tox"><option name="target" value="gone.py"/></configuration></component>',
        ["1 path web.py @file .."],
        id="a Flask server, and something else",
    ),
    pytest.param(
        ".run/x.run.xml",
        '<!DOCTYPE x [<!ENTITY a "b">]><configuration type="PythonConfigurationType">'
        '<option name="SCRIPT_NAME" value="gone.py"/></configuration>',
        [],
        id="XML with entities",
    ),
    pytest.param(
        "poe_tasks.toml",
        '[tasks]\nrun = "python main.py"\nserve = { script = "tides.web:main" }\n',
        ["2 path main.py @file", "3 object tides.web:main @file search=src"],
        id="Poe",
    ),
    pytest.param(
        "hatch.toml", '[envs.default.scripts]\nrun = "python main.py"\n', ["2 path main.py @file"], id="Hatch"
    ),
    pytest.param(
        "pixi.toml", '[tasks]\nrun = { cmd = "python main.py", cwd = "api" }\n', ["2 path main.py @file api"], id="Pixi"
    ),
    pytest.param(
        "notes/tides.ipynb",
        r"""
        {"cells": [
          {"cell_type": "markdown", "source": ["# Tides\n", "Run `python guide.py`:\n", "```bash\n", "python fenced.py\n", "```"]},
          {"cell_type": "code", "outputs": [{"text": ["python gone.py"]}], "source": "!python \"first.py\" --n {count}\n%run second.py"},
          {"cell_type": "code", "source": ["%cd lib\n", "files = !python third.py\n", "from tides.main import run\n"]},
          {"cell_type": "code", "source": ["%%bash\n", "cd sub\n", "python fourth.py\n"]},
          {"cell_type": "code", "source": ["%%writefile made.py\n", "import gone\n"]},
          {"cell_type": "code", "source": ["!python made.py\n", "%%html\n"]},
          {"cell_type": "raw", "source": ["python gone.py"]}
        ]}
        """,
        [
            "3 path guide.py @caller",
            "3 path fenced.py @caller",
            "4 path first.py @caller",
            "4 path second.py @caller",
            "5 path third.py @caller lib",
            "6 path fourth.py @caller lib/sub",
            "5 object tides.main:run @package <- tides.main",
        ],
        id="notebook",
    ),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_references(path: str, text: str, expected: list[str]) -> None:
    surface = surface_of(path)
    assert surface is not None
    reader = surface.load()
    source, facts = read_text(reader.read, path, text)
    assert shown(source, facts) == expected
    assert not expected or reader.scan(source.data)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".gitlab-ci.yml", "a: [\n  b: }"),
        (".gitlab-ci.yml", "a: &a {script: [*b], extends: a}\nb: {extends: [b, b], script: x}"),
        ("justfile", "run:\n\t{{\n\tx:=\n["),
        ("Jenkinsfile", "sh \"\"\"${ '''" + "{" * 5000),
        ("main.tf", "a {" * 5000 + 'b = <<EOT\n"${' + "[" * 5000),
        ("x.ipynb", '{"cells": [{"cell_type": "code", "source": ["def f(:\\n", "%run"]}, 3, null'),
        (".run/x.xml", "<a>" * 5000),
        (".run/x.xml", '<configuration type="x"'),
        ("BUILD", "py_binary(" * 500),
        ("serverless.yml", "functions: {a: {handler: [x]}, b: 3}"),
        ("template.yaml", "Resources: [a, {b: c}]"),
    ],
)
def test_hostile_files_are_read(path: str, text: str) -> None:
    surface = surface_of(path)
    assert surface is not None
    read_text(surface.load().read, path, text)
