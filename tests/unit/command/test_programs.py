"""Programs that start programs: wrappers with their own options, and runners of every kind of target."""

from __future__ import annotations

from tests.unit.command.test_command import check, found


@check(
    [
        ("sudo -Hu app python3 x.py; sudo -nu web -E python y.py; sudo -uweb python z.py", ["run x.py", "run y.py", "run z.py"]),
        ("s6-setuidgid abc python3 x.py", ["run x.py"]),
        ("s6-setlock -n /run/lock s6-setuidgid abc python x.py", ["run x.py"]),
        ("setuidgid abc envdir /env python x.py", ["run x.py"]),
        ("tox exec -e py -- python x.py", ["run x.py"]),
        ("pipx run --python 3.12 x.py --port 80", ["run x.py"]),
        ('devcontainer exec --workspace-folder . bash -lc "cd api && python x.py"', ["run x.py <caller/api>"]),
        ("npx -y @modelcontextprotocol/inspector@latest -e A=b uv run x.py", ["run x.py"]),
        (r"find . -name '*.in' -exec python x.py {} \; -exec ./y.py {} +", ["run x.py", "run ./y.py"]),
        ("ls | xargs -0 -n1 -I{} python x.py {}; ls | xargs ./y.py", ["run x.py", "run ./y.py"]),
        ("parallel -j4 python x.py ::: a b; parallel 'cd api; python y.py {}' ::: 1 2", ["run x.py", "run y.py <caller/api>"]),
        ("watch -n5 'cd api; python x.py'; watch -n 5 python y.py", ["run x.py <caller/api>", "run y.py"]),
        ("watchexec -r -e py -- python x.py", ["run x.py"]),
        ("memray run --live-port 9000 x.py", ["run x.py"]),
        ("numactl --cpunodebind=0 python3.11 x.py", ["run x.py"]),
        ("gdb -ex run --args python x.py", ["run x.py"]),
        ("apptainer exec --nv image.sif python x.py", ["run x.py"]),
        ("wsl -d Ubuntu python3 x.py", ["run x.py"]),
        ("nix develop -c python x.py; nix-shell --run 'python y.py'", ["run x.py", "run y.py"]),
        ("mise exec -- python x.py; direnv exec . python y.py", ["run x.py", "run y.py"]),
        ("claude mcp add -e A=b birds -- uv run x.py; codex mcp add birds python y.py", ["run x.py", "run y.py"]),
        ("nssm install Birds python x.py", ["run x.py"]),
        ("runuser -u app -- python x.py; runuser - app -c 'python y.py'", ["run x.py", "run y.py guess"]),
        ("cmd.exe /c python x.py; cmd /c 'cd api && python y.py'", ["run x.py", "run y.py <caller/api>"]),
        ("dvc stage add -n train -d data.py python x.py", ["run x.py"]),
        ("mpirun -np 4 python x.py -- --other y.py", ["run x.py"]),
        # their other commands, and the words of others
        ("tox -e py -- tests/test_x.py", []),
        ("pipx install x.py", []),
        ("find . -name x.py", []),
        ('claude -p "python x.py fails"; claude mcp list', []),
        ("sudo -u python ls x.py", []),
        ("mise run x.py", []),
    ]
)  # fmt: skip
def test_wrappers(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@check(
    [
        ("mcp dev src/x.py:server; uv run mcp run -t sse y.py; mcp install z.py --name 'z y' -f .env",
         ["run src/x.py", "run y.py", "run z.py"]),
        ("fastmcp run x.py:create; fastmcp dev inspector y.py; fastmcp install claude-code z.py",
         ["run x.py", "run y.py", "run z.py"]),
        ("dagster dev -f x.py -m pkg.y", ["run x.py", "run pkg.y"]),
        ("prefect deploy flows/x.py:hourly -n x", ["run flows/x.py"]),
        ("manim -pql x.py Square; manim render y.py Square", ["run x.py", "run y.py"]),
        ("textual run x.py; textual run pkg.y:App", ["run x.py", "run pkg.y:App"]),
        ("shiv -o x.pyz -e pkg.x:main .; pex . -m pkg.y -o y.pex", ["run pkg.x:main", "run pkg.y"]),
        ("luigi --module pkg.x Task; rq worker -c pkg.y high", ["run pkg.x", "run pkg.y"]),
        ("nameko run pkg.x --broker b; faust -A pkg.y worker", ["run pkg.x", "run pkg.y"]),
        ("procrastinate --app=pkg.x.app worker", ["run pkg.x.app"]),
        ("fab -f x.py deploy; doit -f y.py; kopf run -n z a.py b.py", ["run x.py", "run y.py", "run a.py", "run b.py"]),
        ("mod_wsgi-express start-server site.wsgi", ["run site.wsgi"]),
        ("pyinstrument -o out.html -m pkg.x; jurigged y.py; blender -b z.blend -P z.py", ["run pkg.x", "run y.py", "run z.py"]),
        ("functions-framework --source=x.py --target hello", ["run x.py"]),
        ("mpremote connect COM1 run x.py", ["run x.py"]),
        # their other words
        ("mcp version; mcp list x.py; fastmcp run https://x.example/x.py", []),
        ("textual serve 'python -V'; rq info; luigid", []),
    ]
)  # fmt: skip
def test_runners(text: str, expected: list[str]) -> None:
    assert found(text) == expected
