"""Images: where a path of a container lies in the repository, and which container a reference means."""

from __future__ import annotations

from posixpath import dirname, join

import pytest

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Base, Facts, RelativeTo
from flake8_single_entry.project.images.built_files import SourceMapping
from flake8_single_entry.project.images.images import Images, build_images
from flake8_single_entry.project.images.installed import INSTALLED
from flake8_single_entry.project.images.layouts import Layout, NotShipped
from flake8_single_entry.project.images.own_repository import NOTHING_KNOWN, OwnRepository
from flake8_single_entry.readers import surface_of
from flake8_single_entry.syntax.source import Source

PYTHON = "FROM python:3.12-slim\nWORKDIR /app\n"


def images(files: dict[str, str], own: OwnRepository = NOTHING_KNOWN) -> Images:
    """The images of a repository that holds these files; the others are empty."""
    facts: dict[str, Facts] = {}
    for path, text in files.items():
        surface = surface_of(path)
        if surface is not None and surface.name in (
            "dockerfile",
            "dockerignore",
            "compose",
            "shell",
            "devcontainer.json",
            "makefile",
            "workflow",
            "heroku.yml",
        ):
            facts[path] = surface.load().read(Source.of(path, text.encode()))
    return build_images(facts, Tree.of(files), own)


def stage(files: dict[str, str], path: str = "Dockerfile", index: int = 0) -> Layout:
    return images(files).layouts(path, Base(RelativeTo.IMAGE, container=str(index)))[0]


def web(files: dict[str, str], path: str = "compose.yml", name: str = "web") -> tuple[Layout, ...]:
    return images(files).layouts(path, Base(RelativeTo.IMAGE, container=name))


def first(layout: Layout, path: str) -> str | None:
    """The first candidate that exists."""
    return next((each for each in layout.locate(path).candidates if layout.tree.is_file(each)), None)


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ("COPY . .", "/app/main.py", "main.py"),
        ("COPY src/ .", "/app/main.py", "src/main.py"),
        ("COPY src .", "/app/main.py", "src/main.py"),
        ("COPY src src", "/app/src/main.py", "src/main.py"),
        ("COPY src src", "/app/main.py", None),
        ("COPY src/main.py .", "/app/main.py", "src/main.py"),
        ("COPY src/main.py /app", "/app/main.py", "src/main.py"),
        ("COPY src/main.py /app/run.py", "/app/run.py", "src/main.py"),
        ("COPY src/main.py /app/run.py", "/app/main.py", None),
        ("COPY src/*.py ./", "/app/main.py", "src/main.py"),
        ("COPY s*/ ./", "/app/main.py", "src/main.py"),
        ("COPY src/* ./", "/app/inner.py", "src/pkg/inner.py"),  # a matching directory's contents, not the directory
        ("COPY src/* ./", "/app/pkg/inner.py", None),
        ("COPY . .\nCOPY src/ .", "/app/main.py", "src/main.py"),  # the later copy lies over the earlier
        ("COPY src/ .\nCOPY . .", "/app/main.py", "main.py"),
        ("COPY src/ .\nCOPY main.py .", "/app/main.py", "main.py"),
        ("ADD src /srv/x", "/srv/x/main.py", "src/main.py"),
        ("ENV R=/srv/r\nCOPY src ${R}\nWORKDIR ${R}", "/srv/r/main.py", "src/main.py"),
        ("COPY src $LAMBDA_ROOT", "/$LAMBDA_ROOT/main.py", "src/main.py"),
        ("COPY --parents src/main.py /app/", "/app/src/main.py", "src/main.py"),
        ("COPY . .", "/app/../app/./main.py", "main.py"),
    ],
)
def test_copies_lead_back(body: str, path: str, expected: str | None) -> None:
    files = {"Dockerfile": PYTHON + body, "main.py": "", "src/main.py": "", "src/pkg/inner.py": ""}
    assert first(stage(files), path) == expected


