"""What a hostile script does to the memory, the stack and the clock: the references before it stay, limits are said."""

from __future__ import annotations

import time

import pytest

from flake8_single_entry.facts.store import read_file

NUMBERS = range(1_000)
CASES = {
    "an option that takes a value or does not": ("a.sh", "sudo " + "-u " * 60 + "x <<E\na\nE\n"),
    "every combination of values": (
        "a.sh",
        "".join(f"case $x in a) v{i}=a;; b) v{i}=b;; c) v{i}=c;; esac\n" for i in range(20))
        + f"python {' '.join(f'$v{i}' for i in range(20))}.py\n",
    ),
    "an array in every word": ("a.sh", f"a=({'b ' * 2000})\npython x.py {'${a[@]} ' * 5000}\n"),
    "fields in every word": ("a.sh", f"a='{'b ' * 2000}'\npython x.py {'$a ' * 5000}\n"),
    "one long word": ("a.sh", f"a='{'b' * 4000}'\npython \"{'$a' * 20000}.py\"\n"),
    "runners in each other": ("a.sh", f"python {'-m pdb ' * 1500}x.py\n"),
    "loops in each other, batch": ("a.bat", f"{'for a do ' * 500}python x.py\n"),
    "calls in each other, batch": ("a.bat", f"{'call ' * 900}python x.py\n"),
    "functions in each other": ("a.ps1", "".join(f"function f{i} {{ f{i + 1} }}\n" for i in range(150)) + "f0\n"),
    "expressions in each other": ("a.ps1", "$x = '" + "iex $x; " * 500 + "'\n" + "iex $x\n" * 500),
    "values that grow": ("a.sh", "a='b c'\n" + 'a="$a $a"\n' * 3000 + "eval $a\n" * 300),
    "arrays in a line": ("a.ps1", "$a=@() " * 800 + "\n"),
    "here-strings without an end": ("a.ps1", "@'\n" * 10_000),
    "remarks without an end": ("a.ps1", "<# " * 10_000),
    "escaped quotes in a function": ("a.ps1", "function a {\n" + '`"' * 15_000),
    "tests in a chain": ("a.sh", ("[ -f a ] && " * 80 + "true\n") * 40),
    "variables": ("a.sh", "".join(f"a{i}=b\n(python x{i}.py)\n" for i in NUMBERS)),
    "functions": ("a.sh", "".join(f"f{i}() {{ echo; }}\n" for i in NUMBERS) + "".join(f"f{i}\n" for i in NUMBERS)),
    "checkouts": ("a.sh", "".join(f"git clone r{i}\npython x{i}.py\n" for i in NUMBERS)),
    "guards": ("a.sh", "".join(f"if [ ! -f a{i} ]; then exit; fi\npython x{i}.py\n" for i in NUMBERS)),
    "files that recipes make": ("Makefile", "".join(f"a{i} = b\nt{i}:\n\ttouch a{i}.py\n" for i in NUMBERS)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_script_costs_little(name: str) -> None:
    path, text = CASES[name]
    start = "t:\n\tpython gone.py\n" if path == "Makefile" else "python gone.py\n"
    started = time.process_time()
    facts = read_file(path, f"{start}{text}".encode())
    assert time.process_time() - started < 4
    assert "gone.py" in [reference.text for reference in facts.references]


@pytest.mark.parametrize("piece", ["()", ")", "a|"])
def test_a_script_that_is_beyond_a_limit_says_so(piece: str) -> None:
    facts = read_file("run.sh", f"python main.py\n{piece * 50_000}\n".encode())
    (problem,) = facts.problems
    assert problem.limit
    assert problem.reason.startswith("it has more than ")


def test_what_aliases_repeat_is_counted() -> None:
    steps = "".join(f"  - script: python x{i}.py\n" for i in range(2_000))
    jobs = "".join(f"job{i}: {{<<: *all}}\n" for i in range(2_000))
    text = f"one: &all\n  script:\n{steps.replace('- script: ', '- ')}{jobs}"
    started = time.process_time()
    facts = read_file(".gitlab-ci.yml", text.encode())
    assert time.process_time() - started < 10
    assert len(facts.references) >= 2_000
    assert [problem.reason for problem in facts.problems] == ["it has more than 50000 values behind aliases"]


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        pytest.param("import " + "a." * 20_000 + "a\n", False, id="one long name"),
        pytest.param("import " + "a.\\\n" * 20_000 + "a\n", False, id="a name on many lines"),
        pytest.param(f"import a.b\nDATA = '{'A1' * 20_000}'\n", True, id="data"),
        pytest.param(f"import a.b\nDATA = [{'0.5, ' * 20_000}]\n", True, id="numbers"),
    ],
)
def test_a_name_that_takes_the_parser_long_is_not_parsed(text: str, is_read: bool) -> None:
    started = time.process_time()
    facts = read_file("a.py", text.encode())
    assert time.process_time() - started < 2
    assert bool(facts.references) is is_read
    assert [problem.reason for problem in facts.problems] == (
        [] if is_read else ["a name in it is too long to be parsed"]
    )
