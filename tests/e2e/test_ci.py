"""What runs in CI and after an agent's edits: the files are valid, and their commands do what the documents say."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.conftest import DOCKERFILE, MAIN, ROOT, Environment
from tests.e2e.pushes import STALE
from tests.support import Repository, run

ACTION = ROOT / "action.yml"
TEMPLATE = ROOT / "templates" / "single-entry.yml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fences(document: str, language: str) -> list[str]:
    text = (ROOT / "docs" / document).read_text("utf-8")
    return [content for found, content in FENCE.findall(text) if found == language]


def is_valid(path: Path, schema: str, *options: str) -> str:
    """The complaints of check-jsonschema about a file, or ""."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *options, str(path)]
    done = run(command, ROOT)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def zizmor(path: Path, persona: str = "pedantic") -> str:
    """The complaints of zizmor about a file, without any question to the network, or ""."""
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    assert program, "zizmor is not installed: pip install -e '.[test]'"
    done = run([program, "--offline", "--no-progress", f"--persona={persona}", str(path)], path.parent)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_action_is_valid() -> None:
    assert is_valid(ACTION, "github-actions") == ""
    assert zizmor(ACTION) == ""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_own_workflows_are_valid(path: Path) -> None:
    assert is_valid(path, "github-workflows") == ""
    assert zizmor(path) == ""


def test_the_workflow_of_the_documentation_is_valid(tmp_path: Path) -> None:
    (text,) = (text for text in fences("ci.md", "yaml") if "runs-on" in text)
    workflow = tmp_path / ".github" / "workflows" / "check.yml"
    workflow.parent.mkdir(parents=True)
    # The tag of this action is the only thing that people replace; zizmor wants a hash.
    workflow.write_text(text.replace("OWNER/flake8-single-entry@v0.1.0", f"owner/name@{'0' * 40}"))
    assert is_valid(workflow, "github-workflows") == ""
    assert zizmor(workflow, "regular") == ""


def test_the_inputs_of_the_action_are_documented() -> None:
    described = yaml.safe_load(ACTION.read_text())["inputs"]
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text.split("\n## GitLab")[0], re.MULTILINE)) == set(described)


def test_the_template_is_valid(tmp_path: Path) -> None:
    header, jobs = yaml.safe_load_all(TEMPLATE.read_text())
    inputs = set(header["spec"]["inputs"])
    assert set(re.findall(r"\$\[\[ inputs\.([a-z-]+) \]\]", TEMPLATE.read_text())) == inputs
    text = (ROOT / "docs" / "ci.md").read_text("utf-8").split("\n## GitLab")[1]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == inputs
    (tmp_path / "jobs.yml").write_text(yaml.safe_dump(jobs))
    assert is_valid(tmp_path / "jobs.yml", "gitlab-ci", "--data-transform=gitlab-ci") == ""


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(ACTION.read_text())["runs"]["steps"]
    return [step for step in found if "run" in step]


def environment_of(step: Mapping[str, Any], inputs: Mapping[str, str], source: Path) -> dict[str, str]:
    """The environment of a step, with what a runner puts in the place of expressions."""
    known = {"steps.python.outputs.python-path": sys.executable, "github.action_path": str(source)}
    known |= {f"inputs.{name}": value for name, value in inputs.items()}
    values = step.get("env", {}).items()
    return {name: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: known[found[1]], value) for name, value in values}


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="a runner has bash")


