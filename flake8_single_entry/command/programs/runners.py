"""Programs that load a Python module or file, and the position of the target on their command line.

The option tables follow each program's own ``--help``. Only options whose value is the next word are listed. Where a
target may have several forms, the row follows the program's pages: modelcontextprotocol.io and gofastmcp.com ("CLI"),
docs.dagster.io ("dg and dagster CLI"), docs.prefect.io ("prefect deploy"), shiv.readthedocs.io, docs.pex-tool.org,
docs.fabfile.org, pydoit.org, luigi.readthedocs.io, python-rq.org ("Workers"), nameko.readthedocs.io ("CLI"),
faust.readthedocs.io, procrastinate.readthedocs.io, pypi.org/project/mod-wsgi, docs.kopf.dev, docs.manim.community,
docs.blender.org ("Command Line Arguments"), docs.micropython.org ("mpremote"), pyinstrument.readthedocs.io.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flake8_single_entry.conventions.tables import word_set


class Runner(NamedTuple):
    """A program: the ``form`` of its target, and its options.

    ``form`` is ``object`` (``m:attr``), ``path`` (a file), ``module``, ``flask`` (any of the three), ``celery`` (the
    last two) or ``either`` (a file or a module). ``values`` are options whose value is the next word. With ``options``,
    the target is the value of one of these options; otherwise it is the first operand, after one of ``subcommands`` if
    there are any ("" among them: or after none) and one of the words ``after`` it. ``chdir`` are options that change
    the directory, ``search`` options that add an import directory. ``bare`` allows a module without an attribute,
    ``many`` allows several targets. ``suffixes`` are the suffixes of files that ``path`` allows.
    """

    form: str
    values: frozenset[str] = frozenset()
    subcommands: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    chdir: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    bare: bool = False
    many: bool = False
    suffixes: tuple[str, ...] = (".py", ".pyw")
    after: frozenset[str] = frozenset()


_UVICORN = word_set(
    "--host --port --uds --fd --reload-dir --reload-include --reload-exclude --reload-delay --workers --env-file"
    " --timeout-worker-healthcheck --log-config --log-level --forwarded-allow-ips --root-path --limit-concurrency"
    " --backlog --limit-max-requests --timeout-keep-alive --timeout-graceful-shutdown --ssl-keyfile --ssl-certfile"
    " --ssl-keyfile-password --ssl-version --ssl-cert-reqs --ssl-ca-certs --ssl-ciphers --header --loop --http --ws"
    " --ws-max-size --ws-max-queue --ws-ping-interval --ws-ping-timeout --lifespan --interface"
    " --h11-max-incomplete-event-size"
)
_GUNICORN = word_set(
    "-c --config -b --bind --backlog -w --workers -k --worker-class --threads --worker-connections --max-requests"
    " --max-requests-jitter -t --timeout --graceful-timeout --keep-alive --limit-request-line --limit-request-fields"
    " --limit-request-field_size --reload-engine --reload-extra-file -e --env -p --pid --worker-tmp-dir -u --user -g"
    " --group -m --umask --access-logfile --access-logformat --error-logfile --log-file --log-level --logger-class"
    " --log-config --log-config-json --log-syslog-to --log-syslog-prefix --log-syslog-facility --statsd-host"
    " --statsd-prefix -n --name --paste --forwarded-allow-ips --proxy-allow-from --keyfile --certfile --ssl-version"
    " --cert-reqs --ca-certs --ciphers --umask --dogstatsd-tags"
)
_HYPERCORN = word_set(
    "--access-log --access-logfile --access-logformat --backlog -b --bind --ca-certs --certfile --cert-reqs --ciphers"
    " -c --config --error-log --error-logfile --log-file -g --group --graceful-timeout --read-timeout --max-requests"
    " --max-requests-jitter -k --worker-class --keep-alive --keyfile --keyfile-password --insecure-bind --log-config"
    " --log-level -p --pid --quic-bind --root-path --server-name --statsd-host --statsd-prefix -m --umask -u --user"
    " --verify-mode --websocket-ping-interval -w --workers"
)
_GRANIAN = word_set(
    "--host --port --uds --interface --http --ws --workers --blocking-threads --runtime-threads --runtime-mode --loop"
    " --task-impl --backlog --backpressure --ssl-keyfile --ssl-certificate --url-path-prefix --log-level --log-config"
    " --static-path-route --static-path-mount --reload-paths --process-name --pid-file --env-files --workers-lifetime"
    " --respawn-interval"
)
_CELERY = word_set(
    "-b --broker --result-backend --loader --config -l --loglevel -c --concurrency -P --pool -Q --queues -n"
)
_FASTAPI = word_set(
    "--host --port --root-path --app --workers --reload-dir --forwarded-allow-ips -e --entrypoint --log-level"
)
_MCP = word_set(
    "-n --name -e --with-editable --with -v --env-var --env -f --env-file -t --transport --host -p --port --path"
    " --python --project --with-requirements --log-level -l --ui-port --server-port --inspector-version --server-name"
)
_FASTMCP = word_set("inspector apps claude-code claude-desktop cursor gemini-cli goose mcp-json stdio")
_PYTHON_TOOL = word_set("-o --outfile -s --sort -r --rate -f --format -d --duration --output -p --pid")

RUNNERS: Mapping[str, Runner] = {
    "uvicorn": Runner("object", _UVICORN, search=("--app-dir",)),
    "gunicorn": Runner("object", _GUNICORN, chdir=("--chdir",), search=("--pythonpath",), bare=True),
    "hypercorn": Runner("object", _HYPERCORN),
    "daphne": Runner(
        "object", word_set("-p --port -b --bind -u --unix-socket --fd -e --endpoint -v -t --http-timeout -s")
    ),
    "granian": Runner("object", _GRANIAN, chdir=("--working-dir",)),
    "waitress-serve": Runner("object", word_set("--host --port --listen --threads --app"), options=()),
    "robyn": Runner("path"),
    "sanic": Runner("object", word_set("-H --host -p --port -w --workers -u --unix")),
    "bjoern": Runner("object"),
    "litestar": Runner("flask", options=("--app",), chdir=("--app-dir",)),
    "uwsgi": Runner("flask", options=("--module", "--wsgi-file", "-w", "--wsgi", "--mount-file"), chdir=("--chdir",)),
    "flask": Runner("flask", options=("--app", "-A")),
    "quart": Runner("flask", options=("--app", "-A")),
    "celery": Runner("celery", _CELERY, options=("-A", "--app"), chdir=("--workdir",)),
    "fastapi": Runner("path", _FASTAPI, subcommands=("run", "dev")),
    "streamlit": Runner("path", subcommands=("run",)),
    "chainlit": Runner("path", word_set("--host --port --root-path"), subcommands=("run",)),
    "marimo": Runner("path", word_set("-p --port --host --base-url"), subcommands=("run", "edit")),
    "flet": Runner("path", word_set("-p --port --host --name -m --module -d --directory"), subcommands=("run",)),
    "solara": Runner("either", word_set("--host --port"), subcommands=("run",)),
    "shiny": Runner("path", word_set("--host --port"), subcommands=("run",)),
    "taipy": Runner("path", subcommands=("run",)),
    "mesop": Runner("path", word_set("--port")),
    "gradio": Runner("path", word_set("--demo-name --watch-dirs --encoding")),
    "panel": Runner("path", word_set("--port --address --index --num-procs"), subcommands=("serve",), many=True),
    "bokeh": Runner("path", word_set("--port --address --args"), subcommands=("serve",), many=True),
    "voila": Runner("path", word_set("--port")),
    "textual": Runner("either", word_set("--host --port"), subcommands=("run", "serve")),
    "manim": Runner("path", word_set("-o -r -n -c --resolution --fps --media_dir"), subcommands=("", "render")),
    "mcp": Runner("path", _MCP, subcommands=("dev", "run", "install")),
    "fastmcp": Runner("path", _MCP, subcommands=("run", "dev", "install", "inspect"), after=_FASTMCP),
    "dagster": Runner("either", options=("-f", "--python-file", "-m", "--module-name"), many=True),
    "prefect": Runner("path", word_set("-n --name -p --pool --prefect-file"), subcommands=("deploy",)),
    "shiv": Runner("object", options=("-e", "--entry-point")),
    "pex": Runner("flask", options=("-e", "--entry-point", "-m")),
    "cxfreeze": Runner("path", word_set("--target-dir --base --target-name --icon --include-path --packages")),
    "fab": Runner("path", options=("-f", "--fabfile")),
    "doit": Runner("path", options=("-f", "--file")),
    "luigi": Runner("module", options=("--module",)),
    "rq": Runner("module", options=("-c", "--config")),
    "nameko": Runner("module", word_set("--broker --config --backdoor-port"), subcommands=("run",), many=True),
    "faust": Runner("celery", options=("-A", "--app")),
    "procrastinate": Runner("celery", options=("-a", "--app")),
    "mod_wsgi-express": Runner(
        "path",
        word_set("--port --user --group --processes --threads --url-alias --server-root --log-to-terminal"),
        subcommands=("start-server",),
        suffixes=(".py", ".wsgi"),
    ),
    "kopf": Runner("path", word_set("-n --namespace --liveness --peering --priority"), subcommands=("run",), many=True),
    "functions-framework": Runner("path", options=("--source",)),
    "functions-framework-python": Runner("path", options=("--source",)),
    "blender": Runner("path", options=("-P", "--python")),
    "pvpython": Runner("path"),
    "pvbatch": Runner("path"),
    "mpremote": Runner("path", subcommands=("run",)),
    "modal": Runner("path", word_set("-e --env"), subcommands=("run", "deploy", "serve")),
    "locust": Runner("path", options=("-f", "--locustfile")),
    "mitmdump": Runner("path", options=("-s", "--scripts")),
    "mitmproxy": Runner("path", options=("-s", "--scripts")),
    "pyinstaller": Runner(
        "path",
        word_set(
            "-n --name --distpath --workpath --specpath --add-data --add-binary --hidden-import --icon -i -p --paths"
        ),
        suffixes=(".py", ".pyw", ".spec"),
        many=True,
    ),
    "nuitka": Runner("path"),
    "nuitka3": Runner("path"),
    "auto-py-to-exe": Runner("path"),
    "dramatiq": Runner(
        "module",
        word_set("-p --processes -t --threads -P --path -Q --queues --pid-file -w"),
        many=True,
    ),
    "huey_consumer": Runner("module", word_set("-l -w -k -d -m -b -u -c"), bare=True),
    "huey_consumer.py": Runner("module", word_set("-l -w -k -d -m -b -u -c"), bare=True),
    "arq": Runner("module", word_set("--watch --custom-log-dict"), bare=True),
    "faststream": Runner("object", word_set("--workers -w --log-level -l"), subcommands=("run",)),
    "taskiq": Runner("object", word_set("-w --workers"), subcommands=("worker", "scheduler")),
    "bentoml": Runner("object", word_set("-p --port"), subcommands=("serve",)),
    "serve": Runner("object", subcommands=("run", "deploy")),
    "scrapy": Runner("path", word_set("-o -O -a -s"), subcommands=("runspider",)),
    "spark-submit": Runner(
        "path",
        word_set("--master --deploy-mode --class --name --conf --py-files --files --packages"),
    ),
    "ipython": Runner("path"),
    "ipython3": Runner("path"),
    "bpython": Runner("path"),
    "pudb": Runner("path"),
    "pudb3": Runner("path"),
    "kernprof": Runner("path", word_set("-o --outfile -s --setup")),
    "scalene": Runner("path", word_set("--outfile --cpu-percent-threshold")),
    "viztracer": Runner("path", word_set("-o --output_file --tracer_entries")),
    "mprof": Runner("path", _PYTHON_TOOL, subcommands=("run",)),
    "deepspeed": Runner(
        "path", word_set("--hostfile --include --exclude --num_nodes --num_gpus --master_port --master_addr")
    ),
}
"""Runners by the name of their executable."""

LIKE_PYTHON: Mapping[str, tuple[str, frozenset[str]]] = {
    "coverage": ("run", word_set("--rcfile --source --include --omit --context --concurrency --data-file")),
    "memray": ("run", word_set("-o --output -p --live-port")),
    "pyinstrument": ("", word_set("-r --renderer -o --outfile -i --interval --load --load-prev -p --render-option")),
    "jurigged": ("", word_set("-w --watch")),
    "hupper": ("", word_set("-w -x --shutdown-interval")),
    "torchrun": (
        "",
        word_set(
            "--nnodes --nproc-per-node --nproc_per_node --rdzv-backend --rdzv_backend --rdzv-endpoint --rdzv_endpoint"
            " --rdzv-id --rdzv_id --max-restarts --max_restarts --node-rank --node_rank --master-addr --master_addr"
            " --master-port --master_port --log-dir --log_dir -r -t --redirects --tee --start-method --role"
        ),
    ),
    "accelerate": (
        "launch",
        word_set(
            "--config_file --config-file --num_processes --num-processes --num_machines --machine_rank --gpu_ids"
            " --main_process_ip --main_process_port --mixed_precision --dynamo_backend --num_cpu_threads_per_process"
            " --deepspeed_config_file --zero_stage --rdzv_backend"
        ),
    ),
    "debugpy": ("", word_set("--listen --connect --log-to --configure-subProcess --pid")),
    "pdb": ("", word_set("-c --command")),
    "trace": ("", word_set("-f --file -C --coverdir")),
    "cProfile": ("", word_set("-o --outfile -s --sort")),
    "profile": ("", word_set("-o --outfile -s --sort")),
    "runpy": ("", frozenset()),
    "torch.distributed.launch": ("", word_set("--nproc_per_node --nnodes --node_rank --master_addr --master_port")),
    "torch.distributed.run": (
        "",
        word_set("--nproc_per_node --nproc-per-node --nnodes --node_rank --master_addr --master_port"),
    ),
    "accelerate.commands.launch": ("", word_set("--config_file --num_processes")),
    "opentelemetry.instrumentation.auto_instrumentation": ("", frozenset()),
    "viztracer": ("", word_set("-o --output_file")),
    "scalene": ("", word_set("--outfile")),
    "kernprof": ("", word_set("-o --outfile")),
    "line_profiler": ("", frozenset()),
    "memory_profiler": ("", frozenset()),
    "trepan": ("", frozenset()),
    "py_compile": ("\0", frozenset()),
}
"""Programs that accept a script, or ``-m`` and a module, like Python: their subcommand and options with a value."""

MODULE_RUNNERS: Mapping[str, str] = {
    "PyInstaller": "pyinstaller",
    "waitress": "waitress-serve",
    "debugpy": "debugpy",
    "bottle": "",
    "aiohttp.web": "",
}
"""Modules that ``python -m`` runs, with the name of the equivalent executable."""

PYTHON_VALUES = word_set("-W -X -Q --check-hash-based-pycs")
"""Options of the Python interpreter whose value is the next word."""
