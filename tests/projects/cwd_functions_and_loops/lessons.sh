#!/bin/bash
# Each lesson is run in its own directory: see run() in lib/lessons.sh.
. "$(dirname "$0")/lib/lessons.sh"

tides() {
    python predict.py
}

charts() {
    python draw.py
}

run tides
run charts
rowing() {
    python row.py
}
