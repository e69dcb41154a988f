"""The recipes of docs/editors.md in the editors themselves, where they are installed: Neovim and Emacs, without a screen."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="needs the extra `lsp`")

from tests.e2e.conftest import DOCKERFILE, MAIN, PROJECT, ROOT
from tests.support import Repository, run

PAGE = (ROOT / "docs/editors.md").read_text("utf-8")
FILES = {
    **PROJECT,
    "src/main_old.py": MAIN.replace("orders()", "all_orders()"),
    "Dockerfile": DOCKERFILE.format("src/main_old.py"),
    "compose.yaml": "services:\n  web:\n    build: .\n    command: python src/main_old.py\n",
    "README.md": "# Orders\n\n```sh\npython src/main_old.py\n```\n",
    "start.py": "import subprocess\n\nsubprocess.run(['python', 'src/main_old.py'])\n",
    "run.sh": "python src/main_old.py\n",
    "Makefile": "run:\n\tpython src/gone.py\n",
}
# Each script writes what it sees to the file that SEEN names.
NEOVIM = """
local seen = { codes = {}, missed = {} }
local function wait(condition, what) if not vim.wait(60000, condition, 50) then table.insert(seen.missed, what) end end
local function found() return vim.diagnostic.get(0) end
for _, path in ipairs(vim.split(vim.env.PATHS, " ")) do
  vim.cmd.edit(path)
  wait(function() return #found() > 0 end, "no diagnostics in " .. path)
  seen.codes[path] = found()[1] and found()[1].code
end
vim.cmd.edit("run.sh")
vim.api.nvim_win_set_cursor(0, { 1, 12 })
vim.lsp.buf.hover()
local function window()
  for _, each in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(each).relative ~= "" then return each end
  end
end
wait(window, "no hover")
seen.hover = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window()), 0, -1, false), "\\n")
vim.api.nvim_win_close(window(), true)
vim.lsp.buf.definition()
wait(function() return vim.api.nvim_buf_get_name(0):match("main_old.py$") end, "no definition")
vim.cmd.edit("run.sh")
vim.api.nvim_win_set_cursor(0, { 1, 12 })
vim.lsp.buf.code_action({ apply = true })
wait(function() return #found() == 0 end, "the finding stays")
seen.text = vim.api.nvim_get_current_line()
vim.cmd("silent! write")
vim.fn.writefile({ "python src/gone.py" }, "run.sh")
vim.cmd("silent! edit!")
vim.cmd("silent! write")
wait(function() return #found() == 1 end, "no diagnostics after saving")
vim.fn.writefile({ vim.json.encode(seen) }, vim.env.SEEN)
vim.cmd("qall!")
"""
EMACS = """
(require 'eglot)
(require 'json)
(setq eglot-confirm-server-edits nil make-backup-files nil create-lockfiles nil)
(defvar seen (list))
(defun wait (condition)
  (with-timeout (60 nil)
    (let (result) (while (not (setq result (funcall condition))) (accept-process-output nil 0.05) (sit-for 0.02)) result)))
(defun found () (flymake-start) (flymake-diagnostics))
(dolist (path (split-string (getenv "PATHS")))
  (find-file (expand-file-name path (getenv "ROOT")))
  (unless (eglot-managed-p) (apply #'eglot (eglot--guess-contact)))
  (push (cons path (format "%s" (mapcar #'flymake-diagnostic-text (wait #'found)))) seen))
(find-file (expand-file-name "run.sh" (getenv "ROOT")))
(goto-char 13)
(let (text)
  (eglot-hover-eldoc-function (lambda (string &rest _) (setq text (or string ""))))
  (wait (lambda () text))
  (push (cons "hover" (format "%s" text)) seen))
(xref-find-definitions (xref-backend-identifier-at-point (xref-find-backend)))
(push (cons "definition" (buffer-file-name)) seen)
(find-file (expand-file-name "run.sh" (getenv "ROOT")))
(goto-char 13)
(eglot-code-action-quickfix (point) (point))
(push (cons "text" (buffer-substring-no-properties 1 (line-end-position))) seen)
(save-buffer)
(push (cons "saved" (if (wait (lambda () (null (found)))) "clean" "the finding stays")) seen)
(with-temp-file (getenv "SEEN") (insert (json-encode seen)))
(kill-emacs 0)
"""


def recipe(heading: str, language: str, holding: str = "") -> str:
    """The first block of a language below a heading of the page that holds a text."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return next(block for block in re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL) if holding in block)


def program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join((os.environ["PATH"], os.path.dirname(sys.executable))))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def orders(make_repository: Callable[..., Repository]) -> Repository:
    return make_repository(FILES)


def environment(project: Repository, directory: Path, paths: str) -> dict[str, str]:
    """One in which the recipes' command is this code, and in which the editor finds no settings of a person."""
    command = directory / "bin/single-entry"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m flake8_single_entry "$@"\n')
    command.chmod(0o755)
    homes = {name: str(directory / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")}
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    return {**homes, "PATH": path, "SEEN": str(directory / "seen.json"), "PATHS": paths, "ROOT": str(project.root)}


def test_neovim(orders: Repository, tmp_path: Path) -> None:
    nvim = program("nvim")
    version = run([nvim, "--version"], tmp_path).stdout
    numbers = tuple(map(int, re.findall(r"\d+", version)[:2]))
    if numbers < (0, 10):
        pytest.skip("the recipes need Neovim 0.10")
    (tmp_path / "init.lua").write_text(
        recipe("Neovim", "lua", "vim.lsp.config(" if numbers >= (0, 11) else "vim.lsp.start(")
    )
    (tmp_path / "drive.lua").write_text(NEOVIM)
    paths = ("Dockerfile", "compose.yaml", "README.md", "start.py", "run.sh", "Makefile")
    variables = environment(orders, tmp_path, " ".join(paths))
    command = [nvim, "--headless", "-n", "-u", str(tmp_path / "init.lua"), "-S", str(tmp_path / "drive.lua")]
    done = run(command, orders.root, env=variables)
    seen = json.loads((tmp_path / "seen.json").read_text()) if (tmp_path / "seen.json").exists() else done.stderr
    assert seen["codes"] == {path: "ONE201" if path == "Makefile" else "ONE203" for path in paths}
    assert "superseded-target" in seen["hover"]
    assert seen["text"] == "python src/main.py"
    assert not seen["missed"]


def test_emacs(orders: Repository, tmp_path: Path) -> None:
    emacs = program("emacs")
    if not (found := re.search(r"Emacs (\d+)", run([emacs, "--version"], tmp_path).stdout)) or int(found[1]) < 29:
        pytest.skip("the recipe needs Emacs 29")
    (tmp_path / "recipe.el").write_text(recipe("Emacs", "elisp"))
    (tmp_path / "drive.el").write_text(EMACS)
    variables = environment(orders, tmp_path, "run.sh Makefile")
    command = [emacs, "--batch", "-Q", "-l", str(tmp_path / "recipe.el"), "-l", str(tmp_path / "drive.el")]
    done = run(command, orders.root, env=variables)
    seen = json.loads((tmp_path / "seen.json").read_text()) if (tmp_path / "seen.json").exists() else done.stderr
    assert "ONE203" in seen["run.sh"], done.stderr
    assert "ONE201" in seen["Makefile"]
    assert "superseded-target" in seen["hover"]
    assert seen["definition"] == str(orders.root / "src/main_old.py")
    assert (seen["text"], seen["saved"]) == ("python src/main.py", "clean")
