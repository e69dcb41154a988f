"""The repository of docs/story.md: a shop with fourteen mains, as text."""

from __future__ import annotations

_HEAD = """\
\"\"\"The shop: {title}.\"\"\"

from fastapi import FastAPI, HTTPException

app = FastAPI(title="shop")
ORDERS: dict[int, str] = {{}}


@app.get("/health")
def health() -> dict[str, str]:
    return {{"status": "ok"}}
"""
_ROUTES = {
    "place": """
@app.post("/orders")
def place_order(article: str) -> int:
    number = len(ORDERS) + 1
    ORDERS[number] = article
    return number
""",
    "show": """
@app.get("/orders/{number}")
def show_order(number: int) -> str:
    if number not in ORDERS:
        raise HTTPException(404)
    return ORDERS[number]
""",
    "cancel": """
@app.delete("/orders/{number}")
def cancel_order(number: int) -> None:
    ORDERS.pop(number, None)
""",
    "refund": """
@app.post("/orders/{number}/refund")
def refund_order(number: int) -> str:
    return ORDERS.pop(number)
""",
}
_TAIL = """

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port={port})
"""
# Each version of the program: what its first line says, its routes, its port.
_VERSIONS = {
    "src/main.py": ("what customers order", "place show cancel", 8000),
    "src/main_old.py": ("the first version", "place", 8000),
    "src/main_v3.py": ("the third version", "place show", 8003),
    "src/main_phase1.py": ("first phase of the redesign", "place show", 8000),
    "src/main_phase2.py": ("second phase of the redesign", "place show cancel", 8000),
    "src/main_phase2_complete.py": ("second phase, with refunds", "place show cancel refund", 8000),
    "src/main_enhanced.py": ("enhanced", "place show cancel", 8001),
    "src/main_enhanced_fixed.py": ("enhanced, and fixed", "place show cancel", 8001),
    "src/main_refactored.py": ("refactored", "place cancel", 8000),
    "src/main_working.py": ("the one that works", "place show cancel", 8080),
    "src/main_final.py": ("final", "place show cancel", 8000),
    "main_simple.py": ("for the demonstration", "place", 8000),
    "app/main.py": ("the skeleton", "", 8000),
}


def _program(title: str, routes: str, port: int) -> str:
    parts = (f"\n{_ROUTES[name]}" for name in routes.split())
    return _HEAD.format(title=title) + "".join(parts) + _TAIL.format(port=port)


# What is committed first, and deleted again.
FORMER = {"src/main_v2.py": _program("the second version", "place show", 8002)}
FILES = {
    **{path: _program(*version) for path, version in _VERSIONS.items()},
    "main.py": "",
    "src/__init__.py": "",
    "requirements.txt": "fastapi\nuvicorn\n",
    "Dockerfile": (
        "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n"
        'COPY src/ src/\nCMD ["uvicorn", "src.main:app", "--host", "0.0.0.0"]\n'
    ),
    "docker-compose.yml": (
        "services:\n  shop:\n    build: .\n    ports: ['8000:8000']\n"
        "  preview:\n    build: .\n    command: uvicorn src.main_enhanced:app --host 0.0.0.0\n"
    ),
    "Makefile": "run:\n\tuvicorn src.main:app --reload\n\ndemo:\n\tpython src/main_v2.py\n",
    ".github/workflows/ci.yml": (
        "name: ci\non: push\njobs:\n  smoke:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
        "      - run: pip install -r requirements.txt pytest httpx\n      - run: pytest\n"
        "      - run: timeout 5 python -m src.main_phase2 || test $? -eq 124\n"
    ),
    "tests/test_orders.py": (
        "from fastapi.testclient import TestClient\n\nfrom src.main_final import app\n\n\n"
        "def test_an_order_is_there() -> None:\n    client = TestClient(app)\n"
        '    assert client.post("/orders", params={"article": "tea"}).json() == 1\n'
    ),
    "README.md": (
        "# Shop\n\nTakes orders.\n\n## Start\n\n```sh\npip install -r requirements.txt\nuvicorn src.main:app\n```\n\n"
        "While you develop:\n\n```sh\nuvicorn src.main_working:app --reload\n```\n"
    ),
}
