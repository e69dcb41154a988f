"""The effective directory of what shell text starts: the ways in which real scripts move about."""

from __future__ import annotations

import pytest

from tests.unit.command.test_command import found

ROUND_THE_SCRIPT = [
    'cd "$(dirname "$0")/.."\npython x.py',
    "cd `dirname $0`/..; python x.py",
    'cd "${0%/*}/.." && python x.py',
    'cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1\npython x.py',
    'D=$( cd -- "$( dirname -- "${BASH_SOURCE[0]}" )" &> /dev/null && pwd )\ncd "$D/.."\npython x.py',
    'ROOT="$(cd "$(dirname "$0")/.." && pwd -P)"\npython "$ROOT/x.py"',
    'ROOT="${ROOT:-$(cd "$(dirname "$0")/.." && pwd)}"\ncd $ROOT; python x.py',
    'S=$(realpath "$0"); D=$(dirname "$S"); python $D/../x.py',
    "D=${0:a:h}; cd $D/..; python x.py",
    'cd "$(dirname "$(readlink -f "$0")")"\ncd ..\npython x.py',
    'A=${B:=$(dirname "$0")/..}; cd $B; python x.py',
]


@pytest.mark.parametrize("text", ROUND_THE_SCRIPT)
def test_the_script_s_own_directory(text: str) -> None:
    assert found(text) in (["run x.py <file/..>"], ["run ../x.py <file>"])


TABLE = [
    # cd and what may stand around it
    ("cd api || exit\npython x.py", ["run x.py <caller/api>"]),
    ("cd api || { echo no; exit 1; }\npython x.py", ["run x.py <caller/api>"]),
    ("cd api 2>/dev/null || true; python x.py", ["run x.py <caller/api>"]),
    ("cd api || cd ../api; python x.py", ["run x.py guess"]),
    ("( cd api && python x.py ) || exit 1\npython y.py", ["run x.py <caller/api>", "run y.py"]),
    ("cd -- api/; python x.py", ["run x.py <caller/api>"]),
    ("command cd api; python x.py; cd $OLDPWD; python y.py", ["run x.py <caller/api>", "run y.py"]),
    ("D=$PWD; cd /tmp; cd $D; python x.py", ["run x.py"]),
    ("pushd api >/dev/null\npython x.py\npopd >/dev/null\npython y.py", ["run x.py <caller/api>", "run y.py"]),
    ("if cd api; then python x.py; fi", ["run x.py <caller/api>"]),
    ("[ -d api ] && cd api && python x.py", ["run x.py <caller/api>"]),
    ("[ -d api ] && cd api; python x.py", ["run x.py guess"]),
    ('[ "$1" = api ] && cd api\npython x.py', ["run x.py guess"]),
    ("trap 'cd api; python x.py' EXIT\npython y.py", ["run y.py"]),
    # an absolute directory is on another machine, and may hold the repository
    ("cd /srv/tides\npython /srv/tides/api/x.py\npython /srv/other/y.py",
     ["run api/x.py <caller//srv/tides> guess", "run /srv/other/y.py <caller//srv/tides> guess"]),
    # in the background: a shell of its own
    ("cd a && python x.py &\ncd b && python y.py &\npython z.py",
     ["run x.py <caller/a>", "run y.py <caller/b>", "run z.py"]),
    ("{ cd a; python x.py; } & python y.py", ["run x.py <caller/a>", "run y.py"]),
    ("if true; then\n  cd a && python x.py &\nfi\npython y.py", ["run x.py <caller/a>", "run y.py"]),
    ("nohup sh -c 'cd a && python x.py' >log 2>&1 &\npython y.py", ["run x.py <caller/a>", "run y.py"]),
    # functions
    ("go() ( cd api; python x.py )\ngo\npython y.py", ["run x.py <caller/api>", "run y.py"]),
    ('start() { cd "$1" && python x.py & }\nstart api\nstart web', ["run x.py <caller/api>", "run x.py <caller/web>"]),
    ("enter() { pushd api; }\nenter\npython x.py", ["run x.py <caller/api>"]),
    ("go() { python x.py; }\n(cd api && go)\nfunction unused { cd web; python y.py; }",
     ["run x.py <caller/api>", "run y.py <caller/web>"]),
    # loops over a literal list
    ("for s in api web; do python $s/main.py; done", ["run api/main.py", "run web/main.py"]),
    ('for s in api web; do (cd "services/$s" && python main.py); done\npython y.py',
     ["run main.py <caller/services/api>", "run main.py <caller/services/web>", "run y.py"]),
    ("S='api web'\nfor s in $S; do python $s/main.py; done", ["run api/main.py", "run web/main.py"]),
    ('S=(api web)\nS+=(ui)\nfor s in "${S[@]}"; do python $s/main.py; done',
     ["run api/main.py", "run web/main.py", "run ui/main.py"]),
    ("for s in */; do (cd $s && python main.py); done", ["run main.py guess"]),
    ("while true; do cd api; python x.py; cd ..; done\npython y.py", ["run x.py <caller/api>", "run y.py"]),
    # defaults and values given in the file
    ("DIR=${1:-api}\ncd $DIR\npython x.py", ["run x.py <caller/api>"]),
    (": ${DIR:=api}\ncd $DIR\npython x.py", ["run x.py <caller/api>"]),
    ('P="${P:-$(pwd)}"\ncd "$P/api" && python x.py', ["run x.py <caller/api>"]),
    ("${RUN:-python -u x.py} --port 80", ["run x.py"]),
    ("python $DIR/x.py; cd $DIR; python y.py", ["run y.py guess"]),
    # where the import system looks
    ("PYTHONPATH=src python -m m", ["run m search=src"]),
    ("env PYTHONPATH=src python -m m", ["run m search=src"]),
    ('export PYTHONPATH="${PYTHONPATH}:$(pwd)/src"\npython -m m', ["run m search=src"]),
    ("export PYTHONPATH=$PYTHONPATH:./src\ncd api && python -m m", ["run m <caller/api> search=api/src"]),
    ("PYTHONPATH=$LIB python -m m", ["run m guess"]),
    ("uvicorn main:app --app-dir=api", ["run main:app search=api"]),
    ("gunicorn --chdir=api main:app; python x.py", ["run main:app <caller/api>", "run x.py"]),
    ("make -C api run; make --directory=web", ["build api", "build web"]),
    # here-documents that a shell reads
    ("bash <<'EOS'\ncd api\npython x.py\nEOS\npython y.py", ["run x.py <caller/api>", "run y.py"]),
    ("cat <<EOS | bash -s\ncd api && python x.py\nEOS\npython y.py", ["run x.py <caller/api>", "run y.py"]),
    ("sudo -u app bash -s <<EOS\npython x.py\nEOS", ["run x.py"]),
    ("ssh host bash <<EOS\npython x.py\nEOS\ndocker exec -i web sh <<EOS\npython y.py\nEOS", ["run x.py guess"]),
    # checkouts and archives
    ("git clone https://h.example/o/tool.git; cd tool/sub\npython x.py", ["run x.py <caller/sub> checkout=tool"]),
    ("git clone https://h.example/o/tool.git \"$HOME/x\"\ncd y/sub\npython x.py", ["run x.py <caller/sub> checkout=tool"]),
    ("git clone <repo> there\ncd there\npython x.py", ["run x.py checkout=there"]),
    ("git clone <repo>\ncd tool/sub\npython x.py\ncd lib\npython y.py",
     ["run x.py <caller/sub> checkout=tool", "run y.py <caller/sub/lib> checkout=tool"]),
    ('git clone "$URL" && python src/x.py', ["run src/x.py"]),
    ("git clone <repo>\ncd <repo>\ncd api\npython x.py", ["run x.py <caller/api> guess"]),
    ("gh repo clone o/tool && cd tool && python x.py", ["run x.py checkout=tool"]),
    ("tar xvfz tool-0.1.tar.gz; cd tool-0.1; python setup.py install", []),
    ("unzip -q tool.zip && python tool/x.py", []),
    ("curl -L h.example/t.tgz | tar xz; cd tool-1; python x.py", ["run x.py <caller/tool-1> guess"]),
    ("tar czf src.tgz src; cd src; python x.py", ["run x.py <caller/src>"]),
    ("git worktree add ../next && cd ../next && python x.py", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text[:60] for text, _ in TABLE])
