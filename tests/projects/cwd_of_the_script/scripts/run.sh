#!/bin/sh
cd "$(dirname "$0")/.." || exit
python main.py
python "$PWD/scripts/seed.py"
python seed.py
