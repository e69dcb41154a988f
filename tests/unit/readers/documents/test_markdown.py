"""The Markdown reader: what counts as an instruction, where it is relative to, and what is history."""

from __future__ import annotations

import time

import pytest

from flake8_single_entry.model import TREE, TREE_ENTRY, Base, Claim, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.documents import markdown
from flake8_single_entry.syntax.source import Source


def read(text: str, path: str = "README.md") -> tuple[Reference, ...]:
    """Return the references of which the text says that they are there now."""
    found = markdown.read(Source.of_text(path, text)).references
    return tuple(each for each in found if each.claim is Claim.PRESENT)


def claims(text: str, path: str = "README.md") -> dict[str, Claim]:
    return {each.text: each.claim for each in markdown.read(Source.of_text(path, text)).references}


def texts(text: str, path: str = "README.md") -> list[str]:
    return [reference.text for reference in read(text, path)]


def fence(body: str, language: str = "bash") -> str:
    return f"```{language}\n{body}\n```\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(fence("python src/main.py --port 1"), ["src/main.py"], id="bash"),
        pytest.param("~~~sh\npython src/main.py\n~~~\n", ["src/main.py"], id="tildes"),
        pytest.param("````md\n```bash\npython inner.py\n```\n````\n", [], id="a fence that shows a fence"),
        pytest.param("````bash\n```\npython src/main.py\n````\n", ["src/main.py"], id="a shorter fence does not close"),
        pytest.param("1. Start\n\n   ```bash\n   python src/main.py\n   ```\n", ["src/main.py"], id="inside a list"),
        pytest.param("> ```bash\n> python src/main.py\n> ```\n", ["src/main.py"], id="inside a quote"),
        pytest.param("Start:\n\n    python src/main.py\n", ["src/main.py"], id="indented code"),
        pytest.param("- item\n\n    run the python src/main.py now\n", [], id="indented text of a list"),
        pytest.param(fence("python src/main.py", ""), ["src/main.py"], id="no language, a command"),
        pytest.param(fence("*/5 * * * * cd api && python main.py", "cron"), ["main.py"], id="a crontab"),
        pytest.param(
            fence("@daily python main.py\n0 6 * * 1 python beta.py", ""),
            ["main.py", "beta.py"],
            id="times, no language",
        ),
        pytest.param(fence("@someone python main.py\n5 of 9 * python beta.py", ""), [], id="no times"),
        pytest.param(
            fence("sudo tee /etc/systemd/system/x.service <<EOF\n[Service]\nExecStart=python main.py\nEOF"),
            ["main.py"],
            id="a unit that the reader writes",
        ),
        pytest.param(fence("cat > note.txt <<EOF\nExecStart=python main.py\nEOF"), [], id="a note"),
        pytest.param(fence("python src/main.py is what the server runs.", ""), [], id="no language, prose"),
        pytest.param(fence("src/main.py:12: error", "text"), [], id="output"),
        pytest.param(fence("$ python src/main.py\nloading python other.py", "console"), ["src/main.py"], id="prompt"),
        pytest.param(fence("(venv) $ python src/main.py"), ["src/main.py"], id="prompt of an environment"),
        pytest.param(fence("PS C:\\shop> python src\\main.py", "powershell"), ["src/main.py"], id="PowerShell prompt"),
        pytest.param(fence("cd app\npython src\\main.py", "cmd"), ["src/main.py"], id="Windows separators"),
        pytest.param(fence("# python src/other.py\npython src/main.py"), ["src/main.py"], id="comment"),
        pytest.param(
            fence("5 4 * * * python3 src/main.py\n@daily python3 main_v2.py", ""), ["src/main.py", "main_v2.py"],
            id="lines of a crontab",
        ),
        pytest.param(fence("*/5 * * * * python3 src/main.py\nabc dog cow ant pig python3 no.py"), ["src/main.py"],
                     id="words that are no time"),
        pytest.param("<!--\n```bash\npython src/main.py\n```\n-->\n", [], id="HTML comment"),
        pytest.param("---\nrun: python src/main.py\n---\n# Shop\n", [], id="front matter"),
        pytest.param(fence("-python src/old.py\n+python src/main.py", "diff"), [], id="diff"),
        pytest.param(fence("--- a/run.sh\n+++ b/run.sh\n-python src/old.py"), [], id="diff in a shell fence"),
    ],
)  # fmt: skip
def test_fences(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Run `python src/main.py`.", [("src/main.py", Via.RUN, Kind.PATH)], id="command"),
        pytest.param("| Start | `uvicorn shop.main:app` |", [("shop.main:app", Via.RUN, Kind.OBJECT)], id="in a table"),
        pytest.param("Served by `shop.main:app`.", [("shop.main:app", Via.MENTION, Kind.OBJECT)], id="application"),
        pytest.param("See `src/main.py`.", [("src/main.py", Via.MENTION, Kind.PATH)], id="path"),
        pytest.param("See `src/main.py:42`.", [("src/main.py", Via.MENTION, Kind.PATH)], id="path with a line"),
        pytest.param("See `/main_v2.py`.", [("main_v2.py", Via.MENTION, Kind.PATH)], id="path from the root"),
        pytest.param("See `/home/ann/shop/main.py`.", [], id="path of a machine"),
        pytest.param("Run <code>python src/main.py</code>.", [("src/main.py", Via.RUN, Kind.PATH)], id="HTML code"),
        pytest.param("<pre>\npython src/main.py\n</pre>\n", [("src/main.py", Via.RUN, Kind.PATH)], id="pre"),
        pytest.param("- **src/main.py**: the server", [("src/main.py", Via.MENTION, Kind.PATH)], id="bold"),
        pytest.param("- **main.py:** the server", [("main.py", Via.MENTION, Kind.PATH)], id="bold with a colon"),
        pytest.param("**Entry point: main.py**, once", [("main.py", Via.MENTION, Kind.PATH)], id="a bold entry point"),
        pytest.param("- **the server of main.py** and more", [], id="a bold sentence"),
        pytest.param('<a href="src/main.py">it</a>', [("src/main.py", Via.MENTION, Kind.PATH)], id="HTML link"),
        pytest.param('<a href="https://a.org/main.py">it</a>', [], id="foreign HTML link"),
        pytest.param("- python src/main.py --port 1", [("src/main.py", Via.RUN, Kind.PATH)], id="a command as an item"),
        pytest.param("Start it with: python src/main.py", [("src/main.py", Via.RUN, Kind.PATH)], id="after a colon"),
        pytest.param("1. Run python src/main.py", [("src/main.py", Via.MENTION, Kind.PATH)], id="an order"),
        pytest.param("python src/main.py, the server, is slow", [], id="a sentence about a command"),
        pytest.param("Run it using 'python src/main.py'.", [("src/main.py", Via.RUN, Kind.PATH)], id="in quotes"),
        pytest.param("Aufruf: „python src/main.py“ genügt.", [("src/main.py", Via.RUN, Kind.PATH)], id="in low quotes"),
        pytest.param("Call **python src/main.py** now.", [("src/main.py", Via.RUN, Kind.PATH)], id="in bold type"),
        pytest.param("Start it with src/main.py", [("src/main.py", Via.MENTION, Kind.PATH)], id="started with"),
        pytest.param("Do not run 'python src/main_v1.py'.", [], id="a warning in quotes"),
        pytest.param("It isn't python src/main_v1.py, it's python", [], id="apostrophes"),
        pytest.param("```{literalinclude} ../x1.py\n```\n", [("../x1.py", Via.PATH, Kind.PATH)], id="MyST include"),
        pytest.param("---\ntitle: Tides\napp_file: app.py\n---\n", [("app.py", Via.CONFIG, Kind.PATH)], id="a Space"),
        pytest.param("See ``src/main.py``.", [("src/main.py", Via.MENTION, Kind.PATH)], id="two backticks"),
        pytest.param("See [it](src/main.py#L3).", [("src/main.py", Via.MENTION, Kind.PATH)], id="link"),
        pytest.param("See [`shop.py`](https://example.org/shop.py).", [], id="foreign link"),
        pytest.param("Deploy shop_v2.py", [("shop_v2.py", Via.MENTION, Kind.PATH)], id="a bare order"),
        pytest.param(
            "Entry points: a1.py, b1.py", [("a1.py", Via.MENTION, Kind.PATH), ("b1.py", Via.MENTION, Kind.PATH)]
        ),
        pytest.param("The word main.py in prose.", [], id="prose"),
        pytest.param("Tag `nginx:alpine` and `python:3.12`.", [], id="image tags"),
        pytest.param("We removed `src/main_v1.py`.", [], id="removed"),
        pytest.param("- ~~`src/main_v1.py`~~", [], id="struck"),
        pytest.param("Use `src/main.py` instead of `src/main_v1.py`.", [], id="instead of"),
        pytest.param("Do not run `python src/main_v1.py`.", [], id="a warning"),
        pytest.param("已删除 `src/main_v1.py`", [], id="removed, in Chinese"),
        pytest.param("Le fichier `src/main_v1.py` a été supprimé.", [], id="removed, in French"),
        pytest.param("Não use `python src/main_v1.py`.", [], id="a warning, in Portuguese"),
        pytest.param("In your `main.py`, call it first.", [], id="the reader's own"),
        pytest.param("In `main.py`, call it first.", [("main.py", Via.MENTION, Kind.PATH)], id="the project's own"),
        pytest.param("Create `src/main_v3.py` with this:", [], id="to be written"),
        pytest.param(
            "Run `python your_app.py` or `python path/to/app.py` or `python <name>.py`.", [], id="placeholders"
        ),
        pytest.param("Tests match `*_test.py`.", [], id="glob"),
        pytest.param("- Removed:\n  - `src/main_v1.py`\n", [], id="a list of what is gone"),
        pytest.param("## Deleted files\n\n- `src/main_v1.py`\n", [], id="a section of what is gone"),
        pytest.param("## Files modified\n\n- `src/main_v1.py`\n", [], id="a list of changes"),
        pytest.param(
            "**File**: `src/main.py`\n**Note**: the old one was dropped\n", [("src/main.py", Via.MENTION, Kind.PATH)]
        ),
    ],
)
def test_text(text: str, expected: list[tuple[str, Via, Kind]]) -> None:
    assert [(each.text, each.via, each.kind) for each in read(text)] == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("CHANGELOG.md", "", []),
        ("docs/adr/0007-one-server.md", "", []),
        ("docs/archive/SETUP.md", "", []),
        ("MIGRATION_GUIDE.md", "", []),
        ("CLEANUP_COMPLETE.md", "", []),
        ("CLAUDE_MIGRATION.md", "", []),
        ("notes.md", "# Changelog\n\n", []),
        ("notes.md", "# Shop\n\n## v1.2.0 (2024-03-01)\n\n", []),
        ("notes.md", "# Shop\n\nText `x`.\n\n# Changelog\n\n", []),
        ("notes.md", "# Shop\n\n## Deprecated commands\n\n", []),
        ("notes.md", "# Shop\n\nBefore:\n\n", []),
        ("notes.md", "# Shop\n\n### Before you start\n\n", ["main_v2.py", "src/main.py"]),
        ("docs/database-migrations.md", "## Run migrations\n\n", ["main_v2.py", "src/main.py"]),
        ("IMPLEMENTATION_GUIDE.md", "# Guide\n\n", ["main_v2.py", "src/main.py"]),
        ("OPTIMISATION_REPORT.md", "# Report\n\n", ["src/main.py"]),
        ("PRODUCTION_SUMMARY.md", "# Summary\n\n## Quick reference\n\n", ["main_v2.py", "src/main.py"]),
        ("AGENTS.md", "# Guidelines\n\n", ["main_v2.py", "src/main.py"]),
        ("RESUMO_LIMPEZA.md", "", []),
        ("chat_history_files/oven.md", "", []),
        ("chat/oven.md", "", ["main_v2.py", "src/main.py"]),
        ("records/oven.md", "", ["main_v2.py", "src/main.py"]),
        ("docs/historique.md", "", []),
        ("notas.md", "# Loja\n\n## Arquivos removidos\n\n", []),
        ("notizen.md", "# Laden\n\n## Gelöschte Dateien\n\n", []),
        ("ANÁLISE_DUPLICATAS.md", "# Análise\n\n", ["src/main.py"]),
        ("informe.md", "# Informe\n\n", ["src/main.py"]),
        ("informe.md", "# Informe\n\n## Cómo ejecutar\n\n", ["main_v2.py", "src/main.py"]),
        ("GUIA_COMPLETO.md", "# Guia\n\n## Início rápido\n\n", ["main_v2.py", "src/main.py"]),
        ("einrichtung.md", "# Einrichtung\n\n## Erstellte Dateien\n\n", ["src/main.py"]),
    ],
)
def test_what_a_document_is_for(path: str, text: str, expected: list[str]) -> None:
    """Accounts still instruct through their commands, but the files they name are history; records say nothing."""
    assert sorted(texts(text + fence("python src/main.py") + "\nSee `main_v2.py`.\n", path)) == expected