@pytest.mark.parametrize(
    ("dockerfile", "path", "known"),
    [
        (PYTHON + "COPY src .", "/app/gone.py", True),
        (PYTHON + "COPY src src", "/app/main.py", True),  # certainly not shipped
        (PYTHON + "COPY src src", "/opt/tool/main.py", False),
        (PYTHON + "COPY src src", "/usr/local/bin/main.py", False),
        (PYTHON + "COPY start.sh /", "/start.sh", True),
        (PYTHON + "COPY . .", "/docker-entrypoint.sh", False),
        (PYTHON + "COPY . .\nRUN curl -o gone.py https://example.org/x", "/app/gone.py", False),
        (PYTHON + "COPY . .\nRUN git clone https://example.org/x .", "/app/gone.py", False),
        (PYTHON + "COPY . .\nRUN git clone https://example.org/tool", "/app/gone.py", True),
        (PYTHON + "COPY . .\nRUN git clone https://example.org/tool", "/app/tool/main.py", False),
        (PYTHON + "COPY . .\nADD https://example.org/gone.py ./", "/app/gone.py", False),
        (PYTHON + "COPY . .\nCOPY --from=example/tool /x /app/", "/app/gone.py", False),
        (PYTHON + "COPY . .\nCOPY --from=example/uv:1 /uv /bin/", "/app/gone.py", True),
        (PYTHON + "COPY . $SOMEWHERE", "/app/gone.py", False),
        ("FROM example/base\nWORKDIR /app\nCOPY . .", "/app/gone.py", True),  # in a directory that COPY fills
        ("FROM example/base\nWORKDIR /app\nCOPY src src", "/app/gone.py", False),
        ("FROM example/base\nWORKDIR /app\nCOPY src src", "/app/src/gone.py", True),
        ("FROM example/base\nCOPY src /app/src\nCOPY start.sh /app/", "/app/gone.py", False),
        ("FROM example/base\nCOPY *.py /app/", "/app/gone.py", False),
        ("FROM example/base\nCOPY . /", "/gone.py", False),
        ("FROM example/base\nCOPY . /usr/lib/x", "/usr/lib/x/gone.py", False),
        ("FROM $BASE\nWORKDIR /app\nCOPY . .", "/app/gone.py", True),
        ("FROM example.org:5000/library/python@sha256:0\nWORKDIR /app\nCOPY . .", "/app/gone.py", True),
        (PYTHON + "COPY setup.py .\nRUN pip install .", "/app/pkg/main.py", True),  # pip puts it elsewhere
        (PYTHON + "COPY . .\nRUN pip install .", "/app/pkg/main.py", True),
    ],
)
def test_absence_is_a_fact_only_where_nothing_else_brings_the_file(dockerfile: str, path: str, known: bool) -> None:
    files = {"Dockerfile": dockerfile, "src/main.py": "", "start.sh": "", "setup.py": ""}
    layout = stage(files)
    assert first(layout, path) in (None, "start.sh")
    assert layout.locate(path).known is known


@pytest.mark.parametrize(
    ("dockerfile", "path", "doubted"),
    [
        (PYTHON + "COPY . .", "/app/gone.py", False),
        ("FROM example/base\nWORKDIR /app\nCOPY . .", "/app/gone.py", True),
        ("FROM example/base\nWORKDIR /app\nCOPY . .", "/app/src/gone.py", False),  # src/ is ours
        ("FROM example/base\nWORKDIR /app\nCOPY . .", "/app/lib/gone.py", True),
        ("FROM python:3 AS a\nFROM a\nWORKDIR /app\nCOPY . .", "/app/gone.py", False),
    ],
)
def test_beside_the_copies_an_unknown_base_is_in_doubt(dockerfile: str, path: str, doubted: bool) -> None:
    layout = stage({"Dockerfile": dockerfile, "src/main.py": ""}, index=dockerfile.count("FROM") - 1)
    assert bool(layout.doubt(path)) is doubted


def test_an_absent_file_still_says_where_it_had_to_be() -> None:
    layout = stage({"Dockerfile": PYTHON + "COPY src .", "src/main.py": ""})
    assert layout.locate("/app/gone.py").candidates == ("src/gone.py",)
    assert layout.locate("/elsewhere/gone.py").candidates == ()


def test_directories_are_candidates_too() -> None:
    layout = stage({"Dockerfile": PYTHON + "COPY src/main.py pkg/inner/", "src/main.py": ""})
    assert layout.locate("/app/pkg").candidates == ("",)  # the directory exists in the image, whatever is in it
    assert first(layout, "/app/pkg/inner/main.py") == "src/main.py"


def test_stages_are_followed() -> None:
    files = {
        "Dockerfile": (
            "FROM python:3.12 AS base\nWORKDIR /build\nCOPY src/ app/\n"
            "FROM base AS tested\nCOPY tests/ tests/\nRUN echo x > app/made.py\n"
            "FROM python:3.12-slim\nWORKDIR /srv\n"
            "COPY --from=tested /build/app ./\nCOPY --from=0 /build/app/main.py one.py\n"
        ),
        "src/main.py": "",
        "tests/test_main.py": "",
    }
    tested, final = stage(files, index=1), stage(files, index=2)
    assert first(tested, "/build/app/main.py") == "src/main.py"
    assert first(tested, "/build/tests/test_main.py") == "tests/test_main.py"
    assert tested.created("/build/app/made.py")
    assert not tested.created("/build/app/main.py")
    assert first(final, "/srv/main.py") == "src/main.py"
    assert first(final, "/srv/one.py") == "src/main.py"
    assert first(final, "/build/app/main.py") is None
    assert final.locate("/srv/gone.py").known
    assert not final.locate("/srv/made.py").known  # made in the stage that it is copied from


