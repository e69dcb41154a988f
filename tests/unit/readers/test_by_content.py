"""Files that their content alone shows: what they are read as, and which others are left alone; and templates."""

from __future__ import annotations

import pytest

from flake8_single_entry.facts.store import read_file
from flake8_single_entry.readers import made_from, surface_of
from flake8_single_entry.syntax.source import Source
from tests.unit.reading import shown

KNOWN = [
    # scripts, by the interpreter that their first line names
    ("bin/start", "#!/bin/sh\npython main.py\n", ["shell: 2 path main.py @caller"]),
    ("run", "#! /usr/bin/env -S bash -e\npython main.py\n", ["shell: 2 path main.py @caller"]),
    ("run", "#!/bin/busybox ash\npython main.py\n", ["shell: 2 path main.py @caller"]),
    ("run", "#!/bin/sh\r\npython main.py\r\n", ["shell: 2 path main.py @caller"]),
    (
        "docker/rootfs/etc/s6-overlay/s6-rc.d/tides/run",
        "#!/command/with-contenv bash\nexec python3 -m tides\n",
        ["service-run: 2 module tides @caller"],
    ),
    (".githooks/pre-commit", "#!/usr/bin/env dash\npython check.py\n", ["shell: 2 path check.py @caller"]),
    ("debian/rules", "#!/usr/bin/make -f\nbuild:\n\tpython main.py\n", ["makefile: 3 path main.py @caller"]),
    ("tasks", "#!/usr/bin/env just --justfile\nbuild:\n  python main.py\n", ["justfile: 3 path main.py @caller"]),
    (
        "bin/tides",
        "#!/usr/bin/env python3.12\nfrom tides.cli import main\n",
        ["python: 2 object tides.cli:main @package <- tides.cli"],
    ),
    ("tool", "#!/usr/bin/env -S uv run --script\nimport tides\n", ["python: 2 module tides @package"]),
    # Dockerfiles, by their first instruction
    ("images/python-3.12", "FROM python:3.12\nCMD python main.py\n", ["dockerfile: 2 path main.py @image /"]),
    ("images/web.docker", "FROM python:3\nCMD python main.py\n", ["dockerfile: 2 path main.py @image /"]),
    ("docker/dev", "FROM python:3\nCMD python main.py\n", ["dockerfile: 2 path main.py @image /"]),
    ("DockerfileCelery", "# x\nARG A=1\n\nFROM $A AS b\nRUN python main.py\n", ["dockerfile: 5 path main.py @image /"]),
    ("img", "from --platform=linux/arm64 python:3\nrun python main.py\n", ["dockerfile: 2 path main.py @image /"]),
    # settings, by their sections
    ("worker.conf", "[program:a]\ncommand=python main.py\n", ["supervisord: 2 path main.py @caller"]),
    ("beat.ini", "[watcher:a]\ncmd = python main.py\n", ["circus.ini: 2 path main.py @caller"]),
    ("app.ini", "[uwsgi]\nmodule = tides.web:app\n", ["uwsgi: 2 object tides.web:app @caller"]),
    ("live.ini", "[app:a]\npaste.app_factory = tides:make\n", ["paste: 2 object tides:make @caller"]),
    ("x.service.d/override.conf", "[Service]\nExecStart=\nExecStart=python a.py\n", ["systemd: 3 path a.py @caller"]),
    ("ci/steps.yml", "steps:\n- bash: python main.py\n", ["azure-pipelines: 2 path main.py @caller"]),
    (
        "stacks/all.yml",
        "services:\n  a:\n    build: ./a\n    command: python main.py\n",
        ["compose: 3 build ./a @file", "compose: 4 path main.py @image"],
    ),
]
UNKNOWN = [
    ("notes/run", "python main.py\n"),  # no script
    ("run", "#!/usr/bin/perl\nsystem('python main.py');\n"),
    ("run", "#!/usr/bin/env node\npython main.py\n"),
    ("run", "#!\npython main.py\n"),
    ("run", " #!/bin/sh\npython main.py\n"),
    ("Modelfile", "FROM llama3\nSYSTEM python main.py\n"),
    ("letter", "From scratch\nRun python main.py\n"),
    ("mail", "From tides@example.org Mon Jan 1\nRUN python main.py\n"),
    ("late", "RUN python main.py\nFROM python\n"),
    ("names", "from tides import main\nimport python\n"),
    ("logging.conf", "[loggers]\nargs=python main.py\n"),
    ("steps.yml", "steps:\n- name: python main.py\n"),
    ("steps.yml", "x:\n  script: python main.py\n"),
    ("services.yaml", "services:\n  App\\Mailer:\n    command: python main.py\n"),
    ("values.yaml", "web:\n  services:\n    a:\n      build: ./a\n"),
    ("data.bin", "#!/bin/sh\npython main.py\n"),  # an ending, and no surface
]


