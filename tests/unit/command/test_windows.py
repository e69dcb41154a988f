"""Batch files and PowerShell: what they start and where."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import REQUIRED, Reference
from flake8_single_entry.readers.scripts import batch, powershell
from flake8_single_entry.syntax.source import Source


def describe(reference: Reference) -> str:
    base = reference.base
    where = f"{base.anchor.value}/{base.directory}".rstrip("/")
    guess = "" if base.certain else " guess"
    guarded = " guarded" if reference.guarded else " required" if reference.runner == REQUIRED else ""
    container = f" container={base.container}" if base.container else ""
    return f"{reference.via.value} {reference.text} <{where}>{container}{guess}{guarded}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@echo off\r\npython run.py %*\r\n", ["run run.py <caller>"]),
        ("python src\\main.py", ["run src/main.py <caller>"]),
        ('cd /d "%~dp0"\npython main.py', ["run main.py <file>"]),
        ('python "%~dp0src\\main.py"', ["run src/main.py <file>"]),
        ("cd api && python main.py & cd ..\npython x.py", ["run main.py <caller/api>", "run x.py <caller>"]),
        ("pushd api\npython main.py\npopd\npython x.py", ["run main.py <caller/api>", "run x.py <caller>"]),
        ("venv\\Scripts\\python.exe -m pkg.main", ["run pkg.main <caller>"]),
        ("call venv\\Scripts\\activate.bat\ncall tools\\go.bat", ["build tools/go.bat <caller>"]),
        ("set APP=main:app\nset \"PORT=80\"\nuvicorn %APP% --port %PORT%", ["run main:app <caller>"]),
        ("uvicorn %NOT_SET%:app", []),
        ("set PYTHONPATH=%NOT_SET%\\lib\npython -m pkg.main", ["run pkg.main <caller> guess"]),
        ("%PYTHON% main.py", ["run main.py <caller>"]),
        ("set CMD=python main.py\n%CMD% --x\n\"%CMD%\"", ["run main.py <caller>"]),
        ('start "Api" cmd /k "cd api && python main.py"', ["run main.py <caller/api>"]),
        ("start /b python main.py", ["run main.py <caller>"]),
        ("start /d api python main.py\npython x.py", ["run main.py <caller/api>", "run x.py <caller>"]),
        ("set DIR=%~dp0\npython %DIR%main.py\ncd %DIR%..\npython x.py", ["run main.py <file>", "run x.py <file/..>"]),
        ("set HERE=%CD%\ncd api\npython %HERE%\\main.py", ["run main.py <caller>"]),
        ("for %%s in (api web) do python %%s\\main.py", []),
        # a label is reached from its jumps and, unless a jump stands before it, from above
        ("cd /d %~dp0\nif x==1 goto web\n:api\ncd api\npython a.py\ngoto :eof\n:web\ncd web\npython b.py",
         ["run a.py <file/api>", "run b.py <file/web>"]),
        ("cd api\nif x==1 goto web\ncd ..\n:web\npython b.py", ["run b.py <caller> guess"]),
        ("call :go\nexit /b\n:go\npython x.py", ["run x.py <caller>"]),
        ("if exist x.py python x.py\npython y.py",
         ["path x.py <caller> guarded", "run x.py <caller> guarded", "run y.py <caller>"]),
        ("if exist x.py (\n  python x.py\n)\npython x.py",
         ["path x.py <caller> guarded", "run x.py <caller> guarded", "run x.py <caller>"]),
        ("if exist x.py (\n  cd x\n) else (\n  python y.py\n)\npython z.py",
         ["path x.py <caller> guarded", "run y.py <caller/x>", "run z.py <caller/x>"]),
        ("if not exist venv (\n  python -m venv venv\n)", []),
        ("if not exist x.py (\n  echo no\n  exit /b 1\n)\nif not exist \"y.py\" exit 1\nif not exist z.py echo no",
         ["path x.py <caller> required", "path y.py <caller> required"]),
        ("set FLASK_APP=web.py\nnpm run dev", ["run web.py <caller>"]),
        ("if %ERRORLEVEL% NEQ 0 python x.py", ["run x.py <caller>"]),
        ("python ^\n  main.py ^\n  --x", ["run main.py <caller>"]),
        ("echo   cd services\\x ^&^& python -m uvicorn src.main:app", ["mention src.main:app <caller/services/x>"]),
        ("echo python x.py > x.txt\necho x > t.py\npython t.py", []),
        ("REM python x.py\n:: python y.py\n:python\ndel z.py\nfindstr a b.py", []),
        ("docker-compose exec web python manage.py check", ["run manage.py <image> container=web"]),
    ],
)  # fmt: skip
def test_batch(text: str, expected: list[str]) -> None:
    assert [describe(each) for each in batch.read(Source.of_text("run.bat", text)).references] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("python main.py", ["run main.py <caller>"]),
        ("& python 'src\\main.py'", ["run src/main.py <caller>"]),
        ('& "$PSScriptRoot\\venv\\Scripts\\python.exe" "$PSScriptRoot\\main.py"', ["run main.py <file>"]),
        ("Set-Location -Path api; python main.py; Set-Location ..; python x.py",
         ["run main.py <caller/api>", "run x.py <caller>"]),
        ("Set-Location $PSScriptRoot\\..\npython main.py", ["run main.py <file/..>"]),
        ("$root = Split-Path -Parent $PSScriptRoot\ncd $root\npython main.py", ["run main.py <file/..>"]),
        ('$app = Join-Path $PSScriptRoot "src\\main.py"\npython $app', ["run src/main.py <file>"]),
        ('python (Join-Path $PSScriptRoot "main.py")', ["run main.py <file>"]),
        ('$module = "main:app"\nuvicorn $module --port 80', ["run main:app <caller>"]),
        ("python $unknown", []),
        ('$env:FLASK_APP = "web.py"\nflask run', ["run web.py <caller>"]),
        ("$version = python main.py --version", ["run main.py <caller>"]),
        ("Start-Process -FilePath python -ArgumentList 'main.py','--x' -WorkingDirectory api",
         ["run main.py <caller/api>"]),
        ('Start-Process python -ArgumentList "-m uvicorn main:app"', ["run main:app <caller>"]),
        ('Start-Process powershell -ArgumentList "-NoExit", "-Command", "cd api; python main.py"',
         ["run main.py <caller/api>"]),
        ("function Go {\n  Set-Location api\n  python main.py\n}\npython x.py",
         ["run x.py <caller>", "run main.py <caller/api>"]),
        ("function Go\n{\n  python main.py # }\n}\nSet-Location api\nGo\nGo", ["run main.py <caller/api>"]),
        ("function Enter-Api { Set-Location $PSScriptRoot\\api }; Enter-Api\npython main.py", ["run main.py <file/api>"]),
        ("function A { B }\nfunction B { A; python main.py }\nA", ["run main.py <caller>"]),
        ('param([string]$App = "main.py")\npython $App', []),
        ('param(\n  [string]$App = "main.py",\n  $Port = 80\n)\npython $App', ["run main.py <caller>"]),
        ("Push-Location api; python x.py; Pop-Location; python y.py",
         ["run x.py <caller/api>", "run y.py <caller>"]),
        ('Push-Location (Join-Path $PSScriptRoot "..")\npython x.py', ["run x.py <file/..>"]),
        ('$list = @(\n  "src/main.py",\n  "--port"\n)\nSet-Location api\npython @list --x',
         ["run src/main.py <caller/api>"]),
        ('$map = @{\n  App = "x.py"\n  y = "tools/y.py"\n}; python z.py', ["run z.py <caller>"]),
        ('"tools/x.py"\n"a.py", "b.py" | ForEach-Object { $_ }\n& "tools/x.py"', ["run tools/x.py <caller>"]),
        ("$d = Split-Path -Parent $MyInvocation.MyCommand.Path\n$b = Join-Path (Split-Path -Parent $d) 'api'\n"
         "Push-Location $b\npython x.py", ["run x.py <file/../api>"]),
        ("foreach ($s in 'api', 'web') { python $s/main.py }", []),
        ("Start-Job -ScriptBlock {\n  Set-Location api\n  python main.py\n}\npython x.py",
         ["run main.py <caller/api>", "run x.py <caller>"]),
        ('if (Test-Path "x.py") {\n  python x.py\n}\npython x.py',
         ["path x.py <caller> guarded", "run x.py <caller> guarded", "run x.py <caller>"]),
        ('Write-Host "2. Run: python main.py" -ForegroundColor White', ["mention main.py <caller>"]),
        ('Write-Host "  cd apps\\api"\nWrite-Host "  python main.py"', ["mention main.py <caller/apps/api>"]),
        ('@"\npython x.py\n"@ | Out-File t.py\n# python y.py\n<# python z.py\n#>', []),
        (".\\venv\\Scripts\\Activate.ps1\n.\\tools\\go.ps1", ["build ./tools/go.ps1 <caller>"]),
        ("docker compose exec -T web python check.py", ["run check.py <image> container=web"]),
        ("Remove-Item main.py; Get-ChildItem main.py; Select-String x main.py", []),
        ('if (-not (Test-Path "x.py")) {\n  Write-Host no\n  exit 1\n}\nif (!(Test-Path y.py)) { throw "no" }',
         ["path x.py <caller> required", "path y.py <caller> required"]),
        ('if (-not (Test-Path "x.py")) { Write-Host no }', ["path x.py <caller> guarded"]),
        ('$env:FLASK_APP = "web.py"\nnpm run dev\n$FLASK_APP = "x.py"', ["run web.py <caller>"]),
        ('$cmd = "python main.py"\nInvoke-Expression $cmd\niex "cd api; python x.py"\npython y.py',
         ["run main.py <caller>", "run x.py <caller/api>", "run y.py <caller/api>"]),
        ("$x = 'iex $x; iex $x; python x.py'\nInvoke-Expression -Command $x", ["run x.py <caller>"]),
        # a variable begins an expression, unless it is called
        ("if ($PythonExe -eq 'python') { Write-Host x }\nMock F -ParameterFilter { $PythonPath -ne 'py' }", []),
        ("$Python -match 'x.py'\n$args[0] -like 'python*'\n$PythonCmd | Should -Be 'python3'", []),
        ("& $PythonExe main.py\n. $PythonExe x.py\n$out = & $env:PYTHON y.py",
         ["run main.py <caller>", "run x.py <caller>", "run y.py <caller>"]),
    ],
)  # fmt: skip
def test_powershell(text: str, expected: list[str]) -> None:
    assert [describe(each) for each in powershell.read(Source.of_text("run.ps1", text)).references] == expected


@pytest.mark.parametrize("read", [batch.read, powershell.read])
def test_location_is_that_of_the_written_target(read: object) -> None:
    source = Source.of_text("run", "cd api\r\npython.exe  src\\main.py --x\r\n")
    (reference,) = read(source).references  # type: ignore[operator]
    assert (reference.location.line, reference.location.column, reference.location.end_column) == (2, 13, 24)


@pytest.mark.parametrize("read", [batch.read, powershell.read])
@pytest.mark.parametrize(
    "text", ["python " + "(" * 4_000, "{" * 9_000 + "python x.py", "$" * 4_000 + "python", "%" * 4_000]
)
def test_hostile_text_is_survived(read: object, text: str) -> None:
    read(Source.of_text("run", text))  # type: ignore[operator]
