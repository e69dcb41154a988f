"""Weight of a start as evidence, by the surface of the file that contains it."""

from __future__ import annotations

# The weights only rank. Production comes first, then packaging, scripts and CI, then starts by a person or an editor,
# then checks and tests. A Dockerfile's weight depends on the file, a document's on its kind: see ``evidence``.
_TIERS = {
    9.0: "compose procfile heroku.yml dockerfile",
    8.0: "packaging setup.py render.yaml railway nixpacks.toml railpack.json digitalocean vercel.json netlify.toml "
    "fly.toml platform.app.yaml app.yaml appspec elastic-beanstalk zappa_settings.json handlers kubernetes skaffold "
    "supervisord systemd uwsgi circus.ini pm2 bentofile.yaml cog.yaml langgraph.json wrangler.toml function.json",
    6.0: "pyinstaller build-file",
    5.0: "cron buildspec cloudbuild.yaml .replit prefect.yaml dagster mlproject app.json",
    4.0: "mcp.json terraform cdk.json pre-commit-hooks",
    3.5: "shell batch powershell makefile justfile taskfile task-files",
    3.0: "workflow gitlab-ci jenkinsfile circleci azure-pipelines travis bitbucket-pipelines drone package.json "
    "environment dvc.yaml",
    2.0: "launch.json tasks.json code-workspace zed devcontainer.json run-configuration tox tox.toml scrapy.cfg",
    1.0: "pre-commit lefthook agent-hooks notebook",
    0.5: "pytest.ini python markdown rst text dockerignore",
}
_WEIGHTS = {surface: weight for weight, surfaces in _TIERS.items() for surface in surfaces.split()}
_UNRANKED = 2.0  # a surface without an entry; a test reports it

SURFACES = frozenset(_WEIGHTS)


def weight_of(surface: str) -> float:
    """Return the weight of a start in a file of this surface."""
    return _WEIGHTS.get(surface, _UNRANKED)
