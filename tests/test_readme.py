"""What the documents promise is so: commands, outputs, configurations, codes, options and links."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import cfgv
import pytest
import yaml
from pre_commit.clientlib import CONFIG_SCHEMA

from flake8_single_entry.cli.arguments import COMMANDS
from flake8_single_entry.config import load
from flake8_single_entry.rules import RULES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md")


def section(title: str) -> str:
    """The text between a heading and the next one of any depth."""
    return re.split(r"^#+ .*$", README.split(f"\n## {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def fences(language: str) -> list[str]:
    return [text for found, text in FENCE.findall(README) if found == language]


@pytest.mark.parametrize("title", ["Try it", "Test it"])
def test_one_command_in_a_fence_of_its_own(title: str) -> None:
    ((language, command),) = FENCE.findall(section(title))
    assert language == "sh"
    assert command.count("\n") == 1
    assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")


def test_output_is_what_the_tool_says(tmp_path: Path) -> None:
    """The lines at the top are lines of the real output on the example."""
    shutil.copytree(ROOT / "examples/realtime-voice", tmp_path / "example")
    command = [sys.executable, "-m", "flake8_single_entry", "--root", str(tmp_path / "example")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    shown = fences("text")[0].splitlines()
    assert shown
    assert [line for line in shown if line not in done.stdout.splitlines()] == []


def test_the_excerpt_of_a_plan_is_from_the_plan_of_the_example() -> None:
    lines = (ROOT / "examples/realtime-voice.plan.md").read_text("utf-8").splitlines()
    (excerpt,) = fences("markdown")
    assert [line for line in excerpt.splitlines() if line not in lines] == []


def test_table_of_codes_is_the_registry() -> None:
    rows = re.findall(r"^\| (ONE\d+) \| ([a-z-]+) \|", README, re.MULTILINE)
    assert rows == sorted((rule.code, rule.name) for rule in RULES)


@pytest.mark.parametrize("text", [text for text in fences("yaml") if text.startswith("version:")])
def test_configurations_are_valid(text: str) -> None:
    assert load(".single-entry.yaml", text.encode()).errors == ()


def test_pre_commit_configuration_is_valid() -> None:
    (text,) = (text for text in fences("yaml") if text.startswith("repos:"))
    loaded = yaml.safe_load(text)
    cfgv.validate(loaded, CONFIG_SCHEMA)
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert {hook["id"] for repository in loaded["repos"] for hook in repository["hooks"]} <= offered


def test_options_exist() -> None:
    commands = (*(["flake8_single_entry", command, "--help"] for command in COMMANDS), ["flake8", "--help"])
    said = "".join(
        subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for words in commands
    )
    options = set(re.findall(r"`[^`\n]*?(--[a-z-]+)[^`\n]*`", README))
    assert len(options) >= 5
    assert {option for option in options if option not in said} == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in links if not _leads_somewhere(document, link)] == []


def _leads_somewhere(document: str, link: str) -> bool:
    """Return True if the file exists, and the heading in it that the link names."""
    name, _, heading = link.partition("#")
    path = ROOT / name if name else ROOT / document
    if not path.exists() or not heading:
        return path.exists()
    titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return heading in [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles]


def test_python_versions_agree() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lowest = setup["options"]["python_requires"].removeprefix(">=")
    versions = re.findall(r"Python :: (3\.\d+)$", setup["metadata"]["classifiers"], re.MULTILINE)
    assert versions[0] == lowest
    assert f"Python {lowest} or later" in README


def test_changelog_knows_the_version() -> None:
    import flake8_single_entry

    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in text or f"## [{flake8_single_entry.__version__}]" in text
