"""What is chosen, what is rewritten, and what is taken back because the result would be no better."""

from __future__ import annotations

import pytest

from flake8_single_entry.fixes.values import Choice, Only, Plan
from tests.unit.fixes.planning import APP, CONFIGURED, Memory, planned, tree_of

START = 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["python", "{}"]\n'
FILES = {
    **CONFIGURED,
    "main_v2.py": APP,
    "Dockerfile": START.format("main_v2.py"),
    "deploy/run.sh": "python main_v2.py\n",
}


def done(plan: Plan) -> tuple[list[str], list[str]]:
    """Return the old paths of the moves, and the changed files."""
    return [move.old for move in plan.moves], [change.path for change in plan.changes]


@pytest.mark.parametrize(
    ("choice", "moves", "changes"),
    [
        (Choice(), ["main_v2.py"], ["Dockerfile", "deploy/run.sh"]),
        (Choice(only=Only.REFERENCES), [], ["Dockerfile", "deploy/run.sh"]),
        (Choice(only=Only.ARCHIVE), ["main_v2.py"], []),  # the references can be rewritten next
        (Choice(codes=("ONE203",)), [], ["Dockerfile", "deploy/run.sh"]),
        (Choice(codes=("ONE101",)), [], []),
        (Choice(codes=("ONE1", "ONE203")), ["main_v2.py"], ["Dockerfile", "deploy/run.sh"]),
        (Choice(paths=("Dockerfile",)), [], ["Dockerfile"]),
        (Choice(paths=("deploy",)), [], ["deploy/run.sh"]),
        (Choice(paths=("dep",)), [], []),
        (Choice(paths=("main_v2.py", "Dockerfile", "deploy/run.sh")), ["main_v2.py"], ["Dockerfile", "deploy/run.sh"]),
        (Choice(paths=("main_v2.py", "Dockerfile")), [], ["Dockerfile"]),  # run.sh still starts it
    ],
)
def test_choice(choice: Choice, moves: list[str], changes: list[str]) -> None:
    assert done(planned(tree_of(FILES), choice)) == (moves, changes)


def test_a_locked_file_is_left_and_holds_the_module() -> None:
    plan = planned(tree_of(FILES), locked={"Dockerfile": "it is read-only"})
    assert done(plan) == ([], ["deploy/run.sh"])
    reasons = {each.finding.location.path: each.reason for each in plan.left}
    assert reasons["Dockerfile"] == "it is read-only"
    assert reasons["main_v2.py"] == "Dockerfile line 4 still starts it"


def test_a_locked_duplicate_is_not_moved() -> None:
    plan = planned(tree_of(FILES), locked={"main_v2.py": "it is read-only"})
    assert done(plan) == ([], ["Dockerfile", "deploy/run.sh"])
    assert [(each.finding.code, each.reason) for each in plan.left if each.reason] == [("ONE101", "it is read-only")]


def test_the_plan_knows_what_is_left_afterwards() -> None:
    plan = planned(tree_of({**FILES, "Makefile": "image:\n\tdocker build -f Dockerfile.gone .\n"}))
    assert [(one.code, one.location.path) for one in plan.after] == [("ONE201", "Makefile")]


def test_a_plan_that_is_made_leaves_nothing_to_plan() -> None:
    tree = tree_of(FILES)
    plan = planned(tree)
    changed = tree.with_overlay({change.path: change.after for change in plan.changes}).with_moves(dict(plan.moves))
    again = Memory(changed)({}, {})
    assert again.findings == ()
    assert planned(changed).is_empty


def test_what_is_covered_is_not_touched() -> None:
    files = {
        **FILES,
        ".single-entry.yaml": CONFIGURED[".single-entry.yaml"]
        + "allow:\n  - {path: main_v2.py, as: program}\nignore: [deploy/**]\n",
        "user.py": "from main_gone import app  # noqa: ONE201\n",
        "archive/main_v1.py": APP,
        "Makefile": "run:\n\tpython archive/main_v1.py  # noqa: ONE202\n",
    }
    assert done(planned(tree_of(files))) == ([], [])


def test_notes_are_not_touched() -> None:
    files = {**FILES, ".single-entry.yaml": CONFIGURED[".single-entry.yaml"] + "rules: {ONE203: note, ONE201: note}\n"}
    assert done(planned(tree_of(files)))[1] == []


def test_the_former_text_of_a_change() -> None:
    (rewrite,) = planned(tree_of(FILES), Choice(paths=("Dockerfile",))).rewrites
    assert rewrite.before == "main_v2.py"


class TestCopies:
    """The copy of a module into an image and the start of it change together."""

    IMAGE = "FROM python:3.12\nWORKDIR /srv\nCOPY main_v2.py .\nCMD {}\n"

    def changed(self, files: dict[str, str], choice: Choice | None = None) -> str:
        plan = planned(tree_of({**CONFIGURED, **files}), choice)
        return "".join(each.after.decode() for each in plan.changes if each.path == "Dockerfile")

    @pytest.mark.parametrize("choice", [Choice(), Choice(only=Only.REFERENCES), Choice(paths=("Dockerfile",))])
    def test_together(self, choice: Choice) -> None:
        before = self.IMAGE.format('["python", "main_v2.py"]')
        after = before.replace("main_v2", "main")
        assert self.changed({"main_v2.py": APP, "Dockerfile": before}, choice) == after
        assert self.changed({"Dockerfile": before}, choice) == after  # where it is gone already

    def test_not_at_all(self) -> None:
        """What the image starts has an argument that the authoritative module does not take."""
        program = (
            "import argparse\nimport sys\n\nparser = argparse.ArgumentParser()\nparser.add_argument('--model')\n" + APP
        )
        before = self.IMAGE.format('["python", "main_v2.py", "--model", "x"]')
        files = {"main_v2.py": program, "Dockerfile": before}
        plan = planned(tree_of({**CONFIGURED, **files}))
        assert (plan.moves, plan.changes) == ((), ())
        reasons = {each.finding.location.line: each.reason for each in plan.left if each.finding.code == "ONE203"}
        assert reasons[3].startswith("line 4 would fail: starts main_v2.py, ")


def test_a_variable_whose_new_value_is_no_better_is_taken_back() -> None:
    """The finding is where the variable is used. The image has the superseded module only."""
    files = {
        ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n",
        "src/main.py": APP,
        "src/main_v2.py": APP,
        "start.sh": '#!/bin/sh\nMODULE=src.main_v2\nexec uvicorn "$MODULE:app"\n',
        "Dockerfile": 'FROM python:3.12\nWORKDIR /srv\nCOPY src/main_v2.py src/\nCOPY start.sh .\nCMD ["./start.sh"]\n',
        "Dockerfile.both": "FROM python:3.12\nWORKDIR /srv\nCOPY . .\n",
    }
    plan = planned(tree_of(files), Choice(paths=("start.sh",)))
    assert plan.changes == ()
