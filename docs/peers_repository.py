"""The repository of docs/comparison.md: one fault of each kind, under a name of its own."""

from __future__ import annotations

_SERVICE = '''"""The shop."""

from fastapi import FastAPI

from src.store import total

app = FastAPI()


@app.get("/orders")
def orders() -> int:
    return total([1, 2, 3])


@app.get("/health")
def health() -> str:
    return "well"


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
'''
_BLOCK = """
def {name}(rows: list[str]) -> dict[str, int]:
    counted: dict[str, int] = {{}}
    for row in rows:
        article, _, number = row.partition(";")
        article = article.strip().lower()
        if not article or not number.strip().isdigit():
            continue
        if article not in counted:
            counted[article] = 0
        counted[article] += int(number)
    for article in sorted(counted):
        if counted[article] == 0:
            del counted[article]
        elif counted[article] > 1000:
            counted[article] = 1000
    return counted
"""
# Modules that were committed, and deleted again.
_DELETED = "image compose workflow target script document imported path agents config".split()
FORMER = {f"src/gone_{name}.py": f"def {name}() -> str:\n    return {name!r}\n" for name in _DELETED}
FILES = {
    "src/__init__.py": "",
    "src/main.py": _SERVICE,
    "src/main_v2.py": _SERVICE,
    "src/store.py": (
        "def total(numbers: list[int]) -> int:\n    return sum(numbers)\n\n\n"
        "def never_called() -> int:\n    import src.main\n\n    return src.main.orders()\n"
    ),
    "src/reports.py": _BLOCK.format(name="count_reports"),
    "src/invoices.py": (
        "from src.gone_imported import imported\n" + _BLOCK.format(name="count_invoices") + "\n\nprint(imported())\n"
    ),
    "Dockerfile": 'FROM python:3.12-slim\nWORKDIR /app\nCOPY src/ src/\nCMD ["python", "src/gone_image.py"]\n',
    "docker-compose.yml": "services:\n  web:\n    build: .\n    command: python src/gone_compose.py\n",
    ".github/workflows/ci.yml": (
        "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
        "      - run: python -m src.gone_workflow\n"
    ),
    "Makefile": "run:\n\tuvicorn src.main:app\n\nreport:\n\tpython src/gone_target.py\n",
    "run.sh": "#!/bin/sh\nNAME=src/gone_script.py\nexec python $NAME\n",
    "pyproject.toml": (
        '[project]\nname = "shop"\nversion = "1"\ndependencies = ["fastapi", "uvicorn", "never-imported"]\n\n'
        '[project.scripts]\nshop = "src.gone_config:config"\n'
    ),
    "README.md": (
        "# Shop\n\n## Start\n\n```sh\npip install -r requirements.txt\nuvicorn src.main:app\npython src/gone_document.py\n"
        "make no-such-target\nnpm run no-such-script\n```\n\nThe settings are in `src/gone_path.py`. See [the guide](docs/no-such-guide.md).\n\n"
        "`GET /no-such-route` lists the articles.\n"
    ),
    "AGENTS.md": "# Agents\n\nRead `src/gone_agents.py` first, then run `python src/gone_agents.py`.\n",
    "package.json": (
        '{\n  "name": "shop-pages",\n  "version": "1.0.0",\n  "private": true,\n  "main": "pages/index.js",\n'
        '  "scripts": { "pages": "node pages/no-such-page.js" },\n  "dependencies": { "never-required": "1.0.0" }\n}\n'
    ),
    "pages/index.js": "module.exports = {};\n",
    "pages/never-used.js": "module.exports = { nothing: 1 };\n",
    # What these two tools are asked to enforce, because neither infers anything.
    ".importlinter": (
        "[importlinter]\nroot_package = src\n\n[importlinter:contract:layers]\nname = The store is below the service\n"
        "type = layers\nlayers =\n    src.main\n    src.store\n"
    ),
    "tach.toml": (
        'source_roots = ["."]\n\n[[modules]]\npath = "src.main"\ndepends_on = ["src.store"]\n\n'
        '[[modules]]\npath = "src.store"\ndepends_on = []\n'
    ),
}
