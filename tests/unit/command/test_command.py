"""Command lines: what they start and where, and what they leave alone."""

from __future__ import annotations

import json

import pytest

from flake8_single_entry import command
from flake8_single_entry.model import COPIED, REQUIRED, Base, Kind, Reference, RelativeTo, Via
from flake8_single_entry.syntax.source import Source

HERE = Base(RelativeTo.CALLER)


def read(text: str, base: Base = HERE, **more: object) -> command.Script:
    context = command.Context(base, "shell", **more)  # type: ignore[arg-type]
    return command.read_script(Source.of_text("run.sh", text).whole(), context)


def describe(reference: Reference) -> str:
    """``via text`` with what differs from a plain run where the caller is."""
    base = reference.base
    where = f"{base.anchor.value}/{base.directory}".rstrip("/")
    notes = [
        f"<{where}>" if where != "caller" else "",
        f"search={','.join(base.search)}" if base.search else "",
        f"container={base.container}" if base.container else "",
        f"checkout={base.checkout}" if base.checkout else "",
        "" if base.certain else "guess",
        "guarded" if reference.guarded else "",
        "forgiven" if reference.forgiven else "",
        "required" if reference.runner == REQUIRED else "",
        "replaced" if reference.replaced else "",
        "copied" if reference.runner == COPIED else "",
    ]
    return " ".join([reference.via.value, reference.text, *filter(None, notes)])


def found(text: str, **more: object) -> list[str]:
    return [describe(reference) for reference in read(text, **more).references]