@pytest.mark.parametrize(("path", "text", "expected"), KNOWN)
def test_content_shows_the_kind(path: str, text: str, expected: list[str]) -> None:
    surface = surface_of(path)
    assert surface is not None
    assert surface.scan(text.encode())
    facts = read_file(path, text.encode())
    lines = shown(Source.of(path, text.encode()), facts)
    assert [f"{one.surface}: {line}" for one, line in zip(facts.references, lines, strict=True)] == expected


@pytest.mark.parametrize(("path", "text"), UNKNOWN)
def test_other_content_is_left_alone(path: str, text: str) -> None:
    surface = surface_of(path)
    assert surface is None or not (surface.scan(text.encode()) and read_file(path, text.encode()).references)


def test_data_without_an_ending_is_not_read() -> None:
    surface = surface_of("bin/ngrok")
    assert surface is not None
    assert not surface.scan(b"\x7fELF\0\0python main.py")


TEMPLATES = [
    ("app.service.sample", "[Service]\nExecStart=python main.py\n", ["2 path main.py @caller uncertain"]),
    ("flaskenv.sample", "FLASK_APP=main.py\n", []),
    (".flaskenv.sample", "FLASK_APP=main.py\n", ["1 path main.py @file uncertain"]),
    ("start.bat.example", "python main.py\r\n", ["1 path main.py @caller uncertain"]),
    (
        "deploy/tides.service.j2",
        "[Service]\n{% if live %}\nExecStart={{ env }}/bin/python main.py\n{% endif %}\nExecStop=python {{ app }}/stop.py\n",
        ["3 path main.py @caller uncertain"],
    ),
    ("Dockerfile.tmpl", "FROM {{image}}\nCOPY main.py .\nCMD python src/web.py\n",
     ["2 path main.py @caller uncertain", "3 path src/web.py @caller uncertain"]),
    ("run.sh.in", "#!/bin/sh\npython @libdir@/tides.py\npython main.py\n", ["3 path main.py @caller uncertain"]),
    ("docker/Dockerfile", "FROM {{ image }}\nCOPY . .\nCMD python main.py\n", ["3 path main.py @caller uncertain"]),
    ("docker/Dockerfile", "FROM tides:@VERSION@\nCMD python main.py\n", ["2 path main.py @caller uncertain"]),
    ("docker/Dockerfile", "FROM ${IMAGE}@sha256:0a1b\nCMD python main.py\n", ["2 path main.py @image /"]),
    ("compose.template.yml", "services:\n  web: {command: python main.py}\n", ["2 path main.py @caller uncertain"]),
    ("tides.py.in", "import main\n", []),
    ("README.md.template", "```sh\npython main.py\n```\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), TEMPLATES)
def test_templates(path: str, text: str, expected: list[str]) -> None:
    facts = read_file(path, text.encode())
    assert shown(Source.of(path, text.encode()), facts) == expected
    assert {one.location.path for one in facts.references} <= {path}
    if all(not one.base.certain for one in facts.references):
        assert facts == facts._replace(stages=(), services=(), traits=None, package_roots=(), project_names=())


@pytest.mark.parametrize(
    "path", ["main.template.py", ".do/deploy.template.yaml", "template.yaml", ".in", "a.tmpl/main.sh"]
)
def test_other_names_are_no_templates(path: str) -> None:
    surface = surface_of(path)
    assert surface is None or made_from(path, surface) is None
