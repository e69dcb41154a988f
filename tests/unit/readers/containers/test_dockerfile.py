"""Dockerfiles: the references they make, and the stages that say where an image's files come from."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import Copy, Facts, Kind, Reference, RelativeTo, Stage, Via
from flake8_single_entry.readers.containers.dockerfile import read, scan
from flake8_single_entry.syntax.source import Source

HEAD = "FROM python:3.12\nWORKDIR /app\n"


def facts(text: str) -> Facts:
    return read(Source.of("Dockerfile", text.encode()))


def started(text: str) -> list[tuple[str, int, int]]:
    """Text, line and column of every reference."""
    return [(each.text, each.location.line, each.location.column) for each in facts(text).references]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('CMD ["python", "main.py"]', [("main.py", 3, 17)]),
        ("CMD python main.py", [("main.py", 3, 12)]),
        ('cmd ["python","-u", "main.py"]', [("main.py", 3, 22)]),
        ("CMD ['python', 'main.py']", []),  # no JSON: a shell that looks for a program called [python,
        ('CMD ["python", "a.py"]\nCMD ["python", "b.py"]', [("b.py", 4, 17)]),
        ('CMD ["python", \\\n  # why\n\n  "main.py"]', [("main.py", 6, 4)]),
        ('CMD ["uvicorn", \\\n "pkg.main:app"]', [("pkg.main:app", 4, 3)]),
        ('ENTRYPOINT ["python"]\nCMD ["main.py"]', [("main.py", 4, 7)]),
        ('ENTRYPOINT ["python"]\nCMD ["-m", "pkg.main"]', [("pkg.main", 4, 13)]),
        ('ENTRYPOINT ["python", "main.py"]\nCMD ["--port", "80"]', [("main.py", 3, 24)]),
        ('ENTRYPOINT python main.py\nCMD ["other.py"]', [("main.py", 3, 19)]),
        ('ENTRYPOINT ["./start.sh"]\nCMD ["python", "main.py"]', [("./start.sh", 3, 14), ("main.py", 4, 17)]),
        ('ENTRYPOINT ["/start.sh"]\nCMD python main.py', [("/start.sh", 3, 14), ("main.py", 4, 12)]),
        ('ENTRYPOINT ["tini", "--"]\nCMD ["python", "main.py"]', [("main.py", 4, 17)]),
        ('CMD ["fastloop", "--", "python", "main.py"]', [("main.py", 3, 35)]),
        ('CMD ["sh", "-c", "cd src && python \\"main.py\\""]', [("main.py", 3, 38)]),
        ('CMD ["python", "$APP"]', []),
        ("CMD python $APP", []),
        ("RUN pip install x && \\\n  # comment\n  python scripts/warm.py", [("scripts/warm.py", 5, 10)]),
        ('RUN ["python", "scripts/warm.py"]', [("scripts/warm.py", 3, 17)]),
        ("RUN --mount=type=cache,target=/c python scripts/warm.py", [("scripts/warm.py", 3, 41)]),
        ("RUN <<EOF\ncd scripts\npython warm.py\nEOF\nRUN python b.py", [("warm.py", 5, 8), ("b.py", 7, 12)]),
        ("RUN <<-EOF\n\tpython warm.py\n\tEOF\n", [("warm.py", 4, 9)]),
        ("RUN cat <<EOF > note.txt\npython main.py\nCMD python b.py\nEOF\n", []),
        ("RUN <<EOF\n#!/usr/bin/env python\nimport main\nEOF\n", []),
        ("RUN echo '<<EOF'\nCMD python main.py", [("main.py", 4, 12)]),
        ("RUN true <<EOF\nCMD python main.py", [("main.py", 4, 12)]),  # no end: not a here-document
        ("COPY <<EOF /x.sh\npython main.py\nEOF\n", []),
        ('COPY <<EOF /bin/go\npython main.py\nEOF\nCMD ["go"]', [("go", 6, 7), ("main.py", 4, 8)]),
        ('COPY <<EOF /go\npython main.py\nEOF\nENTRYPOINT ["/go"]', [("go", 6, 14), ("main.py", 4, 8)]),
        ('COPY <<EOF /opt/go\npython main.py\nEOF\nCMD ["go"]', []),  # not on PATH
        ('COPY go.sh /bin/\nCMD ["go.sh"]', [("go.sh", 3, 6), ("go.sh", 4, 7)]),
        ('COPY go /bin/\nCMD ["go"]', []),  # a program of any kind
        ("COPY <<EOF /etc/cron.d/x\n0 * * * * root python main.py\nEOF", [("main.py", 4, 23)]),
        ("COPY <<EOF /etc/motd\n0 of 9 use python main.py\nEOF", []),
        ("RUN cat > note.txt <<EOF\n[program:x]\ncommand=python main.py\nEOF", []),
        ("RUN cat > supervisord.conf <<EOF\n[program:x]\ncommand=python main.py\nEOF", [("main.py", 5, 16)]),
        ("HEALTHCHECK --interval=5s CMD python check.py || exit 1", [("check.py", 3, 38)]),
        ('HEALTHCHECK CMD ["python", "check.py"]', [("check.py", 3, 29)]),
        ("HEALTHCHECK NONE", []),
        ("COPY src/main.py pkg/ run.sh ./", [("src/main.py", 3, 6), ("run.sh", 3, 23)]),
        ('COPY ["src/main.py", "/app/"]', [("src/main.py", 3, 8)]),
        ("ADD --chown=me:me main.py ./", [("main.py", 3, 19)]),
        ("COPY --from=build /app/main.py ./", []),
        ("COPY *.py requirements.txt ./", []),
        ("COPY $WHAT/main.py ./", []),
        ("ARG WHAT=src\nCOPY $WHAT/main.py ./", [("src/main.py", 4, 6)]),
        ("ENV FLASK_APP=src.main", [("src.main", 3, 15)]),
        ('ENV A=b FLASK_APP="src/main.py"', [("src/main.py", 3, 20)]),
        ("ENV FLASK_APP src.main:app", [("src.main:app", 3, 15)]),
        ("ENV FLASK_APP=$X", []),
        ('ONBUILD CMD ["python", "main.py"]', [("main.py", 3, 25)]),
        ("# CMD python main.py", []),
        ("LABEL run='python main.py'", []),
    ],
)
def test_references(body: str, expected: list[tuple[str, int, int]]) -> None:
    assert started(HEAD + body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "CMD python ${APP:-src/main.py}",
        'CMD ["sh", "-c", "python ${APP:-src/main.py}"]',
        "ENV APP=src/main.py\nCMD python $APP",
        "ARG APP=src/main.py\nRUN python $APP",
        "ARG DIR=src\nENV APP=${DIR}/main.py\nCMD python $APP",
    ],
)
def test_defaults_are_expanded(body: str) -> None:
    assert [text for text, _, _ in started(HEAD + body)] == ["src/main.py"]


def test_the_escape_directive() -> None:
    assert started("# escape=`\nFROM python\nCMD python `\n  main.py") == [("main.py", 4, 3)]
    assert started("# a comment first\n# escape=`\nFROM python\nCMD python \\\n  main.py") == [("main.py", 5, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CMD python main.py",
        "Run python main.py\nfrom here on we copy",
        "\x7fELF FROM",
        "FROM",
        "FROM a\nCOPY",
        "FROM a\nENV",
        "FROM a\nCMD [",
        'FROM a\nCMD ["python",]',
        "FROM a\nCMD \\",
        "FROM a\nRUN <<EOF",
        "FROM a\nONBUILD",
        "FROM a\nADD <<E",
    ],
)
def test_what_is_no_dockerfile_is_silent(text: str) -> None:
    assert facts(text).references == ()


def test_the_base_is_the_state_at_the_end_of_the_stage() -> None:
    text = "FROM a\nENV PYTHONPATH=/srv/lib:$X:lib\nCMD uvicorn main:app\nRUN python a.py\nWORKDIR /app\nWORKDIR src\n"
    references = {each.text: each.base for each in facts(text).references}
    assert (references["main:app"].anchor, references["main:app"].container) == (RelativeTo.IMAGE, "0")
    assert references["main:app"].directory == "/app/src"
    assert references["main:app"].search[:2] == ("/srv/lib", "/app/src/lib")
    assert references["a.py"].directory == "/"


def test_kinds_and_runners() -> None:
    text = HEAD + 'COPY main.py ./\nENV FLASK_APP=main\nENTRYPOINT ["sh", "/start.sh"]\n'
    rows = [(each.text, each.kind, each.via) for each in facts(text).references]
    assert rows == [
        ("main.py", Kind.PATH, Via.COPY),
        ("main", Kind.MODULE, Via.CONFIG),
        ("/start.sh", Kind.BUILD, Via.BUILD),
    ]
    assert facts(text).references[0].base.anchor is RelativeTo.CONTEXT


def starts(found: Facts, stage: int) -> list[Reference]:
    return [found.references[index] for index in found.stages[stage].start]


def test_stages_inherit_what_they_do_not_set() -> None:
    found = facts(
        "ARG TAG=3.12\n"
        "FROM python:${TAG} AS Base\n"
        "WORKDIR /srv\n"
        "ENV HOME_DIR=/srv/app\n"
        'ENTRYPOINT ["python"]\n'
        'CMD ["a.py"]\n'
        "FROM base AS worker\n"
        'CMD ["b.py"]\n'
        "FROM base\n"
        "WORKDIR $HOME_DIR\n"
        "FROM worker AS other\n"
        "ENTRYPOINT python c.py\n"
    )
    assert [(stage.name, stage.base, stage.workdir) for stage in found.stages] == [
        ("base", "python:3.12", "/srv"),
        ("worker", "base", "/srv"),
        ("", "base", "/srv/app"),
        ("other", "worker", "/srv"),
    ]
    assert [[each.text for each in starts(found, stage)] for stage in range(4)] == [
        ["a.py"],
        ["b.py"],
        ["a.py"],
        ["c.py"],
    ]
    assert [each.text for each in found.references] == ["a.py", "b.py", "c.py"]


@pytest.mark.parametrize(
    ("body", "copies"),
    [
        ("COPY . .", [Copy((".",), "/app/", "", 3)]),
        ("COPY ./src/ pkg", [Copy(("src",), "/app/pkg", "", 3)]),
        ("COPY a.py b.py sub", [Copy(("a.py", "b.py"), "/app/sub/", "", 3)]),
        ("COPY /a.py ../x/", [Copy(("a.py",), "/x/", "", 3)]),
        ("COPY --from=Build app /app", [Copy(("/app",), "/app", "build", 3)]),
        ("COPY --parents src/a/x.py /out/", [Copy(("src/a/x.py",), "/out/src/a/", "", 3)]),
        ("COPY --parents ./src/./a/x.py /out/", [Copy(("src/a/x.py",), "/out/a/", "", 3)]),
        ("COPY a.py ${ROOT}", [Copy(("a.py",), "/${ROOT}", "", 3)]),
        ("COPY a.py", []),
        ("ADD https://example.org/x.py ./", []),
    ],
)
def test_copies(body: str, copies: list[Copy]) -> None:
    assert list(facts(HEAD + body).stages[0].copies) == copies


@pytest.mark.parametrize(
    ("body", "created"),
    [
        ("RUN echo 'x' > run.py", {"/app/run.py"}),
        ("RUN cd /srv && cat >run.py <<EOF\nx\nEOF", {"/srv/run.py"}),
        ("RUN git clone https://example.org/team/tool.git", {"/app/tool"}),
        ("RUN git clone --depth 1 https://example.org/team/tool .", {"/app"}),
        ("RUN curl -fsSL -o get.py https://example.org/get.py", {"/app/get.py"}),
        ("RUN curl -sSLO https://example.org/get.py", {"/app/get.py"}),
        ("RUN curl https://example.org/install | sh", set()),
        ("RUN wget -q https://example.org/x.py -O /opt/y.py", {"/opt/y.py"}),
        ("RUN wget https://example.org/x.py", {"/app/x.py"}),
        ("RUN wget --output-document /opt/y.py https://example.org/x.py", {"/opt/y.py"}),
        ("RUN wget --directory-prefix /opt https://example.org/x.py", {"/opt/x.py"}),
        ("RUN curl https://example.org/a.tgz | tar xz -C /opt/tool", {"/opt/tool"}),
        ("RUN tar czf /tmp/a.tgz .", set()),
        ("RUN cp settings.example.py settings.py", {"/app/settings.py"}),
        ("RUN cp settings.py conf/", {"/app/conf/settings.py"}),
        ("RUN cp /x/settings.py /app", {"/app/settings.py"}),
        ("RUN mv /build/* /app/", {"/app"}),
        ("RUN apt-get install -y git curl && rm -rf /x", set()),
        ("COPY <<EOF /x.sh\ny\nEOF", {"/x.sh"}),
        ("COPY <<a.sh <<b.sh /bin/\nx\na.sh\ny\nb.sh", {"/bin/a.sh", "/bin/b.sh"}),
        ("ADD https://example.org/x.py ./", {"/app/x.py"}),
        ("ADD model.tar.gz /model", {"/model"}),
        ("RUN django-admin startproject site .", {"/app"}),
    ],
)
def test_what_commands_leave(body: str, created: set[str]) -> None:
    stage = facts(HEAD + body).stages[0]
    assert {*stage.created} == created
    assert stage.opaque is ("/app" in created)


@pytest.mark.parametrize(
    ("body", "clones"),
    [
        ("RUN git clone https://example.org/team/tool.git", (("https://example.org/team/tool.git", "/app/tool"),)),
        ("RUN cd /x && git clone --depth 1 git@example.org:a/b .", (("git@example.org:a/b", "/x"),)),
        ("RUN git clone -b main https://example.org/a/b", (("https://example.org/a/b", "/app/b"),)),
        ("RUN git clone -b v1 https://example.org/a/b", ()),
        ("RUN git clone https://example.org/a/$NAME", ()),
        ("RUN git clone https://example.org/a/b && cd b && git checkout v1", ()),
        ("RUN git clone https://example.org/a/b\nRUN cd b && git reset --hard v1", ()),
        ("ADD https://example.org/a/b.git /b", (("https://example.org/a/b.git", "/b"),)),
        ("ADD https://example.org/a/b.zip /b", ()),
    ],
)
def test_clones_of_a_default_branch(body: str, clones: tuple[tuple[str, str], ...]) -> None:
    assert facts(HEAD + body).stages[0].clones == clones


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM a", [("/", True)]),
        ("FROM a\nWORKDIR /x", [("/x", False)]),
        ("FROM a\nWORKDIR x", [("/x", True)]),
        ("FROM a\nWORKDIR $X", [("/$X", False)]),
        ("FROM a AS b\nFROM b\nFROM b\nWORKDIR /x", [("/", True), ("/", True), ("/x", False)]),
    ],
)
def test_the_workdir_may_be_that_of_the_base_image(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(stage.workdir, stage.adrift) for stage in facts(text).stages] == expected


def test_what_runs_during_the_build_is_told_apart() -> None:
    found = facts(
        "FROM a\nRUN python x.py\nCMD python y.py\nFROM b\nENV FLASK_APP=z.py\nRUN python v.py && python w.py\n"
    )
    texts = [[each.text for each in found.references[slice(*stage.steps)]] for stage in found.stages]
    assert texts == [["x.py"], ["v.py", "w.py"]]


@pytest.mark.parametrize(
    ("command", "installed"),
    [
        ("pip install .", ("/app",)),
        ("pip install --no-cache-dir -e '.[dev]'", ("/app",)),
        ("python -m pip install ./lib", ("/app/lib",)),
        ("pip install -r requirements.txt requests", ()),
        ("uv sync --frozen", ("/app",)),
        ("uv sync --no-install-project", ()),
        ("poetry install --no-root", ()),
        ("pip install /wheels/*", ("/app",)),
    ],
)
def test_installed_projects(command: str, installed: tuple[str, ...]) -> None:
    found = facts(HEAD + f"RUN {command}\nCMD python -m pkg.main\n")
    assert found.stages[0].installed == installed
    search = next(each.base.search for each in found.references if each.text == "pkg.main")
    assert ("/app/src" in search) is bool(installed)


def test_columns_count_characters_behind_a_mark_and_in_crlf() -> None:
    assert started("\ufeffFROM python\r\nCMD python é.py \\\r\n  && python main.py\r\n") == [
        ("é.py", 2, 12),
        ("main.py", 3, 13),
    ]


def test_scan() -> None:
    assert scan(b"# x\nfrom python")
    assert not scan(b"import os\n")


def test_many_heredocs_with_one_delimiter() -> None:
    text = "FROM a\n" + "RUN <<A\nA\n" * 2_000 + 'CMD ["python", "main.py"]\n'
    assert [each.text for each in facts(text).references] == ["main.py"]


def stages(text: str) -> tuple[Stage, ...]:
    return read(Source.of("Dockerfile", text.encode())).stages


def test_what_onbuild_brings_is_in_the_stages_built_from_this_one() -> None:
    text = "FROM a AS runtime\nWORKDIR /app\nONBUILD COPY app ./\nCMD python main.py\nFROM runtime\nFROM runtime\n"
    runtime, one, two = stages(text)
    assert runtime.copies == ()
    assert one.copies == two.copies == (Copy(("app",), "/app/", "", 3),)


def test_what_onbuild_brings_elsewhere_is_unknown() -> None:
    (runtime,) = stages("FROM a\nWORKDIR /app\nONBUILD COPY . .\nCMD python main.py\n")
    assert "/app" in runtime.created


def test_what_is_mounted_while_building_may_be_anything() -> None:
    body = (
        "FROM a\nWORKDIR /app\nRUN --mount=type=cache,target=/c --mount=type=bind,source=x.py,target=y.py python y.py\n"
    )
    assert stages(body)[0].created == ("/app/y.py",)


def test_a_script_on_path_is_found_where_it_is_copied() -> None:
    text = 'FROM a\nWORKDIR /app\nCOPY docker/go.sh /usr/local/bin/\nENTRYPOINT ["go.sh"]\nCMD ["python", "m.py"]\n'
    facts = read(Source.of("Dockerfile", text.encode()))
    found = [(one.text, one.base.directory) for one in facts.references]
    assert found == [("docker/go.sh", ""), ("go.sh", "/usr/local/bin"), ("m.py", "/app")]
    assert facts.stages[0].start == (1, 2)


@pytest.mark.parametrize(
    ("lines", "started"),
    [
        ('ENV FLASK_APP="tides.web:make(\'live\')"\nCMD ["flask", "run"]', ["tides.web:make(live)"]),
        ("ENV FLASK_APP=main.py\nENTRYPOINT flask run --host 0.0.0.0", ["main.py"]),
        ("ENV FLASK_APP=main.py\nCMD python other.py", ["other.py"]),
        ("ENV FLASK_APP=main.py\nCMD sleep 9", []),
        ('CMD ["flask", "run"]', []),
    ],
)
def test_flask_starts_the_application_of_the_environment(lines: str, started: list[str]) -> None:
    facts = read(Source.of("Dockerfile", f"FROM python:3\nWORKDIR /app\n{lines}\n".encode()))
    assert [facts.references[index].text for index in facts.stages[-1].start] == started
