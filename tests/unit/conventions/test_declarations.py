"""Statements that declare an entry point, and such as do not."""

from __future__ import annotations

import pytest

from flake8_single_entry.conventions.declarations import declarations_in

DECLARED = [
    ("### Selected winner: `src/main.py`", "src/main.py"),
    ("**Winner:** src/main.py", "src/main.py"),
    ("- Final winner → [src/main.py](src/main.py)", "src/main.py"),
    ("The authoritative entry point is `src/main.py`.", "src/main.py"),
    ("Canonical main: `python src/main.py`", "src/main.py"),
    ("Chosen implementation: app.main:app", "app.main:app"),
    ("We selected `api/server.py` as the single entry point.", "api/server.py"),
    ("`src/main.py` is the canonical entry point, all others are archived.", "src/main.py"),
    ("src/main.py remains the only entry point", "src/main.py"),
    ("├── src/main.py (BEST VERSION)", "src/main.py"),
    ("| `src/main.py` | ✅ Selected |", "src/main.py"),
    ("| `src/main.py` | keep (authoritative) |", "src/main.py"),
    ("- keep `src/main.py`\n- archive `main_old.py`\n- delete `main_v2.py`\n", "src/main.py"),
    ("| File | Action |\n| - | - |\n| `src/main.py` | keep |\n| `main_old.py` | archive |\n", "src/main.py"),
    ("## Keep\n\n- `src/main.py`\n\n## To archive\n\n- `main_old.py`\n- `main_v2.py`\n", "src/main.py"),
    ("`main_old.py` is deprecated. Always use `src/main.py`.", "src/main.py"),
    ("`src/main.py` wins: it has tests.", "src/main.py"),
    ("Gewinner: `src/main.py`", "src/main.py"),
    ("### Ganador\n\n`src/main.py`\n", "src/main.py"),
    ("Vencedor: src/main.py", "src/main.py"),
    ("**Gagnant :** `src/main.py`", "src/main.py"),
    ("Vincitore → src/main.py", "src/main.py"),
    ("Победитель: `src/main.py`", "src/main.py"),
    ("Use `src/main.py` instead of `main_old.py`.", "src/main.py"),
    ("use src/main.py, not src/main_v2.py", "src/main.py"),
    ("`main_old.py` is superseded by `src/main.py`", "src/main.py"),
    ("## Selected winner\n\n`src/main.py`\n", "src/main.py"),
    ("**Arquivo vencedor: `src/main.py`**", "src/main.py"),
    ("Punto de entrada elegido: `src/main.py`", "src/main.py"),
    ("### Fichier retenu : `src/main.py`", "src/main.py"),
    ("Gewählte Variante: `src/main.py`", "src/main.py"),
    ("## Vincitore\n\n`src/main.py`\n", "src/main.py"),
    ("**Выбранный вариант: `src/main.py`** (лучшая версия)", "src/main.py"),
    ("最终选择：`src/main.py`", "src/main.py"),
    ("採用版：`src/main.py`", "src/main.py"),
    ("## The authoritative entry point\n- `src/main.py` (FastAPI)\n", "src/main.py"),
]
SILENT = [
    "Candidates for the entry point: `src/main.py`, `main_simple.py`.",
    "### Rejected as the entry point: `src/main.py`",
    "### Not selected: `src/main.py`",
    "Which one is the selected winner: `src/main.py`?",
    "The winner could be `src/main.py`.",
    "`src/main.py` was the authoritative entry point until May.",
    "Open question: is `src/main.py` the canonical entry point?",
    "Run `src/main.py` and enter the selected number.",
    "The selected files are written by `src/export.py`.",
    "## Selected winner\n\n`src/main.py` or `main_simple.py`\n",
    "## Selected winner\n\nNone yet.\n\n`src/main.py` has no tests.\n",
    "If `src/main.py` is the selected version, archive the rest.",
    "Use `src/main.py` to start it.",
    "Der Gewinner steht in `src/main.py`.",
    "Nicht gewählte Varianten: keine. `src/main.py` bleibt.",
    "## Победитель\n\n`src/main.py` или `main_simple.py`\n",
    "The best way to start it: `python src/main.py`",
    "- keep `src/main.py`\n- keep `src/worker.py`\n- archive `main_old.py`\n",
    "- keep `src/main.py`\n\n- archive `main_old.py`\n",
    "- keep `src/main.py` or archive it\n- archive `main_old.py`\n",
    "- keep the server of `src/main.py` up\n- restart it\n",
    "## Keep\n\n- `src/main.py`\n- `main_v2.py`\n\n## Archive\n\n- `main_old.py`\n",
    "## Keep\n\n- `src/main.py`\n\n## Run\n\n- `main_old.py`\n",
    "`main_old.py` is deprecated; nobody may use it.",
    "Die Gewinner schreibt `src/draw.py`.",
]


@pytest.mark.parametrize(("text", "name"), DECLARED)
def test_declares(text: str, name: str) -> None:
    assert [text[start:end] for start, end in declarations_in(text)] == [name]


@pytest.mark.parametrize("text", SILENT)
def test_declares_nothing(text: str) -> None:
    assert list(declarations_in(text)) == []
