#!/usr/bin/env bash
# Compares the service with the first experiment on the same recordings.
set -euo pipefail

cd "$(dirname "$0")/.."

python main_production.py &
server=$!
trap 'kill "$server"' EXIT

sleep 3
python scripts/replay.py recordings/*.wav

echo "--- the prototype, for comparison"
python archive/main_prototype.py recordings/*.wav
