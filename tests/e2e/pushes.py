"""What the tests of hooks that judge a push have in common."""

from __future__ import annotations

from tests.e2e.conftest import DOCKERFILE
from tests.support import Repository

STALE = {"Dockerfile": DOCKERFILE.format("gone.py")}

Result = tuple[int, str]  # exit code, and all that git says


def push(repository: Repository, *arguments: str) -> Result:
    done = repository.git("push", *arguments, check=False)
    return done.returncode, done.stdout + done.stderr


def is_refused(result: Result, message: str = "Dockerfile:4:17: ONE201 ") -> bool:
    """Was a push refused with a message, which is that of the stale reference? Fails where it was for anything else."""
    code, said = result
    assert code == 0 or message in said, said
    return code != 0


def refs(repository: Repository) -> list[str]:
    return repository.git("for-each-ref", "--format=%(refname)").stdout.split()


def stale_branch(repository: Repository) -> str:
    """A commit with a stale reference on a branch of its own; gives its id, with main checked out again."""
    repository.git("switch", "--quiet", "--create=stale")
    repository.write(STALE)
    repository.commit()
    repository.git("switch", "--quiet", "main")
    return repository.git("rev-parse", "stale").stdout.strip()