def test_plans_and_migrations_are_weak() -> None:
    assert [each.via for each in read(fence("python src/main.py"), "docs/ROADMAP.md")] == [Via.MENTION]
    assert [each.via for each in read("# A\n\n## Migration guide\n\n" + fence("python src/main.py"))] == [Via.MENTION]


def test_a_file_that_the_document_has_its_reader_write_is_a_mention() -> None:
    references = read("Create a file `hello_shop.py`:\n\n" + fence("python hello_shop.py"))
    assert [each.via for each in references] == [Via.MENTION]


@pytest.mark.parametrize(
    ("before", "via"),
    [
        pytest.param("", Via.RUN, id="nothing before"),
        pytest.param(fence("from web import App\n\napp = App()", "python"), Via.MENTION, id="a program in the chapter"),
        pytest.param(fence("from web import App\n\napp = App()", "python") + "\n## Run\n", Via.RUN, id="in another"),
        pytest.param(fence("from web import App", "python"), Via.RUN, id="an import alone"),
        pytest.param(fence("mkdir demo && cd demo"), None, id="a new directory"),
        pytest.param(fence("x = 1", 'python title="server1.py"') + "\n## Run\n", Via.MENTION, id="a titled program"),
    ],
)
def test_programs_that_a_tutorial_has_its_reader_write(before: str, via: Via | None) -> None:
    found = [
        each.via
        for each in read("# T\n\n## A\n" + before + "\n" + fence("uvicorn server1:app"))
        if each.runner == "uvicorn"
    ]
    assert found == ([via] if via else [])