def test_a_hostile_chain_of_stages_ends() -> None:
    lines = ["FROM scratch AS s0", "COPY . /a"]
    for number in range(1, 60):
        lines += [f"FROM scratch AS s{number}"] + [f"COPY --from=s{number - 1} /{x} /{y}" for x in "ab" for y in "ab"]
    layout = stage({"Dockerfile": "\n".join(lines)}, index=59)
    assert not layout.locate("/a/x.py").known


@pytest.mark.parametrize(
    ("files", "dockerfile", "expected"),
    [
        ({"Dockerfile": PYTHON + "COPY . ."}, "Dockerfile", ("",)),
        ({"api/Dockerfile": PYTHON + "COPY req.txt .", "api/req.txt": ""}, "api/Dockerfile", ("api",)),
        ({"docker/Dockerfile": PYTHON + "COPY src src", "src/a.py": ""}, "docker/Dockerfile", ("",)),
        ({"api/Dockerfile": PYTHON + "COPY . ."}, "api/Dockerfile", ("api", "")),
        (
            {
                "docker/Dockerfile": PYTHON + "COPY . .",
                "deploy/compose.yml": "services: {a: {build: {context: .., dockerfile: docker/Dockerfile}}}",
            },
            "docker/Dockerfile",
            ("",),
        ),
        (  # the compose file lies elsewhere, but is written as if it lay in the root
            {
                "Dockerfile.api": PYTHON + "COPY . .",
                "deploy/compose.yml": "services: {a: {build: {context: ., dockerfile: Dockerfile.api}}}",
            },
            "Dockerfile.api",
            ("",),
        ),
        (
            {"api/docker/Dockerfile": PYTHON + "COPY . .", "b.sh": "docker build -f api/docker/Dockerfile api\n"},
            "api/docker/Dockerfile",
            ("api",),
        ),
        (
            {"api/Dockerfile": PYTHON + "COPY . .", "b.sh": "docker build -f api/Dockerfile .\n"},
            "api/Dockerfile",
            ("",),
        ),
        ({"api/Dockerfile": PYTHON + "COPY . .", "b.sh": "docker build -t x api\n"}, "api/Dockerfile", ("api",)),
        (  # what is declared cannot be right: nothing that is copied is there
            {
                "api/Dockerfile": PYTHON + "COPY src src",
                "api/src/a.py": "",
                "compose.yml": "services: {a: {build: {context: ., dockerfile: api/Dockerfile}}}",
            },
            "api/Dockerfile",
            ("", "api"),
        ),
        (  # Heroku takes no other context than the directory of the Dockerfile
            {
                "docker/Dockerfile": PYTHON + "COPY start.py .",
                "start.py": "",
                "heroku.yml": "build: {docker: {web: docker/Dockerfile}}",
            },
            "docker/Dockerfile",
            ("docker",),
        ),
    ],
)
def test_contexts(files: dict[str, str], dockerfile: str, expected: tuple[str, ...]) -> None:
    assert images(files).contexts(dockerfile) == expected


COMPOSED = "services: {a: {build: ./a}}"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("docker compose up", ()),
        ("docker compose -f deploy/compose.yml up", ("deploy",)),
        ("cd deploy; docker compose -f compose.yml up", ("deploy",)),
        ("docker compose -f compose.yml -f deploy/compose.yml up", ("",)),
        ("docker compose --project-directory . -f deploy/compose.yml up", ("",)),
        ("docker compose --project-directory a -f deploy/compose.yml up", ("a",)),
        (
            "docker compose -f deploy/compose.yml up\ndocker compose --project-directory . -f deploy/compose.yml up",
            ("deploy", ""),
        ),
    ],
)
def test_project_directories(script: str, expected: tuple[str, ...]) -> None:
    files = {"run.sh": script + "\n", "compose.yml": COMPOSED, "deploy/compose.yml": COMPOSED, "a/x": ""}
    assert images(files).project_directories("deploy/compose.yml") == expected


def test_a_service_whose_dockerfile_is_missing_starts_files_of_the_repository() -> None:
    compose = "services: {web: {build: {context: ., dockerfile: docker/gone.Dockerfile}, working_dir: /srv}}"
    (layout,) = web({"compose.yml": compose, "api/main.py": ""})
    assert first(layout, "/srv/api/main.py") == "api/main.py"
    assert not layout.locate("/srv/main.py").known  # may be copied from api/
    assert layout.locate("/srv/gone.py").known
    assert layout.doubt("/srv/gone.py")
    assert web({"compose.yml": compose.replace("gone", "${KIND}"), "api/main.py": ""}) == ()


