#!/bin/sh
set -e
./docker/prepare.sh
exec python launch.py
