"""A reader leaves nothing behind that only a search for cycles would free: the command does without that search."""

from __future__ import annotations

import ast
import gc
from pathlib import Path

import pytest

from flake8_single_entry.facts.store import read_file
from flake8_single_entry.readers.python.structure.survey import Block, NameScope

PACKAGE = Path(__file__).parents[4] / "flake8_single_entry"
SAMPLES = {
    "shop.py": (PACKAGE / "engine" / "__init__.py").read_bytes(),
    "broken.py": b"def f[T](x):\n    class A:\n        y = 1\n    return A\nprint 'x'\n",
    "Dockerfile": b'FROM python\nCOPY . .\nRUN cd x && python a.py\nCMD ["python", "main.py"]\n',
    "run.sh": b"cd x\nA=main.py\npython $A\nf() { python b.py; }\nf\n",
    "README.md": b"# Shop\n\n```sh\ncd x\npython main.py\n```\n",
    "compose.yaml": b"services:\n  web:\n    build: .\n    command: python main.py\n",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_cycles_are_left(name: str) -> None:
    read_file(name, SAMPLES[name])  # imports
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            read_file(name, SAMPLES[name])
        left = [one for one in gc.get_objects() if isinstance(one, NameScope | Block | ast.Module)]
        freed = gc.collect()
    finally:
        gc.enable()
    assert left == []
    assert freed < 200
