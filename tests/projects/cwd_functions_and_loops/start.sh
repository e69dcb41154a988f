#!/bin/bash
ROOT="$(cd "$(dirname "$0")" && pwd)"

enter_tools() {
    cd "$ROOT/tools" || exit 1
}

start() {
    cd "$ROOT/services/$1" && uvicorn main:app &
}

start api
start web
python tools/load.py
for name in api web mail; do
    (cd "services/$name" && python main.py)
done
enter_tools
python load.py
python gone.py