def check(table: list[tuple[str, list[str]]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("text", "expected"), table, ids=[text[:60] for text, _ in table])


@check(
    [
        ("python main.py", ["run main.py"]),
        ("python3.11 -u -W ignore -X dev src/main.py --port 80 other.py", ["run src/main.py"]),
        ("/usr/bin/env python3 main.py", ["run main.py"]),
        (".venv/bin/python main.py", ["run main.py"]),
        ("$PYTHON main.py", ["run main.py"]),
        ('"$VENV/bin/python" main.py', ["run main.py"]),
        ("PY=$(which python3)\n$PY main.py", ["run main.py"]),
        ("py -3.11 main.py", ["run main.py"]),
        ("python src/app", ["run src/app"]),
        ("python .", ["run ."]),
        ("python app --debug", ["run app"]),
        ("python -m pkg.main --x", ["run pkg.main"]),
        ("python -m pkg/main.py --x", ["run pkg/main.py"]),
        ("python -um pkg.main", ["run pkg.main"]),
        ("python -m pdb -c continue main.py", ["run main.py"]),
        ("python -m debugpy --listen 0.0.0.0:5678 --wait-for-client -m pkg.main", ["run pkg.main"]),
        ("python -m cProfile -o out.prof main.py", ["run main.py"]),
        ("python -m torch.distributed.launch --nproc_per_node 4 train.py", ["run train.py"]),
        ("./main.py --x", ["run ./main.py"]),
        ("python 'main copy.py'", ["run main copy.py"]),
        ("python \\\n  main.py \\\n  --x", ["run main.py"]),
        ("python main.py &\nwait", ["run main.py"]),
        ("! python a.py | tee log", ["run a.py"]),
        ("X=$(python a.py)", ["run a.py"]),
        ('python -c "from app.main import app, db; import os, app.tools as t"',
         ["call app.main:app", "call app.main:db", "call app.tools"]),
        ('python -c "import sys; sys.path.insert(0, \'src\'); from m import run"', ["call m:run search=src"]),
        ("python -c \"import uvicorn; uvicorn.run('main:app')\"", ["call uvicorn", "call main:app"]),
        # no target, or none that can be known
        ("python", []),
        ("python --version", []),
        ("python -", []),
        ('python "$1"', []),
        ("python $SCRIPT.py", []),
        ("python 3.11", []),
        ("python - <<EOF\nimport main\nEOF", []),
        ("python *.py", []),
        ("python your_app.py", []),
        ("python <repo>/main.py", []),
        ("python path/to/main.py", []),
        ("python ~/x/main.py", []),
        ("rst2html.py README", []),
        ("Edit `src/main.py` first", []),
    ]
)  # fmt: skip
def test_python(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@check(
    [
        ("uvicorn main:app --reload", ["run main:app"]),
        ("uvicorn --host 0.0.0.0 --port 80 --new-option x main:app", ["run main:app"]),
        ("uvicorn main.py:app", ["run main.py:app"]),
        ("uvicorn src/main:app", ["run src/main:app"]),
        ("uvicorn main:app --app-dir src", ["run main:app search=src"]),
        ("uvicorn app.main:create --factory", ["run app.main:create"]),
        ("python -m uvicorn main:app", ["run main:app"]),
        ("uvicorn main", []),
        ("uvicorn $APP --port 80", []),
        ("gunicorn -w 4 -k uvicorn.workers.UvicornWorker -b 0.0.0.0:80 main:app", ["run main:app"]),
        ("gunicorn -w4 -b unix:/tmp/x.sock 'main:create(\"x\")'", ['run main:create("x")']),
        ("gunicorn --chdir src main:app", ["run main:app <caller/src>"]),
        ("gunicorn --pythonpath lib,src -c conf.py wsgi", ["run wsgi search=lib,src"]),
        ("gunicorn -c python:settings.gunicorn main:app", ["run main:app"]),
        ("hypercorn -b 0.0.0.0:80 main:app", ["run main:app"]),
        ("daphne -b 0.0.0.0 -p 80 site.asgi:application", ["run site.asgi:application"]),
        ("granian --interface asgi main:app", ["run main:app"]),
        ("waitress-serve --port=80 --call main:create", ["run main:create"]),
        ("flask --app src.web:create run", ["run src.web:create"]),
        ("FLASK_APP=src/web.py flask run", ["run src/web.py"]),
        ("export FLASK_APP=web\ncd api\nflask --debug run", ["run web <caller/api>"]),
        ("FLASK_APP=one.py flask run\nflask run", ["run one.py"]),
        ("export FLASK_APP=web.py\nnpm run dev", ["run web.py"]),
        ("declare -x FLASK_APP=web:create_app\ncd api\nmake", ["run web:create_app guess"]),
        ("FLASK_APP=web.py\nnpm run dev", []),
        ("celery -A pkg.main worker -l info", ["run pkg.main"]),
        ("celery --app=pkg.main:queue beat", ["run pkg.main:queue"]),
        ("fastapi run app/main.py --port 80", ["run app/main.py"]),
        ("fastapi dev", []),
        ("streamlit run --server.port 80 ui.py -- --config x.py", ["run ui.py"]),
        ("streamlit hello", []),
        ("chainlit run ui.py -w", ["run ui.py"]),
        ("panel serve a.py b.py --port 80", ["run a.py", "run b.py"]),
        ("locust -f tests/load.py --host http://x", ["run tests/load.py"]),
        ("pyinstaller --name x --onefile main.py", ["run main.py"]),
        ("python -m PyInstaller x.spec", ["run x.spec"]),
        ("dramatiq pkg.tasks pkg.more -p 2", ["run pkg.tasks", "run pkg.more"]),
        ("arq pkg.worker.Settings", ["run pkg.worker.Settings"]),
    ]
)  # fmt: skip
def test_runners(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@check(
    [
        ("sudo -u web -E python main.py", ["run main.py"]),
        ("env -C src A=1 python main.py", ["run main.py <caller/src>"]),
        ("timeout -k 5 30s nohup nice -n 5 python main.py", ["run main.py"]),
        ("exec tini -- gosu app python main.py", ["run main.py"]),
        ("uv run --with httpx main.py", ["run main.py"]),
        ("uv run -m pkg.main", ["run pkg.main"]),
        ("uv run --directory api uvicorn main:app", ["run main:app <caller/api>"]),
        ("uv sync && uv pip install x", []),
        ("poetry -C api run python main.py", ["run main.py <caller/api>"]),
        ("poetry run main.py", []),
        ("conda run -n ml --no-capture-output python main.py", ["run main.py"]),
        ("coverage run --source pkg -m pkg.main", ["run pkg.main"]),
        ("python -m coverage run main.py", ["run main.py"]),
        ("coverage report main.py", []),
        ("torchrun --nnodes 2 --nproc_per_node=4 train.py", ["run train.py"]),
        ("accelerate launch --num_processes 2 -m pkg.train", ["run pkg.train"]),
        ("ddtrace-run gunicorn main:app", ["run main:app"]),
        ("opentelemetry-instrument --service_name x python main.py", ["run main.py"]),
        ("newrelic-admin run-program python main.py", ["run main.py"]),
        ("watchmedo auto-restart --pattern '*.py' -R -- python main.py", ["run main.py"]),
        ("watchfiles 'python main.py' src", ["run main.py"]),
        ("nodemon --exec python3 main.py", ["run main.py"]),
        ("doppler run -- python main.py", ["run main.py"]),
        ("./wait-for-it.sh db:5432 -t 30 -- python main.py", ["run main.py"]),
        ("mpirun -np 4 -H a,b python train.py", ["run train.py"]),
        ("screen -dmS bot python main.py", ["run main.py"]),
        ("tmux new-session -d -s x 'cd api && python main.py'", ["run main.py <caller/api>"]),
        ("sh -c 'cd api && python main.py'; python x.py", ["run main.py <caller/api>", "run x.py"]),
        ('bash -lc "exec python main.py"', ["run main.py"]),
        ("eval 'cd api'; python main.py", ["run main.py <caller/api>"]),
        ('npx concurrently "npm start" "cd api && python main.py"', ["run main.py <caller/api>"]),
        ('su app -c "python main.py"', ["run main.py"]),
    ]
)  # fmt: skip
def test_wrappers(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@check(
    [
        ("cd api && python main.py && cd .. && python x.py", ["run main.py <caller/api>", "run x.py"]),
        ("(cd api; python main.py)\npython x.py", ["run main.py <caller/api>", "run x.py"]),
        ("cd api | cat\npython x.py", ["run x.py"]),
        ("cd a/b || exit 1\ncd ../c\npython x.py", ["run x.py <caller/a/c>"]),
        ("cd ../..\npython x.py", ["run x.py <caller/../..>"]),
        ("pushd a\npushd b\npython x.py\npopd\npopd\npython y.py", ["run x.py <caller/a/b>", "run y.py"]),
        ("cd a\ncd -\npython x.py", ["run x.py"]),
        ("cd\npython x.py", ["run x.py guess"]),
        ("cd $DIR/app\npython x.py", ["run x.py guess"]),
        ("cd <your repo>\ncd api\npython x.py", ["run x.py <caller/api> guess"]),
        ("cd /srv/app\npython x.py", ["run x.py <caller//srv/app> guess"]),
        ("cd ~/app && python x.py", ["run x.py guess"]),
        ("ROOT=$(pwd)\ncd api\ncd $ROOT\npython x.py", ["run x.py"]),
        ("cd $(git rev-parse --show-toplevel)/api\npython x.py", ["run x.py <root/api>"]),
        ('cd "$(dirname "$0")"\npython x.py', ["run x.py <file>"]),
        ('cd "${0%/*}/.."\npython x.py', ["run x.py <file/..>"]),
        ('D="$( cd "$( dirname "${BASH_SOURCE[0]}" )/.." >/dev/null 2>&1 && pwd )"\npython "$D/api/x.py"',
         ["run api/x.py <file/..>"]),
        ('S=$(readlink -f "$0")\nR=$(dirname "$(dirname "$S")")\ncd "$R/api" || exit\npython x.py',
         ["run x.py <file/../api>"]),
        ("git clone https://host.example/me/tool.git\ncd tool\npython x.py\ncd ..\npython y.py",
         ["run x.py checkout=tool", "run y.py"]),
        ("git clone --depth 1 git@host.example:me/tool.git there && cd there/api && python x.py",
         ["run x.py <caller/api> checkout=tool"]),
        ("mkdir -p new && cd new && python x.py\ncd ..\npython y.py", ["run x.py <caller/new> guess", "run y.py"]),
        ("mkdir new && cd new && python x.py", []),
        ("mkdir -p new; touch new/x.py; cd new; python x.py", []),
        ("django-admin startproject shop && cd shop && python manage.py migrate", []),
        ("if [ -d api ]; then cd api; fi\npython x.py", ["run x.py guess"]),
        ("if [ -z $X ]; then cd api; exit 1; fi\npython x.py", ["run x.py"]),
        ("for d in a b; do cd $d; python x.py; cd ..; done\npython y.py",
         ["run x.py <caller/a>", "run x.py <caller/b>", "run y.py"]),
        ("for d in a b; do cd $d; python x.py; done\npython y.py",
         ["run x.py <caller/a>", "run x.py <caller/b> guess", "run y.py guess"]),
        ("go() { cd api; }\ngo\npython x.py", ["run x.py <caller/api>"]),
        ('start() {\n  python x.py\n}\ncd "$(dirname "$0")"\nstart', ["run x.py <file>"]),
        ("start() { python x.py; }", ["run x.py"]),
        ("run() { python $1; }\nrun a.py\nrun b.py", ["run a.py", "run b.py"]),
        ("loop() { loop; python x.py; }\nloop", ["run x.py"]),
        ("PYTHONPATH=src:lib python -m x", ["run x search=src,lib"]),
        ("export PYTHONPATH=src:$PYTHONPATH\ncd api\nuvicorn m:app", ["run m:app <caller/api> search=api/src"]),
        ("export PYTHONPATH=$(pwd)/src\ncd api\npython -m m", ["run m <caller/api> search=src"]),
        ("PYTHONPATH=src python -m x\npython -m y", ["run x search=src", "run y"]),
    ]
)  # fmt: skip
def test_directories(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@check(
    [
        ('FILE="main.py"\nuvicorn $FILE:app', ["run main.py:app"]),
        ("python ${APP:-src/main.py}", ["run src/main.py"]),
        ("APP=x.py\npython ${APP:-src/main.py}", ["run x.py"]),
        ("A=src; B=$A/main\npython ${B}.py", ["run src/main.py"]),
        ('CMD="python -u"\n$CMD main.py', ["run main.py"]),
        ('D="docker compose"\nF=x.yml\n$D -f "$F" up', ["build x.yml"]),
        ('V="python x.py"\nif true; then $V | tee log; fi', ["run x.py"]),
        ('check() { [ -f "$1" ]; }\ncheck a.py\ncheck b.py', ["path a.py guarded", "path b.py guarded"]),
        ('CMD=(python main.py)\n"${CMD[@]}" --x', ["run main.py"]),
        ("case $1 in a) M=a.py;; b) M=b.py;; esac\npython $M", ["run a.py", "run b.py"]),
        ("if true; then M=a.py; else M=b.py; fi\npython $M", ["run a.py", "run b.py"]),
        ("for f in a.py b.py; do python $f; done", ["run a.py", "run b.py"]),
        ("for f in *.py; do python $f; done", []),
        ("M=$(cat x)\npython $M.py", []),
        ("local_file() { local M=a.py; python $M; }", ["run a.py"]),
        ("python $GITHUB_WORKSPACE/x.py", ["run x.py <root>"]),
        ('[ "$(python a.py)" = ok ]; if [[ $(python b.py) ]]; then echo; fi', ["run a.py", "run b.py"]),
        ("case $(python a.py) in x) python b.py;; esac", ["run a.py", "run b.py"]),
        ('run() { echo "$@"; "$@" || exit 1; }\nrun python a.py', ["run a.py"]),
        ('run() { cd api; "$@"; }\nrun python a.py', ["run a.py guess"]),
        ('log() { echo "$@"; }\nlog python a.py', ["mention a.py"]),
        ('cmd=(python a.py)\ncmd+=(--out "$X")\n"${cmd[@]}"', ["run a.py"]),
        ('CMD="python a.py"\nif [ -n "$X" ]; then CMD="$CMD --x"; fi\n$CMD', ["run a.py"]),
        ('CMD="python a.py --o $X"\nCMD+=" -v"\nexec $CMD', ["run a.py"]),
        ('CMD="python a.py"\neval "$CMD > f"', ["run a.py"]),
        ('python3 "`dirname \\"$0\\"`/a.py"', ["run a.py <file>"]),
        ("python ${{ matrix.app }}.py\npython {{ app }}.py", []),
    ]
)  # fmt: skip
def test_variables(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_the_callers_variables_are_known() -> None:
    assert found("uvicorn $MODULE:app", variables={"MODULE": "main"}) == ["run main:app"]


@check(
    [
        ("cat > t.py <<EOF\npython no.py\nEOF\npython t.py", []),
        ("cat <<'EOF' > t.py\nx\nEOF\npython ./t.py", []),
        ("cat <<EOF | sudo tee t.py\nx\nEOF\npython t.py", []),
        ("echo 'python x.py' > t.sh; bash t.sh", ["run x.py"]),
        ("curl -sSLO https://x.example/get.py && python get.py", []),
        ("curl -sSL https://x.example/y -o get.py; python get.py", []),
        ("wget https://x.example/get.py\npython get.py", []),
        ("touch api/t.py; cd api; python t.py", []),
        ("touch pkg/t.py; python -m pkg.t; uvicorn pkg.t:app", []),
        ("cp -r src build\npython build/main.py", []),
        ("make_it() { cat > t.py <<EOF\nEOF\n}\nuse() { python t.py; }\nuse\nmake_it", []),
        ("touch t.py; python api/t.py", ["run api/t.py"]),
        ("cp a.py b.py\npython b.py", ["path a.py"]),
        ("scp -i key a.py me@h.example:/srv/; scp me@h.example:/srv/b.py .; scp c.txt h:", ["path a.py copied"]),
        ("cp a.py backup/a.py; cp b.py old/2024/b.py", ["path a.py copied", "path b.py copied"]),
        ("cp a.py deploy/a.py", ["path a.py"]),
        ("rsync -a a.py host:/srv/; rsync b.py", ["path a.py copied", "path b.py"]),
        ("mv a.py b.py; git mv c.py d.py; rm e.py; git rm f.py", []),
        ("git mv a.py b.py; python b.py; python a.py", ["run a.py"]),
        ("create-react-app ui; python ui/x.py; cargo new core; python core/x.py", []),
        ("degit oven/shop shop; cd shop; python x.py", []),
        ("wc -l main.py; wc -l < other.py", ["path main.py", "path other.py"]),
        ("grep -n main.py notes.txt; grep -q app main.py", ["path main.py"]),
        ("sed -i 's/old.py/new.py/' run.py", ["path run.py"]),
        ("pkill -f main.py; pgrep -f 'python main.py'; ps aux | grep main.py", []),
        ("pytest tests/test_a.py::TestX --ignore=tests/b.py --ignore tests/c.py", ["run tests/test_a.py"]),
        ("ruff check --exclude main.py src", []),
        ("find . -name main.py; ls main.py", []),
        ("pip install main.py; git add main.py", []),
    ]
)  # fmt: skip
def test_files(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@check(
    [
        ("[ -f x.py ] && python x.py", ["path x.py guarded", "run x.py guarded"]),
        ("if a; then b; elif [ -f x.py ]; then python x.py; fi\npython x.py",
         ["path x.py guarded", "run x.py guarded", "run x.py"]),
        ("if a; then exit; elif b; then cd api; fi\npython x.py", ["run x.py guess"]),
        ("if a; then exit; elif b; then exit; else cd api; fi\npython x.py", ["run x.py <caller/api>"]),
        ("PYTHONPATH=%LIB%/x python -m pkg.main", ["run pkg.main guess"]),
        ("test -e x.py && python x.py", ["run x.py guarded"]),
        ("if [[ -f x.py ]]; then\n python x.py\nelse\n python y.py\nfi\npython x.py",
         ["path x.py guarded", "run x.py guarded", "run y.py", "run x.py"]),
        ("if [ -d api ]; then cd api && python x.py; fi", ["run x.py <caller/api> guarded"]),
        ("[ ! -f x.py ] || python x.py", ["path x.py guarded", "run x.py guarded"]),
        ("if [ ! -f x.py ]; then exit 0; fi\npython x.py", ["path x.py guarded", "run x.py guarded"]),
        ("if [ ! -f x.py ]; then echo no; exit 1; fi\npython x.py", ["path x.py required", "run x.py"]),
        ("[ -f x.py ] || exit 1", ["path x.py required"]),
        ("if [ -f x.py ]; then python x.py; else exit 1; fi", ["path x.py guarded", "run x.py"]),
        ("test -f x.py || { echo no; exit 1; }; [[ -f y.py ]] || exit; [ -f z.py ] || exit 0",
         ["path x.py required", "path y.py required", "path z.py guarded"]),
        ("for f in x.py y.txt; do if [ -f $f ]; then echo ok; else echo \"ERROR: $f\"; bad=1; fi; done",
         ["path x.py required"]),
        ("if [ ! -f x.py ]; then echo \"x.py is missing\"; errors=$((errors+1)); fi", ["path x.py required"]),
        ("if [ ! -f x.py ]; then echo \"x.py is missing\"; fi", ["path x.py guarded"]),
        ("if [ ! -f x.py ]; then cp y.txt x.py; exit 1; fi", ["path x.py guarded"]),
        ("if [ ! -f x.py ]; then echo 'copy y.txt to x.py'; exit 1; fi", ["path x.py guarded"]),
        ("if [ ! -f x.py ] && [ ! -f y.py ]; then exit 1; fi", ["path x.py guarded", "path y.py guarded"]),
        ("[ -f x.py ] || [ -f y.py ] || exit 1", ["path x.py guarded", "path y.py guarded"]),
        ("if [[ -f a.yml ]]; then F=a.yml; else F=b.yml; fi\ndocker compose -f $F up",
         ["build a.yml guarded", "build b.yml"]),
        ("python x.py || true", ["run x.py guarded forgiven"]),
        ("python x.py || echo 'python x.py failed'", ["run x.py guarded forgiven", "mention x.py"]),
        ("[ -f x.py ] && python x.py || true", ["path x.py guarded", "run x.py guarded"]),
        ("python x.py 2>/dev/null || python y.py", ["run x.py guarded", "run y.py"]),
        ("python x.py || exit 1", ["run x.py"]),
        ("python x.py || { echo failed; exit 1; }", ["run x.py"]),
        ("for f in a.py b.py; do if [ -f $f ]; then exec python $f; fi; done",
         ["path a.py guarded replaced", "run a.py guarded replaced",
          "path b.py guarded replaced", "run b.py guarded replaced"]),
        ("for f in a.py b.py; do [ -f $f ] && python $f; done",
         ["path a.py guarded", "run a.py guarded", "path b.py guarded", "run b.py guarded"]),
    ]
)  # fmt: skip
def test_guards(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@check(
    [
        ("docker compose -f d/compose.yml exec -T -e A=1 web python manage.py",
         ["build d/compose.yml", "run manage.py <image> container=web"]),
        ("docker compose -f d/a.yml up", ["build d/a.yml"]),
        ("cd e; docker compose -f d/a.yml -f b.yml -f c/c.yml up",
         ["build d/a.yml <caller/e>", "build b.yml <caller/e> search=e/d", "build c/c.yml <caller/e> search=e/d"]),
        ("docker compose --project-directory x -f d/a.yml up", ["build d/a.yml search=x"]),
        ("docker compose --project-directory=. -f d/a.yml up", ["build d/a.yml search="]),
        ('docker compose --project-directory "$P" -f d/a.yml up', ["build d/a.yml search="]),
        ("docker-compose run --rm -w /srv web uvicorn m:app", ["run m:app <image//srv> container=web"]),
        ("docker compose run --entrypoint sh web main.py", []),
        ("docker build -t x:1 -f docker/Dockerfile.api --build-arg A=b api",
         ["build docker/Dockerfile.api", "build api"]),
        ("docker buildx build --platform linux/amd64 .", []),
        ("docker exec -it web python x.py; docker container exec shop-web-1 ./y.py",
         ["run x.py <image> container=web", "run ./y.py <image> container=web"]),
        ("docker run --rm -v $(pwd):/app -w /app python:3 python x.py", ["run x.py"]),
        ('docker run -it -v "$PWD":/app -w /app/api img python y.py', ["run y.py <caller/api>"]),
        ("docker run --mount type=bind,source=./api,target=/srv -w /srv img python /srv/x.py",
         ["run x.py <caller/api>"]),
        ("podman run -d=true -p80:80 -eA=b -v .:/app img uvicorn m:app", ["run m:app guess"]),
        ("docker run -w /srv img:1 python x.py", ["run x.py <image//srv> container=image:img:1"]),
        ("docker build -t app .\ndocker run -it app:latest \\\n  python x.py",
         ["run x.py <image> container=built:\n\n."]),
        ("docker run --entrypoint python img x.py; docker run $IMG python x.py; docker run -v data:/d -w $W img python x.py",
         []),
        ("ssh host 'cd /srv/app && python x.py'; ssh -p 22 me@host python y.py; ssh host <<EOF\npython z.py\nEOF",
         ["run x.py <caller//srv/app> guess", "run y.py guess", "run z.py guess"]),
        ("heroku run -a shop python x.py; heroku run:detached -- python y.py", ["run x.py <root> guess", "run y.py <root> guess"]),
        ("railway run python x.py; fly ssh console -C 'python y.py'", ["run x.py", "run y.py <root> guess"]),
        ('az webapp config set -n shop --startup-file "gunicorn m:app"; cf push shop -c "python x.py"',
         ["run m:app <root> guess", "run x.py <root> guess"]),
        ("ssh host; ssh -i key.py host; heroku logs; fly deploy; az login; cf target -c x.py", []),
        ("kubectl exec pod -- python x.py; heroku config:set X=x.py", []),
        ("bash scripts/run.sh; ./create-it.sh; ./go.sh; source lib/env.sh; . ./a.sh",
         ["build scripts/run.sh", "build ./create-it.sh", "build ./go.sh", "build lib/env.sh", "build ./a.sh"]),
        ("source venv/bin/activate; . .env; run.sh", []),
        ("make -C api run", ["build api"]),
        ("bash <<EOF\npython x.py\nEOF", ["run x.py"]),
        ("python a.py <<EOF\npython no.py\nEOF", ["run a.py"]),
    ]
)  # fmt: skip
def test_other_places(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@check(
    [
        ('echo "Run: python main.py."', ["mention main.py"]),
        ('printf "  1. cd api && uvicorn main:app --reload\\n  2. python x.py\\n"',
         ["mention main:app <caller/api>", "mention x.py"]),
        ('echo "  cd api"\necho "  python main.py"\necho "  cd ui"\necho "  python ui.py"',
         ["mention main.py <caller/api>", "mention ui.py <caller/ui> guess"]),
        ('log() { echo "$1"; }\nlog "now: python3 -m pkg.main"', ["mention pkg.main"]),
        ("cat <<EOF\nStart it:\n  python main.py --x\nEOF", ["mention main.py"]),
        ('echo "docker compose exec web python manage.py x"', ["mention manage.py <image> container=web"]),
        ('echo "python main.py" > x.txt', []),
        ('echo "python main.py" > /dev/stderr; echo "python x.py" >&2', ["mention main.py", "mention x.py"]),
        ('echo "python main.py" | tee x.txt', []),
        ('echo "Starting main.py with python"', []),
        ('echo "Installing python dependencies"', []),
        ('echo "uvicorn is at localhost:8000"', []),
        ('echo "ssh host python main.py"', []),
        ('echo "cp a.py b.py"', []),
        ('echo "python $FILE"', []),
        ('echo "Usage: python $0 main.py"', []),
        ("echo 'python a.py --run \"cd api && python b.py\" -- python c.py'", ["mention a.py"]),
        ("echo 'python a.py && python b.py'", ["mention a.py", "mention b.py"]),
        ("Y='\\033[1;33m'\nN='\\033[0m'\necho -e \"   ${Y}python src/main.py${N}\"", ["mention src/main.py"]),
        ('echo -e "\\e[32muvicorn m:app\\e[0m --reload"', ["mention m:app"]),
        ('echo "${BOLD}python main.py${END}"; echo "$(tput bold)uvicorn m:app$(tput sgr0)"',
         ["mention main.py", "mention m:app"]),
        ('echo "[bold]python main.py[/bold]"', ["mention main.py"]),
        ("echo Now run: uvicorn m:app", ["mention m:app"]),
        ('echo "Or edit main.py to use another port"; echo update the file src/conf.py',
         ["mention main.py guess", "mention src/conf.py guess"]),
        ('echo "main.py is the old version. Edit it no more."; echo "Delete main.py"', []),
        ('echo "Edit main_old.py and set your key"', ["mention main_old.py guess"]),
        ('echo "Edit main_old.py, which is deprecated"', []),
        ('echo "The port is set in main.py, edit it there"; echo "Change the port of the server in src/a.py"',
         ["mention main.py guess", "mention src/a.py guess"]),
        ('echo "Changes in main.py are reloaded"; echo "The reset of main.py failed"', []),
        ('echo "Edite o arquivo main.py"; echo "Cambie el puerto en app.py"; echo "Ouvrez le fichier src/a.py"',
         ["mention main.py guess", "mention app.py guess", "mention src/a.py guess"]),
        ('echo "Bitte ändern Sie den Port in main.py"; echo "Измените порт в файле app.py"',
         ["mention main.py guess", "mention app.py guess"]),
        ('echo "Die Änderung in main.py ist gespeichert"', []),
        ("echo \"'python a.py' ist veraltet\"; echo \"'python b.py' funktioniert nicht mehr\"; echo \"'python c.py' starten\"",
         ["mention c.py"]),
        ("echo \"'python a.py' ya no funciona\"; echo \"'python b.py' больше не поддерживается\"", []),
        ('echo "Run python a.py"\necho "That way is outdated."\necho "Run python b.py"', ["mention b.py"]),
        ('echo "Run python a.py"\necho "This index is outdated."', ["mention a.py"]),
        ('cat <<EOF\nStart: python a.py\nThis command is deprecated.\npython b.py\nEOF', ["mention b.py"]),
        ('echo "\'python a.py --legacy\' is no longer supported"; echo "Your index is outdated: python b.py"',
         ["mention b.py"]),
        ('echo "Do not run python a.py; run python b.py"', ["mention b.py"]),
        ('echo "The old call is deprecated, use python a.py"', ["mention a.py"]),
        ('echo "python main$N.py"; echo "python -m main$N"', []),
    ]
)  # fmt: skip
def test_printed_commands(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "python main.py",
        "  'é' ; python main.py",
        'sh -c "echo é; python main.py"',
        'echo "é: python main.py"',
        "cat <<EOF\né\nEOF\r\npython main.py\r\n",
        'D=$(dirname "$0")\npython "$D/main.py"',
        'X="main.py"\npython -u "$X"',
        "C='python main.py --fast'\neval \"$C\"",
        'C="python main.py"\n[ -n "$V" ] && C="$C -v"\n$C',
        'C=(python)\nC+=(main.py -v)\n"${C[@]}"',
        "for F in main.py; do python $F; done",
        'run() { python "$1"; }\nrun main.py',
        "if true; then F=main.py; else F=$1; fi\npython $F",
        "python \\\r\n  main.py\r\n",
        "FLASK_APP=main.py flask run",
        "pytest 'main.py::test'",
    ],
)
def test_location_is_that_of_the_written_target(text: str) -> None:
    source = Source.of_text("run.sh", text)
    (reference,) = read(text).references
    place = reference.location
    written = source.text[source.offset(place.line, place.column) : source.offset(place.end_line, place.end_column)]
    assert written == "main.py"


def words(line: str, texts: list[str]) -> list[command.Word]:
    """Words as a reader of a JSON array gives them: located with their quotes."""
    source = Source.of_text("Dockerfile", line)
    result = []
    position = 0
    for text in texts:
        start = line.index(json.dumps(text, ensure_ascii=False), position)
        position = start + len(text) + 2
        result.append(command.Word(text, source.location(start, position)))
    return result


def test_an_argument_vector_with_a_shell_in_it() -> None:
    line = 'CMD ["sh", "-c", "cd api && exec python main.py"]'
    context = command.Context(Base(RelativeTo.IMAGE, "/srv", container="0"), "dockerfile")
    script = command.read_words(words(line, ["sh", "-c", "cd api && exec python main.py"]), context)
    (reference,) = script.references
    assert describe(reference) == "run main.py <image//srv/api> container=0"
    assert line[reference.location.column - 1 : reference.location.end_column - 1] == "main.py"
    assert script.context.base.directory == "/srv"


def test_a_part_of_a_word_whose_width_does_not_fit_is_located_as_the_whole() -> None:
    place = Source.of_text("x", "0123456789" * 3).location(3, 29)
    script = command.read_words(
        [command.Word("sh", place), command.Word("-c", place), command.Word("python main.py", place)],
        command.Context(HERE, "x"),
    )
    assert [reference.location for reference in script.references] == [place]


def test_the_state_goes_on_to_the_next_text() -> None:
    first = read("cd api\nM=x.py\ntouch t.py\ngit clone https://x.example/a/b.git")
    assert found("python $M; python t.py; cd b; python z.py", base=first.context.base,
                 variables=first.context.variables, created=first.context.created,
                 checkouts=first.context.checkouts) == ["run x.py <caller/api>", "run z.py checkout=b"]  # fmt: skip
    assert "api/t.py" in first.context.created


def test_via_follows_the_place_that_holds_the_command() -> None:
    assert found("python a.py; cp b.py c.py", via=Via.MENTION) == ["mention a.py", "mention b.py"]
    assert found("python a.py; cp b.py c.py", via=Via.CALL) == ["call a.py", "path b.py"]


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert found("python main.py", base=Base(RelativeTo.UNKNOWN)) == []


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        ("", Base(RelativeTo.FILE, "", certain=False)),
        (".", Base(RelativeTo.FILE, "a")),
        ("b/../c", Base(RelativeTo.FILE, "a/c")),
        ("../..", Base(RelativeTo.FILE, "..")),
        ("src\\web", Base(RelativeTo.FILE, "a/src/web")),
        ("/srv", Base(RelativeTo.FILE, "/srv", certain=False)),
        ("C:\\x", Base(RelativeTo.FILE, "/x", certain=False)),
        ("$X", Base(RelativeTo.FILE, "", certain=False)),
        ("~/x", Base(RelativeTo.FILE, "", certain=False)),
        ("your-project", Base(RelativeTo.FILE, "", certain=False)),
    ],
)
def test_enter(directory: str, expected: Base) -> None:
    assert command.enter(Base(RelativeTo.FILE, "a"), directory) == expected


def test_enter_in_an_image() -> None:
    assert command.enter(Base(RelativeTo.IMAGE, "/a", container="0"), "/b") == Base(
        RelativeTo.IMAGE, "/b", container="0"
    )


def test_mentions_in_a_string_of_code() -> None:
    text = "  print('start with: python -m app.main or `uvicorn app:web`, not main.py')"
    snippet = Source.of_text("a.py", text).whole()
    references = command.mentions(snippet, command.Context(HERE, "python"))
    assert [(each.text, each.kind, each.via) for each in references] == [
        ("app.main", Kind.MODULE, Via.MENTION),
        ("app:web", Kind.OBJECT, Via.MENTION),
    ]
    assert [text[each.location.column - 1 : each.location.end_column - 1] for each in references] == [
        "app.main",
        "app:web",
    ]


@pytest.mark.parametrize("data", [b"python main.py", b"exec uvicorn a:b", b"docker compose up", b"./run.sh"])
def test_might_run(data: bytes) -> None:
    assert command.might_run(data)


def test_might_run_is_false_for_other_text() -> None:
    assert not command.might_run(b"set -e\nnpm ci\nnpm test\n")


@pytest.mark.parametrize(
    "text",
    [
        "python " * 20_000,
        "(" * 3_000 + "python x.py" + ")" * 3_000,
        "$(" * 2_000 + "python x.py",
        "echo " + "$(" * 5_000 + "python x.py" + ")" * 5_000,
        "python x.py && " * 2_000 + "true",
        "if true; then " * 500 + "python x.py",
        "f() { g; g; }\ng() { h; h; }\nh() { f; cd a; python x.py; }\n" + "f\n" * 500,
        "sh -c 'sh -c \"sh -c python\"' " * 300,
        "echo '" + "python " * 5_000 + "'",
        'echo "\\"' * 2_000 + " python",
        "python \x00\x01x\x02.py\ncd \x01file||||1\x02\npython y.py",
        "python \ud800.py",
        "A=" + "$A" * 5_000 + "\npython $A",
        "A=aa\n" + "A=$A$A$A$A\n" * 60 + "python $A",
        "for a in 1 2 3 4 5 6 7 8 9; do for b in 1 2 3 4 5 6 7 8 9; do python $a$b.py; done; done",
    ],
    ids=range(15),
)
def test_hostile_text_is_survived(text: str) -> None:
    read(text)


@pytest.mark.parametrize("piece", ["()", "<<A "])
def test_text_that_costs_the_grammar_too_much_is_left_alone(piece: str) -> None:
    source = Source.of_text("run.sh", piece * 50_000 + "\npython main.py\n")
    context = command.Context(Base(RelativeTo.CALLER), "shell")
    assert command.read_script(source.whole(), context).references == ()
