"""The reader of Python files: what is evaluated is evaluated once, counted, and bounded, and means the same."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_single_entry.facts.store import read_file
from flake8_single_entry.model import Location, Problem
from flake8_single_entry.readers.python import read
from flake8_single_entry.readers.python.structure.survey import Block
from flake8_single_entry.readers.python.values.evaluate import Evaluator
from flake8_single_entry.readers.python.values.names import STEPS
from flake8_single_entry.readers.python.values.value import Value
from flake8_single_entry.syntax.source import Source

ROOT = Path(__file__).parents[4]
IMPORTS = "import os\nimport subprocess\n"
CHAINS = {  # what each name is made of, with the first of them
    "{0} + {0} + {0}": '"x"',
    'f"{{{0}}}{{{0}}}{{{0}}}"': '"x"',
    '"%s%s" % ({0}, {0})': '"x"',
    '"{{}}{{}}".format({0}, {0})': '"x"',
    "os.path.join({0}, {0}, {0})": '"x"',
    "{0} or {0} or {0}": "os.environ",
    "{0} if first else {0}": '"x"',
    "{0}[{0}[{0}]]": '{"x": "y"}',
    "{0} + {0}": '["x"]',
    "[*{0}, *{0}]": '["x"]',
}
PAIRED = {
    "a name that is bound again before each use": ('a = "x.py"\n', 'subprocess.run(["python", a])\n'),
    "keys of one table": ('d["k"] = 1\n', 'subprocess.run(["python", d["k"]])\n'),
    "loops over what is spelled out": ('for a in ["x.py"]:\n', '    subprocess.run(["python", a])\n'),
    "files that are asked for first": (
        'if not os.path.exists("x.py"):\n    raise SystemExit\n',
        'subprocess.run(["python", "x.py"])\n',
    ),
}


def chain(made_of: str, first: str, length: int = 25) -> str:
    names = (f"a{number} = {made_of.format(f'a{number - 1}')}\n" for number in range(1, length))
    return IMPORTS + f"a0 = {first}\n" + "".join(names)


def steps(text: str) -> int:
    source = Source.of("x.py", text.encode())
    read(source)
    return STEPS.most - source.budget.left(STEPS)


@pytest.mark.parametrize(("made_of", "first"), CHAINS.items())
def test_names_that_are_made_of_each_other_cost_no_more_than_there_are(made_of: str, first: str) -> None:
    once = steps(chain(made_of, first) + 'subprocess.run(["python", a8 + ".py"])\n')
    assert once < 6_000  # one for each way through them: 3 ** 8 and more


@pytest.mark.parametrize(("before", "after"), PAIRED.values(), ids=PAIRED)
def test_the_steps_grow_with_the_file(before: str, after: str) -> None:
    few, many = (steps(IMPORTS + (before + after) * number) for number in (20, 80))
    assert few < many <= 5 * few


def test_a_path_that_no_system_takes_is_unknown() -> None:
    text = chain("os.path.join({0}, {0}, {0})", '"x"') + 'subprocess.run(["python", os.path.join(NAME, "y.py")])\n'
    found = (read(Source.of("x.py", text.replace("NAME", name).encode())).references for name in ("a6", "a7"))
    assert [references[0].base.certain for references in found] == [True, False]  # 1,457 and 4,373 characters


def test_a_file_that_takes_more_is_read_up_to_there_and_said() -> None:
    text = chain("{0} + {0}", '"x.py " * 9', 25) + 'subprocess.run(["python", "first.py"])\n'
    text += "".join(f"subprocess.run(a24 + a{number % 25})\n" for number in range(STEPS.most // 50))
    facts = read_file("x.py", (text + 'subprocess.run(["python", "last.py"])\n').encode())
    assert [one.text for one in facts.references if one.text.endswith(".py")] == ["first.py"]
    reason = f"it has more than {STEPS.most} steps in the evaluation of its constants"
    assert facts.problems == (Problem(Location("x.py", 1, 1, 1, 1), reason, limit=True),)


def test_a_text_that_is_shown_again_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        "flake8_single_entry.readers.python.references.mentions.mentions", lambda text, _: seen.append(text.text) or ()
    )
    read(Source.of("x.py", b'usage = "python main.py"\n' + b"print(usage)\n" * 3))
    assert seen == ["python main.py"]


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ('print(f"python {name}")', False),
        ('print(f"run {name}.py")', True),
        ('TOOL = "python"\nprint(f"{TOOL} main.py")', True),
        ('TOOL = "python main.py"\nprint(f"{TOOL} {name}")', True),
        ('TOOL = "uvicorn"\nprint(f"{TOOL}")', True),
        ('print(f"took {seconds:.2f} with streamlit")', True),
        ('print(f"took {seconds:.2f}")', False),
        ('print("100 %s" % name)', False),
    ],
)
def test_only_texts_that_may_hold_a_command_are_read(text: str, is_read: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        "flake8_single_entry.readers.python.references.mentions.mentions", lambda text, _: seen.append(text.text) or ()
    )
    read(Source.of("x.py", f"{text}\n# .py python\n".encode()))
    assert bool(seen) == is_read


def test_what_was_evaluated_before_is_what_it_would_be_now(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [*ROOT.glob("flake8_single_entry/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("examples/**/*.py")]
    sources = [
        Source.of(str(path.relative_to(ROOT)), path.read_bytes()) for path in sorted(paths) if path.stat().st_size
    ]
    before = [read(source) for source in sources]
    evaluate = Evaluator.evaluate

    def anew(evaluator: Evaluator, node: ast.expr | None, block: Block) -> Value | None:
        evaluator._values.clear()
        return evaluate(evaluator, node, block)

    monkeypatch.setattr(Evaluator, "evaluate", anew)
    assert [read(source) for source in sources] == before
