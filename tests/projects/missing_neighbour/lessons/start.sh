#!/bin/sh
cd "$(dirname "$0")"
python tides/chapter01.py
python tides/chapter02.py
python tides/app.py