API = {"backend/app/main.py": "", "backend/Dockerfile": "FROM python:3\nWORKDIR /srv\nCOPY app app\n"}


def test_a_service_is_its_image_under_its_mounts() -> None:
    compose = (
        "services:\n  web:\n    build: ./backend\n    working_dir: /code\n"
        "    volumes: ['./backend:/code', 'd:/code/data']\n"
    )
    (layout,) = web({**API, "compose.yml": compose})
    assert layout.workdir == "/code"
    assert first(layout, "/code/app/main.py") == "backend/app/main.py"
    assert first(layout, "/srv/app/main.py") == "backend/app/main.py"
    assert layout.locate("/code/gone.py").known
    assert not layout.locate("/code/data/x.py").known
    assert not layout.created("/code/app/main.py")


def test_a_context_that_lacks_what_is_copied_is_not_taken_at_its_word() -> None:
    files = {
        "api/Dockerfile": PYTHON + "COPY api/pkg /app/pkg\n",
        "api/pkg/main.py": "",
        "compose.yml": "services: {web: {build: ./api}}",
    }
    layouts = web(files)
    assert [first(layout, "/app/pkg/main.py") for layout in layouts] == [None, "api/pkg/main.py"]


@pytest.mark.parametrize(
    ("text", "certain"), [("python /scripts/a.py", True), ("cd /scripts && python a.py", True), ("python a.py", False)]
)
def test_an_absolute_path_needs_no_workdir(text: str, certain: bool) -> None:
    service = f'{{image: "x", volumes: ["./scripts:/scripts"], command: sh -c "{text}"}}'
    found = images({"compose.yml": f"services: {{a: {service}}}", "scripts/b.py": ""})
    (reference,) = found.facts["compose.yml"].references
    assert [layout.certain for layout in found.layouts_of(reference)] == [certain]


def test_a_mount_hides_what_the_image_has() -> None:
    compose = "services:\n  web:\n    build: ./backend\n    volumes: ['./other:/srv/app', './one.py:/srv/two.py']\n"
    (layout,) = web({**API, "other/x.py": "", "one.py": "", "compose.yml": compose})
    assert layout.workdir == "/srv"
    assert first(layout, "/srv/app/main.py") is None
    assert layout.locate("/srv/app/main.py").known
    assert first(layout, "/srv/two.py") == "one.py"


def test_a_mount_of_what_git_does_not_have_is_unknown() -> None:
    compose = "services:\n  web:\n    build: ./backend\n    volumes: ['./data:/srv/data', '/host:/srv/host']\n"
    (layout,) = web({**API, "compose.yml": compose})
    assert not layout.locate("/srv/data/x.py").known
    assert not layout.locate("/srv/host/x.py").known


@pytest.mark.parametrize(
    ("compose", "path", "expected"),
    [
        ("services: {web: {build: {context: ., target: dev}}}", "/dev/main.py", "main.py"),
        ("services: {web: {build: {context: ., target: prod}}}", "/prod/main.py", "main.py"),
        ("services: {web: {build: .}}", "/prod/main.py", "main.py"),
        ("services: {b: {build: ., image: me/x}, web: {image: me/x}}", "/prod/main.py", "main.py"),
        ("services: {b: {build: {context: ., target: dev}}, web: {extends: b}}", "/dev/main.py", "main.py"),
        ("services: {b: {volumes: ['./:/m'], image: x}, web: {extends: {service: b}}}", "/m/main.py", "main.py"),
        ("services: {web: {image: python, volumes: ['.:/m']}}", "/m/main.py", "main.py"),
    ],
)
def test_what_a_service_is_made_of(compose: str, path: str, expected: str) -> None:
    dockerfile = "FROM python AS dev\nWORKDIR /dev\nCOPY . .\nFROM python AS prod\nWORKDIR /prod\nCOPY . .\n"
    (layout,) = web({"Dockerfile": dockerfile, "main.py": "", "compose.yml": compose})
    assert first(layout, path) == expected
    assert path.startswith(layout.workdir)


def test_a_development_override_inherits_from_the_file_beside_it() -> None:
    files = {
        **API,
        "docker-compose.yml": "services: {web: {build: ./backend, working_dir: /code}}",
        "docker-compose.dev.yml": "services: {web: {volumes: ['./backend:/code']}}",
    }
    (layout,) = web(files, "docker-compose.dev.yml")
    assert (layout.workdir, layout.certain) == ("/code", True)
    assert first(layout, "/code/app/main.py") == first(layout, "/srv/app/main.py") == "backend/app/main.py"
    assert layout.locate("/code/gone.py").known


