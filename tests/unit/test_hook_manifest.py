"""The hooks that this repository offers, as pre-commit itself understands them."""

from __future__ import annotations

import configparser
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit.clientlib import load_manifest

from flake8_single_entry.cli.arguments import parse
from flake8_single_entry.rules import find_rule

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in load_manifest(str(MANIFEST))}
HOOK = HOOKS["single-entry"]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("language", "python", "it installs itself"),
        ("always_run", True, "a commit that only deletes the referenced file passes no file"),
        ("pass_filenames", False, "one process sees the whole repository"),
        ("files", "", "no filter: any file can hold or be the target of a reference"),
        ("exclude", "^$", "no filter"),
        ("types", ["file"], "no filter"),
        ("types_or", [], "no filter"),
        ("exclude_types", [], "no filter"),
        ("stages", ["pre-commit", "pre-merge-commit", "pre-push", "manual"], "never after a checkout or a merge"),
        ("minimum_pre_commit_version", "3.2.0", "the names of the stages"),
        ("additional_dependencies", [], "the wheel's own are enough"),
    ],
)
def test_hook_runs_once_on_everything(key: str, value: Any, reason: str) -> None:
    assert HOOK[key] == value, reason


def test_hooks_that_change_files_run_only_by_hand() -> None:
    assert list(HOOKS) == ["single-entry", "single-entry-fix", "single-entry-config"]
    fix, config = HOOKS["single-entry-fix"], HOOKS["single-entry-config"]
    assert (fix["stages"], fix["always_run"], fix["pass_filenames"]) == (["manual"], True, False)
    assert (config["always_run"], config["pass_filenames"]) == (False, False)


@pytest.mark.parametrize(
    ("path", "is_configuration"),
    [
        (".single-entry.yaml", True),
        (".single-entry.yml", True),  # which nothing reads
        ("single-entry.yaml", True),
        ("docs/.single-entry.yaml", False),
        (".single-entry.yaml.orig", False),
    ],
)
def test_the_configuration_is_checked_when_it_changes(path: str, is_configuration: bool) -> None:
    assert bool(re.search(HOOKS["single-entry-config"]["files"], path)) is is_configuration


@pytest.mark.parametrize("name", HOOKS)
def test_what_will_be_committed_is_checked(name: str) -> None:
    words = HOOKS[name]["entry"].split()
    assert ("--staged" in words) is (words[1] == "check")
    arguments = parse(words[1:])
    assert arguments.command == words[1]
    for code in (getattr(arguments, "select", None) or [""])[0].split(","):
        assert not code or find_rule(code)


def test_entry_is_the_console_script() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    scripts = setup["options.entry_points"]["console_scripts"].split("\n")
    assert HOOK["entry"].split()[0] in [line.split("=")[0].strip() for line in scripts]


def test_own_hook_runs_the_same_way() -> None:
    """This repository's own configuration may differ in how the tool is started, in nothing else."""
    configuration = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    (own,) = (hook for repository in configuration["repos"] for hook in repository["hooks"])
    offered = yaml.safe_load(MANIFEST.read_text())[0]
    for key in ("id", "always_run", "pass_filenames", "stages"):
        assert own[key] == offered[key], key


@pytest.mark.parametrize("name", ["pre-commit", "pre-merge-commit", "pre-push", "pre-receive"])
def test_standalone_hooks_are_executable(name: str) -> None:
    path = ROOT / "hooks" / name
    assert path.read_text().startswith("#!/bin/sh\n")
    assert os.name == "nt" or path.stat().st_mode & stat.S_IXUSR
