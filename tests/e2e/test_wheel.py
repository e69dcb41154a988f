"""What the wheel says about itself, and the commands that it installs."""

from __future__ import annotations

import email
import re
import zipfile
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Environment
from tests.support import Repository


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_string(opened.read(name).decode("utf-8"))


def test_the_description_is_the_readme_with_absolute_links(metadata: email.message.Message) -> None:
    source = dict(one.split(", ") for one in metadata.get_all("Project-URL", []))["Source"]
    description = str(metadata.get_payload())
    links = re.findall(r"\]\(([^)\s]+)\)", description)
    readme = (ROOT / "README.md").read_text("utf-8")
    relative = [link for link in re.findall(r"\]\(([^)\s]+)\)", readme) if not re.match(r"[a-z]+:|#", link)]
    assert len(relative) > 10
    assert [link for link in links if not re.match(r"https://|#", link)] == []
    assert {f"{source}/blob/main/{link}" for link in relative} <= set(links)
    assert metadata["Description-Content-Type"] == "text/markdown"


def test_the_project_has_addresses(metadata: email.message.Message) -> None:
    urls = dict(one.split(", ") for one in metadata.get_all("Project-URL", []))
    assert set(urls) == {"Source", "Documentation", "Changelog"}
    for url in (urls["Documentation"], urls["Changelog"]):
        path = url.removeprefix(f"{urls['Source']}/blob/main/")
        assert (ROOT / path).exists(), url


def test_it_claims_what_was_run(metadata: email.message.Message) -> None:
    classifiers = [one for one in metadata.get_all("Classifier", []) if re.search(r":: 3\.|Operating", one)]
    assert classifiers == [
        "Operating System :: POSIX :: Linux",
        *(f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)),
    ]


@pytest.mark.parametrize("name", ["single-entry", "flake8-single-entry"])
def test_both_commands_run(tool: Environment, project: Repository, name: str) -> None:
    """The second is what ``uvx flake8-single-entry`` starts."""
    code, said = tool(name, cwd=project.root)
    assert code == 0, said
