"""The version of a release: one tag, one package, one section of the changelog, and what people copy."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from flake8_single_entry import __version__

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / ".ci" / "version.py"
FILES = ("flake8_single_entry/__init__.py", "CHANGELOG.md", "README.md", "docs/ci.md", "templates/single-entry.yml")
Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("version", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """This project, ready for the tag of its version."""
    for path in FILES:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    changelog = tmp_path / "CHANGELOG.md"
    text = changelog.read_text("utf-8")
    if f"## [{__version__}]" not in text:
        text = text.replace("## [Unreleased]", f"## [Unreleased]\n\n## [{__version__}] - 2026-12-01", 1)
    changelog.write_text(text, "utf-8")
    return tmp_path


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def test_it_prints_the_version() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, check=True)
    assert done.stdout == f"{__version__}\n"


def test_a_release_that_agrees(script: ModuleType, released: Path) -> None:
    assert list(script.check(released, f"v{__version__}")) == []
    assert script.main([f"v{__version__}", str(released)]) == 0


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        ("flake8_single_entry/__init__.py", f'"{__version__}"', '"9.9.9"', "__init__.py has the version 9.9.9"),
        ("CHANGELOG.md", f"## [{__version__}]", "## [9.9.9]", f"does not begin with a section [{__version__}]"),
        ("CHANGELOG.md", " - 2026-12-01", "", "no day"),
        ("CHANGELOG.md", "## [Unreleased]", "## [Unreleased]\n\n- More.", "changes below [Unreleased]"),
        ("README.md", f"rev: v{__version__}", "rev: v9.9.9", "README.md names the version 9.9.9"),
        ("docs/ci.md", f"@v{__version__}", "@v9.9.9", "docs/ci.md names the version 9.9.9"),
        ("templates/single-entry.yml", f"=={__version__}", "==9.9.9", "single-entry.yml names the version 9.9.9"),
        ("README.md", f"rev: v{__version__}", "rev: main", "README.md names no version any more"),
    ],
)
def test_what_does_not_agree(
    script: ModuleType,
    released: Path,
    path: str,
    old: str,
    new: str,
    fault: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    edit(released, path, old, new)
    (found,) = script.check(released, f"v{__version__}")
    assert fault in found
    assert script.main([f"v{__version__}", str(released)]) == 1
    assert capsys.readouterr().err == f"{found}\n"


@pytest.mark.parametrize("tag", ["", "1.2.3", "v1.2", "v1.2.3-rc1", "v1.2.3.dev0", "release", "v01.2.3\n"])
def test_a_tag_that_is_no_version(script: ModuleType, released: Path, tag: str) -> None:
    assert list(script.check(released, tag)) == [f"the tag is {tag}; it must be like v1.2.3 or v1.2.3rc1"]


def test_the_workflow_asks_before_it_builds() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    steps = [step.get("run", "") for step in workflow["jobs"]["build"]["steps"]]
    asks = next(number for number, step in enumerate(steps) if '.ci/version.py "$GITHUB_REF_NAME"' in step)
    builds = next(number for number, step in enumerate(steps) if ".ci/build dist" in step)
    assert asks < builds


def test_a_workflow_that_calls_another_does_not_wait_for_itself() -> None:
    """In a called workflow, ``github.workflow`` is the name of the caller: the same group would be a deadlock."""
    groups = [
        yaml.safe_load(path.read_text("utf-8"))["concurrency"]["group"]
        for path in (ROOT / ".github/workflows").glob("*.yml")
    ]
    names = [group.partition("${{")[0] for group in groups]
    assert all(names)
    assert len(set(names)) == len(names)
    assert not any(re.search(r"github\.workflow\b", group) for group in groups)
