"""Production start: server settings around the application of src/main.py, and nothing else."""

from __future__ import annotations

import logging
import os
import sys

import uvicorn

from src.main import app


def settings() -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=os.getenv("HOST", "0.0.0.0"),
        port=int(os.getenv("PORT", "8000")),
        log_level=os.getenv("LOG_LEVEL", "info"),
        proxy_headers=True,
        forwarded_allow_ips=os.getenv("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        timeout_keep_alive=75,
        ws_max_size=4 * 1024 * 1024,
        ws_ping_interval=20,
    )


def main() -> int:
    logging.basicConfig(stream=sys.stdout, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    server = uvicorn.Server(settings())
    server.run()
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