def test_effective_directory(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x | tee log | python a.py\npython b.py < log",
        "x | y | python a.py  # why\n\npython b.py > log",
        "true && x | y | python a.py\nz\npython b.py > log && w",
    ],
)
def test_a_line_after_a_long_pipeline_is_a_command_of_its_own(text: str) -> None:
    assert found(text) == ["run a.py", "run b.py"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("python -m venv .venv; python -m http.server; python -m json.tool; python -m timeit", []),
        ("python -m pdb x.py; python -m cProfile -m pkg.main; python -m trace --trace x.py",
         ["run x.py", "run pkg.main", "run x.py"]),
        ("python -m code.main; python -m test.run", ["run code.main", "run test.run"]),
        ("python -m unittest -v tests/test_x.py", ["path tests/test_x.py"]),
        ("python -m unittest discover", []),
        ("python -m unittest discover -s tests -p 'check_*.py'; python -m unittest -k test.one -f", []),
        ("python -m unittest tests.test_x.XTest.test_one tests.unit.test_y", ["run tests.test_x", "run tests.unit.test_y"]),
    ],
)  # fmt: skip
def test_modules_of_the_standard_library(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "uv init && uv run main.py",
        "uv init shop; cd shop; uv run main.py",
        "django-admin startproject site . && python manage.py migrate",
        "npx create-react-app ui; python ui/x.py",
        "jupyter nbconvert --to script play.ipynb && python play.py",
        "scp me@h.example:/srv/x.py . && python x.py",
        "aws s3 cp s3://b/x.py y.py && python y.py",
        "rsync -a h:src/ there && python there/x.py",
        "sed s/a/b/ t.in > x.py; python x.py",
        "python ] x.py; curl -O 'http://[h/x.py'",
    ],
)
def test_what_a_script_makes_is_not_missing(text: str) -> None:
    assert [each for each in found(text) if each.startswith("run")] == []
