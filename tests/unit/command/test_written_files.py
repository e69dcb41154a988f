"""Files that a script writes, read as what they become: scripts, crontabs, and files of other formats."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.scripts import shell
from flake8_single_entry.syntax.source import Source
from tests.unit.command.test_command import describe


def found(text: str) -> list[str]:
    return [describe(each) for each in shell.read(Source.of_text("tools/run.sh", text)).references]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cat > go.sh <<'E'\n#!/bin/bash\ncd api\nuvicorn m:app\nE", ["run m:app <caller/api>"]),
        ("cd api\ncat <<E > ../bin/go.sh\npython x.py\nE", ["run x.py <caller/bin>"]),
        ("tee bin/go <<E\n#!/usr/bin/env bash\npython x.py\nE", ["run x.py <caller/bin>"]),
        ('echo "#!/bin/sh" > go\necho "cd api" >> go\necho "python x.py" >> go', ["run x.py <caller/api>"]),
        ("printf '#!/bin/sh\\npython x.py\\n' > go", ["run x.py"]),
        ('cat > go.sh <<\'E\'\ncd "$(dirname "$0")/.."\npython x.py\nE', ["run x.py <caller/..>"]),
        ("D=api\ncat > go.sh <<E\npython $D/x.py\nE", ["run api/x.py"]),
        ("crontab - <<E\n0 4 * * * cd /srv/app && python x.py\nE", ["run x.py <caller//srv/app> guess"]),
        ('(crontab -l; echo "0 4 * * * cd $(pwd) && python x.py") | crontab -', ["run x.py"]),
        ('echo "@daily root python x.py" | sudo tee /etc/cron.d/x > /dev/null', ["run x.py guess"]),
        ("D=$(pwd)\ncat > x.service <<E\n[Service]\nWorkingDirectory=$D\nExecStart=$D/.venv/bin/python $D/x.py\nE",
         ["run x.py"]),
        ("cat <<'END' | sudo tee /etc/systemd/system/x.service\n[Service]\nWorkingDirectory=/srv\nExecStart=python x.py\nEND",
         ["run x.py <caller//srv> guess"]),
        ('cat > .mcp.json <<E\n{"mcpServers": {"x": {"command": "python", "args": ["x.py"]}}}\nE', ["run x.py"]),
        ("cat > api/Procfile <<E\nweb: python x.py\nE", ["run x.py <caller/api>"]),
        ("ssh me@host <<E\ncd /srv/app\npython x.py\nE", ["run x.py <caller//srv/app> guess"]),
        ("su - app <<E\npython x.py\nE", ["run x.py guess"]),
        # a program, a text, settings; another project; what the script makes itself
        ("cat > t.py <<E\nimport os\nos.system(\'python x.py\')\nE", []),
        ("cat > notes.conf <<E\n# python x.py\nport = 80\nE", []),
        ("cat <<E > CHANGES.txt\nThe command python x.py is gone.\nE", []),
        ("printf 'python x.py is gone since 2.0\\n' > NOTICE", []),
        ("mkdir demo\ncat > demo/go.sh <<E\npython x.py\nE", []),
        ("cat > go.sh <<E\npython x.py\nE\ncat > x.py <<E\nprint(1)\nE", []),
        ("cat > x.service <<E\n[Service]\nExecStart=$BIN/python $DIR/x.py\nE", []),
    ],
)  # fmt: skip
def test_written_files(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_written_reference_is_located_where_it_is_written() -> None:
    text = "cat > x.service <<E\n[Service]\nExecStart=python src/x.py\nE\n"
    (reference,) = shell.read(Source.of_text("run.sh", text)).references
    assert (reference.location.line, reference.location.column, reference.location.end_column) == (3, 18, 26)
