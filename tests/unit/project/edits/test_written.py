"""What is written in place of a reference: in the form that is there, with what stands around it kept."""

from __future__ import annotations

import pytest

from flake8_single_entry.project.edits.written import rewritten
from tests.unit.project.edits.marked import changed, span_of


@pytest.mark.parametrize(
    ("marked", "meaning", "new", "after"),
    [
        pytest.param("python «main_old.py» --port 1", "", "src/main.py", "python src/main.py --port 1", id="a word"),
        pytest.param("python '«main_old.py»'", "", "src/main.py", "python 'src/main.py'", id="in quotes"),
        pytest.param("python «main_old.py»", "", "-m src.main", "python -m src.main", id="an option before a module"),
        pytest.param("«main_old»:app", "", "src.main", "src.main:app", id="part of a word"),
        # what is written in another way than it is meant
        pytest.param("«$DIR/main_old.py»", "src/main_old.py", "src/main.py", "$DIR/main.py", id="a variable before"),
        pytest.param("«${DIR}/a/old.py»", "src/a/old.py", "src/b/new.py", "${DIR}/b/new.py", id="a variable in braces"),
        pytest.param("«./main_old.py»", "main_old.py", "src/main.py", "./src/main.py", id="a dot before"),
        pytest.param("«main_old:$NAME»", "main_old:app", "src.main:app", "src.main:$NAME", id="a variable behind"),
        pytest.param("«main_old.$EXT»", "main_old.py", "src/main.py", "src/main.$EXT", id="an ending as a variable"),
        # lists of quoted words
        pytest.param(
            'CMD ["python", "«a.py»"]',
            "",
            "-m src.main",
            'CMD ["python", "-m", "src.main"]',
            id="exec form, at its end",
        ),
        pytest.param(
            'CMD ["python", "«a.py»", "-v"]', "", "-m b", 'CMD ["python", "-m", "b", "-v"]', id="exec form, inside"
        ),
        pytest.param("['python','«a.py»']", "", "-m b", "['python','-m','b']", id="no blank behind the comma"),
        pytest.param("['«a.py»',  '-v']", "", "-m b", "['-m',  'b',  '-v']", id="two blanks behind the comma"),
        pytest.param("['«a.py»','-v']", "", "-m b", "['-m', 'b','-v']", id="first, and no blank"),
        pytest.param('["«a.py»"]', "", "-m b", '["-m", "b"]', id="the only word"),
        pytest.param('["«a.py»" ]', "", "-m b", '["-m", "b" ]', id="a blank before the bracket"),
        pytest.param('run: python "«a.py»"', "", "b.py", 'run: python "b.py"', id="one word in quotes is no list"),
        pytest.param("python «alt/größe.py»", "", "neu/größe.py", "python neu/größe.py", id="letters of any script"),
        pytest.param(r"python «alt\main.py»", "", r"src\main.py", r"python src\main.py", id="backslashes"),
    ],
)
def test_rewritten(marked: str, meaning: str, new: str, after: str) -> None:
    span = span_of(marked, meaning)
    found = rewritten(span, new)
    assert found is not None
    assert changed(span.text, [found]) == after


@pytest.mark.parametrize(
    ("marked", "option", "after"),
    [
        ("uvicorn «old:app» --reload", "--factory", "uvicorn main:app --factory --reload"),
        ('["uvicorn", "«old:app»", "--reload"]', "--factory", '["uvicorn", "main:app", "--factory", "--reload"]'),
        ('["uvicorn", "«old:app»"]', "--app-dir src", '["uvicorn", "main:app", "--app-dir", "src"]'),
        ('uvicorn "«old:app»"', "--factory", None),  # the option would be inside the quotes
    ],
)
def test_an_option(marked: str, option: str, after: str | None) -> None:
    span = span_of(marked)
    found = rewritten(span, "main:app", option)
    assert (changed(span.text, [found]) if found else None) == after


@pytest.mark.parametrize(
    ("marked", "meaning", "new"),
    [
        pytest.param(
            "python «$DIR/main_old.py»", "src/main_old.py", "app/main.py", id="elsewhere than the variable says"
        ),
        pytest.param("python «$MAIN»", "main_old.py", "src/main.py", id="all of it is a variable"),
        pytest.param("python «$A$B»", "srcmain", "srcother", id="nothing is written as it is meant"),
        pytest.param("python «main_old.py»", "", "src/$main.py", id="the new name needs quotes"),
        pytest.param("python «main_old.py»", "", "src/main'.py", id="a quote in the new name"),
        pytest.param("python «main_old.py»", "", "src/main;rm.py", id="a command in the new name"),
        pytest.param("python «main_old.py»", "", "src/\x1b[1m.py", id="a control character in the new name"),
        pytest.param("python «main_old.py»", "", "", id="no new name"),
        pytest.param("python '«main_old.py»'", "", "-m src.main", id="an option inside of quotes"),
        pytest.param('x = "«main_old.py»"\n', "", "-m src.main", id="a string in a program"),
    ],
)
def test_left(marked: str, meaning: str, new: str) -> None:
    assert rewritten(span_of(marked, meaning), new) is None
