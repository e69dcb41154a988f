#!/bin/sh
set -eu
MAIN_FILE="main.py"
echo "starting"
exec uvicorn $MAIN_FILE:app --host 0.0.0.0