def test_an_inventory_names_files_but_says_nothing() -> None:
    listing = "".join(f"- `src/part{number}.py`\n" for number in range(700))
    assert texts(listing + "\n" + fence("python src/main.py")) == ["src/main.py"]


def test_documents_of_other_projects_say_nothing() -> None:
    for path in ("vendor/lib/README.md", "tests/fixtures/README.md", "tests/data/a/README.md"):
        assert texts(fence("python src/main.py"), path) == []


def test_comments_mute_commands_up_to_the_next_blank_line() -> None:
    script = (
        "# Old way (deprecated)\npython main_v1.py\n\n# Start\npython main.py\npython main_v0.py  # no longer works"
    )
    assert texts(fence(script)) == ["main.py"]


@pytest.mark.parametrize(
    ("text", "directory", "certain"),
    [
        pytest.param(fence("python x1.py"), "", True, id="nothing said"),
        pytest.param(fence("cd backend\npython x1.py"), "backend", True, id="cd"),
        pytest.param(fence("cd backend") + "\nthen\n\n" + fence("python x1.py"), "backend", False, id="the next fence"),
        pytest.param(
            "## 1. Go\n" + fence("cd backend") + "## 2. Run\n" + fence("python x1.py"), "backend", False, id="next step"
        ),
        pytest.param(
            "## Setup\n" + fence("cd backend") + "## Usage\n" + fence("python x1.py"), "", True, id="next section"
        ),
        pytest.param(fence("cd web") + "\nthen\n\n" + fence("cd api\npython x1.py"), "api", True, id="a cd of its own"),
        pytest.param("From the `api/` directory:\n\n" + fence("python x1.py"), "api", False, id="a sentence"),
        pytest.param("## Run in the api directory\n\n" + fence("python x1.py"), "api", False, id="a heading"),
        pytest.param("From the project root directory:\n\n" + fence("python x1.py"), "", True, id="the root"),
        pytest.param(
            fence("cd api\npip install .\n# in a new terminal\npython x1.py"), "", True, id="another terminal"
        ),
        pytest.param(fence("cd api\npip install .\n\ncd api\npython x1.py"), "api", True, id="the same cd again"),
        pytest.param(fence("cd /srv/shop\npython x1.py"), "/srv/shop", False, id="a directory of a machine"),
        pytest.param("- `cd api && npm ci`\n- `python x1.py`\n", "", False, id="the next item of a list"),
        pytest.param("- `cd api && npm ci`\n\n## Use\n\n`python x1.py`\n", "", True, id="an item elsewhere"),
        pytest.param(
            fence("# api\ncd api && npm ci\n\n# web\ncd web && npm ci\npython x1.py"), "web", False, id="step by step"
        ),
        pytest.param(fence("cd api; npm test\ncd web; npm test\npython x1.py"), "web", False, id="line by line"),
        pytest.param(fence("cd services\ncd api\npython x1.py"), "services/api", True, id="further down"),
        pytest.param(fence("cd api\nnpm ci\n\n# web\ncd ../web\npython x1.py"), "web", True, id="aside"),
        pytest.param(fence("# go\ncd api\n\n# run\npython x1.py"), "api", True, id="a step that only goes"),
        pytest.param(
            fence("# build\nnpm ci && cd web && npm run build\n\n# start\npython x1.py"),
            "web",
            False,
            id="a step that went away and worked there",
        ),
        pytest.param("Из каталога `api`:\n\n" + fence("python x1.py"), "api", False, id="Russian"),
        pytest.param("Desde la carpeta `api`:\n\n" + fence("python x1.py"), "api", False, id="Spanish"),
        pytest.param("Na pasta api:\n\n" + fence("python x1.py"), "api", False, id="Portuguese"),
        pytest.param("En la carpeta del proyecto:\n\n" + fence("python x1.py"), "", True, id="Spanish, the root"),
    ],
)
def test_where_a_command_is_relative_to(text: str, directory: str, certain: bool) -> None:
    (reference,) = read(text)
    assert (reference.base.anchor, reference.base.directory, reference.base.certain) == (
        RelativeTo.CALLER,
        directory,
        certain,
    )