def test_an_override_of_nothing_is_guessed_and_claims_nothing() -> None:
    files = {**API, "docker-compose.dev.yml": "services: {web: {volumes: ['./backend:/app']}}"}
    (layout,) = web(files, "docker-compose.dev.yml")
    assert (layout.workdir, layout.certain) == ("/app", False)
    assert first(layout, "/app/app/main.py") == "backend/app/main.py"
    assert not layout.locate("/app/gone.py").known


def test_a_service_without_any_file_system_of_ours_has_no_layout() -> None:
    assert web({"compose.yml": "services: {web: {image: example/x, command: python main.py}}"}) == ()
    assert web({"compose.yml": "services: {web: {build: 'https://example.org/x.git'}}"}) == ()


def test_mounts_of_a_nested_compose_file_may_start_at_the_root() -> None:
    compose = "services: {web: {image: python, working_dir: /app, volumes: ['./:/app']}}"
    layouts = web({"config/compose.yml": compose, "main.py": ""}, "config/compose.yml")
    assert [first(layout, "/app/main.py") for layout in layouts] == [None, "main.py"]


def test_another_files_service_is_found_nearest_first() -> None:
    files = {
        "a/compose.yml": "services: {web: {image: python, working_dir: /a, volumes: ['.:/a']}}",
        "compose.yml": "services: {web: {build: ./backend}}",
        **API,
    }
    layouts = images(files).layouts("Makefile", Base(RelativeTo.IMAGE, container="web"))
    assert [layout.workdir for layout in layouts] == ["/srv", "/a", "/a"]
    assert images(files).layouts("Makefile", Base(RelativeTo.IMAGE, container="db")) == ()
    assert images(files).layouts("Makefile", Base(RelativeTo.FILE)) == ()


def test_scripts_that_an_image_starts_are_followed() -> None:
    files = {
        "Dockerfile": PYTHON + 'COPY src/ .\nCOPY docker/start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
        "docker/start.sh": "#!/bin/sh\n./inner.sh\npython main.py\n",
        "src/inner.sh": "python main.py\n./inner.sh\n",
        "src/main.py": "",
        "other.sh": "python main.py\n",
        "docker/Dockerfile.simple": 'FROM python:3.12\nWORKDIR /x\nCOPY docker/start.sh .\nCMD ["sh", "start.sh"]\n',
    }
    followed = images(files).follow()
    assert sorted(followed) == ["docker/start.sh", "src/inner.sh"]
    starts = {each.starter.location.path: each.layout for each in followed["docker/start.sh"]}
    assert sorted(starts) == ["Dockerfile", "docker/Dockerfile.simple"]
    assert first(starts["Dockerfile"], starts["Dockerfile"].workdir + "/main.py") == "src/main.py"
    simple = starts["docker/Dockerfile.simple"]
    assert simple.workdir == "/x"
    assert first(simple, "/x/main.py") is None
    assert simple.locate("/x/main.py").known


def test_scripts_that_a_service_starts_are_followed() -> None:
    files = {
        **API,
        "compose.yml": "services: {web: {build: ./backend, command: bash /code/run.sh, volumes: ['./backend:/code']}}",
        "backend/run.sh": "uvicorn app.main:app\n",
    }
    (start,) = images(files).follow()["backend/run.sh"]
    assert (start.starter.location.path, start.layout.workdir) == ("compose.yml", "/srv")


def test_what_an_image_puts_on_the_import_path() -> None:
    layout = stage({"Dockerfile": PYTHON + "ENV PYTHONPATH=/app/lib\nCOPY . .\nRUN pip install -e .\n"})
    assert layout.search == ("/app/lib", "/app/src", "/app")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("COPY . .\nRUN pip install .", ("",)),
        ("COPY api/pyproject.toml ./\nRUN pip install -e .[dev]", ("api",)),
        ("COPY api /src\nRUN pip install /src", ("api",)),
        ("COPY *.whl /tmp/\nRUN pip install /tmp/*.whl", ("",)),  # built from anything in the context
        ("COPY . .\nRUN pip install example", ()),
        ("COPY . .\nRUN git clone https://example.org/x /x && pip install /x", ("",)),
    ],
)
def test_what_an_image_installs_is_what_the_context_has(body: str, expected: tuple[str, ...]) -> None:
    files = {"Dockerfile": PYTHON + body, "api/pyproject.toml": "", "api/tern/__init__.py": ""}
    layout = stage(files)
    assert layout.installed == expected
    for directory in expected:
        inside = join(INSTALLED, directory, "tern/__init__.py")
        assert layout.locate(inside) == SourceMapping((join(directory, "tern/__init__.py"),))
        assert layout.withheld(inside) is None


