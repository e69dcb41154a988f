"""Declarations for process managers and application servers, which keep programs running."""

from __future__ import annotations

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared.declaration import Declaration, Key, Value

_CHDIR = ("chdir",)
_SEARCH = ("pythonpath", "python-path", "pp")
_SYSTEMD = ("Start", "StartPre", "StartPost", "Condition", "Reload", "Stop", "StopPost")
_AWAITED = r"\|?([^!|*?%]+\.(?:py|sh))"

PROCESSES: tuple[Declaration, ...] = (
    Declaration(
        "supervisord",  # Supervisor, "Configuration file"
        ("supervisord*.conf", "*supervisor*.conf", "*supervisord*.ini", "supervisor/*.conf"),
        "ini",
        (Key("*.command", directory=("directory",)),),
        category=Category.DEPLOY,
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
            *(Key(f"Service.Exec{name}", directory=("WorkingDirectory",), part=r"[-@:+!|]*(.+)") for name in _SYSTEMD),
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
        "uwsgi",  # uWSGI, "Configuration Options": chdir precedes loading the application; %d is the file's directory
        ("uwsgi*.ini", "*uwsgi.ini", "uwsgi*.yml", "uwsgi*.yaml", "uwsgi*.json"),
        "ini",
        (
            Key("uwsgi.module", Value.OBJECT, directory=_CHDIR, search=_SEARCH),
            Key("uwsgi.wsgi", Value.OBJECT, directory=_CHDIR, search=_SEARCH),
            Key("uwsgi.wsgi-file", Value.PATH, directory=_CHDIR),
            Key("uwsgi.file", Value.PATH, directory=_CHDIR, part=r"([^*?]+\.py)"),
            Key("uwsgi.mount", Value.TARGET, part=r"[^=]*=\s*(.+)", directory=_CHDIR, search=_SEARCH),
            Key("uwsgi.attach-daemon", directory=_CHDIR),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        anchor=RelativeTo.CALLER,
        template=r"%\(([^)]{0,200})\)|%([a-zA-Z])|\$\([^)]{0,200}\)",
        known={"d": RelativeTo.FILE},
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
        category=Category.DEPLOY,
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
        category=Category.DEPLOY,
        weight=8.0,
    ),
)
