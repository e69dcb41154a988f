"""Commands in the recipes of makefiles."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.tasks.makefile import read, scan
from tests.unit.reading import read_text, shown

CASES = [
    pytest.param(
        """
        run: install
        \t@python main.py
        \t-python -m tides.worker
        quick:; uvicorn tides.web:app
        install:
        \tpip install -r requirements.txt  # python gone.py
        """,
        ["3 path main.py @file", "4 module tides.worker @file guarded", "5 object tides.web:app @file"],
        id="recipe lines",
    ),
    pytest.param(
        """
        test:
        \tcd lib
        \tpython here.py
        \tcd lib && python there.py
        \tcd lib && \\
        \t  python \\
        \t    joined.py
        """,
        ["4 path here.py @file", "5 path there.py @file lib", "8 path joined.py @file lib"],
        id="each line has a shell of its own",
    ),
    pytest.param(
        """
        image:
        \tmkdir stage
        \tdocker build stage
        \tdocker build gone
        \tdocker build made
        \tmkdir -p made/sub
        """,
        ["5 build gone @file", "6 build made @file"],
        id="a build in a directory that the recipe makes before",
    ),
    pytest.param(
        """
        .ONESHELL:
        test:
        \tcd lib
        \tpython there.py
        """,
        ["5 path there.py @file lib"],
        id="one shell for the recipe",
    ),
    pytest.param(
        """
        PYTHON ?= python3
        DIR := lib
        APP = $(PACKAGE).web:app
        PACKAGE = tides
        run:
        \t$(PYTHON) $(DIR)/main.py
        \tuvicorn ${APP} --port $${PORT}
        \tfor f in a b; do echo $$f; done; $(PYTHON) after.py
        """,
        [
            "7 path lib/main.py @file <- $(DIR)/main.py",
            "8 object tides.web:app @file <- ${APP}",
            "9 path after.py @file",
        ],
        id="variables",
    ),
    pytest.param(
        """
        export PYTHONPATH = lib
        web: export FLASK_ENV = x
        web: APP = tides.web:app
        web:
        \tuvicorn $(APP)
        other:
        \tuvicorn $(APP)
        """,
        ["6 object tides.web:app @file search=lib <- $(APP)"],
        id="exported and target-specific variables",
    ),
    pytest.param(
        """
        run:
        \t@$(start)
        \t$(call check,lib)
        define start
        @cd lib
        -python main.py
        endef
        define check
        \tcd tools && \\
        \t  python check.py
        endef
        """,
        ["7 path main.py @file", "11 path check.py @file tools"],
        id="canned recipes",
    ),
    pytest.param(
        """
        SHELL := /usr/bin/env python3
        run:
        \tpython.gone.py
        \timport main; main.run("python gone.py")
        """,
        [],
        id="recipes in another language",
    ),
    pytest.param(
        """
        HERE := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
        run:
        \tcd /tmp && python $(CURDIR)/main.py
        \tcd $(CURDIR)/lib && python there.py
        \tpython $(HERE)tools/x.py
        """,
        [
            "4 path main.py @file <- main.py",
            "5 path there.py @file lib",
            "6 path tools/x.py @file",
        ],
        id="the makefile's directory",
    ),
    pytest.param(
        """
        A = $(B)
        B = $(A)
        define TEXT
        run:
        \tpython in_define.py
        endef
        ALL = $(wildcard *.py)
        run: $(B) data/*.csv
        \tpython $@ $< $(A) $(ALL) $(call go,x.py)
        \tpython $(shell ls *.py)
        clean:
        \trm -f main_old.py
        \t$(MAKE) -C build/latex
        # python comment.py
        MESSAGE = python value.py
        """,
        [],
        id="what cannot be known, and what is no command",
    ),
    pytest.param(
        """
        UV := $(shell command -v uv 2>/dev/null)
        ifeq ($(CI),true)
        PY = python3
        else
        PY := $(VENV)/bin/python
        endif
        MAIN = fast.py
        MAIN = slow.py
        RUN = $(PY) -m
        all:
        \t$(UV) run a.py
        \t$(PY) b.py
        \t$(RUN) pkg.main
        \tpython $(MAIN)
        \t$(if $(UV),uv run,python) c.py
        \t$(or $(X),python3) d.py
        """,
        [
            "12 path a.py @file",
            "13 path b.py @file",
            "14 module pkg.main @file",
            "15 path fast.py @file <- $(MAIN)",
            "15 path slow.py @file <- $(MAIN)",
            "16 path c.py @file",
            "17 path d.py @file",
        ],
        id="programs that are looked up, and variables with several values",
    ),
    pytest.param(
        """
        V := $(shell python tools/version.py)
        TOOL = tools/tool.py
        .PHONY: test.py
        a.json: tools/a.py data.csv | dir
        \tpython $< > $@
        b.json: $(TOOL)
        \tpython $^ --all
        made.py: made.in
        \tpython $(shell python -m pkg.names)
        use: made.py lost.py
        \ttrue
        %.html: convert.py
        \tpython $<
        # $(shell python gone.py)
        """,
        [
            "2 path tools/version.py @file",
            "10 module pkg.names @file",
            "5 path tools/a.py @file",
            "3 path tools/tool.py @file",
            "11 path lost.py @file",
        ],
        id="prerequisites and the output of commands",
    ),
    pytest.param(
        """
        export FLASK_APP = web.py
        OTHER_APP = gone.py
        FLASK_APP2 = gone.py
        run:
        \tnpm run dev
        """,
        ["2 path web.py @file"],
        id="an exported application",
    ),
    pytest.param(
        "include common.mk\nuse: lost.py\n\ttrue\n",
        [],
        id="a rule of another file may make it",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_references(text: str, expected: list[str]) -> None:
    found = shown(*read_text(read, "Makefile", text))
    assert found == [line.removesuffix(" <- main.py") for line in expected]


def test_lines_that_end_in_carriage_returns() -> None:
    text = "run:\r\n\tcd lib && \\\r\n\tpython main.py\r\n"
    assert shown(*read_text(read, "Makefile", text)) == ["3 path main.py @file lib"]


def test_a_part_that_others_include_runs_where_they_are() -> None:
    assert shown(*read_text(read, "mk/dev.mk", "run:\n\tpython main.py\n")) == ["2 path main.py @caller"]


@pytest.mark.parametrize(
    "text",
    [
        "A0 = x\n" + "".join(f"A{n + 1} = $(A{n}) $(A{n})\n" for n in range(60)) + "run:\n\tpython $(A60)\n",
        "run:\n\tpython " + "$(" * 20_000 + "\n",
        "X = " + "y" * 20_000 + "\nrun:\n\tpython " + "$(X)" * 200 + "\n",
        "run:\n" + "\tpython x.py \\\n" * 300,
    ],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    assert len(read_text(read, "Makefile", text)[1].references) <= 1


def test_scan() -> None:
    assert scan(b"run:\n\tpython main.py\n")
    assert not scan(b"all: main.o\n\tcc -o main main.o\n")
