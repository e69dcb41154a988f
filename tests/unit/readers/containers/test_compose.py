"""Compose files: what their services start, and what is said about their file systems."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import Base, Facts, Kind, Reference, RelativeTo, Service, Via
from flake8_single_entry.readers.containers.compose import read, scan
from flake8_single_entry.readers.containers.compose_text import interpolate
from flake8_single_entry.syntax.source import Source


def facts(text: str) -> Facts:
    return read(Source.of("deploy/compose.yml", text.encode()))


def service(*lines: str) -> Facts:
    return facts("services:\n  web:\n" + "".join(f"    {line}\n" for line in lines))


def places(found: Facts) -> list[tuple[str, int, int]]:
    return [(each.text, each.location.line, each.location.column) for each in found.references]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["command: python main.py"], [("main.py", 3, 21)]),
        (["command: 'python main.py'"], [("main.py", 3, 22)]),
        (["command: [python, main.py]"], [("main.py", 3, 23)]),
        (["command:", "  - uvicorn", "  - pkg.main:app"], [("pkg.main:app", 5, 9)]),
        (["command: >", "  uvicorn", "  pkg.main:app --reload"], [("pkg.main:app", 5, 7)]),
        (["command: |", "  sh -c '", "    cd src &&", "    python main.py", "  '"], [("main.py", 6, 16)]),
        (['command: sh -c "cd src && python main.py"'], [("main.py", 3, 38)]),
        (['command: ["sh", "-c", "python main.py"]'], [("main.py", 3, 35)]),
        (
            ["command: python manage.py migrate && python main.py"],
            [("manage.py", 3, 21)],
        ),  # no shell: these are arguments
        (["entrypoint: python", "command: main.py"], [("main.py", 4, 14)]),
        (["entrypoint: [python]", "command: [main.py]"], [("main.py", 4, 15)]),
        (["entrypoint: ./start.sh", "command: python main.py"], [("./start.sh", 3, 17), ("main.py", 4, 21)]),
        (["command: ./wait.sh db:5432 -- python main.py"], [("./wait.sh", 3, 14), ("main.py", 3, 42)]),
        (["command: python ${APP:-src/main.py}"], [("src/main.py", 3, 28)]),
        (["command: python ${APP-src/main.py}"], [("src/main.py", 3, 27)]),
        (["command: python ${APP}"], []),
        (["command: python ${APP:?must be set}"], []),
        (["command: python $$APP"], []),
        (["command: python main.py --port ${PORT:-80}"], [("main.py", 3, 21)]),
        (["healthcheck:", "  test: python check.py"], [("check.py", 4, 20)]),
        (["healthcheck:", "  test: [CMD, python, check.py]"], [("check.py", 4, 27)]),
        (["healthcheck:", "  test: [CMD-SHELL, python check.py || exit 1]"], [("check.py", 4, 32)]),
        (["healthcheck:", "  test: [NONE]"], []),
        (["environment:", "  FLASK_APP: src.main"], [("src.main", 4, 18)]),
        (["environment:", "  - FLASK_APP=src/main.py"], [("src/main.py", 4, 19)]),
        (["environment: {FLASK_APP: '${APP}'}"], []),
        (["environment:", "  FLASK_APP: tides.web:make('x/y.py')"], [("tides.web:make('x/y.py')", 4, 18)]),
        (["environment:", "  - FLASK_APP=tides.web:make()"], [("tides.web:make()", 4, 19)]),
        (["environment: {FLASK_APP: 'make tides'}"], []),
        (["image: python", "command: null"], []),
        (["command: {a: b}", "entrypoint: 3", "volumes: 7", "environment: x", "healthcheck: []"], []),
    ],
)
def test_what_a_service_starts(lines: list[str], expected: list[tuple[str, int, int]]) -> None:
    assert places(service(*lines)) == expected


def test_a_command_is_in_the_services_image() -> None:
    found = service("working_dir: /code", "environment: {PYTHONPATH: '/lib:src'}", "command: uvicorn main:app")
    base = found.references[0].base
    assert (base.anchor, base.directory, base.container) == (RelativeTo.IMAGE, "/code", "web")
    assert base.search[:2] == ("/lib", "/code/src")
    assert service("command: uvicorn main:app").references[0].base == Base(RelativeTo.IMAGE, "", (), "web")


def builds(found: Facts) -> list[tuple[str, Base]]:
    assert all((each.kind, each.via, each.runner) == (Kind.BUILD, Via.BUILD, "docker") for each in found.references)
    return [(each.text, each.base) for each in found.references]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["build: ./api"], [("./api", Base(RelativeTo.FILE))]),
        (["build: {context: ../api}"], [("../api", Base(RelativeTo.FILE))]),
        (
            ["build:", "  context: ./api", "  dockerfile: docker/Dockerfile.dev"],
            [("./api", Base(RelativeTo.FILE)), ("docker/Dockerfile.dev", Base(RelativeTo.FILE, "api"))],
        ),
        (["build: {dockerfile: Dockerfile.dev}"], [("Dockerfile.dev", Base(RelativeTo.FILE))]),
        (["build: https://example.org/a.git"], []),
        (["build: {context: 'git@example.org:a.git', dockerfile: x}"], []),
        (["build: {context: '${WHERE}'}"], []),
        (["build: {context: , dockerfile: x}"], [("x", Base(RelativeTo.FILE))]),
        (["build: '${WHERE:-.}'"], [(".", Base(RelativeTo.FILE))]),
        (["build: {context: ., dockerfile_inline: 'FROM a'}"], [(".", Base(RelativeTo.FILE))]),
    ],
)
def test_build_inputs(lines: list[str], expected: list[tuple[str, Base]]) -> None:
    assert builds(service(*lines)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["image: a:1"], Service("web", image="a:1")),
        (["build: ./api", "command: x"], Service("web", context="./api", replaces=True)),
        (["build: {dockerfile: D}"], Service("web", context=".", dockerfile="D")),
        (["build: {target: dev}"], Service("web", target="dev")),
        (["working_dir: /code", "extends: base"], Service("web", workdir="/code", extends="base")),
        (["extends: {file: common.yml, service: base}"], Service("web", extends="common.yml#base")),
        (
            ["volumes: ['./api:/code:ro', 'data:/data', /code/.venv, '${PWD}:/all', '../x:/y/']"],
            Service(
                "web", mounts=(("./api", "/code"), ("", "/data"), ("", "/code/.venv"), (".", "/all"), ("../x", "/y"))
            ),
        ),
        (
            ["volumes:", "  - {type: bind, source: ./api, target: /code}", "  - {type: volume, source: d, target: /d}"],
            Service("web", mounts=(("./api", "/code"), ("", "/d"))),
        ),
    ],
)
def test_services(lines: list[str], expected: Service) -> None:
    assert service(*lines).services == (expected,)


def test_merged_services_say_it_where_the_anchor_says_it() -> None:
    found = facts(
        "x-app: &app\n"
        "  build: .\n"
        "  command: python main.py\n"
        "services:\n"
        "  web: {<<: *app}\n"
        "  worker:\n"
        "    <<: *app\n"
        "    command: celery -A worker worker\n"
    )
    assert [each.name for each in found.services] == ["web", "worker"]
    assert [each.context for each in found.services] == [".", "."]
    started = [
        (each.text, each.location.line, each.base.container) for each in found.references if each.kind is not Kind.BUILD
    ]
    assert started == [("main.py", 3, "web"), ("worker", 8, "worker")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("$$x", "$x"), ("${A:-b}", "b"), ("${A-b}", "b"), ("$A", "$A"), ("${A:?no}", "${A:?no}"), ("${A:-}", "")],
)
def test_interpolation(text: str, expected: str) -> None:
    assert interpolate(text) == expected


@pytest.mark.parametrize("text", ["services: [", "services:\n  {{- range .x }}\n", "{% if x %}\nservices: {}"])
def test_a_template_is_a_problem(text: str) -> None:
    found = facts(text)
    assert found.references == ()
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    "text", ["", "services:\n", "services: [a]\n", "services: {web: }\n", "- services\n", "version: 3\n"]
)
def test_files_without_services_are_silent(text: str) -> None:
    found = facts(text)
    assert not found.references
    assert not found.problems


def test_scan() -> None:
    assert scan(b"services:\n")
    assert not scan(b"name: x\n")


def test_every_place_is_in_the_file() -> None:
    found = service("entrypoint: python -m", "command: 'pkg.main ${A:-b}'")
    assert isinstance(found.references[0], Reference)
    assert places(found) == [("pkg.main", 4, 15)]


def test_other_compose_files_and_watched_paths() -> None:
    text = (
        "include:\n  - a.yml\n  - path: [b.yml, c.yml]\n  - 'oci://example.org/x'\n"
        "services:\n  web:\n    extends: {file: d.yml, service: e}\n    develop: {watch: [{path: ./src, action: sync}]}\n"
    )
    found = read(Source.of("compose.yml", text.encode())).references
    names = {(one.text, one.via, one.runner) for one in found}
    files = {(f"{name}.yml", Via.BUILD, "compose") for name in "abcd"}
    assert names == files | {("./src", Via.PATH, "compose")}


def test_a_dockerfile_inside_has_its_places_in_the_compose_file() -> None:
    text = (
        "services:\n  web:\n    build:\n      context: ./api\n      dockerfile_inline: |\n"
        "        FROM python\n        COPY gone.py /srv/\n        CMD python $$HOME/x.py && python main.py\n"
    )
    facts = read(Source.of("compose.yml", text.encode()))
    found = [(one.text, one.location.line, one.location.column, one.base.container) for one in facts.references]
    assert found == [("./api", 4, 16, ""), ("gone.py", 7, 14, ""), ("main.py", 8, 42, "web#0")]
    assert facts.references[1].base == Base(RelativeTo.FILE, "api")
    assert facts.services[0].stages[0].start == (2,)
