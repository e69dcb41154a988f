"""Declarations for process managers and application servers, which keep programs running."""

from __future__ import annotations

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared.declaration import Declaration, Key, Listed, Value

_CHDIR = ("chdir",)
_SEARCH = ("pythonpath", "python-path", "pp")
_SYSTEMD = ("Start", "StartPre", "StartPost", "Condition", "Reload", "Stop", "StopPost")
_EACH = ("", "[]")  # an option that may be given several times
_PHASES = (
    *("asap", "pre-jail", "post-jail", "in-jail", "as-root", "as-user", "pre-app", "post-app", "accepting"),
    *("accepting1", "accepting-once", "accepting1-once", "as-user-atexit", "as-emperor", "as-vassal"),
)
_FACTORIES = ("app", "composite", "filter", "filter_app", "server")
_FLASK_APP = r"(?:.*[\s,\"'])?FLASK_APP=[\"']?([^\s\"',]+).*"  # one of several variables
_AWAITED = r"\|?([^!|*?%]+\.(?:py|sh))"

PROCESSES: tuple[Declaration, ...] = (
    Declaration(
        "supervisord",  # Supervisor, "Configuration file"; Flask, "Application Discovery"
        ("supervisord*.conf", "*supervisor*.conf", "*supervisord*.ini", "supervisor/*.conf"),
        "ini",
        (
            Key("*.command", directory=("directory",)),
            Key("*.environment", directory=("directory",), before=("flask", "--app"), after=("run",), part=_FLASK_APP),
        ),
        category=Category.PROCESSES,
        weight=8.0,
        anchor=RelativeTo.CALLER,
        template=r"%\(([^)]{0,200})\)s",
        known={"here": RelativeTo.FILE},
    ),
    Declaration(
        "systemd",  # systemd.service(5), systemd.exec(5), systemd.unit(5): a unit waits for the path of a condition
        ("*.service",),
        "ini",
        (
            *(
                Key(f"Service.Exec{name}", directory=("WorkingDirectory",), part=r"[-@:+!|]*((?s:.+))")
                for name in _SYSTEMD
            ),
            *(
                Key(
                    f"Service.Environment{each}",
                    directory=("WorkingDirectory",),
                    before=("flask", "--app"),
                    after=("run",),
                    part=_FLASK_APP,
                )
                for each in _EACH
            ),
            *(
                Key(f"Unit.{name}PathExists", Value.PATH, part=_AWAITED, certain=False)
                for name in ("Condition", "Assert")
            ),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        anchor=RelativeTo.CALLER,
        template=r"%([a-zA-Z])",
    ),
    Declaration(
        # uWSGI, "Configuration Options": chdir precedes loading the application; %d is the file's directory. "Hooks":
        # the phases. "Configuring uWSGI", "Loading configuration files": any section may be the one that is started.
        "uwsgi",
        ("uwsgi*.ini", "*uwsgi.ini", "uwsgi*.yml", "uwsgi*.yaml", "uwsgi*.json"),
        "ini",
        (
            *(
                Key(f"*.{name}{each}", Value.OBJECT, directory=_CHDIR, search=_SEARCH)
                for name in ("module", "wsgi", "import", "shared-import", "spooler-import")
                for each in _EACH
            ),
            Key("*.wsgi-file", Value.PATH, directory=_CHDIR),
            Key("*.file", Value.PATH, directory=_CHDIR, part=r"([^*?]+\.py)"),
            *(Key(f"*.mule{each}", Value.PATH, directory=_CHDIR, part=r"([^*?]+\.py)") for each in _EACH),
            *(
                Key(f"*.mount{each}", Value.TARGET, part=r"[^=]*=\s*(.+)", directory=_CHDIR, search=_SEARCH)
                for each in _EACH
            ),
            Key("*.attach-daemon", directory=_CHDIR, listed=Listed.SHELLS),
            Key("*.attach-daemon2", directory=_CHDIR, part=r"(?:[^,]*,)*?cmd=([^,]+).*", listed=Listed.SHELLS),
            Key("*.smart-attach-daemon", directory=_CHDIR, part=r"\S+\s+(.+)", listed=Listed.SHELLS),
            *(Key(f"*.hook-{phase}", directory=_CHDIR, part=r"exec:(.+)", listed=Listed.SHELLS) for phase in _PHASES),
            *(Key(f"*.exec-{phase}", directory=_CHDIR, listed=Listed.SHELLS) for phase in _PHASES),
        ),
        category=Category.PROCESSES,
        weight=8.0,
        anchor=RelativeTo.CALLER,
        template=r"%\(([^)]{0,200})\)|%([a-zA-Z])|\$\([^)]{0,200}\)",
        known={"d": RelativeTo.FILE},
    ),
    Declaration(
        "paste",  # PasteDeploy, "Config Format": factories and what ``use`` calls are objects on the import path
        ("paste*.ini", "*paste.ini"),
        "ini",
        (
            *(Key(f"*.paste\\.{kind}_factory", Value.OBJECT) for kind in _FACTORIES),
            Key("*.use", Value.OBJECT, part=r"call:(.+)"),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        anchor=RelativeTo.CALLER,
        template=r"%\(([^)]{0,200})\)s",
        known={"here": RelativeTo.FILE},
    ),
    Declaration(
        "environment",  # Flask, "Application Discovery"; Django, "Designating the settings"
        (".env", ".flaskenv", ".env.*"),
        "ini",
        (
            Key(".FLASK_APP", before=("flask", "--app"), after=("run",)),
            Key(".DJANGO_SETTINGS_MODULE", Value.MODULE, certain=False),
        ),
        category=Category.DEPLOY,
        weight=3.0,
    ),
    Declaration(
        "circus.ini",  # Circus, "Configuration": watchers
        ("circus*.ini",),
        "ini",
        (Key("*.cmd", directory=("working_dir",)),),
        category=Category.PROCESSES,
        weight=8.0,
        anchor=RelativeTo.CALLER,
        template=r"\$\(([^)]{0,200})\)",
    ),
    Declaration(
        "pm2",  # PM2, "Ecosystem File": programs whose interpreter is python
        ("ecosystem.config.json", "pm2.json", "process.json", "ecosystem.json"),
        "json",
        (
            Key("apps[].script", Value.PATH, directory=("cwd",), part=r"(?:\./)?([^*?\s]+\.py)"),
            Key("[].script", Value.PATH, directory=("cwd",), part=r"(?:\./)?([^*?\s]+\.py)"),
            Key("apps[].args", directory=("cwd",), before=("python",), only=("script", ("python",))),
        ),
        category=Category.PROCESSES,
        weight=8.0,
    ),
)
