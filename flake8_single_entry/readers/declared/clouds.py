"""Declarations for cloud platforms: Google Cloud, AWS, Azure and Cloudflare."""

from __future__ import annotations

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared.declaration import Declaration, Key, Listed, Value, commands

_DOCKER_STEP = ("name", ("gcr.io/cloud-builders/docker", "docker"))
_GCLOUD_STEP = ("name", ("gcr.io/cloud-builders/gcloud", "gcr.io/google.com/cloudsdktool/"))

CLOUDS: tuple[Declaration, ...] = (
    Declaration(
        "app.yaml",  # App Engine, "app.yaml reference"
        ("app.yaml", "app.yml", "app.*.yaml"),
        "yaml",
        (Key("entrypoint", only=("runtime", ("python",))),),
        category=Category.DEPLOY,
        weight=8.0,
    ),
    Declaration(
        "cloudbuild.yaml",  # Cloud Build, "Build configuration file schema": /workspace is the repository
        ("cloudbuild*.yaml", "cloudbuild*.yml", "cloudbuild.json"),
        "yaml",
        (
            Key("steps[].entrypoint", arguments="args", directory=("dir",)),
            Key(
                "steps[].args",
                listed=Listed.WORDS,
                before=("docker",),
                directory=("dir",),
                only=_DOCKER_STEP,
                unless="entrypoint",
            ),
            Key(
                "steps[].args",
                listed=Listed.WORDS,
                directory=("dir",),
                only=("name", ("python",)),
                unless="entrypoint",
            ),
            Key(
                "steps[].args",
                listed=Listed.WORDS,
                before=("gcloud",),
                directory=("dir",),
                only=_GCLOUD_STEP,
                unless="entrypoint",
            ),
            Key("steps[].script", directory=("dir",)),
        ),
        category=Category.CI,
        weight=5.0,
        anchor=RelativeTo.ROOT,
        template=r"\$\{?\w+\}?",
    ),
    Declaration(
        "buildspec",  # AWS CodeBuild, "Build specification reference"; App Runner, "Configuration file reference"
        ("buildspec*.yml", "buildspec*.yaml", "apprunner.yaml"),
        "yaml",
        commands("phases.*.commands", "build.commands.*", "run.command"),
        category=Category.CI,
        weight=5.0,
        known={"CODEBUILD_SRC_DIR": RelativeTo.ROOT},
    ),
    Declaration(
        "appspec",  # AWS CodeDeploy, "AppSpec 'hooks' section": locations are relative to the revision's root
        ("appspec.yml", "appspec.yaml"),
        "yaml",
        (Key("hooks.*[].location", before=("bash",)),),
        category=Category.DEPLOY,
        weight=8.0,
    ),
    Declaration(
        "elastic-beanstalk",  # AWS Elastic Beanstalk, "Configuration options", "Customizing software on Linux servers"
        (".ebextensions/*.config",),
        "yaml",
        (
            Key("option_settings.aws:elasticbeanstalk:container:python.WSGIPath", Value.TARGET),
            *commands("container_commands.*.command"),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        above=".ebextensions",
    ),
    Declaration(
        "cdk.json",  # AWS CDK, "Configure the CDK CLI": app is the command that synthesizes
        ("cdk.json",),
        "json",
        commands("app", "build"),
        category=Category.DEPLOY,
        weight=4.0,
    ),
    Declaration(
        "zappa_settings.json",  # Zappa's README: app_function is module.attribute
        ("zappa_settings.json", "zappa_settings.yml", "zappa_settings.toml"),
        "json",
        (
            Key("*.app_function", Value.ATTRIBUTE),
            Key("*.django_settings", Value.MODULE),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        sign=b"app_function",
    ),
    Declaration(
        "function.json",  # Azure Functions, "Python developer guide": scriptFile is relative to the file
        ("function.json",),
        "json",
        (Key("scriptFile", Value.PATH, part=r"(?:\./)?([^*?]+\.py)"),),
        category=Category.DEPLOY,
        weight=8.0,
    ),
    Declaration(
        "wrangler.toml",  # Cloudflare Workers, "Configuration": main is the module that a worker starts
        ("wrangler.toml", "wrangler.json", "wrangler.jsonc"),
        "toml",
        (Key("main", Value.PATH, part=r"([^*?]+\.py)"), *commands("build.command")),
        category=Category.DEPLOY,
        weight=8.0,
    ),
    Declaration(
        "terraform",  # Terraform, "local-exec Provisioner", "external data source"
        ("*.tf",),
        "hcl",
        (
            Key("resource[].*.*.provisioner[].local-exec.command", directory=("working_dir",)),
            Key("data[].external.*.program", listed=Listed.WORDS, directory=("working_dir",)),
        ),
        category=Category.DEPLOY,
        weight=4.0,
        generic=True,
        anchor=RelativeTo.CALLER,
        template=r"\$\{([^}]{0,200})\}",
        known={"path.module": RelativeTo.FILE, "path.root": RelativeTo.CALLER, "path.cwd": RelativeTo.CALLER},
        reader="declared.cloud_functions",
    ),
)
