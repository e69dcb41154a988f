"""Whether an import of another module would close a circle."""

from __future__ import annotations

import pytest

from flake8_single_entry.fixes.circles import Circles
from tests.unit.fixes.planning import Memory, tree_of


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"new.py": "import user\n", "old.py": "", "user.py": "import old\n"}, True),
        (
            {
                "new.py": "import a\n",
                "a.py": "import b\n",
                "b.py": "import user\n",
                "old.py": "",
                "user.py": "import old",
            },
            True,
        ),
        ({"new.py": "", "old.py": "", "user.py": "import old\n"}, False),
        ({"new.py": "import a\n", "a.py": "import new\n", "old.py": "", "user.py": "import old\n"}, False),
        ({"new.py": "import user\n", "old.py": "import user\n", "user.py": "import old\n"}, False),
        (
            {
                "new.py": "import subprocess\nsubprocess.run(['python', 'user.py'])\n",
                "old.py": "",
                "user.py": "import old",
            },
            False,
        ),
    ],
)
def test_closes(files: dict[str, str], expected: bool) -> None:
    # All of them are read, because all start something.
    programs = {path: text + "\nif __name__ == '__main__':\n    pass\n" for path, text in files.items()}
    project = Memory(tree_of(programs))({}, {}).project
    assert Circles(project.graph).closes("user.py", "old.py", "new.py") is expected
