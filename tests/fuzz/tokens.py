"""Pieces of each format: what an input is changed with, so that changes reach beyond the first syntax error."""

from __future__ import annotations

_COMMON = (
    *(b"\n", b"\r\n", b"\r", b"\n\r", b"\r\r\n", b"\t", b" ", b"    ", b"\f", b"\v", b"\0", b"\x01", b"\x03", b"\x1b[31m", b"\x7f"),
    *(b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xc2\xa0", b"\xef\xbb\xbf", b"\xff", b"\xfe", b"\xed\xa0\x80"),
    *("é".encode(), "🐍".encode(), "e\u0301".encode(), "\u202e".encode(), "\u200b".encode(), "ﬁ".encode(), "İ".encode()),
    *(b"\\udfff", b"\\ud800", b"\\x00", b"\\u2028", b"\\N{BULLET}", b"\\", b"\\\n", b"\\\r\n"),
    *(b'"', b"'", b"`", b"(", b")", b"[", b"]", b"{", b"}", b"<", b">", b"$", b"%", b"#", b":", b";", b",", b".", b"/", b"&", b"|", b"=", b"-"),
    *(b"main.py", b"gone.py", b"src/main.py", b"../gone.py", b"./gone.py", b"src/", b"/", b"//", b".py", b"archive/old.py", b"C:\\x\\gone.py"),
    *(b"pkg.main", b"pkg.main:app", b"main:app", b"gone:app", b"gone.main", b".", b"..", b":"),
    *(b"python gone.py", b"python -m gone.main", b"python3 -u src/main.py", b"uvicorn gone:app", b"gunicorn -c x.py src.main:app"),
    *(b"flask --app gone run", b"celery -A gone worker", b"streamlit run gone.py", b"cd src && python gone.py", b"sh run.sh"),
    *(b"docker compose -f gone.yml up", b"docker build -f gone.Dockerfile .", b"poetry run python gone.py", b"noqa", b"# noqa: ONE201"),
    *(b"0", b"1", b"-1", b"9" * 30, b"1e999", b"true", b"null", b"~", b"2026-02-30", b"0x1F"),
)  # fmt: skip
_SHELL = (
    *(b"$(", b"${", b"${x:-gone.py}", b"$((", b"))", b"<<EOF\n", b"EOF\n", b"<<-'E'\n", b"if [ -f gone.py ]; then ", b"; fi", b"; done"),
    *(b"for x in a b; do ", b"case $1 in ", b";;", b"esac", b"function f {", b"f() {", b"set -e\n", b"cd ..\n", b"cd a\n", b"pushd a\n"),
    *(b"popd\n", b"export A=gone.py\n", b"A=1 ", b"&& ", b"|| ", b"| ", b"> x", b"2>&1", b"sudo ", b"env A=b ", b"exec ", b"eval ", b"sh -c '"),
    *(b"PYTHONPATH=src ", b"nohup ", b"time ", b"xargs ", b"find . -exec ", b"git clone https://x/y.git\n", b"mkdir -p a\n", b"touch gone.py\n"),
    *(b"echo 'run python gone.py'", b'printf "', b"trap 'python gone.py' EXIT\n", b"[[ ", b"]]", b"=~ ", b"!", b"\\\n", b"$1", b"$@", b"$0"),
)  # fmt: skip
_WINDOWS = (
    *(b"%~dp0", b"%1", b"%VAR%", b"!VAR!", b"set A=gone.py\r\n", b"call gone.bat", b"goto :x\n", b":x\n", b"if exist gone.py (", b") else ("),
    *(b"for %%i in (a b) do ", b"start /b ", b"cd /d %~dp0\n", b"^\n", b"rem ", b"::", b"@echo off\n", b"pushd ", b"setlocal\n", b"py -3 gone.py"),
    *(b"$PSScriptRoot\\gone.py", b"function f {", b"param($x)\n", b"& ", b'@"\n', b'\n"@', b"`\n", b"Start-Process python -ArgumentList 'gone.py'"),
    *(b"Set-Location src\n", b"Push-Location src\n", b"if (Test-Path gone.py) {", b"$env:PYTHONPATH = 'src'\n", b"<# ", b" #>", b"Join-Path "),
)  # fmt: skip
_YAML = (
    *(b"- ", b": ", b"\n  ", b"\n- ", b"? ", b"&a ", b"*a", b"<<: *a", b"|\n", b">-\n", b"|2\n", b"---\n", b"...\n", b"!!python/object:os.system "),
    *(b"{{- /* ", b" */ -}}\n", b"apiVersion: v1\n", b"containers:\n", b"- bash: python gone.py\n", b"- task: Bash@3\n"),
    *(b"!!binary ", b"!!str ", b"!x ", b"%YAML 1.1\n", b"{a: ", b"[a, ", b"'it''s'", b'"\\x41"', b'"\\\n', b"# c\n", b"=", b"<<"),
    *(b"${{ matrix.x }}", b"${{", b"}}", b"{{ x }}", b"{% if x %}", b"$VAR", b"${VAR:-gone.py}", b"command: ", b"run: ", b"script: ", b"entrypoint: "),
    *(b"working_dir: ", b"working-directory: ", b"image: ", b"build: ", b"context: ", b"services:\n", b"jobs:\n", b"steps:\n", b"volumes: ", b"args: "),
)  # fmt: skip
_JSON = (
    *(b'{"', b'": ', b'", ', b'["', b'"]', b"null,", b"// c\n", b"/* c */", b",}", b'"\\ud800"', b'"\\u0000"', b"1e999", b"-", b'{"a": {"b": ['),
    *(b"${workspaceFolder}/", b"${file}", b'"program": "', b'"command": "', b'"module": "', b'"args": ["', b'"cwd": "', b'"type": "python"', b"NaN"),
)  # fmt: skip
_TOML = (
    *(b"[tool.x]\n", b"[[a]]\n", b'"""', b"'''", b"x = ", b"x.y = ", b"{ a = 1 }", b"1979-05-27", b"[project.scripts]\n", b'x = "gone:main"\n'),
    *(b"[tool.poe.tasks]\n", b"[options]\n", b"key: value\n", b"%(x)s", b"%(here)s/", b"${x:y}", b"[x]\n", b"=", b"  continued\n", b"\\U0010FFFF"),
    *(b"[program:x]\ncommand=python gone.py\n", b"[watcher:x]\n", b"[uwsgi]\n", b"[app:x]\n", b"[Service]\nExecStart=", b"hook-pre-app = exec:", b"paste.app_factory = ", b"\\\n"),
    *(b'resource "a" "b" {\n', b"<<EOT\n", b"${path.module}/", b"%{ if x }", b'"${"', b"}\n", b"/*", b"*/", b"//"),
)  # fmt: skip
_PYTHON = (
    *(b"import gone\n", b"from gone import main\n", b"from .gone import x\n", b"from . import gone\n", b"import a.b as c\n", b"try:\n    ", b"except ImportError:\n"),
    *(b"if __name__ == '__main__':\n    main()\n", b"def main():\n    ", b"class A:\n    ", b"return ", b"lambda: ", b"async def f():\n    ", b"await ", b"yield ", b"match x:\n"),
    *(b"app = FastAPI()\n", b"app = Flask(__name__)\n", b"uvicorn.run('gone:app')\n", b"subprocess.run(['python', 'gone.py'])\n", b"os.system('python gone.py')\n"),
    *(b"runpy.run_path('gone.py')\n", b"importlib.import_module('gone')\n", b"Path(__file__).parent / 'gone.py'", b"os.path.join(HERE, 'gone.py')", b"print('python gone.py')\n"),
    *(b"f'{x}", b"'''", b'"""', b"r'", b"b'", b"\\\n", b"# -*- coding: latin-1 -*-\n", b"x = x + x\n", b"A = 'gone.py'\n", b"A + A", b"'%s' % A", b"'{}'.format(A)", b"A * 9"),
    *(b"entry_points={'console_scripts': ['x=gone:main']}", b"setup(", b"os.chdir('src')\n", b"sys.path.insert(0, 'src')\n", b"@app.get('/x')\n", b"__file__", b"global x\n", b":="),
)  # fmt: skip
_DOCUMENT = (
    *(b"```bash\n", b"```\n", b"```python\n", b"~~~\n", b"````\n", b"    ", b"> ", b"- ", b"1. ", b"# ", b"`gone.py`", b"[x](gone.py)", b"<!-- ", b"-->", b"<pre>", b"</pre>"),
    *("├── gone.py\n".encode(), "│   └── main.py\n".encode(), b"|-- gone.py\n", b"$ python gone.py\n", b"(venv) $ ", b"PS C:\\> ", b">>> ", b"=====\n", b"::\n\n    ", b".. code-block:: bash\n\n    "),
    *(b".. include:: ", b"``gone.py``", b"<code>", b"{% tab %}", b":::bash\n", b"---\n", b"+++\n", b"\\`", b"deleted", b"renamed to", b"no longer", b"| a | b |\n", b"<details>"),
)  # fmt: skip
_BUILD = (
    *(b"FROM python:3.12 AS a\n", b"COPY . /app\n", b"COPY --from=a /x /y\n", b"ADD ", b'CMD ["python", "gone.py"]\n', b"CMD python gone.py\n", b"ENTRYPOINT ", b"WORKDIR /app\n", b"ENV A=b\n", b"ARG A\n"),
    *(b"RUN <<EOF\n", b"ONBUILD ", b"# syntax=x\n", b"# escape=`\n", b"--mount=type=bind,target=. ", b"SHELL [", b"HEALTHCHECK CMD ", b"${A}", b"USER x\n", b"VOLUME /x\n"),
    *(b"\t", b"x: y\n\t", b"$(MAKE) -C a", b"$(x)", b"$$x", b"ifeq (", b"endif\n", b"define x\n", b"endef\n", b".ONESHELL:\n", b"include x.mk\n", b"@", b"+", b"x := gone.py\n", b"$(shell python gone.py)"),
    *(b"#!/bin/sh\n", b"#!/usr/bin/env -S uv run\n", b"#!/usr/bin/make -f\n", b"#!", b"ARG A=1\n", b"from python AS a\n", b"@libdir@", b"{% if x %}", b"{# x #}", b"<%= x %>"),
    *(b"{{x}}", b"sh '''", b'sh "', b"dir('a') {", b"stage('x') {", b"* * * * * ", b"@daily ", b"web: ", b"<option name=\"SCRIPT_NAME\" value=\"", b"&amp;", b"<![CDATA[", b"<!ENTITY a 'b'>"),
)  # fmt: skip
_CONFIGURATION = (
    *(b"version: 1\n", b"entry_point: gone.py\n", b"archive: [a/, b/]\n", b"programs: { web: a.py }\n", b"allow:\n  - path: ", b"as: tool\n", b"reason: ", b"until: 2020-01-01\n", b"ignore: ['**']\n"),
    *(b"strict: true\n", b"scopes:\n  a: ", b"**/", b"*", b"?", b"[a-z]", b"[!", b"../", b"/abs", b"a//b", b"entry_point: [", b"version: ", b"scopes: { '*': {} }\n"),
)  # fmt: skip

_SYNTAXES = {
    "shell": _SHELL,
    "windows": _WINDOWS,
    "yaml": _YAML + _SHELL,
    "json": _JSON,
    "toml": _TOML,
    "python": _PYTHON,
    "document": _DOCUMENT + _SHELL,
    "build": _BUILD + _SHELL,
    "configuration": _YAML + _CONFIGURATION,
}
_ENDINGS = {
    "shell": ("sh", "bash", "zsh", "ksh", "script", "words", "mentions"),
    "windows": ("bat", "cmd", "ps1", "psm1", "batch", "powershell"),
    "yaml": ("yml", "yaml"),
    "json": ("json", "jsonc", "ipynb", "code-workspace"),
    "toml": ("toml", "cfg", "ini", "conf", "tf", "hcl", "lock"),
    "python": ("py", "pyw", "spec", "bazel", "pants", "BUILD"),
    "document": ("md", "MD", "markdown", "mdx", "mdc", "rst", "txt"),
}
_SYNTAX_OF = {ending: syntax for syntax, endings in _ENDINGS.items() for ending in endings}


def tokens_for(path: str) -> tuple[bytes, ...]:
    """The pieces that belong into a file of that name, or into a command of that dialect; everything common as well."""
    name = path.rpartition("/")[2]
    if name == ".single-entry.yaml":
        return _COMMON + _SYNTAXES["configuration"]
    return _COMMON + _SYNTAXES[_SYNTAX_OF.get(name.rpartition(".")[2], "build")]