def test_a_clone_holds_for_the_rest_of_the_document() -> None:
    text = (
        "## Install\n"
        + fence("git clone https://example.org/ann/shop.git\ncd shop")
        + "## Use\n"
        + fence("python x1.py")
    )
    assert [(each.base.checkout, each.base.directory) for each in read(text) if each.text == "x1.py"] == [("shop", "")]


def test_steps_inside_a_clone_start_there() -> None:
    script = (
        "git clone https://example.org/ann/shop.git\ncd shop\n\n# api\ncd api\npip install .\npython x1.py\n\n"
        "# web\ncd web\nnpm ci\npython x2.py"
    )
    assert [
        (each.text, each.base.checkout, each.base.directory, each.base.certain) for each in read(fence(script))
    ] == [
        ("x1.py", "shop", "api", True),
        ("x2.py", "shop", "web", False),
    ]


def test_nothing_is_said_inside_a_container() -> None:
    assert texts(fence("docker exec -it web bash\npython manage_shop.py")) == []


def test_links_are_relative_to_the_file() -> None:
    relative, rooted = read("[a](../src/main.py) and [b](/src/main.py)")
    assert (relative.text, relative.base.anchor) == ("../src/main.py", RelativeTo.FILE)
    assert (rooted.text, rooted.base.anchor) == ("src/main.py", RelativeTo.ROOT)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            "shop/\n├── src/\n│   ├── main.py   # start\n│   └── api/\n│       └── routes.py\n└── run_all.py",
            ["src/main.py", "src/api/routes.py", "run_all.py"],
            id="branches",
        ),
        pytest.param("src/\n|-- main.py\n`-- util/\n    `-- text.py", ["main.py", "util/text.py"], id="ASCII"),
        pytest.param("shop/\n├── 📁 api/\n│   └── main.py\n", ["api/main.py"], id="pictures"),
        pytest.param(
            "src/\n├── main.py\ntests/\n└── test_main.py", ["src/main.py", "tests/test_main.py"], id="two tops"
        ),
        pytest.param("shop/\n  src/\n    main.py\n  run_all.py", ["src/main.py", "run_all.py"], id="indented names"),
        pytest.param(
            "src/shop/\n  __init__.py\n  cli.py     the commands\n  web.py     a server, and more",
            ["cli.py", "web.py"],
            id="indented names with remarks",
        ),
        pytest.param("shop/\n├── main.py  # deprecated\n└── main_v2.py", ["main_v2.py"], id="a remark"),
        pytest.param("shop/\n├── sweep.py  # Cleanup jobs\n", ["sweep.py"], id="what a file is for"),
    ],
)
def test_trees(tree: str, expected: list[str]) -> None:
    references = read(fence(tree, ""))
    assert [each.text for each in references] == expected
    assert {(each.via, each.runner, each.base.certain) for each in references} == {(Via.MENTION, "tree", False)}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param("🐳 Docker setup\n├── Makefile\n└── run_all.py", [("run_all.py", "tree")], id="a title on top"),
        pytest.param("Core Modules\n├── src/\n│   └── a1.py", [("src/a1.py", "tree")], id="a title of two words"),
        pytest.param(
            "shop/\n├── 📊 单元测试层\n│   ├── a1.py\n└── b1.py", [("a1.py", ""), ("b1.py", "tree")], id="subjects"
        ),
        pytest.param(
            "├── AI Core Services\n│   ├── api/\n│   │   └── a1.py", [("api/a1.py", "")], id="below a subject"
        ),
        pytest.param("├── 数据/\n│   └── a1.py", [("数据/a1.py", "tree")], id="a directory ends in a slash"),
        pytest.param("├── src main code\n│   └── a1.py", [("src/a1.py", "tree")], id="a directory with a remark"),
        pytest.param("├── App  The program\n│   └── a1.py", [("App/a1.py", "tree")], id="a remark in a column"),
    ],
)
def test_subjects_that_group_the_files_of_a_tree(tree: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.text, each.runner) for each in read(fence(tree, ""))] == expected


