"""The value of a variable, changed where it is written."""

from __future__ import annotations

import pytest

from flake8_single_entry.project.edits.variables import by_variable
from tests.unit.project.edits.marked import changed, span_of


@pytest.mark.parametrize(
    ("marked", "meaning", "new", "after"),
    [
        pytest.param('MAIN="a.py"\nrun «$MAIN»', "a.py", "b.py", 'MAIN="b.py"\nrun $MAIN', id="sh"),
        pytest.param(
            "MAIN=a\nrun «$MAIN:app»", "a:app", "src.b:app", "MAIN=src.b\nrun $MAIN:app", id="sh, before a name"
        ),
        pytest.param("MAIN='a'\nrun «x.${MAIN}»", "x.a", "x.b", "MAIN='b'\nrun x.${MAIN}", id="sh, behind a package"),
        pytest.param(
            'export M="a.py"\nrun «"$D/$M"»'.replace('«"$D/', '"$D/«').replace('"»', '»"'),
            "a.py",
            "b.py",
            'export M="b.py"\nrun "$D/$M"',
            id="sh, exported",
        ),
        pytest.param("M=${M:-a.py}\nrun «$M»", "a.py", "b.py", "M=${M:-b.py}\nrun $M", id="sh, a default"),
        pytest.param(
            ": ${M:=a.py}\nrun «$M»", "a.py", "b.py", ": ${M:=b.py}\nrun $M", id="sh, a default that is assigned"
        ),
        pytest.param("run «${M:-a.py}»", "a.py", "b.py", "run ${M:-b.py}", id="compose, a default in place"),
        pytest.param("run «${M-a.py}»", "a.py", "b.py", "run ${M-b.py}", id="compose, a default without a colon"),
        pytest.param("APP := a:app\nrun:\n\tu «$(APP)»", "a:app", "b:app", "APP := b:app\nrun:\n\tu $(APP)", id="make"),
        pytest.param(
            "APP ?= a\nrun:\n\tu «$(APP):app»", "a:app", "b:app", "APP ?= b\nrun:\n\tu $(APP):app", id="make, ?="
        ),
        pytest.param("ENV M=a.py\nCMD run «$M»", "a.py", "b.py", "ENV M=b.py\nCMD run $M", id="Dockerfile, ENV"),
        pytest.param(
            "ENV M a.py\nCMD run «$M»", "a.py", "b.py", "ENV M b.py\nCMD run $M", id="Dockerfile, ENV without ="
        ),
        pytest.param("ARG M=a.py\nCMD run «$M»", "a.py", "b.py", "ARG M=b.py\nCMD run $M", id="Dockerfile, ARG"),
        pytest.param(
            'ENV M="a.py"\nCMD run «$M»', "a.py", "b.py", 'ENV M="b.py"\nCMD run $M', id="Dockerfile, in quotes"
        ),
        pytest.param("env:\n  M: a.py\nrun: «$M»", "a.py", "b.py", "env:\n  M: b.py\nrun: $M", id="YAML"),
        pytest.param(
            'env:\n  M: "a.py"\nrun: «$M»', "a.py", "b.py", 'env:\n  M: "b.py"\nrun: $M', id="YAML, in quotes"
        ),
        pytest.param('{"M": "a.py", "run": "«$M»"}', "a.py", "b.py", '{"M": "b.py", "run": "$M"}', id="JSON"),
        pytest.param("set M=a.py\r\nrun «%M%»\r\n", "a.py", "b.py", "set M=b.py\r\nrun %M%\r\n", id="cmd"),
        pytest.param('set "M=a.py"\r\nrun «%M%»', "a.py", "b.py", 'set "M=b.py"\r\nrun %M%', id="cmd, in quotes"),
        pytest.param(
            '$env:M = "a.py"\nrun «$env:M»', "a.py", "b.py", '$env:M = "b.py"\nrun $env:M', id="PowerShell, env"
        ),
        pytest.param("$m = 'a.py'\nrun «$m»", "a.py", "b.py", "$m = 'b.py'\nrun $m", id="PowerShell"),
        pytest.param(
            "M=a.py\nN=a.py\nrun «$M»", "a.py", "b.py", "M=b.py\nN=a.py\nrun $M", id="another variable like it"
        ),
        pytest.param("XM=a.py\nM=a.py\nrun «$M»", "a.py", "b.py", "XM=a.py\nM=b.py\nrun $M", id="a longer name"),
        pytest.param("M=a.py.bak\nM=a.py\nrun «$M»", "a.py", "b.py", "M=a.py.bak\nM=b.py\nrun $M", id="a longer value"),
    ],
)
def test_changed(marked: str, meaning: str, new: str, after: str) -> None:
    span = span_of(marked, meaning)
    found = by_variable(span, new)
    assert found is not None
    assert changed(span.text, [found]) == after


@pytest.mark.parametrize(
    ("marked", "meaning", "new"),
    [
        pytest.param("M=a.py\nrun «a.py»", "a.py", "b.py", id="no variable"),
        pytest.param("M=a.py\nif x; then M=a.py; fi\nrun «$M»", "a.py", "b.py", id="a value written twice"),
        pytest.param("M=a.py\nrun «${M:-a.py}»", "a.py", "b.py", id="a value and a default"),
        pytest.param("D=src\nM=a.py\nrun «$D/$M»", "src/a.py", "src/b.py", id="two variables"),
        pytest.param("run «$M»", "a.py", "b.py", id="a value from elsewhere"),
        pytest.param("M=src\nrun «$M/a.py»", "src/a.py", "src/b.py", id="what changes is not in the variable"),
        pytest.param("M=a\nrun «$M:app»", "a:app", "b:application", id="what stands behind it changes too"),
        pytest.param("M=src/a.py\nrun «$M»", "a.py", "b.py", id="the value is more than the reference"),
    ],
)
def test_left(marked: str, meaning: str, new: str) -> None:
    assert by_variable(span_of(marked, meaning), new) is None
