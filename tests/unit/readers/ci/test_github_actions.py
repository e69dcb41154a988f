"""Commands, local actions and images of GitHub Actions."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import Kind
from flake8_single_entry.readers.ci.github_actions import read, scan
from tests.unit.reading import read_text, shown

WORKFLOW = ".github/workflows/ci.yml"

CASES = [
    pytest.param(
        """
        jobs:
          test:
            steps:
              - shell: msys2 {0}
                run: python main.py
              - shell: micromamba-shell {0}
                run: python web.py
              - shell: perl {0}
                run: python gone.py
              - shell: other
                run: python gone.py
        """,
        ["6 path main.py @root", "8 path web.py @root"],
        id="custom shells",
    ),
    pytest.param(
        """
        on: push
        jobs:
          test:
            steps:
              - run: python main.py
              - name: Web
                run: |
                  # python comment.py
                  uvicorn tides.web:app &
                  cd lib && python -m tides.worker
              - run: >-
                  python
                  folded.py
              - run: "python \\"quoted.py\\""
        """,
        [
            "6 path main.py @root",
            "10 object tides.web:app @root",
            "11 module tides.worker @root lib",
            "14 path folded.py @root",
            "15 path quoted.py @root",
        ],
        id="run, in every style",
    ),
    pytest.param(
        """
        defaults: { run: { working-directory: a } }
        jobs:
          own:
            defaults: { run: { working-directory: b/ } }
            steps:
              - run: python job.py
              - run: python step.py
                working-directory: ./c
              - run: python up.py
                working-directory: ${{ github.workspace }}/d
          inherited:
            steps:
              - run: python workflow.py
              - run: cd e && python moved.py
              - run: python again.py
        """,
        [
            "7 path job.py @root b",
            "8 path step.py @root c",
            "10 path up.py @root d",
            "14 path workflow.py @root a",
            "15 path moved.py @root a/e",
            "16 path again.py @root a",
        ],
        id="step over job over workflow",
    ),
    pytest.param(
        """
        env: { PYTHONPATH: lib, DIR: services }
        jobs:
          test:
            env: { DIR: "${{ matrix.dir }}", NAME: web }
            steps:
              - run: python $NAME.py && uvicorn ${{ env.NAME }}:app
              - run: python $DIR/main.py
              - run: python $NAME.py
                env: { NAME: api }
              - run: python x.py
                working-directory: ${{ env.NAME }}/src
        """,
        [
            "7 path web.py @root <- $NAME.py",
            "7 object web:app @root search=lib <- ${{ env.NAME }}:app",
            "9 path api.py @root <- $NAME.py",
            "11 path x.py @root web/src",
        ],
        id="environment",
    ),
    pytest.param(
        """
        env: { SCRIPT: gone.py, DIR: lib }
        jobs:
          test:
            steps:
              - run: python $SCRIPT
              - run: python ${{ env.SCRIPT }} --twice
              - run: python $DIR/one.py
        """,
        ["2 path gone.py @root", "8 path lib/one.py @root <- $DIR/one.py"],
        id="the whole value of a variable is where it is written",
    ),
    pytest.param(
        """
        jobs:
          test:
            strategy:
              matrix:
                script: [first.py, second.py]
                dir: [api, web]
                os: [ubuntu-latest]
                exclude: [{ script: second.py, dir: web }]
            defaults: { run: { working-directory: "${{ matrix.dir }}" } }
            steps:
              - run: python ${{ matrix.script }}
          included:
            strategy:
              matrix:
                include:
                  - { name: tides, entry: tides.web }
                  - { name: rain, entry: rain.web }
            env: { ENTRY: "${{ matrix.entry }}" }
            steps:
              - run: uvicorn $ENTRY:app && python tests/${{ matrix.name }}.py
          open:
            strategy: { matrix: { script: "${{ fromJSON(needs.x.outputs.y) }}" } }
            steps: [{ run: "python ${{ matrix.script }}" }]
        """,
        [
            "6 path first.py @root api",
            "6 path first.py @root web",
            "6 path second.py @root api",
            "21 object tides.web:app @root <- $ENTRY:app",
            "21 path tests/tides.py @root <- tests/${{ matrix.name }}.py",
            "21 object rain.web:app @root <- $ENTRY:app",
            "21 path tests/rain.py @root <- tests/${{ matrix.name }}.py",
        ],
        id="matrix",
    ),
    pytest.param(
        """
        jobs:
          test:
            steps:
              - shell: python
                working-directory: api
                run: |
                  import subprocess, gone
                  subprocess.run(["python", "main.py"])
              - shell: perl {0}
                run: system("python gone.py")
        """,
        ["9 path main.py @root api"],
        id="shell: python",
    ),
    pytest.param(
        """
        env: { DJANGO_SETTINGS_MODULE: tides.settings, OTHER: gone.py }
        jobs: { test: { env: { DJANGO_SETTINGS_MODULE: "${{ matrix.settings }}" }, steps: [{ run: echo }] } }
        """,
        ["2 module tides.settings @caller uncertain"],
        id="Django settings",
    ),
    pytest.param(
        """
        env: { FLASK_APP: "tides.web:make()", OTHER_FLASK: gone.py }
        jobs: { test: { env: { FLASK_APP: "${{ matrix.app }}" }, steps: [{ run: flask run }] } }
        """,
        ["2 object tides.web:make() @caller uncertain"],
        id="Flask's application",
    ),
    pytest.param(
        """
        jobs:
          test:
            steps:
              - run: python ${{ matrix.script }} && python tests/${{ inputs.name }}.py
              - run: python after.py --tag "${{ github.sha }}" && python second.py
              - run: cd "$GITHUB_WORKSPACE/lib" && python there.py
                working-directory: web
              - run: python ${{ github.workspace }}/top.py
                working-directory: web
        """,
        [
            "6 path after.py @root",
            "6 path second.py @root",
            "7 path there.py @root lib",
            "9 path top.py @root",
        ],
        id="expressions",
    ),
    pytest.param(
        """
        jobs:
          test:
            steps:
              - uses: actions/checkout@v4
              - uses: actions/checkout@v4
                with: { repository: other/tools, path: tools }
              - uses: actions/download-artifact@v4
                with: { path: built }
              - run: |
                  python tools/build.py
                  python built/main.py
                  cd tools && python main.py
                  cd .. && python main.py
              - run: python main.py
                working-directory: tools/sub
        """,
        ["14 path main.py @root"],
        id="a checkout of another repository",
    ),
    pytest.param(
        """
        jobs:
          test:
            steps:
              - uses: actions/checkout@v4
                with: { path: repo }
              - run: python repo/main.py && python outside.py
              - run: cd repo && python moved.py
              - run: python -m tides.web
                working-directory: repo/lib
              - uses: ./repo/.github/actions/setup
          gone:
            steps:
              - uses: actions/checkout@v4
                with: { repository: other/tools }
              - run: python main.py
              - uses: ./setup
          own:
            steps:
              - uses: actions/checkout@v4
                with: { repository: "${{ github.repository }}" }
              - run: python main.py
        """,
        [
            "7 path main.py @root",
            "8 path moved.py @root",
            "9 module tides.web @root lib",
            "11 build .github/actions/setup @root",
            "22 path main.py @root",
        ],
        id="this repository in a directory of its own, or replaced by another",
    ),
    pytest.param(
        """
        jobs:
          call:
            uses: ./.github/workflows/build.yml
          other:
            uses: owner/repository/.github/workflows/build.yml@v1
          image:
            steps:
              - uses: ./.github/actions/setup
              - uses: docker/build-push-action@v6
                with: { context: services/web, file: services/web/Dockerfile.gpu, push: true }
              - uses: docker/build-push-action@v6
                with: { context: "{{defaultContext}}:web", file: "${{ matrix.file }}" }
        """,
        [
            "4 build ./.github/workflows/build.yml @root",
            "9 build ./.github/actions/setup @root",
            "11 build services/web @root",
            "11 build services/web/Dockerfile.gpu @root",
        ],
        id="local actions, workflows and images",
    ),
    pytest.param(
        """
        jobs:
          test:
            steps:
              - if: hashFiles('scripts/check.py') != ''
                run: python scripts/check.py
              - run: test -f extra.py && python extra.py
          job:
            if: ${{ hashFiles('main.py') }}
            steps: [{ run: python main.py }]
        """,
        ["6 path scripts/check.py @root guarded", "7 path extra.py @root guarded", "10 path main.py @root guarded"],
        id="guards",
    ),
    pytest.param(
        """
        on:
          push:
            paths: ["src/main_old.py", "python gone.py"]
        jobs:
          test:
            name: python name.py
            steps:
              - uses: actions/cache@v4
                with: { path: main_old.py, key: python gone.py }
              - run: import main_old
                shell: python
              - run: |
                  curl -O https://example.invalid/get.py
                  python get.py
              - run: python get.py
              - run: docker run --entrypoint sh image main.py
              - run: [python, gone.py]
              - run:
        """,
        [],
        id="what is no reference",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_references_of_workflows(text: str, expected: list[str]) -> None:
    assert shown(*read_text(read, WORKFLOW, text)) == expected
    assert shown(*read_text(read, WORKFLOW, text, "\r\n")) == expected


def test_workflows_below_the_root_are_written_for_their_project_or_for_the_repository() -> None:
    text = "jobs: {a: {steps: [{run: cd lib && python main.py}, {uses: ./setup}]}}"
    found = shown(*read_text(read, f"projects/tides/{WORKFLOW}", text))
    assert found == ["1 path main.py @caller lib", "1 build ./setup @caller"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".github/actions/setup/action.yml", ["5 path main.py @root", "7 path own.py @file"]),
        ("action.yml", ["7 path own.py @file"]),
    ],
)
def test_composite_actions_run_in_their_callers_workspace(path: str, expected: list[str]) -> None:
    text = """
    runs:
      using: composite
      steps:
        - run: python main.py
          shell: bash
        - run: python "${{ github.action_path }}/own.py"
          shell: bash
    """
    assert shown(*read_text(read, path, text)) == expected


def test_docker_actions_name_their_image() -> None:
    text = "runs:\n  using: docker\n  image: Dockerfile.action\n"
    source, facts = read_text(read, "action.yml", text)
    assert shown(source, facts) == ["3 build Dockerfile.action @file"]
    assert not read_text(read, "action.yml", text.replace("Dockerfile.action", "docker://alpine:3"))[1].references


def test_images_are_marked_for_their_contexts() -> None:
    text = "jobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {context: web}}]}}"
    (reference,) = read_text(read, WORKFLOW, text)[1].references
    assert (reference.kind, reference.runner) == (Kind.BUILD, "docker")


def test_what_is_not_yaml_is_a_problem() -> None:
    _, facts = read_text(read, WORKFLOW, "jobs:\n  a: [\n  b: }")
    assert not facts.references
    assert [problem.location.line for problem in facts.problems] == [3]


def test_scan() -> None:
    assert scan(b"steps: [{run: python main.py}]")
    assert scan(b"uses: ./actions/x")
    assert not scan(b"steps: [{run: npm test}]")