@pytest.mark.parametrize(
    ("top", "directory"),
    [
        ("src/", "src"),
        ("services/voice/  # service", "services/voice"),
        ("./", ""),
        ("/home/kim/shop", "/home/kim/shop"),
    ],
)
def test_the_top_of_a_tree_is_the_base_of_its_paths(top: str, directory: str) -> None:
    assert [each.base.directory for each in read(fence(f"{top}\n├── main.py\n└── run_all.py", ""))] == [directory] * 2
    assert [each.base.directory for each in read(fence(f"{top}\n└── src/\n    └── run_all.py", ""))] == [
        "" if directory == "src" else directory  # the name of the project, which holds a directory of that name
    ]


def test_trees_of_the_past_and_the_future_are_passed_over() -> None:
    tree = fence("shop/\n├── main_v1.py\n└── main.py", "")
    assert texts("## Previous structure\n" + tree) == texts("## Proposed structure\n" + tree) == []


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("dockerfile", 'FROM python\nCMD ["uvicorn", "shop.main:app"]', ["shop.main:app"]),
        ("dockerfile", "CMD python src/main.py", ["src/main.py"]),
        ("yaml", "services:\n  web:\n    command: uvicorn shop.main:app --port 80", ["shop.main:app"]),
        ("yaml", "steps:\n  - run: |\n      pip install .\n      python src/main.py\n  - name: x", ["src/main.py"]),
        ("yaml", 'command: ["python", "src/main.py"]', ["src/main.py"]),
        ("yaml", "command:\n  - python\n  - src/main.py\nport: 1", ["src/main.py"]),
        ("cron", "# at night\n5 4 * * * cd /srv/shop && python3 src/main.py\n", ["src/main.py"]),
        ("ini", "[Service]\nExecStart=/usr/bin/python3 src/main.py", ["src/main.py"]),
        ("json", '{"shop": {"command": "python", "args": ["src/main.py"]}}', ["src/main.py"]),
        ("python", "from shop.main_v2 import app, start\nimport os", ["shop.main_v2:app", "shop.main_v2:start"]),
        ("python", "import shop.main_v2", ["shop.main_v2"]),
        ("python", 'uvicorn.run("shop.main:app")', ["shop.main:app"]),
        ("javascript", "exec('python src/main.py')", []),
    ],
)
def test_excerpts_of_files_are_mentions(language: str, body: str, expected: list[str]) -> None:
    references = read(fence(body, language))
    assert [each.text for each in references] == expected
    assert all(each.via is Via.MENTION for each in references)


def test_positions_are_exact() -> None:
    text = "\ufeff# Shop\r\n\r\n- Start:\r\n\r\n  ```bash\r\n  cd api && \\\r\n    python src/main.py\r\n  ```\r\n"
    (reference,) = markdown.read(Source.of("README.md", text.encode())).references
    place = reference.location
    assert (place.line, place.column, place.end_line, place.end_column) == (7, 12, 7, 23)
    assert reference.base.directory == "api"


@pytest.mark.parametrize(
    "text",
    ["", "```", "```bash\npython x1.py", "<!-- open", "`" * 999 + " x.py", "- " * 500, "> " * 500, "|" * 3000, "#" * 9],
)
def test_odd_input_is_read(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("`a.py" * 8_000, id="backticks"),
        pytest.param("see `a1.py` and `a2.py` there\n" * 8_000, id="names"),
        pytest.param("run `python a1.py`\n" * 300, id="commands"),
        pytest.param("[" * 100_000 + "](x.py", id="brackets"),
        pytest.param("- a `x.py`\n" * 20_000, id="items"),
        pytest.param("run a/" + "b/" * 60_000 + ".py", id="path"),
        pytest.param("```\n" * 30_001 + "x.py", id="fences"),
        pytest.param("<!-- x.py\n" * 20_000, id="comments"),
        pytest.param("`" + "a.py" * 50_000 + "`", id="long span"),
        pytest.param("x.py " + "`" * 3 + "".join("`" * (n % 300 + 1) + "x" for n in range(2_000)), id="runs"),
        pytest.param("a. B `x.py` " * 15_000, id="sentences"),
        pytest.param("```\n" + ("a" * 300 + " x.py\n" + "a/" * 300 + " x.py\n") * 300 + "```\n", id="prompts"),
        pytest.param("```bash\n" + "# or " + "a " * 20_000 + "\n# x:\n" * 8_000 + "python x.py\n```\n", id="offers"),
        pytest.param("create " + "a " * 20_000 + " " * 20_000 + "x.py créez" + " a b" * 9_000, id="orders"),
    ],
)
def test_large_input_takes_linear_time(text: str) -> None:
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 5