@pytest.fixture(scope="session")
def runner(hook_repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's temporary directory, in which the action has installed the tool."""
    directory = tmp_path_factory.mktemp("runner")
    source = tmp_path_factory.mktemp("action") / "source"
    shutil.copytree(hook_repository.root, source)  # a build leaves files behind
    install, _ = steps()
    (directory / "pip.py").write_text("raise SystemExit('the checked repository was run')\n")
    step = {**environment_of(install, {}, source), "RUNNER_TEMP": str(directory)}
    done = run(["bash", "-euo", "pipefail", "-c", install["run"]], directory, env=step)
    assert done.returncode == 0, done.stdout + done.stderr
    return directory


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "code", "said"),
    [
        ({}, 1, "::error title=ONE201 missing-target,file=Dockerfile,line=4,"),
        ({"new-since": "HEAD"}, 0, ""),
        ({"new-since": "HEAD~1"}, 1, "::error title=ONE201 missing-target,file=Dockerfile,line=4,"),
        ({"format": "text", "root": "src"}, 0, ""),
        ({"new-since": "nowhere; exit 0"}, 2, "nowhere; exit 0: no such revision"),
    ],
)
def test_the_action_checks(runner: Path, project: Repository, inputs: dict[str, str], code: int, said: str) -> None:
    project.write(STALE)
    project.commit()
    given = {name: str(one["default"]) for name, one in yaml.safe_load(ACTION.read_text())["inputs"].items()}
    check = steps()[-1]
    step = {**environment_of(check, {**given, **inputs}, runner), "RUNNER_TEMP": str(runner)}
    done = run(["bash", "-euo", "pipefail", "-c", check["run"]], project.root, env=step)
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("new_only", "base", "code", "findings"),
    [("false", "HEAD", 1, 1), ("true", "HEAD", 0, 0), ("true", "", 1, 1), ("true", "HEAD~1", 1, 1)],
)
def test_the_template_checks(
    tool: Environment, project: Repository, new_only: str, base: str, code: int, findings: int
) -> None:
    project.write(STALE)
    project.commit()
    _, jobs = yaml.safe_load_all(TEMPLATE.read_text())
    install, *script = jobs["single-entry"]["script"]
    assert install == 'pip install --quiet "$SINGLE_ENTRY_REQUIREMENT"'
    environment = {"SINGLE_ENTRY_NEW_ONLY": new_only, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    environment["PATH"] = f"{tool.scripts}{os.pathsep}{os.environ['PATH']}"
    done = run(["sh", "-e", "-c", "\n".join(script)], project.root, env=environment)
    assert done.returncode == code, done.stdout + done.stderr
    assert done.stdout.count("Dockerfile:4:17: ONE201 ") == findings
    (report,) = jobs["single-entry"]["artifacts"]["reports"].values()
    assert len(json.loads((project.root / report).read_text())) == findings


def hooks() -> dict[str, str]:
    """The command of each agent's hook, by the agent, from its settings in the documentation."""
    found = [json.loads(text) for text in fences("agents.md", "json")]
    claude, codex, gemini, cursor, copilot = (settings["hooks"] for settings in found)
    (aider,) = (yaml.safe_load(text) for text in fences("agents.md", "yaml"))
    assert aider["auto-lint"] is True
    return {
        "Claude Code": claude["PostToolUse"][0]["hooks"][0]["command"],
        "Codex": codex["PostToolUse"][0]["hooks"][0]["command"],
        "Gemini CLI": gemini["AfterTool"][0]["hooks"][0]["command"],
        "Cursor": cursor["stop"][0]["command"],
        "GitHub Copilot": copilot["agentStop"][0]["bash"],
        "Aider": f"{aider['lint-cmd']} src/main.py",  # as Aider calls it: with the files that it edited
    }


def test_every_agent_of_the_page_has_a_command_that_is_run() -> None:
    page = (ROOT / "docs/agents.md").read_text("utf-8")
    assert re.findall(r"^### (.+)$", page, re.MULTILINE) == [*hooks(), "Any agent that commits"]


def after_edit(tool: Environment, project: Repository, agent: str) -> tuple[int, str, str]:
    path = f"{tool.scripts}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "CLAUDE_PROJECT_DIR": str(project.root)}
    done = run(["sh", "-c", hooks()[agent]], project.root, stdin='{"tool_name": "Write"}', env=environment)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("agent", ["Claude Code", "Codex", "Gemini CLI", "Cursor", "GitHub Copilot", "Aider"])
def test_an_agent_is_told_what_its_edit_broke(tool: Environment, project: Repository, agent: str) -> None:
    project.write({"deploy.sh": "#!/bin/sh\npython src/before.py\n"})
    project.commit()  # what was there before is not the agent's
    project.commit("what Aider compares with")
    code, out, err = after_edit(tool, project, agent)
    assert (code, out) == (0, "")
    project.write({"src/main_v2.py": MAIN, "Dockerfile": DOCKERFILE.format("src/main_v3.py")})
    project.git("add", "--all", *(["--intent-to-add"] if agent == "Codex" else []))
    if agent == "Aider":  # which commits what it edited before it lints
        project.commit()
    code, out, err = after_edit(tool, project, agent)
    if agent == "Aider":
        assert code == 1
        assert [line.split(":")[0] for line in out.splitlines()] == ["Dockerfile", "src/main_v2.py"]
        return
    if agent in ("Cursor", "GitHub Copilot"):
        answer = json.loads(out)
        assert (code, answer.get("decision")) == (0, None if agent == "Cursor" else "block")
        report = json.loads(answer["followup_message" if agent == "Cursor" else "reason"])
    else:
        report = json.loads(err)
        assert (code, out) == (2, "")
    told = {one["path"]: one for one in report["findings"]}
    assert sorted(told) == ["Dockerfile", "src/main_v2.py"]
    assert told["Dockerfile"]["suggestion"] == "src/main.py"
    assert told["src/main_v2.py"]["code"] == "ONE101"


def test_the_instructions_name_what_exists(tool: Environment, project: Repository) -> None:
    (text,) = fences("agents.md", "markdown")
    commands = [command for command in re.findall(r"`(single-entry [^`]*)`", text) if "CODE" not in command]
    assert len(commands) == 2
    for command in commands:
        _, *words = command.split()
        code, said = tool("single-entry", *words, cwd=project.root)
        assert code == 0, said