@pytest.mark.parametrize(
    ("body", "is_there"),
    [
        ("COPY pyproject.toml .\nCOPY tern ./tern\nRUN pip install .", False),
        ("COPY . .\nRUN pip install .", True),
        ("COPY *.whl /tmp/\nRUN pip install /tmp/*.whl", True),  # may be the module of a single file
        ("COPY . /src\nRUN pip wheel -w /w /src\nFROM python\nCOPY --from=0 /w /w\nRUN pip install /w/*.whl", True),
    ],
)
def test_a_module_beside_the_installed_packages_is_there_if_it_was_copied(body: str, is_there: bool) -> None:
    layout = stage({"Dockerfile": PYTHON + body, "pyproject.toml": "", "tern/__init__.py": "", "wsgi.py": ""})
    assert bool(layout.locate(join(INSTALLED, "wsgi.py")).candidates) is is_there
    assert layout.locate(join(INSTALLED, "tern/__init__.py")).candidates == ("tern/__init__.py",)


def test_a_context_has_the_project_that_the_image_installs() -> None:
    files = {"docker/Dockerfile": PYTHON + "COPY . .\nRUN pip install .\n", "setup.py": "", "tern/__init__.py": ""}
    assert images(files).contexts("docker/Dockerfile") == ("",)


STAGES = (
    'FROM python:3 AS base\nWORKDIR /app\nCOPY requirements.txt .\nRUN python setup.py\nCMD ["python", "main.py"]\n'
    "FROM base AS dev\nFROM base AS final\nCOPY . .\n"
)


def command(files: dict[str, str], text: str, path: str = "Dockerfile") -> tuple[Layout, ...]:
    """The layouts of the reference to ``text``."""
    found = images(files)
    (reference,) = (each for each in found.facts[path].references if each.text == text)
    return found.layouts_of(reference)


def test_a_command_runs_in_the_stages_that_inherit_it() -> None:
    files = {"Dockerfile": STAGES, "main.py": "", "requirements.txt": ""}
    assert [layout.stage for layout in command(files, "main.py")] == [2, 1]
    assert [layout.stage for layout in command(files, "setup.py")] == [0]  # RUN


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ("a: {build: {context: ., target: dev}, volumes: ['.:/app']}", ["main.py", "main.py", None]),
        ("a: {build: {context: ., target: dev}, volumes: ['data:/app/data']}", [None]),
        ("a: {build: {context: ., target: dev}, volumes: ['.:/app']}, b: {build: {context: ., target: dev}}", [None]),
        ("a: {build: {context: ., target: dev}, command: sh}, b: {build: .}", ["main.py"]),
        ("a: {build: {context: ., target: dev}, command: sh}", ["main.py", None]),  # its image is still built
    ],
)
def test_a_command_sees_the_mounts_of_all_services_that_start_it(services: str, expected: list[str | None]) -> None:
    compose = f"services: {{{services}}}\n"
    files = {"Dockerfile": STAGES, "main.py": "", "requirements.txt": "", "compose.yml": compose}
    layouts = command(files, "main.py")
    assert [first(layout, "/app/main.py") for layout in layouts] == expected
    assert first(command(files, "setup.py")[0], "/app/setup.py") is None


BARE = 'FROM python:3\nRUN pip install x && python early.py\nWORKDIR /w\nCMD ["python", "main.py"]\n'
LISTED = 'FROM python:3\nCOPY requirements.txt .\nWORKDIR /w\nCMD ["python", "main.py"]\n'


@pytest.mark.parametrize(
    ("files", "path", "mounted"),
    [
        ({"Dockerfile": BARE}, "Dockerfile", True),
        ({"Dockerfile": BARE.replace("RUN", "COPY --from=example/uv /uv /bin/\nRUN")}, "Dockerfile", True),
        ({"Dockerfile": LISTED}, "Dockerfile", False),
        ({"Dockerfile": f"FROM python:3 AS a\nCOPY . /a\n{BARE}COPY --from=a /a /b\n"}, "Dockerfile", False),
        ({".devcontainer/Dockerfile": LISTED}, ".devcontainer/Dockerfile", True),
        ({"dev.Dockerfile": LISTED}, "dev.Dockerfile", True),
        ({"dev.Dockerfile": LISTED, "b.sh": "docker build -f dev.Dockerfile .\n"}, "dev.Dockerfile", False),
    ],
)
def test_an_image_for_a_mount_may_start_what_is_mounted(files: dict[str, str], path: str, mounted: bool) -> None:
    settings = '{"build": {"dockerfile": "../dev.Dockerfile"}}'
    given = {**files, ".devcontainer/devcontainer.json": settings, "main.py": "", "requirements.txt": ""}
    layout = command(given, "main.py", path)[0]
    assert layout.certain is not mounted
    assert (first(layout, "/w/main.py") is not None) is mounted
    assert layout.locate("/w/gone.py").known is not mounted