def test_scan_keeps_what_could_matter() -> None:
    assert markdown.scan(b"see `src/main.py`")
    assert markdown.scan(b"```\nuvicorn shop.main:app\n```")
    assert not markdown.scan(b"# Poems\n\nRoses are red.\n")


_PRESENT, _SHOWN, _PAST = Claim.PRESENT, Claim.SHOWN, Claim.PAST


@pytest.mark.parametrize(
    ("path", "before", "command", "name", "tree"),
    [
        pytest.param("README.md", "", _PRESENT, _PRESENT, _PRESENT, id="instructions"),
        pytest.param("PROJECT_REVIEW.md", "", _PRESENT, _PAST, _PAST, id="a review"),
        pytest.param("shop.md", "### Issue: two mains\n", _PRESENT, _PAST, _PAST, id="an issue that was found"),
        pytest.param("PROJECT_SUMMARY.md", "## Structure\n", _PRESENT, _PAST, _SHOWN, id="a report without a date"),
        pytest.param("REPORT.md", "# R\n\n**Date:** 3 May 2025\n\n", _PRESENT, _PAST, _PAST, id="a dated report"),
        pytest.param("report-2025-03-04.md", "", _PRESENT, _PAST, _PAST, id="a date in the name"),
        pytest.param("REPORT.md", "# R\n\n## Found\n\n", _PRESENT, _PAST, _PAST, id="what a review found"),
        pytest.param("REPORT.md", "# R\n\n## Layout\n\n", _PRESENT, _PAST, _SHOWN, id="the layout in a report"),
        pytest.param("REPORT.md", "# R\n\n## Usage\n\n", _PRESENT, _PRESENT, _PRESENT, id="a report that instructs"),
        pytest.param("BUGFIXES.md", "", _PRESENT, _PAST, _SHOWN, id="a list of mended faults"),
        pytest.param("README_REFACTORED.md", "", _PRESENT, _PRESENT, _PRESENT, id="of the refactored program"),
        pytest.param("README_REFACTORING.md", "", None, None, None, id="of the work on it"),
        pytest.param("REFACTORED.md", "", None, None, None, id="a record of what was refactored"),
        pytest.param("ROADMAP.md", "", _PRESENT, _PAST, _PAST, id="a plan"),
        pytest.param("shop.md", "## Example unit\n", _PRESENT, _SHOWN, _SHOWN, id="an example"),
        pytest.param("shop.md", "## Legacy setup\n", _PAST, _PAST, _PAST, id="a former way"),
        pytest.param("shop.md", "## Structure before\n", None, None, None, id="the state before"),
        pytest.param("shop.md", "## Layout before the split\n", None, None, None, id="before an event"),
        pytest.param("shop.md", "## Before you start\n", _PRESENT, _PRESENT, _PRESENT, id="before the start"),
        pytest.param("shop.md", "## Check before a release\n", _PRESENT, _PRESENT, _PRESENT, id="before each release"),
        pytest.param("ABSCHLUSSBERICHT.md", "", _PRESENT, _PAST, _PAST, id="a compound"),
        pytest.param("Installationsanleitung.md", "", _PRESENT, _PRESENT, _PRESENT, id="a compound of a guide"),
        pytest.param("shop.md", "### ❌ Wrong\n", None, None, None, id="a way that is not to be followed"),
        pytest.param("shop.md", "### ❌ 错误写法\n", None, None, None, id="the same in Chinese"),
        pytest.param("shop.md", "### ❌ Connection error\n", _PRESENT, _PRESENT, _PRESENT, id="an error to look into"),
        pytest.param("shop.md", "### ❌ Erro 500\n", _PRESENT, _PRESENT, _PRESENT, id="the same in Portuguese"),
        pytest.param("shop.md", "### 이전 구조\n", _PAST, _PAST, _PAST, id="the former structure in Korean"),
        pytest.param("shop.md", "### 기본 에이전트\n", _PRESENT, _PRESENT, _PRESENT, id="an agent in Korean"),
        pytest.param("shop.md", "## Files created\n", _PRESENT, _PAST, _PAST, id="what was done"),
        pytest.param("shop.md", "# N\n\nThis page is the working record of it.\n\n", None, None, None, id="a record"),
        pytest.param("shop.md", "# Decision record: mains\n\n", None, None, None, id="a title of a record"),
        pytest.param("triage.md", "# How to triage\n\nRead the record of calls.\n\n", _PRESENT, _PRESENT, _PRESENT),
    ],
)
def test_what_a_document_claims(
    path: str, before: str, command: Claim | None, name: Claim | None, tree: Claim | None
) -> None:
    text = before + fence("python a1.py") + "\nSee `b1.py`.\n\n" + fence("shop/\n├── src/\n│   └── c1.py", "")
    found = claims(text, path)
    assert (found.get("a1.py"), found.get("b1.py"), found.get("src/c1.py")) == (command, name, tree)


