"""What docs/comparison.md says that the tools have: how each cell was tried in the repository of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

TOOLS = "single-entry", "vulture", "import-linter", "tach", "knip", "jscpd", "RealityLint", "docs-drift", "agentslint"


class Trial(NamedTuple):
    """A shell command, what its output shows if the tool has the feature, and the cell in that case and otherwise.

    ``{0}`` in the cell is the first group of the pattern.
    """

    command: str
    pattern: str
    yes: str = "yes"
    no: str = "no"


_VALID = "| python3 -m json.tool >/dev/null && echo valid"
_SARIF, _JUNIT = r'"version": ?"2\.1\.0"', "<testsuite"
_CODE = "; echo code $?"
_CLEAN = "; echo again $?"
_CHANGED = "; git status --porcelain --untracked-files=no"
_EDITED = r"(?m)^(?:[MRDA][ MD]| [MD]) \S"  # a line of git status
_ASK = """python3 -c 'import json, subprocess, sys
asked = {"processId": None, "rootUri": None, "capabilities": {}}
body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": asked})
pipe = subprocess.PIPE
server = subprocess.Popen(sys.argv[1:], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
server.stdin.write(f"Content-Length: {len(body)}\\r\\n\\r\\n{body}".encode())
server.stdin.flush()
head = server.stdout.readline().decode()
answer = server.stdout.read(int(head.split()[1]) + 2).decode() if head.startswith("Content-Length") else head
print(answer)
server.kill()' """


def _each(*trials: Trial) -> Mapping[str, Trial]:
    return dict(zip(TOOLS, trials, strict=True))


ROWS: Mapping[str, Mapping[str, Trial]] = {
    "runs without a configuration": _each(
        Trial("single-entry", "Found "),
        Trial("vulture .", "unused function"),
        Trial("rm .importlinter; lint-imports", "Contracts: "),
        Trial("rm tach.toml; tach check", r"cannot depend|validated"),
        Trial("rm package.json; knip", "Unused", no="with a `package.json`"),
        Trial("jscpd .", "Clone found"),
        Trial("realitylint .", "README"),
        Trial("docs-drift check", "README"),
        Trial("agentslint check .", "AGENTS"),
    ),
    "exit code with findings": _each(
        *(
            Trial(f"{command} >/dev/null 2>&1{_CODE}", r"code (\d)", "{0}")
            for command in (
                "single-entry",
                "vulture .",
                "lint-imports",
                "tach check",
                "knip",
                "jscpd .",
                "realitylint .",
                "docs-drift check",
                "agentslint check .",
            )
        )
    ),
    "JSON": _each(
        Trial(f"single-entry --format json {_VALID}", "valid"),
        Trial(f"vulture --format json . {_VALID}", "valid"),
        Trial(f"lint-imports --format json {_VALID}", "valid"),
        Trial(f"tach check --output json {_VALID}", "valid"),
        Trial(f"knip --reporter json {_VALID}", "valid"),
        Trial(f"jscpd --reporters json --output out . >/dev/null; cat out/*.json {_VALID}", "valid"),
        Trial(f"realitylint --format json . {_VALID}", "valid"),
        Trial(f"docs-drift --format json check {_VALID}", "valid"),
        Trial(f"agentslint check --format json . {_VALID}", "valid"),
    ),
    "SARIF": _each(
        Trial("single-entry --format sarif", _SARIF),
        Trial("vulture --format sarif .", _SARIF),
        Trial("lint-imports --format sarif", _SARIF),
        Trial("tach check --output sarif", _SARIF),
        Trial("knip --reporter sarif", _SARIF),
        Trial("jscpd --reporters sarif --output out . >/dev/null; cat out/*", _SARIF),
        Trial("realitylint --format sarif .", _SARIF),
        Trial("docs-drift --format sarif check", _SARIF),
        Trial("agentslint check --format sarif .", _SARIF),
    ),
    "JUnit": _each(
        Trial("single-entry --format junit", _JUNIT),
        Trial("vulture --format junit .", _JUNIT),
        Trial("lint-imports --format junit", _JUNIT),
        Trial("tach check --output junit", _JUNIT),
        Trial("knip --reporter junit", _JUNIT),
        Trial("jscpd --reporters junit --output out . >/dev/null; cat out/*", _JUNIT),
        Trial("realitylint --format junit .", _JUNIT),
        Trial("docs-drift --format junit check", _JUNIT),
        Trial("agentslint check --format junit .", _JUNIT),
    ),
    "leaves out what was there before": _each(
        Trial(
            f"single-entry --new-since HEAD && single-entry baseline && single-entry{_CLEAN}",
            "again 0",
            "`baseline`, `--new-since`",
        ),
        Trial(f"vulture . --make-whitelist >w.py; vulture . w.py{_CLEAN}", "again 0", "`--make-whitelist`"),
        Trial(f"lint-imports --baseline b.json{_CLEAN}", "again 0"),
        Trial(f"tach check --baseline b.json{_CLEAN}", "again 0"),
        Trial(f"knip --baseline b.json{_CLEAN}", "again 0"),
        Trial(
            "jscpd --baseline b.json --update-baseline . >/dev/null; "
            f"jscpd . --baseline b.json --fail-on-new-clones{_CLEAN}",
            "again 0",
            "`--baseline`",
        ),
        Trial(f"realitylint . --write-baseline; realitylint .{_CLEAN}", "again 0", "`--write-baseline`"),
        Trial(f"docs-drift baseline update; docs-drift check --auto-baseline{_CLEAN}", "again 0", "`baseline`"),
        Trial(f"agentslint check --baseline b.json .{_CLEAN}", "again 0"),
    ),
    "changes files": _each(
        Trial(f"single-entry fix{_CHANGED}", _EDITED, "`fix`"),
        Trial(f"vulture --fix .{_CHANGED}", _EDITED),
        Trial(f"lint-imports --fix{_CHANGED}", _EDITED),
        Trial(f"tach sync{_CHANGED}", r"(?m)^ M tach\.toml", "its configuration"),
        Trial(f"knip --fix{_CHANGED}", _EDITED, "`--fix`"),
        Trial(f"jscpd --fix .{_CHANGED}", _EDITED),
        Trial(f"realitylint --fix .{_CHANGED}", _EDITED),
        Trial(f"docs-drift fix --write --yes{_CHANGED}", _EDITED, "`fix`", "`fix`: nothing here"),
        Trial(f"agentslint fix .{_CHANGED}", _EDITED),
    ),
    "language server": _each(
        Trial(f"{_ASK} single-entry lsp", '"capabilities"', "`lsp`, an extra"),
        Trial(f"{_ASK} vulture lsp", '"capabilities"'),
        Trial(f"{_ASK} lint-imports lsp", '"capabilities"'),
        Trial(f"{_ASK} tach server", '"capabilities"', "`server`"),
        Trial(f"{_ASK} knip --lsp", '"capabilities"'),
        Trial(f"{_ASK} jscpd --lsp", '"capabilities"'),
        Trial(f"{_ASK} realitylint lsp", '"capabilities"'),
        Trial(f"{_ASK} docs-drift lsp", '"capabilities"', "`lsp`, an extra"),
        Trial(f"{_ASK} agentslint lsp", '"capabilities"'),
    ),
}