def test_a_command_of_the_build_sees_no_mount() -> None:
    (layout,) = command({"Dockerfile": BARE, "early.py": ""}, "early.py")
    assert (layout.certain, first(layout, "/early.py")) == (True, None)


TERN = OwnRepository(frozenset(), frozenset({"tern"}))
CLONING = "FROM debian\nRUN git clone https://example.org/me/tern.git /srv\n"


@pytest.mark.parametrize(
    ("dockerfile", "own", "path", "known"),
    [
        (CLONING, TERN, "/srv/gone.py", True),
        ("FROM debian\nWORKDIR /srv\nRUN git clone git@example.org:me/tern .\n", TERN, "/srv/gone.py", True),
        ("FROM debian\nADD https://example.org/me/tern.git /srv\n", TERN, "/srv/gone.py", True),
        ("FROM debian\nRUN git clone --branch main https://example.org/me/tern /srv\n", TERN, "/srv/gone.py", True),
        (f"{CLONING}FROM debian\nCOPY --from=0 /srv /app\n", TERN, "/app/gone.py", True),
        (CLONING.replace("debian", "example/base"), TERN, "/srv/src/gone.py", True),
        (CLONING.replace("tern", "other"), TERN, "/srv/gone.py", False),
        (CLONING.replace("clone", "clone -b v1"), TERN, "/srv/gone.py", False),
        (f"{CLONING}RUN cd /srv && git checkout v1\n", TERN, "/srv/gone.py", False),
        (CLONING, OwnRepository(frozenset({"me/tern"}), frozenset()), "/srv/gone.py", True),
        (CLONING, OwnRepository(frozenset({"you/tern"}), frozenset({"tern"})), "/srv/gone.py", False),  # a fork
        (f"{CLONING}RUN echo x > /srv/gone.py\n", TERN, "/srv/gone.py", False),
    ],
)
def test_a_clone_of_this_repository_has_its_files(dockerfile: str, own: OwnRepository, path: str, known: bool) -> None:
    files = {"Dockerfile": dockerfile, "src/main.py": ""}
    found = images(files, own)
    index = len(found.stages["Dockerfile"]) - 1
    (layout,) = found.layouts("Dockerfile", Base(RelativeTo.IMAGE, container=str(index)))
    assert layout.locate(path).known is known
    if known:
        assert first(layout, f"{dirname(path).removesuffix('/src')}/src/main.py") == "src/main.py"


SIBLINGS = {
    "base.Dockerfile": "FROM python:3\nWORKDIR /srv\nCOPY src/ src/\n",
    "worker/Dockerfile": 'FROM docker.io/acme/base\nCOPY run.py jobs/\nCMD ["python", "jobs/run.py"]\n',
    "compose.yml": "services: {b: {image: 'acme/base:latest', build: {context: ., dockerfile: base.Dockerfile}}}",
    "src/main.py": "",
    "worker/run.py": "",
}


def test_an_image_of_the_repository_is_known_as_a_base() -> None:
    (layout,) = command(SIBLINGS, "jobs/run.py", "worker/Dockerfile")
    assert layout.workdir == "/srv"
    assert [layout.absolute(path) for path in ("jobs", "/", "/jobs")] == ["/srv/jobs", "/srv", "/srv/jobs"]
    assert first(layout, "/srv/jobs/run.py") == "worker/run.py"
    assert first(layout, "/srv/src/main.py") == "src/main.py"
    assert layout.locate("/srv/src/gone.py") == SourceMapping(("src/gone.py",))
    assert layout.locate("/srv/gone.py").known
    assert not layout.locate("/opt/gone.py").known


def test_a_base_that_nothing_builds_keeps_its_directory_to_itself() -> None:
    files = {**SIBLINGS, "compose.yml": ""}
    (layout,) = command(files, "jobs/run.py", "worker/Dockerfile")
    assert (layout.workdir, layout.absolute("/jobs")) == ("/", "/jobs")
    assert first(layout, "/jobs/run.py") == "worker/run.py"
    assert not layout.locate("/src/gone.py").known