@pytest.mark.parametrize(
    ("remark", "claim"),
    [
        ("# the program", _PRESENT),
        ("# old single file (kept for compatibility)", _SHOWN),
        ("# legacy", _SHOWN),
        ("# новый, был bot.py", _PAST),
        ("# TODO", _PAST),
        ("# merge_prices(), archive_old_rows()", _PRESENT),
        ("# removed, now app/main.py", None),
        ("# merged into main.py", None),
        ("# no longer used", None),
        ("# ❌", None),
    ],
)
def test_the_remark_beside_a_file_in_a_tree(remark: str, claim: Claim | None) -> None:
    assert claims(fence(f"shop/\n├── main.py\n└── bot1.py  {remark}", "")).get("bot1.py") is claim


@pytest.mark.parametrize(
    ("comment", "counts"),
    [
        ("# Old format still supported", True),
        ("# Legacy command, kept for backwards compatibility", True),
        ("# The old command remains available", True),
        ("# Old name, which can still be used", True),
        ("# The old command stopped working", False),
        ("# Altes Format, funktioniert noch", True),
        ("# Old format, not supported any more", False),
        ("# Old format, no longer works", False),
        ("# Until version 2 it was:", False),
        ("# Altes Format, funktioniert nicht mehr", False),
    ],
)
def test_an_old_way_that_still_works(comment: str, counts: bool) -> None:
    assert texts(fence(f"python main.py\n\n{comment}\npython app1.py")) == ["main.py", *(["app1.py"] if counts else [])]


def test_the_place_of_a_mended_fault_is_history() -> None:
    fault = "## 1\n\n**File**: `a1.py`\n\n**Problem**: slow\n\n**Solution**: see `b1.py`\n"
    assert claims(fault, "faults.md") == {"a1.py": _PAST, "b1.py": _PRESENT}
    assert claims("## 1\n\n**File**: `a1.py`\n\n**Purpose**: fast\n", "faults.md") == {"a1.py": _PRESENT}


@pytest.mark.parametrize(
    ("place", "problem", "solution"),
    [
        ("文件", "问题", "解决方案"),
        ("ファイル", "問題", "解決策"),
        ("파일", "문제", "해결"),
        ("Файл", "Проблема", "Решение"),
    ],
)
def test_the_place_of_a_mended_fault_in_other_languages(place: str, problem: str, solution: str) -> None:
    assert claims(f"## 1\n\n**{place}**: `a1.py`\n\n**{problem}**: x\n\n**{solution}**: y\n") == {"a1.py": _PAST}
    assert claims(f"## 1\n\n**{place}**: `a1.py`\n\n**{problem}**: x\n") == {"a1.py": _PRESENT}


def test_what_is_compared_with_a_declared_winner_competes_with_it() -> None:
    text = (
        "# Starts\n\n## Choice\n\n**Winner: `a1.py`**\n\n- `a1.py`: good\n- `b1.py`: slow\n\n## Use\n\nSee `c1.py`.\n"
    )
    assert claims(text) == {"a1.py": _PAST, "b1.py": _PAST, "c1.py": _PRESENT}
    assert claims("## Choice\n\nWinner: `a1.py`\n") == {"a1.py": _PRESENT}


def test_an_excerpt_that_the_reader_is_to_write_starts_what_is_here() -> None:
    excerpt = fence("services:\n  shop:\n    command: uvicorn shop.main:app", "yaml")
    assert claims("Create a `compose.yml`:\n\n" + excerpt) == {"shop.main:app": _SHOWN}
    assert claims("The old file, which was removed:\n\n" + excerpt) == {}


@pytest.mark.parametrize(
    ("changed", "gone", "before", "plan", "run", "database"),
    [
        pytest.param("Files created", "Deleted files", "Before", "Proposed structure", "Usage", "Migrations", id="en"),
        pytest.param(
            "Arquivos criados", "Arquivos removidos", "Antes", "Estrutura proposta", "Como executar",
            "Migração do banco de dados", id="pt",
        ),
        pytest.param(
            "Archivos modificados", "Archivos eliminados", "Antes", "Migración desde la versión vieja", "Cómo ejecutar",
            "Migración de la base de datos", id="es",
        ),
        pytest.param(
            "Fichiers ajoutés", "Fichiers supprimés", "Avant", "Structure proposée", "Lancement",
            "Migration de la base de données", id="fr",
        ),
        pytest.param(
            "Geänderte Dateien", "Gelöschte Dateien", "Vorher", "Umstellung auf FastAPI", "Ausführen",
            "Umstellung der Datenbank", id="de",
        ),
        pytest.param(
            "File creati", "File rimossi", "Prima", "Migrazione dal vecchio server", "Avvio", "Migrazione del database",
            id="it",
        ),
        pytest.param(
            "Создано файлов", "Удалённые файлы", "Раньше", "Миграция со старой архитектуры", "Запуск",
            "Миграция базы данных", id="ru",
        ),
        pytest.param("新增的文件", "已删除的文件", "以前", "重构规划", "运行", "数据库", id="zh"),
        pytest.param("作成したファイル", "削除したファイル", "変更履歴", "Roadmap", "起動", "データベース", id="ja"),
        pytest.param("생성된 파일", "삭제된 파일", "삭제", "Roadmap", "실행", "데이터베이스", id="ko"),
    ],
)  # fmt: skip
def test_headings_in_each_language(changed: str, gone: str, before: str, plan: str, run: str, database: str) -> None:
    body = fence("python a1.py\ncp b1.py c1.py") + "\nSee `d1.py`.\n"

    def below(heading: str) -> tuple[Claim | None, ...]:
        found = claims(f"# X\n\n## {heading}\n\n{body}", "shop.md")
        return found.get("a1.py"), found.get("b1.py"), found.get("d1.py")

    assert below(changed) == (_PRESENT, _PRESENT, _PAST)
    assert below(gone) == below(before) == (None, None, None)
    assert below(plan)[1:] == (_PAST, _PAST)
    assert below(run) == below(database) == (_PRESENT, _PRESENT, _PRESENT)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(env) Oryx$ python a1.py --help", ["a1.py"]),
        ("~/oryx$ python a1.py", ["a1.py"]),
        ("kim@mac ~/oryx % python a1.py", ["a1.py"]),
        ("[kim@host oryx]$ python a1.py", ["a1.py"]),
        ("oryx> python a1.py", ["a1.py"]),
        ("~/oryx (main) $ python a1.py", ["a1.py"]),
        ("➜  oryx git:(main) ✗ python a1.py", ["a1.py"]),
        ("root@0a1b:/app# python a1.py", ["a1.py"]),
        ("price in US$ python a1.py costs nothing", []),
        ("echo Oryx$HOME", []),
    ],
)
def test_prompts_that_show_a_directory(line: str, expected: list[str]) -> None:
    assert texts(fence(f"{line}\nloading python other.py", "")) == expected


def test_the_directory_of_a_prompt_is_where_the_command_starts() -> None:
    assert read(fence("~/code/oryx/api$ python a1.py", ""))[0].base == Base(
        RelativeTo.CALLER, "/oryx/api", certain=False
    )
    assert read(fence("~/oryx$ python a1.py", ""))[0].base == Base(RelativeTo.CALLER)


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        pytest.param("# Or with uvicorn directly:\n# uvicorn b1:app", ["b1:app"], id="another way"),
        pytest.param("# Production:\n# cd api\n# python b1.py\n# python b2.py", ["b1.py", "b2.py"], id="several"),
        pytest.param("# or: python b1.py", ["b1.py"], id="on the same line"),
        pytest.param("# or with uvicorn\n# uvicorn b1:app", ["b1:app"], id="without a colon"),
        pytest.param("# Production: gunicorn b1:app", ["b1:app"], id="a label on the same line"),
        pytest.param("# oder python b1.py", ["b1.py"], id="in German"),
        pytest.param("# Until version 2 it was:\n# python b1.py", [], id="of the past"),
        pytest.param("# python b1.py", [], id="switched off"),
        pytest.param("# python b1.py was slower, so it is gone", [], id="told of"),
        pytest.param("# NOTE: python b1.py no longer exists", [], id="of the past on the same line"),
        pytest.param("# Expected output:\n# python b1.py", [], id="output"),
        pytest.param("# Start it:\npython b0.py\n# python b1.py", ["b0.py"], id="below another command"),
    ],
)
def test_commands_that_comments_offer(comments: str, expected: list[str]) -> None:
    assert texts(fence(f"python a1.py\n\n{comments}")) == ["a1.py", *expected]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Create a file `hello.py` with this content:", "hello.py"),
        ("Write a module, `test.py`:", "test.py"),
        ("Put this into `app.py`:", "app.py"),
        ("Save the code above as `src/y.py`.", "src/y.py"),
        ("Erstelle eine Datei `x.py`:", "x.py"),
        ("Créez un fichier nommé `x.py` :", "x.py"),
        ("Создайте файл `x.py`:", "x.py"),
        ("When creating a strategy for it, edit `base.py`.", ""),
        ("Write tests for `main.py`.", ""),
        ("The port is set in `gauge.py`:", ""),
    ],
)
def test_files_that_the_reader_is_told_to_write(text: str, path: str) -> None:
    assert markdown.read(Source.of_text("GUIDE.md", text)).to_write == ((path,) if path else ())


def test_a_tree_says_which_file_is_the_entry_point() -> None:
    tree = "shop/\n├── main.py  # Main application entry point\n├── b1.py  # точка входа бота\n└── c1.py  # settings"
    assert [each.runner for each in read(fence(tree, ""))] == [TREE_ENTRY, TREE_ENTRY, TREE]


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("yaml", "python a1.py trainer=gpu", ["a1.py"]),
        ("ini", "$ python a1.py", ["a1.py"]),
        ("yaml", "# on a GPU\nDEBUG=1 python a1.py", ["a1.py"]),
        ("yaml", "python: 3.12\nfile: a1.py", []),
        ("dockerfile", "CMD python a1.py\nFROM x", ["a1.py"]),
    ],
)
def test_commands_in_fences_of_another_language(language: str, body: str, expected: list[str]) -> None:
    assert texts(fence(body, language)) == expected


def test_a_heading_names_files() -> None:
    assert texts("# Shop\n\n#### 1. Routes (`api/routes.py`)\n\nText.\n") == ["api/routes.py"]
    assert texts("# Shop\n\n#### Removed: `api/routes.py`\n\nText.\n") == []