def test_images_that_are_built_from_each_other_end() -> None:
    compose = (
        "services: {a: {image: a, build: {dockerfile: a.Dockerfile}}, b: {image: b, build: {dockerfile: b.Dockerfile}}}"
    )
    files = {"a.Dockerfile": "FROM b\nCOPY a.py /x/\n", "b.Dockerfile": "FROM a\n", "compose.yml": compose, "a.py": ""}
    layout = stage(files, "a.Dockerfile")
    assert first(layout, "/x/a.py") == "a.py"
    assert not layout.locate("/x/gone.py").known


def test_what_is_ignored_is_not_copied() -> None:
    files = {"Dockerfile": PYTHON + "COPY . .\n", ".dockerignore": "*\n!src\n", "main.py": "", "src/main.py": ""}
    layout = stage(files)
    assert first(layout, "/app/main.py") is None
    assert layout.locate("/app/main.py").known
    assert layout.withheld("/app/main.py") == NotShipped("main.py", "excluded by .dockerignore")
    assert first(layout, "/app/src/main.py") == "src/main.py"


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ("COPY src src", "/app/main.py", NotShipped("main.py")),
        ("COPY src src", "/app/gone.py", None),
        ("COPY main.py run.py", "/app/main.py", NotShipped("main.py", "", "/app/run.py")),
        ("COPY src lib", "/app/src/one.py", NotShipped("src/one.py", "", "/app/lib/one.py")),
        ("COPY src src", "/app/tool.py", NotShipped("tool/__main__.py")),
        ("COPY depot/lanes/a.py lanes/", "/app/lanes/b/c.py", NotShipped("depot/lanes/b/c.py")),
        ("COPY depot/lanes/a.py lanes/", "/app/run.py", NotShipped("depot/run.py")),
        ("COPY depot/lanes lanes", "/app/run.py", NotShipped("depot/run.py")),
        ("COPY depot/lanes/a.py lines/", "/app/run.py", None),
        ("COPY depot/lanes/a.py lines/", "/app/lines/b/c.py", NotShipped("depot/lanes/b/c.py")),
        ("COPY depot/lanes/a.py lanes/one.py", "/app/run.py", None),
    ],
)
def test_what_the_image_lacks(body: str, path: str, expected: NotShipped | None) -> None:
    files = {"Dockerfile": PYTHON + body, "main.py": "", "src/one.py": "", "tool/__main__.py": ""}
    files |= dict.fromkeys(("depot/lanes/a.py", "depot/lanes/b/c.py", "depot/run.py"), "")
    assert stage(files).withheld(path) == expected


def test_a_copied_file_is_found_again_through_stages() -> None:
    text = (
        "FROM python:3.12 AS build\nWORKDIR /b\nCOPY src ./lib\n"
        "FROM python:3.12\nWORKDIR /app\nCOPY --from=build /b/lib ./code\n"
    )
    layout = stage({"Dockerfile": text, "src/main.py": ""}, index=1)
    assert layout.withheld("/app/src/main.py") == NotShipped("src/main.py", "", "/app/code/main.py")


def test_a_mount_hides_and_says_so() -> None:
    compose = "services:\n  web:\n    build: ./backend\n    volumes: ['./other:/srv/app']\n"
    (layout,) = web({**API, "other/x.py": "", "compose.yml": compose})
    assert layout.withheld("/srv/app/main.py") == NotShipped("backend/app/main.py", "hidden by a mount")


def test_a_dockerfile_inside_a_compose_file() -> None:
    compose = (
        "services:\n  web:\n    build:\n      context: ./backend\n      dockerfile_inline: |\n"
        "        FROM python:3.12\n        WORKDIR /srv\n        COPY app ./app\n        ENTRYPOINT ['./app/go.sh']\n"
        '        ENTRYPOINT ["./app/go.sh"]\n'
    )
    files = {"backend/app/main.py": "", "backend/app/go.sh": "python app/main.py\n", "compose.yml": compose}
    (layout,) = web(files)
    assert (layout.workdir, first(layout, "/srv/app/main.py")) == ("/srv", "backend/app/main.py")
    assert [start.layout.workdir for start in images(files).follow()["backend/app/go.sh"]] == ["/srv"]


def test_a_context_without_a_dockerfile_is_not_another_directorys() -> None:
    files = {
        "platform/compose.yml": "services: {web: {build: ./api}}",
        "platform/api/jobs/one.py": "",
        "api/Dockerfile": PYTHON + "COPY . .",
        "api/main.py": "",
    }
    (layout,) = web(files, "platform/compose.yml")
    assert first(layout, "/app/main.py") is None
    assert layout.locate("/app/main.py") == SourceMapping(("platform/api/main.py",), True)
    assert not layout.locate("/app/one.py").known  # somewhere in the context: the unwritten Dockerfile may bring it
    assert not layout.locate("/app/jobs.py").known
